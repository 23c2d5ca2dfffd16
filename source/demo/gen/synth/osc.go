package synth

import "math"

const tableSize = 4096

// sineTable holds one turn and one entry more, for the interpolation.
var sineTable = func() *[tableSize + 1]float64 {
	t := new([tableSize + 1]float64)
	for i := range t {
		t[i] = math.Sin(2 * math.Pi * float64(i) / tableSize)
	}
	return t
}()

// sine takes its phase in turns; it may be negative or beyond one.
func sine(turns float64) float64 {
	x := (turns - math.Floor(turns)) * tableSize
	i := int(x)
	f := x - float64(i)
	return sineTable[i] + f*(sineTable[i+1]-sineTable[i])
}

// blep is the correction that rounds a step at phase 0 (polynomial band-limited step),
// so that the classic wave forms do not alias audibly.
func blep(t, dt float64) float64 {
	switch {
	case t < dt:
		t /= dt
		return t + t - t*t - 1
	case t > 1-dt:
		t = (t - 1) / dt
		return t*t + t + t + 1
	}
	return 0
}

func saw(t, dt float64) float64 { return 2*t - 1 - blep(t, dt) }

// pulse is high for the first width of the turn; it has no mean.
func pulse(t, dt, width float64) float64 {
	v := -1.0
	if t < width {
		v = 1
	}
	u := t - width
	if u < 0 {
		u++
	}
	return v + blep(t, dt) - blep(u, dt) - (2*width - 1)
}

func triangle(t float64) float64 { return 1 - 4*math.Abs(t-0.5) }

// phase is an oscillator's place in its turn, 0 up to 1.
type phase float64

func (p *phase) step(dt float64) float64 {
	v := float64(*p)
	n := v + dt
	if n >= 1 {
		n -= math.Floor(n)
	}
	*p = phase(n)
	return v
}

// A mode is one decaying sine: two multiplications a sample.
type mode struct{ a, b, y1, y2 float64 }

// newMode starts a sine of the given frequency and level that falls by 60 dB in t60 seconds.
func newMode(hz, level, t60, turns float64) mode {
	if hz >= Rate*0.46 || hz <= 0 {
		return mode{}
	}
	w := 2 * math.Pi * hz / Rate
	r := math.Exp(-6.9078 / (t60 * Rate))
	ph := 2 * math.Pi * turns
	return mode{
		a: 2 * r * math.Cos(w), b: r * r,
		y1: level * math.Sin(ph-w) / r,
		y2: level * math.Sin(ph-2*w) / (r * r),
	}
}

// quiet reports that less than -100 dB is left.
func (m *mode) quiet() bool { return math.Abs(m.y1)+math.Abs(m.y2) < 1e-5 }

func (m *mode) next() float64 {
	y := m.a*m.y1 - m.b*m.y2
	m.y2, m.y1 = m.y1, y
	return y
}
