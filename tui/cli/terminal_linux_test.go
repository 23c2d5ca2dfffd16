package cli_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// onTerminal is the command terminal: it runs a program whose standard streams and controlling
// terminal are a pseudo-terminal of 80x24.
func onTerminal(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: terminal FILE PROGRAM ARGS...")
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

	var shown []byte
	var wg sync.WaitGroup
	wg.Go(func() { shown, _ = io.ReadAll(master) }) // EIO when the last slave is closed
	err = cmd.Wait()
	wg.Wait()
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), shown, 0o600))
	if (err != nil) != neg {
		ts.Fatalf("%v\n%s", errors.Join(err, errors.New("unexpected exit status")), shown)
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
