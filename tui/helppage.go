package tui

import (
	"slices"
	"strings"

	"anyaudio/tui/searchbox"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// The help: every key and command, what works on the page behind it first, narrowed by
// what is typed. Enter goes back to that page and runs the row.

// helper is the help page.
type helper struct {
	box    searchbox.Model
	rows   []helpRow // all of them, as they were when it was opened
	seen   []helpRow // those that match
	cursor int
	top    int // first row seen
}

// helpRow is a command with its keys, or a heading.
type helpRow struct {
	heading string
	keys    string
	command string
	words   string
	asks    bool // the command does nothing without an argument
}

// openHelp shows the help about the page in front.
func (m *Model) openHelp() {
	m.help.rows = m.helpRows()
	m.help.box.SetValue("")
	m.goTo(helpPage)
	m.focusOn(focusHelp)
	m.narrowHelp()
}

// helpRows are the sections of the key map, the page's own first, then what does not work
// here, then the commands that have no key.
func (m *Model) helpRows() []helpRow {
	var here, elsewhere, commands []helpRow
	own := m.ownSection()
	sections := slices.Clone(m.keys.sections)
	slices.SortStableFunc(sections, func(a, b section) int {
		switch {
		case a.title == own && b.title != own:
			return -1
		case b.title == own && a.title != own:
			return 1
		}
		return 0
	})
	bound := map[string]bool{}
	for _, s := range sections {
		heading := []helpRow{{heading: s.title}}
		for _, b := range s.bindings {
			name, arg, _ := strings.Cut(b.command, " ")
			bound[name] = true
			row := helpRow{keys: keyLabels(b), command: b.command, words: b.help}
			row.asks = arg == "" && m.verbs.byName[name].asks() && name != "percent"
			if !m.works(name) {
				elsewhere = append(elsewhere, row)
				continue
			}
			here = append(append(here, heading...), row)
			heading = nil
		}
	}
	if len(elsewhere) > 0 {
		elsewhere = slices.Insert(elsewhere, 0, helpRow{heading: "Not here"})
	}
	commands = append(commands, helpRow{heading: "Commands, after " + m.keys.label("command")})
	for _, name := range m.verbs.names {
		v := m.verbs.byName[name]
		if slices.Contains(keyOnly(), name) || (bound[name] && v.usage == "") {
			continue
		}
		commands = append(commands, helpRow{keys: name, command: name, words: v.usage, asks: v.asks()})
	}
	return slices.Concat(here, elsewhere, commands)
}

// asks reports whether the command needs an argument.
func (v verb) asks() bool { return v.usage != "" && !strings.HasPrefix(v.usage, "[") }

// ownSection is the part of the key map that is about the page in front.
func (m *Model) ownSection() string {
	switch m.page {
	case queuePage:
		return "Queue"
	case libraryPage:
		return "Library"
	}
	return "Lists"
}

// works reports whether a command can do anything as things are.
func (m *Model) works(name string) bool {
	switch name {
	case "next", "prev", "seek", "percent":
		return m.strip.HasTrack()
	case "pause":
		return m.strip.HasTrack() || len(m.queue) > 0
	case "chapter":
		return len(m.chapters()) > 0
	case "clear":
		return m.page == queuePage && len(m.queue) > 0
	case "move":
		return (m.page == queuePage || m.page == playlistPage) && m.list().Len() > 1
	case "filter":
		return m.page == libraryPage || m.showing(heardSheet) || (m.page == searchPage && m.filtered())
	case "play", "add", "play-next", "mark":
		return m.page == detailsPage || m.list().Len() > 0
	case "remove":
		return m.page != searchPage && m.list().Len() > 0
	case "match":
		return m.canJump() || m.page == libraryPage
	case "sort":
		return m.page == libraryPage
	case "library", "heard", "save", "write", "private", "forget", "keep", "import":
		return m.library != nil
	case "never", "allow":
		return m.taste != nil
	case "offline":
		return m.library != nil && m.offline != nil
	case "playlist":
		return m.opened.open()
	case "suspend":
		return m.canSuspend()
	}
	return true
}

// typeHelp edits the filter, and goes through the rows by pages. A second "?" closes the
// help, as long as nothing has been typed.
func (m *Model) typeHelp(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "pgdown", "pgup":
			m.moveInHelp(map[string]int{"pgdown": 1, "pgup": -1}[key.String()] * max(m.layout.list-1, 1))
			return nil
		case "backspace":
			if m.help.box.Value() == "" {
				return m.do("back", 0)
			}
		case "?":
			if m.help.box.Value() == "" {
				return m.do("help", 0)
			}
		}
	}
	var cmd tea.Cmd
	m.help.box, cmd = m.help.box.Update(msg)
	m.narrowHelp()
	return cmd
}

