package tui

import (
	"context"
	"fmt"
	"time"

	"anyaudio/source"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// A list goes into the queue as a whole, however long it is: page by page, in order,
// in the background. One list after the other, as asked for.

// A feed is a list on its way into the queue.
type feed struct {
	list  source.Playlist
	next  string // the page to ask for
	after bool   // play next, else at the end
	held  []source.Track
	added int
	from  int // the row of the list that was the first
	size  int // tracks in the whole list, 0 when unknown
}

// feeds are in the order in which they were asked for; the first one runs.
type feeds []feed

// feeding reports whether the first feed brings the page that the shelf lacks.
func (f feeds) feeding(s shelf) bool {
	lacks := s.next != "" || !s.asked
	return len(f) > 0 && lacks && s.is(f[0].list) && s.next == f[0].next
}

// feedCmd asks for a page.
func feedCmd(ctx context.Context, lib source.Lister, id uint64, p source.Playlist, page string) tea.Cmd {
	return func() tea.Msg {
		if page != "" {
			select {
			case <-time.After(pageGap):
			case <-ctx.Done():
				return fedMsg{id: id, err: ctx.Err()}
			}
		}
		got, err := lib.List(ctx, p, page)
		return fedMsg{id: id, page: got, err: err}
	}
}

// collect puts a whole playlist into the queue.
func (m *Model) collect(p source.Playlist, after bool) tea.Cmd {
	if m.lister(p) == nil {
		return m.fail("there is no source for playlists", "")
	}
	return tea.Batch(
		m.say("fetching "+listName(p)+" …"),
		m.feed(feed{list: p, after: after, size: p.Count}),
	)
}

// feed adds a list to those that go into the queue.
func (m *Model) feed(f feed) tea.Cmd {
	m.feeds = append(m.feeds, f)
	if len(m.feeds) > 1 {
		return nil
	}
	return m.feedOn()
}

// feedOn asks for the next page of the first feed. When the same page is on its way to
// the screen, that question is given up for this one, which brings it to both.
func (m *Model) feedOn() tea.Cmd {
	if len(m.feeds) == 0 {
		return nil
	}
	f := &m.feeds[0]
	if m.feeds.feeding(m.opened) && m.opened.busy {
		m.cancel(listAsked)
		m.opened.busy = false
	}
	ctx, id := m.ask(feedAsked)
	return feedCmd(ctx, m.lister(f.list), id, f.list, f.next)
}

func (m *Model) handleFed(msg fedMsg) tea.Cmd {
	if !m.answered(feedAsked, msg.id) || len(m.feeds) == 0 {
		return nil
	}
	f := &m.feeds[0]
	if msg.err != nil {
		return m.feedFailed(msg.err)
	}
	if m.feeds.feeding(m.opened) {
		m.opened.take(msg.page)
		m.showCurrent()
	}
	m.feedTracks(f, msg.page)
	again := msg.page.Next == f.next
	f.next = msg.page.Next
	limit := maxListed
	if f.size = max(f.size, msg.page.Total); f.size == 0 {
		limit = maxEndless
	}
	if f.next == "" || again || f.added+len(f.held) >= limit {
		return m.feedEnds()
	}
	return m.feedOn()
}

// feedTracks puts the tracks of a page into the queue, or keeps them until all are
// there: tracks that play next are inserted at one place, in one go.
func (m *Model) feedTracks(f *feed, p source.Page) {
	var s shelf
	s.take(p)
	tracks := s.tracks(0, len(s.rows))
	switch {
	case len(tracks) == 0:
	case f.after:
		f.held = append(f.held, tracks...)
	default:
		m.addTracks(listName(f.list), tracks...)
		f.added += len(tracks)
	}
}

// feedEnds puts what was kept into the queue and goes on with the next feed.
func (m *Model) feedEnds() tea.Cmd {
	f := m.feeds[0]
	if len(f.held) > 0 {
		m.playNext(listName(f.list), f.held...)
		f.added += len(f.held)
	}
	m.feeds = m.feeds[1:]
	line := text.Count(f.added, "track") + " added to the queue"
	if f.after {
		line = added(f.held, true)
	}
	return tea.Batch(m.say(line), m.readOn(), m.feedOn())
}

// feedFailed keeps what has come in the queue.
func (m *Model) feedFailed(err error) tea.Cmd {
	f := m.feeds[0]
	end := m.feedEnds()
	line, hint := source.Explain(err)
	line = fmt.Sprintf("%s: %s, then %s", text.Title(source.Track{Title: f.list.Title}), f.progress(), line)
	return tea.Batch(end, m.fail(line, hint), logCmd(m.log, "playlist into the queue", err))
}

// stopFeed ends the first feed and goes on with the next one. What has come stays.
func (m *Model) stopFeed() tea.Cmd {
	m.cancel(feedAsked)
	f := m.feeds[0]
	if len(f.held) > 0 {
		m.playNext(listName(f.list), f.held...)
	}
	m.feeds = m.feeds[1:]
	return tea.Batch(m.say("stopped at "+f.progress()), m.feedOn())
}

// progress is how far the feed has come, in the list's own count.
func (f feed) progress() string {
	return progress(f.from+f.added+len(f.held), f.size)
}

// feedStatus is what the heading of the queue says about lists that are still coming.
func (m *Model) feedStatus() string {
	if len(m.feeds) == 0 {
		return ""
	}
	f := m.feeds[0]
	return "adding " + f.progress() + " · " + m.keys.label("back") + " stops · " +
		text.Title(source.Track{Title: f.list.Title, Link: f.list.Link})
}
