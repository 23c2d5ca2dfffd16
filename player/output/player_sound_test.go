package output_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"time"

	clock "anyaudio/.ci/sound/tone"
	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
)

// These tests have the player on top: it plays the talking clock of package tone, whose place
// in the song can be read from a recording.

const clockSeconds = 60

// clockWAV is the talking clock as a WAV file.
func clockWAV() []byte {
	x := make([]float32, clockSeconds*clock.Rate)
	clock.Fill(x, 0)
	b := []byte("RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x80\xbb\x00\x00\x00\x77\x01\x00\x02\x00\x10\x00data")
	b = binary.LittleEndian.AppendUint32(b, uint32(2*len(x)))
	for _, v := range x {
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(v*32767)))
	}
	return b
}

// A clockInput is that file, open and all there.
type clockInput struct{ *bytes.Reader }

func (clockInput) SetContext(context.Context) {}
func (clockInput) Hint() string               { return "clock.wav" }
func (clockInput) Buffered() []player.Span    { return []player.Span{{From: 0, To: 1}} }
func (clockInput) Trouble() error             { return nil }
func (clockInput) Close() error               { return nil }

type clockOpener []byte

func (o clockOpener) Open(context.Context, source.Track) (player.Input, error) {
	return clockInput{bytes.NewReader(o)}, nil
}

// playClock starts a player on the output that spec names.
func playClock(t *testing.T, file []byte, spec string, o output.Options) *player.Player {
	t.Helper()
	op, err := output.NewOpener(spec, o)
	if err != nil {
		t.Fatal(err)
	}
	p := player.New(player.Options{Opener: clockOpener(file), OpenOutput: op.Open})
	t.Cleanup(func() { p.Close() })
	p.PlayNow(source.Track{Provider: "test", ID: "clock", Title: "clock"})
	return p
}

// place reads from a recording which place in the song is heard at its frame 0, if what is
// heard around frame near had sounded from there on: by the turn of a second nearest to near.
func place(x []float32, near int) (int, error) {
	const hop = clock.Rate / 200
	probe := clock.NewProbe(960)
	turn, place := -1, 0
	const reach = 8 * clock.Rate / 5
	for i, at, last := max(0, near-reach), 0, -1; i < min(len(x), near+reach); i += hop {
		sec := probe.Read(x, i, clock.Level/4).Sec
		if sec < 0 {
			continue
		}
		if mid := (i + at) / 2; last >= 0 && sec == last+1 && i-at <= 8*hop && (turn < 0 || distance(mid, near) < distance(turn, near)) {
			turn, place = mid, sec*clock.Rate-clock.Glide/2-mid
		}
		last, at = sec, i
	}
	if turn < 0 {
		return 0, fmt.Errorf("no turn of a second in %d frames", len(x))
	}
	return place, nil
}

func distance(a, b int) int { return max(a-b, b-a) }

// TestPlayerSoundPosition compares the position that the player shows with what is heard then.
func TestPlayerSoundPosition(t *testing.T) {
	s := startServer(t, "", "")
	file := clockWAV()
	for _, c := range []struct {
		name        string
		rtt, jitter time.Duration
		within      time.Duration
	}{
		{"local", 0, 0, 50 * time.Millisecond},
		{"far", 150 * time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			spec := "pulse"
			if c.rtt > 0 {
				spec = "pulse:tcp:" + delayProxy(t, s.socket, c.rtt, c.jitter)
			}
			attempt(t, func() error { return s.comparePosition(t, file, spec, c.within) })
		})
	}
}

func (s *soundServer) comparePosition(t *testing.T, file []byte, spec string, within time.Duration) error {
	t.Helper()
	rec := s.record(t, "5")
	p := playClock(t, file, spec, output.Options{Getenv: s.getenv})
	type look struct {
		at  time.Time
		pos time.Duration
	}
	var looks []look
	for start := time.Now(); time.Since(start) < 5*time.Second; time.Sleep(37 * time.Millisecond) {
		switch since := time.Since(start); {
		case since > 3*time.Second && since < 3050*time.Millisecond:
			p.SeekTo(40 * time.Second) // its place is not a matter of counting from the start
		case since > 4*time.Second:
			looks = append(looks, look{time.Now(), p.Progress().Position})
		}
	}
	time.Sleep(700 * time.Millisecond) // another turn of a second
	p.Close()
	got, stamps := rec.stop()
	var off []time.Duration
	for _, l := range looks {
		i := slices.IndexFunc(stamps, func(a arrival) bool { return a.at.After(l.at) })
		if i < 0 {
			return fmt.Errorf("the recording ends too early")
		}
		from, err := place(got, stamps[i].frames)
		if err != nil {
			return err
		}
		off = append(off, l.pos-output.Duration(int64(from+stamps[i].frames)))
	}
	slices.Sort(off)
	t.Logf("the position shown is off by %v to %v, median %v", off[0], off[len(off)-1], off[len(off)/2])
	if off[0] < -within || off[len(off)-1] > within {
		return fmt.Errorf("the position is off by %v to %v", off[0], off[len(off)-1])
	}
	return nil
}

