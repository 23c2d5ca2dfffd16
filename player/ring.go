package player

import "sync/atomic"

// A ring holds decoded sound between the decode goroutine, which writes, and the
// sound goroutine, which reads: stereo frames at the output's rate, numbered from 0
// for the life of the player. The last history frames before the reader stay
// readable, so that what the output has taken back can be rendered again.
//
// One goroutine writes and one reads; the two positions are all that they share.
type ring struct {
	buf     []float32 // interleaved stereo
	mask    int64
	history int64
	w       atomic.Int64 // one past the last frame written
	r       atomic.Int64 // the next frame to be read
}

// newRing returns a ring of at least frames frames, history of them behind the reader.
func newRing(frames, history int64) *ring {
	size := int64(1)
	for size < frames {
		size <<= 1
	}
	return &ring{buf: make([]float32, 2*size), mask: size - 1, history: history}
}

// free returns the number of frames that may be written now. Only the writer calls it.
func (r *ring) free() int64 {
	n := r.mask + 1 - r.history - (r.w.Load() - r.r.Load())
	return max(n, 0)
}

// write copies as many of the interleaved frames of p as there is room for and
// returns their number. Only the writer calls it.
func (r *ring) write(p []float32) int {
	n := min(int64(len(p)/2), r.free())
	w := r.w.Load()
	at := 2 * (w & r.mask)
	c := copy(r.buf[at:], p[:2*n])
	copy(r.buf, p[c:2*n])
	r.w.Store(w + n)
	return int(n)
}

// stage copies the interleaved frames of p behind the writer's position, where nobody can read them until
// publish has been called. There must be room for them. Only the writer calls it.
func (r *ring) stage(p []float32) {
	at := 2 * (r.w.Load() & r.mask)
	c := copy(r.buf[at:], p)
	copy(r.buf, p[c:])
}

// publish lets n frames that were staged be read. Only timeline.release calls it.
func (r *ring) publish(n int64) { r.w.Add(n) }

// setRead moves the reader to frame pos, forwards or back by at most history.
// Only the reader calls it.
func (r *ring) setRead(pos int64) { r.r.Store(pos) }

// at copies the frames from pos on into samples. The caller knows that they are
// there: between the reader less history and the writer.
func (r *ring) at(pos int64, samples [][2]float64) {
	for i := range samples {
		k := 2 * ((pos + int64(i)) & r.mask)
		samples[i] = [2]float64{float64(r.buf[k]), float64(r.buf[k+1])}
	}
}
