package output_test

import (
	"context"
	"errors"
	"os"
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

func TestPulseRewindOnFake(t *testing.T) {
	tests := []struct {
		name, spec string
		fake       *fakePulse
	}{
		{"local", "pulse", &fakePulse{period: 480}},
		{"coarse sink", "pulse", &fakePulse{period: 2400}},
		{"odd sink", "pulse", &fakePulse{period: 441}},
		{"far", "pulse:tcp:host", &fakePulse{period: 960, trip: 75 * time.Millisecond}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				out := openFake(t, tt.fake, tt.spec)
				d := &deck{t: t, out: out, quantised: tt.fake.size == 4, gain: 0.5}
				d.fadeIn()
				d.seeks(20*time.Second, 20*time.Millisecond, 400*time.Millisecond)
				d.fadeOut()
				if err := out.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Second)
				v := d.judge(tt.fake.sounded())
				v.log(t)
				t.Logf("%+v late %d", stats(out), tt.fake.late)
			})
		})
	}
}

func TestPulsePauseOnFake(t *testing.T) {
	tests := []struct {
		name, spec string
		fake       *fakePulse
	}{
		{"local", "pulse", &fakePulse{period: 480}},
		{"coarse sink", "pulse", &fakePulse{period: 2400}},
		{"far", "pulse:tcp:host", &fakePulse{period: 960, trip: 75 * time.Millisecond}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				out := openFake(t, tt.fake, tt.spec)
				d := &deck{t: t, out: out, quantised: tt.fake.size == 4, gain: 0.5}
				d.fadeIn()
				for i := range 40 {
					d.play(15000)
					d.pause(time.Duration(i*i) * time.Millisecond)
				}
				d.fadeOut()
				if err := out.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Second)
				v := d.judge(tt.fake.sounded())
				v.log(t)
				t.Logf("%+v late %d corks %d", stats(out), tt.fake.late, tt.fake.corks)
			})
		})
	}
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
					_, err = out.Write(t.Context(), make([]float32, 1920))
				}
				took := time.Since(start)
				if !errors.Is(err, output.ErrLost) {
					t.Fatalf("%v", err)
				}
				t.Log(err, took)
				d := out.Delay()
				time.Sleep(time.Second)
				if out.Delay() != d {
					t.Errorf("Delay went from %v to %v after the loss", d, out.Delay())
				}
				out.Close()
				if _, err := out.Write(context.Background(), nil); err != nil {
					t.Error(err)
				}
				if _, err := out.Write(context.Background(), make([]float32, 2)); !errors.Is(err, os.ErrClosed) {
					t.Error(err)
				}
			})
		})
	}
}
