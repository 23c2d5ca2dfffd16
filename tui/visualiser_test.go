package tui_test

import (
	"context"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
)

// chord is a sound with something low, middle and high in it.
func chord(mono []float32) {
	for i := range mono {
		x := 0.0
		for _, part := range [][2]float64{{110, .3}, {440, .1}, {880, .2}, {3000, .05}, {9000, .02}} {
			x += part[1] * math.Sin(2*math.Pi*part[0]*float64(i)/48_000)
		}
		mono[i] = float32(x)
	}
}

// bars are the rows of the visualiser at 80x24, the upper one first.
func (s *screen) bars() []string {
	lines := strings.Split(s.frame(), "\n")
	return lines[len(lines)-6 : len(lines)-4]
}

// tallest is the column of the highest bar, -1 when all are at rest.
func (s *screen) tallest() int {
	at, height := -1, 0
	rows := s.bars()
	low := []rune(rows[1])
	for i, r := range []rune(rows[0]) {
		h := strings.IndexRune(" ▁▂▃▄▅▆▇█", r) / 3
		if h == 0 {
			h = strings.IndexRune("▁▂▃▄▅▆▇█", low[i])/3 - 8
		}
		if h+8 > height {
			at, height = i, h+8
		}
	}
	return at
}

func TestVisualiserShowsWhatIsHeard(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc")
		s.wait(time.Minute)
		if s.player.looks != 0 {
			t.Errorf("looked %d times at the sound without a visualiser", s.player.looks)
		}
		s.press("v")
		s.sees("visualiser on")
		last := -1
		for _, hz := range []float64{100, 300, 1000, 3000, 10_000} {
			s.player.sounds = func(mono []float32) { sine(mono, hz) }
			s.wait(2 * time.Second)
			if at := s.tallest(); at <= last {
				t.Errorf("%v Hz is at column %d, not right of %d:\n%s", hz, at, last, strings.Join(s.bars(), "\n"))
			} else {
				last = at
			}
		}
		s.press("v")
		s.sees("visualiser off")
		s.seesNot("██")
		looks := s.player.looks
		s.wait(time.Minute)
		if n := s.player.looks - looks; n > 1 {
			t.Errorf("looked %d times at the sound after that", n)
		}
		for _, line := range []string{"visualiser on", "visualiser off", "visualiser", "visualiser off"} {
			s.command(line)
		}
		s.sees("visualiser off")
		s.command("visualiser maybe")
		s.sees(`visualiser is on or off, not "maybe"`)
	})
}

// When the sound stops the bars sink, and then nothing is woken or drawn any more.
func TestVisualiserComesToRest(t *testing.T) {
	onPlaying(t, tui.Options{Visualiser: true}, func(s *screen) {
		s.press("esc")
		s.wait(2 * time.Second)
		before := s.updates
		s.wait(10 * time.Second)
		if n := s.updates - before; n < 120 || n > 10*17 {
			t.Errorf("%d updates in ten seconds, want 12 pictures and 4 positions a second", n)
		}
		for range 20 { // leaves one chain of pictures
			s.press("space", "space")
			s.wait(30 * time.Millisecond)
		}
		before = s.updates
		s.wait(10 * time.Second)
		if n := s.updates - before; n > 10*17 {
			t.Errorf("%d updates in ten seconds after twenty pauses", n)
		}
		s.press("space")
		if s.tallest() < 0 {
			t.Error("the bars are gone at once")
		}
		s.wait(2 * time.Second)
		if at := s.tallest(); at >= 0 {
			t.Errorf("a bar stands at column %d:\n%s", at, s.frame())
		}
		before = s.updates
		s.wait(time.Hour)
		if n := s.updates - before; n != 0 {
			t.Errorf("%d updates in a paused hour", n)
		}
		s.press("space")
		s.wait(time.Second)
		if s.tallest() < 0 {
			t.Error("no bars after going on")
		}
	})
}

