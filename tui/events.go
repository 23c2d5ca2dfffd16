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

// arm starts the chains or their next links when time passes on the screen. It ends
// every Update, so that no path can forget it.
func (m *Model) arm() tea.Cmd { return tea.Batch(m.armTick(), m.armBars()) }

func (m *Model) armTick() tea.Cmd {
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
	m.tickStats()
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
	waits := s.Status != m.state.Status || s.Entry.ID != m.state.Entry.ID
	bars := m.hasBars()
	m.state = s
	if m.hasBars() != bars && m.layout.width > 0 {
		m.resize(m.layout.width, m.layout.height)
	}
	m.strip.SetState(s)
	m.showCurrent()
	if waits {
		m.showFront()
	}
	if m.page == detailsPage {
		m.layOutDetails() // has the format of what plays
	}
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
	if len(q) == 0 {
		m.queueFrom = queueFrom{}
	}
	m.showCurrent()
	list.MoveTo(at)
}

// signs are those of the rows of a page.
func (m *Model) signs(p page) signed {
	return signed{current: m.state.Entry.Track, saved: m.saved, kept: m.keeping.signs, marked: m.marks[p]}
}

// showCurrent tells the lists what plays, what is saved and what is marked.
func (m *Model) showCurrent() {
	current := m.state.Entry
	m.lists[queuePage].SetItems(queueItems{
		signed: m.signs(queuePage), entries: m.queue, current: current.ID, index: m.state.Index,
	})
	m.lists[searchPage].SetItems(shelfItems{signed: m.signs(searchPage), rows: m.found.rows})
	m.lists[playlistPage].SetItems(shelfItems{signed: m.signs(playlistPage), rows: m.opened.rows})
	m.lists[libraryPage].SetItems(m.tabItems())
	_, saved := m.saved[trackKey(current.Track)]
	m.strip.SetMarks(saved && current.ID != 0, m.private)
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
