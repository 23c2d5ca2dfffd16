package tui

import (
	"strings"
	"time"

	"anyaudio/tui/nowplaying"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

const (
	// doubleClick is how soon the second click on a row has to follow the first.
	doubleClick = 400 * time.Millisecond
	// wheelRows is how far a notch of the wheel scrolls.
	wheelRows = 3
	// wheelVolume is what a notch over the strip changes the volume by, in percent.
	wheelVolume = "2"
)

// mouse is what has to be known of the click before.
type mouse struct {
	at   time.Time
	page page
	row  int
	// dragging is the generation of the track whose bar is held, 0 for none.
	dragging uint64
}

// handleMouse does what a person expects of a place on the screen: rows are chosen by a
// click and played by a second one, the bar is held and let go, the wheel scrolls.
func (m *Model) handleMouse(msg tea.MouseMsg) tea.Cmd {
	if m.layout.tiny || m.layout.width <= 0 {
		return nil
	}
	e := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		return m.wheel(e)
	case tea.MouseClickMsg:
		count := m.count
		m.counting, m.count, m.prefix = false, 0, ""
		switch {
		case e.Button == tea.MouseRight:
			return m.clickMenu(e.X, e.Y)
		case e.Button == tea.MouseLeft && e.Y == m.layout.height-1:
			return m.clickHint(e.X, count)
		case e.Button == tea.MouseLeft:
			return m.click(e.X, e.Y)
		}
	case tea.MouseMotionMsg:
		if e.Button == tea.MouseLeft {
			return m.drag(e.X)
		}
	case tea.MouseReleaseMsg:
		m.letGo()
	}
	return nil
}

// stripRow is the first row of the strip.
func (l layout) stripRow() int { return l.height - 1 - l.strip }

// bodyRow is the first row of the page below the box.
func (l layout) bodyRow() int {
	if l.rule {
		return l.topRow() + 2
	}
	return l.topRow() + 1
}

// bodyRows is how many rows the page has at present.
func (m *Model) bodyRows() int {
	return m.layout.list + m.layout.noticeRows() - len(m.noticeRows())
}

// firstSeen is the first of n lines in so many rows: top, but as little further on as shows
// the cursor.
func firstSeen(top, cursor, n, rows int) int { return max(min(top, n-rows), cursor-rows+1, 0) }

func (m *Model) click(x, y int) tea.Cmd {
	l := m.layout
	switch {
	case y == l.stripRow()+1:
		return m.hold(x)
	case y == l.stripRow():
		return m.do(stripCommand(m.strip.PartAt(x)), 0)
	case l.header && y == 0:
		return m.clickTab(x)
	case y == l.topRow() && m.page == searchPage:
		m.focusOn(focusBox)
	case y >= l.bodyRow() && y < l.bodyRow()+m.bodyRows():
		return m.clickBody(x, y-l.bodyRow())
	}
	return nil
}

// stripCommand is what a click on a part of the strip does.
func stripCommand(p nowplaying.Part) string {
	switch p {
	case nowplaying.Place:
		return "queue"
	case nowplaying.Saved:
		return "save playing"
	case nowplaying.Private:
		return "private"
	case nowplaying.Volume:
		return "mute"
	case nowplaying.Sound:
		return "sound"
	case nowplaying.Repeat:
		return "repeat"
	case nowplaying.Shuffle:
		return "shuffle"
	}
	return "pause"
}

// clickMenu opens the menu of the row at a place, or over the strip of what plays.
func (m *Model) clickMenu(x, y int) tea.Cmd {
	l := m.layout
	switch {
	case y >= l.stripRow() && y < l.height-1:
		return m.do("actions playing", 0)
	case m.page.isList() && y >= l.bodyRow() && y < l.bodyRow()+m.bodyRows() && x < m.listWidth() && !m.suggesting():
		row := y - l.bodyRow()
		if m.page == libraryPage || (m.page == searchPage && m.filtered()) {
			row--
		}
		at, ok := m.list().RowAt(row)
		if !ok {
			return nil
		}
		m.focusOn(focusList)
		m.list().MoveTo(at)
		return m.do("actions", 0)
	}
	return nil
}

// clickTab opens a page that the header names.
func (m *Model) clickTab(x int) tea.Cmd {
	row := ansi.Strip(m.header())
	var names []string
	tabs := m.tabs()
	for _, t := range tabs {
		names = append(names, t.name)
	}
	i := nameAt(row, names, x)
	switch {
	case i < 0 && x >= len(strings.TrimRight(row, " "))-len("? keys"):
		return m.do("help", 0)
	case i < 0:
		return nil
	}
	m.goTo(tabs[i].page)
	if tabs[i].page == libraryPage {
		return m.readTab()
	}
	return nil
}

// nameAt returns which name, with the cell before and behind it, is at column x of a row of
// tabs, -1 for none. The names are those that the row was made from, in their order.
func nameAt(row string, names []string, x int) int {
	from := 0
	for i, name := range names {
		at := strings.Index(row[from:], name)
		if at < 0 {
			continue // has no room
		}
		start := ansi.StringWidth(row[:from+at])
		if x >= start-1 && x <= start+ansi.StringWidth(name) {
			return i
		}
		from += at + len(name)
	}
	return -1
}

