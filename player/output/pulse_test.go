package output_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player/output"
)

// env makes a Getenv of pairs.
func env(kv ...string) func(string) string {
	m := map[string]string{}
	for i := 0; i < len(kv); i += 2 {
		m[kv[i]] = kv[i+1]
	}
	return func(k string) string { return m[k] }
}

func openFake(t *testing.T, f *fakePulse, spec string) output.Output {
	t.Helper()
	f.t = t
	o := output.WithDial(output.Options{Getenv: env("XDG_RUNTIME_DIR", "/run/user/1000")}, f.dial)
	out, err := output.Open(t.Context(), spec, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		out.Close()
		time.Sleep(time.Second) // the fake ends
	})
	return out
}

// sinks are servers near and far.
func sinks() map[string]*fakePulse {
	return map[string]*fakePulse{
		"near":       {period: 480},
		"coarse":     {period: 2400},
		"odd":        {period: 441},
		"far":        {period: 960, trip: 75 * time.Millisecond},
		"very far":   {period: 1024, trip: 150 * time.Millisecond},
		"big period": {period: 4800},
	}
}

// onFakes lets scene play on every kind of server, in virtual time, and checks that the
// server's sink took what was meant, frame by frame.
func onFakes(t *testing.T, scene func(*testing.T, *deck)) {
	for name, f := range sinks() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				spec := "pulse"
				if f.trip > 0 {
					spec = "pulse:tcp:host"
				}
				out := openFake(t, f, spec)
				d := &deck{t: t, out: out, gain: 0.5, quantised: f.size == 4}
				d.fadeIn()
				scene(t, d)
				d.fadeOut()
				if err := out.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				if out.Delay() != 0 {
					t.Errorf("Drain left %v", out.Delay())
				}
				time.Sleep(time.Second)
				v := d.judge(f.sounded())
				v.log(t)
				st := stats(out)
				if v.different >= 0 || v.clicks > 0 || f.late > 0 || st.Late > 0 || st.Close > 0 || st.Mended > 0 || st.Underruns > 0 {
					t.Errorf("first wrong frame %d, %d clicks, %d frames late, %+v", v.different, v.clicks, f.late, st)
				}
				// A sink's step, the way there, and what is kept from it; and one step more
				// for the readings that are missing at first.
				if most := output.Duration(int64(2*f.period)) + f.trip + 20*time.Millisecond; len(v.heard) > 0 && v.median() > most {
					t.Errorf("a change is heard after %v, want less than %v", v.median(), most)
				}
			})
		})
	}
}

func TestPulseSeeks(t *testing.T) {
	onFakes(t, func(t *testing.T, d *deck) { d.seeks(8*time.Second, 20*time.Millisecond, 400*time.Millisecond) })
}

func TestPulsePauses(t *testing.T) {
	onFakes(t, func(t *testing.T, d *deck) {
		for i := range 40 {
			d.play(15000)
			d.pause(time.Duration(i*i) * time.Millisecond)
		}
	})
}

// TestPulseRunsDry has a caller that stops writing for a while, without a word.
func TestPulseRunsDry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakePulse{period: 480}
		out := openFake(t, f, "pulse")
		d := &deck{t: t, out: out, gain: 0.5}
		for i := range 10 {
			d.fadeIn()
			d.play(20000)
			d.write(d.faded()) // ends in silence
			time.Sleep(time.Duration(300+100*i) * time.Millisecond)
			if out.Delay() != 0 {
				t.Errorf("Delay %v when all has been heard", out.Delay())
			}
			if n, err := out.Rewind(1 << 30); n != 0 || err != nil {
				t.Errorf("Rewind took %d frames of none: %v", n, err)
			}
			d.rests = append(d.rests, len(d.plan))
		}
		d.rests = d.rests[:len(d.rests)-1]
		if v := d.judge(f.sounded()); v.different >= 0 || stats(out).Underruns != 10 {
			t.Errorf("first wrong frame %d; %+v", v.different, stats(out))
		}
	})
}

// TestPulseMends has a caller that takes its time between Rewind and Write: the change
// comes late, in a fade, and what follows is in its place.
func TestPulseMends(t *testing.T) {
	for name, f := range sinks() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				spec := "pulse"
				if f.trip > 0 {
					spec = "pulse:tcp:host"
				}
				out := openFake(t, f, spec)
				d := &deck{t: t, out: out, gain: 0.5, quantised: f.size == 4}
				d.fadeIn()
				for i := range 40 {
					d.play(30000)
					d.slow = time.Duration(i) * 3500 * time.Microsecond
					d.seek()
				}
				d.slow = 0
				d.play(48000)
				from := len(d.plan) - 40000 // after the last mending
				d.write(d.faded())
				if err := out.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Second)
				heard, _ := f.sounded()
				if n, most := clicks(heard, toneW, 0.0015); n > 0 {
					t.Errorf("%d clicks (%v)", n, most)
				}
				first := slices.IndexFunc(heard, func(v float32) bool { return v != 0 }) - slices.IndexFunc(d.plan, func(v float32) bool { return v != 0 })
				if !slices.Equal(heard[first+from:first+len(d.plan)], d.plan[from:]) {
					t.Error("what follows is not in its place")
				}
				if st := stats(out); st.Mended == 0 || st.Late > 0 {
					t.Errorf("%+v", st)
				}
			})
		})
	}
}

