package player

import (
	"sync"

	"anyaudio/player/output"
)

// A segment says which part of which track lies where in the ring: one unbroken
// run of decoded frames. Seeking and track changes begin a new one.
type segment struct {
	item  *item
	start int64 // ring position of its first frame
	end   int64 // one past its last frame, -1 while it is being written
	frame int64 // the track's frame at start, at the output's rate
	err   error // why it ended before the track did, nil at the track's end
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

// begin appends a segment at ring position start; false when epoch is over or it
// was dropped.
func (t *timeline) begin(epoch uint64, it *item, start, frame int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if epoch != t.epoch || it.dropped {
		return false
	}
	t.segs = append(t.segs, segment{item: it, start: start, end: -1, frame: frame})
	return true
}

// finish ends the newest segment, if it is it's and of this epoch, at ring position end.
func (t *timeline) finish(epoch uint64, it *item, end int64, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if epoch != t.epoch || len(t.segs) == 0 {
		return
	}
	if s := &t.segs[len(t.segs)-1]; s.item == it && s.end < 0 {
		s.end, s.err = end, err
	}
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

// A stretch is what the sound goroutine can play next.
type stretch struct {
	pos   int64 // ring position of the next frame; may lie further on than asked
	avail int   // frames that are there
	frame int64 // the track's frame at pos
	item  *item // nil: nothing on the timeline
	ended bool  // the segment ends with these frames
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
			pos: pos, avail: int(max(end-pos, 0)), frame: s.frame + pos - s.start,
			item: s.item, ended: s.end >= 0, err: s.err,
		}
	}
	return stretch{pos: pos}
}

// wrote publishes the sound goroutine's position and output.
func (t *timeline) wrote(pos int64, out output.Output) {
	t.mu.Lock()
	t.written, t.out = pos, out
	t.mu.Unlock()
}

// heard returns the track and its frame at the ear. Before the first frame of
// the epoch is heard that is where playing will start; started is false then.
func (t *timeline) heard() (it *item, frame int64, started bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.out == nil || len(t.segs) == 0 {
		return t.item, t.frame, false
	}
	pos := t.written - int64(output.Frames(t.out.Delay()))
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
		t.item, t.frame = s.item, s.frame+min(pos, max(end, s.start))-s.start
		return t.item, t.frame, true
	}
	return t.item, t.frame, false
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
