package tui_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
)

// FuzzKeys presses keys, resizes, pastes and lets time and the player go on, in any
// order: nothing panics, and every frame fits its terminal.
func FuzzKeys(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, 300)
	}
	f.Fuzz(func(t *testing.T, seed uint64, steps int) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			lib := stocked(t)
			defer lib.Close()
			s := newScreen(t, tui.Options{Source: rich(), Library: lib}, 80, 24)
			defer s.end()
			tui.SetCanSuspend(&s.m, true)
			width, height := 80, 24
			for range min(max(steps, 0), 2000) {
				switch r.IntN(12) {
				case 0:
					width, height = 1+r.IntN(140), 1+r.IntN(45)
					s.send(tea.WindowSizeMsg{Width: width, Height: height})
				case 1:
					s.send(tea.PasteMsg{Content: []string{"https://example.org/album", "many", "x\ny", "東京", ""}[r.IntN(5)]})
				case 2:
					s.wait(time.Duration(r.IntN(400)) * time.Millisecond)
				case 3:
					happen(s.player, r)
					s.settle()
				default:
					s.press(anyKey(r))
				}
				checkFits(t, s.m.View(), width, height)
			}
		})
	})
}

// anyKey is one of those that are bound, or a digit or letter.
func anyKey(r *rand.Rand) string {
	bound := tui.BoundKeys()
	if r.IntN(4) > 0 {
		return bound[r.IntN(len(bound))]
	}
	return strings.ReplaceAll(string(rune('!'+r.IntN('~'-'!'))), "q", "j")
}

// happen is something that the player does by itself.
func happen(p *fakePlayer, r *rand.Rand) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch r.IntN(5) {
	case 0:
		p.step(1)
	case 1:
		p.state.Status = player.Status(r.IntN(5))
	case 2:
		p.state.Err = []string{"", "it broke"}[r.IntN(2)]
		p.state.Notice = []string{"", "no sound output: do this\nand then that, which is a longer thing to say"}[r.IntN(2)]
	case 3:
		p.queue = p.queue[:r.IntN(len(p.queue)+1)]
	case 4:
		p.emit(player.TrackFailed{Entry: player.Entry{Track: songs("Bad", 1)[0]}, Err: source.ErrUnavailable})
	}
	p.tell()
}