// Where the window has no room there is none, and nobody looks at the sound.
func TestVisualiserNeedsRoom(t *testing.T) {
	onPlaying(t, tui.Options{Visualiser: true}, func(s *screen) {
		s.press("esc")
		s.wait(time.Second)
		s.send(tea.WindowSizeMsg{Width: 40, Height: 10})
		s.wait(time.Second)
		looks := s.player.looks
		s.wait(time.Minute)
		if n := s.player.looks - looks; n != 0 {
			t.Errorf("looked %d times at the sound", n)
		}
		s.press("v", "v")
		s.sees("no room")
		s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		s.wait(time.Second)
		if s.tallest() < 0 {
			t.Error("no bars when there is room again")
		}
	})
}

// What reaches the terminal: a picture at most each time, nothing while paused.
func TestProgramRedrawsWithVisualiser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, w := newFakePlayer(), new(terminal)
		n := 0
		p.sounds = func(mono []float32) { n++; sine(mono, 200+float64(n%40)*100) }
		prog, done := program(p, w)
		prog.Send(keyMsg("esc"))
		prog.Send(keyMsg("v"))
		p.PlayNow(songs("Long", 100)...)
		time.Sleep(10 * time.Second)
		w.redraws()
		time.Sleep(time.Minute)
		if n := w.redraws(); n < 10*60 || n > 17*60 {
			t.Errorf("%d redraws in a minute, want 12 a second and a few", n)
		} else {
			t.Logf("%.1f redraws a second", float64(n)/60)
		}
		p.TogglePause()
		time.Sleep(10 * time.Second)
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

// inFile resolves every track to one file.
type inFile string

func (f inFile) Resolve(context.Context, source.Track) (source.Media, error) {
	return source.Media{Path: string(f)}, nil
}

func (f inFile) Refresh(ctx context.Context, t source.Track, _ source.Media) (source.Media, error) {
	return f.Resolve(ctx, t)
}

// toneFile is a file with a minute of 1 kHz.
func toneFile(t *testing.T) inFile {
	const n = 60 * output.Rate
	b := []byte("RIFF....WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x80\xbb\x00\x00\x00\x77\x01\x00\x02\x00\x10\x00data....")
	binary.LittleEndian.PutUint32(b[4:], 36+2*n)
	binary.LittleEndian.PutUint32(b[40:], 2*n)
	for i := range n {
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(8000*math.Sin(2*math.Pi*1000*float64(i)/output.Rate))))
	}
	name := filepath.Join(t.TempDir(), "tone.wav")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return inFile(name)
}

// The whole way: a file of 1 kHz, the player, the bars. Muted there is nothing to see.
func TestVisualiserOfAPlayer(t *testing.T) {
	file := toneFile(t)
	synctest.Test(t, func(t *testing.T) {
		null, err := output.NewOpener("null", output.Options{})
		if err != nil {
			t.Fatal(err)
		}
		p := player.New(player.Options{Opener: &player.MediaOpener{Resolver: file}, OpenOutput: null.Open})
		s := newScreen(t, tui.Options{Controls: p, Visualiser: true}, 80, 24)
		s.press("esc")
		s.wait(time.Second)
		if strings.Contains(s.frame(), "▁▁") {
			t.Errorf("bars without a track:\n%s", s.frame())
		}
		p.PlayNow(songs("Tone", 1)...)
		s.wait(3 * time.Second)
		// 27 bars of three columns over 8.3 octaves from 50 Hz: 1 kHz is in the 14th from 0.
		if at := s.tallest() / 3; at != 14 {
			t.Errorf("1 kHz is in bar %d:\n%s", at, strings.Join(s.bars(), "\n"))
		}
		p.ToggleMute()
		s.wait(3 * time.Second)
		if at := s.tallest(); at >= 0 {
			t.Errorf("bars while muted:\n%s", strings.Join(s.bars(), "\n"))
		}
		s.m.(*tui.Model).Close()
		p.Close()
		time.Sleep(2 * time.Minute)
	})
}
