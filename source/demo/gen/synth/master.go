package synth

import "math"

// Ceiling is the level in dBFS that Master never passes. The codec adds its own
// noise on top, so it is well below full scale.
const Ceiling = -2.5

// Master finishes a mix in place: no rumble, a gentle glue, the gain in dB, and a
// limiter that looks 3 ms ahead. It starts from rest at the first frame and has
// forgotten a level about a second later.
func Master(b Buf, gain float64) {
	LowCut(28)(b, 0)
	k := DB(gain)
	for i := range b.L {
		b.L[i] *= k
		b.R[i] *= k
	}
	Squeeze(-17, 1.6, 0.03, 0.18, 0)(b, 0)
	limit(b, DB(Ceiling))
}

// limit turns the gain down smoothly before every peak: the wanted gain is held for
// the look-ahead, then smoothed over it by two moving means, so it is down in time.
func limit(b Buf, ceiling float64) {
	const half = 72 // frames; two means of half reach as far as the hold
	n := b.Len()
	want := make([]float64, n)
	for i := range n {
		peak := math.Max(math.Abs(b.L[i]), math.Abs(b.R[i]))
		want[i] = 1
		if peak > ceiling {
			want[i] = ceiling / peak
		}
	}
	hold := slidingMin(want, 2*half)
	release := coef(0.06)
	g := 1.0
	for i, w := range hold {
		if w < g {
			g = w
		} else {
			g += (w - g) * release
		}
		hold[i] = g
	}
	smooth := movingMean(movingMean(hold, half), half)
	for i := range n {
		b.L[i] *= smooth[i]
		b.R[i] *= smooth[i]
	}
}

// slidingMin gives at i the least of x[i] to x[i+n].
func slidingMin(x []float64, n int) []float64 {
	out := make([]float64, len(x))
	var queue []int // indexes of rising values
	for i := len(x) - 1; i >= 0; i-- {
		for len(queue) > 0 && x[queue[len(queue)-1]] >= x[i] {
			queue = queue[:len(queue)-1]
		}
		queue = append(queue, i)
		if queue[0] > i+n {
			queue = queue[1:]
		}
		out[i] = x[queue[0]]
	}
	return out
}

// movingMean gives at i the mean of x[i-n+1] to x[i]; before the start x is its first value.
func movingMean(x []float64, n int) []float64 {
	out := make([]float64, len(x))
	if len(x) == 0 {
		return out
	}
	sum := float64(n) * x[0]
	for i := range x {
		old := x[0]
		if i >= n {
			old = x[i-n]
		}
		sum += x[i] - old
		out[i] = sum / float64(n)
	}
	return out
}
