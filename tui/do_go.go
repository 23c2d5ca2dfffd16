package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// The verbs that lead from one place to another.

// maxTrail bounds how many pages "back" remembers.
const maxTrail = 16

// goTo opens a page, and remembers where the keys were before.
func (m *Model) goTo(p page) {
	if p != m.page {
		m.remember()
	}
	m.focusOn(focusList)
	m.page = p
}

// remember makes the place where the listener is the one that "back" returns to.
func (m *Model) remember() {
	m.trail = append(m.trail, m.here())
	if len(m.trail) > maxTrail {
		m.trail = m.trail[1:]
	}
}

// focusOn gives the keys to a part of the screen.
func (m *Model) focusOn(f focus) {
	if f == focusCommand && m.focus != focusCommand {
		m.focusBefore = m.focus
	}
	if f == focusList && m.focus == focusBox {
		m.closeSuggestions()
	}
	m.focus = f
	m.box.Blur()
	m.line.Blur()
	m.help.box.Blur()
	m.finder.Blur()
	switch f {
	case focusFind:
		m.finder.Focus()
	case focusBox:
		m.box.Focus()
	case focusCommand:
		m.line.Focus()
	case focusHelp:
		m.help.box.Focus()
	}
	for i := range m.lists {
		m.lists[i].SetFocused(f == focusList)
	}
}

func (m *Model) doSearch(c command) (tea.Cmd, error) {
	m.goTo(searchPage)
	m.focusOn(focusBox)
	if c.arg != "" {
		m.box.SetValue(c.arg)
		return m.lookUp(c.arg), nil
	}
	return nil, nil
}

func (m *Model) doHome(command) (tea.Cmd, error) {
	m.goTo(searchPage)
	m.focusOn(focusBox)
	m.box.SetValue("")
	return m.goHome(), nil
}

func (m *Model) doPlaylist(command) (tea.Cmd, error) {
	if !m.opened.open() {
		return m.say("no playlist has been opened yet"), nil
	}
	m.goTo(playlistPage)
	return nil, nil
}

func (m *Model) doQueue(command) (tea.Cmd, error) {
	m.goTo(queuePage)
	return nil, nil
}

func (m *Model) doHelp(command) (tea.Cmd, error) {
	if m.page == helpPage {
		return m.doBack(command{})
	}
	m.openHelp()
	return nil, nil
}

func (m *Model) doFocus(c command) (tea.Cmd, error) {
	if m.suggesting() && (c.arg == "next" || c.arg == "prev") {
		return m.doChoose(c)
	}
	stops := []stop{{page: searchPage, focus: focusBox}, {page: searchPage, focus: focusList}}
	if m.opened.open() {
		stops = append(stops, stop{page: playlistPage, focus: focusList})
	}
	if m.library != nil {
		stops = append(stops, stop{page: libraryPage, focus: focusList})
	}
	stops = append(stops, stop{page: queuePage, focus: focusList})
	at := 0
	for i, s := range stops {
		if s.page == m.page && s.focus == m.focus {
			at = i
		}
	}
	switch c.arg {
	case "next":
		at++
	case "prev":
		at += len(stops) - 1
	case "list":
		if m.focus == focusBox {
			m.focusOn(focusList)
		}
		return nil, nil
	default:
		return nil, fmt.Errorf("focus next, prev or list, not %q", c.arg)
	}
	to := stops[at%len(stops)]
	m.goTo(to.page)
	m.focusOn(to.focus)
	if to.page == libraryPage {
		return m.readTab(), nil
	}
	return nil, nil
}

// doChoose goes through the completions. Without any, down goes to the list.
func (m *Model) doChoose(c command) (tea.Cmd, error) {
	switch {
	case m.focus == focusFind && c.arg == "next":
		return m.moveCursor(1), nil
	case m.focus == focusFind && c.arg == "prev":
		return m.moveCursor(-1), nil
	case c.arg != "next" && c.arg != "prev":
		return nil, fmt.Errorf("choose next or prev, not %q", c.arg)
	case m.focus == focusHelp:
		m.moveInHelp(map[string]int{"next": 1, "prev": -1}[c.arg])
	case m.suggesting() && c.arg == "next":
		m.choose(1)
	case m.suggesting():
		m.choose(-1)
	case m.focus == focusBox && c.arg == "next":
		m.focusOn(focusList)
	}
	return nil, nil
}

// doSubmit is Enter in a text field.
func (m *Model) doSubmit(command) (tea.Cmd, error) {
	if m.focus == focusCommand {
		line := m.line.Value()
		m.focusOn(m.focusBefore)
		if strings.TrimSpace(line) == "" {
			return nil, nil
		}
		return m.do(line, 0), nil
	}
	if m.focus == focusFind {
		m.focusOn(focusList)
		return nil, nil
	}
	if m.focus == focusHelp {
		return m.runHelp(), nil
	}
	m.closeSuggestions()
	words := strings.TrimSpace(m.box.Value())
	if words == "" {
		m.focusOn(focusList)
		return nil, nil
	}
	return m.lookUp(words), nil
}

// doLeave is Esc in a text field: it closes the completions, then stops the search, then
// leaves the box.
func (m *Model) doLeave(command) (tea.Cmd, error) {
	switch {
	case m.focus == focusCommand:
		m.focusOn(m.focusBefore)
	case m.focus == focusFind:
		m.leaveFind()
	case m.focus == focusHelp:
		return m.leaveHelp(), nil
	case m.suggesting():
		m.closeSuggestions()
	case m.found.busy && m.pendingText != "":
		return m.stopSearch(), nil
	default:
		m.focusOn(focusList)
	}
	return nil, nil
}

func (m *Model) doCommand(command) (tea.Cmd, error) {
	m.focusOn(focusCommand)
	m.line.SetValue("")
	return nil, nil
}

// doBack gives up what is under way here, or returns to the page before.
func (m *Model) doBack(command) (tea.Cmd, error) {
	if m.page == searchPage && m.found.busy {
		return m.stopSearch(), nil
	}
	switch m.page {
	case libraryPage:
		if m.holding().find != "" {
			m.narrowTo("")
			return nil, nil
		}
		if cmd, stopped := m.stopImport(); stopped {
			return cmd, nil
		}
	case playlistPage:
		if cmd, stopped := m.stopListing(); stopped {
			return cmd, nil
		}
	case queuePage:
		if len(m.feeds) > 0 {
			return m.stopFeed(), nil
		}
	case detailsPage:
		m.cancel(detailsAsked)
	}
	return m.returnTo(m.wayBack()), nil
}

// wayBack takes the last stop off the trail.
func (m *Model) wayBack() stop {
	n := len(m.trail)
	if n == 0 {
		return stop{page: m.page, focus: focusList}
	}
	to := m.trail[n-1]
	m.trail = m.trail[:n-1]
	return to
}

func (m *Model) doSuspend(command) (tea.Cmd, error) {
	if !m.canSuspend() {
		return m.say("there is no shell to go back to from here"), nil
	}
	if m.onSuspend == nil {
		return tea.Suspend, nil
	}
	save := func() tea.Msg { m.onSuspend(); return nil }
	return tea.Sequence(save, tea.Suspend), nil
}

func (m *Model) stopSearch() tea.Cmd {
	m.cancel(searchAsked)
	m.found.busy, m.pendingText = false, ""
	m.autoPlay = false
	return m.say("search stopped")
}
