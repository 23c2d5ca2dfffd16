package tui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Update takes one message. It never waits: whatever may take time is a command.
func (m Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if tick, ok := msg.(tickMsg); ok {
		// The only message that cannot change more than the strip, and the only one
		// that comes when nobody does anything: it must stay cheap.
		m.handleTick(tick)
		return m, m.arm()
	}
	cmd := m.route(msg)
	m.draw()
	return m, guard(tea.Batch(cmd, m.arm()))
}

// route gives a message to its handler: keys first, then the terminal, then the
// player, then answers.
func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.handleKey(msg)
	case tea.PasteMsg:
		return m.handlePaste(msg)

	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		m.dark = msg.IsDark()
		m.styles = newStyles(m.dark, m.styles.measure)
		m.restyle()
	case tea.ModeReportMsg:
		m.handleMode(msg)
	case tea.ResumeMsg:
		m.poll()

	case subscribedMsg:
		m.events = msg.events
		m.setQueue(m.controls.Queue())
		m.setState(m.controls.State())
		return tea.Batch(waitForEvent(m.events), m.start(m))
	case eventMsg:
		return tea.Batch(m.handleEvent(msg.event), waitForEvent(m.events))
	case eventsEndedMsg:
		if m.ctx.Err() == nil {
			return m.fail("the player has stopped", "quit and start again")
		}
	case seekTimerMsg:
		m.handleSeekTimer(msg)
	case noticeTimerMsg:
		m.handleNoticeTimer(msg)

	case panicMsg:
		panic(msg.text)

	case foundMsg:
		return m.handleFound(msg)
	case moreFoundMsg:
		return m.handleMoreFound(msg)
	case listedMsg:
		return m.handleListed(msg)
	case collectedMsg:
		return m.handleCollected(msg)
	}
	return nil
}

// handleMode follows the renderer, which counts cells by grapheme cluster once the
// terminal has said that it does so too (mode 2027), and must agree with us.
func (m *Model) handleMode(msg tea.ModeReportMsg) {
	if msg.Mode != ansi.ModeUnicodeCore {
		return
	}
	switch msg.Value {
	case ansi.ModeReset, ansi.ModeSet, ansi.ModePermanentlySet:
		m.styles = newStyles(m.dark, ansi.GraphemeWidth)
		m.restyle()
	}
}

// handleKey turns a key into a command, by the table for where the keys go.
func (m *Model) handleKey(msg tea.KeyPressMsg) tea.Cmd {
	key := msg.String()
	if m.focus != focusList {
		if line, ok := m.keys.text[key]; ok {
			return m.do(line, 0)
		}
		return m.handleText(msg)
	}
	if m.prefix == "" && len(key) == 1 && key[0] >= '0' && key[0] <= '9' {
		m.counting = true
		m.count = min(m.count*10+int(key[0]-'0'), 99_999)
		return nil
	}
	if m.prefix != "" {
		key = m.prefix + " " + key
	}
	line, ok := m.keys.lists[key]
	if !ok && m.prefix == "" && m.keys.prefixes[key] {
		m.prefix = key
		return nil
	}
	typed := m.counting || m.prefix != ""
	count := m.count
	var cmd tea.Cmd
	if ok && !(line == "back" && typed) { // Esc takes back what has been typed, no more
		cmd = m.do(line, count)
	}
	m.counting, m.count, m.prefix = false, 0, ""
	return cmd
}

// handleText edits the text field that has the keys.
func (m *Model) handleText(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	if m.focus == focusCommand {
		if key, ok := msg.(tea.KeyPressMsg); ok && key.String() == "backspace" && m.line.Value() == "" {
			return m.do("leave", 0) // as in vi
		}
		m.line, cmd = m.line.Update(msg)
		return cmd
	}
	m.typedSince = true
	m.box, cmd = m.box.Update(msg)
	return cmd
}

// handlePaste puts pasted text where text goes; outside a text field it is something
// to look for.
func (m *Model) handlePaste(msg tea.PasteMsg) tea.Cmd {
	if m.focus == focusList {
		m.goTo(searchPage)
		m.focusOn(focusBox)
		m.box.SetValue("")
	}
	return m.handleText(msg)
}
