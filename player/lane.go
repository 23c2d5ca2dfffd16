package player

import (
	"context"
	"errors"

	"anyaudio/player/decode"
	"anyaudio/player/effect"
)

// A lane is the way of one item's frames from its decoder into the ring:
//
//	decoder ─▶ Stretcher ─▶ + the tail of the item before ─▶ ring
//	                                                     └──▶ its own tail, near the end
//
// At speed 1 and without crossfade the frames go straight into the ring; see joint for the last of them.
type lane struct {
	f       *feeder
	job     job
	seg     segment
	stretch *effect.Stretcher // nil at speed 1

	// over is the tail that is mixed into the beginning, nil for none.
	over *overlap
	// left is the number of frames until the own tail begins, -1 when there is none.
	left int64
	tail *tail
	// edge are the last frames, which depend on what follows.
	edge []float32
}

func newLane(f *feeder, j job, frame int64) *lane {
	l := &lane{f: f, job: j, left: -1}
	l.seg = segment{item: j.item, frame: frame, speed: j.speed, loud: j.item.loud}
	if j.speed != 1 {
		l.stretch = effect.NewStretcher(j.speed)
	}
	if n := j.item.dec.Len(); n > 0 && l.long() {
		if left := int64(float64(n-frame)/j.speed) - j.crossfade; left >= crossfadeAfter {
			l.left = left
		}
	}
	return l
}

// long reports that the item is long enough for a crossfade at both ends.
func (l *lane) long() bool {
	x := l.job.crossfade
	return x > 0 && float64(l.job.item.dec.Len()) >= 2*float64(x)*l.job.speed
}

// begin puts the item on the timeline: over the tail of the one before when there is one
// to be crossfaded with, else behind it.
func (l *lane) begin(ctx context.Context) error {
	t := l.f.lastTail(l.job.epoch)
	if t != nil && !t.flushing && l.job.frame == 0 && l.long() {
		l.over = newOverlap(t, l.job.loud, l.seg.loud)
		t.leave(l.f, l.job.item)
	} else if err := errors.Join(l.join(), l.f.playOut(ctx, l.job.epoch)); err != nil {
		return err
	}
	l.seg.start = l.f.ring.w.Load()
	if !l.f.tl.begin(l.job.epoch, l.seg) {
		return context.Canceled
	}
	return nil
}

// take takes decoded frames.
func (l *lane) take(ctx context.Context, p []float32) error {
	if l.stretch != nil {
		p = l.stretch.Process(p)
	}
	return l.pass(ctx, p)
}

func (l *lane) pass(ctx context.Context, p []float32) error {
	l.over.mix(p)
	if l.left < 0 {
		if l.stretch == nil && decode.EdgeOf(l.job.item.dec) != nil {
			l.edge = append(l.edge, p...)
			return nil
		}
		_, err := l.f.put(ctx, p)
		return err
	}
	n := min(l.left, int64(len(p)/2))
	if n > 0 {
		if _, err := l.f.put(ctx, p[:2*n]); err != nil {
			return err
		}
		l.left -= n
	}
	if p = p[2*n:]; len(p) > 0 {
		return l.keep(ctx, p)
	}
	return nil
}

// keep holds frames back for the crossfade with the next item.
func (l *lane) keep(ctx context.Context, p []float32) error {
	if l.tail == nil {
		l.tail = &tail{epoch: l.job.epoch, seg: l.seg, at: l.f.ring.w.Load()}
		l.tail.frames = make([]float32, 0, 2*(l.job.crossfade+decodeBlock))
		l.f.addTail(l.tail)
	}
	l.tail.frames = append(l.tail.frames, p...)
	if int64(len(l.tail.frames)/2) < l.job.crossfade+tailSlack {
		return nil
	}
	// It is much longer than it said: this was not its end.
	l.left = -1
	_, err := l.f.put(ctx, l.tail.frames)
	l.tail = nil
	l.f.tails = nil
	return err
}

// end is the end of the item, err why it came early. With a tail the segment stays open
// until it is known what follows.
func (l *lane) end(ctx context.Context, err error) error {
	if l.stretch != nil {
		if perr := l.pass(ctx, l.stretch.Flush()); perr != nil {
			return perr
		}
	}
	if p := l.over.rest(); len(p) > 0 { // the item was shorter than it said
		if perr := l.pass(ctx, p); perr != nil {
			return perr
		}
	}
	if l.tail != nil {
		if err == nil {
			return nil
		}
		if _, perr := l.f.put(ctx, l.tail.frames); perr != nil {
			return perr
		}
		l.f.tails = nil
	}
	if len(l.edge) > 0 && err == nil {
		return l.hold(ctx)
	}
	l.f.tl.finish(l.job.epoch, l.job.item, l.f.ring.w.Load(), err)
	poke(l.f.data)
	return err
}
