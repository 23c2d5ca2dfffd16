package synth

import "math"

// Flute is a few harmonics and the breath around them.
func Flute() Instrument {
	voice := func(out []float64, n Note) {
		r := Rand(n.Seed)
		env := ADSR{0.055, 0.1, 0.9, 0.09}.start(n.Gate)
		vib := newVibrato(5.1, 0.16, 0.22, &r)
		g := newGlide(n, 0.05)
		air := newSVF(Hz(n.Pitch), 8)
		hiss := newSVF(3800, 0.8)
		var p phase
		chiff := newDecay(0.09)
		h2, h3, h4 := 0.30*n.Vel, 0.13*n.Vel, 0.05*n.Vel*n.Vel
		dt := 0.0
		for i := range out {
			v := vib.next()
			if semitones := g.next() + v; i&15 == 0 {
				dt = Hz(semitones) / Rate
			}
			t := p.step(dt)
			e := env.next()
			x := sine(t) + h2*sine(2*t+0.1) + h3*sine(3*t+0.3) + h4*sine(4*t)
			noise := r.Bi()
			breath := air.band(noise)*0.35*(0.3+chiff.next()) + hiss.band(noise)*0.03
			out[i] = (x*(1+0.8*v) + breath) * e * 0.26 * (0.35 + 0.65*n.Vel)
			if env.over() {
				return
			}
		}
	}
	return Solo{Voice: voice, Tail: 0.3}
}

// Clarinet has odd harmonics that grow with the wind.
func Clarinet() Instrument {
	return wind(windSpec{
		wave: func(t, dt float64) float64 { return pulse(t, dt, 0.5) },
		env:  ADSR{0.045, 0.15, 0.85, 0.07},
		dark: 500, open: 1500, track: 1.6, vib: 0.05, breath: 0.012, gain: 0.3,
	})
}

// Trumpet opens its tone with its loudness.
func Trumpet() Instrument {
	return wind(windSpec{
		wave: saw, env: ADSR{0.03, 0.2, 0.75, 0.08},
		dark: 500, open: 4200, track: 1.1, vib: 0.12, scoop: 0.35, breath: 0.01, gain: 0.27,
	})
}

// MutedTrumpet speaks through its nose.
func MutedTrumpet() Instrument {
	return wind(windSpec{
		wave: func(t, dt float64) float64 { return pulse(t, dt, 0.12) }, env: ADSR{0.03, 0.2, 0.8, 0.07},
		dark: 1400, open: 2600, track: 0.8, vib: 0.16, scoop: 0.4, breath: 0.012, gain: 0.3, nose: 1750,
	})
}

// Trombone is the trumpet's big brother.
func Trombone() Instrument {
	return wind(windSpec{
		wave: saw, env: ADSR{0.045, 0.25, 0.75, 0.1},
		dark: 260, open: 1900, track: 1.2, vib: 0.06, scoop: 0.4, breath: 0.01, gain: 0.3,
	})
}

// Tuba keeps the floor.
func Tuba() Instrument {
	return wind(windSpec{
		wave: saw, env: ADSR{0.04, 0.3, 0.7, 0.09},
		dark: 160, open: 520, track: 1.6, vib: 0, scoop: 0.3, breath: 0.015, gain: 0.42,
	})
}

// Saxophone is a tenor: reedy, with a slow vibrato and some growl.
func Saxophone() Instrument {
	return wind(windSpec{
		wave: func(t, dt float64) float64 { return 0.7*saw(t, dt) + 0.5*pulse(t, dt, 0.3) },
		env:  ADSR{0.04, 0.2, 0.85, 0.1}, dark: 600, open: 2200, track: 1.2, vib: 0.17, scoop: 0.5,
		breath: 0.03, gain: 0.24, nose: 1100,
	})
}

// Melodica is a free reed blown by mouth.
func Melodica() Instrument {
	return wind(windSpec{
		wave: func(t, dt float64) float64 { return pulse(t, dt, 0.22) }, env: ADSR{0.035, 0.1, 0.9, 0.07},
		dark: 1500, open: 1800, track: 1, vib: 0.06, breath: 0.008, gain: 0.28, nose: 1300,
	})
}

// Harmonica bends into its notes.
func Harmonica() Instrument {
	return wind(windSpec{
		wave: func(t, dt float64) float64 { return 0.6*saw(t, dt) + 0.6*pulse(t, dt, 0.3) },
		env:  ADSR{0.03, 0.15, 0.9, 0.06}, dark: 1600, open: 2200, track: 0.8, vib: 0.22, scoop: 0.9,
		breath: 0.02, gain: 0.22, nose: 2000,
	})
}

// windSpec describes a blown instrument as a wave behind a filter that opens with the
// loudness.
type windSpec struct {
	wave       func(t, dt float64) float64
	env        ADSR
	dark, open float64 // cut-off in Hz when soft, and what loudness adds
	track      float64 // how many times the pitch is added to the cut-off
	vib        float64 // semitones
	scoop      float64 // semitones below the note at its start
	breath     float64
	gain       float64
	nose       float64 // Hz of a formant, 0 for none
}

func wind(s windSpec) Instrument {
	voice := func(out []float64, n Note) {
		r := Rand(n.Seed)
		env := s.env.start(n.Gate)
		vib := newVibrato(5.2, s.vib, 0.25, &r)
		g := newGlide(n, 0.06)
		f := newSVF(s.dark, 0.75)
		formant := peaking(math.Max(s.nose, 100), 1.6, 7)
		bend := newDecay(0.16)
		breath := newSVF(2400, 0.7)
		var p phase
		loud := s.gain * (0.3 + 0.7*n.Vel)
		dt := 0.0
		for i := range out {
			e := env.next()
			v := vib.next()
			semitones := g.next() + v - s.scoop*bend.next()
			if i&15 == 0 {
				hz := Hz(semitones)
				dt = hz / Rate
				f.set(s.dark+s.open*e*e*(0.25+0.75*n.Vel)*(1+v)+s.track*hz, 0.75)
			}
			x := f.low(s.wave(p.step(dt), dt)) + breath.band(r.Bi())*s.breath
			if s.nose > 0 {
				x = formant.next(x) * 0.6
			}
			out[i] = x * e * loud
			if env.over() {
				return
			}
		}
	}
	return Solo{Voice: voice, Tail: 0.35}
}

// Accordion is a musette: three reeds, two of them a little off.
func Accordion() Instrument {
	voice := func(out []float64, n Note) {
		r := Rand(n.Seed)
		env := ADSR{0.035, 0.2, 0.88, 0.06}.start(n.Gate)
		f := newSVF(1900+1500*n.Vel, 0.7)
		ratio := [3]float64{1, 1.0052, 0.9952}
		var p [3]phase
		for i := range p {
			p[i] = phase(r.Float())
		}
		base := Hz(n.Pitch) / Rate
		for i := range out {
			x := 0.0
			for j := range p {
				dt := base * ratio[j]
				x += pulse(p[j].step(dt), dt, 0.28)
			}
			out[i] = f.low(x) * env.next() * 0.085 * (0.4 + 0.6*n.Vel)
			if env.over() {
				return
			}
		}
	}
	return Solo{Voice: voice, Tail: 0.25, Spread: 0.25}
}
