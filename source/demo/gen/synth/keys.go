package synth

import "math"

// Piano is a grand of decaying partials, two strings each, stretched by the stiffness
// of the wire, with the thump of the hammer.
func Piano() Instrument { return Solo{Voice: pianoVoice, Tail: 0.5, Spread: 0.45} }

func pianoVoice(out []float64, n Note) {
	r := Rand(n.Seed)
	f0 := Hz(n.Pitch)
	stiff := 0.00018 * math.Exp2((n.Pitch-48)/10)
	bright := 450 + 2600*math.Pow(n.Vel, 1.6) + 0.8*f0
	t1 := 13 * math.Exp2(-(n.Pitch-36)/15)
	sum := 0.0
	var modes []mode
	for k := 1.0; k <= 28; k++ {
		f := k * f0 * math.Sqrt(1+stiff*k*k)
		if f > 11000 {
			break
		}
		level := (0.25 + math.Abs(math.Sin(math.Pi*k/7.7))) / (1 + math.Pow(f/bright, 2.2))
		t60 := t1 / (1 + 0.16*math.Pow(k-1, 1.15))
		sum += level
		modes = append(modes, newMode(f, level, t60*0.55, 0.5*r.Float()))
		modes = append(modes, newMode(f*(1+0.0003+0.0004*r.Float()), level*0.6, t60*1.5, 0.5*r.Float()))
	}
	gain := 0.62 * math.Pow(n.Vel, 1.35) / (1 + sum*0.45)
	for i := range modes {
		addDamped(out, &modes[i], gain, n.Gate, 0.09)
	}
	thump := newSVF(220+400*n.Vel, 0.8)
	d := newDecay(0.05)
	for i := range min(len(out), samples(0.06)) {
		out[i] += thump.band(r.Bi()) * d.next() * 0.10 * n.Vel
	}
	soften(out, 0.0012)
}

// addDamped adds a mode that is damped after the gate within about release seconds. It stops
// when the mode is inaudible.
func addDamped(out []float64, m *mode, gain float64, gate int, release float64) {
	damp := math.Exp(-4 / (release * Rate))
	for i := range min(gate, len(out)) {
		out[i] += m.next() * gain
		if i&1023 == 0 && m.quiet() {
			return
		}
	}
	for i := gate; i < len(out) && gain > 1e-6; i++ {
		gain *= damp
		out[i] += m.next() * gain
	}
}

// soften fades the first samples in, so that no note starts with a step.
func soften(out []float64, seconds float64) {
	n := min(len(out), samples(seconds))
	for i := range n {
		out[i] *= 0.5 - 0.5*math.Cos(math.Pi*float64(i)/float64(n))
	}
}

// ElectricPiano is a tine piano by frequency modulation: a mellow tone that barks when
// struck hard, and the short bell of the tine.
func ElectricPiano() Instrument { return Solo{Voice: tineVoice, Tail: 0.5, Spread: 0.3} }

func tineVoice(out []float64, n Note) {
	dt := Hz(n.Pitch) / Rate
	long := newDecay(7 * math.Exp2(-(n.Pitch-48)/18))
	bark := newDecay(1.6)
	bell := newDecay(0.35)
	index := 0.25 + 1.6*n.Vel*n.Vel
	gain := 0.42 * math.Pow(n.Vel, 1.2)
	damp := 1.0
	k := math.Exp(-4 / (0.12 * Rate))
	var c, m, t phase
	for i := range out {
		if i >= n.Gate {
			damp *= k
		}
		mod := sine(m.step(dt)) * index * bark.next() / (2 * math.Pi)
		ping := sine(t.step(dt*13.98)) * bell.next() * 0.09 * n.Vel
		out[i] = (sine(c.step(dt)+mod+0.05*ping) + ping) * long.next() * gain * damp
	}
	soften(out, 0.002)
}

// Organ has nine drawbars, each 0 to 8, and the click of its contacts.
func Organ(bars [9]float64) Instrument {
	ratio := [9]float64{0.5, 1.5, 1, 2, 3, 4, 5, 6, 8}
	voice := func(out []float64, n Note) {
		r := Rand(n.Seed)
		f := Hz(n.Pitch)
		env := ADSR{0.006, 0.01, 1, 0.03}.start(n.Gate)
		var p [9]phase
		for i := range p {
			p[i] = phase(r.Float())
		}
		click := newDecay(0.012)
		hp := newSVF(1800, 0.7)
		for i := range out {
			v := 0.0
			for b, level := range bars {
				hz := f * ratio[b]
				for hz > 6000 { // the highest pipes repeat an octave lower
					hz /= 2
				}
				if level > 0 {
					v += sine(p[b].step(hz/Rate)) * level
				}
			}
			v += hp.high(r.Bi()) * click.next() * 2
			out[i] = v * env.next() * 0.022 * (0.6 + 0.4*n.Vel)
			if env.over() {
				return
			}
		}
	}
	return Solo{Voice: voice, Tail: 0.1}
}

// Harpsichord plucks two choirs of strings an octave apart and drops the jacks at the end.
func Harpsichord() Instrument {
	voice := func(out []float64, n Note) {
		r := Rand(n.Seed)
		s := stringSpec{bright: 0.93, t60: 6 * math.Exp2(-(n.Pitch-48)/20), high: 1.6 * math.Exp2(-(n.Pitch-60)/24), pick: 0.12, release: 0.07}
		pluck(out, Hz(n.Pitch), n.Gate, 0.28*(0.8+0.2*n.Vel), s, &r)
		s.pick = 0.2
		pluck(out, Hz(n.Pitch)*1.0007, n.Gate, 0.2, s, &r)
		s.t60 *= 0.7
		pluck(out, 2*Hz(n.Pitch), n.Gate, 0.13, s, &r)
		if n.Gate < len(out) {
			clack := newSVF(1400, 2)
			d := newDecay(0.03)
			for i := n.Gate; i < min(len(out), n.Gate+samples(0.04)); i++ {
				out[i] += clack.band(r.Bi()) * d.next() * 0.03
			}
		}
		body := peaking(420, 0.8, 3)
		cut := newOnePole(130)
		for i, x := range out {
			out[i] = cut.high(body.next(x))
		}
	}
	return Solo{Voice: voice, Tail: 0.35, Spread: 0.5}
}
