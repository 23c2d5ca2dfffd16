package synth

import "math"

// An Effect changes a whole bus in place. It starts from rest at the first frame.
// bar is the length of a bar in frames: what swings, swings in time with it.
type Effect func(b Buf, bar int)

// each runs a filter made by make over both sides apart.
func each(make func() func(float64) float64) Effect {
	return func(b Buf, _ int) {
		for _, side := range [2][]float64{b.L, b.R} {
			f := make()
			for i, x := range side {
				side[i] = f(x)
			}
		}
	}
}

// LowCut takes away what is below hz.
func LowCut(hz float64) Effect {
	return each(func() func(float64) float64 {
		f := newSVF(hz, 0.707)
		return f.high
	})
}

// HighCut takes away what is above hz.
func HighCut(hz float64) Effect {
	return each(func() func(float64) float64 {
		f := newSVF(hz, 0.707)
		return f.low
	})
}

// Peak lifts or lowers a band.
func Peak(hz, q, db float64) Effect {
	return each(func() func(float64) float64 {
		f := peaking(hz, q, db)
		return f.next
	})
}

// HighShelf lifts or lowers all above hz.
func HighShelf(hz, db float64) Effect {
	return each(func() func(float64) float64 {
		f := shelf(hz, db, true)
		return f.next
	})
}

// LowShelf lifts or lowers all below hz.
func LowShelf(hz, db float64) Effect {
	return each(func() func(float64) float64 {
		f := shelf(hz, db, false)
		return f.next
	})
}

// Drive is a valve: gain into a soft, slightly lopsided clip, at twice the rate in
// the middle of it, then a loudspeaker's fall above cut.
func Drive(gain, cut float64) Effect {
	bias := math.Tanh(0.12)
	clip := func(x float64) float64 { return math.Tanh(gain*x+0.12) - bias }
	return each(func() func(float64) float64 {
		last := 0.0
		half := newOnePole(16000)
		a, b := newSVF(cut, 0.8), newSVF(cut*1.3, 0.6)
		dc := newOnePole(25)
		return func(x float64) float64 {
			y := 0.5 * (clip(0.5*(x+last)) + clip(x))
			last = x
			return b.low(a.low(half.low(dc.high(y)))) / math.Sqrt(gain)
		}
	})
}

// Tremolo swings the loudness the given number of times a bar.
func Tremolo(perBar, depth float64) Effect {
	return func(b Buf, bar int) {
		for i := range b.L {
			g := 1 - depth*(0.5-0.5*math.Cos(2*math.Pi*turn(i, perBar, bar)))
			b.L[i] *= g
			b.R[i] *= g
		}
	}
}

// AutoPan swings from side to side.
func AutoPan(perBar, depth float64) Effect {
	return func(b Buf, bar int) {
		for i := range b.L {
			s := depth * sine(turn(i, perBar, bar))
			b.L[i] *= 1 + s
			b.R[i] *= 1 - s
		}
	}
}

func turn(i int, perBar float64, bar int) float64 {
	t := float64(i) * perBar / float64(bar)
	return t - math.Floor(t)
}

// Chorus doubles the sound with copies whose delay swings, the two sides apart.
// perBar is a whole number or 0.5 when all parts have an even number of bars.
func Chorus(perBar, depthMS, mix float64) Effect {
	return func(b Buf, bar int) {
		depth := depthMS * Rate / 1000
		for s, side := range [2][]float64{b.L, b.R} {
			line := newRing(int(depth*2) + 1200)
			for i, x := range side {
				swing := sine(turn(i, perBar, bar) + 0.25*float64(s))
				line.put(x)
				wet := line.get(500 + depth*(1+swing))
				wet += line.get(780 + depth*(1-swing))
				side[i] = x*(1-0.4*mix) + 0.6*mix*wet
			}
		}
	}
}

// Leslie turns a horn in front of the microphones: loudness, pitch and side swing.
func Leslie(perBar float64) Effect {
	return func(b Buf, bar int) {
		split := newOnePole(700)
		line := newRing(400)
		for i := range b.L {
			x := 0.5 * (b.L[i] + b.R[i])
			low := split.low(x)
			line.put(x - low)
			t := turn(i, perBar, bar)
			c, s := sine(t+0.25), sine(t)
			horn := line.get(60 + 22*(1+s))
			b.L[i] = low + horn*(1+0.35*c)
			b.R[i] = low + horn*(1-0.35*c)
		}
	}
}

// Widen moves the sides apart by delaying one of them a little above 300 Hz.
func Widen(ms float64) Effect {
	return func(b Buf, _ int) {
		d := ms * Rate / 1000
		line := newRing(int(d) + 4)
		split := newOnePole(300)
		for i, x := range b.R {
			low := split.low(x)
			line.put(x - low)
			b.R[i] = low + line.get(d)
		}
	}
}

// Squeeze is a compressor: above threshold (dB, RMS) the level rises by 1/ratio.
func Squeeze(threshold, ratio, attack, release, makeup float64) Effect {
	return func(b Buf, _ int) {
		up, down := coef(attack), coef(release)
		power := 0.0
		mean := coef(0.01)
		gain := 0.0 // dB
		lift := DB(makeup)
		k := 1.0
		for i := range b.L {
			x := 0.5 * (b.L[i]*b.L[i] + b.R[i]*b.R[i])
			power += (x + floor - power) * mean
			if i&15 == 0 {
				level := 10 * math.Log10(power+1e-10)
				want := math.Min(0, (threshold-level)*(1-1/ratio))
				c := down
				if want < gain {
					c = up
				}
				gain += (want - gain) * math.Min(1, 16*c)
				k = DB(gain) * lift
			}
			b.L[i] *= k
			b.R[i] *= k
		}
	}
}
