package synth

import "math"

// floor is added to what goes into a filter. It is far below hearing and keeps the states
// of filters that have nothing to do out of the denormal numbers, which are slow.
const floor = 1e-18

// svf is a state-variable filter in the trapezoidal form (Simper): stable while its
// frequency moves, low-, band- and high-pass from one state.
type svf struct{ a1, a2, a3, k, ic1, ic2 float64 }

func newSVF(hz, q float64) svf {
	var f svf
	f.set(hz, q)
	return f
}

func (f *svf) set(hz, q float64) {
	g := math.Tan(math.Pi * math.Max(5, math.Min(hz, Rate*0.45)) / Rate)
	f.k = 1 / q
	f.a1 = 1 / (1 + g*(g+f.k))
	f.a2 = g * f.a1
	f.a3 = g * f.a2
}

func (f *svf) step(x float64) (low, band, high float64) {
	x += floor
	v3 := x - f.ic2
	v1 := f.a1*f.ic1 + f.a2*v3
	v2 := f.ic2 + f.a2*f.ic1 + f.a3*v3
	f.ic1 = 2*v1 - f.ic1
	f.ic2 = 2*v2 - f.ic2
	return v2, v1, x - f.k*v1 - v2
}

func (f *svf) low(x float64) float64 {
	l, _, _ := f.step(x)
	return l
}

// band has its peak at 0 dB.
func (f *svf) band(x float64) float64 {
	_, b, _ := f.step(x)
	return b * f.k
}

func (f *svf) high(x float64) float64 {
	_, _, h := f.step(x)
	return h
}

// onePole is a gentle low-pass.
type onePole struct{ k, y float64 }

func newOnePole(hz float64) onePole { return onePole{k: 1 - math.Exp(-2*math.Pi*hz/Rate)} }

func (p *onePole) low(x float64) float64 {
	p.y += (x + floor - p.y) * p.k
	return p.y
}

func (p *onePole) high(x float64) float64 { return x - p.low(x) }

// biquad is a second-order section (formulas of the Audio EQ Cookbook).
type biquad struct{ b0, b1, b2, a1, a2, x1, x2, y1, y2 float64 }

func (f *biquad) next(x float64) float64 {
	x += floor
	y := f.b0*x + f.b1*f.x1 + f.b2*f.x2 - f.a1*f.y1 - f.a2*f.y2
	f.x2, f.x1, f.y2, f.y1 = f.x1, x, f.y1, y
	return y
}

func peaking(hz, q, db float64) biquad {
	a := math.Pow(10, db/40)
	w := 2 * math.Pi * hz / Rate
	al := math.Sin(w) / (2 * q)
	n := 1 + al/a
	return biquad{
		b0: (1 + al*a) / n, b1: -2 * math.Cos(w) / n, b2: (1 - al*a) / n,
		a1: -2 * math.Cos(w) / n, a2: (1 - al/a) / n,
	}
}

func shelf(hz, db float64, high bool) biquad {
	a := math.Pow(10, db/40)
	w := 2 * math.Pi * hz / Rate
	c := math.Cos(w)
	if high {
		c = -c
	}
	s := 2 * math.Sqrt(a) * math.Sin(w) / math.Sqrt2
	n := (a + 1) + (a-1)*c + s
	f := biquad{
		b0: a * ((a + 1) - (a-1)*c + s) / n,
		b1: 2 * a * ((a - 1) - (a+1)*c) / n,
		b2: a * ((a + 1) - (a-1)*c - s) / n,
		a1: -2 * ((a - 1) + (a+1)*c) / n,
		a2: ((a + 1) + (a-1)*c - s) / n,
	}
	if high {
		f.b1, f.a1 = -f.b1, -f.a1
	}
	return f
}

// ring is a delay line with fractional reading.
type ring struct {
	buf []float64
	at  int
}

func newRing(n int) ring { return ring{buf: make([]float64, n)} }

func (r *ring) put(x float64) {
	r.buf[r.at] = x
	r.at++
	if r.at == len(r.buf) {
		r.at = 0
	}
}

// get reads what was put d samples before the next put, d >= 1.
func (r *ring) get(d float64) float64 {
	i := int(d)
	f := d - float64(i)
	return r.tap(i)*(1-f) + r.tap(i+1)*f
}

func (r *ring) tap(i int) float64 {
	j := r.at - i
	if j < 0 {
		j += len(r.buf)
	}
	return r.buf[j]
}
