package player

import (
	"sync"
	"time"

	"anyaudio/player/output"
)

// A segment says which part of which track lies where in the ring: one unbroken
// run of decoded frames. Seeking and track changes begin a new one.
type segment struct {
	item  *item
	start int64 // ring position of its first frame
	end   int64 // one past its last frame, -1 while it is being written
	frame int64 // the track's frame at start, at the output's rate
	speed float64
	loud  measure
	err   error // why it ended before the track did, nil at the track's end
	// held is the number of frames at its end that are staged in the ring; see joint.
	held int64
}

// at returns the track's frame at ring position pos.
func (s segment) at(pos int64) int64 {
	if s.speed == 1 {
		return s.frame + pos - s.start
	}
	return s.frame + int64(float64(pos-s.start)*s.speed)
}

// A timeline maps ring positions to track positions. The decode goroutine appends
// segments, the sound goroutine plays through them, the loop cuts them off, anyone asks
// where the ear is.
//
// An epoch ends with every jump (a seek, another track): a cut empties the timeline
// and what the decode goroutine still appends for an older epoch is refused.
type timeline struct {
	mu    sync.Mutex
	epoch uint64
	segs  []segment
	// item and frame are where playing will be until the first segment of the
	// epoch is heard.
	item  *item
	frame int64
	// written is the ring position after the last frame given to the output, and
	// out that output; nil before the first.
	written int64
	out     output.Output
}

// cut starts epoch: everything on the timeline is void, playing goes on in it
// (nil for nowhere) at frame.
func (t *timeline) cut(epoch uint64, it *item, frame int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.epoch, t.segs, t.item, t.frame = epoch, t.segs[:0], it, frame
}

// begin appends a segment that has not ended; false when epoch is over or its item
// was dropped.
func (t *timeline) begin(epoch uint64, s segment) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if epoch != t.epoch || s.item.dropped {
		return false
	}
	s.end = -1
	t.segs = append(t.segs, s)
	return true
}

// finish ends the newest segment, if it is it's and of this epoch, at ring position end.
func (t *timeline) finish(epoch uint64, it *item, end int64, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s := t.open(epoch, it); s != nil {
		s.end, s.err = end, err
	}
}

// hold says that n frames, staged in the ring, are the last of the segment of it. Only release makes them heard.
func (t *timeline) hold(epoch uint64, it *item, n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s := t.open(epoch, it); s != nil {
		s.held = n
	}
}

// release ends the segment of it with the frames that are held for it, or with others in their place. It returns
// false when none are held any more. The decode and the sound goroutine may call it.
func (t *timeline) release(epoch uint64, it *item, r *ring, others []float32) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.open(epoch, it)
	if s == nil || s.held == 0 {
		return false
	}
	r.stage(others)
	r.publish(s.held)
	s.held, s.end = 0, r.w.Load()
	return true
}

// open returns the newest segment if it is it's, of this epoch, and has not ended. The caller holds mu.
func (t *timeline) open(epoch uint64, it *item) *segment {
	if epoch != t.epoch || len(t.segs) == 0 {
		return nil
	}
	if s := &t.segs[len(t.segs)-1]; s.item == it && s.end < 0 {
		return s
	}
	return nil
}

// dropNext takes the segments of it, which nobody has heard, off the end. It reports
// false when the sound goroutine has already begun to play them: then it is too late.
func (t *timeline) dropNext(it *item) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(t.segs)
	for n > 0 && t.segs[n-1].item == it {
		if t.written > t.segs[n-1].start {
			return false
		}
		n--
	}
	t.segs = t.segs[:n]
	it.dropped = true
	return true
}

// isDropped reports that it shall not be heard any more.
func (t *timeline) isDropped(it *item) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return it.dropped
}

// A stretch is what the sound goroutine can play next.
type stretch struct {
	pos   int64 // ring position of the next frame; may lie further on than asked
	avail int   // frames that are there
	frame int64 // the track's frame at pos
	end   int64 // ring position up to which the sound goes on unbroken, later segments included
	item  *item // nil: nothing on the timeline
	ended bool  // the segment ends with these frames
	held  bool  // the segment ends with these frames and those that are held
	err   error // its error, when ended
}

// next returns what can be played from ring position pos on, w being the writer's
// position. At a segment's end it goes over to the next one, wherever that lies.
func (t *timeline) next(pos, w int64) stretch {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, s := range t.segs {
		last := i == len(t.segs)-1
		if s.end >= 0 && pos >= s.end && !last {
			continue
		}
		pos = max(pos, s.start)
		end := s.end
		if end < 0 {
			end = w
		}
		return stretch{
			pos: pos, avail: int(max(end-pos, 0)), frame: s.at(pos), end: t.unbroken(i, w),
			item: s.item, ended: s.end >= 0, held: s.held > 0, err: s.err,
		}
	}
	return stretch{pos: pos}
}

// unbroken returns the ring position up to which the sound of segment i and of those
// right behind it is there. The caller holds mu.
func (t *timeline) unbroken(i int, w int64) int64 {
	for ; t.segs[i].end >= 0; i++ {
		if i+1 == len(t.segs) || t.segs[i+1].start != t.segs[i].end {
			return t.segs[i].end
		}
	}
	return w
}

// levels returns the gains of the segments, in the place of dst.
func (t *timeline) levels(dst []level, old, now Loudness) []level {
	t.mu.Lock()
	defer t.mu.Unlock()
	dst = dst[:0]
	for _, s := range t.segs {
		dst = append(dst, level{start: s.start, from: old.factor(s.loud), to: now.factor(s.loud)})
	}
	return dst
}

// wrote publishes the sound goroutine's position and output.
func (t *timeline) wrote(pos int64, out output.Output) {
	t.mu.Lock()
	t.written, t.out = pos, out
	t.mu.Unlock()
}

// ear returns the ring position that is heard now.
func (t *timeline) ear() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.earLocked()
}

func (t *timeline) earLocked() int64 {
	if t.out == nil {
		return t.written
	}
	return t.written - int64(output.Frames(t.out.Delay()))
}

// delay is how much of what was written is not heard yet.
func (t *timeline) delay() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.out == nil {
		return 0
	}
	return t.out.Delay()
}

// heard returns the track and its frame at the ear. Before the first frame of
// the epoch is heard that is where playing will start; started is false then.
func (t *timeline) heard() (it *item, frame int64, started bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.out == nil || len(t.segs) == 0 {
		return t.item, t.frame, false
	}
	pos := t.earLocked()
	for i := len(t.segs) - 1; i >= 0; i-- {
		s := t.segs[i]
		if pos < s.start || (t.written <= s.start && s.end != s.start) {
			continue
		}
		end := s.end
		if end < 0 || end > t.written {
			end = t.written
		}
		// What lies before a segment that was passed can be forgotten.
		t.segs = append(t.segs[:0], t.segs[i:]...)
		t.item, t.frame = s.item, s.at(min(pos, max(end, s.start)))
		return t.item, t.frame, true
	}
	return t.item, t.frame, false
}

// coming returns the ring position where another track begins than the one that is heard, 0 when
// none is there.
func (t *timeline) coming() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range t.segs {
		if s.item != t.segs[0].item {
			return s.start
		}
	}
	return 0
}

// ahead returns the number of decoded frames after the ear, w being the writer's
// position.
func (t *timeline) ahead(w int64) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.segs) == 0 {
		return 0
	}
	n := w - max(t.written, t.segs[0].start)
	if t.out != nil {
		n += int64(output.Frames(t.out.Delay()))
	}
	return max(n, 0)
}