// clickBody is a click on row y of the page.
func (m *Model) clickBody(x, y int) tea.Cmd {
	if m.page != queuePage && m.layout.side > 0 && x >= m.listWidth() {
		return m.clickSide(y)
	}
	switch m.page {
	case helpPage:
		if at := m.help.top + y; at < len(m.help.seen) && m.help.seen[at].heading == "" {
			m.help.cursor = at
			return m.clicked(at)
		}
		return nil
	case detailsPage:
		d := &m.details
		if at := firstSeen(d.top, d.cursor, len(d.lines), m.bodyRows()) + y; at < len(d.lines) {
			m.moveInDetails(at - d.cursor)
			return m.clicked(d.cursor)
		}
		return nil
	case sheetPage: // a menu: one click does it
		s := &m.sheet
		if at := firstSeen(s.top, s.cursor, len(s.lines), m.bodyRows()) + y; at < len(s.lines) && !s.lines[at].heading {
			m.moveInSheet(at - s.cursor)
			return m.do("play", 0)
		}
		return nil
	case libraryPage:
		if y--; y < 0 {
			return m.clickLibraryTab(x)
		}
	case searchPage:
		if m.suggesting() {
			return m.clickSuggestion(y)
		}
		if m.filtered() {
			if y--; y < 0 {
				return m.clickFilter(x)
			}
		}
	}
	row, ok := m.list().RowAt(y)
	if !ok {
		return nil
	}
	m.focusOn(focusList)
	m.list().MoveTo(row)
	return m.clicked(row)
}

// clicked notes a click on a row; the second one in time is Enter.
func (m *Model) clicked(row int) tea.Cmd {
	last, now := m.mouse, time.Now()
	if last.page == m.page && last.row == row && now.Sub(last.at) <= doubleClick {
		m.mouse.at = time.Time{}
		return m.do("play", 0)
	}
	m.mouse.at, m.mouse.page, m.mouse.row = now, m.page, row
	return nil
}

// clickSide shows a track that comes next in the queue; y is from the top of the pane.
func (m *Model) clickSide(y int) tea.Cmd {
	if _, picture := m.artLines(); len(picture) > 0 {
		y -= len(picture) + 1
	}
	row, ok := m.side.RowAt(y - 1) // below the heading
	if !ok {
		return nil
	}
	m.goTo(queuePage)
	m.list().MoveTo(m.state.Index + 1 + row)
	return nil
}

// clickSuggestion searches for a completion.
func (m *Model) clickSuggestion(y int) tea.Cmd {
	top, shown := m.suggestionRows(m.bodyRows())
	if y < 0 || y >= shown {
		m.closeSuggestions()
		return nil
	}
	m.choose(top + y - m.suggest.at)
	return m.do("submit", 0)
}

func (m *Model) clickFilter(x int) tea.Cmd {
	names := make([]string, len(m.filters))
	for i, f := range m.filters {
		names[i] = filterName(f)
	}
	if i := nameAt(ansi.Strip(m.filterRow(m.listWidth())), names, x); i >= 0 {
		return m.do("filter "+names[i], 0)
	}
	return nil
}

func (m *Model) clickLibraryTab(x int) tea.Cmd {
	var names []string
	for t := range libraryTabs {
		names = append(names, t.String())
	}
	if i := nameAt(ansi.Strip(m.tabRowOfLibrary(m.listWidth())), names, x); i >= 0 {
		return m.showTab(libraryTab(i))
	}
	return nil
}

// wheel scrolls the page, and over the strip changes the volume.
func (m *Model) wheel(e tea.Mouse) tea.Cmd {
	n := map[tea.MouseButton]int{tea.MouseWheelDown: 1, tea.MouseWheelUp: -1}[e.Button]
	if n == 0 {
		return nil
	}
	if e.Y >= m.layout.stripRow() {
		return m.do("volume "+map[int]string{-1: "+", 1: "-"}[n]+wheelVolume, 0)
	}
	if m.page.isList() {
		m.list().ScrollBy(n * wheelRows)
		return m.fetchMore()
	}
	return m.moveCursor(n * wheelRows)
}

// hold is a press on the bar: the sound goes there at once.
func (m *Model) hold(x int) tea.Cmd {
	to, ok := m.strip.PlaceAt(x)
	if !ok {
		return nil
	}
	m.mouse.dragging = m.state.Generation
	return m.seekTo(to)
}

// drag moves what is held: the target is seen at once, and the sound follows when the mouse
// rests or lets go.
func (m *Model) drag(x int) tea.Cmd {
	to, ok := m.strip.PlaceAt(x)
	if !ok || m.mouse.dragging == 0 || m.mouse.dragging != m.state.Generation {
		return nil
	}
	m.aim(to)
	m.seek.open, m.seek.held = true, true
	m.seek.gen++
	return seekTimerCmd(m.seek.gen)
}

// letGo ends a drag.
func (m *Model) letGo() {
	if m.mouse.dragging == m.state.Generation && m.mouse.dragging != 0 {
		m.handleSeekTimer(seekTimerMsg{m.seek.gen})
	}
	m.mouse.dragging = 0
}
