package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// EditConfig opens the configuration file in the listener's editor, and makes one with every
// setting in it as a comment when there is none. When the editor has ended it says what is
// wrong with the file.
func (inv *Invocation) EditConfig(ctx context.Context, env Lookup, stdin io.Reader, stdout, stderr io.Writer) int {
	l := inv.loaded
	if l.file == "" {
		report(stderr, ErrNoHome.Error())
		return ExitFailed
	}
	if err := l.makeFile(); err != nil {
		Report(stderr, err)
		return ExitFailed
	}
	words := editor(env)
	cmd := exec.CommandContext(ctx, words[0], append(words[1:], l.file)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, stdout, stderr
	if err := cmd.Run(); err != nil {
		report(stderr, fmt.Sprintf("the editor %q: %v; set $EDITOR to another one", words[0], err))
		return ExitFailed
	}
	again := loadConfig(map[string]string{"config": l.file}, func(string) (string, bool) { return "", false })
	for _, p := range again.problems {
		report(stderr, p.Error())
	}
	if len(again.problems) > 0 {
		return ExitFailed
	}
	return ExitOK
}

// editor is the listener's editor with its arguments.
func editor(env Lookup) []string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if text, _ := env(name); len(strings.Fields(text)) > 0 {
			return strings.Fields(text)
		}
	}
	return []string{"vi"}
}

// makeFile writes the file with all settings as comments, unless there is one.
func (l *loaded) makeFile() error {
	if _, err := os.Stat(l.file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(l.file), 0o700); err != nil {
		return err
	}
	var c Config
	var b strings.Builder
	fmt.Fprintf(&b, "# AnyAudio's configuration. Take the # away before what you change.\nschema = %d\n", schema)
	section := ""
	for _, s := range settings(&c) {
		if s.section() != section {
			section = s.section()
			fmt.Fprintf(&b, "\n[%s]\n", section)
		}
		fmt.Fprintf(&b, "\n# %s\n#%s = %s\n", s.help, s.name(), s.value.toml())
	}
	return writeFile(l.file, func(w io.Writer) error {
		_, err := io.WriteString(w, b.String())
		return err
	})
}
