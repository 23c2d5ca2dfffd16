package tui

import (
	"anyaudio/source"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// Rows are marked so that the next command is about all of them. Each page has its marks;
// they go when a command has used them, or when the page has another list.

// doMark marks the row, or as many as counted, or takes the marks away, and goes on.
func (m *Model) doMark(c command) (tea.Cmd, error) {
	if c.arg == "none" {
		n := len(m.marks[m.page])
		m.unmark(m.page)
		m.showCurrent()
		return m.say(text.Count(n, "mark") + " taken away"), nil
	}
	rows := m.rowsFrom(m.list().Cursor(), c.times())
	if len(rows) == 0 {
		return m.say("there is nothing to mark here"), nil
	}
	if m.marks[m.page] == nil {
		m.marks[m.page] = map[rowKey]struct{}{}
	}
	marks := m.marks[m.page]
	_, off := marks[keyOf(rows[0])]
	for _, r := range rows {
		if off {
			delete(marks, keyOf(r))
		} else {
			marks[keyOf(r)] = struct{}{}
		}
	}
	m.showCurrent()
	m.list().MoveBy(len(rows))
	return m.fetchMore(), nil
}

// unmark takes the marks of a page away.
func (m *Model) unmark(p page) { m.marks[p] = nil }

// rowsFrom are n rows of the list in front from row i on, without headings.
func (m *Model) rowsFrom(i, n int) (rows []tracklist.Row) {
	if !m.page.isList() {
		return nil
	}
	list := m.list()
	for ; i < list.Len() && len(rows) < n; i++ {
		if r := list.Row(i); r.Heading == "" {
			rows = append(rows, r)
		}
	}
	return rows
}

// chosenRows are those that a command is about: the marked ones in the order of the list,
// or else as many as counted from the cursor on.
func (m *Model) chosenRows(c command) (rows []tracklist.Row, marked bool) {
	marks := m.marks[m.page]
	if len(marks) == 0 || c.arg == "playing" {
		return m.rowsFrom(m.list().Cursor(), c.times()), false
	}
	for _, r := range m.rowsFrom(0, m.list().Len()) {
		if r.Marked {
			rows = append(rows, r)
		}
	}
	return rows, true
}

// chosenTracks are the tracks that a command is about: those of chosenRows, or the one that
// plays when the page has none or the argument says so.
func (m *Model) chosenTracks(c command) []source.Track {
	if c.arg != "playing" && m.page.isList() {
		rows, _ := m.chosenRows(c)
		if len(rows) > 0 {
			return tracksOf(rows)
		}
	}
	if t, ok := m.chosen(c); ok {
		return []source.Track{t}
	}
	return nil
}

// tracksOf are the tracks of rows.
func tracksOf(rows []tracklist.Row) (tracks []source.Track) {
	for _, r := range rows {
		if r.Playlist == nil && r.Heading == "" {
			tracks = append(tracks, r.Track)
		}
	}
	return tracks
}

// isList reports whether a page is a list of tracks.
func (p page) isList() bool {
	return p == searchPage || p == playlistPage || p == queuePage || p == libraryPage
}

// used takes the marks of the page away when a command was about them.
func (m *Model) used(marked bool) {
	if marked {
		m.unmark(m.page)
		m.showCurrent()
	}
}
