package cli

import "strings"

// Config is every setting with its effective value. main fills the Options of the
// packages from it.
type Config struct {
	Output string
	Source string
	Log    string
	Volume int
}

// A setting is one row of the table from which everything about the configuration
// comes: the file, the environment, the flags, their help, and `config print`.
type setting struct {
	key   string // in the file; a part before a dot is the section
	flag  string // the flag that overrides it, without dashes; empty when there is none
	help  string // one line, units included
	value value  // where it is kept, holding the default until something is set
}

// env is the variable that overrides the file: ANYAUDIO_ and the key in capitals.
func (s setting) env() string {
	return "ANYAUDIO_" + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
}

// section is the table of the file that the setting is in, empty for the top.
func (s setting) section() string {
	section, _, found := strings.Cut(s.key, ".")
	if !found {
		return ""
	}
	return section
}

// name is the key within its section.
func (s setting) name() string { return s.key[strings.LastIndexByte(s.key, '.')+1:] }

// settings puts the defaults into c and returns the table, in the order of the file:
// the top-level keys first, then section by section.
func settings(c *Config) []setting {
	return []setting{
		{
			"output", "output", "where the sound goes: auto, pulse, oto, null, wav:FILE or stdout",
			text(&c.Output, "auto"),
		},
		{
			"source", "source", "where words are looked up, such as demo; auto takes the first that there is",
			text(&c.Source, "auto"),
		},
		{
			"log", "log", "file that gets what the program has to say about itself; empty for none",
			path(&c.Log, ""),
		},
		{
			"volume", "", "volume at the start, in percent",
			number(&c.Volume, 80, 0, 100),
		},
	}
}

// usedFor is the help of a flag or of a key: the sentence, the variable and the default.
func (s setting) usedFor() string { return s.help + " ($" + s.env() + ")" }
