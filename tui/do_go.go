package tui

import (
	"fmt"
	"strings"

	"anyaudio/source"

	tea "charm.land/bubbletea/v2"
)

// The verbs that lead from one place to another.

// maxTrail bounds how many pages "back" remembers.
const maxTrail = 16

// goTo opens a page, and remembers where the keys were before.
func (m *Model) goTo(p page) {
	from := stop{m.page, m.focus}
	m.focusOn(focusList)
	if p == m.page {
		return
	}
	m.trail = append(m.trail, from)
	if len(m.trail) > maxTrail {
		m.trail = m.trail[1:]
	}
	m.page = p
	if p == helpPage {
		m.helpTop = 0
	}
}

// focusOn gives the keys to a part of the screen.
func (m *Model) focusOn(f focus) {
	if f == focusCommand && m.focus != focusCommand {
		m.focusBefore = m.focus
	}
	m.focus = f
	m.box.Blur()
	m.line.Blur()
	switch f {
	case focusBox:
		m.box.Focus()
	case focusCommand:
		m.line.Focus()
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
	if m.opened.playlist == (source.Playlist{}) {
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
	m.goTo(helpPage)
	return nil, nil
}

// stop is a place where the keys can be, for Tab and for going back.
type stop struct {
	page  page
	focus focus
}

func (m *Model) doFocus(c command) (tea.Cmd, error) {
	stops := []stop{{searchPage, focusBox}, {searchPage, focusList}}
	if m.opened.playlist != (source.Playlist{}) {
		stops = append(stops, stop{playlistPage, focusList})
	}
	stops = append(stops, stop{queuePage, focusList})
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
	words := strings.TrimSpace(m.box.Value())
	if words == "" {
		m.focusOn(focusList)
		return nil, nil
	}
	return m.lookUp(words), nil
}

// doLeave is Esc in a text field: it stops the search before it leaves the box.
func (m *Model) doLeave(command) (tea.Cmd, error) {
	switch {
	case m.focus == focusCommand:
		m.focusOn(m.focusBefore)
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
	if m.page == playlistPage && m.opened.busy {
		m.cancel(listAsked)
		m.opened.busy = false
	}
	to := stop{m.page, focusList}
	if n := len(m.trail); n > 0 {
		to, m.trail = m.trail[n-1], m.trail[:n-1]
	}
	m.page = to.page
	m.focusOn(to.focus)
	return nil, nil
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

func (m *Model) doQuit(command) (tea.Cmd, error) {
	m.Close()
	return tea.Quit, nil
}

func (m *Model) stopSearch() tea.Cmd {
	m.cancel(searchAsked)
	m.found.busy, m.pendingText = false, ""
	m.autoPlay = false
	return m.say("search stopped")
}
