package tui

import (
	"context"
	"errors"
	"fmt"

	"anyaudio/source"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// Questions to the sources and what is done with the answers. Of each kind only
// the latest counts: asking again cancels the one before, and an answer that comes
// all the same is known by its id and dropped.

// asked is a kind of question.
type asked int

const (
	searchAsked asked = iota
	listAsked
	askedKinds
)

// request is the latest question of a kind.
type request struct {
	id     uint64
	cancel context.CancelFunc
}

// ask cancels the question before and returns context and id for a new one.
func (m *Model) ask(kind asked) (context.Context, uint64) {
	m.cancel(kind)
	ctx, cancel := context.WithTimeout(m.ctx, lookUpTimeout)
	m.requests[kind].cancel = cancel
	return ctx, m.requests[kind].id
}

// cancel ends the question of that kind, whose answer is now stale.
func (m *Model) cancel(kind asked) {
	if c := m.requests[kind].cancel; c != nil {
		c()
	}
	m.nextID++
	m.requests[kind] = request{id: m.nextID}
}

// answered says whether id is the question that is open, and ends it.
func (m *Model) answered(kind asked, id uint64) bool {
	r := m.requests[kind]
	if r.id != id {
		return false
	}
	if r.cancel != nil {
		r.cancel()
	}
	return true
}

// lookUp searches for what has been typed.
func (m *Model) lookUp(words string) tea.Cmd {
	if m.source == nil {
		return m.fail("there is no source to search", "start with a URL or a path")
	}
	ctx, id := m.ask(searchAsked)
	m.found.busy, m.found.failed = true, ""
	m.pendingText = words
	m.typedSince = false
	return lookUpCmd(ctx, m.source, id, words)
}

// goHome asks for the front page, where there is one.
func (m *Model) goHome() tea.Cmd {
	m.pendingText = ""
	m.typedSince = false
	b, ok := m.source.(Browser)
	if !ok {
		m.cancel(searchAsked)
		m.found = shelf{}
		m.showCurrent()
		return nil
	}
	ctx, id := m.ask(searchAsked)
	m.found.busy, m.found.failed = true, ""
	return homeCmd(ctx, b, id)
}

func (m *Model) handleFound(msg foundMsg) tea.Cmd {
	if !m.answered(searchAsked, msg.id) {
		return nil
	}
	m.found.busy, m.pendingText = false, ""
	if msg.err != nil {
		line, hint := source.Explain(msg.err)
		if len(m.found.rows) == 0 {
			m.found = shelf{text: msg.text, failed: text.Clean(line)}
		}
		switch {
		case hint == "" && msg.text == "":
			hint = m.keys.label("home") + " tries again"
		case hint == "":
			hint = "Enter tries again"
		}
		m.autoPlay = false
		return tea.Batch(m.fail(line, hint), logCmd(m.log, "search", msg.err))
	}
	m.found = shelf{text: msg.text, exact: msg.exact}
	m.found.take(msg.page)
	if msg.exact {
		m.found.next = "" // an address is not searched for further pages
	}
	m.showCurrent()
	m.lists[searchPage].MoveTo(0)
	m.leaveBox(msg)
	return m.playFound(msg)
}

// leaveBox gives the keys to the results, so that Enter again plays the first one,
// unless the listener has gone on typing or elsewhere.
func (m *Model) leaveBox(msg foundMsg) {
	asked := msg.text != "" || msg.exact // the front page leaves the cursor in the box
	if asked && len(m.found.rows) > 0 && !m.typedSince && m.page == searchPage && m.focus == focusBox {
		m.focusOn(focusList)
	}
}

// playFound plays at once what was asked for in a way that leaves no choice: the
// first hit when the program was started so, or the one track of an address.
func (m *Model) playFound(msg foundMsg) tea.Cmd {
	auto := m.autoPlay
	m.autoPlay = false
	tracks := m.found.tracks(0, len(m.found.rows))
	switch {
	case msg.text == "" && !msg.exact:
		return nil
	case len(m.found.rows) == 0:
		return m.say("nothing found – try fewer or other words")
	case len(tracks) == 0 && len(m.found.rows) == 1 && (auto || msg.exact):
		return m.openPlaylist(*m.found.rows[0].Playlist, auto)
	case len(tracks) == 0:
		return nil
	case auto && msg.exact:
		return m.playAll(tracks, false)
	case auto, msg.exact && len(m.found.rows) == 1:
		m.controls.PlayNow(tracks[0])
	}
	return nil
}

// openPlaylist shows a playlist, and plays it when auto is set.
func (m *Model) openPlaylist(p source.Playlist, auto bool) tea.Cmd {
	m.goTo(playlistPage)
	if m.source == nil {
		return m.fail("there is no source for playlists", "")
	}
	ctx, id := m.ask(listAsked)
	m.opened = shelf{playlist: p, busy: true}
	m.playOpened = auto
	m.showCurrent()
	m.lists[playlistPage].MoveTo(0)
	return listCmd(ctx, m.source, id, p, "")
}

func (m *Model) handleListed(msg listedMsg) tea.Cmd {
	if !m.answered(listAsked, msg.id) {
		return nil
	}
	m.opened.busy = false
	if msg.err != nil {
		line, hint := source.Explain(msg.err)
		m.opened.next = ""
		if len(m.opened.rows) == 0 {
			m.opened.failed = text.Clean(line)
		}
		return tea.Batch(m.fail(line, hint), logCmd(m.log, "playlist", msg.err))
	}
	first := len(m.opened.rows) == 0
	m.opened.take(msg.page)
	m.showCurrent()
	if first && m.playOpened {
		return m.playAll(m.opened.tracks(0, len(m.opened.rows)), m.opened.next != "")
	}
	return nil
}

// fetchMore asks for the next page of the list in front when its end comes near.
func (m *Model) fetchMore() tea.Cmd {
	if m.source == nil || m.list().BelowCursor() >= moreBelow {
		return nil
	}
	switch {
	case m.page == searchPage && m.found.next != "" && !m.found.busy:
		ctx, id := m.ask(searchAsked)
		m.found.busy = true
		return moreFoundCmd(ctx, m.source, id, source.Query{Words: m.found.text, Page: m.found.next})
	case m.page == playlistPage && m.opened.next != "" && !m.opened.busy:
		ctx, id := m.ask(listAsked)
		m.opened.busy = true
		return listCmd(ctx, m.source, id, m.opened.playlist, m.opened.next)
	}
	return nil
}

func (m *Model) handleMoreFound(msg moreFoundMsg) tea.Cmd {
	if !m.answered(searchAsked, msg.id) {
		return nil
	}
	m.found.busy = false
	if msg.err != nil {
		m.found.next = "" // or every further key would ask again
		return m.explain("more results", msg.err)
	}
	m.found.take(msg.page)
	m.showCurrent()
	return nil
}

// collect puts a whole playlist into the queue, in the background.
func (m *Model) collect(p source.Playlist, next bool) tea.Cmd {
	return tea.Batch(
		m.say("fetching "+p.Title+" …"),
		collectCmd(m.ctx, m.source, p, next),
	)
}

func (m *Model) handleCollected(msg collectedMsg) tea.Cmd {
	if errors.Is(msg.err, context.Canceled) {
		return nil
	}
	if len(msg.tracks) > 0 {
		m.put(msg.tracks, msg.next)
	}
	if msg.err != nil {
		line, hint := source.Explain(msg.err)
		line = fmt.Sprintf("%s: %d tracks, then %s", msg.playlist.Title, len(msg.tracks), line)
		return tea.Batch(m.fail(line, hint), logCmd(m.log, "collect", msg.err))
	}
	return m.say(added(msg.tracks, msg.next))
}
