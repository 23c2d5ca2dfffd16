package synth

import "math"

// A Wave is the form of an Analog oscillator.
type Wave int

// The wave forms.
const (
	Saw Wave = iota
	Square
	Thin // a narrow pulse
	Tri
	Sine
)

// Analog is a subtractive synthesiser voice: detuned oscillators, a resonant
// low-pass with an envelope, an amplifier with another.
type Analog struct {
	Wave    Wave
	Voices  int     // detuned copies, 1 when 0
	Detune  float64 // cents from the lowest to the highest copy
	Width   float64 // how far the copies spread to the sides, 0 to 1
	Sub     float64 // level of a sine an octave below
	Noise   float64
	Amp     ADSR
	Cut     float64 // Hz of the filter at rest
	Env     float64 // octaves that its envelope opens it
	Filter  ADSR
	Q       float64 // 0.7 when 0
	Track   float64 // share of the pitch that the filter follows, from middle C
	Touch   float64 // octaves that velocity opens the filter
	Vibrato float64 // semitones
	Glide   float64 // seconds
	Drive   float64 // gain into a soft clip, 0 for none
	Gain    float64
}

// Play implements Instrument.
func (a Analog) Play(dst Buf, n Note) {
	r := Rand(n.Seed)
	voices := max(1, a.Voices)
	size := min(dst.Len(), n.Gate+samples(a.Amp.R*3))
	sides := NewBuf(size)
	mono := make([]float64, size)
	for v := range voices {
		place := 0.0
		if voices > 1 {
			place = 2*float64(v)/float64(voices-1) - 1
		}
		clear(mono)
		a.oscillate(mono, n, place*a.Detune/200, &r)
		sides.addMono(mono, place*a.Width*math.Pow(-1, float64(v)))
	}
	a.shape(sides, n)
	dst.Add(sides, 1, 1)
}

func (a Analog) oscillate(out []float64, n Note, off float64, r *Rand) {
	p := phase(r.Float())
	sub := phase(0)
	g := newGlide(n, a.Glide)
	vib := newVibrato(5.4, a.Vibrato, 0.3, r)
	dt := 0.0
	for i := range out {
		if semitones := g.next() + vib.next() + off; i&15 == 0 {
			dt = Hz(semitones) / Rate
		}
		t := p.step(dt)
		var x float64
		switch a.Wave {
		case Saw:
			x = saw(t, dt)
		case Square:
			x = pulse(t, dt, 0.5)
		case Thin:
			x = pulse(t, dt, 0.2)
		case Tri:
			x = triangle(t)
		case Sine:
			x = sine(t)
		}
		if a.Sub > 0 {
			x += a.Sub * sine(sub.step(dt/2))
		}
		if a.Noise > 0 {
			x += a.Noise * r.Bi()
		}
		out[i] = x
	}
}

// shape filters both sides with one envelope and sets the loudness.
func (a Analog) shape(b Buf, n Note) {
	amp, fil := a.Amp.start(n.Gate), a.Filter.start(n.Gate)
	q := a.Q
	if q == 0 {
		q = 0.7
	}
	gain := a.Gain / math.Sqrt(float64(max(1, a.Voices))) * (0.25 + 0.75*n.Vel)
	base := a.Cut * math.Exp2(a.Track*(n.Pitch-60)/12+a.Touch*(n.Vel-0.75))
	f := [4]svf{}
	for i := range b.L {
		e := fil.next()
		if i&15 == 0 {
			hz := base * math.Exp2(a.Env*e)
			f[0].set(hz, q)
			f[1].set(hz, 0.6)
			f[2], f[3] = retune(f[2], f[0]), retune(f[3], f[1])
		}
		g := amp.next() * gain
		l, r := f[1].low(f[0].low(b.L[i])), f[3].low(f[2].low(b.R[i]))
		if a.Drive > 0 {
			l, r = math.Tanh(l*a.Drive)/a.Drive, math.Tanh(r*a.Drive)/a.Drive
		}
		b.L[i], b.R[i] = l*g, r*g
	}
}

