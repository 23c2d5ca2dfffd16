package synth

import "math"

// ADSR is an envelope: attack, decay and release in seconds, sustain as a level.
// Decay and release are exponential; their times are those to about 2 % of the way.
type ADSR struct{ A, D, S, R float64 }

type adsr struct {
	up, down, rel float64
	level, s      float64
	gate, i       int
	falling       bool
}

func (e ADSR) start(gate int) adsr {
	return adsr{
		up:   1 / math.Max(1, e.A*Rate),
		down: coef(e.D / 4), rel: coef(e.R / 4),
		s: e.S, gate: gate,
	}
}

func (e *adsr) next() float64 {
	switch {
	case e.i >= e.gate:
		e.level -= e.level * e.rel
	case !e.falling:
		e.level += e.up
		if e.level >= 1 {
			e.level, e.falling = 1, true
		}
	default:
		e.level += (e.s - e.level) * e.down
	}
	e.i++
	return e.level
}

// over reports that nothing audible is left.
func (e *adsr) over() bool {
	return e.i >= e.gate && e.level < 1e-5 || e.falling && e.s == 0 && e.level < 1e-5
}

// coef is the step per sample of a one-pole that follows with the given time constant.
func coef(seconds float64) float64 {
	if seconds <= 0 {
		return 1
	}
	return 1 - math.Exp(-1/(seconds*Rate))
}

// decay is a falling exponential from 1; t60 is the time to -60 dB.
type decay struct{ v, k float64 }

func newDecay(t60 float64) decay { return decay{1, math.Exp(-6.9078 / (t60 * Rate))} }

func (d *decay) next() float64 {
	v := d.v
	d.v *= d.k
	return v
}
