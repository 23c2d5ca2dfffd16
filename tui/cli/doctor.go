package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"anyaudio/source"
)

// A Grade says how much a finding matters.
type Grade int

const (
	Good Grade = iota // works
	Note              // worth knowing; the music plays all the same
	Bad               // keeps anyaudio from doing its work
)

// String returns "ok", "note" or "FAIL".
func (g Grade) String() string { return [...]string{"ok", "note", "FAIL"}[g] }

// A Finding is one thing that the doctor has seen, and what to do about it.
type Finding struct {
	Grade Grade
	Text  string
	// Remedy is the next step, empty when there is nothing to do. It may have several
	// lines, such as commands to type.
	Remedy string
}

// A Check looks at one thing. It obeys ctx, and its error texts hold no secrets.
type Check struct {
	Name string
	Run  func(ctx context.Context) []Finding
}

// checkTimeout is the longest that one check may take.
const checkTimeout = 10 * time.Second

// Doctor runs the checks side by side and writes what they find in their order. It
// returns ExitFailed when a finding is Bad.
func Doctor(ctx context.Context, w io.Writer, checks []Check) int {
	found := make([][]Finding, len(checks))
	var wg sync.WaitGroup
	for i, c := range checks {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, checkTimeout)
			defer cancel()
			found[i] = c.Run(ctx)
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return ExitInterrupted
	}
	status := ExitOK
	for i, c := range checks {
		for _, f := range found[i] {
			if f.Grade == Bad {
				status = ExitFailed
			}
			writeFinding(w, c.Name, f)
		}
	}
	return status
}

// writeFinding writes "name  grade  text" and the remedy below it.
func writeFinding(w io.Writer, name string, f Finding) {
	fmt.Fprintf(w, "%-10s%-6s%s\n", name, f.Grade, source.Clean(f.Text))
	for line := range strings.Lines(f.Remedy) {
		fmt.Fprintf(w, "%-16s-> %s\n", "", source.Clean(line))
	}
}
