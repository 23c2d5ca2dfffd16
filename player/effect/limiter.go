package effect

import "math"

const (
	// Lookahead is by how many frames the output of a Limiter lags its input (5 ms): it sees
	// a peak that long before and goes down to it in a straight line.
	Lookahead = 240
	// Ceiling is what no true peak exceeds, in dB of full scale.
	Ceiling = -1.0
	// A grid of four points a sample reads a peak up to 0.47 dB low at 20 kHz; the limiter
	// aims that much lower.
	gridError = 0.5

	// A frame is judged peakTaps/2 frames after it came; the rest of Lookahead is for going down.
	attack = Lookahead - peakTaps/2
	// release is the time in which two thirds of a reduction have passed: 80 ms, longer
	// than a period of the lowest note, so that bass is not distorted.
	release = 0.080
	// restored is the reduction that counts as none: -120 dB of a step.
	restored = 1e-6

	chunk = 32 // frames that are looked at together before each of them is
)

// A Limiter keeps the true peak of what passes below Ceiling. What needs no reduction
// passes bit for bit, late by Lookahead. NaN and infinities are not for it.
//
//	in ─┬─▶ line of Lookahead frames ──────────────────────────────▶ × ─▶ out
//	    └─▶ true peak ─▶ needed gain ─▶ least of the last 5 ms ─▶ release ─▶ mean of 5 ms ─┘
//
// When a peak leaves the line, each of the values in the mean has seen it: the mean is low
// enough then, and has come down to it in a straight line.
type Limiter struct {
	peaks  *peakTable
	target float64
	rise   float64

	// line holds the frames that are not yet out, and room for a chunk behind them.
	line [][2]float64

	count   int64 // frames looked at
	low     deque // candidates for the least gain
	env     float64
	means   [attack]float64
	meanAt  int
	sum     float64
	reduced int // values in means that are not 1
	last    float64
}

// NewLimiter returns a Limiter in the state of silence.
func NewLimiter() *Limiter {
	l := &Limiter{
		peaks:  newPeakTable(),
		target: math.Pow(10, (Ceiling-gridError)/20),
		rise:   1 - math.Exp(-1/(release*Rate)),
		line:   make([][2]float64, Lookahead+peakTaps, 4*(Lookahead+peakTaps)),
	}
	l.Reset()
	return l
}

// Reset forgets what was before, as after silence.
func (l *Limiter) Reset() {
	l.line = l.line[:Lookahead+peakTaps]
	clear(l.line)
	l.count, l.env, l.low = 0, 1, deque{}
	l.open()
}

// open makes the mean that of no reduction.
func (l *Limiter) open() {
	for i := range l.means {
		l.means[i] = 1
	}
	l.sum, l.reduced, l.last = attack, 0, 1
}

// Idle reports that what is in the line and was before it needs no reduction.
func (l *Limiter) Idle() bool { return l.reduced == 0 && l.env == 1 && l.low.n == 0 }

// Gain is the factor last applied, 1 for none.
func (l *Limiter) Gain() float64 { return l.last }

// Process takes block and puts in its place the frames that came Lookahead before.
func (l *Limiter) Process(block [][2]float64) {
	for len(block) > 0 {
		n := min(len(block), chunk)
		l.chunk(block[:n])
		block = block[n:]
	}
}

func (l *Limiter) chunk(block [][2]float64) {
	const kept = Lookahead + peakTaps
	n := len(block)
	l.line = append(l.line, block...)
	// Frame i of block is judged when the taps behind it are there: at that time it
	// stands peakTaps/2 before the end.
	newest := l.line[kept-peakTaps:]
	quiet := l.peaks.most*largest(newest[:n+peakTaps]) <= l.target
	for i := range block {
		need := 1.0
		if !quiet {
			need = l.need(newest[i+1:])
		}
		g := l.step(need)
		out := l.line[peakTaps+i]
		if g != 1 {
			out[0] *= g
			out[1] *= g
		}
		block[i] = out
	}
	copy(l.line, l.line[n:])
	l.line = l.line[:kept]
}

func largest(x [][2]float64) (m float64) {
	for _, s := range x {
		m = max(m, math.Abs(s[0]), math.Abs(s[1]))
	}
	return m
}

// need returns the gain that the two middle frames of x want.
func (l *Limiter) need(x [][2]float64) float64 {
	x = x[:peakTaps]
	m := max(largest(x[peakTaps/2-1:peakTaps/2+1]), l.peaks.between(x))
	if m <= l.target {
		return 1
	}
	return l.target / m
}

// step takes the gain that a frame needs and returns that for the frame going out.
func (l *Limiter) step(need float64) float64 {
	l.count++
	if need < 1 {
		l.low.push(l.count, need)
	}
	least := l.low.least(l.count - attack - 1)
	if l.Idle() {
		l.last = 1
		return 1
	}
	l.env += (1 - l.env) * l.rise
	if 1-l.env < restored {
		l.env = 1
	}
	l.env = min(l.env, least)

	old := l.means[l.meanAt]
	l.means[l.meanAt] = l.env
	l.meanAt = (l.meanAt + 1) % attack
	l.sum += l.env - old
	if old != 1 {
		l.reduced--
	}
	if l.env != 1 {
		l.reduced++
	}
	if l.reduced == 0 {
		l.open()
		return 1
	}
	l.last = min(l.sum/attack, 1)
	return l.last
}

// A deque gives the least of the values of the last attack steps. It holds those
// that are less than all after them, so the first is the least.
type deque struct {
	at   [2 * attack]int64
	gain [2 * attack]float64
	head int
	n    int
}

func (d *deque) push(at int64, gain float64) {
	for d.n > 0 && d.gain[(d.head+d.n-1)%len(d.gain)] >= gain {
		d.n--
	}
	i := (d.head + d.n) % len(d.gain)
	d.at[i], d.gain[i] = at, gain
	d.n++
}

// least returns the least value that was pushed at after or later, 1 when there is none.
func (d *deque) least(after int64) float64 {
	for d.n > 0 && d.at[d.head] < after {
		d.head = (d.head + 1) % len(d.gain)
		d.n--
	}
	if d.n == 0 {
		return 1
	}
	return d.gain[d.head]
}