// back is how long sound may be away after the cause has gone.
const back = 3 * time.Second

// An outage takes the sound away and gives it back.
type outage struct {
	away   time.Duration
	take   func()
	give   func() *soundServer // the server that is there then
	cutOff bool                // the recorder goes with the sound
}

// survive plays through an outage: sound again in time, from where it was heard last.
func (s *soundServer) survive(t *testing.T, file []byte, spec string, o outage) error {
	t.Helper()
	p := playClock(t, file, spec, output.Options{Getenv: s.getenv})
	defer p.Close()
	rec := s.record(t, "5")
	time.Sleep(2500 * time.Millisecond)
	o.take()
	time.Sleep(o.away)
	var before []float32
	if o.cutOff {
		before, _ = rec.stop()
	} else {
		rec.mu.Lock()
		before = slices.Clone(rec.frames)
		rec.mu.Unlock()
	}
	s = o.give()
	gone := time.Now()
	if o.cutOff {
		rec = s.record(t, "5")
	}
	time.Sleep(back + 1500*time.Millisecond)
	p.Close()
	after, stamps := rec.stop()
	skip := 0
	if !o.cutOff {
		skip = len(before)
	}
	sounds := func(f float32) bool { return f > 0.01 || f < -0.01 }
	first := slices.IndexFunc(after[skip:], sounds)
	if first < 0 {
		return fmt.Errorf("no sound any more")
	}
	first += skip
	took := heardAt(stamps, first).Sub(gone)
	last := len(before) - 1
	for last > 0 && !sounds(before[last]) {
		last--
	}
	was, err := place(before, last)
	if err != nil {
		return err
	}
	is, err := place(after, first+clock.Rate/2)
	if err != nil {
		return err
	}
	moved := output.Duration(int64(is + first - was - last))
	t.Logf("sound again after %v, %v from where it was", took, moved)
	switch {
	case took > back:
		return fmt.Errorf("sound again only after %v", took)
	case moved < -100*time.Millisecond || moved > 100*time.Millisecond:
		return fmt.Errorf("it goes on %v from where it was", moved)
	}
	return nil
}

func TestPlayerSoundOutages(t *testing.T) {
	file := clockWAV()
	const hold = 1500 * time.Millisecond
	t.Run("server killed", func(t *testing.T) {
		attempt(t, func() error {
			s := startServer(t, "", "")
			return s.survive(t, file, "auto", outage{hold, s.kill, func() *soundServer { return startServer(t, s.dir, "") }, true})
		})
	})
	s := startServer(t, "", "")
	pactl := func(args ...string) {
		if err := s.run("pactl", args...); err != nil {
			t.Errorf("pactl %v: %v", args, err)
		}
	}
	t.Run("sink removed", func(t *testing.T) {
		attempt(t, func() error {
			return s.survive(t, file, "auto", outage{hold, func() { pactl("unload-module", "module-null-sink") }, func() *soundServer {
				pactl("load-module", "module-null-sink", "sink_name=ci", "rate=48000", "channels=2", "format=float32le", "norewinds=1")
				return s
			}, true})
		})
	})
	t.Run("sink suspended", func(t *testing.T) {
		attempt(t, func() error {
			return s.survive(t, file, "auto", outage{hold, func() { pactl("suspend-sink", "ci", "1") }, func() *soundServer {
				pactl("suspend-sink", "ci", "0")
				return s
			}, false})
		})
	})
	// Shorter than what counts as a loss, and longer.
	for _, away := range []time.Duration{4 * time.Second, 11 * time.Second} {
		t.Run(fmt.Sprint("link frozen for ", away), func(t *testing.T) {
			attempt(t, func() error {
				addr, g := frozenProxy(t, s.socket)
				return s.survive(t, file, "pulse:tcp:"+addr, outage{away, g.Lock, func() *soundServer {
					g.Unlock()
					return s
				}, false})
			})
		})
	}
}
