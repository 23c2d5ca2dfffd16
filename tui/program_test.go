package tui_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// terminal collects what the program writes, and when.
type terminal struct {
	mu     sync.Mutex
	all    bytes.Buffer
	writes int
}

func (t *terminal) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.writes++
	return t.all.Write(b)
}

func (t *terminal) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return ansi.Strip(t.all.String())
}

func (t *terminal) output() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.all.String()
}

// redraws returns the number of writes since the last call.
func (t *terminal) redraws() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.writes
	t.writes = 0
	return n
}

// program starts the whole program, renderer and all, in the bubble of the test.
func program(p *fakePlayer, w *terminal) (*tea.Program, chan error) {
	m := tui.New(tui.Options{Controls: p, Source: catalogue()})
	prog, unpace := tui.NewProgram(m, tea.WithInput(nil), tea.WithOutput(w), tea.WithWindowSize(80, 24),
		tea.WithoutSignalHandler(), tea.WithColorProfile(colorprofile.TrueColor),
		tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	done := make(chan error, 1)
	go func() {
		_, err := prog.Run()
		unpace()
		m.Close()
		done <- err
	}()
	return prog, done
}

// One session from the first word to the quit, with the renderer's own clock.
func TestProgramSearchPlaySeekQuit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, w := newFakePlayer(), new(terminal)
		prog, done := program(p, w)
		typed := func(keys ...string) {
			for _, k := range keys {
				prog.Send(keyMsg(k))
			}
			time.Sleep(time.Second)
		}
		time.Sleep(time.Second)
		typed("d", "a", "f", "t", "enter")
		typed("enter")
		typed("right", "right", "right")
		typed("space")
		typed("q")
		if err := <-done; err != nil {
			t.Error(err)
		}
		want := "PlayNow daft song 1 SeekTo 6s SeekTo 16s TogglePause"
		if got := strings.Join(p.asked(), " "); got != want {
			t.Errorf("asked for %q, want %q", got, want)
		}
		for _, s := range []string{"❯", "5 results for “daft”", "daft song 1 — The Artist", "paused"} {
			if !strings.Contains(w.text(), s) {
				t.Errorf("never drew %q", s)
			}
		}
		out := w.all.String()
		for what, seq := range map[string]string{
			"enter the alternate screen": ansi.SetModeAltScreenSaveCursor,
			"leave it":                   ansi.ResetModeAltScreenSaveCursor,
			"show the cursor again":      ansi.SetModeTextCursorEnable,
			"end bracketed paste":        ansi.ResetModeBracketedPaste,
			"set the window title":       "▶ daft song 1",
		} {
			if !strings.Contains(out, seq) {
				t.Errorf("did not %s", what)
			}
		}
		time.Sleep(2 * time.Minute) // past every timer
	})
}

// What reaches the terminal: nothing while paused, at most four redraws a second while
// playing.
func TestProgramRedraws(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, w := newFakePlayer(), new(terminal)
		prog, done := program(p, w)
		prog.Send(keyMsg("esc"))
		time.Sleep(time.Second)
		w.redraws()

		time.Sleep(time.Hour)
		if n := w.redraws(); n != 0 {
			t.Errorf("%d redraws in an hour with nothing playing", n)
		}
		p.PlayNow(songs("Long", 100)...)
		time.Sleep(time.Second)
		w.redraws()
		time.Sleep(time.Minute)
		n := w.redraws()
		t.Logf("%.2f redraws a second while playing", float64(n)/60)
		if n > 4*60 || n < 55 {
			t.Errorf("%d redraws in a minute of playing, want 60 to 240", n)
		}
		p.TogglePause()
		time.Sleep(time.Second)
		w.redraws()
		time.Sleep(time.Hour)
		if n := w.redraws(); n != 0 {
			t.Errorf("%d redraws in a paused hour", n)
		}
		prog.Quit()
		if err := <-done; err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute)
	})
}

// A key is answered on the next frame.
func TestProgramAnswersOnTheNextFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, w := newFakePlayer(), new(terminal)
		prog, done := program(p, w)
		time.Sleep(time.Second)
		for i := range 40 {
			w.redraws()
			time.Sleep(time.Duration(i) * 73 * time.Millisecond) // at any phase of the renderer's clock
			prog.Send(keyMsg("tab"))
			time.Sleep(18 * time.Millisecond)
			if w.redraws() == 0 {
				t.Fatal("a key was not answered within a frame")
			}
		}
		prog.Quit()
		<-done
		time.Sleep(2 * time.Minute)
	})
}

// What keeps an idle program from waking up 60 times a second; see pace.
func TestPaceFindsTheTicker(t *testing.T) {
	var found bool
	var prog *tea.Program
	prog = tea.NewProgram(finding{func() { found = tui.HasRendererTicker(prog) }},
		tea.WithInput(nil), tea.WithOutput(new(terminal)), tea.WithoutSignalHandler(), tea.WithWindowSize(80, 24))
	if _, err := prog.Run(); err != nil {
		t.Fatal(err)
	}
	if !found {
		t.Error("Bubble Tea keeps its renderer's ticker elsewhere: the interface works, and costs more when idle")
	}
}

// finding is a model that looks and quits.
type finding struct{ look func() }

func (finding) Init() tea.Cmd { return nil }

func (f finding) Update(tea.Msg) (tea.Model, tea.Cmd) {
	f.look()
	return f, tea.Quit
}

func (finding) View() tea.View { return tea.NewView("") }

// Run ends with its context, as if the listener had quit.
func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	w := new(terminal)
	done := make(chan error, 1)
	go func() {
		done <- tui.Run(ctx, tui.Options{Controls: newFakePlayer()}, nil, w, tea.WithWindowSize(80, 24))
	}()
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run returned %v", err)
	}
	if !strings.Contains(w.all.String(), ansi.ResetModeAltScreenSaveCursor) {
		t.Error("the alternate screen was not left")
	}
}

// A bug in the interface: the terminal is restored, Run says so, the caller can save.
func TestRunReturnsFromAPanic(t *testing.T) {
	panics.Store(true)
	defer panics.Store(false)
	w := new(terminal)
	err := tui.Run(context.Background(), tui.Options{Controls: panicking{newFakePlayer()}}, nil, w, tea.WithWindowSize(80, 24))
	if !errors.Is(err, tea.ErrProgramPanic) {
		t.Errorf("Run returned %v", err)
	}
}
