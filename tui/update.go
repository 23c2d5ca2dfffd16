package tui

import (
	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Update takes one message. It never waits: whatever may take time is a command.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	// These cannot change more than the strip or the bars, and are the only ones that come when
	// nobody does anything: they must stay cheap.
	switch msg := msg.(type) {
	case tickMsg:
		m.handleTick(msg)
		return m, m.arm()
	case barsMsg:
		m.handleBars()
		return m, m.arm()
	}
	cmd := m.route(msg)
	m.previewTheme()
	picture := m.updateArt()
	m.draw()
	return m, guard(tea.Batch(cmd, picture, m.layArt(), m.arm(), m.armRest()))
}

// route gives a message to its handler: keys first, then the terminal, then the
// player, then answers.
func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.handleKey(msg)
	case tea.MouseMsg:
		return m.handleMouse(msg)
	case tea.PasteMsg:
		return m.handlePaste(msg)

	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
		return m.redrawn(false)
	case tea.BackgroundColorMsg:
		m.dark = msg.IsDark()
		m.recolor(m.styles.measure)
	case tea.ModeReportMsg:
		m.handleMode(msg)
		return m.redrawn(false)
	case tea.ResumeMsg:
		m.poll()
		return m.redrawn(true)
	case tea.ColorProfileMsg, tea.EnvMsg, uv.KittyGraphicsEvent, uv.PrimaryDeviceAttributesEvent, uv.CellSizeEvent, uv.PixelSizeEvent:
		return m.handleTerminal(msg)
	case layMsg:
		return m.handleLay(msg)

	case pathsMsg:
		m.handlePaths(msg)
	case subscribedMsg:
		m.events = msg.events
		m.setQueue(m.controls.Queue())
		m.setState(m.controls.State())
		cmds := []tea.Cmd{waitForEvent(m.events), m.start(m)}
		if m.library != nil {
			cmds = append(cmds, savedCmd(m.ctx, m.library))
		}
		cmds = append(cmds, m.askKept())
		return tea.Batch(cmds...)
	case eventMsg:
		return tea.Batch(m.handleEvent(msg.event), waitForEvent(m.events))
	case newsMsg:
		return tea.Batch(m.fail(msg.line, ""), waitForNews(m.ctx, m.news))
	case eventsEndedMsg:
		if m.ctx.Err() == nil {
			return m.fail("the player has stopped", "quit and start again")
		}
	case restMsg:
		m.handleRest(msg)
	case seekTimerMsg:
		m.handleSeekTimer(msg)
	case noticeTimerMsg:
		m.handleNoticeTimer(msg)

	case remoteMsg:
		return m.handleRemote(msg)

	case panicMsg:
		panic(msg.text)

	case foundMsg:
		return m.handleFound(msg)
	case matchedMsg:
		return m.handleMatched(msg)
	case tabMsg:
		return m.handleTab(msg)
	case savedMsg:
		return m.handleSaved(msg)
	case heardMsg:
		return m.handleHeard(msg)
	case keptMsg:
		return m.handleKept(msg)
	case keptTimerMsg:
		return m.handleKeptTimer(msg)
	case keptListMsg:
		return m.handleKeptList(msg)
	case editedMsg:
		return m.handleEdited(msg)
	case listsMsg:
		return m.handleLists(msg)
	case refreshedMsg:
		return m.handleRefreshed(msg)
	case importedMsg:
		return m.handleImported(msg)
	case importTimerMsg:
		return m.handleImportTimer(msg)
	case leaveMsg:
		return m.quit()
	case ownFrontMsg:
		return m.handleOwnFront(msg)
	case frontMsg:
		return m.handleFront(msg)
	case moreFoundMsg:
		return m.handleMoreFound(msg)
	case listedMsg:
		return m.handleListed(msg)
	case fedMsg:
		return m.handleFed(msg)
	case suggestTimerMsg:
		return m.handleSuggestTimer(msg)
	case suggestedMsg:
		return m.handleSuggested(msg)
	case radioMsg:
		return m.handleRadio(msg)
	case detailsMsg:
		return m.handleDetails(msg)
	case artMsg:
		return m.handleArt(msg)
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
		m.recolor(ansi.GraphemeWidth)
	}
}

// handleKey turns a key into a command, by the table for where the keys go.
func (m *Model) handleKey(msg tea.KeyPressMsg) tea.Cmd {
	key := msg.String()
	if m.focus != focusList {
		if m.focus == focusCommand && (key == "tab" || key == "shift+tab") {
			return m.complete(map[string]int{"tab": 1, "shift+tab": -1}[key])
		}
		if line, ok := m.keys.text[key]; ok {
			return m.do(line, 0)
		}
		return m.handleText(msg)
	}
	if m.prefix == "" && len(key) == 1 && key[0] >= '0' && key[0] <= '9' && (m.counting || m.keys.lists[key] == "") {
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
	if l, is := m.sheetLineFor(line); ok && is {
		cmd = m.runLine(l)
	} else if ok && !(line == "back" && typed) { // Esc takes back what has been typed, no more
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
	if m.focus == focusFind {
		return m.typeFind(msg)
	}
	if m.focus == focusHelp {
		return m.typeHelp(msg)
	}
	m.typedSince = true
	before := m.box.Value()
	m.box, cmd = m.box.Update(msg)
	if m.box.Value() == before {
		return cmd
	}
	return tea.Batch(cmd, m.boxChanged())
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
