package main

import (
	"math"

	"anyaudio/.ci/sound/tone"
)

// A model is a chord with its amplitudes and phases, so that it can be continued beyond the place
// where it was fitted.
type model struct {
	freq, cos, sin []float64
	origin         int
}

// fit finds the chord of second sec in x[from:to] by least squares, tone by tone with a Hann
// window (the tones are far enough apart for that in 20 ms).
func fit(x []float32, from, to, sec int) model {
	m := model{origin: from}
	n := to - from
	for digit, v := range tone.Digits(sec) {
		f := tone.Freq(digit, v)
		var c, s, norm float64
		for i := range n {
			w := 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/float64(n))
			sin, cos := math.Sincos(2 * math.Pi * f * float64(i) / tone.Rate)
			v := float64(x[from+i]) * w
			c, s, norm = c+v*cos, s+v*sin, norm+w/2
		}
		m.freq, m.cos, m.sin = append(m.freq, f), append(m.cos, c/norm), append(m.sin, s/norm)
	}
	return m
}

func (m model) at(frame int) (v float64) {
	for i, f := range m.freq {
		sin, cos := math.Sincos(2 * math.Pi * f * float64(frame-m.origin) / tone.Rate)
		v += m.cos[i]*cos + m.sin[i]*sin
	}
	return v
}

// gains tells how loud the old and the new chord are around frame at: the two numbers that
// explain the millisecond there best. An empty model is silence.
func gains(x []float32, at int, old, next model) (g, h float64) {
	var aa, ab, bb, ax, bx float64
	for i := max(at-ms/2, 0); i < min(at+ms/2, len(x)); i++ {
		a, b, v := old.at(i), next.at(i), float64(x[i])
		aa, ab, bb, ax, bx = aa+a*a, ab+a*b, bb+b*b, ax+a*v, bx+b*v
	}
	switch {
	case len(next.freq) == 0:
		return ax / aa, 0
	case len(old.freq) == 0:
		return 0, bx / bb
	}
	det := aa*bb - ab*ab
	return (ax*bb - bx*ab) / det, (bx*aa - ax*ab) / det
}

// fades measures how long the old chord takes from 90 % to 10 % and the new one from 10 % to
// 90 %, in milliseconds, within [from, to); 0 for one that is not there. A hard cut measures
// 0.8 to 1.0, a straight fade of 3 ms 2.4, a cosine-shaped one 1.8.
func fades(x []float32, from, to int, old, next model) (out, in float64) {
	var high, low int
	for at := from; at < to; at += ms / 8 {
		g, _ := gains(x, at, old, next)
		if g > 0.9 {
			high = at
		}
		if g < 0.1 && high > 0 {
			low = at
			break
		}
	}
	if len(old.freq) > 0 && low > 0 {
		out = float64(low-high) / ms
	}
	high, low = 0, 0
	for at := to - 1; at >= from; at -= ms / 8 {
		_, h := gains(x, at, old, next)
		if h > 0.9 {
			high = at
		}
		if h < 0.1 && high > 0 {
			low = at
			break
		}
	}
	if len(next.freq) > 0 && low > 0 {
		in = float64(high-low) / ms
	}
	return out, in
}
