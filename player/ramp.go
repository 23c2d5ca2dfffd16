package player

import "math"

// fadeFrames is the length of every fade: 5 ms at 48 kHz. Recordings of a pure tone
// show no click from 3 ms up; package output has the measurement.
const fadeFrames = 240

// A ramp is a gain as a function of the ring position: from before start, to after
// its frames, a raised cosine between. Being a function of the position and
// not of time, it gives the same samples when a piece is rendered a second time.
type ramp struct {
	start    int64
	frames   int64 // 0 for fadeFrames
	from, to float64
}

// steady is a ramp that has been at g for ever.
func steady(g float64) ramp { return ramp{from: g, to: g} }

func (r ramp) at(pos int64) float64 {
	k := pos - r.start
	switch {
	case k < 0:
		return r.from
	case pos >= r.end():
		return r.to
	case r.frames == 0:
		return r.from + (r.to-r.from)*fadeCurve[k]
	}
	return r.from + (r.to-r.from)*(1-math.Cos(math.Pi*float64(k)/float64(r.frames)))/2
}

// end is the first position at which the ramp is over.
func (r ramp) end() int64 {
	if r.frames == 0 {
		return r.start + fadeFrames
	}
	return r.start + r.frames
}

// over reports that the ramp has the same value from pos on.
func (r ramp) over(pos int64) bool { return pos >= r.end() || r.from == r.to }

// fadeCurve rises from 0 to 1 as a raised cosine: its slope is 0 at both ends, so
// that neither end of a fade is heard as a click.
var fadeCurve = func() (c [fadeFrames]float64) {
	for i := range c {
		c[i] = (1 - math.Cos(math.Pi*float64(i)/fadeFrames)) / 2
	}
	return c
}()
