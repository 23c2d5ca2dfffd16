package tui

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"anyaudio/source"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// Words are completed below the search box while they are typed.

const (
	// suggestGap is how long the listener has to pause before the source is asked.
	suggestGap = 200 * time.Millisecond
	// maxSuggested bounds the words that are completed: what is longer has been pasted.
	maxSuggested = 100
	// maxSuggestions is how many completions are kept.
	maxSuggestions = 10
)

// suggestions are the completions of what stands in the box, and the one chosen.
type suggestions struct {
	gen   int    // of the timer that counts
	typed string // what stood in the box before one was chosen
	items []string
	at    int // the chosen one, -1 for what was typed
}

// suggesting reports whether there are completions to choose from.
func (m *Model) suggesting() bool {
	return m.focus == focusBox && m.page == searchPage && len(m.suggest.items) > 0
}

// suggestTimerCmd ends a pause in typing.
func suggestTimerCmd(gen int) tea.Cmd {
	return tea.Tick(suggestGap, func(time.Time) tea.Msg { return suggestTimerMsg{gen} })
}

// suggestCmd asks for completions.
func suggestCmd(ctx context.Context, s source.Suggester, id uint64, words string) tea.Cmd {
	return func() tea.Msg {
		items, err := s.Suggest(ctx, words)
		return suggestedMsg{id: id, items: items, err: err}
	}
}

// boxChanged follows what is typed: the question before is cancelled, and the next one
// waits for a pause. The completions seen stay until others come, so that they do not
// flicker.
func (m *Model) boxChanged() tea.Cmd {
	if _, ok := m.source.(source.Suggester); !ok {
		return nil
	}
	m.cancel(suggestAsked)
	m.suggest.gen++
	m.suggest.at = -1
	m.suggest.typed = m.box.Value()
	if !completable(m.suggest.typed) {
		m.suggest.items = nil
		return nil
	}
	return suggestTimerCmd(m.suggest.gen)
}

// completable reports whether text is words that may be sent to be completed. An
// address or a path is nobody's business before Enter.
func completable(words string) bool {
	words = strings.TrimSpace(words)
	return words != "" && utf8.RuneCountInString(words) <= maxSuggested &&
		!strings.Contains(words, "://") && !strings.ContainsAny(words[:1], `/.~\`)
}

func (m *Model) handleSuggestTimer(msg suggestTimerMsg) tea.Cmd {
	s, ok := m.source.(source.Suggester)
	if !ok || msg.gen != m.suggest.gen {
		return nil
	}
	ctx, id := m.ask(suggestAsked)
	return suggestCmd(ctx, s, id, strings.TrimSpace(m.suggest.typed))
}

// handleSuggested takes completions over. That there are none is no news, whatever the
// reason.
func (m *Model) handleSuggested(msg suggestedMsg) tea.Cmd {
	if !m.answered(suggestAsked, msg.id) {
		return nil
	}
	m.suggest.items, m.suggest.at = nil, -1
	if msg.err != nil {
		return logCmd(m.log, "suggest", msg.err)
	}
	for _, item := range msg.items {
		if item = text.Clean(item); item != "" && item != m.suggest.typed && len(m.suggest.items) < maxSuggestions {
			m.suggest.items = append(m.suggest.items, item)
		}
	}
	return nil
}

// closeSuggestions takes them away, and stops the question under way.
func (m *Model) closeSuggestions() {
	m.cancel(suggestAsked)
	m.suggest = suggestions{gen: m.suggest.gen + 1, at: -1}
}

// choose puts the completion n further on into the box; before the first and behind the
// last is what was typed.
func (m *Model) choose(n int) {
	s := &m.suggest
	places := len(s.items) + 1
	s.at = (s.at+1+n+places)%places - 1
	if s.at < 0 {
		m.box.SetValue(s.typed)
	} else {
		m.box.SetValue(s.items[s.at])
	}
	m.cancel(suggestAsked) // an answer to what was typed comes too late
	s.gen++
	m.typedSince = true
}

// suggestionRows returns the first completion that is seen on a page of as many rows, and how
// many are.
func (m *Model) suggestionRows(rows int) (top, seen int) {
	seen = min(rows/2, len(m.suggest.items))
	return max(m.suggest.at-seen+1, 0), seen
}

// overlaySuggestions draws the completions over the first of the rows below the box, as
// many as leave half of them. On a screen that is too low there are none.
func (m *Model) overlaySuggestions(rows []string) {
	if !m.suggesting() {
		return
	}
	top, room := m.suggestionRows(len(rows))
	for i := range room {
		item := m.suggest.items[top+i]
		mark, style := "  ", m.styles.faint
		if top+i == m.suggest.at {
			mark, style = m.styles.list.Mark.Styled("▌")+" ", m.styles.title
		}
		rows[i] = mark + style.Styled(text.Cut(m.styles.measure, item, m.listWidth()-2))
	}
	if room > 0 && room < len(rows) {
		rows[room] = m.styles.rule.Styled(strings.Repeat("╌", m.listWidth()))
	}
}
