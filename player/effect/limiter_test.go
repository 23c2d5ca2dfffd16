package effect_test

import (
	"fmt"
	"math"
	"testing"

	"anyaudio/player/effect"
)

// truePeak returns the greatest magnitude of p between its samples, by a sinc of 64 taps
// at 16 points a sample: finer than what the limiter itself looks at.
func truePeak(p [][2]float64) (peak float64) {
	const taps, points = 64, 16
	var h [points][taps]float64
	for q := range h {
		sum := 0.0
		for k := range taps {
			d := float64(taps/2-1-k) + float64(q)/points
			w := math.Cos(math.Pi / 2 * d / (taps/2 + 0.5))
			s := 1.0
			if d != 0 {
				s = math.Sin(math.Pi*d) / (math.Pi * d)
			}
			h[q][k] = s * w
			sum += s * w
		}
		for k := range taps {
			h[q][k] /= sum
		}
	}
	for i := 0; i+taps <= len(p); i++ {
		m := math.Abs(p[i+taps/2][0])
		if m < 0.4 && math.Abs(p[i+taps/2-1][0]) < 0.4 && math.Abs(p[i+taps/2][1]) < 0.4 {
			continue
		}
		for q := range h {
			var l, r float64
			for k, c := range h[q] {
				l += c * p[i+k][0]
				r += c * p[i+k][1]
			}
			peak = max(peak, math.Abs(l), math.Abs(r))
		}
	}
	return peak
}

// bursts is a tone in bursts that begin and end at once, 20 ms in 100.
func bursts(freq, amp float64) [][2]float64 {
	p := sine(freq, amp, 0.7, effect.Rate)
	for i := range p {
		if i%4800 > 960 {
			p[i] = [2]float64{}
		}
	}
	return p
}

func TestLimiterKeepsTruePeaksBelowTheCeiling(t *testing.T) {
	ceiling := effect.Ceiling
	tests := map[string][][2]float64{
		// The classic: every sample at 1, the peak between them at 1.41.
		"12 kHz between samples": sine(12000, math.Sqrt2, math.Pi/4, effect.Rate),
		"white noise, 6 dB over": smooth(noise(effect.Rate, 4)),
		"square":                 square(441, 1.9),
		"one sample":             func() [][2]float64 { p := sine(50, 0.2, 0, effect.Rate); p[20000][0] = 3; return p }(),
	}
	for _, f := range []float64{40, 997, 5001, 11025, 15000, 17999, 19900} {
		if underRace && f != 997 {
			continue
		}
		tests[fmt.Sprint("sine ", f)] = sine(f, 2, 0.3, effect.Rate/2)
		tests[fmt.Sprint("bursts ", f)] = bursts(f, 2)
	}
	for name, p := range tests {
		l := effect.NewLimiter()
		inBlocks(p, l.Process)
		if got := db(truePeak(p)); got > ceiling {
			t.Errorf("%s: true peak %.2f dB, want at most %g", name, got, ceiling)
		} else {
			t.Logf("%s: %.2f dB", name, got)
		}
	}
}

// smooth takes away what is above 20 kHz or so, which no decoder gives.
func smooth(p [][2]float64) [][2]float64 {
	out := make([][2]float64, len(p))
	for i := 2; i < len(p)-2; i++ {
		for c := range 2 {
			out[i][c] = 0.5*p[i][c] + 0.25*(p[i-1][c]+p[i+1][c])
		}
	}
	return out
}

// square is a square wave of its harmonics up to 18 kHz.
func square(freq, amp float64) [][2]float64 {
	p := make([][2]float64, effect.Rate/2)
	for k := 1.0; k*freq < 18000; k += 2 {
		for i, s := range sine(k*freq, amp/k, 0, len(p)) {
			p[i][0] += s[0]
			p[i][1] += s[0]
		}
	}
	return p
}

func TestIdleLimiterGivesEveryBitBack(t *testing.T) {
	p := noise(20000, 0.3)
	want := append([][2]float64(nil), p...)
	l := effect.NewLimiter()
	inBlocks(p, l.Process)
	for i := range p[effect.Lookahead:] {
		if p[i+effect.Lookahead] != want[i] {
			t.Fatalf("frame %d: %v, want %v", i, p[i+effect.Lookahead], want[i])
		}
	}
	if !l.Idle() || l.Gain() != 1 {
		t.Errorf("idle %v, gain %v", l.Idle(), l.Gain())
	}
}

// After a peak the sound comes back, whole.
func TestLimiterRestores(t *testing.T) {
	p := sine(440, 0.5, 0, 3*effect.Rate)
	for i := range 4800 {
		p[10000+i][0] *= 4
	}
	want := append([][2]float64(nil), p...)
	l := effect.NewLimiter()
	inBlocks(p, l.Process)
	if !l.Idle() {
		t.Error("never idle again")
	}
	for i := 2 * effect.Rate; i < len(p)-effect.Lookahead; i++ {
		if p[i+effect.Lookahead] != want[i] {
			t.Fatalf("frame %d: %v, want %v", i, p[i+effect.Lookahead], want[i])
		}
	}
	// What is far before the peak is not touched either.
	for i := range 9000 {
		if p[i+effect.Lookahead] != want[i] {
			t.Fatalf("frame %d: %v, want %v", i, p[i+effect.Lookahead], want[i])
		}
	}
}

// A steady loud tone comes out steady: the gain does not follow its waves.
func TestLimiterDoesNotDistortBass(t *testing.T) {
	p := sine(50, 1.6, 0, 4*effect.Rate)
	l := effect.NewLimiter()
	inBlocks(p, l.Process)
	p = p[3*effect.Rate:]
	total := 0.0
	for _, s := range p {
		total += s[0] * s[0]
	}
	a := level(p, 50)
	rest := math.Sqrt(max(0, 2*total/float64(len(p))-a*a)) / a
	if rest > 0.02 {
		t.Errorf("%.1f %% distortion at 50 Hz", 100*rest)
	}
	t.Logf("%.2f %% distortion at 50 Hz", 100*rest)
}

func BenchmarkLimiter(b *testing.B) {
	for _, tt := range []struct {
		name string
		amp  float64
	}{{"quiet", 0.2}, {"loud", 0.9}, {"limiting", 2}} {
		b.Run(tt.name, func(b *testing.B) {
			l := effect.NewLimiter()
			src, p := noise(960, tt.amp), make([][2]float64, 960)
			b.ReportAllocs()
			for b.Loop() {
				copy(p, src)
				l.Process(p)
			}
		})
	}
}
