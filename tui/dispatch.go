package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// verb is what a command's name stands for.
type verb struct {
	name  string
	usage string // the argument, empty if it takes none
	run   func(m *Model, c command) (tea.Cmd, error)
}

// verbs is the one table of commands. Keys, the command line and whatever else may
// command the interface go through it.
type verbs struct {
	byName map[string]verb
	names  []string // in the order of the table, for help and suggestions
}

// newVerbs builds the table. It is a function because the verbs reach the help, which
// shows the table.
func newVerbs() verbs {
	table := []verb{
		{"pause", "", (*Model).doPause},
		{"next", "", (*Model).doNext},
		{"prev", "", (*Model).doPrev},
		{"seek", "1:23 | +30 | -1m | 50%", (*Model).doSeek},
		{"percent", "N", (*Model).doPercent},
		{"volume", "80 | +5 | -5", (*Model).doVolume},
		{"mute", "", (*Model).doMute},
		{"shuffle", "[on | off]", (*Model).doShuffle},
		{"repeat", "[off | all | one]", (*Model).doRepeat},

		{"down", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(c.times()), nil }},
		{"up", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(-c.times()), nil }},
		{"half-down", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(c.times() * m.halfPage()), nil }},
		{"half-up", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(-c.times() * m.halfPage()), nil }},
		{"page-down", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(c.times() * m.pageRows()), nil }},
		{"page-up", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(-c.times() * m.pageRows()), nil }},
		{"top", "", (*Model).doTop},
		{"bottom", "", (*Model).doBottom},

		{"play", "", (*Model).doPlay},
		{"add", "", (*Model).doAdd},
		{"play-next", "", (*Model).doPlayNext},
		{"remove", "", (*Model).doRemove},
		{"move", "+1 | -1", (*Model).doMove},
		{"clear", "", (*Model).doClear},

		{"search", "[WORDS | URL | PATH]", (*Model).doSearch},
		{"home", "", (*Model).doHome},
		{"playlist", "", (*Model).doPlaylist},
		{"queue", "", (*Model).doQueue},
		{"focus", "next | prev | list", (*Model).doFocus},
		{"submit", "", (*Model).doSubmit},
		{"leave", "", (*Model).doLeave},
		{"command", "", (*Model).doCommand},
		{"help", "", (*Model).doHelp},
		{"back", "", (*Model).doBack},
		{"suspend", "", (*Model).doSuspend},
		{"quit", "", (*Model).doQuit},
		{"q", "", (*Model).doQuit},
	}
	v := verbs{byName: make(map[string]verb, len(table))}
	for _, entry := range table {
		v.byName[entry.name] = entry
		v.names = append(v.names, entry.name)
	}
	return v
}

// do runs a line of the grammar. What is wrong with it is shown, not returned.
func (m *Model) do(line string, count int) tea.Cmd {
	c, err := parseCommand(line)
	if err != nil {
		return m.fail(err.Error(), "")
	}
	c.count = count
	if c.name != "clear" {
		m.askedToClear = false
	}
	v, ok := m.verbs.byName[c.name]
	if !ok {
		return m.fail(fmt.Sprintf("no command %q", c.name), m.suggestion(c.name))
	}
	cmd, err := v.run(m, c)
	if err != nil {
		return m.fail(err.Error(), "")
	}
	return cmd
}

func (m *Model) suggestion(name string) string {
	if near := nearest(name, m.verbs.names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "? lists them"
}
