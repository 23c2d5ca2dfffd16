package synth

import "math"

// stringSpec describes a plucked string.
type stringSpec struct {
	bright  float64 // 0 dull to 1 wiry: the colour of the pluck
	t60     float64 // seconds to -60 dB of the fundamental
	pick    float64 // place of the pick along the string, 0 to 0.5
	release float64 // seconds of damping after the gate
	high    float64 // seconds to -60 dB at 3 kHz
}

// pluck adds a Karplus-Strong string: a burst of noise that goes round a delay line
// of one period, losing treble each time (extended after Jaffe and Smith).
func pluck(out []float64, hz float64, gate int, gain float64, s stringSpec, r *Rand) {
	period := Rate / hz
	line := newRing(int(period) + 4)
	excite(&line, int(period+0.5), s, r)
	round := math.Pow(10, -3*period/(s.t60*Rate))
	off := math.Pow(10, -3*period/(math.Max(s.release, 0.01)*Rate))
	loss := lossPole(period, s)
	w := 2 * math.Pi / period
	delay := period - math.Atan2(loss*math.Sin(w), 1-loss*math.Cos(w))/w
	y := 0.0
	dc := newOnePole(18)
	for i := range out {
		x := line.lagrange(delay)
		y = (1-loss)*x + loss*y
		back := y * round
		if i >= gate {
			back = y * off
		}
		line.put(back)
		out[i] += dc.high(back) * gain
		if i > gate && i&1023 == 0 && math.Abs(y)+math.Abs(x) < 1e-6 {
			return
		}
	}
}

// lossPole is the pole of the one-pole low-pass that makes 3 kHz die in s.high
// seconds when it is passed once a period.
func lossPole(period float64, s stringSpec) float64 {
	seconds := 1 / (1/s.high - 1/s.t60) // what the loss of the fundamental leaves to do
	if seconds <= 0 {
		return 0
	}
	g := math.Pow(10, -6*period/(seconds*Rate)) // power gain
	c := math.Cos(2 * math.Pi * 3000 / Rate)
	b := 1 - g*c
	return math.Min(0.9, (b-math.Sqrt(b*b-(1-g)*(1-g)))/(1-g))
}

// excite fills one period with the pluck: noise, darkened, with the comb of the
// picking place, of unit energy.
func excite(line *ring, n int, s stringSpec, r *Rand) {
	burst := make([]float64, n)
	lp := 0.0
	for i := range burst {
		lp += (r.Bi() - lp) * s.bright
		burst[i] = lp
	}
	comb := int(float64(n) * s.pick)
	shaped := make([]float64, n)
	energy := 0.0
	mean := 0.0
	for i := range burst {
		shaped[i] = burst[i] - 0.9*burst[(i+n-comb)%n]
		mean += shaped[i] / float64(n)
	}
	for _, v := range shaped {
		energy += (v - mean) * (v - mean)
	}
	k := 1 / math.Sqrt(energy/float64(n)+1e-12)
	for range 4 {
		line.put(0)
	}
	for _, v := range shaped {
		line.put((v - mean) * k)
	}
}

// lagrange reads d samples back with third-order interpolation, which loses no treble
// worth speaking of, so that the string stays in tune and keeps its tone.
func (r *ring) lagrange(d float64) float64 {
	i := int(d)
	f := d - float64(i)
	if i < 2 {
		return r.get(math.Max(1, d))
	}
	a, b, c, e := r.tap(i-1), r.tap(i), r.tap(i+1), r.tap(i+2)
	return a*(-f*(f-1)*(f-2)/6) + b*((f+1)*(f-1)*(f-2)/2) - c*((f+1)*f*(f-2)/2) + e*((f+1)*f*(f-1)/6)
}

// Guitar kinds.
var (
	nylon = stringSpec{bright: 0.34, t60: 3.2, high: 0.4, pick: 0.28, release: 0.12}
	steel = stringSpec{bright: 0.75, t60: 4.5, high: 1.3, pick: 0.16, release: 0.10}
	clean = stringSpec{bright: 0.60, t60: 5.0, high: 1.1, pick: 0.13, release: 0.09}
)

