package tui

import (
	"context"
	"fmt"
	"time"

	"anyaudio/player/fetch"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// A Kept keeps tracks on disk and fetches them in the background; *fetch.Fetcher is one. Its
// methods are called in commands.
type Kept interface {
	Keep(tracks ...source.Track) error
	Drop(tracks ...source.Track) error
	Pause(on bool)
	Snapshot() fetch.Snapshot
}

// keptEvery is how often the progress is looked at while something is fetched.
const keptEvery = time.Second

// keeping is what is known of the tracks that are kept.
type keeping struct {
	fetch.Snapshot
	signs map[rowKey]tracklist.Kept // replaced, never changed
	gen   int                       // of the timer that counts
}

// keptCmd looks at what is kept.
func keptCmd(k Kept) tea.Cmd {
	return func() tea.Msg { return keptMsg{k.Snapshot()} }
}

// keptTimerCmd is one link of the only chain of looks.
func keptTimerCmd(gen int) tea.Cmd {
	return tea.Tick(keptEvery, func(time.Time) tea.Msg { return keptTimerMsg{gen} })
}

// askKept looks at what is kept, if anything can be.
func (m *Model) askKept() tea.Cmd {
	if m.offline == nil {
		return nil
	}
	return keptCmd(m.offline)
}

func (m *Model) handleKept(msg keptMsg) tea.Cmd {
	k := &m.keeping
	k.Snapshot, k.signs = msg.snapshot, make(map[rowKey]tracklist.Kept, len(msg.snapshot.Items))
	for _, i := range msg.snapshot.Items {
		sign := tracklist.Partly
		if i.State == fetch.Complete {
			sign = tracklist.Here
		}
		k.signs[trackKey(i.Track)] = sign
	}
	if h := &m.holdings.shelves[offlineTab]; h.asked && len(h.rows) == len(k.Items) {
		h.rows = keptRows(k.Snapshot)
	}
	m.showCurrent()
	k.gen++
	if !k.fetching() {
		return nil
	}
	return keptTimerCmd(k.gen)
}

func (m *Model) handleKeptTimer(msg keptTimerMsg) tea.Cmd {
	if msg.gen != m.keeping.gen {
		return nil
	}
	return m.askKept()
}

// fetching reports whether anything is on its way, or will be.
func (k *keeping) fetching() bool {
	return !k.Paused && k.Complete+k.Failed < len(k.Items)
}

// short is the progress beside the name of the page while something is fetched.
func (k *keeping) short() string {
	if !k.fetching() {
		return ""
	}
	return fmt.Sprintf(" %d/%d", k.Complete, len(k.Items))
}

// progress is how far it is, for the heading of the tab.
func (k *keeping) progress() (parts []string) {
	if len(k.Items) == 0 {
		return nil
	}
	parts = append(parts, fmt.Sprintf("%d here", k.Complete))
	size := text.Bytes(k.Saved)
	if k.Saved < k.Size {
		size += " of " + text.Bytes(k.Size)
	}
	parts = append(parts, size)
	switch {
	case k.Trouble != "":
		parts = append(parts, text.Clean(k.Trouble))
	case k.Paused:
		parts = append(parts, "paused")
	case k.Failed > 0:
		parts = append(parts, fmt.Sprintf("%d failed", k.Failed))
	}
	return parts
}

// doOffline keeps the rows, or the track that plays, or all that is saved, on disk; when all
// are kept it drops them. A playlist stands for its tracks. It pauses fetching, too.
func (m *Model) doOffline(c command) (tea.Cmd, error) {
	if m.offline == nil || m.library == nil {
		return m.say("nothing can be kept offline here: there is no disk cache"), nil
	}
	switch c.arg {
	case "", "playing":
	case "saved":
		return m.keepSaved(), nil
	case "pause", "resume":
		return m.pauseKeeping(c.arg == "pause"), nil
	default:
		return nil, fmt.Errorf("offline saved, pause or resume, not %q", c.arg)
	}
	if c.arg == "" && m.page.isList() {
		rows, marked := m.chosenRows(c)
		var lists []source.Playlist
		for _, r := range rows {
			if r.Playlist != nil {
				lists = append(lists, *r.Playlist)
			}
		}
		m.used(marked)
		if len(lists) > 0 {
			return m.collectKept(lists, tracksOf(rows)), nil
		}
		if len(rows) > 0 {
			return m.toggleKept(tracksOf(rows)), nil
		}
	}
	tracks := m.chosenTracks(c)
	if len(tracks) == 0 {
		return m.say("choose a track first"), nil
	}
	return m.toggleKept(tracks), nil
}

// toggleKept keeps tracks, or drops them when all are kept.
func (m *Model) toggleKept(tracks []source.Track) tea.Cmd {
	for _, t := range tracks {
		if _, kept := m.keeping.signs[trackKey(t)]; !kept {
			return m.keepOffline(tracks)
		}
	}
	return m.dropOffline(tracks)
}

// collectKept lists playlists to their ends, and then keeps or drops their tracks.
func (m *Model) collectKept(lists []source.Playlist, tracks []source.Track) tea.Cmd {
	listers := make([]source.Lister, len(lists))
	for i, p := range lists {
		if listers[i] = m.lister(p); listers[i] == nil {
			return m.fail("there is no source for playlists", "")
		}
	}
	ctx := m.ctx
	return tea.Batch(m.say("looking through "+text.Title(source.Track{Title: lists[0].Title, Link: lists[0].Link})+" …"), func() tea.Msg {
		for i, p := range lists {
			some, err := allTracks(ctx, listers[i], p)
			if err != nil {
				return keptListMsg{err: err}
			}
			tracks = append(tracks, some...)
		}
		return keptListMsg{tracks: tracks}
	})
}

func (m *Model) handleKeptList(msg keptListMsg) tea.Cmd {
	var tracks []source.Track
	for _, t := range msg.tracks {
		if !t.Live { // of a list the rest is kept
			tracks = append(tracks, t)
		}
	}
	switch {
	case msg.err != nil:
		return m.explain("offline", msg.err)
	case len(tracks) == 0:
		return m.say("there is nothing in it that could be kept")
	}
	return m.toggleKept(tracks)
}

// keepSaved keeps all saved tracks.
func (m *Model) keepSaved() tea.Cmd {
	kept := m.offline
	return m.edit("offline", func(ctx context.Context, lib *library.Library) (edited, error) {
		saved, err := lib.Saved(ctx, library.ByRecent)
		if err != nil {
			return edited{}, err
		}
		var tracks []source.Track
		for _, s := range saved {
			tracks = append(tracks, s.Track)
		}
		if len(tracks) == 0 {
			return edited{line: "no track is saved yet"}, nil
		}
		return keep(ctx, kept, lib, tracks)
	})
}

// pauseKeeping holds fetching, or lets it go on.
func (m *Model) pauseKeeping(on bool) tea.Cmd {
	kept := m.offline
	line := "fetching goes on"
	if on {
		line = "fetching is paused – :offline resume goes on"
	}
	return tea.Batch(m.say(line), func() tea.Msg {
		kept.Pause(on)
		return keptMsg{kept.Snapshot()}
	})
}

func (m *Model) keepOffline(tracks []source.Track) tea.Cmd {
	kept := m.offline
	return m.edit("offline", func(ctx context.Context, lib *library.Library) (edited, error) {
		return keep(ctx, kept, lib, tracks)
	})
}

// keep has tracks fetched and marks them in the library.
func keep(ctx context.Context, kept Kept, lib *library.Library, tracks []source.Track) (edited, error) {
	if err := kept.Keep(tracks...); err != nil {
		return edited{}, err
	}
	line := names(tracks) + ": fetched in the background, to play without a network"
	if kept.Snapshot().Paused {
		line = names(tracks) + ": fetched when fetching goes on – :offline resume"
	}
	return edited{line: line}, lib.SetOffline(ctx, true, tracks...)
}

func (m *Model) dropOffline(tracks []source.Track) tea.Cmd {
	kept := m.offline
	return m.edit("offline", func(ctx context.Context, lib *library.Library) (edited, error) {
		if kept != nil {
			if err := kept.Drop(tracks...); err != nil {
				return edited{}, err
			}
		}
		return edited{line: names(tracks) + ": not kept offline any more"}, lib.SetOffline(ctx, false, tracks...)
	})
}

// keptRows are the tracks that are kept, each with how much of it is here.
func keptRows(s fetch.Snapshot) []tracklist.Row {
	rows := make([]tracklist.Row, len(s.Items))
	for i, item := range s.Items {
		rows[i] = tracklist.Row{Track: item.Track, Note: keptNote(item, s.Paused)}
	}
	return rows
}

func keptNote(i fetch.Item, paused bool) string {
	switch {
	case i.State == fetch.Complete:
		return "here"
	case i.State == fetch.Failed:
		line, _ := source.Explain(i.Err)
		return text.Clean(line)
	case i.Size > 0 && i.Saved > 0:
		return fmt.Sprintf("%d %%", 100*i.Saved/i.Size)
	case paused:
		return "paused"
	case i.Err != nil:
		line, _ := source.Explain(i.Err)
		return "waiting: " + text.Clean(line)
	}
	return "waiting"
}
