package tui

import (
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// The command line is completed with Tab, from the table of commands; see paths.go for paths.

// completion is what Tab goes through, and where it is.
type completion struct {
	typed string
	items []string
	at    int
}

// complete puts the next or the previous way to go on into the command line; behind the
// last one is what was typed.
func (m *Model) complete(n int) tea.Cmd {
	if !m.completing() {
		typed := m.line.Value()
		if _, _, ok := pathArg(typed); ok {
			return pathsCmd(typed, n)
		}
		m.completion = completion{typed: typed, items: m.verbs.complete(typed), at: -1}
	}
	m.turn(n)
	return nil
}

// turn goes n ways to go on further.
func (m *Model) turn(n int) {
	c := &m.completion
	if len(c.items) == 0 {
		return
	}
	places := len(c.items) + 1
	c.at = (c.at+1+n+places)%places - 1
	m.line.SetValue(c.value())
}

// value is what stands in the line at this point of the way through.
func (c completion) value() string {
	if c.at < 0 {
		return c.typed
	}
	return c.items[c.at]
}

// completing reports whether the line is as Tab has left it.
func (m *Model) completing() bool {
	return m.focus == focusCommand && len(m.completion.items) > 0 && m.line.Value() == m.completion.value()
}

// complete returns the lines that go on from typed: names of commands, then words that the
// command takes.
func (v verbs) complete(typed string) (lines []string) {
	name, arg, hasArg := strings.Cut(strings.TrimLeft(typed, " "), " ")
	if !hasArg {
		for _, n := range v.names {
			if strings.HasPrefix(n, name) && !slices.Contains(keyOnly(), n) {
				lines = append(lines, n)
			}
		}
		return lines
	}
	for _, word := range v.byName[name].words() {
		if strings.HasPrefix(word, strings.TrimLeft(arg, " ")) {
			lines = append(lines, name+" "+word)
		}
	}
	return lines
}

// keyOnly are the commands that make no sense but as a key.
func keyOnly() []string { return []string{"submit", "leave", "choose", "command", "percent"} }

// words are those that the usage names literally; capitals stand for something else.
func (v verb) words() (words []string) {
	for part := range strings.SplitSeq(strings.Trim(v.usage, "[]"), "|") {
		for word := range strings.FieldsSeq(part) {
			if strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLower(r) && r != '-' }) < 0 {
				words = append(words, word)
			}
		}
	}
	return words
}

// completionRow shows the ways to go on around the one that stands in the line, as many as
// fit.
func (m *Model) completionRow() string {
	c := m.completion
	var hints []hintText
	for i := max(c.at-1, 0); i < len(c.items); i++ {
		words := c.items[i]
		if _, path, ok := pathArg(words); ok {
			words = lastOfPath(path)
		} else if _, arg, ok := strings.Cut(words, " "); ok {
			words = arg
		}
		if i == c.at {
			hints = append(hints, hintText{key: "▸" + words, words: m.verbs.byName[c.items[i]].usage})
			continue
		}
		hints = append(hints, hintText{words: words})
	}
	return m.hintRow("", hints, hintText{key: "Tab", words: "next"})
}
