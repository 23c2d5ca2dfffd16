package tui

import (
	"errors"
	"fmt"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/tui/spectrum"

	tea "charm.land/bubbletea/v2"
)

// The visualiser: a spectrum of what is heard, above the strip where there is room.

// barsEvery is the time between two pictures: twelve a second is calm, and cheap.
const barsEvery = 80 * time.Millisecond

// An audible player gives what has just been heard. Asking for it takes no time.
type audible interface{ Heard(mono []float32) bool }

// visualiser is the picture with its own chain of ticks, which runs while sound is heard
// and until the bars are at rest. It ends with the picture, so that nothing is drawn, woken or
// kept by the player without it.
type visualiser struct {
	on      bool
	picture spectrum.Model
	samples []float32
	pending bool // a tick
	moving  bool // bars are above rest
	last    time.Time
}

// barsCmd is one link of the only chain of pictures.
func barsCmd() tea.Cmd {
	return tea.Tick(barsEvery, func(time.Time) tea.Msg { return barsMsg{} })
}

// hasBars reports whether there is a picture, room allowing: while there is a track.
func (m *Model) hasBars() bool {
	_, can := m.controls.(audible)
	return can && m.bars.on && m.state.Entry.ID != 0
}

// armBars is arm for the chain of pictures.
func (m *Model) armBars() tea.Cmd {
	v := &m.bars
	if v.pending || m.layout.bars == 0 || !(v.moving || m.state.Status == player.Playing) {
		return nil
	}
	if !v.moving {
		v.last = time.Now()
	}
	v.pending = true
	return barsCmd()
}

// handleBars makes the next picture.
func (m *Model) handleBars() {
	v := &m.bars
	v.pending = false
	if m.layout.bars == 0 {
		v.moving = false
		return
	}
	now := time.Now()
	elapsed := min(now.Sub(v.last), 4*barsEvery) // after a suspend it need not make up for it
	v.last = now
	if v.samples == nil {
		v.samples = make([]float32, spectrum.Samples)
	}
	var heard []float32
	if m.controls.(audible).Heard(v.samples) {
		heard = v.samples
	}
	v.moving = v.picture.Step(heard, elapsed)
}

// barsView are the rows of the picture with the line end behind, nothing without it.
func (m *Model) barsView() string {
	if m.layout.bars == 0 {
		return ""
	}
	return m.bars.picture.View(m.layout.bars) + "\n"
}

// doVisualiser shows the spectrum, or no longer.
func (m *Model) doVisualiser(c command) (tea.Cmd, error) {
	if _, can := m.controls.(audible); !can {
		return nil, errors.New("this player does not say what is heard")
	}
	on := !m.bars.on
	switch c.arg {
	case "":
	case "on", "off":
		on = c.arg == "on"
	default:
		return nil, fmt.Errorf("visualiser is on or off, not %q", c.arg)
	}
	m.bars.on = on
	m.resize(m.layout.width, m.layout.height)
	switch {
	case !on:
		return m.say("visualiser off"), nil
	case m.layout.bars == 0:
		return m.say("visualiser on: there is no room for it in so small a window"), nil
	}
	return m.say("visualiser on"), nil
}

func newVisualiser(on bool, s styles) visualiser {
	return visualiser{on: on, picture: spectrum.New(output.Rate, s.bars)}
}
