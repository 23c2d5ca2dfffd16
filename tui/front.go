package tui

import (
	"context"
	"errors"
	"slices"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// The front page is put together from what comes: the listener's own at once, from the
// player and the library, then what the source has here, then what it has to fetch.

const (
	// frontHeard is how many plays are looked through for the front page, frontRecent and
	// frontLeft how many of their tracks it has at the most: those heard last, and the long
	// ones that were left in the middle.
	frontHeard  = 100
	frontRecent = 6
	frontLeft   = 3
	// frontPages bounds the pages of a source.
	frontPages = 8
)

// front is what has come for the front page.
type front struct {
	own     ownFront
	tracks  []source.Track
	lists   []source.Playlist
	pages   int
	resumes int // the row that goes on with the queue, -1 for none
}

// ownFront is what the library has for the front page.
type ownFront struct {
	left   []tracklist.Row
	forYou []tracklist.Row // with the reasons as notes
	recent []source.Track
	lists  []source.Playlist
}

// ownFrontCmd asks the library.
func ownFrontCmd(ctx context.Context, lib *library.Library, t Taster, id uint64) tea.Cmd {
	return func() tea.Msg {
		own, err := readOwnFront(ctx, lib)
		if t != nil && err == nil {
			own.forYou, err = suggested(ctx, t)
		}
		return ownFrontMsg{id: id, own: own, err: err}
	}
}

func readOwnFront(ctx context.Context, lib *library.Library) (own ownFront, err error) {
	plays, _, err := lib.History(ctx, library.HistoryQuery{Limit: frontHeard})
	if err != nil {
		return own, err
	}
	seen := map[rowKey]struct{}{}
	for _, p := range plays {
		k := trackKey(p.Track)
		if _, old := seen[k]; old {
			continue
		}
		seen[k] = struct{}{}
		if p.Track.Duration >= library.LongTrack && len(own.left) < frontLeft {
			at, err := lib.Position(ctx, p.Track)
			if err != nil {
				return own, err
			}
			if at > 0 {
				own.left = append(own.left, tracklist.Row{Track: p.Track, Note: "at " + text.Clock(at)})
				continue
			}
		}
		if len(own.recent) < frontRecent {
			own.recent = append(own.recent, p.Track)
		}
	}
	lists, err := lib.Home(ctx)
	for _, l := range lists {
		if l.Count > 0 || (l.ID != library.SavedID && l.ID != library.HistoryID) {
			own.lists = append(own.lists, l)
		}
	}
	return own, err
}

// homeCmd asks for a page of the front page.
func homeCmd(ctx context.Context, b Browser, id uint64, page string) tea.Cmd {
	return func() tea.Msg {
		got, err := b.Home(ctx, page)
		return frontMsg{id: id, page: got, err: err}
	}
}

// goHome shows the front page with what is known, and asks for the rest.
func (m *Model) goHome() tea.Cmd {
	m.pendingText, m.typedSince = "", false
	m.cancel(searchAsked)
	m.cancel(ownFrontAsked)
	if !m.found.front {
		m.front.resumes = -1
		m.found = shelf{front: true}
		m.lists[searchPage].Restore(tracklist.Place{})
	}
	m.resetFilters()
	m.found.busy, m.found.failed = false, ""
	m.front.pages = 0
	var cmds []tea.Cmd
	if m.library != nil {
		cmds = append(cmds, m.askOwnFront())
	}
	if b, ok := m.source.(Browser); ok {
		ctx, id := m.ask(searchAsked)
		m.found.busy = true
		cmds = append(cmds, homeCmd(ctx, b, id, ""))
	}
	m.showFront()
	return tea.Batch(cmds...)
}

// askOwnFront asks the library for its part.
func (m *Model) askOwnFront() tea.Cmd {
	ctx, id := m.ask(ownFrontAsked)
	return ownFrontCmd(ctx, m.library, m.taste, id)
}

func (m *Model) handleOwnFront(msg ownFrontMsg) tea.Cmd {
	if !m.answered(ownFrontAsked, msg.id) {
		return nil
	}
	m.front.own = msg.own
	m.showFront()
	if msg.err != nil {
		return m.explain("front page", msg.err)
	}
	return nil
}

func (m *Model) handleFront(msg frontMsg) tea.Cmd {
	if !m.answered(searchAsked, msg.id) {
		return nil
	}
	f := &m.front
	if f.pages == 0 { // what an earlier look had stays until there is something else
		f.tracks = nil
	}
	f.tracks = append(f.tracks, msg.page.Tracks...)
	if len(msg.page.Playlists) > 0 || msg.page.Next == "" && msg.err == nil {
		f.lists = msg.page.Playlists
	}
	f.pages++
	m.found.busy = msg.page.Next != "" && f.pages < frontPages
	var failure tea.Cmd
	if msg.err != nil {
		failure = m.frontFailed(msg.err)
	}
	m.showFront()
	if !m.found.busy {
		return failure
	}
	ctx, id := m.ask(searchAsked)
	return tea.Batch(failure, homeCmd(ctx, m.source.(Browser), id, msg.page.Next))
}

// frontFailed says what of the front page could not be had.
func (m *Model) frontFailed(err error) tea.Cmd {
	line, hint := source.Explain(err)
	m.found.failed = text.Clean(line)
	if hint == "" {
		hint = m.keys.label("home") + " tries again"
	}
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return tea.Batch(m.fail(line, hint), logCmd(m.log, "front page", err))
}

// showFront makes the rows of the front page when that is what the search page shows. The
// cursor stays on its row, wherever that is now, once the listener has gone to the list.
func (m *Model) showFront() {
	if !m.found.front {
		return
	}
	list := &m.lists[searchPage]
	was, on := list.Selected()
	on = on && m.focus == focusList && m.page == searchPage
	m.found.rows, m.found.length = nil, 0
	m.front.resumes = -1
	parts := m.frontParts()
	for _, p := range parts {
		if len(p.rows) == 0 {
			continue
		}
		if len(parts) > 1 {
			m.found.rows = append(m.found.rows, tracklist.Row{Heading: p.heading})
		}
		if p.heading == continueHeading && p.rows[0].Current {
			m.front.resumes = len(m.found.rows)
		}
		m.found.rows = append(m.found.rows, p.rows...)
	}
	m.showCurrent()
	if !on {
		list.Restore(tracklist.Place{})
	}
	for i, r := range m.found.rows {
		if on && r.Heading == "" && keyOf(r) == keyOf(was) {
			list.MoveTo(i)
			return
		}
	}
}

const continueHeading = "Continue"

// part is a part of the front page.
type part struct {
	heading string
	rows    []tracklist.Row
}

// frontParts are the parts that there is anything in, in order. For who has a history the
// tracks that the source offers to everybody come last.
func (m *Model) frontParts() (parts []part) {
	f := &m.front
	add := func(heading string, rows []tracklist.Row) {
		if len(rows) > 0 {
			parts = append(parts, part{heading, rows})
		}
	}
	rows := m.queueRow()
	add(continueHeading, append(slices.Clone(rows), f.own.left...))
	add(forYouHeading, f.own.forYou)
	recent := slices.DeleteFunc(slices.Clone(f.own.recent), func(t source.Track) bool {
		return len(rows) > 0 && sameTrack(t, rows[0].Track)
	})
	add("Recently played", trackRows(recent))
	add("Your library", listRows(f.own.lists))
	if len(f.own.recent)+len(f.own.lists) == 0 {
		add("Tracks", trackRows(f.tracks))
		add("Charts and playlists", listRows(f.lists))
		return parts
	}
	add("Charts and playlists", listRows(f.lists))
	add("Tracks", trackRows(f.tracks))
	return parts
}

// queueRow is the row that goes on with the queue, where that waits.
func (m *Model) queueRow() []tracklist.Row {
	s := m.state
	if s.Entry.ID == 0 || (s.Status != player.Paused && s.Status != player.Stopped) {
		return nil
	}
	row := tracklist.Row{Track: s.Entry.Track, Current: true}
	if n := len(m.queue); n > 1 && s.Index >= 0 {
		row.Note = "queue " + text.Number(int64(s.Index+1)) + "/" + text.Number(int64(n))
	}
	return []tracklist.Row{row}
}

// goOn is Enter on the row of the queue.
func (m *Model) goOn() tea.Cmd {
	if m.state.Status == player.Paused {
		m.controls.TogglePause()
	} else {
		m.controls.PlayEntry(m.state.Entry.ID)
	}
	return nil
}

func trackRows(tracks []source.Track) (rows []tracklist.Row) {
	for _, t := range tracks {
		rows = append(rows, tracklist.Row{Track: t})
	}
	return rows
}

func listRows(lists []source.Playlist) (rows []tracklist.Row) {
	for _, l := range lists {
		rows = append(rows, tracklist.Row{Playlist: &l})
	}
	return rows
}
