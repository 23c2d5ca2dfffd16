package loudness_test

import (
	"math"
	"testing"

	"anyaudio/source/demo/gen/loudness"
)

func measure(seconds float64, f func(i int) (l, r float64)) []float64 {
	m := loudness.New()
	for i := range int(seconds * loudness.Rate) {
		l, r := f(i)
		m.Add(l, r)
	}
	return m.Blocks()
}

func sine(hz, db float64) func(i int) (l, r float64) {
	a := math.Pow(10, db/20)
	return func(i int) (l, r float64) {
		v := a * math.Sin(2*math.Pi*hz*float64(i)/loudness.Rate)
		return v, v
	}
}

// The signals and values are those of EBU Tech 3341, cases 1 to 3 (997 Hz for 1 kHz).
func TestIntegrated(t *testing.T) {
	loud, soft := measure(20, sine(997, -23)), measure(10, sine(997, -36))
	for name, tt := range map[string]struct {
		blocks []float64
		want   float64
	}{
		"steady":       {loud, -23},
		"quieter":      {measure(20, sine(997, -33)), -33},
		"soft is out":  {append(append(append([]float64(nil), soft...), loud...), soft...), -23},
		"one side":     {measure(5, func(i int) (l, r float64) { l, _ = sine(997, -20)(i); return l, 0 }), -23.01},
		"bass is less": {measure(5, sine(40, -20)), -25},
	} {
		tolerance := 0.1
		if name == "bass is less" {
			tolerance = 2
		}
		if got := loudness.Integrated(tt.blocks); math.Abs(got-tt.want) > tolerance {
			t.Errorf("%s: %.2f LUFS, want %.2f", name, got, tt.want)
		}
	}
	if got := loudness.Integrated(make([]float64, 100)); !math.IsInf(got, -1) && !math.IsNaN(got) {
		t.Errorf("silence has %v LUFS", got)
	}
}
