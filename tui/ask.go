package tui

import (
	"context"

	"anyaudio/source"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

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
	suggestAsked
	feedAsked
	radioAsked
	detailsAsked
	artAsked
	ownFrontAsked
	libraryAsked
	refreshAsked
	heardAsked
	findAsked
	importAsked
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

func (m *Model) handleFound(msg foundMsg) tea.Cmd {
	if !m.answered(searchAsked, msg.id) {
		return nil
	}
	m.found.busy, m.pendingText = false, ""
	empty := len(msg.page.Tracks)+len(msg.page.Playlists) == 0
	var failure tea.Cmd
	if msg.err != nil {
		failure = m.searchFailed(msg)
		if empty { // else a part of what was asked for could be had
			return failure
		}
	}
	if !msg.limited {
		m.resetFilters()
	}
	m.found = shelf{text: msg.text, exact: msg.exact}
	m.unmark(searchPage)
	switch {
	case msg.exact:
		m.found.take(msg.page)
		m.found.next = "" // an address is not searched for further pages
	default:
		m.found = m.found.once()
		m.found.take(msg.page)
	}
	m.showCurrent()
	m.lists[searchPage].Restore(tracklist.Place{})
	if msg.limited {
		return m.fetchMore()
	}
	m.leaveBox(msg)
	return tea.Batch(failure, m.playFound(msg), m.fetchMore())
}

// searchFailed says why nothing was found. What was found before stays.
func (m *Model) searchFailed(msg foundMsg) tea.Cmd {
	line, hint := source.Explain(msg.err)
	if len(m.found.rows) == 0 {
		if !msg.limited {
			m.resetFilters()
		}
		m.found = shelf{text: msg.text, exact: msg.exact, failed: text.Clean(line)}
	}
	if hint == "" {
		hint = "Enter tries again"
	}
	m.autoPlay = false
	return tea.Batch(m.fail(line, hint), logCmd(m.log, "search", msg.err))
}

// leaveBox gives the keys to the results, so that Enter again plays the first one,
// unless the listener has gone on typing or elsewhere.
func (m *Model) leaveBox(msg foundMsg) {
	if len(m.found.rows) > 0 && !m.typedSince && m.page == searchPage && m.focus == focusBox {
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
	case len(m.found.rows) == 0:
		return m.say("nothing found – try fewer or other words")
	case len(tracks) == 0 && len(m.found.rows) == 1 && (auto || msg.exact):
		return m.openPlaylist(*m.found.rows[0].Playlist, auto)
	case len(tracks) == 0:
		return nil
	case auto && msg.exact:
		m.playNow(m.pageName(), tracks...)
	case auto, msg.exact && len(m.found.rows) == 1:
		return m.playTrack(tracks[0])
	}
	return nil
}

// fetchMore asks for the next page of the list in front when the cursor is within one
// screen of its end.
func (m *Model) fetchMore() tea.Cmd {
	if (m.source == nil && m.library == nil) || m.list().BelowCursor() > m.layout.list {
		return nil
	}
	switch {
	case m.page == searchPage && m.found.next != "" && !m.found.busy:
		ctx, id := m.ask(searchAsked)
		m.found.busy = true
		return moreFoundCmd(ctx, m.source, id, m.searchBy(), source.Query{Words: m.found.text, Page: m.found.next})
	case m.page == playlistPage && m.opened.next != "" && !m.opened.busy && !m.feeds.feeding(m.opened):
		return m.askForPage()
	}
	return nil
}

func (m *Model) handleMoreFound(msg moreFoundMsg) tea.Cmd {
	if !m.answered(searchAsked, msg.id) {
		return nil
	}
	m.found.busy = false
	if msg.err != nil {
		return m.explain("more results", msg.err) // the next key that scrolls asks again
	}
	news := m.found.take(msg.page)
	m.showCurrent()
	if !news {
		return nil // nothing but what was there: only a key asks on
	}
	return m.fetchMore()
}
