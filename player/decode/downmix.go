package decode

import "math"

// Speakers in the order of their bits in a channel mask (SMF of WAVE_FORMAT_EXTENSIBLE).
const (
	frontLeft = iota
	frontRight
	frontCentre
	lowFrequency
	backLeft
	backRight
	leftOfCentre
	rightOfCentre
	backCentre
	sideLeft
	sideRight
)

// downmix returns how much of each of n channels goes left and right (ITU-R BS.775:
// centre and surrounds at -3 dB, no low-frequency channel), scaled so that
// nothing clips. A mask of zero stands for the usual layout.
func downmix(n int, mask uint32) [][2]float32 {
	if mask == 0 {
		mask = [...]uint32{3: 0x7, 4: 0x33, 5: 0x37, 6: 0x3f, 7: 0x70f, 8: 0x63f}[min(n, 8)]
	}
	m := make([][2]float32, n)
	var sum [2]float32
	for c, bit := 0, 0; c < n; bit++ {
		if bit < 32 && mask>>bit&1 == 0 {
			continue
		}
		m[c] = speaker(bit)
		sum[0] += m[c][0]
		sum[1] += m[c][1]
		c++
	}
	scale := 1 / max(sum[0], sum[1], 1)
	for c := range m {
		m[c][0] *= scale
		m[c][1] *= scale
	}
	return m
}

func speaker(bit int) [2]float32 {
	const minus3dB = math.Sqrt2 / 2
	switch bit {
	case frontLeft:
		return [2]float32{1, 0}
	case frontRight:
		return [2]float32{0, 1}
	case lowFrequency:
		return [2]float32{}
	case backLeft, sideLeft, leftOfCentre:
		return [2]float32{minus3dB, 0}
	case backRight, sideRight, rightOfCentre:
		return [2]float32{0, minus3dB}
	case frontCentre:
		return [2]float32{minus3dB, minus3dB}
	}
	return [2]float32{0.5, 0.5} // backCentre, and what stands above
}