func guitar(s stringSpec, eq ...biquad) Instrument {
	voice := func(out []float64, n Note) {
		r := Rand(n.Seed)
		s := s
		s.bright *= 0.45 + 0.55*n.Vel
		s.t60 *= math.Exp2(-(n.Pitch - 52) / 24)
		pluck(out, Hz(n.Pitch), n.Gate, 0.16*math.Pow(n.Vel, 1.1), s, &r)
		eq := append([]biquad(nil), eq...)
		for i, x := range out {
			for j := range eq {
				x = eq[j].next(x)
			}
			out[i] = x
		}
		soften(out, 0.0008)
	}
	return Solo{Voice: voice, Tail: 0.4}
}

// NylonGuitar is a classical guitar played with the flesh of the fingers.
func NylonGuitar() Instrument {
	return guitar(nylon, peaking(105, 1.2, 5), peaking(210, 1.5, 4), shelf(3500, -5, true))
}

// SteelGuitar is a folk guitar with bronze strings.
func SteelGuitar() Instrument {
	return guitar(steel, peaking(120, 1, 3), peaking(220, 1.5, 3), shelf(5000, 2, true))
}

// CleanGuitar is an electric guitar, single coil at the bridge.
func CleanGuitar() Instrument {
	return guitar(clean, shelf(150, -4, false), peaking(2600, 0.8, 6), shelf(5500, -9, true))
}

// Harp is a plucked string that rings on.
func Harp() Instrument {
	voice := func(out []float64, n Note) {
		r := Rand(n.Seed)
		s := stringSpec{
			bright: 0.25 + 0.2*n.Vel, t60: 5 * math.Exp2(-(n.Pitch-55)/22), pick: 0.45,
			release: 1.6 * math.Exp2(-(n.Pitch-60)/30), high: 0.6,
		}
		pluck(out, Hz(n.Pitch), n.Gate, 0.17*n.Vel, s, &r)
		soften(out, 0.0015)
	}
	return Solo{Voice: voice, Tail: 2.2, Spread: 0.6}
}

// UprightBass is a double bass played pizzicato.
func UprightBass() Instrument {
	voice := func(out []float64, n Note) {
		r := Rand(n.Seed)
		s := stringSpec{bright: 0.14 + 0.1*n.Vel, t60: 2.4, high: 0.14, pick: 0.3, release: 0.11}
		pluck(out, Hz(n.Pitch), n.Gate, 0.28*math.Pow(n.Vel, 0.9), s, &r)
		wood := peaking(95, 1.1, 4)
		growl := peaking(700, 0.8, 5)
		finger := newSVF(900, 0.7)
		d := newDecay(0.035)
		for i, x := range out {
			out[i] = growl.next(wood.next(x + finger.band(r.Bi())*d.next()*0.05*n.Vel))
		}
		soften(out, 0.002)
	}
	return Solo{Voice: voice, Tail: 0.3}
}

// ElectricBass is a fretted bass; slap lets the string hit the frets.
func ElectricBass(slap float64) Instrument {
	voice := func(out []float64, n Note) {
		r := Rand(n.Seed)
		s := stringSpec{
			bright: 0.16 + 0.5*slap*n.Vel + 0.1*n.Vel, t60: 3.5, pick: 0.12 + 0.1*(1-slap),
			release: 0.06, high: 0.25 + 0.5*slap,
		}
		pluck(out, Hz(n.Pitch), n.Gate, 0.25*math.Pow(n.Vel, 0.9), s, &r)
		low := shelf(120, 4, false)
		snap := peaking(1900, 0.7, 2+7*slap)
		for i, x := range out {
			x = snap.next(low.next(x))
			out[i] = math.Tanh(1.4*x) / 1.4
		}
		soften(out, 0.0012)
	}
	return Solo{Voice: voice, Tail: 0.2}
}
