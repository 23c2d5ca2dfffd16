package synth

import "math"

// Rate is the number of frames per second of everything in this package.
const Rate = 48000

// A Buf is stereo sound; both sides have the same length.
type Buf struct{ L, R []float64 }

// NewBuf returns n frames of silence.
func NewBuf(n int) Buf { return Buf{make([]float64, n), make([]float64, n)} }

// Len is the number of frames.
func (b Buf) Len() int { return len(b.L) }

// Slice returns the frames from i up to j, sharing memory.
func (b Buf) Slice(i, j int) Buf { return Buf{b.L[i:j], b.R[i:j]} }

// Add adds src, scaled per side, to the start of b.
func (b Buf) Add(src Buf, gl, gr float64) {
	n := min(b.Len(), src.Len())
	for i := range n {
		b.L[i] += src.L[i] * gl
		b.R[i] += src.R[i] * gr
	}
}

// addMono adds one signal to both sides at the given place, -1 left to 1 right,
// with constant power.
func (b Buf) addMono(src []float64, pan float64) {
	gl, gr := PanGains(pan)
	n := min(b.Len(), len(src))
	for i := range n {
		b.L[i] += src[i] * gl
		b.R[i] += src[i] * gr
	}
}

// PanGains returns the gains of a constant-power pan, 1 and 1 in the middle.
func PanGains(pan float64) (left, right float64) {
	a := (math.Max(-1, math.Min(1, pan)) + 1) * math.Pi / 4
	return math.Cos(a) * math.Sqrt2, math.Sin(a) * math.Sqrt2
}

// DB turns decibels into a factor.
func DB(db float64) float64 { return math.Pow(10, db/20) }

// Hz is the frequency of a MIDI pitch.
func Hz(pitch float64) float64 { return 440 * math.Exp2((pitch-69)/12) }

func samples(seconds float64) int { return int(seconds*Rate + 0.5) }

// Rand is a small random generator; its state is its seed.
type Rand uint64

func (r *Rand) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Float returns a number from 0 up to 1.
func (r *Rand) Float() float64 { return float64(r.next()>>11) / (1 << 53) }

// Bi returns a number from -1 up to 1.
func (r *Rand) Bi() float64 { return 2*r.Float() - 1 }

// Bell returns a number around 0, seldom beyond -1 and 1.
func (r *Rand) Bell() float64 { return (r.Bi() + r.Bi() + r.Bi()) / 1.8 }
