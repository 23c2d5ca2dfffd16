// Package loudness measures loudness as ITU-R BS.1770-4 defines it, in blocks of
// 20 ms, so that the loudness of a piece can be put together from that of its parts.
// The generator sets the levels with it and the tests judge the result.
package loudness

import "math"

const (
	// Rate is the number of frames per second that the filters are made for.
	Rate = 48000
	// Block is the number of frames of one block, 20 ms.
	Block = 960
)

// section is a second-order filter.
type section struct{ b0, b1, b2, a1, a2, z1, z2 float64 }

func (s *section) next(x float64) float64 {
	y := s.b0*x + s.z1
	s.z1 = s.b1*x - s.a1*y + s.z2
	s.z2 = s.b2*x - s.a2*y
	return y
}

// A Meter filters stereo sound (K-weighting) and sums its power. It is used by one goroutine.
type Meter struct {
	shelf, high [2]section
	blocks      []float64
	sum         float64
	n           int
}

// New returns a Meter at rest.
func New() *Meter {
	m := &Meter{}
	for c := range 2 {
		// The coefficients for 48 kHz are those of the recommendation's tables 1 and 2.
		m.shelf[c] = section{b0: 1.53512485958697, b1: -2.69169618940638, b2: 1.19839281085285, a1: -1.69065929318241, a2: 0.73248077421585}
		m.high[c] = section{b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621}
	}
	return m
}

// Add takes the next frame.
func (m *Meter) Add(l, r float64) {
	a := m.high[0].next(m.shelf[0].next(l))
	b := m.high[1].next(m.shelf[1].next(r))
	m.sum += a*a + b*b
	m.n++
	if m.n == Block {
		m.blocks = append(m.blocks, m.sum/Block)
		m.sum, m.n = 0, 0
	}
}

// Blocks returns the mean power of each full block so far.
func (m *Meter) Blocks() []float64 { return m.blocks }

// Integrated returns the gated loudness in LUFS of blocks that follow each other,
// -Inf for silence. Windows are 400 ms long and start every 100 ms.
func Integrated(blocks []float64) float64 {
	const window, hop = 20, 5
	var powers []float64
	for i := 0; i+window <= len(blocks); i += hop {
		sum := 0.0
		for _, b := range blocks[i : i+window] {
			sum += b
		}
		powers = append(powers, sum/window)
	}
	absolute := gated(powers, -70)
	return lufs(gated(powers, lufs(absolute)-10))
}

// gated is the mean of the powers above a loudness.
func gated(powers []float64, gate float64) float64 {
	sum, n := 0.0, 0
	for _, p := range powers {
		if lufs(p) > gate && lufs(p) > -70 {
			sum += p
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

func lufs(power float64) float64 { return -0.691 + 10*math.Log10(power) }
