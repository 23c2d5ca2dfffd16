package synth

import "math"

// Echo is a tape delay that goes from side to side, darker each time.
type Echo struct {
	Time     int     // frames
	Feedback float64 // 0 to 0.8
	Low      float64 // Hz: what is below is lost each time
	High     float64 // Hz: what is above
	Drive    float64 // 0 for none
}

// Run returns the echoes of the bus without the bus itself.
func (e Echo) Run(in Buf) Buf {
	out := NewBuf(in.Len())
	if e.Time == 0 {
		return out
	}
	l, r := newRing(e.Time+2), newRing(e.Time+2)
	fl, fr := newSVF(e.High, 0.6), newSVF(e.High, 0.6)
	hl, hr := newSVF(e.Low, 0.6), newSVF(e.Low, 0.6)
	for i := range in.L {
		a, b := l.tap(e.Time), r.tap(e.Time)
		out.L[i], out.R[i] = a, b
		x := 0.5*(in.L[i]+in.R[i]) + e.Feedback*b
		y := e.Feedback * a
		l.put(hl.high(fl.low(x)))
		r.put(hr.high(fr.low(y)) + 0.25*in.R[i])
	}
	return out
}

// Reverb is a room of eight delay lines that feed each other (a feedback delay
// network with a Hadamard matrix), after four diffusers a side.
type Reverb struct {
	Time   float64 // seconds to -60 dB in the middle
	Size   float64 // 1 is a hall, 0.4 a room
	Damp   float64 // Hz above which it dies faster
	Wait   float64 // seconds before the first reflection
	LowCut float64 // Hz
	Spring bool    // the clang of a spring tank: chirping diffusers
}

// Run returns the sound of the room without the bus itself.
func (v Reverb) Run(in Buf) Buf {
	out := NewBuf(in.Len())
	if v.Time == 0 {
		return out
	}
	lengths := [8]float64{1423, 1667, 1889, 2129, 2411, 2683, 2953, 3251}
	var lines [8]ring
	var gains [8]float64
	var damp [8]onePole
	for i, n := range lengths {
		d := math.Max(16, math.Round(n*v.Size))
		lengths[i] = d
		lines[i] = newRing(int(d) + 2)
		gains[i] = math.Pow(10, -3*d/(v.Time*Rate)) / math.Sqrt(8)
		damp[i] = newOnePole(v.Damp)
	}
	pre := [2]ring{newRing(samples(v.Wait) + 2), newRing(samples(v.Wait) + 2)}
	dif := [2]diffuser{newDiffuser(v, 0), newDiffuser(v, 1)}
	cut := [2]svf{newSVF(math.Max(20, v.LowCut), 0.7), newSVF(math.Max(20, v.LowCut), 0.7)}
	wait := samples(v.Wait) + 1
	for i := range in.L {
		pre[0].put(in.L[i])
		pre[1].put(in.R[i])
		a := dif[0].next(cut[0].high(pre[0].tap(wait)))
		b := dif[1].next(cut[1].high(pre[1].tap(wait)))
		var x [8]float64
		for j := range lines {
			x[j] = damp[j].low(lines[j].tap(int(lengths[j])))
		}
		out.L[i] = (x[0] - x[2] + x[4] - x[6]) * 0.5
		out.R[i] = (x[1] - x[3] + x[5] - x[7]) * 0.5
		hadamard(&x)
		for j := range lines {
			s := a
			if j&1 == 1 {
				s = b
			}
			lines[j].put(x[j]*gains[j] + 0.5*s)
		}
	}
	return out
}

func hadamard(x *[8]float64) {
	for h := 1; h < 8; h *= 2 {
		for i := 0; i < 8; i += 2 * h {
			for j := i; j < i+h; j++ {
				x[j], x[j+h] = x[j]+x[j+h], x[j]-x[j+h]
			}
		}
	}
}

// diffuser is a chain of all-pass filters that smears a click into a cloud.
type diffuser struct {
	lines []ring
	d     []int
	g     float64
}

func newDiffuser(v Reverb, side int) diffuser {
	lengths := []int{142, 211, 337, 461}
	g := 0.62
	if v.Spring { // a long chain of short ones delays the bass more than the treble
		lengths = lengths[:0]
		for i := range 60 {
			lengths = append(lengths, 9+i%5+side)
		}
		g = 0.68
	}
	var f diffuser
	f.g = g
	for i, n := range lengths {
		n += side * (i + 3)
		f.d = append(f.d, n)
		f.lines = append(f.lines, newRing(n+2))
	}
	return f
}

func (f *diffuser) next(x float64) float64 {
	for i := range f.lines {
		old := f.lines[i].tap(f.d[i])
		y := old - f.g*x
		f.lines[i].put(x + f.g*y)
		x = y
	}
	return x
}
