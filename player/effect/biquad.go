package effect

import "math"

// A biquad is a filter of second order in transposed direct form II, for both channels.
type biquad struct {
	b0, b1, b2, a1, a2 float64
	s1, s2             [2]float64
}

// peaking returns a filter that raises the band around freq (in Hz) by db and leaves what
// is far from it alone: the peaking EQ of R. Bristow-Johnson's Audio EQ Cookbook.
func peaking(freq, q, db float64) biquad {
	w := 2 * math.Pi * freq / Rate
	a := math.Pow(10, db/40)
	alpha := math.Sin(w) / (2 * q)
	a0 := 1 + alpha/a
	return biquad{
		b0: (1 + alpha*a) / a0, b1: -2 * math.Cos(w) / a0, b2: (1 - alpha*a) / a0,
		a1: -2 * math.Cos(w) / a0, a2: (1 - alpha/a) / a0,
	}
}

// tiny is -400 dB: a state below it is set to zero when a block is done, since denormal
// numbers, in which a decaying filter would end, are slow on some machines.
const tiny = 1e-20

func (f *biquad) process(block [][2]float64) {
	b0, b1, b2, a1, a2 := f.b0, f.b1, f.b2, f.a1, f.a2
	l1, l2, r1, r2 := f.s1[0], f.s2[0], f.s1[1], f.s2[1]
	for i := range block {
		l, r := block[i][0], block[i][1]
		yl, yr := b0*l+l1, b0*r+r1
		l1, r1 = b1*l-a1*yl+l2, b1*r-a1*yr+r2
		l2, r2 = b2*l-a2*yl, b2*r-a2*yr
		block[i][0], block[i][1] = yl, yr
	}
	f.s1, f.s2 = [2]float64{flush(l1), flush(r1)}, [2]float64{flush(l2), flush(r2)}
}

func flush(x float64) float64 {
	if math.Abs(x) < tiny {
		return 0
	}
	return x
}
