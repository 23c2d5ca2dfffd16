package spectrum

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

const (
	rate  = 48_000
	frame = 80 * time.Millisecond
)

func tone(hz, amplitude float64) []float32 {
	s := make([]float32, Samples)
	for i := range s {
		s[i] = float32(amplitude * math.Sin(2*math.Pi*hz*float64(i)/rate+.3))
	}
	return s
}

func picture(width int) Model {
	m := New(rate, nil)
	m.SetWidth(width)
	return m
}

// highest is the bar that stands out.
func highest(m Model) int {
	l := m.Levels()
	return slices.Index(l, slices.Max(l))
}

// The transform agrees with the definition.
func TestTransform(t *testing.T) {
	m := picture(80)
	s := make([]float32, Samples)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range s {
		s[i] = float32(r.NormFloat64())
	}
	m.transform(s)
	for _, k := range []int{0, 1, 2, 17, 1000, Samples/4 - 1, Samples / 4, Samples/4 + 1, 2047} {
		var want complex128
		for i, x := range s {
			want += complex(float64(x)*m.window[i], 0) * cmplx.Rect(1, -2*math.Pi*float64(k)*float64(i)/Samples)
		}
		if cmplx.Abs(m.bins[k]-want) > 1e-9 {
			t.Errorf("bin %d is %v, want %v", k, m.bins[k], want)
		}
	}
}

// A full sine has 0 dB, wherever it lies between two bins.
func TestLevelOfASine(t *testing.T) {
	for _, hz := range []float64{1000, 1005, 1010, 5000} {
		m := picture(80)
		m.transform(tone(hz, 1))
		if db := m.decibels(band{1, Samples / 2}); math.Abs(db) > .1 {
			t.Errorf("a full sine of %v Hz has %.2f dB", hz, db)
		}
	}
}

func TestASineIsInItsBand(t *testing.T) {
	for _, width := range []int{56, 80, 120, 200} {
		for _, hz := range []float64{110, 440, 1000, 3000, 9000, 15_000} {
			m := picture(width)
			for range 5 {
				m.Step(tone(hz, .5), frame)
			}
			at, want := highest(m), m.BandOf(hz)
			if at != want && !(hz < 200 && max(at-want, want-at) <= 1) { // bins are as wide as bars there
				t.Errorf("width %d: %v Hz is in bar %d, want %d of %d", width, hz, at, want, len(m.Levels()))
			}
			for i, l := range m.Levels() {
				if max(i-at, at-i) > 3 && l > .05 && hz > 400 {
					t.Errorf("width %d: %v Hz also shows in bar %d: %.2f", width, hz, i, l)
				}
			}
		}
	}
}

// The picture does not depend on the volume, and noise below hearing is no picture.
func TestVolumeDoesNotMatter(t *testing.T) {
	loud, soft, faint := picture(80), picture(80), picture(80)
	for range 30 {
		loud.Step(tone(1000, .9), frame)
		soft.Step(tone(1000, .02), frame)
		faint.Step(tone(1000, 1e-5), frame)
	}
	l, s := loud.Levels()[highest(loud)], soft.Levels()[highest(loud)]
	if math.Abs(l-s) > .05 || l < .95 {
		t.Errorf("a loud tone is %.2f high, a soft one %.2f", l, s)
	}
	if f := slices.Max(faint.Levels()); f > 0 {
		t.Errorf("what nobody hears is %.2f high", f)
	}
}

// It rises at once and sinks in its time, to rest.
func TestRisesQuicklySinksSlowly(t *testing.T) {
	m := picture(80)
	m.Step(tone(1000, .5), frame)
	m.Step(tone(1000, .5), frame)
	if l := m.Levels()[highest(m)]; l < .9 {
		t.Errorf("%.2f high after two frames", l)
	}
	steps := 0
	last := 1.0
	for m.Step(nil, frame) {
		if l := slices.Max(m.Levels()); l > last || last-l > .1 {
			t.Errorf("sinks from %.2f to %.2f in a frame", last, l)
		} else {
			last = l
		}
		if steps++; steps > 100 {
			t.Fatal("never at rest")
		}
	}
	if d := time.Duration(steps) * frame; d < 600*time.Millisecond || d > fallTime+frame {
		t.Errorf("at rest after %v", d)
	}
	if m.Step(nil, frame) {
		t.Error("moves at rest")
	}
}

// Whatever comes, bars are from 0 to 1: what a damaged file decodes to may be anything.
func TestAnySamples(t *testing.T) {
	m := picture(80)
	for _, x := range []float64{1e30, math.Inf(1), math.NaN(), 0, -1e-30} {
		s := tone(1000, 1)
		for i := range 100 {
			s[i] = float32(x)
		}
		m.Step(s, frame)
		for i, l := range m.Levels() {
			if !(l >= 0 && l <= 1) {
				t.Fatalf("%v: bar %d is %v", x, i, l)
			}
		}
		_ = m.View(2)
	}
	m.Step(tone(1000, .5), frame)
	for range 100 {
		m.Step(tone(1000, .5), frame)
	}
	if l := m.Levels()[m.BandOf(1000)]; l < .5 {
		t.Errorf("a tone is %.2f high after all that", l)
	}
}

func TestView(t *testing.T) {
	m := picture(20)
	copy(m.level, []float64{0, .1, .25, .5, .75, 1, .9})
	got := strings.Split(m.View(2), "\n")
	if want := []string{"            ▄▄ ██ ▆▆", "▁▁ ▂▂ ▄▄ ██ ██ ██ ██"}; !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, width := range []int{0, 1, 2, 3, 40, 81} {
		m := picture(width)
		m.Step(tone(1000, 1), frame)
		for _, line := range strings.Split(m.View(3), "\n") {
			if w := ansi.StringWidth(line); w > width {
				t.Errorf("width %d: %d cells", width, w)
			}
		}
	}
	if m.View(0) != "" {
		t.Error("no rows, but a view")
	}
}

func BenchmarkStep(b *testing.B) {
	m := picture(120)
	s := tone(1000, .5)
	b.ReportAllocs()
	for b.Loop() {
		m.Step(s, frame)
	}
}

func BenchmarkView(b *testing.B) {
	m := picture(120)
	m.Step(tone(1000, .5), frame)
	b.ReportAllocs()
	for b.Loop() {
		m.View(4)
	}
}
