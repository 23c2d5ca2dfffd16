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
		{"chapter", "next | prev | N", (*Model).doChapter},
		{"volume", "80 | +5 | -5", (*Model).doVolume},
		{"mute", "", (*Model).doMute},
		{"shuffle", "[on | off]", (*Model).doShuffle},
		{"repeat", "[off | all | one]", (*Model).doRepeat},

		{"speed", "1.25 | + | -", (*Model).doSpeed},
		{"sleep", "30 | 1h30m | end | off", (*Model).doSleep},
		{"loudness", "[track | album | off]", (*Model).doLoudness},
		{"equalizer", "[NAME | off]", (*Model).doEqualizer},
		{"crossfade", "5s | off", (*Model).doCrossfade},
		{"balance", "-100 … 100", (*Model).doBalance},
		{"mono", "[on | off]", (*Model).doMono},
		{"sound", "", (*Model).doSound},

		{"down", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(c.times()), nil }},
		{"up", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(-c.times()), nil }},
		{"half-down", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(c.times() * m.halfPage()), nil }},
		{"half-up", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(-c.times() * m.halfPage()), nil }},
		{"page-down", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(c.times() * m.pageRows()), nil }},
		{"page-up", "", func(m *Model, c command) (tea.Cmd, error) { return m.moveCursor(-c.times() * m.pageRows()), nil }},
		{"top", "", (*Model).doTop},
		{"bottom", "", (*Model).doBottom},
		{"row", "N", (*Model).doRow},

		{"play", "", (*Model).doPlay},
		{"add", "", (*Model).doAdd},
		{"play-next", "", (*Model).doPlayNext},
		{"remove", "", (*Model).doRemove},
		{"move", "+1 | -1", (*Model).doMove},
		{"clear", "", (*Model).doClear},

		{"actions", "[playing]", (*Model).doActions},
		{"undo", "", (*Model).doUndo},
		{"redo", "", (*Model).doRedo},
		{"mark", "[none]", (*Model).doMark},
		{"save", "[playing]", (*Model).doSave},
		{"offline", "[playing | saved | pause | resume]", (*Model).doOffline},
		{"write", "[NAME | playing]", (*Model).doWrite},
		{"new", "NAME", (*Model).doNew},
		{"rename", "NAME", (*Model).doRename},
		{"duplicate", "[NAME]", (*Model).doDuplicate},
		{"merge", "", (*Model).doMerge},
		{"delete", "", (*Model).doDelete},
		{"import", "[PATH [as NAME]]", (*Model).doImport},
		{"keep", "[link | copy]", (*Model).doKeep},
		{"sort", "[recent | title | artist | plays]", (*Model).doSort},
		{"forget", "[this | artist]", (*Model).doForget},
		{"never", "[this artist | NAME]", (*Model).doNever},
		{"allow", "NAME", (*Model).doAllow},
		{"private", "[on | off]", (*Model).doPrivate},

		{"radio", "[playing]", (*Model).doRadio},
		{"related", "[playing]", (*Model).doRelated},
		{"details", "[playing]", (*Model).doDetails},

		{"stats", "", (*Model).doStats},
		{"heard", "[week | month | year | ever]", (*Model).doHeard},
		{"errors", "", (*Model).doErrors},
		{"copy", "[playing]", (*Model).doCopy},

		{"search", "[WORDS | URL | PATH]", (*Model).doSearch},
		{"find", "[LETTERS]", (*Model).doFind},
		{"match", "next | prev", (*Model).doMatch},
		{"filter", "next | prev | songs | albums …", (*Model).doFilter},
		{"home", "", (*Model).doHome},
		{"playlist", "", (*Model).doPlaylist},
		{"library", "[saved | playlists | history | offline]", (*Model).doLibrary},
		{"queue", "", (*Model).doQueue},
		{"focus", "next | prev | list", (*Model).doFocus},
		{"choose", "next | prev", (*Model).doChoose},
		{"submit", "", (*Model).doSubmit},
		{"leave", "", (*Model).doLeave},
		{"command", "", (*Model).doCommand},
		{"visualiser", "[on | off]", (*Model).doVisualiser},
		{"art", "[auto | kitty | sixel | blocks | off]", (*Model).doArt},
		{"theme", "[auto | dark | light | contrast | none]", (*Model).doTheme},
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
	if !m.answers(c.name) && m.unask() && c.name == "back" {
		return nil // the answer no, and nothing else
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
