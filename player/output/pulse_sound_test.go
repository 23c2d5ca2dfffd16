package output_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"anyaudio/player/output"
)

// These tests play on a private PulseAudio and compare what its sink played with what
// was meant, bit by bit. A machine that stops a process for a while spoils a run:
// the sink runs dry, or a cut comes late. So each has five attempts, and one that is
// perfect is enough: a fault in the code spoils them all.

// attempt runs a measurement until it finds no fault, at most five times.
func attempt(t *testing.T, measure func() error) {
	t.Helper()
	var err error
	for range 5 {
		if err = measure(); err == nil {
			return
		}
		t.Log("again:", err)
	}
	t.Error(err)
}

// length is how long a sound test plays: 3 s, or what OUTPUT_TEST_LENGTH says.
func length() time.Duration {
	if d, err := time.ParseDuration(os.Getenv("OUTPUT_TEST_LENGTH")); err == nil {
		return d
	}
	return 3 * time.Second
}

// play opens spec, lets scene play on it and judges the recording.
func (s *soundServer) play(t *testing.T, spec string, o output.Options, scene func(*deck)) (verdict, output.Stats, error) {
	t.Helper()
	rec := s.record(t, "5")
	o.Getenv = s.getenv
	out, err := output.Open(t.Context(), spec, o)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	d := &deck{t: t, out: out, gain: 0.5, quantised: spec != "pulse"}
	scene(d)
	full := out.Delay()
	d.fadeOut()
	if err := out.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	v := d.judge(rec.stop())
	v.log(t)
	st := stats(out)
	t.Logf("%+v", st)
	switch {
	case v.different >= 0:
		return v, st, fmt.Errorf("frame %d is not as it was written", v.different)
	case v.clicks > 0:
		return v, st, fmt.Errorf("%d clicks", v.clicks)
	case st.Mended > 0: // not a fault, but it is not as it was written
		return v, st, fmt.Errorf("%d cuts mended", st.Mended)
	case full < out.Info().Buffer/2-20*time.Millisecond-2*st.RoundTrip: // half is asked for at once
		return v, st, fmt.Errorf("the buffer of %v only holds %v after %d rewinds", out.Info().Buffer, full, st.Rewinds)
	}
	return v, st, nil
}

func TestPulseSoundRewind(t *testing.T) {
	s := startServer(t, "", "")
	attempt(t, func() error {
		v, _, err := s.play(t, "pulse", output.Options{}, func(d *deck) {
			d.fadeIn()
			d.seeks(length(), 50*time.Millisecond, 300*time.Millisecond)
		})
		if err == nil && v.median() > 30*time.Millisecond {
			err = fmt.Errorf("key to new sound takes %v", v.median())
		}
		return err
	})
}

func TestPulseSoundPause(t *testing.T) {
	s := startServer(t, "", "")
	attempt(t, func() error {
		_, _, err := s.play(t, "pulse", output.Options{}, func(d *deck) {
			d.fadeIn()
			for start := time.Now(); time.Since(start) < length(); {
				d.play(rand.IntN(30000))
				d.pause(rand.N(300 * time.Millisecond))
			}
			d.play(20000)
		})
		return err
	})
}

// TestPulseSoundFar plays 16 bits through a network that is away by some round trip.
func TestPulseSoundFar(t *testing.T) {
	s := startServer(t, "", "")
	for _, c := range []struct{ rtt, jitter, within time.Duration }{
		{0, 0, 60 * time.Millisecond},
		{50 * time.Millisecond, 10 * time.Millisecond, 150 * time.Millisecond},
		{150 * time.Millisecond, 30 * time.Millisecond, 250 * time.Millisecond},
		{300 * time.Millisecond, 60 * time.Millisecond, 250 * time.Millisecond},
	} {
		t.Run(c.rtt.String(), func(t *testing.T) {
			addr := delayProxy(t, s.socket, c.rtt, c.jitter)
			attempt(t, func() error {
				v, _, err := s.play(t, "pulse:tcp:"+addr, output.Options{}, func(d *deck) {
					d.fadeIn()
					d.seeks(length(), 50*time.Millisecond, 600*time.Millisecond)
				})
				if err == nil && v.median() > c.within {
					err = fmt.Errorf("key to new sound takes %v", v.median())
				}
				return err
			})
		})
	}
}

// TestPulseSoundPosition compares the position by Delay with the recording. The monitor
// of a null sink gives the sound out when the sink takes it, up to a period early.
func TestPulseSoundPosition(t *testing.T) {
	s := startServer(t, "", "")
	attempt(t, func() error {
		rec := s.record(t, "5")
		out, err := output.Open(t.Context(), "pulse", output.Options{Getenv: s.getenv})
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		d := &deck{t: t, out: out, gain: 0.5}
		type look struct {
			at    time.Time
			frame int
		}
		var looks []look
		d.fadeIn()
		for start := time.Now(); time.Since(start) < 3*time.Second; d.play(960) {
			if time.Since(start) > 500*time.Millisecond {
				looks = append(looks, look{time.Now(), len(d.plan) - output.Frames(out.Delay())})
			}
		}
		got, stamps := rec.stop()
		first := slices.IndexFunc(got, func(f float32) bool { return f != 0 })
		var diff []time.Duration
		for _, l := range looks {
			diff = append(diff, l.at.Sub(heardAt(stamps, first+l.frame)))
		}
		slices.Sort(diff)
		t.Logf("position by Delay is behind the recording by %v to %v, median %v", diff[0], diff[len(diff)-1], diff[len(diff)/2])
		if m := diff[len(diff)/2]; m < -20*time.Millisecond || m > 20*time.Millisecond {
			return fmt.Errorf("the position is off by %v", m)
		}
		return nil
	})
}

// TestPulseSoundLoss takes a device away, and then the server, and opens again after.
func TestPulseSoundLoss(t *testing.T) {
	s := startServer(t, "", "")
	op, err := output.NewOpener("auto", output.Options{Getenv: s.getenv})
	if err != nil {
		t.Fatal(err)
	}
	// lost plays until the loss shows, and returns how long that took.
	lost := func(lose func()) time.Duration {
		t.Helper()
		out, err := op.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		block := make([]float32, 1920)
		var at time.Time
		for start := time.Now(); time.Since(start) < 5*time.Second; {
			if at.IsZero() && time.Since(start) > 400*time.Millisecond {
				lose()
				at = time.Now()
			}
			if _, err := out.Write(t.Context(), block); errors.Is(err, output.ErrLost) {
				t.Log(err)
				return time.Since(at)
			} else if err != nil {
				t.Fatal(err)
			}
		}
		t.Fatal("the loss was not noticed")
		return 0
	}
	t.Log("noticed after", lost(func() { s.run("pactl", "unload-module", "module-null-sink") }))
	if err := s.run("pactl", "load-module", "module-null-sink", "sink_name=ci"); err != nil {
		t.Fatal(err)
	}
	t.Log("noticed after", lost(s.kill))
	if _, err := op.Open(t.Context()); !errors.Is(err, output.ErrNoOutput) {
		t.Fatalf("no server, but Open says %v", err)
	}
	s = startServer(t, s.dir, "")
	out, err := op.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out.Close()
}
