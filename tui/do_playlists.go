package tui

import (
	"context"
	"fmt"
	"slices"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// The verbs that change the listener's playlists.

const noPlaylist = "choose one of your playlists first"

// isOwn reports whether a playlist is one that the listener has made.
func isOwn(p *source.Playlist) bool {
	return p != nil && p.Provider == library.Provider && p.ID != library.SavedID && p.ID != library.HistoryID
}

// ownPlaylist is the playlist that a command is about: that of the row, or the open one.
func (m *Model) ownPlaylist() (source.Playlist, bool) {
	if m.page == playlistPage && isOwn(&m.opened.playlist) {
		return m.opened.playlist, true
	}
	if m.page.isList() {
		if row, ok := m.list().Selected(); ok && isOwn(row.Playlist) {
			return *row.Playlist, true
		}
	}
	return source.Playlist{}, false
}

// doNew makes an empty playlist.
func (m *Model) doNew(c command) (tea.Cmd, error) {
	if c.arg == "" {
		return m.prompt("new "), nil
	}
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		_, err := lib.Create(ctx, c.arg)
		return edited{line: "new playlist " + text.Clean(c.arg)}, err
	}), nil
}

// doRename gives the playlist another name.
func (m *Model) doRename(c command) (tea.Cmd, error) {
	p, ok := m.ownPlaylist()
	switch {
	case !ok:
		return m.say(noPlaylist), nil
	case c.arg == "":
		return m.prompt("rename " + text.Clean(p.Title)), nil
	}
	if m.opened.is(p) {
		m.opened.playlist.Title = c.arg
	}
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		return edited{line: text.Clean(p.Title) + " is now " + text.Clean(c.arg)}, lib.Rename(ctx, p.ID, c.arg)
	}), nil
}

// doDuplicate copies the playlist.
func (m *Model) doDuplicate(c command) (tea.Cmd, error) {
	p, ok := m.ownPlaylist()
	if !ok {
		return m.say(noPlaylist), nil
	}
	name := c.arg
	if name == "" {
		name = p.Title + " (copy)"
	}
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		_, err := lib.Duplicate(ctx, p.ID, name)
		return edited{line: "copied to " + text.Clean(name)}, err
	}), nil
}

// doDelete deletes the playlist, or those marked.
func (m *Model) doDelete(c command) (tea.Cmd, error) {
	lists := m.ownLists(c)
	if len(lists) == 0 {
		return m.say(noPlaylist), nil
	}
	var cmds []tea.Cmd
	way := " – " + m.keys.label("undo") + " brings it back"
	for _, p := range lists {
		cmds = append(cmds, m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
			return edited{line: "deleted " + text.Clean(p.Title) + way + "", gone: p.ID}, lib.Delete(ctx, p.ID)
		}))
	}
	return tea.Batch(cmds...), nil
}

// ownLists are the listener's playlists among the rows, or the open one.
func (m *Model) ownLists(c command) (lists []source.Playlist) {
	rows, marked := m.chosenRows(command{count: c.count})
	for _, r := range rows {
		if isOwn(r.Playlist) {
			lists = append(lists, *r.Playlist)
		}
	}
	if p, ok := m.ownPlaylist(); ok && len(lists) == 0 {
		return []source.Playlist{p}
	}
	m.used(marked)
	return lists
}

// doMerge puts the marked playlists into the one under the cursor.
func (m *Model) doMerge(command) (tea.Cmd, error) {
	into, ok := m.ownPlaylist()
	if !ok {
		return m.say(noPlaylist), nil
	}
	rows, marked := m.chosenRows(command{})
	var from []string
	for _, r := range rows {
		if isOwn(r.Playlist) && r.Playlist.ID != into.ID {
			from = append(from, r.Playlist.ID)
		}
	}
	if !marked || len(from) == 0 {
		return m.say("mark the playlists with " + m.keys.label("mark") + ", then go to the one that they become"), nil
	}
	m.used(marked)
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		line := text.Count(len(from), "playlist") + " merged into " + text.Clean(into.Title)
		return edited{line: line}, lib.Merge(ctx, into.ID, from...)
	}), nil
}

// doKeep makes a playlist of the library out of one of a provider: a live link, or a copy.
func (m *Model) doKeep(c command) (tea.Cmd, error) {
	kind := library.Live
	switch c.arg {
	case "", "link":
	case "copy":
		kind = library.Frozen
	default:
		return nil, fmt.Errorf("keep link or copy, not %q", c.arg)
	}
	p := m.opened.playlist
	if m.page != playlistPage {
		row, _ := m.list().Selected()
		if row.Playlist == nil {
			return m.say("choose a playlist first"), nil
		}
		p = *row.Playlist
	}
	if p.ID == "" || p.Provider == library.Provider {
		return m.say("this is one of your own already"), nil
	}
	src := m.source
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		ctx, cancel := context.WithTimeout(ctx, lookUpTimeout)
		defer cancel()
		tracks, err := allTracks(ctx, src, p)
		if err != nil {
			return edited{}, err
		}
		_, err = lib.CreateRemote(ctx, p.Title, kind, p, tracks...)
		return edited{line: text.Clean(p.Title) + " is in your library: " + text.Count(len(tracks), "track")}, err
	}), nil
}

// spots are the entries of the open playlist that a command is about, and the rows without
// them.
func (m *Model) spots(c command) (spots []library.Spot, rest []tracklist.Row) {
	rows, marked := m.chosenRows(c)
	chosen := map[rowKey]bool{}
	for _, r := range rows {
		chosen[keyOf(r)] = true
	}
	at := m.list().Cursor()
	for i, r := range m.opened.rows {
		if (marked && chosen[keyOf(r)]) || (!marked && i >= at && i < at+len(rows)) {
			spots = append(spots, library.Spot{Place: i, Track: r.Track})
		} else {
			rest = append(rest, r)
		}
	}
	m.used(marked)
	return spots, rest
}

// removeEntries takes entries out of the open playlist.
func (m *Model) removeEntries(c command) tea.Cmd {
	p := m.opened.playlist
	if p.ID == library.SavedID {
		return m.unsave(m.chosenTracks(c))
	}
	spots, rest := m.spots(c)
	if len(spots) == 0 {
		return nil
	}
	m.showEntries(rest)
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		tracks := make([]source.Track, len(spots))
		for i, s := range spots {
			tracks[i] = s.Track
		}
		return edited{line: names(tracks) + " removed from " + text.Clean(p.Title)}, lib.Remove(ctx, p.ID, spots...)
	})
}

// moveEntry gives an entry of the open playlist another place, and the cursor with it.
func (m *Model) moveEntry(at, to int) tea.Cmd {
	rows := slices.Clone(m.opened.rows)
	to = max(min(to, len(rows)-1), 0)
	if at >= len(rows) || at == to {
		return nil
	}
	p, row := m.opened.playlist, rows[at]
	m.showEntries(slices.Insert(slices.Delete(rows, at, at+1), to, row))
	m.list().MoveTo(to)
	return m.edit("playlist", func(ctx context.Context, lib *library.Library) (edited, error) {
		return edited{}, lib.Move(ctx, p.ID, library.Spot{Place: at, Track: row.Track}, to)
	})
}

// showEntries shows what the open playlist will have when an edit is done, so that the next
// key works on what it shows.
func (m *Model) showEntries(rows []tracklist.Row) {
	m.opened.rows, m.opened.length = rows, 0
	for _, r := range rows {
		m.opened.length += r.Track.Duration
	}
	m.opened.playlist.Count, m.opened.total = 0, 0
	m.showCurrent()
}
