package effect_test

import (
	"fmt"
	"math"
	"testing"

	"anyaudio/player/effect"
)

// stretched runs p through a Stretcher in blocks of n frames.
func stretched(p []float32, speed float64, n int) (out []float32) {
	s := effect.NewStretcher(speed)
	for len(p) > 0 {
		k := min(2*n, len(p))
		out = append(out, s.Process(p[:k])...)
		p = p[k:]
	}
	return append(out, s.Flush()...)
}

func floats(p [][2]float64) []float32 {
	f := make([]float32, 0, 2*len(p))
	for _, s := range p {
		f = append(f, float32(s[0]), float32(s[1]))
	}
	return f
}

// frequency counts the periods of the left channel between its first and last
// rising zero.
func frequency(p []float32) float64 {
	var first, last float64
	n := -1
	for i := 2; i < len(p); i += 2 {
		a, b := float64(p[i-2]), float64(p[i])
		if a < 0 && b >= 0 {
			at := float64(i/2-1) + a/(a-b)
			if n++; n == 0 {
				first = at
			}
			last = at
		}
	}
	return float64(n) * effect.Rate / (last - first)
}

func TestStretcherKeepsPitchAndLength(t *testing.T) {
	const seconds = 4
	for _, speed := range []float64{0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2} {
		for _, freq := range []float64{60, 220, 440, 1000, 3000, 7000} {
			if underRace && (freq != 440 || speed != 0.75 && speed != 2) {
				continue
			}
			t.Run(fmt.Sprint(speed, " ", freq), func(t *testing.T) {
				out := stretched(floats(sine(freq, 0.5, 0, seconds*effect.Rate)), speed, 960)
				if want := seconds * effect.Rate / speed; math.Abs(float64(len(out)/2)-want) > 1 {
					t.Errorf("%d frames, want %.0f", len(out)/2, want)
				}
				mid := out[len(out)/10*2 : len(out)/10*9*2/2]
				if got := frequency(mid); math.Abs(got/freq-1) > 0.001 {
					t.Errorf("%g Hz become %g", freq, got)
				}
				// The level stays, so the windows were laid in phase.
				var low float64 = 1
				const w = 4800
				for i := 0; i+2*w <= len(mid); i += 2 * w {
					e := 0.0
					for k := 0; k < 2*w; k += 2 {
						e += float64(mid[i+k]) * float64(mid[i+k])
					}
					low = min(low, math.Sqrt(2*e/w)/0.5)
				}
				if low < 0.95 {
					t.Errorf("the level falls to %.2f", low)
				}
			})
		}
	}
}

// A burst in the input comes at its time in the output: position is what it says.
func TestStretcherKeepsTime(t *testing.T) {
	for _, speed := range []float64{0.5, 0.8, 1.3, 2} {
		if underRace && speed != 0.8 {
			continue
		}
		p := noise(6*effect.Rate, 0.01)
		for _, at := range []int{1, 3, 5} {
			for i := range 4800 {
				p[at*effect.Rate+i][0] = 0.9
			}
		}
		out := stretched(floats(p), speed, 700)
		for _, at := range []int{1, 3, 5} {
			want := float64(at) * effect.Rate / speed
			found := -1
			for i := max(0, int(want)-4800); i < int(want)+4800; i++ {
				if out[2*i] > 0.3 {
					found = i
					break
				}
			}
			if late := (float64(found) - want) / effect.Rate * 1000; found < 0 || math.Abs(late) > 45 {
				t.Errorf("speed %g: the burst of second %d is %.1f ms late", speed, at, late)
			}
		}
	}
}

// The sound does not depend on the sizes of the blocks it comes in.
func TestStretcherBlockSizes(t *testing.T) {
	p := floats(noise(effect.Rate, 0.5))
	want := stretched(p, 1.3, 960)
	for _, n := range []int{1, 37, 5000, effect.Rate} {
		got := stretched(p, 1.3, n)
		if len(got) != len(want) {
			t.Fatalf("blocks of %d: %d samples, want %d", n, len(got), len(want))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("blocks of %d: sample %d is %v, want %v", n, i, got[i], want[i])
			}
		}
	}
}

func TestStretcherOfLittle(t *testing.T) {
	for _, n := range []int{0, 1, 100, 601, 3000} {
		out := stretched(floats(sine(440, 0.5, 0, n)), 0.5, 960)
		if len(out)/2 != 2*n {
			t.Errorf("%d frames become %d", n, len(out)/2)
		}
	}
}

func BenchmarkStretcher(b *testing.B) {
	for _, speed := range []float64{0.5, 1.5, 2} {
		b.Run(fmt.Sprint(speed), func(b *testing.B) {
			s := effect.NewStretcher(speed)
			p := floats(noise(960, 0.5))
			b.ReportAllocs()
			for b.Loop() {
				s.Process(p)
			}
		})
	}
}
