package tui

import (
	"strconv"
	"strings"

	"anyaudio/tui/text"
)

// hint is a command with the one or two words that fit into the last row.
type hint struct {
	command string
	also    string // a second command whose key stands beside
	words   string
}

// hints names the keys that matter where the listener is, as many as fit, and always
// the one for all others.
func (m *Model) hints() string {
	if m.focus == focusBox {
		return m.hintRow("", []hintText{{"Enter", "search"}, {"Tab", "list"}, {"Esc", "leave the box"}}, hintText{"F1", "keys"})
	}
	var list []hint
	switch m.page {
	case queuePage:
		list = []hint{
			{"play", "", "play"},
			{"remove", "", "remove"},
			{"move +1", "move -1", "move"},
			{"pause", "", "pause"},
			{"seek -5", "seek +5", "seek"},
			{"clear ask", "", "clear"},
		}
	case helpPage:
		list = []hint{{"down", "up", "scroll"}, {"back", "", "back"}}
	default:
		list = []hint{
			{"play", "", "play"},
			{"pause", "", "pause"},
			{"seek -5", "seek +5", "seek"},
			{"search", "", "search"},
			{"add", "", "queue"},
			{"play-next", "", "next"},
			{"prev", "next", "tracks"},
		}
	}
	texts := make([]hintText, len(list))
	for i, h := range list {
		texts[i] = hintText{m.keys.label(h.command), h.words}
		if h.also != "" {
			texts[i].key += " " + m.keys.label(h.also)
		}
	}
	return m.hintRow("", texts, hintText{m.keys.label("help"), "keys"})
}

type hintText struct{ key, words string }

// hintRow lays hints out behind lead, as many as fit before the last one.
func (m *Model) hintRow(lead string, hints []hintText, last hintText) string {
	width := func(h hintText) int {
		return text.Width(m.styles.measure, h.key) + 1 + len(h.words) + len("  ")
	}
	room := m.layout.width - 1 - width(last)
	var b strings.Builder
	b.WriteByte(' ')
	if lead != "" {
		b.WriteString(m.styles.brand.Styled(lead) + "  ")
		room -= text.Width(m.styles.measure, lead) + 2
	}
	for _, h := range hints {
		if room -= width(h); room < 0 {
			break
		}
		b.WriteString(m.styles.key.Styled(h.key) + " " + m.styles.faint.Styled(h.words) + "  ")
	}
	b.WriteString(m.styles.key.Styled(last.key) + " " + m.styles.faint.Styled(last.words))
	return b.String()
}

// typed shows what has been typed towards a command: a count, or the first key of a
// sequence with what may follow.
func (m *Model) typed() string {
	switch {
	case m.prefix != "":
		var texts []hintText
		for _, s := range m.keys.sections {
			for _, b := range s.bindings {
				for _, k := range b.keys {
					if first, rest, ok := strings.Cut(k, " "); ok && first == m.prefix {
						texts = append(texts, hintText{rest, b.command})
					}
				}
			}
		}
		return m.hintRow(m.prefix, texts, hintText{"Esc", "no"})
	case m.counting:
		n := strconv.Itoa(m.count)
		return m.hintRow("", []hintText{{n + m.keys.label("percent"), "of the track"}, {n + m.keys.label("down"), "down"}, {n + m.keys.label("bottom"), "row"}}, hintText{"Esc", "no"})
	}
	return ""
}

// helpLines are the key map and the command line's grammar, as text.
func (m *Model) helpLines() []string {
	const keyCells = 19
	var lines []string
	row := func(left, right string) {
		lines = append(lines, "   "+m.styles.key.Styled(text.Fit(m.styles.measure, left, keyCells))+" "+
			text.Cut(m.styles.measure, right, m.listWidth()-keyCells-4))
	}
	for _, s := range m.keys.sections {
		lines = append(lines, " "+m.styles.title.Styled(s.title))
		for _, b := range s.bindings {
			row(keyLabels(b), b.help)
		}
		lines = append(lines, "")
	}
	lines = append(lines, " "+m.styles.title.Styled("Commands, after "+m.keys.label("command")))
	for _, name := range m.verbs.names {
		row(name, m.verbs.byName[name].usage)
	}
	return lines
}

// scrollHelp moves the help by n lines.
func (m *Model) scrollHelp(n int) {
	if m.page != helpPage {
		return
	}
	last := len(m.helpLines()) - m.layout.list
	m.helpTop = max(min(m.helpTop+n, last), 0)
}

// helpView is the part of the help that is seen, in as many rows.
func (m *Model) helpView(rows int) string {
	lines := m.helpLines()
	lines = lines[min(m.helpTop, len(lines)):]
	seen := make([]string, rows)
	copy(seen, lines)
	return strings.Join(seen, "\n")
}
