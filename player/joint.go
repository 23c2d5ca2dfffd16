package player

import (
	"context"

	"anyaudio/player/decode"
)

// A joint is the end of an item that is resampled. Its last frames (0.7 ms at 44.1 kHz) depend on what
// follows, as the first ones of that depend on it: parts of one recording join as if they had never been
// divided.
//
// So the last frames are staged in the ring, as they are when nothing follows, and the segment stays open. The decode
// goroutine ends it with others in their place when it has opened an item of the same rate. The sound
// goroutine ends it with them as they are when it can wait no longer.
type joint struct {
	epoch uint64
	item  *item
	edge  *decode.Edge
	next  *item // what follows, nil while that is not known
}

// hold ends the item for now: its last frames are staged. Of a very short one too little can be heard before them.
func (l *lane) hold(ctx context.Context) error {
	f, n := l.f, int64(len(l.edge)/2)
	if f.ring.w.Load()-l.seg.start < startFrames {
		_, err := f.put(ctx, l.edge)
		f.tl.finish(l.job.epoch, l.job.item, f.ring.w.Load(), nil)
		return err
	}
	for f.ring.free() < n {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-f.room:
		}
	}
	f.ring.stage(l.edge)
	f.tl.hold(l.job.epoch, l.job.item, n)
	f.joint = &joint{epoch: l.job.epoch, item: l.job.item, edge: decode.EdgeOf(l.job.item.dec)}
	poke(f.data)
	return nil
}

// join ends what comes before the item, if that is to be joined with it.
func (l *lane) join() error {
	f, j, dec := l.f, l.f.joint, l.job.item.dec
	if j == nil || j.epoch != l.job.epoch || f.tl.isDropped(j.item) || j.next != nil && !f.tl.isDropped(j.next) {
		return nil
	}
	j.next = l.job.item
	if l.job.frame != 0 || l.stretch != nil {
		return nil
	}
	n, ok := j.edge.Continue(dec)
	if !ok {
		return nil
	}
	last := make([]float32, 2*n)
	for got := 0; got < n; {
		k, err := dec.Read(last[2*got:])
		if err != nil {
			_, err = dec.SeekFrame(0) // whatever it is, it will be met there
			return err
		}
		got += k
	}
	f.tl.release(j.epoch, j.item, f.ring, last)
	return nil
}
