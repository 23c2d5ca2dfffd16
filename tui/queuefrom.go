package tui

import (
	"anyaudio/source"
	"anyaudio/tui/text"
)

// Where the queue's tracks are from, for its heading. It is known of what was queued since the
// start: the library keeps tracks, not where they were found.

// queueFrom is a list, a search or a radio, and whether other tracks have come since.
type queueFrom struct {
	name string // empty for unknown
	more bool
}

// takenFrom notes where tracks are from that go into the queue.
func (m *Model) takenFrom(name string) {
	q := &m.queueFrom
	switch {
	case name == "" || name == q.name:
	case q.name != "":
		q.more = true
	case len(m.queue) == 0:
		q.name = name
	}
}

func (q queueFrom) String() string {
	if q.more {
		return q.name + " and more"
	}
	return q.name
}

// pageName is how the heading of the queue calls the page in front.
func (m *Model) pageName() string {
	switch m.page {
	case searchPage:
		if m.found.front {
			return "the front page"
		}
		return "the search for “" + shown(m.found.text) + "”"
	case playlistPage:
		if m.opened.isLike() {
			return "like " + text.Title(m.opened.like)
		}
		return listName(m.opened.playlist)
	case libraryPage:
		return map[libraryTab]string{savedTab: "saved tracks", historyTab: "the history", offlineTab: "what is kept offline"}[m.holdings.tab]
	}
	return ""
}

func listName(p source.Playlist) string {
	return text.Title(source.Track{Title: p.Title, Link: p.Link})
}
