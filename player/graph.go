package player

import (
	"math"

	"github.com/gopxl/beep/v2"
)

// fadeFrames is the length of every fade: 5 ms at 48 kHz. Recordings of a pure tone
// show no click from 3 ms up; package output has the measurement.
const fadeFrames = 240

// A cursor reads the ring from pos on as a beep.Streamer. It never waits: the
// sound goroutine asks only for frames that are there.
type cursor struct {
	ring *ring
	pos  int64
}

func (c *cursor) Stream(samples [][2]float64) (int, bool) {
	c.ring.at(c.pos, samples)
	c.pos += int64(len(samples))
	return len(samples), true
}

func (c *cursor) Err() error { return nil }

// A ramp is a gain as a function of the ring position: from before start, to after
// start+fadeFrames, a raised cosine between. Being a function of the position and
// not of time, it gives the same samples when a piece is rendered a second time.
type ramp struct {
	start    int64
	from, to float64
}

func (r ramp) at(pos int64) float64 {
	switch k := pos - r.start; {
	case k < 0:
		return r.from
	case k >= fadeFrames:
		return r.to
	default:
		return r.from + (r.to-r.from)*fadeCurve[k]
	}
}

// fadeCurve rises from 0 to 1 as a raised cosine: its slope is 0 at both ends, so
// that neither end of a fade is heard as a click.
var fadeCurve = func() (c [fadeFrames]float64) {
	for i := range c {
		c[i] = (1 - math.Cos(math.Pi*float64(i)/fadeFrames)) / 2
	}
	return c
}()

// A gain applies a ramp to what it streams from cur's graph.
type gain struct {
	src  beep.Streamer
	cur  *cursor
	ramp ramp
}

func (g *gain) Stream(samples [][2]float64) (int, bool) {
	pos := g.cur.pos
	n, ok := g.src.Stream(samples)
	if pos >= g.ramp.start+fadeFrames && g.ramp.to == 1 {
		return n, ok
	}
	for i := range samples[:n] {
		f := g.ramp.at(pos + int64(i))
		samples[i][0] *= f
		samples[i][1] *= f
	}
	return n, ok
}

func (g *gain) Err() error { return g.src.Err() }

// A graph is what stands between the ring and the output: ring -> fade -> volume.
type graph struct {
	cur    cursor
	fade   gain
	volume gain
	block  [][2]float64
	out    []float32
}

func newGraph(r *ring, block int) *graph {
	g := &graph{block: make([][2]float64, block), out: make([]float32, 2*block)}
	g.cur.ring = r
	g.fade = gain{src: &g.cur, cur: &g.cur, ramp: ramp{from: 1, to: 1}}
	g.volume = gain{src: &g.fade, cur: &g.cur, ramp: ramp{from: 1, to: 1}}
	return g
}

// render returns n frames from ring position pos on, interleaved, with the gains
// applied. The slice is good until the next call; n is at most the block size.
func (g *graph) render(pos int64, n int) []float32 {
	g.cur.pos = pos
	block := g.block[:n]
	g.volume.Stream(block)
	out := g.out[:2*n]
	for i, s := range block {
		out[2*i], out[2*i+1] = float32(s[0]), float32(s[1])
	}
	return out
}

// volumeGain turns a volume in percent into a factor: 0 is silence, 100 is 1, and
// the steps between are about equally loud (a cube, as PulseAudio and mpv do: 50 %
// is -18 dB).
func volumeGain(percent int, muted bool) float64 {
	if muted || percent <= 0 {
		return 0
	}
	v := float64(min(percent, 100)) / 100
	return v * v * v
}
