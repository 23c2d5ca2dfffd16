package demo_test

import (
	"math"
	"math/cmplx"
	"testing"
)

// A fingerprint describes a stretch of music by what tells pieces apart: which notes,
// which part of the spectrum, which rhythm.
type fingerprint struct {
	name   string
	chroma [12]float64 // power of each pitch class
	colour [16]float64 // level of each half octave from 50 Hz, dB
	pulse  [90]float64 // how much the loudness repeats after 0.2 to 2 s
}

// newFingerprint takes up to a minute of sound at 12 kHz and the power of each 20 ms.
func newFingerprint(name string, pcm []float32, blocks []float64) fingerprint {
	f := fingerprint{name: name}
	const size = 4096
	bands := [16]float64{}
	for at := 0; at+size <= min(len(pcm), 12000*60); at += size {
		for k, p := range spectrum(pcm[at : at+size]) {
			hz := float64(k) * 12000 / size
			if hz < 50 {
				continue
			}
			if hz < 2000 {
				note := int(math.Round(12*math.Log2(hz/440)))%12 + 12
				f.chroma[note%12] += math.Sqrt(p)
			}
			if b := int(2 * math.Log2(hz/50)); b < len(bands) {
				bands[b] += p
			}
		}
	}
	unit(f.chroma[:])
	for i, p := range bands {
		f.colour[i] = 10 * math.Log10(p+1e-9)
	}
	center(f.colour[:])
	f.pulse = pulseOf(blocks[:min(len(blocks), 3000)])
	return f
}

// pulseOf correlates the rises of the loudness with themselves.
func pulseOf(blocks []float64) (out [90]float64) {
	rise := make([]float64, len(blocks))
	for i := 1; i < len(blocks); i++ {
		rise[i] = max(0, math.Log(blocks[i]+1e-7)-math.Log(blocks[i-1]+1e-7))
	}
	center(rise)
	for lag := range out {
		for i := lag + 10; i < len(rise); i++ {
			out[lag] += rise[i] * rise[i-lag-10]
		}
	}
	unit(out[:])
	return out
}

func unit(x []float64) {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	for i := range x {
		x[i] /= math.Sqrt(sum) + 1e-12
	}
}

func center(x []float64) {
	mean := 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for i := range x {
		x[i] -= mean
	}
}

// distance is 0 for the same and about 1 for pieces that have little in common.
func (f fingerprint) distance(g fingerprint) float64 {
	colour := 0.0
	for i := range f.colour {
		colour += (f.colour[i] - g.colour[i]) * (f.colour[i] - g.colour[i])
	}
	return apart(f.chroma[:], g.chroma[:]) + math.Sqrt(colour/16)/20 + apart(f.pulse[:], g.pulse[:])/2
}

// apart is the distance of two unit vectors.
func apart(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return math.Sqrt(sum)
}

// comparePieces checks that every two differ, by far more than a piece from itself
// a minute later.
func comparePieces(t *testing.T, prints []fingerprint) {
	t.Helper()
	least := math.Inf(1)
	names := ""
	for i, f := range prints {
		for _, g := range prints[:i] {
			if d := f.distance(g); d < least {
				least, names = d, f.name+" and "+g.name
			}
		}
	}
	t.Logf("the two that are nearest are %s, %.2f apart", names, least)
	if least < leastDistance {
		t.Errorf("%s are only %.2f apart", names, least)
	}
}

// leastDistance is above what a piece is from itself with other parts first (measured in
// TestFingerprintKnowsTheSame) and below what any two pieces are.
const leastDistance = 0.45

// spectrum returns the power of each frequency, Hann window.
func spectrum(x []float32) []float64 {
	n := len(x)
	c := make([]complex128, n)
	for i, v := range x {
		c[i] = complex(float64(v)*(0.5-0.5*math.Cos(2*math.Pi*float64(i)/float64(n))), 0)
	}
	fft(c)
	out := make([]float64, n/2)
	for i := range out {
		out[i] = real(c[i])*real(c[i]) + imag(c[i])*imag(c[i])
	}
	return out
}

// fft transforms in place; the length is a power of two.
func fft(x []complex128) {
	n := len(x)
	if n == 1 {
		return
	}
	even, odd := make([]complex128, n/2), make([]complex128, n/2)
	for i := range even {
		even[i], odd[i] = x[2*i], x[2*i+1]
	}
	fft(even)
	fft(odd)
	for i := range even {
		w := cmplx.Rect(1, -2*math.Pi*float64(i)/float64(n)) * odd[i]
		x[i], x[i+n/2] = even[i]+w, even[i]-w
	}
}
