package player

import "github.com/gopxl/beep/v2"

// A matrix makes the two channels that are heard out of the two there are:
// left = m[0]*L + m[1]*R, right = m[2]*L + m[3]*R.
type matrix [4]float64

var identity = matrix{1, 0, 0, 1}

// mixing returns the matrix for a volume as a factor, a balance from -1 (left only) to 1
// (right only), and both channels on both sides. Balance only takes away, so that nothing
// gets louder than it was.
func mixing(gain, balance float64, mono bool) matrix {
	l, r := gain*min(1, 1-balance), gain*min(1, 1+balance)
	if mono {
		return matrix{l / 2, l / 2, r / 2, r / 2}
	}
	return matrix{l, 0, 0, r}
}

// A mix applies a matrix, and goes over to another in a ramp.
type mix struct {
	src      beep.Streamer
	cur      *cursor
	from, to matrix
	ramp     ramp // 0 to 1: from one matrix to the other
}

// set makes m count at once.
func (x *mix) set(m matrix) { x.from, x.to, x.ramp = m, m, steady(1) }

// glide makes m count in a ramp from pos on.
func (x *mix) glide(pos int64, m matrix) {
	x.from = x.at(pos)
	x.to, x.ramp = m, ramp{start: pos, from: 0, to: 1}
}

func (x *mix) at(pos int64) matrix {
	c := x.ramp.at(pos)
	if c == 1 {
		return x.to
	}
	m := x.from
	for i := range m {
		m[i] += (x.to[i] - m[i]) * c
	}
	return m
}

func (x *mix) Stream(samples [][2]float64) (int, bool) {
	pos := x.cur.pos
	n, ok := x.src.Stream(samples)
	samples = samples[:n]
	if !x.ramp.over(pos) {
		for i, s := range samples {
			m := x.at(pos + int64(i))
			samples[i] = [2]float64{m[0]*s[0] + m[1]*s[1], m[2]*s[0] + m[3]*s[1]}
		}
		return n, ok
	}
	switch m := x.to; {
	case m == identity:
	case m[1] == 0 && m[2] == 0:
		for i := range samples {
			samples[i][0] *= m[0]
			samples[i][1] *= m[3]
		}
	default:
		for i, s := range samples {
			samples[i] = [2]float64{m[0]*s[0] + m[1]*s[1], m[2]*s[0] + m[3]*s[1]}
		}
	}
	return n, ok
}

func (x *mix) Err() error { return x.src.Err() }

// volumeGain turns a volume in percent into a factor: 0 is silence, 100 is 1, and
// the steps between are about equally loud (a cube, as PulseAudio and mpv do: 50 %
// is -18 dB).
func volumeGain(percent int, muted bool) float64 {
	if muted || percent <= 0 {
		return 0
	}
	v := float64(min(percent, 100)) / 100
	return v * v * v
}
