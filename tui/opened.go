package tui

import (
	"context"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/text"
	"anyaudio/tui/tracklist"

	tea "charm.land/bubbletea/v2"
)

// The playlist page: a playlist, an album, an artist, or what goes with a track. Its
// first page is shown, then the others come in the background, one at a time.

const (
	// pageGap is between a page and the question for the next: the one is drawn before
	// the other is asked for, and a source is not hurried.
	pageGap = 50 * time.Millisecond
	// maxListed bounds what is fetched without the listener asking for more.
	maxListed = 10_000
	// maxEndless is the same for a list that does not say how long it is.
	maxEndless = 1_000
)

// listCmd asks for a page of a playlist.
func listCmd(ctx context.Context, lib source.Lister, id uint64, p source.Playlist, page string) tea.Cmd {
	return func() tea.Msg {
		if page != "" {
			select {
			case <-time.After(pageGap):
			case <-ctx.Done():
				return listedMsg{id: id, err: ctx.Err()}
			}
		}
		got, err := lib.List(ctx, p, page)
		return listedMsg{id: id, page: got, err: err}
	}
}

// A stop is a place where the keys can be, for Tab and for going back.
type stop struct {
	page  page
	focus focus
	// opened is what the playlist page showed, as it is replaced when another playlist
	// is opened from there.
	opened *shelf
	place  tracklist.Place
}

// here is the stop where the listener is.
func (m *Model) here() stop {
	s := stop{page: m.page, focus: m.focus}
	if m.page == playlistPage {
		opened := m.opened
		s.opened, s.place = &opened, m.lists[playlistPage].Place()
	}
	return s
}

// returnTo goes back to a stop, and to the list that was open there.
func (m *Model) returnTo(s stop) tea.Cmd {
	m.page = s.page
	m.focusOn(s.focus)
	if s.opened == nil || (s.opened.playlist == m.opened.playlist && s.opened.like.Key() == m.opened.like.Key()) {
		return nil
	}
	m.cancel(listAsked)
	m.opened = *s.opened
	m.opened.busy = false
	m.unmark(playlistPage)
	m.showCurrent()
	m.lists[playlistPage].Restore(s.place)
	return m.readOn()
}

// lister is who knows a playlist, nil for nobody.
func (m *Model) lister(p source.Playlist) source.Lister {
	switch {
	case p.Provider == library.Provider && m.library != nil:
		return m.library
	case m.source != nil:
		return m.source
	}
	return nil
}

// openPlaylist shows a playlist, and plays it when auto is set.
func (m *Model) openPlaylist(p source.Playlist, auto bool) tea.Cmd {
	if m.lister(p) == nil {
		return m.fail("there is no source for playlists", "")
	}
	m.showList(shelf{playlist: p})
	m.playOpened = auto
	return tea.Batch(m.askForPage(), m.refreshOpened())
}

// showList puts an empty list on the playlist page.
func (m *Model) showList(s shelf) {
	if m.page == playlistPage {
		m.remember() // the same page again, with another list
	}
	m.goTo(playlistPage)
	m.opened = s
	m.unmark(playlistPage)
	m.playOpened = false
	m.showCurrent()
	m.lists[playlistPage].Restore(tracklist.Place{})
}

// askForPage asks for the page of the open list that comes next.
func (m *Model) askForPage() tea.Cmd {
	ctx, id := m.ask(listAsked)
	m.opened.busy = true
	if m.opened.isLike() {
		return relatedCmd(ctx, m.source.(source.Relater), id, m.opened.like, m.opened.next)
	}
	return listCmd(ctx, m.lister(m.opened.playlist), id, m.opened.playlist, m.opened.next)
}

// readOn asks for the next page when the list is to come in by itself. One that was stopped
// comes in as far as the listener scrolls.
func (m *Model) readOn() tea.Cmd {
	s := &m.opened
	limit := maxListed
	if s.size() == 0 {
		limit = maxEndless
	}
	switch {
	case s.busy || s.stopped || s.next == "" || s.isLike() || len(s.rows) >= limit || m.feeds.feeding(*s):
		return nil
	}
	return m.askForPage()
}

func (m *Model) handleListed(msg listedMsg) tea.Cmd {
	if !m.answered(listAsked, msg.id) {
		return nil
	}
	m.opened.busy = false
	again := m.opened.again
	m.opened.again = false
	if msg.err != nil {
		return m.listFailed(msg.err)
	}
	if again {
		m.opened.rows, m.opened.length, m.opened.total, m.opened.next = nil, 0, 0, ""
		m.opened.playlist.Count = 0
	}
	first := !m.opened.asked
	news := m.opened.take(msg.page)
	m.showCurrent()
	if first && m.playOpened {
		return tea.Batch(m.playFrom(0), m.readOn())
	}
	if shown := m.shownCmd(); shown != nil {
		return tea.Batch(shown, m.readOn())
	}
	if m.opened.isLike() && news {
		return m.fetchMore()
	}
	return m.readOn()
}

// listFailed keeps what has come. Scrolling to its end asks again.
func (m *Model) listFailed(err error) tea.Cmd {
	if m.opened.isLike() && lacks(err) {
		m.opened.asked, m.opened.failed = true, noRelated
		return logCmd(m.log, "related", err)
	}
	line, hint := source.Explain(err)
	if n := len(m.opened.rows); n > 0 {
		line = "only " + m.progress(n) + " came: " + line
		hint = "scroll to the end to try again"
	} else {
		m.opened.failed = text.Clean(line)
	}
	return tea.Batch(m.fail(line, hint), logCmd(m.log, "playlist", err))
}

// progress is "1,200 of 5,000", as far as that is known.
func (m *Model) progress(n int) string { return progress(n, m.opened.size()) }

func progress(n, total int) string {
	if total > n {
		return text.Number(int64(n)) + " of " + text.Number(int64(total))
	}
	return text.Count(n, "track")
}

// stopListing ends the loading of the open list, and of the queue from it, and keeps
// what has come. It reports whether there was anything to stop.
func (m *Model) stopListing() (tea.Cmd, bool) {
	m.opened.stopped = true
	if m.feeds.feeding(m.opened) {
		return m.stopFeed(), true
	}
	if !m.opened.busy {
		return nil, false
	}
	m.cancel(listAsked)
	m.opened.busy = false
	if n := len(m.opened.rows); n > 0 {
		return m.say("stopped at " + m.progress(n) + " – scroll to the end for more"), true
	}
	return nil, false
}

// playFrom plays the open list from row at on. What has not come yet follows as it comes.
func (m *Model) playFrom(at int) tea.Cmd {
	tracks := m.opened.tracks(at, len(m.opened.rows))
	if len(tracks) == 0 {
		return nil
	}
	m.playNow(m.pageName(), tracks...)
	if m.opened.next == "" {
		return nil
	}
	var warning tea.Cmd
	if m.state.Index >= 0 && m.state.Index < len(m.queue)-1 {
		// They are inserted before the rest of the queue, and there is no place to
		// insert at later.
		warning = m.say("what has not come yet goes to the end of the queue")
	}
	f := feed{list: m.opened.playlist, next: m.opened.next, added: len(tracks), from: at, size: m.opened.size()}
	return tea.Batch(warning, m.feed(f))
}
