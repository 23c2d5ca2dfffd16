package synth

import "math"

// Percussion from the hands and the pockets.
var (
	Shaker = Drum{0.16, func(out []float64, vel float64, r *Rand) {
		f := newSVF(6200, 0.8)
		peak := 0.02 + 0.03*(1-vel)
		for i := range out {
			t := float64(i) / Rate
			e := t / peak * math.Exp(1-t/peak)
			out[i] = f.band(r.Bi()) * e * e * 0.4
		}
	}}
	Tambourine = Drum{0.35, func(out []float64, vel float64, r *Rand) {
		metal(out, 780, 6500, 0.10+0.18*vel, 0.07, r)
		hiss(out, 'h', 7000, 0.8, 0.002, 0.1+0.1*vel, 0.16, r)
	}}
	Conga     = hand(215, 190, 0.32)
	HighConga = hand(300, 270, 0.25)
	SlapConga = Drum{0.2, func(out []float64, _ float64, r *Rand) {
		thud(out, 420, 330, 0.02, 0.1, 0.4)
		hiss(out, 'b', 2400, 0.8, 0.0003, 0.05, 0.6, r)
		soften(out, 0.0005)
	}}
	Bongo    = hand(420, 385, 0.16)
	LowBongo = hand(330, 295, 0.2)
	Cowbell  = Drum{0.4, func(out []float64, _ float64, _ *Rand) {
		var a, b phase
		f := newSVF(900, 1.5)
		d, k := newDecay(0.3), newDecay(0.04)
		for i := range out {
			x := pulse(a.step(562.0/Rate), 562.0/Rate, 0.5) + pulse(b.step(845.0/Rate), 845.0/Rate, 0.5)
			out[i] = f.band(x) * (0.6*d.next() + 0.5*k.next()) * 0.3
		}
		soften(out, 0.0005)
	}}
	Claves = Drum{0.15, func(out []float64, _ float64, _ *Rand) {
		ping(out, 2480, 0.09, 0.5)
		ping(out, 3700, 0.04, 0.1)
		soften(out, 0.0005)
	}}
	Woodblock = Drum{0.15, func(out []float64, _ float64, r *Rand) {
		ping(out, 940, 0.07, 0.55)
		ping(out, 1620, 0.05, 0.3)
		hiss(out, 'b', 2500, 1, 0.0003, 0.01, 0.2, r)
		soften(out, 0.0005)
	}}
	LowBlock = Drum{0.15, func(out []float64, _ float64, r *Rand) {
		ping(out, 690, 0.08, 0.55)
		ping(out, 1190, 0.05, 0.3)
		hiss(out, 'b', 2000, 1, 0.0003, 0.01, 0.2, r)
		soften(out, 0.0005)
	}}
	Triangle = Drum{1.6, func(out []float64, _ float64, _ *Rand) {
		ping(out, 4150, 1.3, 0.16)
		ping(out, 6480, 1.0, 0.12)
		ping(out, 9110, 0.7, 0.08)
		soften(out, 0.0008)
	}}
	Guiro = Drum{0.25, func(out []float64, _ float64, r *Rand) {
		for at := 0.0; at < 0.2; at += 0.013 {
			hiss(out[min(len(out), samples(at)):], 'b', 3600, 2, 0.0005, 0.02, 0.3, r)
		}
	}}
	Heart = Drum{0.8, func(out []float64, _ float64, r *Rand) { // a frame drum, softly
		thud(out, 105, 74, 0.1, 0.6, 0.7)
		ping(out, 171, 0.25, 0.12)
		hiss(out, 'l', 700, 0.7, 0.003, 0.06, 0.25, r)
		soften(out, 0.004)
	}}
	BassDrum = Drum{1.0, func(out []float64, _ float64, r *Rand) { // of a marching band
		thud(out, 95, 56, 0.1, 0.7, 0.8)
		hiss(out, 'l', 500, 0.7, 0.002, 0.1, 0.4, r)
		soften(out, 0.002)
	}}
	ChipKick = Drum{0.2, func(out []float64, _ float64, _ *Rand) {
		var p phase
		sweep := newDecay(0.12)
		for i := range out {
			out[i] = triangle(p.step((40+320*sweep.v)/Rate)) * math.Max(0, 1-float64(i)/(0.16*Rate)) * 0.8
			sweep.next()
		}
	}}
	ChipSnare = chipNoise(0.16, 3, 0.4)
	ChipHat   = chipNoise(0.05, 1, 0.22)
)

func hand(high, low, t60 float64) Drum {
	return Drum{0.4, func(out []float64, vel float64, r *Rand) {
		thud(out, high, low, 0.05, t60, 0.6)
		ping(out, low*2.3, t60/3, 0.1*vel)
		hiss(out, 'b', 1800, 0.8, 0.0004, 0.02, 0.3*vel, r)
		soften(out, 0.0006)
	}}
}

// chipNoise holds each random value for some samples, as a shift register clocked slowly.
func chipNoise(length float64, hold int, gain float64) Drum {
	return Drum{length, func(out []float64, _ float64, r *Rand) {
		v := 0.0
		for i := range out {
			if i%hold == 0 {
				v = math.Copysign(1, r.Bi())
			}
			out[i] = v * gain * math.Pow(1-float64(i)/float64(len(out)), 2)
		}
	}}
}
