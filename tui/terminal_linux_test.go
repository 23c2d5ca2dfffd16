package tui_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/sys/unix"
)

// These tests run the interface on a real pseudo terminal, in a process of its own,
// and look at what it leaves behind.

// session is a child on a pseudo terminal. Only reads wait, for what the child writes.
type session struct {
	t     *testing.T
	cmd   *exec.Cmd
	pty   *os.File // our side
	tty   *os.File // the child's side, kept open to look at its settings
	notes string

	before unix.Termios // the terminal before the child ran

	mu  sync.Mutex
	out bytes.Buffer
	got chan struct{} // something has been read
}

// openPTY returns both sides of a new pseudo terminal of 80x24.
func openPTY(t *testing.T) (pty, tty *os.File) {
	t.Helper()
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	pty = os.NewFile(uintptr(fd), "ptmx")
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
		t.Fatal(err)
	}
	return pty, tty
}

// start runs the test binary as the program (TestMain), or another program that can
// find it in $TUI, with the terminal as its own.
func start(t *testing.T, mode string, other ...string) *session {
	t.Helper()
	s := &session{t: t, got: make(chan struct{}, 1), notes: filepath.Join(t.TempDir(), "notes")}
	s.pty, s.tty = openPTY(t)
	program := []string{os.Args[0]}
	if len(other) > 0 {
		program = other
	}
	s.cmd = exec.Command(program[0], program[1:]...)
	s.cmd.Env = append(os.Environ(), "ANYAUDIO_TUI="+mode, "ANYAUDIO_TUI_NOTES="+s.notes,
		"TERM=xterm-256color", "PS1=prompt> ", "TUI="+os.Args[0])
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = s.tty, s.tty, s.tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s.before = s.termios() // the child may be quicker than we are
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.cmd.Process.Kill()
		s.pty.Close()
		s.tty.Close()
	})
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := s.pty.Read(buf)
			s.mu.Lock()
			s.out.Write(buf[:n])
			s.mu.Unlock()
			select {
			case s.got <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	return s
}

func (s *session) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.String()
}

func (s *session) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out.Reset()
}

// until waits for the child to write want.
func (s *session) until(want string) {
	s.t.Helper()
	deadline := time.After(30 * time.Second)
	for !strings.Contains(s.output(), want) {
		select {
		case <-s.got:
		case <-deadline:
			s.t.Fatalf("never wrote %q:\n%q", want, s.output())
		}
	}
}

func (s *session) send(signal os.Signal) { _ = s.cmd.Process.Signal(signal) }

// ended waits for the child and checks that the terminal is as it was.
func (s *session) ended(before unix.Termios, status int) {
	s.t.Helper()
	err := s.cmd.Wait()
	if got := s.cmd.ProcessState.ExitCode(); got != status {
		s.t.Errorf("exit status %d (%v), want %d", got, err, status)
	}
	s.restored(before)
	if notes, _ := os.ReadFile(s.notes); !strings.Contains(string(notes), "saved") {
		s.t.Errorf("the caller could not save its state: notes %q", notes)
	}
}

func (s *session) restored(before unix.Termios) {
	s.t.Helper()
	if after := s.termios(); after != before {
		s.t.Errorf("the terminal's settings are not restored:\nbefore %+v\nafter  %+v", before, after)
	}
	for _, seq := range []string{
		ansi.ResetModeAltScreenSaveCursor, ansi.ResetModeBracketedPaste, ansi.SetModeTextCursorEnable,
	} {
		s.until(seq) // the last words may still be on their way to us
	}
}

func (s *session) termios() unix.Termios {
	s.t.Helper()
	t, err := unix.IoctlGetTermios(int(s.tty.Fd()), unix.TCGETS)
	if err != nil {
		s.t.Fatal(err)
	}
	return *t
}

