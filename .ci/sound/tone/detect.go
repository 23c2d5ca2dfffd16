package tone

import "math"

// A Probe measures the amplitude of single tones with a Hann window.
type Probe struct {
	window []float64
	norm   float64
}

// NewProbe returns a probe that looks at n frames at a time. A step of a tone at the middle of
// the window shows as half its amplitude, so a crossing of one half is the time of the step.
func NewProbe(n int) *Probe {
	p := &Probe{window: make([]float64, n)}
	for i := range p.window {
		p.window[i] = 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/float64(n))
		p.norm += p.window[i] / 2
	}
	return p
}

// Amp is the amplitude of the tone of freq hertz around frame at of x. What lies outside of x is
// silence.
func (p *Probe) Amp(x []float32, at int, freq float64) float64 {
	step := 2 * math.Pi * freq / Rate
	k := 2 * math.Cos(step)
	var a, b float64 // Goertzel's recurrence
	from := at - len(p.window)/2
	for i, w := range p.window {
		var v float64
		if n := from + i; n >= 0 && n < len(x) {
			v = float64(x[n]) * w
		}
		a, b = v+k*a-b, a
	}
	return math.Sqrt(max(0, a*a+b*b-k*a*b)) / p.norm
}

// A Reading is the chord found at one place.
type Reading struct {
	Sec int     // the second that sounds, -1 for silence and for what cannot be read
	Amp float64 // the mean amplitude of its tones
}

// Read decodes the chord around frame at. A digit counts when its tone is at least floor
// strong and twice as strong as any other of its band.
func (p *Probe) Read(x []float32, at int, floor float64) Reading {
	var d [4]int
	sum, ok := 0.0, true
	for digit := range d {
		best, second := 0.0, 0.0
		for v := range bands[digit+1] - bands[digit] {
			a := p.Amp(x, at, Freq(digit, v))
			if a > best {
				best, second, d[digit] = a, best, v
			} else if a > second {
				second = a
			}
		}
		sum += best
		ok = ok && best >= floor && best >= 2*second
	}
	if !ok {
		return Reading{-1, sum / 4}
	}
	return Reading{Seconds(d), sum / 4}
}
