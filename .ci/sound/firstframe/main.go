// Command firstframe tells how long a full-screen program takes to draw its first frame.
//
//	firstframe RUNS COMMAND [ARG...]
//
// Each run starts the command on a new 80x24 pseudo terminal and ends it once 40
// visible characters have arrived. It prints the milliseconds of wall time from the start of
// the process to that moment: the least, the median and the most. The terminal answers no
// questions, so a program that waits for an answer is charged for it.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const visible = 40

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "firstframe:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return errors.New("usage: firstframe RUNS COMMAND [ARG...]")
	}
	runs, err := strconv.Atoi(args[0])
	if err != nil || runs < 1 {
		return errors.New("RUNS is a number of at least 1")
	}
	times := make([]float64, runs)
	for i := range times {
		d, err := once(args[1:])
		if err != nil {
			return err
		}
		times[i] = float64(d.Microseconds()) / 1000
	}
	slices.Sort(times)
	fmt.Printf("%.1f %.1f %.1f\n", times[0], times[runs/2], times[runs-1])
	return nil
}

// once runs the command until its first frame and kills it.
func once(args []string) (time.Duration, error) {
	ptmx, tty, err := openPty()
	if err != nil {
		return 0, err
	}
	defer ptmx.Close()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	_ = tty.Close()
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	if err := ptmx.SetReadDeadline(start.Add(10 * time.Second)); err != nil {
		return 0, err
	}
	var screen counter
	buf := make([]byte, 4096)
	for screen.seen < visible {
		n, err := ptmx.Read(buf)
		if err != nil {
			return 0, fmt.Errorf("no first frame: %w", err)
		}
		screen.write(buf[:n])
	}
	return time.Since(start), nil
}

// counter counts visible characters: all but blanks, controls and escape sequences.
type counter struct {
	seen  int
	state byte // 0 text, 'e' after ESC, '[' in CSI, ']' in a string such as OSC or DCS
}

func (c *counter) write(p []byte) {
	for _, b := range p {
		switch {
		case b == 0x1b:
			c.state = 'e'
		case c.state == 'e' && b == '[':
			c.state = '['
		case c.state == 'e' && (b == ']' || b == 'P' || b == '_' || b == '^'):
			c.state = ']'
		case c.state == 'e':
			c.state = 0
		case c.state == '[':
			if b >= 0x40 && b <= 0x7e {
				c.state = 0
			}
		case c.state == ']':
			if b == 7 {
				c.state = 0
			}
		case b > ' ' && b&0xc0 != 0x80: // the first byte of a character
			c.seen++
		}
	}
}

// openPty opens a pseudo terminal of 80x24.
func openPty() (ptmx, tty *os.File, err error) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	ptmx = os.NewFile(uintptr(fd), "/dev/ptmx") // non-blocking: read deadlines work
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	}
	if err == nil {
		tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		return nil, nil, errors.Join(err, ptmx.Close())
	}
	return ptmx, tty, nil
}
