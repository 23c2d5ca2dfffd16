package tui

import tea "charm.land/bubbletea/v2"

// What cannot always be taken back is asked about: the same command once more is the answer
// yes, every other one is no.

// question is the one that is open; about is empty for none.
type question struct {
	about  string
	notice int // the generation of the line that asks
}

// sure asks.
func (m *Model) sure(about, line string) tea.Cmd {
	cmd := m.say(line)
	m.asked = question{about, m.notice.gen}
	return cmd
}

// answers reports whether a command may be part of the answer: the menu leads to some of them.
func (m *Model) answers(name string) bool {
	switch name {
	case "forget", "remove", "clear", "actions":
		return true
	}
	return m.page == sheetPage && name != "back"
}

// unask takes the question back, from the screen too. It reports whether there was one.
func (m *Model) unask() bool {
	open := m.asked.about != ""
	if open && m.asked.notice == m.notice.gen {
		m.notice.text = ""
	}
	m.asked = question{}
	return open
}
