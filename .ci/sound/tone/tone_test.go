package tone_test

import (
	"testing"

	"anyaudio/.ci/sound/tone"
)

// Every second of the hour is read back as itself, in its middle and at its start.
func TestReadEverySecond(t *testing.T) {
	p := tone.NewProbe(960)
	x := make([]float32, 2*960)
	for sec := range 3600 {
		for _, at := range []int64{480, tone.Rate / 2} {
			tone.Fill(x, int64(sec)*tone.Rate+at-480)
			if got := p.Read(x, 480, tone.Level/2); got.Sec != sec {
				t.Fatalf("second %d is read as %d", sec, got.Sec)
			}
		}
	}
}

// The pieces that a signal is made in do not show.
func TestFillInPieces(t *testing.T) {
	whole := make([]float32, 3*tone.Rate)
	tone.Fill(whole, 59*tone.Rate)
	part := make([]float32, 12345)
	for from := 0; from < len(whole); from += len(part) {
		n := min(len(part), len(whole)-from)
		tone.Fill(part[:n], int64(59*tone.Rate+from))
		for i, v := range part[:n] {
			if d := v - whole[from+i]; d > 1e-5 || d < -1e-5 {
				t.Fatalf("frame %d differs by %g", from+i, d)
			}
		}
	}
}

// The signal is silent above 13 kHz, the change of seconds included, and one lost sample is not.
func TestHighPass(t *testing.T) {
	x := make([]float32, 3*tone.Rate)
	tone.Fill(x, 599*tone.Rate) // all four digits change
	if peak, at := tone.Peak(tone.HighPass(x)[100:]); peak > 1e-5 {
		t.Errorf("%g at frame %d", peak, at)
	}
	x = append(x[:70000], x[70001:]...)
	if peak, at := tone.Peak(tone.HighPass(x)[100:]); peak < 1e-3 || at < 69850 || at > 69950 {
		t.Errorf("a lost sample at 70000 shows as %g at %d", peak, at+100)
	}
}
