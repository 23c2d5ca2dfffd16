package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"anyaudio/tui"

	"github.com/adrg/xdg"
)

// ErrNoHome says that there is no place to look for the configuration.
var ErrNoHome = errors.New("no home directory: set HOME or XDG_CONFIG_HOME, or give --config FILE")

// A Lookup finds an environment variable, as os.LookupEnv does.
type Lookup func(name string) (string, bool)

// ConfigPath is where the configuration file is, or would be: the given name, or
// $ANYAUDIO_CONFIG, or anyaudio/config.toml in the XDG configuration directory. The
// error is ErrNoHome.
func ConfigPath(given string, env Lookup) (string, error) {
	if given != "" {
		return given, nil
	}
	if name, _ := env("ANYAUDIO_CONFIG"); name != "" {
		return name, nil
	}
	// Without a home xdg falls back to "/", whose .config is nobody's.
	if dir, _ := env("XDG_CONFIG_HOME"); dir == "" {
		if _, err := os.UserHomeDir(); err != nil {
			return "", ErrNoHome
		}
	}
	return filepath.Join(xdg.ConfigHome, "anyaudio", "config.toml"), nil
}

// ConfigFile is the path of another file beside the configuration, empty when there is no
// place for one.
func (inv *Invocation) ConfigFile(name string) string {
	if inv.loaded.file == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(inv.loaded.file), name)
}

// CacheFile is the path of a file or folder in the XDG cache directory, empty without a home.
func CacheFile(name string) string {
	if _, err := os.UserHomeDir(); err != nil && os.Getenv("XDG_CACHE_HOME") == "" {
		return ""
	}
	return filepath.Join(xdg.CacheHome, "anyaudio", name)
}

// ipFlag stands for -4 and -6, which are two flags for one setting.
const ipFlag = "ip"

// A loaded is the configuration put together, with the origin of each value.
type loaded struct {
	config   Config
	table    []setting
	origins  map[string]string // by key; a key that is not in it has its default
	file     string            // empty when there is no place for one
	problems []Problem
}

// loadConfig puts the configuration together: flag before environment before file before
// default. flags has the flags that were given, by name, without dashes; "config" names the file.
// Nothing is written. A file that does not exist is an empty one unless it was asked for.
func loadConfig(flags map[string]string, env Lookup) *loaded {
	l := &loaded{origins: map[string]string{}}
	l.table = settings(&l.config)
	l.readFile(flags["config"], env)
	for _, s := range l.table {
		if text, _ := env(s.env()); text != "" {
			l.set(s, "$"+s.env(), text)
		}
		if text, given := flags[s.flag]; given && s.flag != "" {
			where := "--" + s.flag
			if s.flag == ipFlag {
				where = "-" + text
			}
			l.set(s, where, text)
		}
	}
	keys := tui.Keys{Preset: l.config.Keys.Preset, Commands: l.config.Keys.Commands}
	for _, mistake := range keys.Check() {
		l.problems = append(l.problems, Problem{"keys.commands", mistake})
	}
	theme := tui.Theme{Name: l.config.Screen.Theme, Colors: l.config.Screen.Colors}
	for _, mistake := range theme.Check() {
		l.problems = append(l.problems, Problem{"screen.colors", mistake})
	}
	return l
}

// set takes a setting's value from the flag or variable named by where.
func (l *loaded) set(s setting, where, text string) {
	if err := s.value.set(text); err != nil {
		l.problems = append(l.problems, Problem{where, err.Error()})
		return
	}
	l.origins[s.key] = where
}

// readFile reads the file, if there is one.
func (l *loaded) readFile(given string, env Lookup) {
	var err error
	if l.file, err = ConfigPath(given, env); err != nil {
		return
	}
	data, err := os.ReadFile(l.file)
	if errors.Is(err, fs.ErrNotExist) && given == "" {
		return
	}
	if err != nil {
		l.problems = append(l.problems, Problem{l.file, "cannot be read: " + pathReason(err)})
		return
	}
	l.problems = readFile(l.file, data, l.table, l.origins)
}

// pathReason is err without the operation and the path, which the caller has named.
func pathReason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// print writes the effective values as a file that says the same, each with what
// it means and where it came from.
func (l *loaded) print(w io.Writer) error {
	var b strings.Builder
	b.WriteString("# The values in effect; `anyaudio config path` names the file to change.\n")
	fmt.Fprintf(&b, "schema = %d\n", schema)
	section := ""
	for _, s := range l.table {
		if s.section() != section {
			section = s.section()
			fmt.Fprintf(&b, "\n[%s]", section)
			b.WriteByte('\n')
		}
		origin, set := l.origins[s.key]
		if !set {
			origin = "default"
		}
		fmt.Fprintf(&b, "\n# %s ($%s)\n%s = %s # %s\n", s.help, s.env(), s.name(), s.value.toml(), origin)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