// narrowHelp keeps the rows that have all words of the filter, with their headings.
func (m *Model) narrowHelp() {
	words := strings.Fields(strings.ToLower(m.help.box.Value()))
	h := &m.help
	h.seen, h.top = nil, 0
	var heading []helpRow
	for _, r := range h.rows {
		if r.heading != "" {
			heading = []helpRow{r}
			continue
		}
		if r.matches(words) {
			h.seen = append(append(h.seen, heading...), r)
			heading = nil
		}
	}
	h.cursor = -1
	m.moveInHelp(1)
}

func (r helpRow) matches(words []string) bool {
	all := strings.ToLower(r.keys + " " + r.words + " " + r.command)
	for _, w := range words {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// moveInHelp moves the cursor by n rows, past headings.
func (m *Model) moveInHelp(n int) {
	h := &m.help
	if m.page != helpPage || len(h.seen) == 0 {
		return
	}
	h.cursor = min(max(h.cursor+n, 0), len(h.seen)-1)
	for step := 1; h.seen[h.cursor].heading != ""; h.cursor += step {
		if n < 0 && h.cursor > 0 {
			step = -1
		} else {
			step = 1
		}
	}
	rows := max(m.layout.list, 1)
	h.top = min(h.top, max(h.cursor-1, 0)) // the heading above the first row stays in view
	h.top = max(h.top, h.cursor-rows+1)
}

// runHelp goes back and does what the row says. A command that needs an argument is put
// into the command line.
func (m *Model) runHelp() tea.Cmd {
	h := &m.help
	if h.cursor < 0 || h.cursor >= len(h.seen) {
		return nil
	}
	row := h.seen[h.cursor]
	cmd := m.do("back", 0)
	switch {
	case row.command == "back" || row.command == "help":
		return cmd
	case row.command == "percent", row.asks:
		name := map[bool]string{true: "seek", false: row.command}[row.command == "percent"]
		m.focusOn(focusCommand)
		m.line.SetValue(name + " ")
		return cmd
	}
	return tea.Batch(cmd, m.do(row.command, 0))
}

// leaveHelp takes the filter away, then closes the help.
func (m *Model) leaveHelp() tea.Cmd {
	if m.help.box.Value() == "" {
		return m.do("back", 0)
	}
	m.help.box.SetValue("")
	m.narrowHelp()
	return nil
}

// helpView is the part of the help that is seen, in as many rows.
func (m *Model) helpView(rows int) string {
	const keyCells = 19
	h := &m.help
	lines := make([]string, rows)
	if len(h.seen) == 0 {
		lines[0] = "   " + m.styles.faint.Styled("no key and no command has that")
	}
	measure := m.styles.measure
	for i := range lines {
		at := h.top + i
		if at >= len(h.seen) {
			break
		}
		r := h.seen[at]
		keys := text.Fit(measure, r.keys, keyCells)
		words := text.Cut(measure, r.words, m.listWidth()-keyCells-4)
		switch {
		case r.heading != "":
			lines[i] = " " + m.styles.title.Styled(r.heading)
		case at == h.cursor:
			lines[i] = m.styles.list.Mark.Styled("▌") + m.styles.list.Selected.Styled("  "+keys+" "+text.Fit(measure, words, m.listWidth()-keyCells-4))
		default:
			lines[i] = "   " + m.styles.key.Styled(keys) + " " + words
		}
	}
	return strings.Join(lines, "\n")
}
