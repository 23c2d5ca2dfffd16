package tui

import (
	"fmt"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// What is in front is looked through while the listener types. A tab of the library is
// narrowed; in the queue and in a playlist, where the order matters, the cursor jumps, and n
// and N jump on.

// finding is what the cursor jumps to.
type finding struct {
	words string
	start tracklist.Place // where the list stood when the field was opened
}

// canJump reports whether the page in front is one that the cursor jumps in.
func (m *Model) canJump() bool { return m.page == queuePage || m.page == playlistPage }

// doFind looks through the page in front; elsewhere it is a search.
func (m *Model) doFind(c command) (tea.Cmd, error) {
	switch {
	case m.canJump():
		m.finding = finding{start: m.list().Place()}
		m.finder.SetValue(c.arg)
		if c.arg != "" {
			m.finding.words = c.arg
			return m.jump(0), nil
		}
	case m.page != libraryPage:
		return m.doSearch(c)
	case c.arg != "":
		m.finder.SetValue(c.arg)
		m.narrowTo(c.arg)
		return nil, nil
	default:
		m.finder.SetValue(m.holding().find)
	}
	m.focusOn(focusFind)
	return nil, nil
}

// narrowTo leaves the rows that match, the best first.
func (m *Model) narrowTo(words string) {
	m.holding().narrow(words)
	m.showCurrent()
	m.lists[libraryPage].Restore(tracklist.Place{})
}

// typeFind edits the words.
func (m *Model) typeFind(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok && key.String() == "backspace" && m.finder.Value() == "" {
		return m.do("leave", 0) // as in vi
	}
	before := m.finder.Value()
	var cmd tea.Cmd
	m.finder, cmd = m.finder.Update(msg)
	words := m.finder.Value()
	switch {
	case words == before:
		return cmd
	case m.canJump():
		m.finding.words = words
		m.list().Restore(m.finding.start)
		return tea.Batch(cmd, m.jump(0))
	}
	m.narrowTo(words)
	return cmd
}

// leaveFind is Esc in the field: everything is as it was before.
func (m *Model) leaveFind() {
	if m.canJump() {
		m.cancel(findAsked)
		m.list().Restore(m.finding.start)
		m.finding = finding{}
	} else {
		m.narrowTo("")
	}
	m.focusOn(focusList)
}

// doMatch jumps to the next row that was looked for, or to the one before.
func (m *Model) doMatch(c command) (tea.Cmd, error) {
	step, ok := map[string]int{"next": 1, "prev": -1}[c.arg]
	switch {
	case !ok:
		return nil, fmt.Errorf("match next or prev, not %q", c.arg)
	case m.page == libraryPage: // what is there matches
		return m.moveCursor(step * c.times()), nil
	case !m.canJump() || m.finding.words == "":
		return m.say(m.keys.label("find") + " looks through the queue or a playlist, then " + m.keys.label("match next") + " goes on"), nil
	}
	return m.jump(step * c.times()), nil
}

// jump goes to a row that has the words: with 0 the cursor's or the next one, else so many
// rows of them on or back.
func (m *Model) jump(step int) tea.Cmd {
	if m.finding.words == "" {
		m.cancel(findAsked)
		return nil
	}
	_, id := m.ask(findAsked)
	page, queue, rows, words := m.page, m.queue, m.opened.rows, m.finding.words
	return func() tea.Msg {
		tracks := rowTracks(rows)
		if page == queuePage {
			tracks = entryTracks(queue)
		}
		return matchedMsg{id: id, rows: library.NewFilter(tracks).Find(words), step: step}
	}
}

func (m *Model) handleMatched(msg matchedMsg) tea.Cmd {
	if !m.answered(findAsked, msg.id) || !m.canJump() {
		return nil
	}
	if len(msg.rows) == 0 {
		return m.say("nothing here has “" + shown(m.finding.words) + "”")
	}
	m.list().MoveTo(msg.rows[nextOf(msg.rows, m.list().Cursor(), msg.step)])
	return m.fetchMore()
}

// nextOf is the place in rows, which are in order, that is step rows from the row at, round
// the end; with step 0 the first one that is not before it.
func nextOf(rows []int, at, step int) int {
	n := len(rows)
	before := 0 // rows before at
	for before < n && rows[before] < at {
		before++
	}
	if step > 0 && (before == n || rows[before] > at) {
		step-- // from between two of them
	}
	return ((before+step)%n + n) % n
}

// rowTracks are the rows as tracks, for their words: a playlist is one with its title.
func rowTracks(rows []tracklist.Row) []source.Track {
	tracks := make([]source.Track, len(rows))
	for i, r := range rows {
		tracks[i] = r.Track
		if r.Playlist != nil {
			tracks[i].Title = r.Playlist.Title
		}
	}
	return tracks
}

func entryTracks(entries []player.Entry) []source.Track {
	tracks := make([]source.Track, len(entries))
	for i, e := range entries {
		tracks[i] = e.Track
	}
	return tracks
}
