package tone

import "math"

// HighPass returns, frame for frame, what x holds above 13 kHz. The chord and its
// changes have nothing there; a jump in the samples or in their slope has.
func HighPass(x []float32) []float32 {
	const half = 48
	const cut = 13000.0 / Rate
	var taps [2*half + 1]float64
	for i := range taps {
		n := float64(i - half)
		// Blackman window: 74 dB down in the stop band.
		w := 0.42 + 0.5*math.Cos(math.Pi*n/(half+1)) + 0.08*math.Cos(2*math.Pi*n/(half+1))
		if n == 0 {
			taps[i] = 1 - 2*cut
		} else {
			taps[i] = -math.Sin(2*math.Pi*cut*n) / (math.Pi * n) * w
		}
	}
	y := make([]float32, len(x))
	for i := half; i < len(x)-half; i++ {
		sum := taps[half] * float64(x[i])
		for k := 1; k <= half; k++ { // the filter is symmetric
			sum += taps[half+k] * (float64(x[i+k]) + float64(x[i-k]))
		}
		y[i] = float32(sum)
	}
	return y
}

// Peak is the largest absolute value in x and its place.
func Peak(x []float32) (peak float64, at int) {
	for i, v := range x {
		if a := math.Abs(float64(v)); a > peak {
			peak, at = a, i
		}
	}
	return peak, at
}
