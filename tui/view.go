package tui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// View returns the frame: what draw has kept, and the strip, which alone changes by
// itself.
func (m Model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = m.strip.WindowTitle()
	l := m.layout
	switch {
	case l.width <= 0 || l.height <= 0:
	case l.tiny:
		v.SetContent(text.Cut(m.styles.measure, fmt.Sprintf("%dx%d or more, please", minWidth, minHeight), l.width))
	default:
		v.SetContent(m.upper + m.strip.View(l.strip) + "\n" + m.lower)
		v.Cursor = m.cursor()
	}
	return v
}

// draw renders everything but the strip.
func (m *Model) draw() {
	if m.layout.tiny || m.layout.width <= 0 {
		return
	}
	l := m.layout
	var b strings.Builder
	row := func(s string) { b.WriteString(s); b.WriteByte('\n') }
	if l.header {
		row(m.header())
	}
	row(m.top())
	if l.rule {
		row(m.rule(m.status()))
	}
	notices := m.noticeRows()
	row(m.body(l.list + l.noticeRows() - len(notices)))
	for _, n := range notices {
		row(n)
	}
	if l.stripTop {
		row(m.rule(""))
	}
	m.upper = b.String()
	m.lower = m.bottom()
}

// cursor is the terminal's cursor, in the text field that has the keys.
func (m Model) cursor() *tea.Cursor {
	switch m.focus {
	case focusBox:
		if x, ok := m.box.Cursor(); ok && m.page == searchPage {
			y := 0
			if m.layout.header {
				y = 1
			}
			return tea.NewCursor(x, y)
		}
	case focusCommand:
		if x, ok := m.line.Cursor(); ok {
			return tea.NewCursor(x, m.layout.commandRow())
		}
	}
	return nil
}

