package tui

import (
	"fmt"
	"slices"
	"strconv"

	"anyaudio/player"
	"anyaudio/source/library"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// The verbs that change the queue.

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
	if m.page == playlistPage && isOwn(&m.opened.playlist) {
		at := m.list().Cursor()
		return m.moveEntry(at, at+n*c.times()), nil
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
	m.queueEdit("move " + text.Title(entry.Track))
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
	if m.page == libraryPage {
		return m.removeFromTab(c)
	}
	if m.page == playlistPage && m.opened.playlist.Provider == library.Provider && m.opened.playlist.ID != library.HistoryID {
		return m.removeEntries(c), nil
	}
	if m.page != queuePage {
		return m.say("tracks are removed in the queue – " + m.keys.label("queue") + " shows it"), nil
	}
	rows, marked := m.chosenRows(c)
	m.used(marked)
	if len(rows) == 0 {
		return nil, nil
	}
	ids := map[uint64]bool{}
	var list []uint64
	for _, r := range rows {
		ids[r.Entry] = true
		list = append(list, r.Entry)
	}
	m.queueEdit("remove " + names(tracksOf(rows)))
	m.controls.Remove(list...)
	m.replaceQueue(slices.DeleteFunc(slices.Clone(m.queue), func(e player.Entry) bool { return ids[e.ID] }))
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

// doClear empties the queue. The key asks first: there is not always a way back.
func (m *Model) doClear(c command) (tea.Cmd, error) {
	if len(m.queue) == 0 {
		return m.say("the queue is empty"), nil
	}
	if c.arg == "ask" && m.asked.about != "clear" {
		return m.sure("clear", fmt.Sprintf("remove all %d tracks? press %s again", len(m.queue), m.keys.label("clear ask"))), nil
	}
	m.unask()
	m.cancel(feedAsked) // nobody clears a queue for it to fill up again
	m.feeds = nil
	n := len(m.queue)
	m.queueEdit("clear the queue")
	m.controls.Clear()
	m.replaceQueue(nil)
	line := "removed " + text.Count(n, "track")
	if m.queueEdits != nil && !m.private {
		line += " – " + m.keys.label("undo") + " brings them back"
	}
	return m.say(line), nil
}
