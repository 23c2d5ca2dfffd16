package cli_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// onTerminal is the command terminal: it runs a program whose standard streams and controlling
// terminal are a pseudo-terminal of 80x24.
func onTerminal(ts *testscript.TestScript, neg bool, args []string) {
	flags := flag.NewFlagSet("terminal", flag.PanicOnError)
	after := flags.String("after", "\x1b[?1049h", "what to wait for before the next -type; the whole screen is taken")
	var steps []step
	flags.Func("type", "what to type, as in a Go string", func(keys string) error {
		typed, err := strconv.Unquote(`"` + keys + `"`)
		steps = append(steps, step{*after, typed})
		return err
	})
	status := flags.Int("status", 0, "the exit status to expect")
	flags.Parse(args)
	args = flags.Args()
	if neg || len(args) < 2 {
		ts.Fatalf("usage: terminal [flags] FILE PROGRAM ARGS...")
	}
	master, slave, err := openPTY(24, 80)
	ts.Check(err)
	defer master.Close()
	cmd := command(ts, args[1:])
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	err = cmd.Start()
	slave.Close()
	ts.Check(err)

	hung := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Signal(syscall.SIGQUIT) })
	defer hung.Stop()
	var shown []byte
	var wg sync.WaitGroup
	wg.Go(func() { shown, steps = watch(master, steps) })
	err = cmd.Wait()
	wg.Wait()
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), shown, 0o600))
	if len(steps) > 0 {
		ts.Fatalf("%q was never shown, to type %q after it", steps[0].after, steps[0].keys)
	}
	if got := cmd.ProcessState.ExitCode(); got != *status {
		ts.Fatalf("exit status %d, want %d: %v\n%s", got, *status, err, shown)
	}
}

// A step is to type keys when a text has been shown.
type step struct{ after, keys string }

// watch returns what is written to a terminal until its last program has ended, and takes the
// steps; those that it did not come to it returns too. For each it looks at what was shown since the
// one before.
func watch(master *os.File, steps []step) (shown []byte, left []step) {
	buf, since := make([]byte, 4096), 0
	for {
		n, err := master.Read(buf)
		shown = append(shown, buf[:n]...)
		if len(steps) > 0 && bytes.Contains(shown[since:], []byte(steps[0].after)) {
			master.WriteString(steps[0].keys)
			steps, since = steps[1:], len(shown)
		}
		if err != nil {
			return shown, steps // EIO
		}
	}
}

// openPTY opens a pseudo-terminal.
func openPTY(rows, cols uint16) (master, slave *os.File, err error) {
	master, err = os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	fd := int(master.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: rows, Col: cols})
	}
	if err == nil {
		slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		master.Close()
		return nil, nil, err
	}
	return master, slave, nil
}