func (s *session) typeKeys(keys string) {
	s.t.Helper()
	if _, err := s.pty.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

func TestTerminalIsRestored(t *testing.T) {
	for name, end := range map[string]func(s *session){
		"quit":    func(s *session) { s.typeKeys("\x1b"); s.until("Space"); s.typeKeys("q") },
		"ctrl+c":  func(s *session) { s.typeKeys("\x03") },
		"SIGTERM": func(s *session) { s.send(syscall.SIGTERM) },
		"SIGHUP":  func(s *session) { s.send(syscall.SIGHUP) },
		"SIGINT":  func(s *session) { s.send(syscall.SIGINT) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, "playing")
			before := s.before
			s.until("Playing song 1")
			if s.termios() == before {
				t.Error("the terminal is not in raw mode while the interface runs")
			}
			end(s)
			s.ended(before, 0)
		})
	}
}

// A bug in Update, or in a command: the terminal is restored first, then the panic is
// written where it stays.
func TestTerminalIsRestoredAfterAPanic(t *testing.T) {
	for mode, message := range map[string]string{
		"panic":            "the player has a bug",
		"panicking source": "the source has a bug",
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, mode)
			before := s.before
			s.until("words, a URL or a path")
			if mode == "panicking source" {
				s.typeKeys("x\r")
			}
			s.ended(before, 1)
			s.until("goroutine")
			_, last, _ := strings.Cut(s.output(), ansi.ResetModeAltScreenSaveCursor)
			if !strings.Contains(last, message) {
				t.Errorf("the panic is not on the screen that stays:\n%q", last)
			}
		})
	}
}

// https://no-color.org: any value counts. Bold and the marks stay.
func TestNoColor(t *testing.T) {
	for value, colours := range map[string]bool{"": true, "1": false, "yes": false} {
		t.Setenv("NO_COLOR", value)
		s := start(t, "playing")
		before := s.before
		s.until("Playing song 1")
		s.typeKeys("\x03")
		s.ended(before, 0)
		if got := strings.Contains(s.output(), "\x1b[38;") || strings.Contains(s.output(), ";38;"); got != colours {
			t.Errorf("NO_COLOR=%q: colours %v, want %v", value, got, colours)
		}
	}
}

// When the terminal itself goes away there is nothing to restore, but state to save.
func TestTerminalGoesAway(t *testing.T) {
	s := start(t, "playing")
	s.until("Playing song 1")
	s.pty.Close()
	s.tty.Close()
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if notes, _ := os.ReadFile(s.notes); !strings.Contains(string(notes), "saved") {
		t.Errorf("the caller could not save its state: notes %q", notes)
	}
}

// Ctrl+Z gives the terminal back to the shell, saved; fg draws the screen again.
func TestSuspendAndComeBack(t *testing.T) {
	s := start(t, "playing", "sh", "-i")
	s.until("prompt> ")
	s.typeKeys("$TUI\n")
	s.until("Playing song 1")
	s.typeKeys("\x1a")
	s.until(ansi.ResetModeAltScreenSaveCursor)
	s.until("Stopped")
	if notes, _ := os.ReadFile(s.notes); !strings.Contains(string(notes), "suspended") {
		t.Errorf("the state was not saved before the stop: notes %q", notes)
	}
	s.clear()
	s.typeKeys("fg\n")
	s.until(ansi.SetModeAltScreenSaveCursor)
	s.until("Playing song 1")
	s.typeKeys("\x03")
	s.until("the end")
	s.clear()
	s.typeKeys("echo $((6*7)); exit\n")
	s.until("42") // the shell has its terminal back
	if err := s.cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// Without a shell to go back to, Ctrl+Z must not hang the program.
func TestSuspendWithoutAShell(t *testing.T) {
	s := start(t, "playing") // the leader of its session
	before := s.before
	s.until("Playing song 1")
	s.typeKeys("\x1a")
	s.until("there is no shell")
	s.typeKeys("\x03")
	s.ended(before, 0)
}

// What a C library writes to standard error must not be on the screen.
func TestStandardErrorIsKeptOffTheScreen(t *testing.T) {
	s := start(t, "stderr")
	before := s.before
	s.until("caught and logged") // what the child plays when its logger gets the line
	s.typeKeys("\x03")
	s.ended(before, 0)
	screen, _, _ := strings.Cut(s.output(), ansi.ResetModeAltScreenSaveCursor)
	if strings.Contains(screen, "ALSA lib") {
		t.Errorf("standard error was written to the screen:\n%q", screen)
	}
}
