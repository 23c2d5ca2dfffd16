package synth

import "math"

// bar is a struck bar, plate or bell: its overtones as ratio, level and share of the
// fundamental's ringing time.
type bar struct {
	modes   [][3]float64
	t60     float64 // seconds at middle C
	slope   float64 // octaves for the ringing time to halve
	click   float64 // level of the mallet's noise
	clickHz float64
	damp    float64 // seconds after the gate; 0 rings on
	gain    float64
}

func (b bar) voice(out []float64, n Note) {
	r := Rand(n.Seed)
	f := Hz(n.Pitch)
	t := b.t60 * math.Exp2(-(n.Pitch-60)/12/b.slope)
	gate := n.Gate
	if b.damp == 0 {
		gate = len(out)
	}
	for i, o := range b.modes {
		level := o[1]
		if i > 0 {
			level *= 0.35 + 0.65*n.Vel
		}
		m := newMode(f*o[0], level, t*o[2], 0.02*r.Bi())
		addDamped(out, &m, b.gain*math.Pow(n.Vel, 1.15), gate, math.Max(b.damp, 0.1))
	}
	hit := newSVF(b.clickHz, 0.9)
	d := newDecay(0.02)
	for i := range min(len(out), samples(0.03)) {
		out[i] += hit.band(r.Bi()) * d.next() * b.click * n.Vel
	}
	soften(out, 0.0008)
	fadeOut(out, 0.02)
}

// fadeOut brings the end of a note that was cut to silence.
func fadeOut(out []float64, seconds float64) {
	n := min(len(out), samples(seconds))
	for i := range n {
		out[len(out)-1-i] *= float64(i) / float64(n)
	}
}

// Marimba is a rosewood bar over a tube, soft mallets.
func Marimba() Instrument {
	b := bar{[][3]float64{{1, 1, 1}, {3.93, 0.22, 0.25}, {9.6, 0.09, 0.1}}, 1.1, 1.4, 0.12, 900, 0, 0.4}
	return Solo{Voice: b.voice, Tail: 1.3, Spread: 0.7}
}

// Vibraphone is an aluminium bar, damped when the pedal is let go.
func Vibraphone() Instrument {
	b := bar{[][3]float64{{1, 1, 1}, {3.98, 0.2, 0.35}, {10.2, 0.06, 0.12}}, 5, 2, 0.05, 1500, 0.35, 0.33}
	return Solo{Voice: b.voice, Tail: 0.6, Spread: 0.5}
}

// Glockenspiel is a small steel bar.
func Glockenspiel() Instrument {
	b := bar{[][3]float64{{1, 1, 1}, {2.76, 0.4, 0.6}, {5.4, 0.18, 0.3}}, 4, 1.6, 0.04, 5000, 0, 0.22}
	return Solo{Voice: b.voice, Tail: 1.4, Spread: 0.3}
}

// MusicBox is the comb of a musical box: a clear tone and the scrape of the pin.
func MusicBox() Instrument {
	b := bar{[][3]float64{{1, 1, 1}, {2.0, 0.12, 0.5}, {6.27, 0.22, 0.12}, {3.02, 0.07, 0.4}}, 3.2, 1.6, 0.06, 3500, 0, 0.3}
	return Solo{Voice: b.voice, Tail: 1.6, Spread: 0.4}
}

// Celesta strikes steel over wooden boxes with felt.
func Celesta() Instrument {
	b := bar{[][3]float64{{1, 1, 1}, {2, 0.1, 0.6}, {4.1, 0.16, 0.25}}, 2.4, 1.8, 0.05, 1200, 0.4, 0.32}
	return Solo{Voice: b.voice, Tail: 0.8, Spread: 0.4}
}

// Kalimba is a thumb piano.
func Kalimba() Instrument {
	b := bar{[][3]float64{{1, 1, 1}, {5.4, 0.18, 0.08}, {2.0, 0.08, 0.3}}, 1.5, 1.6, 0.14, 700, 0, 0.38}
	return Solo{Voice: b.voice, Tail: 1.2, Spread: 0.5}
}

// Steelpan sings in octaves.
func Steelpan() Instrument {
	b := bar{[][3]float64{{1, 1, 1}, {2.0, 0.55, 0.8}, {3.01, 0.25, 0.5}, {4.02, 0.12, 0.3}}, 1.4, 1.6, 0.08, 1800, 0, 0.3}
	return Solo{Voice: b.voice, Tail: 1.0, Spread: 0.5}
}

// Timpani is a kettledrum: a membrane whose overtones are nearly a chord.
func Timpani() Instrument {
	b := bar{[][3]float64{{1, 1, 1}, {1.5, 0.6, 0.7}, {1.99, 0.35, 0.6}, {2.44, 0.2, 0.4}}, 1.2, 2, 0.15, 260, 0, 0.45}
	return Solo{Voice: b.voice, Tail: 2}
}
