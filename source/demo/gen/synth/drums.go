package synth

import "math"

// A Drum fills out with one stroke; drums ignore the gate.
type Drum struct {
	Length float64 // seconds
	Stroke func(out []float64, vel float64, r *Rand)
}

// Place says where a drum stands and how loud it is.
type Place struct {
	Drum Drum
	Gain float64 // dB
	Pan  float64
}

// A Kit is an instrument of drums; a note's pitch is the letter that names one.
type Kit map[rune]Place

// Play implements Instrument.
func (k Kit) Play(dst Buf, n Note) {
	p, ok := k[rune(n.Pitch)]
	if !ok {
		panic("synth: no drum " + string(rune(n.Pitch)))
	}
	r := Rand(n.Seed)
	out := make([]float64, samples(p.Drum.Length))
	p.Drum.Stroke(out, n.Vel, &r)
	fadeOut(out, 0.01)
	g := DB(p.Gain) * math.Pow(n.Vel, 1.3)
	for i := range out {
		out[i] *= g
	}
	dst.addMono(out, p.Pan)
}

// thud adds a sine that falls from high to low, the body of most drums.
func thud(out []float64, high, low, fall, t60, gain float64) {
	var p phase
	sweep, d := newDecay(fall), newDecay(t60)
	for i := range out {
		hz := low + (high-low)*sweep.next()
		out[i] += sine(p.step(hz/Rate)) * d.next() * gain
	}
}

// hiss adds filtered noise; kind is 'l', 'b' or 'h'.
func hiss(out []float64, kind byte, hz, q, attack, t60, gain float64, r *Rand) {
	f := newSVF(hz, q)
	d := newDecay(t60)
	up := math.Max(1, attack*Rate)
	for i := range out {
		x := r.Bi()
		switch kind {
		case 'l':
			x = f.low(x)
		case 'b':
			x = f.band(x)
		default:
			x = f.high(x)
		}
		out[i] += x * math.Min(1, float64(i)/up) * d.next() * gain
	}
}

// metal adds six clashing squares, high-passed: the sound of hats and cymbals.
func metal(out []float64, hz, cut, t60, gain float64, r *Rand) {
	ratio := [6]float64{1, 1.483, 1.932, 2.546, 2.63, 3.897}
	var p [6]phase
	for i := range p {
		p[i] = phase(r.Float())
	}
	f, f2 := newSVF(cut, 0.8), newSVF(cut, 0.6)
	d := newDecay(t60)
	for i := range out {
		x := 0.0
		for j := range p {
			dt := hz * ratio[j] / Rate
			x += pulse(p[j].step(dt), dt, 0.5)
		}
		out[i] += f2.high(f.high(x)) * d.next() * gain
	}
}

func ping(out []float64, hz, t60, gain float64) {
	m := newMode(hz, gain, t60, 0)
	for i := range out {
		out[i] += m.next()
	}
}

