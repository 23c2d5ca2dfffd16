package tui

import (
	"context"
	"fmt"
	"strings"

	"anyaudio/source/library"
	"anyaudio/tui/recap"

	tea "charm.land/bubbletea/v2"
)

// The page of what was heard: by week, month, year or ever, with bars.

// spans are the words for them, in the order of the keys for the next and the one before.
func spans() []string { return []string{"week", "month", "year", "ever"} }

// spanOf is the span that a word stands for.
func spanOf(word string) library.Span {
	return map[string]library.Span{"week": library.Week, "month": library.Month, "year": library.Year, "ever": library.Ever}[word]
}

// heard is what the page shows.
type heard struct {
	at    int // the place of the span in spans
	recap library.Recap
	known bool
}

// heardCmd adds up what was heard: it reads the whole history.
func heardCmd(ctx context.Context, lib *library.Library, id uint64, span library.Span) tea.Cmd {
	return func() tea.Msg {
		r, err := lib.Recap(ctx, span)
		return heardMsg{id: id, recap: r, err: err}
	}
}

func (m *Model) doHeard(c command) (tea.Cmd, error) {
	if m.library == nil {
		return m.say(noLibrary), nil
	}
	if c.arg == "" && m.showing(heardSheet) {
		return m.leaveSheet(), nil
	}
	at := m.heard.at
	if c.arg != "" {
		at = -1
		for i, word := range spans() {
			if word == c.arg {
				at = i
			}
		}
		if at < 0 {
			return nil, fmt.Errorf("heard %s, not %q", strings.Join(spans(), ", "), c.arg)
		}
	}
	return m.showHeard(at), nil
}

// showHeard shows a span and adds it up.
func (m *Model) showHeard(at int) tea.Cmd {
	m.heard = heard{at: at}
	word := spans()[at]
	title := "Heard · " + recap.Name(spanOf(word))
	if next, prev := m.keys.label("filter next"), m.keys.label("filter prev"); next != "" && prev != "" {
		title += " · " + prev + " " + next + " others"
	}
	m.openSheet(sheet{kind: heardSheet, title: title, empty: "adding up …"})
	ctx, id := m.ask(heardAsked)
	return heardCmd(ctx, m.library, id, spanOf(word))
}

// stepHeard is "filter next" and "filter prev" on the page.
func (m *Model) stepHeard(step int) tea.Cmd {
	n := len(spans())
	return m.showHeard(((m.heard.at+step)%n + n) % n)
}

func (m *Model) handleHeard(msg heardMsg) tea.Cmd {
	if !m.answered(heardAsked, msg.id) {
		return nil
	}
	if msg.err != nil {
		m.sheet.empty = "it cannot be read"
		return m.explain("heard", msg.err)
	}
	m.heard.recap, m.heard.known = msg.recap, true
	return nil
}

// heardLines are the lines for the width that there is.
func (m *Model) heardLines() (lines []sheetLine) {
	if !m.heard.known {
		return nil
	}
	const margin = 3 // of a sheet
	text := recap.Text(m.heard.recap, spanOf(spans()[m.heard.at]), m.listWidth()-margin)
	for l := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		lines = append(lines, sheetLine{text: l})
	}
	return lines
}
