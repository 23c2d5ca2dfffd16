package tui

import (
	"strconv"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/tui/text"
)

// The rows above the list: the pages, what this one shows, and how far it has come.

// header names the pages, the open one in brackets. Where they have no room the
// program's name goes first, then the pages that are not open.
func (m *Model) header() string {
	var names []string
	open, used := -1, 0
	for _, t := range m.tabs() {
		if t.page == m.page {
			open = len(names)
		}
		names = append(names, t.name)
		used += len(t.name) + 3
	}
	var b strings.Builder
	if brand := " anyaudio "; used+len(brand) <= m.layout.width {
		b.WriteString(" " + m.styles.brand.Styled("anyaudio") + " ")
		used += len(brand)
	}
	for i, name := range names {
		switch {
		case i == open:
			b.WriteString(" " + m.styles.tabOpen.Styled("["+name+"]"))
		case used > m.layout.width:
			used -= len(name) + 3
		default:
			b.WriteString(" " + m.styles.tab.Styled(" "+name+" "))
		}
	}
	right := m.keys.label("help") + " keys "
	if m.page == helpPage {
		right = "[keys] "
	}
	if room := m.layout.width - used - len(right); room >= 1 {
		b.WriteString(text.Spaces(room) + m.styles.tab.Styled(right))
	}
	return b.String()
}

// A tab is a page as the header names it, in ASCII.
type tab struct {
	page page
	name string
}

// tabs are the pages that there is anything on.
func (m *Model) tabs() []tab {
	tabs := []tab{{searchPage, "Search"}}
	switch {
	case m.opened.isLike():
		tabs = append(tabs, tab{playlistPage, "Related"})
	case m.opened.open():
		tabs = append(tabs, tab{playlistPage, "Playlist"})
	}
	if m.library != nil {
		tabs = append(tabs, tab{libraryPage, "Library" + m.keeping.short()})
	}
	queue := "Queue"
	if n := len(m.queue); n > 0 {
		queue += " " + strconv.Itoa(n)
	}
	tabs = append(tabs, tab{queuePage, queue})
	if m.page == detailsPage {
		tabs = append(tabs, tab{detailsPage, "Details"})
	}
	return tabs
}

// top is the search box, or the heading of another page.
func (m *Model) top() string {
	var heading string
	if m.focus == focusFind {
		return m.finder.View()
	}
	switch m.page {
	case searchPage:
		return m.box.View()
	case playlistPage:
		heading = m.playlistHeading()
	case libraryPage:
		heading = m.libraryHeading()
	case queuePage:
		heading = m.queueHeading()
	case detailsPage:
		heading = "Details"
		if !m.layout.header || m.details.top > 0 {
			heading += " · " + text.Title(m.details.track)
		}
	case sheetPage:
		heading = m.sheet.title
	case helpPage:
		return m.help.box.View()
	}
	return " " + m.styles.title.Styled(text.Cut(m.styles.measure, heading, m.layout.width-1))
}

func (m *Model) playlistHeading() string {
	s := &m.opened
	if s.isLike() {
		heading := "Like " + text.Title(s.like)
		if s.busy {
			heading += " · loading …"
		}
		return heading
	}
	p := s.playlist
	parts := []string{text.Title(source.Track{Title: p.Title, Link: p.Link})}
	loading := s.busy || m.feeds.feeding(*s)
	if p.Owner != "" && !loading { // there is little room for what changes
		parts = append(parts, text.Clean(p.Owner))
	}
	n := len(s.rows)
	switch {
	case s.next != "" && n > 0:
		parts = append(parts, m.progress(n))
	case max(s.size(), n) > 0:
		parts = append(parts, text.Count(max(s.size(), n), "track"))
	}
	if s.length > 0 && s.next == "" {
		parts = append(parts, text.Clock(s.length))
	}
	if loading {
		parts = append(parts, "loading …")
	}
	return strings.Join(parts, " · ")
}

func (m *Model) queueHeading() string {
	if coming := m.feedStatus(); coming != "" {
		return "Queue · " + coming
	}
	if len(m.queue) == 0 {
		return "Queue"
	}
	var total time.Duration
	for _, e := range m.queue {
		total += e.Track.Duration
	}
	heading := "Queue · " + text.Count(len(m.queue), "track")
	if total > 0 {
		heading += " · " + text.Clock(total)
	}
	if from := m.queueFrom.String(); from != "" {
		heading += " · from " + from
	}
	return heading
}

// status is what the rule under the box says: about the search, or why a row is suggested.
func (m *Model) status() string {
	if why := m.reason(); why != "" {
		return why
	}
	if m.page != searchPage {
		return ""
	}
	switch {
	case m.found.busy && m.pendingText != "":
		return "searching for “" + shown(m.pendingText) + "” … " + m.keys.label("back") + " stops"
	case m.found.busy && (m.found.front || len(m.found.rows) == 0):
		return "loading …"
	case m.found.text != "" && len(m.found.rows) > 0:
		s := text.Count(len(m.found.rows), "result")
		if m.found.next != "" {
			s += " and more"
		}
		return s + " for “" + shown(m.found.text) + "”"
	}
	return ""
}

// shown is what was typed, without the part of a URL that may be a key.
func shown(words string) string {
	if strings.Contains(words, "://") {
		words = source.Redact(words)
	}
	return text.Clean(words)
}