// TestPulseFadesOut has a caller that ends its sound in a fade and then does nothing
// more, not even Pause, or that does so late: what was taken back is not heard.
func TestPulseFadesOut(t *testing.T) {
	for name, f := range sinks() {
		f.whole = true
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				spec := "pulse"
				if f.trip > 0 {
					spec = "pulse:tcp:host"
				}
				out := openFake(t, f, spec)
				d := &deck{t: t, out: out, gain: 0.5, quantised: f.size == 4}
				for i := range 20 {
					d.slow = time.Duration(i%5) * 10 * time.Millisecond
					d.fadeIn()
					d.play(40000)
					start := time.Now()
					d.fadeOut()
					time.Sleep(time.Second)
					heard, stamps := f.sounded()
					last := len(heard) - 1
					for heard[last] == 0 {
						last--
					}
					if n, most := clicks(heard, toneW, 0.0015); n > 0 {
						t.Fatalf("fade %d: %d clicks (%v)", i, n, most)
					}
					if late := heardAt(stamps, last).Sub(start) - d.slow; late > 2*output.Duration(int64(f.period))+4*f.trip+40*time.Millisecond {
						t.Fatalf("fade %d: sound for %v more", i, late)
					}
					if out.Delay() != 0 {
						t.Errorf("Delay %v", out.Delay())
					}
				}
			})
		})
	}
}

// TestPulseLearns has a server that takes its time to act on a cut: the first ones are
// late, and the distance grows until they are not.
func TestPulseLearns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakePulse{period: 480, lazy: 12 * time.Millisecond}
		out := openFake(t, f, "pulse")
		d := &deck{t: t, out: out, gain: 0.5}
		d.fadeIn()
		late := func() (n int) {
			f.set(func() { n = f.lateCuts })
			return n
		}
		seek := func() {
			for start := time.Now(); time.Since(start) < 200*time.Millisecond; {
				d.play(960)
			}
			d.seek()
		}
		for late() == 0 {
			seek()
		}
		time.Sleep(50 * time.Millisecond)
		if st := stats(out); st.Late+st.Close == 0 || st.Guard <= 4*time.Millisecond {
			t.Errorf("a late cut was not noticed: %+v", st)
		}
		before := late()
		for range 40 {
			seek()
		}
		if n := late() - before; n > 10 {
			t.Errorf("%d of 40 more cuts were late: %+v", n, stats(out))
		}
	})
}

// TestPulseForgetsAHoldUp has a network that stands still once: changes are heard as soon
// as before.
func TestPulseForgetsAHoldUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakePulse{period: 960, trip: 25 * time.Millisecond}
		out := openFake(t, f, "pulse:tcp:home")
		// change plays for a while and returns how far from the ear it can then change the sound.
		change := func(length time.Duration) time.Duration {
			for start := time.Now(); time.Since(start) < length; {
				write(t, out, 960)
			}
			if _, err := out.Rewind(1 << 30); err != nil {
				t.Fatal(err)
			}
			return out.Delay()
		}
		before := change(5 * time.Second)
		change(time.Second)
		write(t, out, 9600)
		time.Sleep(100 * time.Millisecond) // the change has arrived
		f.mu.Lock()
		f.dead = time.Now().Add(400 * time.Millisecond)
		f.mu.Unlock()
		if after := change(2 * time.Second); after > before+30*time.Millisecond || after < before-30*time.Millisecond {
			t.Errorf("%v from the ear, and %v after a hold-up", before, after)
		}
	})
}

func TestPulseLoss(t *testing.T) {
	for name, lose := range map[string]func(*fakePulse){
		"killed stream": func(f *fakePulse) { f.kill() },
		"closed":        func(f *fakePulse) { f.conn.Close() },
		"frozen":        func(f *fakePulse) { f.set(func() { f.mute = true }) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &fakePulse{period: 480}
				out := openFake(t, f, "pulse")
				time.AfterFunc(time.Second, func() { lose(f) })
				start := time.Now()
				var err error
				for err == nil {
					_, err = out.Write(t.Context(), block(960))
				}
				if !errors.Is(err, output.ErrLost) {
					t.Fatal(err)
				}
				want := time.Second
				if name == "frozen" {
					want = 11 * time.Second
				}
				if d := time.Since(start); d > want+400*time.Millisecond {
					t.Errorf("noticed after %v", d)
				}
				d := out.Delay()
				time.Sleep(time.Second)
				if out.Delay() != d {
					t.Errorf("Delay went from %v to %v after the loss", d, out.Delay())
				}
				allFail(t, out, output.ErrLost)
				out.Close()
				allFail(t, out, os.ErrClosed)
			})
		})
	}
}

