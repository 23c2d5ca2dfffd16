package player

import (
	"context"
	"math"
	"time"

	"anyaudio/player/output"
)

// maxCrossfade is the longest crossfade.
const maxCrossfade = 12 * time.Second

// crossfadeAfter is how much of a track must go into the ring before its tail is held
// back: there has to be something to hear while the next one is opened.
const crossfadeAfter = 2 * output.Rate

// tailSlack is by how much a track may be longer than it says; more than that is no tail.
const tailSlack = 2 * output.Rate

// A tail is the end of an item, held back from the ring until it is known what follows: it
// is mixed with the beginning of the next item, or written as it is. It is kept after that,
// since the listener may put another item in the place of the next.
//
// The mixed sound belongs to the next item's segment.
type tail struct {
	epoch  uint64
	seg    segment // of its item
	at     int64   // ring position where it would go on
	frames []float32

	flushing bool  // some of it has been written as it is
	left     bool  // the segment has been ended before the tail
	next     *item // what it has been mixed with, nil for nothing yet
}

// leave ends the item's segment where its tail begins, for next.
func (t *tail) leave(f *feeder, next *item) {
	t.next = next
	if !t.left {
		f.tl.finish(t.epoch, t.seg.item, t.at, nil)
		t.left = true
	}
}

func (f *feeder) addTail(t *tail) {
	f.tails = append(f.tails, t)
	if len(f.tails) > 2 {
		f.tails = append(f.tails[:0], f.tails[1:]...)
	}
}

// lastTail returns the tail behind which the next item of the epoch comes, nil for none: the last one
// that belongs to no dropped item and has not become part of the next one's beginning.
func (f *feeder) lastTail(epoch uint64) *tail {
	for n := len(f.tails); n > 0; n-- {
		t := f.tails[n-1]
		used := t.next != nil && !f.tl.isDropped(t.next)
		if t.epoch == epoch && !used && !f.tl.isDropped(t.seg.item) {
			return t
		}
		f.tails[n-1] = nil
		f.tails = f.tails[:n-1]
	}
	return nil
}

// playOut writes what is held back of the last item, if it has not been, as it is: no crossfade follows, and
// no other part of the same recording.
func (f *feeder) playOut(ctx context.Context, epoch uint64) error {
	if j := f.joint; j != nil && f.tl.release(epoch, j.item, f.ring, nil) {
		poke(f.data)
	}
	t := f.lastTail(epoch)
	if t == nil {
		return nil
	}
	if t.left { // what was mixed with it has been dropped
		s := t.seg
		s.frame, s.start = s.at(t.at), f.ring.w.Load()
		if !f.tl.begin(epoch, s) {
			return context.Canceled
		}
		t.seg, t.at, t.left = s, s.start, false
	}
	t.flushing = true
	n, err := f.put(ctx, t.frames)
	t.frames = t.frames[2*n:]
	if err != nil {
		return err
	}
	f.tl.finish(epoch, t.seg.item, f.ring.w.Load(), nil)
	f.tails = nil
	poke(f.data)
	return nil
}

// An overlap mixes a tail into the beginning of the next item, with equal power.
type overlap struct {
	frames []float32
	gain   float64
	at     int
}

// newOverlap makes the tail sound as loud as in its own segment, though it lies in the next
// one's, whose gain it gets.
func newOverlap(t *tail, l Loudness, next measure) *overlap {
	return &overlap{frames: t.frames, gain: l.factor(t.seg.loud) / l.factor(next)}
}

// mix fades p in over the tail. A nil overlap does nothing.
func (o *overlap) mix(p []float32) {
	if o == nil {
		return
	}
	n := len(o.frames) / 2
	for i := 0; i < len(p) && o.at < n; i += 2 {
		sin, cos := math.Sincos(math.Pi / 2 * float64(o.at) / float64(n))
		a, b := float32(cos*o.gain), float32(sin)
		p[i] = a*o.frames[2*o.at] + b*p[i]
		p[i+1] = a*o.frames[2*o.at+1] + b*p[i+1]
		o.at++
	}
}

// rest is silence as long as what is left of the tail, to be mixed with it.
func (o *overlap) rest() []float32 {
	if o == nil || o.at == len(o.frames)/2 {
		return nil
	}
	return make([]float32, len(o.frames)-2*o.at)
}
