package effect_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"anyaudio/player/effect"
)

// sine returns n frames of a tone in both channels, the right one a quarter behind.
func sine(freq, amp, phase float64, n int) [][2]float64 {
	p := make([][2]float64, n)
	for i := range p {
		w := 2*math.Pi*freq*float64(i)/effect.Rate + phase
		p[i] = [2]float64{amp * math.Sin(w), amp * math.Cos(w)}
	}
	return p
}

// level returns the amplitude of the tone of freq in the left channel of p.
func level(p [][2]float64, freq float64) float64 {
	var re, im float64
	for i, s := range p {
		w := 2 * math.Pi * freq * float64(i) / effect.Rate
		re += s[0] * math.Cos(w)
		im += s[0] * math.Sin(w)
	}
	return 2 * math.Hypot(re, im) / float64(len(p))
}

func db(x float64) float64 { return 20 * math.Log10(x) }

// inBlocks runs process over p in pieces of odd sizes.
func inBlocks(p [][2]float64, process func([][2]float64)) {
	r := rand.New(rand.NewPCG(1, 1))
	for len(p) > 0 {
		n := min(1+r.IntN(1000), len(p))
		process(p[:n])
		p = p[n:]
	}
}

func TestFlatEqualizerGivesEveryBitBack(t *testing.T) {
	p := noise(10000, 1)
	want := append([][2]float64(nil), p...)
	e := effect.NewEqualizer(effect.Curve{})
	inBlocks(p, e.Process)
	for i := range p {
		if p[i] != want[i] {
			t.Fatalf("frame %d: %v, want %v", i, p[i], want[i])
		}
	}
}

func noise(n int, amp float64) [][2]float64 {
	r := rand.New(rand.NewPCG(3, 4))
	p := make([][2]float64, n)
	for i := range p {
		p[i] = [2]float64{amp * float64(float32(2*r.Float64()-1)), amp * float64(float32(2*r.Float64()-1))}
	}
	return p
}

// Each band, alone, has its gain at its centre and leaves two octaves away nearly alone.
func TestEqualizerBands(t *testing.T) {
	for band, centre := range effect.Centres() {
		for _, gain := range []float64{-12, -3, 6, 12} {
			if underRace && gain != 6 {
				continue
			}
			var c effect.Curve
			c[band] = gain
			for _, at := range []struct{ freq, want, within float64 }{
				{centre, gain, 0.05}, {centre / 8, 0, 0.5}, {centre * 8, 0, 0.5},
			} {
				if at.freq > 20000 || at.freq < 10 {
					continue
				}
				p := sine(at.freq, 0.1, 0, 3*effect.Rate)
				e := effect.NewEqualizer(c)
				inBlocks(p, e.Process)
				// The last second, whole periods of it or so.
				if got := db(level(p[2*effect.Rate:], at.freq) / 0.1); math.Abs(got-at.want) > at.within {
					t.Errorf("%g Hz by %g dB: %.2f dB at %g Hz, want %g", centre, gain, got, at.freq, at.want)
				}
			}
		}
	}
}

func TestEqualizerAfterResetIsNew(t *testing.T) {
	curve, _ := effect.Preset("loudness")
	e, fresh := effect.NewEqualizer(curve), effect.NewEqualizer(curve)
	e.Process(noise(5000, 0.5))
	e.Reset()
	a, b := sine(300, 0.3, 1, 500), sine(300, 0.3, 1, 500)
	e.Process(a)
	fresh.Process(b)
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("frame %d: %v, a new one gives %v", i, a[i], b[i])
		}
	}
}

func TestPresets(t *testing.T) {
	names := effect.Presets()
	if names[0] != "flat" {
		t.Errorf("first is %q", names[0])
	}
	for _, name := range names {
		c, ok := effect.Preset(name)
		if !ok || effect.NameOf(c) != name || c != c.Clamp() {
			t.Errorf("%q: %v %v, named %q", name, c, ok, effect.NameOf(c))
		}
	}
	if _, ok := effect.Preset("nothing like it"); ok {
		t.Error("a preset of any name")
	}
	if n := effect.NameOf(effect.Curve{1}); n != "custom" {
		t.Errorf("a curve of no preset is named %q", n)
	}
	if c := (effect.Curve{99, -99, math.NaN()}).Clamp(); c != (effect.Curve{12, -12, 0}) {
		t.Errorf("clamped to %v", c)
	}
}

func BenchmarkEqualizer(b *testing.B) {
	curve, _ := effect.Preset("rock")
	e := effect.NewEqualizer(curve)
	p := noise(960, 0.5)
	b.ReportAllocs()
	for b.Loop() {
		e.Process(p)
	}
}
