package effect

import "math"

// The sound between the samples is estimated at three points between each two, as ITU-R
// BS.1770-4 annex 2 does; the filters are windowed sincs of peakTaps taps.
const (
	peakTaps   = 16
	peakPhases = 4
)

// peakTable holds the interpolation filters for 1/4, 2/4 and 3/4 of a sample after the
// middle tap, and how much more than its largest input their output can be at most.
type peakTable struct {
	filters [peakPhases - 1][peakTaps]float64
	most    float64
}

func newPeakTable() *peakTable {
	t := &peakTable{most: 1}
	for p := range t.filters {
		sum, abs := 0.0, 0.0
		for k := range peakTaps {
			// Distance from the wanted point to sample k; the point lies between
			// samples peakTaps/2-1 and peakTaps/2.
			d := float64(peakTaps/2-1-k) + float64(p+1)/peakPhases
			h := math.Sin(math.Pi*d) / (math.Pi * d) * window(d/(peakTaps/2+0.5))
			t.filters[p][k] = h
			sum += h
		}
		for k := range peakTaps {
			t.filters[p][k] /= sum
			abs += math.Abs(t.filters[p][k])
		}
		t.most = max(t.most, abs)
	}
	return t
}

// window is a cosine of half-width 1.
func window(x float64) float64 {
	if math.Abs(x) >= 1 {
		return 0
	}
	return math.Cos(math.Pi * x / 2)
}

// between returns the greatest magnitude, over both channels, at the points between the two
// middle frames of x, which has peakTaps frames.
func (t *peakTable) between(x [][2]float64) float64 {
	x = x[:peakTaps]
	peak := 0.0
	for p := range t.filters {
		h := &t.filters[p]
		var l, r float64
		for k := range h {
			l += h[k] * x[k][0]
			r += h[k] * x[k][1]
		}
		peak = max(peak, math.Abs(l), math.Abs(r))
	}
	return peak
}
