package tui_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source/library"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// screen runs a Model without a terminal, in virtual time: it feeds messages to Update
// and runs the commands that come back, as the program does. It lives in a synctest
// bubble.
type screen struct {
	t       *testing.T
	m       tea.Model
	player  *fakePlayer
	msgs    chan tea.Msg
	updates int // calls of Update so far
	quit    bool
	stopped int // suspends
	copied  []string
	raw     []string // sequences for the terminal
}

// onScreen runs f with an interface of 80x24 in a bubble of its own, with nothing
// playing unless the options have a player.
func onScreen(t *testing.T, o tui.Options, f func(s *screen), lib ...func(*testing.T) *library.Library) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		for _, open := range lib {
			o.Library = open(t)
			defer o.Library.Close()
		}
		s := newScreen(t, o, 80, 24)
		s.player.asked()
		f(s)
		s.end()
	})
}

// onPlaying is onScreen one minute into the first of five queue entries, numbered 101
// to 105.
func onPlaying(t *testing.T, o tui.Options, f func(s *screen), lib ...func(*testing.T) *library.Library) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		for _, open := range lib {
			o.Library = open(t)
			defer o.Library.Close()
		}
		p := newFakePlayer()
		p.PlayNow(songs("Queued", 5)...)
		p.SeekTo(time.Minute)
		o.Controls = p
		s := newScreen(t, o, 80, 24)
		s.player.asked()
		f(s)
		s.end()
	})
}

// newScreen starts an interface; it must be called within a bubble, and end at its
// end.
func newScreen(t *testing.T, o tui.Options, width, height int) *screen {
	s := &screen{t: t, msgs: make(chan tea.Msg, 1000)}
	if o.Controls == nil {
		o.Controls = newFakePlayer()
	}
	s.player, _ = o.Controls.(*fakePlayer) // nil for a real one
	if o.Source == nil {
		o.Source = catalogue()
	}
	m := tui.New(o)
	s.m = m
	s.run(m.Init())
	s.send(tea.WindowSizeMsg{Width: width, Height: height})
	return s
}

// end closes the model and waits past every timer, running no further command, so
// that no goroutine is left.
func (s *screen) end() {
	s.m.(*tui.Model).Close()
	time.Sleep(2 * time.Minute)
}

// run starts a command; its message is delivered by settle or wait.
func (s *screen) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		if msg := cmd(); msg != nil {
			s.msgs <- msg
		}
	}()
}

func (s *screen) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.BatchMsg:
		for _, cmd := range msg {
			s.run(cmd)
		}
		return
	case tea.QuitMsg:
		s.quit = true
		return
	case tea.SuspendMsg:
		s.stopped++
		return
	case tea.RawMsg:
		s.raw = append(s.raw, fmt.Sprint(msg.Msg))
	}
	if v := reflect.ValueOf(msg); v.Type() == reflect.TypeOf(tea.SetClipboard("")()) {
		s.copied = append(s.copied, v.String())
		return
	}
	if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		go func() { // a sequence, whose type is Bubble Tea's own
			for i := range v.Len() {
				if msg := v.Index(i).Interface().(tea.Cmd)(); msg != nil {
					s.msgs <- msg
				}
			}
		}()
		return
	}
	var cmd tea.Cmd
	s.m, cmd = s.m.Update(msg)
	s.updates++
	s.run(cmd)
}

// send gives messages to the model and lets everything happen that needs no time.
func (s *screen) send(msgs ...tea.Msg) {
	for _, msg := range msgs {
		s.take(msg)
		s.settle()
	}
}

func (s *screen) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-s.msgs:
			s.take(msg)
		default:
			return
		}
	}
}

// wait lets time pass.
func (s *screen) wait(d time.Duration) {
	timer := time.NewTimer(d)
	for {
		select {
		case msg := <-s.msgs:
			s.take(msg)
		case <-timer.C:
			s.settle()
			return
		}
	}
}

// press types keys, named as in the key map ("ctrl+d", "g h"); a name of its own, such
// as "hello", is typed letter by letter with typeText.
func (s *screen) press(keys ...string) {
	for _, k := range keys {
		s.send(keyMsg(k))
	}
}

func (s *screen) typeText(text string) {
	for _, r := range text {
		s.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

var namedKeys = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "backspace": tea.KeyBackspace,
	"left": tea.KeyLeft, "right": tea.KeyRight, "up": tea.KeyUp, "down": tea.KeyDown,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "f1": tea.KeyF1,
	"delete": tea.KeyDelete,
}

func keyMsg(name string) tea.KeyPressMsg {
	var k tea.KeyPressMsg
	for {
		if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
			k.Mod |= tea.ModCtrl
			name = rest
			continue
		}
		if rest, ok := strings.CutPrefix(name, "shift+"); ok {
			k.Mod |= tea.ModShift
			name = rest
			continue
		}
		break
	}
	switch code, ok := namedKeys[name]; {
	case ok:
		k.Code = code
	case name == "space":
		k.Code, k.Text = tea.KeySpace, " "
	default:
		k.Code = []rune(name)[0]
		if k.Mod == 0 {
			k.Text = name
		}
	}
	return k
}

// frame is what is on the screen, without colours.
func (s *screen) frame() string { return ansi.Strip(s.m.View().Content) }

func (s *screen) sees(wants ...string) {
	s.t.Helper()
	for _, want := range wants {
		if !strings.Contains(s.frame(), want) {
			s.t.Errorf("the screen does not show %q:\n%s", want, s.frame())
		}
	}
}

func (s *screen) seesNot(unwanted string) {
	s.t.Helper()
	if strings.Contains(s.frame(), unwanted) {
		s.t.Errorf("the screen shows %q:\n%s", unwanted, s.frame())
	}
}

// asks checks which calls the player has got since the last time.
func (s *screen) asks(want ...string) {
	s.t.Helper()
	if got := s.player.asked(); !slices.Equal(got, want) {
		s.t.Errorf("the player was asked for %q, want %q", got, want)
	}
}
