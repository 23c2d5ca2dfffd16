package decode

import "math"

const (
	// filterTaps is the length of the filter in frames of the lower rate, and filterBeta the
	// shape of its Kaiser window: together they let through all but the last
	// tenth of the band and hold the rest more than 100 dB down.
	filterTaps = 64
	filterBeta = 10.5
	// filterCut is the middle of the slope, as a part of half the lower rate.
	filterCut = 0.985
	// exactPhases is the largest number of phases that get a row of their own. All
	// usual pairs of rates need at most 640. Others share mixedPhases rows,
	// and what lies between two is mixed from both.
	exactPhases = 1280
	mixedPhases = 1024
)

// polyphase is a windowed-sinc low-pass filter, cut into rows of taps coefficients:
// row i is the filter moved by i/rows of an input frame.
type polyphase struct {
	taps  int
	up    int64
	rows  int
	mixed bool
	table []float32
}

// newPolyphase makes the filter for up output frames between two input frames;
// ratio is the input rate by the output rate.
func newPolyphase(up int, ratio float64) *polyphase {
	ratio = max(1, ratio) // above 1 the filter must cut at the output's band
	f := &polyphase{taps: (int(math.Ceil(filterTaps*ratio)) + 3) &^ 3, up: int64(up), rows: up}
	if up > exactPhases {
		f.rows, f.mixed = mixedPhases, true
	}
	rows := f.rows
	if f.mixed {
		rows++ // the last is the first, one input frame later
	}
	f.table = make([]float32, rows*f.taps)
	for i := range rows {
		f.fillRow(f.table[i*f.taps:(i+1)*f.taps], float64(i)/float64(f.rows), filterCut/ratio)
	}
	return f
}

// fillRow computes the filter for the place frac between two input frames, with
// a gain of exactly one for a constant signal.
func (f *polyphase) fillRow(row []float32, frac, cut float64) {
	half := float64(f.taps / 2)
	v := make([]float64, len(row))
	sum := 0.0
	for k := range v {
		t := float64(k) - (half - 1) - frac
		w := 1 - (t/half)*(t/half)
		if w > 0 {
			v[k] = cut * sinc(cut*t) * bessel0(filterBeta*math.Sqrt(w)) / bessel0(filterBeta)
		}
		sum += v[k]
	}
	for k := range v {
		row[k] = float32(v[k] / sum)
	}
}

// at returns the filtered stereo frame for the given phase from the taps frames at the
// start of x.
func (f *polyphase) at(x []float32, phase int64) (l, r float32) {
	if !f.mixed {
		i := int(phase) * f.taps
		return dot(x, f.table[i:i+f.taps])
	}
	place := float64(phase) / float64(f.up) * mixedPhases
	i := int(place)
	mix := float32(place - float64(i))
	l0, r0 := dot(x, f.table[i*f.taps:(i+1)*f.taps])
	l1, r1 := dot(x, f.table[(i+1)*f.taps:(i+2)*f.taps])
	return l0 + mix*(l1-l0), r0 + mix*(r1-r0)
}

// dot multiplies stereo frames with coefficients, whose number is a multiple of 4. Sums of
// their own for neighbours let the processor work on several at once.
func dot(x, c []float32) (l, r float32) {
	var l0, l1, l2, l3, r0, r1, r2, r3 float32
	x = x[:2*len(c)]
	for len(c) >= 4 && len(x) >= 8 {
		l0 += x[0] * c[0]
		r0 += x[1] * c[0]
		l1 += x[2] * c[1]
		r1 += x[3] * c[1]
		l2 += x[4] * c[2]
		r2 += x[5] * c[2]
		l3 += x[6] * c[3]
		r3 += x[7] * c[3]
		x, c = x[8:], c[4:]
	}
	return (l0 + l1) + (l2 + l3), (r0 + r1) + (r2 + r3)
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// bessel0 is the modified Bessel function of the first kind and order zero.
func bessel0(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > sum*1e-17; k++ {
		term *= x / 2 / k * (x / 2 / k)
		sum += term
	}
	return sum
}
