package tui

import (
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// tickEvery is how often the position is asked for while time passes. Nothing is
// redrawn when what it says looks the same.
const tickEvery = 250 * time.Millisecond

// tickCmd is one link of the only tick chain.
func tickCmd(gen int) tea.Cmd {
	return tea.Tick(tickEvery, func(time.Time) tea.Msg { return tickMsg{gen} })
}

// ticker keeps the tick chain single: a chain is a pending tick, and a new one is
// started only when there is none.
type ticker struct {
	gen     int
	pending bool
}

// arm starts the chain or its next link when time passes on the screen. It ends
// every Update, so that no path can forget it.
func (m *Model) arm() tea.Cmd {
	if m.tick.pending || !m.timePasses() {
		return nil
	}
	m.tick.pending = true
	m.tick.gen++
	return tickCmd(m.tick.gen)
}

// timePasses reports whether the screen changes by itself: while there is sound, or
// should be, and until a seek has been seen to arrive.
func (m *Model) timePasses() bool {
	switch m.state.Status {
	case player.Playing, player.Buffering:
		return true
	}
	return m.seek.watched()
}

func (m *Model) handleTick(msg tickMsg) {
	if msg.gen != m.tick.gen {
		return
	}
	m.tick.pending = false
	m.seek.age++
	m.poll()
}

// poll asks the player where the sound is.
func (m *Model) poll() {
	p := m.controls.Progress()
	m.strip.SetProgress(p)
	if m.seek.arrived(p, m.state.Status) {
		m.seek.shown = false
		m.strip.ClearTarget()
	}
}

func (m *Model) handleEvent(e player.Event) tea.Cmd {
	switch e := e.(type) {
	case player.StateChanged:
		m.setState(e.State)
	case player.QueueChanged:
		m.setQueue(e.Queue)
	case player.TrackFailed:
		return m.trackFailed(e)
	}
	return nil
}

func (m *Model) setState(s player.State) {
	if s.Generation != m.state.Generation {
		m.seek.end() // the presses were meant for the track before
		m.strip.ClearTarget()
	}
	m.state = s
	m.strip.SetState(s)
	m.showCurrent()
	m.poll()
}

// setQueue takes over a new queue. The cursor stays on its entry, wherever that is now.
func (m *Model) setQueue(q []player.Entry) {
	list := &m.lists[queuePage]
	at := list.Cursor()
	if at < len(m.queue) {
		for i, e := range q {
			if e.ID == m.queue[at].ID {
				at = i
				break
			}
		}
	}
	m.queue = q
	m.showCurrent()
	list.MoveTo(at)
}

// showCurrent tells the lists what plays.
func (m *Model) showCurrent() {
	current := m.state.Entry
	m.lists[queuePage].SetItems(queueItems{entries: m.queue, current: current.ID, index: m.state.Index})
	m.lists[searchPage].SetItems(shelfItems{rows: m.found.rows, current: current.Track})
	m.lists[playlistPage].SetItems(shelfItems{rows: m.opened.rows, current: current.Track})
	next := min(max(m.state.Index+1, 0), len(m.queue))
	m.side.SetItems(queueItems{entries: m.queue[next:], index: -1})
}

func (m *Model) trackFailed(e player.TrackFailed) tea.Cmd {
	line, hint := source.Explain(e.Err)
	return tea.Batch(
		m.fail(text.Title(e.Entry.Track)+": "+line, hint),
		logCmd(m.log, "track failed", e.Err),
	)
}