// retune gives f the coefficients of the other filter and keeps its memory.
func retune(f, other svf) svf {
	other.ic1, other.ic2 = f.ic1, f.ic2
	return other
}

// Strings is a section: several saws that wander apart, slow to speak.
func Strings(attack float64) Instrument {
	return Analog{
		Wave: Saw, Voices: 5, Detune: 22, Width: 0.9, Amp: ADSR{attack, 0.5, 0.9, 0.4},
		Cut: 1500, Env: 1, Filter: ADSR{attack * 1.3, 0.8, 0.8, 0.4}, Q: 0.6, Track: 0.35, Touch: 1.4,
		Vibrato: 0.10, Gain: 0.2,
	}
}

// Violin is one of them, nearer.
func Violin() Instrument {
	return Analog{
		Wave: Saw, Voices: 2, Detune: 5, Width: 0.2, Amp: ADSR{0.07, 0.3, 0.9, 0.14},
		Cut: 1900, Env: 0.7, Filter: ADSR{0.12, 0.5, 0.8, 0.2}, Q: 0.9, Track: 0.4, Touch: 1.2,
		Vibrato: 0.22, Glide: 0.07, Noise: 0.012, Gain: 0.22,
	}
}

// Choir sings a vowel: saws through the formants of "aah".
func Choir() Instrument { return choir{} }

type choir struct{}

func (choir) Play(dst Buf, n Note) {
	src := Analog{
		Wave: Saw, Voices: 5, Detune: 26, Width: 0.8, Amp: ADSR{0.22, 0.3, 0.9, 0.35},
		Cut: 5000, Filter: ADSR{0.01, 1, 1, 1}, Vibrato: 0.16, Noise: 0.03, Gain: 0.55,
	}
	b := NewBuf(min(dst.Len(), n.Gate+samples(1.1)))
	src.Play(b, n)
	formants := [4][3]float64{{680, 6, 1}, {1090, 9, 0.55}, {2550, 12, 0.22}, {3300, 12, 0.14}}
	for _, side := range [2][]float64{b.L, b.R} {
		var f [4]svf
		for i, p := range formants {
			f[i] = newSVF(p[0], p[1])
		}
		low := newOnePole(350)
		for i, x := range side {
			y := 0.5 * low.low(x)
			for j, p := range formants {
				y += f[j].band(x) * p[2]
			}
			side[i] = y * 0.5
		}
	}
	dst.Add(b, 1, 1)
}

// Chip is one of the two pulse channels of an old games console: a raw pulse whose
// volume falls in sixteen steps at 60 Hz.
func Chip(width, fall float64) Instrument {
	voice := func(out []float64, n Note) {
		var p phase
		g := newGlide(n, 0.04)
		vib := vibrato{rate: 6.0 / Rate, depth: 0.2, wait: samples(0.25)}
		for i := range out {
			frame := float64(i / (Rate / 60))
			level := math.Round(15*n.Vel*math.Exp(-frame/60/fall)) / 15
			if i >= n.Gate {
				level = 0
			}
			dt := Hz(g.next()+vib.next()) / Rate
			out[i] = pulse(p.step(dt), dt, width) * level * 0.2
		}
		declick(out, n.Gate)
	}
	return Solo{Voice: voice, Tail: 0.01}
}

// ChipBass is that console's triangle, drawn in sixteen steps.
func ChipBass() Instrument {
	voice := func(out []float64, n Note) {
		var p phase
		dt := Hz(n.Pitch) / Rate
		soft := newOnePole(7000)
		for i := range out {
			x := math.Round(triangle(p.step(dt))*7.5) / 7.5
			if i >= n.Gate {
				x = 0
			}
			out[i] = soft.low(x) * 0.35
		}
		declick(out, n.Gate)
	}
	return Solo{Voice: voice, Tail: 0.01}
}

// declick takes the step out of the hard end of a note.
func declick(out []float64, gate int) {
	n := min(gate, samples(0.002))
	for i := range n {
		if j := gate - n + i; j < len(out) {
			out[j] *= 1 - float64(i)/float64(n)
		}
	}
	soften(out, 0.0007)
}
