package tui

import (
	"fmt"
	"slices"
	"strconv"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// The verbs that work on the list in front of the listener.

// moreBelow is how few rows below the cursor make the next page be fetched.
const moreBelow = 20

func (m *Model) list() *listModel { return &m.lists[m.page] }

func (m *Model) pageRows() int { return m.list().Page() }
func (m *Model) halfPage() int { return max(m.pageRows()/2, 1) }

func (m *Model) moveCursor(n int) tea.Cmd {
	if m.page == helpPage {
		m.scrollHelp(n)
		return nil
	}
	m.list().MoveBy(n)
	return m.fetchMore()
}

func (m *Model) doTop(c command) (tea.Cmd, error) {
	return m.goToRow(c.times() - 1), nil
}

func (m *Model) doBottom(c command) (tea.Cmd, error) {
	if c.count > 0 {
		return m.goToRow(c.count - 1), nil
	}
	return m.goToRow(1 << 30), nil
}

func (m *Model) goToRow(i int) tea.Cmd {
	if m.page == helpPage {
		m.helpTop = 0
		m.scrollHelp(i)
		return nil
	}
	m.list().MoveTo(i)
	return m.fetchMore()
}

// doPlay plays the row, or opens it when it is a playlist. In a playlist the rows
// below it follow; in search results, which are a list of choices, they do not.
func (m *Model) doPlay(command) (tea.Cmd, error) {
	at := m.list().Cursor()
	row, ok := m.list().Selected()
	switch {
	case m.page == helpPage || !ok:
		return nil, nil
	case row.Playlist != nil:
		return m.openPlaylist(*row.Playlist, false), nil
	case m.page == queuePage:
		m.controls.PlayEntry(m.queue[at].ID)
		return nil, nil
	case m.page == playlistPage:
		return m.playAll(m.opened.tracks(at, len(m.opened.rows)), m.opened.next != ""), nil
	}
	m.controls.PlayNow(row.Track)
	return nil, nil
}

// playAll plays tracks in a row. It says so when there are more that have not been
// fetched.
func (m *Model) playAll(tracks []source.Track, more bool) tea.Cmd {
	if len(tracks) == 0 {
		return nil
	}
	m.controls.PlayNow(tracks...)
	if more {
		return m.say(fmt.Sprintf("playing the %d tracks shown; scroll down for more", len(tracks)))
	}
	return nil
}

func (m *Model) doAdd(c command) (tea.Cmd, error)      { return m.enqueue(c, false), nil }
func (m *Model) doPlayNext(c command) (tea.Cmd, error) { return m.enqueue(c, true), nil }

// enqueue puts the row, or as many rows as counted, into the queue.
func (m *Model) enqueue(c command, next bool) tea.Cmd {
	at := m.list().Cursor()
	row, ok := m.list().Selected()
	if m.page == helpPage || !ok {
		return nil
	}
	if m.page == queuePage {
		m.moveInQueue(at, next)
		return nil
	}
	if row.Playlist != nil {
		return m.collect(*row.Playlist, next)
	}
	shelf := &m.found
	if m.page == playlistPage {
		shelf = &m.opened
	}
	tracks := shelf.tracks(at, c.times())
	m.put(tracks, next)
	m.list().MoveBy(c.times())
	return tea.Batch(m.say(added(tracks, next)), m.fetchMore())
}

func (m *Model) put(tracks []source.Track, next bool) {
	if next {
		m.controls.PlayNext(tracks...)
	} else {
		m.controls.Add(tracks...)
	}
}

// added says what has been put into the queue.
func added(tracks []source.Track, next bool) string {
	what, play := strconv.Itoa(len(tracks))+" tracks", " play next"
	if len(tracks) == 1 {
		what, play = text.Title(tracks[0]), " plays next"
	}
	if next {
		return what + play
	}
	return what + " added to the queue"
}

// moveInQueue gives a queue entry the place after the current one, or the last.
func (m *Model) moveInQueue(at int, next bool) {
	to := len(m.queue) - 1
	if next {
		to = m.state.Index + 1
		if at < to { // its going makes the others move up
			to--
		}
	}
	m.move(at, to)
}

// doMove moves the queue entry under the cursor, and the cursor with it.
func (m *Model) doMove(c command) (tea.Cmd, error) {
	n, err := strconv.Atoi(c.arg)
	if err != nil {
		return nil, fmt.Errorf("move by how much? write +1 or -1")
	}
	if m.page != queuePage {
		return m.say("tracks are moved in the queue – " + m.keys.label("queue") + " shows it"), nil
	}
	at := m.list().Cursor()
	m.move(at, at+n*c.times())
	return nil, nil
}

// move changes our copy of the queue too, so that the next key works on what it
// shows; the player's answer replaces it.
func (m *Model) move(at, to int) {
	if at >= len(m.queue) {
		return
	}
	to = max(min(to, len(m.queue)-1), 0)
	if to == at {
		return
	}
	entry := m.queue[at]
	m.controls.Move(entry.ID, to)
	q := slices.Clone(m.queue) // the slice of an event is not ours
	if at < to {
		copy(q[at:], q[at+1:to+1])
	} else {
		copy(q[to+1:], q[to:at])
	}
	q[to] = entry
	m.replaceQueue(q)
	m.list().MoveTo(to)
}

func (m *Model) doRemove(c command) (tea.Cmd, error) {
	if m.page != queuePage {
		return m.say("tracks are removed in the queue – " + m.keys.label("queue") + " shows it"), nil
	}
	at := m.list().Cursor()
	end := min(at+c.times(), len(m.queue))
	if at >= end {
		return nil, nil
	}
	var ids []uint64
	for _, e := range m.queue[at:end] {
		ids = append(ids, e.ID)
	}
	m.controls.Remove(ids...)
	q := append([]player.Entry(nil), m.queue[:at]...)
	m.replaceQueue(append(q, m.queue[end:]...))
	return nil, nil
}

// replaceQueue shows a queue that we expect the player to report, the current entry
// where it is in it.
func (m *Model) replaceQueue(q []player.Entry) {
	m.queue = q
	m.state.QueueLen, m.state.Index = len(q), -1
	for i, e := range q {
		if e.ID == m.state.Entry.ID {
			m.state.Index = i
		}
	}
	m.strip.SetState(m.state)
	m.showCurrent()
}

// doClear empties the queue. The key asks first: there is no way back.
func (m *Model) doClear(c command) (tea.Cmd, error) {
	if len(m.queue) == 0 {
		return m.say("the queue is empty"), nil
	}
	if c.arg == "ask" && !m.askedToClear {
		m.askedToClear = true
		return m.say(fmt.Sprintf("remove all %d tracks? press %s again", len(m.queue), m.keys.label("clear ask"))), nil
	}
	m.askedToClear = false
	n := len(m.queue)
	m.controls.Clear()
	m.replaceQueue(nil)
	return m.say(fmt.Sprintf("removed %d tracks", n)), nil
}
