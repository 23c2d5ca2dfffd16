package player

import (
	"github.com/gopxl/beep/v2"
)

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

// A gain applies a ramp to what it streams from cur's graph.
type gain struct {
	src  beep.Streamer
	cur  *cursor
	ramp ramp
}

func (g *gain) Stream(samples [][2]float64) (int, bool) {
	pos := g.cur.pos
	n, ok := g.src.Stream(samples)
	if g.ramp.over(pos) && g.ramp.to == 1 {
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

// A graph is what stands between the ring and the output:
//
//	ring -> shape (equaliser, loudness, limiter) -> fade -> dim (sleep timer) -> mix (volume, balance, mono)
//
// Every stage is a function of the ring position, so what the output has taken back is
// rendered again to the same samples; the stages with a memory run up to the position.
type graph struct {
	cur   cursor
	shape shape
	fade  gain
	dim   gain
	mix   mix
	block [][2]float64
	out   []float32
}

func newGraph(r *ring, block int) *graph {
	g := &graph{block: make([][2]float64, block), out: make([]float32, 2*block)}
	g.cur.ring = r
	g.shape.init(&g.cur, block)
	g.fade = gain{src: &g.shape, cur: &g.cur, ramp: steady(1)}
	g.dim = gain{src: &g.fade, cur: &g.cur, ramp: steady(1)}
	g.mix = mix{src: &g.dim, cur: &g.cur}
	g.mix.set(identity)
	return g
}

// render returns n frames from ring position pos on, interleaved. The slice is good
// until the next call; n is at most the block size.
func (g *graph) render(pos int64, n int) []float32 {
	g.cur.pos = pos
	block := g.block[:n]
	g.mix.Stream(block)
	out := g.out[:2*n]
	for i, s := range block {
		out[2*i], out[2*i+1] = float32(s[0]), float32(s[1])
	}
	return out
}
