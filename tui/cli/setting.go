package cli

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/adrg/xdg"
)

// Config is every setting with its effective value. main fills the Options of the
// packages from it.
type Config struct {
	Output       string
	OutputBuffer time.Duration // 0 for the output's own
	Source       string
	Log          string
	Volume       int

	Stream StreamConfig
}

// StreamConfig is the section [stream].
type StreamConfig struct {
	Ahead    time.Duration
	AheadMax time.Duration
	Memory   int64
	Cache    int64
	CacheDir string
}

// Dir is where the disk cache is, empty for nowhere: it is switched off or there is no home.
func (c StreamConfig) Dir() string {
	if c.Cache == 0 {
		return ""
	}
	if c.CacheDir != "" {
		return c.CacheDir
	}
	if _, err := os.UserHomeDir(); err != nil && os.Getenv("XDG_CACHE_HOME") == "" {
		return ""
	}
	return filepath.Join(xdg.CacheHome, "anyaudio", "stream")
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
			"output", "output", "where the sound goes: auto, pulse[:SERVER], oto, null, wav:FILE, stdout",
			outputSpec(&c.Output, "auto"),
		},
		{
			"output_buffer", "", "sound held by the output, 0s for what suits it; more survives a busier machine",
			duration(&c.OutputBuffer, 0),
		},
		{
			"source", "source", "where words are looked up, such as demo; auto is everywhere",
			text(&c.Source, "auto"),
		},
		{
			"log", "log", "file for what the program has to say about itself, none if empty",
			path(&c.Log, ""),
		},
		{
			"volume", "", "volume at the start, in percent",
			number(&c.Volume, 100, 0, 100),
		},
		{
			"stream.ahead", "", "least playing time that is fetched ahead",
			duration(&c.Stream.Ahead, 30*time.Second),
		},
		{
			"stream.ahead_max", "", "most playing time that is fetched ahead, after listening for a while",
			duration(&c.Stream.AheadMax, 10*time.Minute),
		},
		{
			"stream.memory", "", "memory for fetched bytes of all tracks together",
			size(&c.Stream.Memory, 16<<20),
		},
		{
			"stream.cache", "", "disk space for what was heard, so that it replays without the network; 0B for none",
			size(&c.Stream.Cache, 1<<30),
		},
		{
			"stream.cache_dir", "", "where that is; empty for anyaudio/stream in the user's cache directory",
			path(&c.Stream.CacheDir, ""),
		},
	}
}
