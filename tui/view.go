package tui

import (
	"fmt"
	"strings"

	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// View returns the frame: what draw has kept, and the bars and the strip, which alone change by
// themselves.
func (m *Model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	if !m.noMouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = m.strip.WindowTitle()
	l := m.layout
	switch {
	case l.width <= 0 || l.height <= 0:
	case l.tiny:
		v.SetContent(text.Cut(m.styles.measure, fmt.Sprintf("%dx%d or more, please", minWidth, minHeight), l.width))
	default:
		v.SetContent(m.upper + m.barsView() + m.strip.View(l.strip) + "\n" + m.lower)
		v.Cursor = m.cursor()
	}
	return v
}

// draw renders everything but the bars and the strip.
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
func (m *Model) cursor() *tea.Cursor {
	switch m.focus {
	case focusBox:
		if x, ok := m.box.Cursor(); ok && m.page == searchPage {
			y := 0
			if m.layout.header {
				y = 1
			}
			return tea.NewCursor(x, y)
		}
	case focusFind:
		if x, ok := m.finder.Cursor(); ok {
			y := 0
			if m.layout.header {
				y = 1
			}
			return tea.NewCursor(x, y)
		}
	case focusHelp:
		if x, ok := m.help.box.Cursor(); ok && m.page == helpPage {
			return tea.NewCursor(x, m.layout.topRow())
		}
	case focusCommand:
		if x, ok := m.line.Cursor(); ok {
			return tea.NewCursor(x, m.layout.commandRow())
		}
	}
	return nil
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
	switch m.page {
	case helpPage:
		body = m.helpView(rows)
	case detailsPage:
		if m.details.width != m.detailsWidth() {
			m.layOutDetails()
		}
		body = m.detailsView(rows)
	case sheetPage:
		body = m.sheetView(rows)
	case searchPage:
		body = m.results(rows)
	case libraryPage:
		body = m.libraryView(rows)
	default:
		m.lists[m.page].SetSize(m.listWidth(), rows)
		body = m.lists[m.page].View()
	}
	switch {
	case m.layout.side > 0 && m.page != queuePage:
		return m.beside(body)
	case m.page == detailsPage:
		return m.besideDetails(body)
	}
	return body
}

// results are the filters, what was found, and over both of them the completions of what
// is being typed.
func (m *Model) results(rows int) string {
	var lines []string
	if m.filtered() {
		lines = append(lines, m.filterRow(m.listWidth()))
	}
	list := &m.lists[searchPage]
	list.SetSize(m.listWidth(), rows-len(lines))
	lines = append(lines, strings.Split(list.View(), "\n")...)
	m.overlaySuggestions(lines)
	return strings.Join(lines, "\n")
}

// libraryView is the tabs and the list of the one in front.
func (m *Model) libraryView(rows int) string {
	list := &m.lists[libraryPage]
	list.SetSize(m.listWidth(), rows-1)
	return m.tabRowOfLibrary(m.listWidth()) + "\n" + list.View()
}

// beside puts the pane with the picture and what plays next to the right of the list.
func (m *Model) beside(body string) string {
	width := m.layout.width - m.layout.side
	var right []string
	_, picture := m.artLines()
	for _, l := range picture {
		right = append(right, " "+l)
	}
	if len(right) > 0 {
		right = append(right, "")
	}
	heading := m.styles.title.Styled("Up next")
	if m.side.Len() == 0 {
		heading = m.styles.faint.Styled("nothing comes next")
	}
	left := strings.Split(body, "\n")
	m.noteWide(left[:min(len(left), len(picture))])
	m.side.SetSize(m.layout.side-2, max(len(left)-1-len(right), 0))
	right = append(append(right, " "+heading), strings.Split(m.side.View(), "\n")...)
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

// besideDetails puts the picture to the right of the details.
func (m *Model) besideDetails(body string) string {
	_, picture := m.artLines()
	left := strings.Split(body, "\n")
	x, _ := m.layout.artAt(m.page)
	m.noteWide(left[:min(len(left), len(picture))])
	for i := range min(len(left), len(picture)) {
		left[i] += text.Spaces(x-m.styles.measure.StringWidth(left[i])) + picture[i]
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
		case m.found.text != "" && !m.found.asked:
			l.SetEmpty("search stopped", m.keys.label("play")+" searches again")
		case m.found.text != "":
			l.SetEmpty("nothing found for “"+shown(m.found.text)+"”", "try fewer or other words")
		default:
			l.SetEmpty("Type what you want to hear and press Enter.", "A pasted URL or a path works too.")
		}
	case playlistPage:
		switch {
		case m.opened.busy:
			l.SetEmpty("loading …")
		case m.opened.failed != "" && m.opened.asked:
			l.SetEmpty(m.opened.failed)
		case m.opened.failed != "":
			l.SetEmpty(m.opened.failed, m.keys.label("play")+" tries again")
		case !m.opened.asked:
			l.SetEmpty("stopped", m.keys.label("play")+" tries again")
		case m.opened.isLike():
			l.SetEmpty("Nothing is known to be like it.")
		default:
			l.SetEmpty("This playlist is empty.")
		}
	case libraryPage:
		l.SetEmpty(m.emptyTab()...)
	case queuePage:
		l.SetEmpty("The queue is empty.",
			"In a list, "+m.keys.label("play")+" plays a track and "+m.keys.label("add")+" adds it here.")
	}
}

// bottom is the last row: what has been typed towards a command, what is being typed
// or has just happened where that has no row of its own, or else hints.
func (m *Model) bottom() string {
	m.clickable = nil
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
