package decode

import "slices"

// An Edge is the end of a resampled sound: what the filter needs to go on there with another one. It holds
// no Decoder and never changes.
type Edge struct {
	up, down int64
	hist     []float32 // the input from where the filter lies for the first frame of the edge
	phase    int64
	frames   int64
	off      int64 // see resampler; of what follows
}

// EdgeOf returns an Edge when the frames of the last Read belong to it: they depend on what follows the
// end, and were made as if the sound went on as it does there. A Read gives no others beside them. It
// returns nil before that, and for a sound that is not resampled.
func EdgeOf(d Decoder) *Edge {
	if r, ok := d.(*resampler); ok {
		return r.edge
	}
	return nil
}

// newEdge is called when the input has ended and hist begins where the filter lies.
func (r *resampler) newEdge() *Edge {
	n := r.toOutput(r.end)
	in, phase := r.toInput(n)
	return &Edge{
		up: r.up, down: r.down, hist: slices.Clone(r.hist[:2*r.have]), phase: r.phase,
		frames: n - r.n, off: (in-r.end)*r.up + phase,
	}
}

// Continue makes d, which stands at its frame 0, go on at the edge, as if both sounds were one that is
// resampled as a whole: the next Reads give so many frames of the edge, made of both, and then those of d. It
// changes nothing and returns false when d has not the same rates, or no frames.
//
// From then on, also after a seek, the frames of d lie a part of a frame later in its sound, and its
// length may be less by one.
func (e *Edge) Continue(d Decoder) (frames int, ok bool) {
	r, ok := d.(*resampler)
	if !ok || r.up != e.up || r.down != e.down || r.n != 0 || r.end == 0 {
		return 0, false
	}
	read := r.hist[2*(int64(r.have)-r.next) : 2*r.have] // what is before it was made up
	hist := make([]float32, len(e.hist)+len(r.hist))
	r.have = (copy(hist, e.hist) + copy(hist[len(e.hist):], read)) / 2
	r.hist, r.at, r.pad = hist, 0, 0
	r.n, r.phase, r.off = -e.frames, e.phase, e.off
	return int(e.frames), true
}
