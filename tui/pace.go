package tui

import (
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

const (
	// fps is how often the renderer looks for something new while something happens:
	// a key is seen within 17 ms.
	fps = 60
	// paceAwake is for how long after a message it looks: two or three times.
	paceAwake = 40 * time.Millisecond
	// paceAsleep is how often it looks when nothing happens, for an Update that
	// took longer than paceAwake.
	paceAsleep = time.Second
)

// pace puts the renderer to sleep while nothing happens. Bubble Tea's looks for a
// new frame at its frame rate for as long as it lives; a frame can only be new after
// a message, and being woken 60 times a second for nothing is most of what an idle
// interface costs (0.75 % of a core on the virtual machine this was measured on, 0.45 % at
// 30 a second, 0.03 % with pace).
//
// There is no option for that: pace reaches for the program's ticker by reflection and
// leaves everything as it is when it does not find it (TestPaceFindsTheTicker).
type pace struct {
	program *tea.Program

	mu     sync.Mutex // guards what follows
	awake  bool
	done   bool
	ticker *time.Ticker
	settle *time.Timer // puts the renderer to sleep
}

// filter sees every message before Update does, in the program's own goroutine; that
// makes it the place where a frame may follow.
func (p *pace) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ticker == nil && !p.done {
		p.ticker = rendererTicker(p.program)
	}
	switch {
	case p.ticker == nil || p.done:
	case p.settle == nil:
		p.awake = true // as started
		p.settle = time.AfterFunc(paceAwake, p.sleep)
	default:
		if _, back := msg.(tea.ResumeMsg); !p.awake || back {
			p.awake = true
			p.ticker.Reset(time.Second / fps)
		}
		p.settle.Reset(paceAwake)
	}
	return msg
}

func (p *pace) sleep() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.awake && !p.done {
		p.awake = false
		p.ticker.Reset(paceAsleep)
	}
}

// stop leaves the ticker alone from now on; the program has ended.
func (p *pace) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done = true
	if p.settle != nil {
		p.settle.Stop()
	}
}

// rendererTicker returns the ticker of a running program's renderer, nil if there is
// no such thing. It must be called in the program's goroutine, which is the one that
// writes the field.
func rendererTicker(p *tea.Program) *time.Ticker {
	field := reflect.ValueOf(p).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return (*time.Ticker)(field.UnsafePointer())
}

// newProgram returns a paced program. Call stop when it has ended.
func newProgram(m *Model, opts ...tea.ProgramOption) (program *tea.Program, stop func()) {
	p := new(pace)
	p.program = tea.NewProgram(m, append(opts, tea.WithFPS(fps), tea.WithFilter(p.filter))...)
	return p.program, p.stop
}
