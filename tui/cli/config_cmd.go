package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// ConfigCommand runs config print, check or path and returns the exit status.
func (inv *Invocation) ConfigCommand(stdout, stderr io.Writer) int {
	l := inv.loaded
	var err error
	switch inv.Command {
	case "config path":
		if l.file == "" {
			report(stderr, ErrNoHome.Error())
			return ExitFailed
		}
		_, err = fmt.Fprintln(stdout, l.file)
	case "config check":
		if len(l.problems) > 0 {
			inv.ReportProblems(stderr)
			return ExitFailed
		}
		_, err = fmt.Fprintln(stdout, l.describe())
	case "config print":
		// What is wrong does not hide what is right.
		inv.ReportProblems(stderr)
		if err = l.print(stdout); err == nil && len(l.problems) > 0 {
			return ExitFailed
		}
	}
	if err != nil {
		Report(stderr, err)
		return ExitFailed
	}
	return ExitOK
}

// ReportProblems writes a line for each problem of the configuration.
func (inv *Invocation) ReportProblems(stderr io.Writer) {
	for _, p := range inv.Problems {
		report(stderr, p.Error())
	}
}

// describe says in one line that the file is fine.
func (l *loaded) describe() string {
	if l.file == "" {
		return "ok: no home directory, so no file; everything has its default"
	}
	if _, err := os.Stat(l.file); errors.Is(err, fs.ErrNotExist) {
		return "ok: " + l.file + " does not exist; everything has its default"
	}
	return "ok: " + l.file
}