// The drums of a common kit.
var (
	Kick = Drum{0.5, func(out []float64, vel float64, r *Rand) {
		thud(out, 190, 52, 0.09, 0.38, 0.85)
		hiss(out, 'b', 2800, 0.8, 0.0005, 0.02, 0.16*vel, r)
		hiss(out, 'l', 300, 0.7, 0.001, 0.06, 0.25, r)
		soften(out, 0.001)
	}}
	SoftKick = Drum{0.6, func(out []float64, _ float64, r *Rand) {
		thud(out, 110, 58, 0.12, 0.45, 0.8)
		hiss(out, 'l', 250, 0.7, 0.002, 0.08, 0.35, r)
		soften(out, 0.003)
	}}
	BigKick = Drum{0.6, func(out []float64, vel float64, r *Rand) {
		thud(out, 320, 47, 0.07, 0.5, 0.95)
		thud(out, 1200, 200, 0.012, 0.02, 0.3*vel)
		hiss(out, 'b', 3500, 0.8, 0.0003, 0.012, 0.2*vel, r)
		for i := range out {
			out[i] = math.Tanh(1.5 * out[i])
		}
		soften(out, 0.0006)
	}}
	DeepKick = Drum{1.1, func(out []float64, _ float64, r *Rand) {
		thud(out, 120, 43, 0.1, 1.0, 0.95)
		hiss(out, 'l', 800, 0.7, 0.001, 0.02, 0.2, r)
		soften(out, 0.001)
	}}
	Snare = Drum{0.4, func(out []float64, vel float64, r *Rand) {
		thud(out, 260, 185, 0.03, 0.16, 0.45)
		thud(out, 400, 330, 0.03, 0.10, 0.2)
		hiss(out, 'h', 1600, 0.7, 0.0005, 0.12+0.16*vel, 0.34, r)
		hiss(out, 'b', 4200, 0.8, 0.0003, 0.04, 0.3*vel, r)
		soften(out, 0.0005)
	}}
	FatSnare = Drum{0.5, func(out []float64, vel float64, r *Rand) {
		thud(out, 240, 165, 0.05, 0.25, 0.6)
		hiss(out, 'b', 1900, 0.4, 0.0005, 0.32, 0.55, r)
		hiss(out, 'h', 3000, 0.7, 0.0005, 0.2, 0.3*vel, r)
		for i := range out {
			out[i] = math.Tanh(1.6*out[i]) * 0.8
		}
		soften(out, 0.0005)
	}}
	FieldSnare = Drum{0.3, func(out []float64, vel float64, r *Rand) {
		thud(out, 330, 240, 0.02, 0.10, 0.35)
		hiss(out, 'h', 2200, 0.7, 0.0004, 0.08+0.13*vel, 0.42, r)
		soften(out, 0.0004)
	}}
	Brush = Drum{0.3, func(out []float64, vel float64, r *Rand) {
		hiss(out, 'b', 3300, 0.5, 0.004, 0.14+0.1*vel, 0.5, r)
		thud(out, 220, 190, 0.03, 0.08, 0.12*vel)
	}}
	Sweep = Drum{0.7, func(out []float64, _ float64, r *Rand) {
		f := newSVF(3600, 0.6)
		for i := range out {
			t := float64(i) / float64(len(out))
			out[i] = f.band(r.Bi()) * 0.3 * math.Pow(math.Sin(math.Pi*math.Pow(t, 0.7)), 2)
		}
	}}
	Rim = Drum{0.15, func(out []float64, _ float64, r *Rand) {
		ping(out, 1750, 0.05, 0.4)
		ping(out, 480, 0.06, 0.3)
		hiss(out, 'b', 3000, 1, 0.0002, 0.015, 0.4, r)
		soften(out, 0.0004)
	}}
	Clap = Drum{0.4, func(out []float64, _ float64, r *Rand) {
		for _, at := range []float64{0, 0.011, 0.023} {
			hiss(out[min(len(out), samples(at)):], 'b', 1300, 1.1, 0.0005, 0.025, 0.6, r)
		}
		hiss(out[min(len(out), samples(0.03)):], 'b', 1250, 0.9, 0.0005, 0.24, 0.7, r)
	}}
	Hat = Drum{0.12, func(out []float64, vel float64, r *Rand) {
		metal(out, 410, 7500, 0.035+0.04*vel, 0.11, r)
		hiss(out, 'h', 8000, 0.7, 0.0003, 0.03+0.04*vel, 0.14, r)
		soften(out, 0.0004)
	}}
	OpenHat = Drum{0.7, func(out []float64, _ float64, r *Rand) {
		metal(out, 410, 7000, 0.5, 0.09, r)
		hiss(out, 'h', 7800, 0.7, 0.0005, 0.45, 0.12, r)
	}}
	Pedal = Drum{0.15, func(out []float64, _ float64, r *Rand) {
		metal(out, 350, 5200, 0.06, 0.07, r)
		hiss(out, 'b', 6000, 0.7, 0.001, 0.05, 0.1, r)
	}}
	Ride = Drum{1.6, func(out []float64, vel float64, r *Rand) {
		metal(out, 323, 4800, 1.3, 0.05, r)
		ping(out, 3120, 0.35, 0.10*vel)
		ping(out, 4480, 0.25, 0.07*vel)
		hiss(out, 'h', 6000, 0.7, 0.001, 1.0, 0.04, r)
		soften(out, 0.0006)
	}}
	Crash = Drum{2.6, func(out []float64, _ float64, r *Rand) {
		metal(out, 287, 3200, 1.9, 0.07, r)
		hiss(out, 'h', 3800, 0.6, 0.003, 2.0, 0.22, r)
		hiss(out, 'b', 900, 0.6, 0.002, 0.5, 0.1, r)
	}}
	HighTom = tom(210, 150)
	MidTom  = tom(165, 112)
	LowTom  = tom(125, 80)
)

func tom(high, low float64) Drum {
	return Drum{0.7, func(out []float64, vel float64, r *Rand) {
		thud(out, high, low, 0.14, 0.5, 0.75)
		thud(out, high*1.6, low*1.59, 0.1, 0.25, 0.2)
		hiss(out, 'b', 1500, 0.7, 0.0005, 0.05, 0.2*vel, r)
		soften(out, 0.0008)
	}}
}
