package tui

import (
	"strings"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// The menu of what can be done with a row, with the key of each.

// action is a line of the menu.
type action struct{ command, text string }

// doActions opens the menu of the row, of those marked, or of the track that plays.
func (m *Model) doActions(c command) (tea.Cmd, error) {
	if c.arg == "playing" || !m.page.isList() || m.list().Len() == 0 {
		t, ok := m.chosen(c)
		if !ok {
			return m.say("choose a track first"), nil
		}
		m.openActions(text.Title(t), m.playingActions(t, c.arg == "playing"))
		return nil, nil
	}
	rows, marked := m.chosenRows(c)
	switch {
	case len(rows) == 0:
		return m.say("there is nothing to do here"), nil
	case marked || len(rows) > 1:
		m.openActions(text.Count(len(rows), "row"), m.rowsActions())
	case rows[0].Playlist != nil:
		m.openActions(text.Title(source.Track{Title: rows[0].Playlist.Title, Link: rows[0].Playlist.Link}), m.listActions(rows[0].Playlist))
	default:
		m.openActions(text.Title(rows[0].Track), m.trackActions(rows[0].Track))
	}
	return nil, nil
}

func (m *Model) openActions(title string, actions []action) {
	lines := make([]sheetLine, len(actions))
	for i, a := range actions {
		key := m.keys.label(strings.TrimSuffix(a.command, " playing"))
		if key == "" {
			key = ":" + a.command
		}
		lines[i] = sheetLine{key: key, text: a.text, command: a.command}
	}
	m.openSheet(sheet{kind: actionsSheet, title: "What to do with " + title, lines: lines})
}

// trackActions are for the track under the cursor.
func (m *Model) trackActions(t source.Track) []action {
	list := []action{{"play", "play now"}}
	if m.page == queuePage {
		list = append(list, action{"play-next", "play after the current track"}, action{"remove", "remove from the queue"})
	} else {
		list = append(list, action{"add", "add to the end of the queue"}, action{"play-next", "play after the current track"})
	}
	if m.library != nil {
		list = append(list, m.saveAction(t, ""), action{"write", "write into a playlist …"})
	}
	if m.offline != nil && m.library != nil {
		list = append(list, action{"offline", "keep offline, or no longer"})
	}
	if m.page == playlistPage && isOwn(&m.opened.playlist) {
		list = append(list, action{"remove", "remove from " + m.opened.playlist.Title})
	}
	list = append(list, m.catalogueActions("")...)
	if m.taste != nil {
		list = append(list, action{"forget this", "forget this: never heard, never suggested"})
		if t.Artist != "" {
			list = append(list, action{"never this artist", "never suggest this artist"})
		}
	}
	if t.Link != "" {
		list = append(list, action{"copy", "copy the link"})
	}
	list = append(list, action{"mark", "mark for the next command"})
	if m.page == libraryPage && m.holdings.tab == historyTab {
		list = append(list, action{"forget", "forget that it was heard"}, action{"forget artist", "forget all of this artist"})
	}
	return list
}

// playingActions are for a track that is not under a cursor.
func (m *Model) playingActions(t source.Track, playing bool) (list []action) {
	arg := ""
	if playing {
		arg = " playing"
	} else {
		list = append(list, action{"add", "add to the end of the queue"}, action{"play-next", "play after the current track"})
	}
	if m.library != nil {
		list = append(list, m.saveAction(t, arg), action{"write" + arg, "write into a playlist …"})
	}
	list = append(list, m.catalogueActions(arg)...)
	if t.Link != "" {
		list = append(list, action{"copy" + arg, "copy the link"})
	}
	return list
}

func (m *Model) saveAction(t source.Track, arg string) action {
	if _, saved := m.saved[trackKey(t)]; saved {
		return action{"save" + arg, "take out of the saved tracks"}
	}
	return action{"save" + arg, "save"}
}

// catalogueActions are what the source offers beside.
func (m *Model) catalogueActions(arg string) (list []action) {
	if _, ok := m.source.(source.Relater); ok {
		list = append(list, action{"radio" + arg, "radio from this track"}, action{"related" + arg, "more like this track"})
	}
	if _, ok := m.source.(source.Detailer); ok {
		list = append(list, action{"details" + arg, "details: description, chapters"})
	}
	return list
}

// rowsActions are for several rows.
func (m *Model) rowsActions() []action {
	list := []action{{"play", "play now"}, {"add", "add to the end of the queue"}, {"play-next", "play after the current track"}}
	if m.library != nil {
		list = append(list, action{"save", "save, or take out"}, action{"write", "write into a playlist …"})
	}
	if m.offline != nil && m.library != nil {
		list = append(list, action{"offline", "keep offline, or no longer"})
	}
	if m.page == queuePage || m.page == libraryPage || (m.page == playlistPage && isOwn(&m.opened.playlist)) {
		list = append(list, action{"remove", "remove"})
	}
	if m.page == libraryPage && m.holdings.tab == playlistsTab {
		list = append(list, action{"merge", "merge into the one under the cursor"})
	}
	return append(list, action{"mark none", "take all marks away"})
}

// listActions are for a playlist.
func (m *Model) listActions(p *source.Playlist) []action {
	list := []action{{"play", "open"}, {"add", "add to the end of the queue"}, {"play-next", "play after the current track"}}
	switch {
	case isOwn(p):
		list = append(list, action{"write", "write into another playlist …"}, action{"rename", "rename …"},
			action{"duplicate", "duplicate"}, action{"delete", "delete"})
		if m.page == libraryPage {
			list = append(list, action{"import", "make another one of a list file …"})
		}
	case m.library != nil && p.Provider != library.Provider:
		list = append(list, action{"keep link", "keep in the library as a live link"}, action{"keep copy", "keep a copy as it is now"})
	}
	if m.offline != nil && m.library != nil {
		list = append(list, action{"offline", "keep all of it offline, or no longer"})
	}
	if p.Link != "" {
		list = append(list, action{"copy", "copy the link"})
	}
	return list
}
