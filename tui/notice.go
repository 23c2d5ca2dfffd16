package tui

import (
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// How long a notice stays when nothing replaces it.
const (
	infoStays    = 4 * time.Second
	failureStays = 15 * time.Second
)

// notice is one line about what has just happened.
type notice struct {
	text   string
	failed bool
	gen    int
}

// say shows a line for a moment.
func (m *Model) say(line string) tea.Cmd {
	return m.show(notice{text: text.Clean(line)}, infoStays)
}

// fail shows what went wrong and what to do about it.
func (m *Model) fail(line, hint string) tea.Cmd {
	if hint != "" {
		line += " – " + hint
	}
	return m.show(notice{text: text.Clean(line), failed: true}, failureStays)
}

// explain shows an error of a source and logs all of it.
func (m *Model) explain(what string, err error) tea.Cmd {
	line, hint := source.Explain(err)
	return tea.Batch(m.fail(line, hint), logCmd(m.log, what, err))
}

func (m *Model) show(n notice, stays time.Duration) tea.Cmd {
	n.gen = m.notice.gen + 1
	m.notice = n
	return tea.Tick(stays, func(time.Time) tea.Msg { return noticeTimerMsg{n.gen} })
}

func (m *Model) handleNoticeTimer(msg noticeTimerMsg) {
	if msg.gen == m.notice.gen {
		m.notice.text = ""
	}
}

// noticeRows are the rows between the list and the strip: the command line, or what
// has just happened, or what the player has to say, wrapped. On a low screen short
// news goes to the last row instead (bottom), so that the list keeps still.
func (m *Model) noticeRows() []string {
	own := m.layout.notice
	var rows []string
	switch {
	case m.focus == focusCommand && own:
		return []string{m.line.View()}
	case m.focus == focusCommand:
	case m.notice.text != "" && m.notice.failed:
		rows = m.wrap(m.styles.failure, m.notice.text)
		if own && m.state.Notice != "" { // what fails first must not hide what is missing
			rows = append(rows, m.wrap(m.styles.warning, m.state.Notice)...)
		}
	case m.notice.text != "" && own:
		rows = m.wrap(m.styles.info, m.notice.text)
	case m.notice.text != "":
	case m.state.Err != "":
		rows = m.wrap(m.styles.failure, m.state.Err)
	case m.state.Notice != "":
		rows = m.wrap(m.styles.warning, m.state.Notice)
	}
	if len(rows) == 0 && own {
		return []string{""}
	}
	return rows
}

// wrap breaks a text into the rows that a notice may have; what does not fit is cut. A
// line break in the text is kept: a command to type stands on a line of its own. Words
// are never broken, as they may be such commands too.
func (m *Model) wrap(style ansi.Style, s string) (rows []string) {
	var lines []string
	for l := range strings.SplitSeq(s, "\n") {
		lines = append(lines, wrapWords(m.styles.measure, text.Clean(l), m.layout.width-2)...)
	}
	if n := m.layout.maxNoticeRows(); len(lines) > n {
		lines[n-1] = strings.Join(lines[n-1:], " ")
		lines = lines[:n]
	}
	for _, l := range lines {
		rows = append(rows, m.noticeRow(style, l))
	}
	return rows
}

// wrapWords breaks s at its spaces into lines of at most width cells, as far as its words
// allow.
func wrapWords(measure ansi.Method, s string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(s) {
		switch {
		case line == "":
			line = word
		case text.Width(measure, line)+1+text.Width(measure, word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

func (m *Model) noticeRow(style ansi.Style, s string) string {
	return " " + style.Styled(text.Cut(m.styles.measure, text.Clean(s), m.layout.width-1))
}