// allFail calls all methods that have an error.
func allFail(t *testing.T, out output.Output, want error) {
	t.Helper()
	_, err1 := out.Write(t.Context(), block(1))
	_, err2 := out.Write(t.Context(), nil)
	_, err3 := out.Rewind(1)
	for i, err := range []error{err1, err2, err3, out.Pause(true), out.Pause(false), out.Drain(t.Context())} {
		if !errors.Is(err, want) {
			t.Errorf("method %d answers %v, want %v", i, err, want)
		}
	}
}

// TestCloseEndsWrite closes outputs from elsewhere while a Write waits.
func TestCloseEndsWrite(t *testing.T) {
	for _, spec := range []string{"pulse", "null", "stdout"} {
		t.Run(spec, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &fakePulse{t: t, period: 480}
				o := output.WithDial(output.Options{Getenv: env("XDG_RUNTIME_DIR", "/run"), Stdout: io.Discard}, f.dial)
				out := open(t, spec, o)
				time.AfterFunc(time.Second, func() {
					for range 2 {
						if err := out.Close(); err != nil {
							t.Error(err)
						}
					}
				})
				start := time.Now()
				if _, err := out.Write(t.Context(), block(480000)); !errors.Is(err, os.ErrClosed) || errors.Is(err, output.ErrLost) {
					t.Error(err)
				}
				if d := time.Since(start); d != time.Second {
					t.Errorf("Write ended after %v", d)
				}
				allFail(t, out, os.ErrClosed)
				time.Sleep(time.Second)
			})
		})
	}
}

// TestWriteEndsWithContext counts what was taken when the context ends: what is written
// next follows it.
func TestWriteEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakePulse{period: 480}
		out := openFake(t, f, "pulse")
		s := block(480000)
		for i := range s {
			s[i] = float32(i/2+1) / 1e6
		}
		for done := 0; done < len(s); {
			ctx, cancel := context.WithTimeout(t.Context(), 70*time.Millisecond)
			n, err := out.Write(ctx, s[done:])
			if err == nil && n != len(s[done:])/2 || err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(n, err)
			}
			done += 2 * n
			cancel()
		}
		out.Drain(t.Context())
		heard, _ := f.sounded()
		i := slices.IndexFunc(heard, func(v float32) bool { return v != 0 })
		for k := range len(s) / 2 {
			if heard[i+k] != s[2*k] {
				t.Fatalf("frame %d is %v", k, heard[i+k])
			}
		}
	})
}

// TestPulsePrintsNothing has a server send commands that proto would print.
func TestPulsePrintsNothing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "stdout")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	old := os.Stdout
	os.Stdout = f
	synctest.Test(t, func(t *testing.T) {
		out := openFake(t, &fakePulse{period: 480}, "pulse")
		write(t, out, 9600)
		time.Sleep(100 * time.Millisecond) // the change has arrived
		out.Drain(t.Context())
	})
	os.Stdout = old
	f.Close()
	if b, err := os.ReadFile(name); err != nil || len(b) > 0 {
		t.Errorf("printed %q, %v", b, err)
	}
}

// TestPulseIsWokenRarely counts what a server says while sound plays: each packet wakes this
// process, and at a period of 10 ms a server may ask 100 times a second.
func TestPulseIsWokenRarely(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakePulse{period: 480}
		out := openFake(t, f, "pulse")
		const block = output.Rate / 50 // what the player writes at a time
		for range 60 {
			write(t, out, block)
		}
		before := f.answers()
		for range 10 * output.Rate / block {
			write(t, out, block)
		}
		if n := f.answers() - before; n > 10*12 {
			t.Errorf("%d packets in 10 s", n)
		}
		if st := stats(out); st.Underruns > 0 {
			t.Errorf("%+v", st)
		}
	})
}

// TestPulseStopsWhenPaused counts what goes to the server in a long pause.
func TestPulseStopsWhenPaused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakePulse{period: 2400}
		out := openFake(t, f, "pulse")
		stopped := func() (yes bool) {
			f.set(func() { yes = f.corked })
			return yes
		}
		if !stopped() {
			t.Error("the device runs before there is sound")
		}
		write(t, out, 9600)
		time.Sleep(100 * time.Millisecond) // the change has arrived
		if err := out.Pause(true); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if !stopped() {
			t.Error("the device runs on")
		}
		before := f.count()
		time.Sleep(time.Minute)
		if n := f.count() - before; n > 30 {
			t.Errorf("%d packets in a minute of silence", n)
		}
		out.Pause(false)
		write(t, out, 960)
		time.Sleep(100 * time.Millisecond)
		if !stopped() {
			t.Error("the device was started with less than it takes at once")
		}
		write(t, out, 4800)
		time.Sleep(50 * time.Millisecond)
		if stopped() {
			t.Error("the device stands still")
		}
	})
}
