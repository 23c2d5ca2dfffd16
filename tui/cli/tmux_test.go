package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A tmuxTerminal is a terminal that somebody sits at: keys and the mouse go in, and what is on
// the screen is looked at until it is what is waited for.
type tmuxTerminal struct {
	t             *testing.T
	socket        string
	env           []string
	width, height int
}

const (
	// tmuxPatience is for the whole of what is waited for: a busy machine under the race
	// detector is slow, and a screen that will never come is rare.
	tmuxPatience = time.Minute
	// tmuxLook is how often the screen is looked at meanwhile.
	tmuxLook = 50 * time.Millisecond
)

func newTmux(t *testing.T, env []string, width, height int) *tmuxTerminal {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("ANYAUDIO_CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	dir, err := os.MkdirTemp("", "aa") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	s := &tmuxTerminal{t: t, socket: filepath.Join(dir, "tmux"), env: env, width: width, height: height}
	t.Cleanup(func() {
		s.tmux("kill-server")
		os.RemoveAll(dir)
	})
	return s
}

// tmux runs a command of this server; one that fails gives what it said.
func (s *tmuxTerminal) tmux(args ...string) (string, error) {
	cmd := exec.Command("tmux", append([]string{"-u", "-S", s.socket, "-f", os.DevNull}, args...)...)
	cmd.Env = s.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (s *tmuxTerminal) do(args ...string) string {
	s.t.Helper()
	out, err := s.tmux(args...)
	if err != nil {
		s.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return out
}

// start runs a program on the terminal. Its exit status is on the screen afterwards.
func (s *tmuxTerminal) start(command string) {
	s.t.Helper()
	s.do("new-session", "-d", "-x", strconv.Itoa(s.width), "-y", strconv.Itoa(s.height), shown(command))
}

// again runs a program where the one before has ended.
func (s *tmuxTerminal) again(command string) {
	s.t.Helper()
	s.do("respawn-pane", "-k", shown(command))
}

// shown is the command whose exit status stays on the screen.
func shown(command string) string { return command + `; echo "ended with $?"; exec cat` }

func (s *tmuxTerminal) frame() string {
	s.t.Helper()
	return s.do("capture-pane", "-p")
}

// press sends keys, each by its name in tmux, one at a time: Escape and a letter at once would
// be Alt with it.
func (s *tmuxTerminal) press(keys ...string) {
	s.t.Helper()
	for i, k := range keys {
		if i > 0 && keys[i-1] == "Escape" {
			time.Sleep(2 * tmuxLook)
		}
		s.do("send-keys", k)
	}
}

func (s *tmuxTerminal) typeText(text string) {
	s.t.Helper()
	s.do("send-keys", "-l", "--", text)
}

// mouse sends an event of the mouse as terminals write it (SGR): button 0 is the left one, 32
// more is for motion while it is held, 64 the wheel up; x and y count from 0.
func (s *tmuxTerminal) mouse(button, x, y int, release bool) {
	s.t.Helper()
	end := "M"
	if release {
		end = "m"
	}
	s.typeText(fmt.Sprintf("\x1b[<%d;%d;%d%s", button, x+1, y+1, end))
}

func (s *tmuxTerminal) click(x, y int) {
	s.t.Helper()
	s.mouse(0, x, y, false)
	s.mouse(0, x, y, true)
}

// find returns the cell where words begin on the screen.
func (s *tmuxTerminal) find(words string) (x, y int) {
	s.t.Helper()
	s.sees(words)
	for y, line := range strings.Split(s.frame(), "\n") {
		if before, _, ok := strings.Cut(line, words); ok {
			return len([]rune(before)), y // what stands before is one cell each in this catalogue
		}
	}
	s.t.Fatalf("%q has gone from the screen", words)
	return 0, 0
}

// wait looks at the screen until it is as ok wants it.
func (s *tmuxTerminal) wait(what string, ok func(frame string) bool) {
	s.t.Helper()
	deadline := time.Now().Add(tmuxPatience)
	for {
		frame := s.frame()
		if ok(frame) {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("after %s the screen does not show %s:\n%s", tmuxPatience, what, frame)
		}
		time.Sleep(tmuxLook)
	}
}

// sees waits until all words are on the screen.
func (s *tmuxTerminal) sees(words ...string) {
	s.t.Helper()
	for _, w := range words {
		s.wait(strconv.Quote(w), func(frame string) bool { return strings.Contains(frame, w) })
	}
}

// seesNot waits until words are gone from the screen.
func (s *tmuxTerminal) seesNot(words string) {
	s.t.Helper()
	s.wait("no "+strconv.Quote(words), func(frame string) bool { return !strings.Contains(frame, words) })
}

// bar is the line of the seek bar: the position, the bar, the length.
var bar = regexp.MustCompile(`(?m)^ *((?:\d+:)?\d+:\d\d) [━●▒░┄]+ `)

// position reads the time at the seek bar, -1 when there is none.
func position(frame string) time.Duration {
	m := bar.FindStringSubmatch(frame)
	if m == nil {
		return -1
	}
	seconds := 0
	for part := range strings.SplitSeq(m[1], ":") {
		n, _ := strconv.Atoi(part)
		seconds = seconds*60 + n
	}
	return time.Duration(seconds) * time.Second
}

// plays waits until the sound is between two places of the track.
func (s *tmuxTerminal) plays(from, to time.Duration) {
	s.t.Helper()
	s.wait(fmt.Sprintf("a position from %s to %s", from, to), func(frame string) bool {
		at := position(frame)
		return from <= at && at <= to
	})
}

// TestTmux is a listener at the built program: a search, a track, jumps by key, by percent and
// by mouse, the queue with undo, a playlist, other sizes of the window, and a second evening
// that goes on where the first one ended.
func TestTmux(t *testing.T) {
	buildProgram(t, buildFlags()...)
	home := t.TempDir()
	env := []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "LANG=C.UTF-8", "TMPDIR=" + t.TempDir(),
		"SHELL=/bin/sh", "ANYAUDIO_OUTPUT=null", "ANYAUDIO_SOURCE=demo",
	}
	s := newTmux(t, env, 80, 24)
	s.start(program)

	// Search, and play what is found.
	s.sees("❯", "Carousel for Two", "Enter search")
	s.typeText("long way home")
	s.press("Enter")
	s.sees("results for “long way home”", "Space pause")
	s.press("Enter")
	s.sees("▶ The Long Way Home (One-Hour Mix) — The AnyAudio House Band", "1/1")
	s.wait("the window's title", func(string) bool {
		return strings.Contains(s.do("display-message", "-p", "#{pane_title}"), "▶ The Long Way Home")
	})

	// Seek by key, by percent, to a time and by mouse. It is paused, so that a place can be read
	// however slow the machine is.
	s.plays(0, 10*time.Minute)
	s.press("Space")
	s.sees("paused")
	s.press(".", ".")
	s.plays(2*time.Minute, 10*time.Minute)
	s.press("5", "0", "%")
	s.plays(30*time.Minute+40*time.Second, 30*time.Minute+43*time.Second)
	s.press("u")
	s.sees("back at ")
	s.plays(2*time.Minute, 10*time.Minute)
	s.press(":")
	s.typeText("1:23")
	s.press("Enter")
	s.plays(83*time.Second, 84*time.Second)
	s.press("Right")
	s.plays(88*time.Second, 89*time.Second)
	_, row := s.find("━●")
	s.click(60, row)
	s.plays(40*time.Minute, 55*time.Minute)
	s.mouse(0, 60, row, false)
	s.mouse(32, 40, row, false)
	s.mouse(32, 20, row, false)
	s.mouse(0, 20, row, true)
	s.plays(10*time.Minute, 20*time.Minute)

	// The queue, with undo.
	s.press("g", "h")
	s.sees("❯ words")
	s.press("Down")
	s.sees("Enter play")
	x, y := s.find("Paper Boat")
	s.click(x, y)
	s.press("e", "e", "e")
	s.sees("Pocket Dragon added to the queue", "Queue 4")
	s.press("g", "q")
	s.sees("Queue · 4 tracks", "2 Paper Boat", "4 Pocket Dragon")
	s.press("G", "K")
	s.sees("3 Pocket Dragon", "4 Neon Ferry")
	s.press("d")
	s.sees("Queue · 3 tracks")
	s.press("u")
	s.sees("undone: remove Pocket Dragon", "3 Pocket Dragon")
	s.press("u")
	s.sees("undone: move Pocket Dragon", "4 Pocket Dragon")
	s.press("C-r")
	s.sees("done again: move Pocket Dragon", "3 Pocket Dragon")
	s.press("D", "D")
	s.sees("The queue is empty.")
	s.press("u")
	s.sees("undone: clear the queue", "Queue · 4 tracks", "3 Pocket Dragon")

	// A playlist of one's own, which is undone and made again.
	s.press("g", "g", "x", "x", "w")
	s.sees("Into which playlist?")
	s.press("Enter")
	s.sees(":write")
	s.typeText("Night ride")
	s.press("Enter")
	s.sees("Night ride")
	s.press("g", "p")
	s.sees("≡ Night ride", "2 tracks")
	s.press("u")
	s.seesNot("≡ Night ride")
	s.press("C-r")
	s.sees("≡ Night ride")
	s.press("Enter")
	s.sees("The Long Way Home", "Paper Boat", "2 tracks")

	// Play from it: it goes to the queue, and its heading says so.
	s.press("j", "Enter")
	s.sees("▶ Paper Boat — Tilda Fern")
	s.press("g", "q")
	s.sees("from Night ride and more")

	// Every size has its layout, and none is broken.
	for _, size := range [][2]int{{120, 40}, {56, 16}, {40, 10}, {30, 8}, {80, 24}} {
		s.do("resize-window", "-x", strconv.Itoa(size[0]), "-y", strconv.Itoa(size[1]))
		want := "Paper Boat"
		if size[0] < 40 {
			want = "40x10 or more, please"
		}
		s.sees(want)
		if size[0] == 120 {
			s.sees("━ played  ▒ ready  ░ to come")
		}
	}

	// Quit in the middle, and the next time it is there again.
	s.press("Space")
	s.sees("paused")
	s.press("5", "0", "%")
	s.plays(69*time.Second, 71*time.Second)
	s.press("q")
	s.sees("ended with 0")
	s.again(program)
	s.sees("Continue", "Paper Boat")
	s.plays(69*time.Second, 71*time.Second)
	s.press("F4")
	s.sees("[Queue ", "paused")
	s.press("Space")
	s.seesNot("paused")
	s.plays(71*time.Second, 2*time.Minute)
	s.press("g", "l")
	s.press("g", "p")
	s.sees("≡ Night ride")
	s.press("u") // an edit of the evening before
	s.sees("undone: ")
	s.press("q")
	s.sees("ended with 0")
}
