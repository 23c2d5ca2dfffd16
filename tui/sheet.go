package tui

import (
	"strings"

	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// A sheet is a page of lines with a cursor: what can be done with a row, playlists to choose
// from, figures, errors.

// sheet is what the page shows.
type sheet struct {
	title string
	lines []sheetLine
	empty string // stands there while there are no lines
	// kept tells sheets apart that come to be filled or refreshed later.
	kind   sheetKind
	cursor int
	top    int // first line seen
}

type sheetKind int

const (
	actionsSheet sheetKind = iota
	chooserSheet
	statsSheet
	logSheet
	heardSheet
	lackingSheet
)

// sheetLine is a line of a sheet.
type sheetLine struct {
	key, text string
	heading   bool
	command   string                 // what Enter does, after the sheet has been left; or
	run       func(m *Model) tea.Cmd // the same as a function; neither for a line to read
}

// sheetKeyCells is how wide the column of keys is where a line has one.
const sheetKeyCells = 12

// openSheet shows a sheet.
func (m *Model) openSheet(s sheet) {
	if m.page == sheetPage {
		m.sheet = s
		return
	}
	m.goTo(sheetPage)
	m.sheet = s
	m.refillSheet()
	m.moveInSheet(0)
}

// showing reports whether a sheet of that kind is in front.
func (m *Model) showing(kind sheetKind) bool { return m.page == sheetPage && m.sheet.kind == kind }

// leaveSheet goes back to where the sheet was opened.
func (m *Model) leaveSheet() tea.Cmd {
	if m.page != sheetPage {
		return nil
	}
	cmd, _ := m.doBack(command{})
	return cmd
}

// moveInSheet moves the cursor by n lines, past headings, and scrolls as little as shows it.
func (m *Model) moveInSheet(n int) {
	s := &m.sheet
	at := max(min(s.cursor+n, len(s.lines)-1), 0)
	step := 1
	if n < 0 {
		step = -1
	}
	for at >= 0 && at < len(s.lines) && s.lines[at].heading {
		if at == 0 {
			step = 1
		}
		at += step
	}
	s.cursor = max(min(at, len(s.lines)-1), 0)
	s.top = max(min(s.top, s.cursor), s.cursor-m.layout.list+1, 0)
}

// doSheetEnter does what the line stands for.
func (m *Model) doSheetEnter() tea.Cmd {
	s := &m.sheet
	if s.cursor >= len(s.lines) {
		return nil
	}
	return m.runLine(s.lines[s.cursor])
}

func (m *Model) runLine(l sheetLine) tea.Cmd {
	if l.run == nil && l.command == "" {
		return nil
	}
	back := m.leaveSheet()
	if l.run != nil {
		return tea.Batch(back, l.run(m))
	}
	return tea.Batch(back, m.do(l.command, 0))
}

// sheetLineFor is the line of the sheet in front that a command stands for: a key of a menu
// does what it says there.
func (m *Model) sheetLineFor(command string) (sheetLine, bool) {
	if m.page == sheetPage && command != "play" {
		for _, l := range m.sheet.lines {
			if l.command != "" && strings.TrimSuffix(l.command, " playing") == command {
				return l, true
			}
		}
	}
	return sheetLine{}, false
}

// refillSheet makes the lines of a sheet that shows what is so at this moment.
func (m *Model) refillSheet() {
	switch {
	case m.showing(statsSheet):
		m.sheet.lines = m.statsLines()
	case m.showing(logSheet):
		m.sheet.lines = m.errorLines()
	case m.showing(heardSheet):
		m.sheet.lines = m.heardLines()
	default:
		return
	}
	m.moveInSheet(0)
}

// sheetView is the part of the sheet that is seen, in as many rows.
func (m *Model) sheetView(rows int) string {
	m.refillSheet()
	s := &m.sheet
	seen := make([]string, rows)
	if len(s.lines) == 0 && rows > 1 {
		seen[1] = "   " + m.styles.list.Empty.Styled(text.Cut(m.styles.measure, s.empty, m.listWidth()-3))
	}
	top := firstSeen(s.top, s.cursor, len(s.lines), rows)
	for i := range rows {
		if top+i >= len(s.lines) {
			break
		}
		seen[i] = m.sheetRow(s.lines[top+i], top+i == s.cursor)
	}
	return strings.Join(seen, "\n")
}

func (m *Model) sheetRow(l sheetLine, selected bool) string {
	width := max(m.listWidth()-3, 0)
	if l.heading {
		return "   " + m.styles.list.Heading.Styled(text.Cut(m.styles.measure, l.text, width))
	}
	mark := "   "
	if selected {
		mark = m.styles.list.Mark.Styled("▌") + "  "
	}
	if l.key == "" {
		return mark + text.Cut(m.styles.measure, text.Clean(l.text), width)
	}
	key := text.Fit(m.styles.measure, l.key, sheetKeyCells)
	return mark + m.styles.key.Styled(key) + " " + text.Cut(m.styles.measure, text.Clean(l.text), width-sheetKeyCells-1)
}