// header names the pages, the open one in brackets.
func (m *Model) header() string {
	tabs := []struct {
		page page
		name string
	}{{searchPage, "Search"}, {playlistPage, "Playlist"}, {queuePage, "Queue"}}
	var b strings.Builder
	b.WriteString(" " + m.styles.brand.Styled("anyaudio") + " ")
	used := len(" anyaudio ")
	for _, t := range tabs {
		if t.page == playlistPage && m.opened.playlist == (source.Playlist{}) {
			continue
		}
		name := t.name
		if n := len(m.queue); t.page == queuePage && n > 0 {
			name += " " + strconv.Itoa(n)
		}
		used += len(name) + 3
		if t.page == m.page {
			b.WriteString(" " + m.styles.tabOpen.Styled("["+name+"]"))
		} else {
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

// top is the search box, or the heading of another page.
func (m *Model) top() string {
	var heading string
	switch m.page {
	case searchPage:
		return m.box.View()
	case playlistPage:
		heading = m.playlistHeading()
	case queuePage:
		heading = m.queueHeading()
	case helpPage:
		heading = "Keys · " + m.keys.label("down") + " " + m.keys.label("up") + " scroll · " + m.keys.label("back") + " goes back"
	}
	return " " + m.styles.title.Styled(text.Cut(m.styles.measure, heading, m.layout.width-1))
}

func (m *Model) playlistHeading() string {
	p := m.opened.playlist
	parts := []string{text.Title(source.Track{Title: p.Title, Link: p.Link})}
	if p.Owner != "" {
		parts = append(parts, text.Clean(p.Owner))
	}
	n := max(p.Count, len(m.opened.rows))
	if n > 0 {
		parts = append(parts, count(n, "track"))
	}
	var total time.Duration
	for _, r := range m.opened.rows {
		total += r.Track.Duration
	}
	if total > 0 && m.opened.next == "" {
		parts = append(parts, text.Clock(total))
	}
	if m.opened.busy {
		parts = append(parts, "loading …")
	}
	return strings.Join(parts, " · ")
}

func (m *Model) queueHeading() string {
	if len(m.queue) == 0 {
		return "Queue"
	}
	var total time.Duration
	for _, e := range m.queue {
		total += e.Track.Duration
	}
	heading := "Queue · " + count(len(m.queue), "track")
	if total > 0 {
		heading += " · " + text.Clock(total)
	}
	return heading
}

// count is "1 track" or "2 tracks".
func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}

// status is what the rule under the box says about the search.
func (m *Model) status() string {
	if m.page != searchPage {
		return ""
	}
	switch {
	case m.found.busy && m.pendingText != "":
		return "searching for “" + shown(m.pendingText) + "” … " + m.keys.label("back") + " stops"
	case m.found.busy && len(m.found.rows) == 0:
		return "loading …"
	case m.found.text != "" && len(m.found.rows) > 0:
		s := count(len(m.found.rows), "result")
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

// rule is a line across the screen with a text in it.
func (m *Model) rule(title string) string {
	w := m.layout.width
	if title == "" {
		return m.styles.rule.Styled(strings.Repeat("─", w))
	}
	title = text.Cut(m.styles.measure, title, w-6)
	rest := w - 4 - text.Width(m.styles.measure, title)
	return m.styles.rule.Styled("── ") + m.styles.faint.Styled(title) + m.styles.rule.Styled(" "+strings.Repeat("─", max(rest, 0)))
}

// body is the page's list in as many rows, with what plays next beside it where there
// is room.
func (m *Model) body(rows int) string {
	m.sayWhyEmpty()
	var body string
	if m.page == helpPage {
		body = m.helpView(rows)
	} else {
		m.lists[m.page].SetSize(m.listWidth(), rows)
		body = m.lists[m.page].View()
	}
	if m.layout.side == 0 || m.page == queuePage {
		return body
	}
	return m.beside(body)
}

// beside puts the pane with what plays next to the right of the list.
func (m *Model) beside(body string) string {
	width := m.layout.width - m.layout.side
	heading := m.styles.title.Styled("Up next")
	if m.side.Len() == 0 {
		heading = m.styles.faint.Styled("nothing comes next")
	}
	left := strings.Split(body, "\n")
	m.side.SetSize(m.layout.side-2, len(left)-1)
	right := append([]string{" " + heading}, strings.Split(m.side.View(), "\n")...)
	line := m.styles.rule.Styled("│")
	for i := range left {
		pad := width - m.styles.measure.StringWidth(left[i])
		left[i] += text.Spaces(pad) + line
		if i < len(right) {
			left[i] += right[i]
		}
	}
	return strings.Join(left, "\n")
}

// sayWhyEmpty gives the list in front its words for when it is empty.
func (m *Model) sayWhyEmpty() {
	l := &m.lists[m.page]
	switch m.page {
	case searchPage:
		switch {
		case m.found.busy && m.pendingText != "":
			l.SetEmpty("searching for “" + shown(m.pendingText) + "” …")
		case m.found.busy:
			l.SetEmpty("loading …")
		case m.found.failed != "":
			l.SetEmpty(m.found.failed)
		case m.found.text != "":
			l.SetEmpty("nothing found for “"+shown(m.found.text)+"”", "try fewer or other words")
		default:
			l.SetEmpty("Type what you want to hear and press Enter.", "A pasted URL or a path works too.")
		}
	case playlistPage:
		switch {
		case m.opened.busy:
			l.SetEmpty("loading …")
		case m.opened.failed != "":
			l.SetEmpty(m.opened.failed)
		default:
			l.SetEmpty("This playlist is empty.")
		}
	case queuePage:
		l.SetEmpty("The queue is empty.",
			"In a list, "+m.keys.label("play")+" plays a track and "+m.keys.label("add")+" adds it here.")
	}
}

// bottom is the last row: what has been typed towards a command, what is being typed
// or has just happened where that has no row of its own, or else hints.
func (m *Model) bottom() string {
	if typed := m.typed(); typed != "" {
		return typed
	}
	if !m.layout.notice {
		switch {
		case m.focus == focusCommand:
			return m.line.View()
		case m.notice.text != "" && !m.notice.failed:
			return m.noticeRow(m.styles.info, m.notice.text)
		}
	}
	return m.hints()
}
