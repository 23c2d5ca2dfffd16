package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
)

// Run shows the interface until the listener quits, ctx ends or the process is asked to
// end by SIGINT, SIGTERM or SIGHUP; all of these return nil. Whatever it returns, the
// terminal is as it was before and the caller should save its state: also when the
// interface panicked (an error that wraps tea.ErrProgramPanic) and when the terminal
// is gone.
//
// in is the terminal's input; when it is a file that is not a terminal (a pipe with a
// list) the controlling terminal is opened instead, and nil means no keys at all. While
// Run runs, nothing else may write to the terminal: what is written to the process's
// standard error, by a C library say, goes to the Logger. more are for tests.
func Run(ctx context.Context, o Options, in io.Reader, out io.Writer, more ...tea.ProgramOption) error {
	m := New(o)
	m.art.terminal.deaf = in == nil
	defer m.Close()

	opts := []tea.ProgramOption{tea.WithOutput(out), tea.WithoutSignalHandler()}
	if f, ok := in.(term.File); !ok || term.IsTerminal(f.Fd()) {
		opts = append(opts, tea.WithInput(in))
	}
	// Any value of NO_COLOR but the empty one counts (no-color.org); colorprofile
	// wants a boolean.
	if os.Getenv("NO_COLOR") != "" {
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	}
	p, unpace := newProgram(m, append(opts, more...)...)
	defer unpace()

	if o.Remote != "" {
		stopRemote, err := listenRemote(o.Remote, p.Send, o)
		if err != nil {
			return err
		}
		defer stopRemote()
	}
	stderr, err := catchStderr(m.log)
	if err != nil {
		m.log.Warn("standard error stays on the terminal", "err", err)
	}
	stop := quitOnSignals(ctx, p)
	_, err = p.Run()
	asked := stop()
	caught := stderr.restore()

	if errors.Is(err, tea.ErrProgramPanic) {
		// Bubble Tea wrote the stack to standard error, when that was ours.
		fmt.Fprint(os.Stderr, caught)
	}
	switch {
	case err == nil:
		return nil
	case asked && !errors.Is(err, tea.ErrProgramPanic):
		return nil // the terminal is gone: reading it fails before the signal is seen
	}
	return fmt.Errorf("interface: %w", err)
}

// quitOnSignals makes the signals that end a process, and the end of ctx, end the
// program as "q" does. Bubble Tea's own handler leaves out SIGHUP, and takes SIGINT
// for an error. The returned function ends the watch, waits for it and says whether
// the program was asked to end.
func quitOnSignals(ctx context.Context, p *tea.Program) (stop func() bool) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, endSignals()...)
	watched, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	asked := false // written before done is closed
	go func() {
		defer close(done)
		select {
		case <-signals:
		case <-watched.Done():
			if ctx.Err() == nil {
				return // the program has ended by itself
			}
		}
		asked = true
		p.Quit() // returns at once when the program has ended
	}()
	return func() bool {
		signal.Stop(signals)
		cancel()
		<-done
		return asked || len(signals) > 0
	}
}
