package tui

import (
	"slices"
	"strconv"
	"strings"

	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
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
		texts := []hintText{typing("Enter", "search", "submit"), typing("Tab", "list", "focus next"), typing("Esc", "leave the box", "leave")}
		if m.box.Value() != "" {
			texts = append(texts, hintText{key: "Ctrl+u", words: "clear it"})
		}
		if m.suggesting() {
			texts = []hintText{typing("Enter", "search", "submit"), choosing("choose"), typing("Esc", "close", "leave")}
		}
		return m.hintRow("", texts, typing("F1", "keys", "help"))
	}
	if m.focus == focusFind {
		return m.hintRow("", m.findHints(), typing("F1", "keys", "help"))
	}
	if m.focus == focusHelp {
		return m.hintRow("", []hintText{typing("Enter", "run it", "submit"), choosing("choose"), typing("Esc", "back", "leave")}, hintText{key: "PgDn", words: "more"})
	}
	if m.completing() {
		return m.completionRow()
	}
	list := m.pageHints()
	texts := make([]hintText, len(list))
	for i, h := range list {
		texts[i] = hintText{key: m.keys.label(h.command), words: h.words, command: h.command}
		if h.also != "" {
			texts[i].alsoKey, texts[i].also = m.keys.label(h.also), h.also
		}
	}
	return m.hintRow("", texts, hintText{key: m.keys.label("help"), words: "keys", command: "help"})
}

// findHints are those of the field that looks through the page in front.
func (m *Model) findHints() []hintText {
	if m.canJump() {
		return []hintText{typing("Enter", "stay here", "submit"), choosing("move"), typing("Esc", "back to where you were", "leave")}
	}
	return []hintText{typing("Enter", "to the list", "submit"), choosing("move"), typing("Esc", "show all", "leave")}
}

// typing is the hint of a key of a text field.
func typing(key, words, command string) hintText {
	return hintText{key: key, words: words, command: command}
}

// choosing is the hint of the keys that go through what is below a text field.
func choosing(words string) hintText {
	return hintText{key: "↓", alsoKey: "↑", words: words, command: "choose next", also: "choose prev"}
}

// pageHints are the commands of the page in front, the ones for where the cursor is first.
func (m *Model) pageHints() []hint {
	switch m.page {
	case queuePage:
		return []hint{
			{"play", "", "play"},
			{"remove", "", "remove"},
			{"move +1", "move -1", "move"},
			{"pause", "", "pause"},
			{"seek -5", "seek +5", "seek"},
			{"clear ask", "", "clear"},
			{"find", "", "find"},
		}
	case sheetPage:
		switch m.sheet.kind {
		case statsSheet:
			return []hint{{"down", "up", "scroll"}, {"back", "", "back"}, {"errors", "", "errors"}}
		case logSheet:
			return []hint{{"down", "up", "scroll"}, {"back", "", "back"}}
		}
		return []hint{{"play", "", "choose"}, {"down", "up", "move"}, {"back", "", "back"}}
	case detailsPage:
		return []hint{
			{"play", "", m.detailsEnter()},
			{"down", "up", "scroll"},
			{"back", "", "back"},
			{"add", "", "queue"},
			{"radio", "", "radio"},
			{"related", "", "more like it"},
		}
	}
	if m.page == libraryPage {
		return m.libraryHints()
	}
	enter := hint{"play", "", "play"}
	if row, ok := m.list().Selected(); ok && row.Playlist != nil {
		enter.words = "open"
	}
	list := []hint{enter, {"pause", "", "pause"}}
	switch {
	case m.page == searchPage && m.filtered():
		list = append(list, hint{"filter prev", "filter next", "kind"})
	case m.page == playlistPage && m.opened.next != "" && (m.opened.busy || m.feeds.feeding(m.opened)):
		list = append(list, hint{"back", "", "stop loading"})
	}
	find := "search"
	if m.page == playlistPage {
		find = "find"
	}
	return append(list,
		hint{"seek -5", "seek +5", "seek"},
		hint{"find", "", find},
		hint{"add", "", "queue"},
		hint{"play-next", "", "next"},
		hint{"radio", "", "radio"},
		hint{"details", "", "details"},
		hint{"prev", "next", "tracks"},
	)
}

// libraryHints are those of the library page.
func (m *Model) libraryHints() []hint {
	list := []hint{{"play", "", "play"}, {"find", "", "filter"}, {"filter prev", "filter next", "list"}}
	if m.importing.run != nil {
		list = append([]hint{{"back", "", "stop importing"}}, list...)
		return list
	}
	switch m.holdings.tab {
	case playlistsTab:
		list[0].words = "open"
	case savedTab:
		list = append(list, hint{"save", "", "take out"}, hint{"sort", "", "sort"})
	default:
		list = append(list, hint{"save", "", "save"})
	}
	return append(list, hint{"add", "", "queue"}, hint{"mark", "", "mark"}, hint{"pause", "", "pause"})
}

// hintText is a hint as it is written. A click on its words gives the command, one on the
// second key the other; neither does anything where they are empty.
type hintText struct {
	key, words    string
	command, also string
	alsoKey       string
}

// hintRow lays hints out behind lead, as many as fit before the last one, and remembers where
// each of them is, for the mouse.
func (m *Model) hintRow(lead string, hints []hintText, last hintText) string {
	cells := func(s string) int { return text.Width(m.styles.measure, s) }
	keys := func(h hintText) string { return strings.TrimSuffix(h.key+" "+h.alsoKey, " ") }
	width := func(h hintText) int { return cells(keys(h)) + 1 + cells(h.words) + len("  ") }
	room := m.layout.width - 1 - width(last)
	var b strings.Builder
	b.WriteByte(' ')
	at := 1
	if lead != "" {
		b.WriteString(m.styles.brand.Styled(lead) + "  ")
		at += cells(lead) + 2
		room -= cells(lead) + 2
	}
	m.clickable = nil
	put := func(h hintText) {
		second := at + cells(h.key) + 1
		m.clickable = append(m.clickable, spot{at, at + width(h) - 2, h.command})
		if h.also != "" {
			m.clickable = append(m.clickable, spot{second, second + cells(h.alsoKey), h.also})
		}
		at += width(h)
		b.WriteString(m.styles.key.Styled(keys(h)) + " " + m.styles.faint.Styled(h.words))
	}
	for _, h := range hints {
		if room -= width(h); room < 0 {
			break
		}
		put(h)
		b.WriteString("  ")
	}
	put(last)
	return b.String()
}

// spot is the cells of a row at which a click gives a command.
type spot struct {
	from, to int
	command  string
}

// clickHint does what the hint at column x says, with the number that has been typed.
func (m *Model) clickHint(x, count int) tea.Cmd {
	for _, s := range slices.Backward(m.clickable) { // the second key lies within its hint
		if s.from <= x && x < s.to && s.command != "" {
			return m.do(s.command, count)
		}
	}
	return nil
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
						texts = append(texts, hintText{key: rest, words: strings.TrimPrefix(b.command, "library "), command: b.command})
					}
				}
			}
		}
		return m.hintRow(m.prefix, texts, hintText{key: "Esc", words: "no"})
	case m.counting:
		n := strconv.Itoa(m.count)
		counted := func(command, words string) hintText {
			return hintText{key: n + m.keys.label(command), words: words, command: command}
		}
		percent := counted("percent", "of the track")
		percent.command += " " + n
		return m.hintRow("", []hintText{percent, counted("down", "down"), counted("bottom", "row")}, hintText{key: "Esc", words: "no"})
	}
	return ""
}
