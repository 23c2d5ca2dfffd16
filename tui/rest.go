package tui

import (
	"time"

	"anyaudio/player"
	"anyaudio/source"

	tea "charm.land/bubbletea/v2"
)

// restAfter is how long a row must stay highlighted to be taken for what the listener is
// about to play: longer than between two presses on the way past it.
const restAfter = 400 * time.Millisecond

// rest watches the row that is highlighted.
type rest struct {
	ready func(source.Track) // nil for nobody
	key   rowKey             // of the row, empty for none
	gen   int
}

func restCmd(gen int) tea.Cmd {
	return tea.Tick(restAfter, func(time.Time) tea.Msg { return restMsg{gen} })
}

// armRest starts a timer when another row is highlighted. It ends every Update but those of
// the ticks, which move no cursor.
func (m *Model) armRest() tea.Cmd {
	if m.rest.ready == nil {
		return nil
	}
	var key rowKey
	t, ok := m.highlighted()
	if ok {
		key = trackKey(t)
	}
	if key == m.rest.key {
		return nil
	}
	m.rest.key = key
	m.rest.gen++
	if !ok {
		return nil
	}
	return restCmd(m.rest.gen)
}

func (m *Model) handleRest(msg restMsg) {
	if t, ok := m.highlighted(); ok && msg.gen == m.rest.gen {
		m.rest.ready(t)
	}
}

// highlighted is the track that Enter would play now, if it would play one that does not play
// already.
func (m *Model) highlighted() (t source.Track, ok bool) {
	if m.focus != focusList {
		return t, false
	}
	switch m.page {
	case searchPage, playlistPage, libraryPage, queuePage:
	default:
		return t, false
	}
	row, ok := m.list().Selected()
	if !ok || row.Playlist != nil || row.Track.Live || row.Track.ID == "" {
		return t, false
	}
	plays := m.state.Status != player.Paused && m.state.Status != player.Stopped
	if plays && trackKey(row.Track) == trackKey(m.state.Entry.Track) {
		return t, false
	}
	return row.Track, true
}
