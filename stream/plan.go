package stream

import (
	"math"
	"slices"
	"time"
)

// A cursor is where the view that read last is, and where it was put before it
// read on to there.
type cursor struct{ pos, run int64 }

// A want is a byte that is missing and shall be fetched, with the bytes after it.
type want struct {
	off    int64
	to     int64     // at least up to here
	size   int64     // and about this many
	urgent bool      // a read waits for it, or it was aimed at
	start  time.Time // not before
}

// wantsLocked lists what is missing: blocked reads, then aims, then read-ahead.
func (s *Stream) wantsLocked() (out []want) {
	rate := s.byteRateLocked()
	first, limit := firstWindow(rate), s.maxWindowLocked()
	for _, w := range s.waits {
		if s.store.have.end(w.off) > w.off {
			continue // it is about to wake up
		}
		x := want{off: w.off, to: w.off + w.n, size: first, urgent: true}
		if w.off == w.v.pos && w.n == 1 {
			x.size = nextWindow(w.v.pos-w.v.run, first, limit)
			x.start = w.v.settled()
		}
		if w.v.aim.contains(w.off) {
			x.to = w.v.aim.To
		}
		out = append(out, x)
	}
	for _, v := range s.views {
		if v.aim.Len() == 0 {
			continue
		}
		off := s.store.have.end(v.aim.From)
		if off >= v.aim.To || s.size >= 0 && off >= s.size {
			v.aim = Range{}
			continue
		}
		out = append(out, want{off: off, to: v.aim.To, size: first, urgent: true, start: v.settled()})
	}
	if x, ok := s.aheadLocked(first, limit); ok {
		out = append(out, x)
	}
	if x, ok := s.pinLocked(); ok && len(out) == 0 {
		out = append(out, x)
	}
	return out
}

// aheadLocked says what read-ahead wants, and sets when it wants to be asked again.
func (s *Stream) aheadLocked(first, limit int64) (want, bool) {
	s.wakeAt = -1
	c := s.cursor
	if s.primary == nil {
		return want{}, false
	}
	if c.pos-c.run < readingOn {
		s.wakeAt = c.run + readingOn
		return want{}, false
	}
	target := s.aheadTargetLocked()
	here := s.store.have.end(c.pos)
	end := s.comingLocked(here)
	if s.size >= 0 && end >= s.size {
		return want{}, false
	}
	switch ahead := end - c.pos; {
	case ahead < lowMark(target):
		s.filling = true
	case ahead+first >= target: // not worth a request
		s.filling = false
	}
	if !s.filling {
		s.wakeAt = max(end-lowMark(target)+1, c.pos+1)
		return want{}, false
	}
	if end > here {
		return want{}, false // one at a time: the next when this one is there
	}
	size := min(nextWindow(end-c.run, first, limit), c.pos+target-end)
	return want{off: end, to: end + 1, size: size}, true
}

// aheadTargetLocked is how many bytes shall be ahead of the cursor.
func (s *Stream) aheadTargetLocked() int64 {
	room := s.shareLocked()
	if s.saving {
		room = math.MaxInt64 / 4 // on disk
	}
	return aheadTarget(s.cursor.pos-s.cursor.run, s.byteRateLocked(), s.opts, room)
}

// shareLocked is how many bytes of pages the stream may hold now.
func (s *Stream) shareLocked() int64 {
	if s.saving {
		return s.pool.share(leastMemory)
	}
	return s.pool.share(min(max(int64(memoryTime*s.byteRateLocked()), leastMemory), mostMemory))
}

// comingLocked is the first byte from off on that is neither present nor about to
// be brought.
func (s *Stream) comingLocked(off int64) int64 {
	for again := true; again; {
		off, again = s.store.have.end(off), false
		for _, w := range s.windows {
			if w.coming(off) {
				off, again = w.stop, true
			}
		}
	}
	return off
}

func (s *Stream) maxWindowLocked() int64 {
	allowed := s.learnt
	if s.target != nil && s.target.MaxWindow > 0 && (allowed == 0 || s.target.MaxWindow < allowed) {
		allowed = s.target.MaxWindow
	}
	return maxWindow(s.byteRateLocked(), allowed)
}

// serveLocked sees to it that x is fetched: by a window that is near, or by a new
// one.
func (s *Stream) serveLocked(x want) {
	if s.size >= 0 && x.off >= s.size || s.store.have.end(x.off) > x.off {
		return
	}
	if s.noRange {
		s.serveWholeLocked(x)
		return
	}
	e := s.pool.host(s.at.url.Host).estimate()
	for _, w := range s.windows {
		if w.coming(x.off) {
			if x.off-w.pos <= readThrough(e) || !x.urgent {
				return
			}
			w.stop = x.off // the rest of it comes with the new window
		}
	}
	if x.urgent {
		s.supersedeLocked(x, drainLimit(e))
	}
	if s.activeLocked() >= maxRequestsHost && !(x.urgent && s.giveWayLocked()) {
		return
	}
	r := s.creditLocked(s.rangeOf(x), x.urgent)
	if r.Len() > 0 {
		s.launchLocked(r)
	}
}

// rangeOf is the range to ask for x: no byte that is present or coming, none
// past the end of the file, no more than one request may bring.
func (s *Stream) rangeOf(x want) Range {
	r := Range{x.off, max(x.to, x.off+x.size)}
	r.To = min(r.To, r.From+s.maxWindowLocked())
	if s.size >= 0 {
		r.To = min(r.To, s.size)
	}
	r.To = s.store.have.next(r.From, r.To)
	for _, w := range s.windows {
		if !w.ended && w.pos > r.From {
			r.To = min(r.To, w.pos)
		}
	}
	return r
}

// activeLocked counts the windows that have not been cancelled.
func (s *Stream) activeLocked() (n int) {
	for _, w := range s.windows {
		if !w.ended {
			n++
		}
	}
	return n
}

// supersedeLocked ends the windows that x has made useless, unless so little of
// them is left that it comes cheaper than a new connection.
func (s *Stream) supersedeLocked(x want, drain int64) {
	for _, w := range s.windows {
		if !w.ended && !s.usefulLocked(w) && w.left() > drain && !w.coming(x.off) {
			s.endLocked(w, errSuperseded)
		}
	}
}

// usefulLocked reports whether w brings what somebody waits for, has aimed at or
// is about to read.
func (s *Stream) usefulLocked(w *running) bool {
	if s.primary != nil {
		here := s.store.have.end(s.cursor.pos)
		if here >= w.pos && s.cursor.pos < w.stop {
			return true
		}
	}
	return s.neededLocked(w)
}

// neededLocked reports whether w brings what a read waits for or what was aimed at.
func (s *Stream) neededLocked(w *running) bool {
	return slices.ContainsFunc(s.waits, func(x *wait) bool { return w.coming(x.off) }) ||
		slices.ContainsFunc(s.views, func(v *View) bool { return v.aim.From < w.stop && w.pos < v.aim.To })
}

// giveWayLocked ends the oldest window that only reads ahead, for an urgent one.
func (s *Stream) giveWayLocked() bool {
	for _, w := range s.windows {
		if !w.ended && !s.neededLocked(w) {
			s.endLocked(w, errSuperseded)
			return true
		}
	}
	return false
}

// creditLocked makes room in memory for r, so that no body is ever held up, and
// cuts r to the room that there is.
func (s *Stream) creditLocked(r Range, urgent bool) Range {
	var coming int64
	for _, w := range s.windows {
		if !w.ended {
			coming += w.left() + pageSize
		}
	}
	share := s.shareLocked()
	s.store.evict(share-coming-r.Len()-2*pageSize, s.cursor.pos, s.keepLocked(r))
	room := share - coming - s.store.size()
	if !urgent && room < r.Len() && room < firstWindowMin {
		return Range{} // the saver makes room
	}
	r.To = min(r.To, r.From+max(room, 2*pageSize))
	return r
}

// keepLocked lists what must not be evicted.
func (s *Stream) keepLocked(r Range) []Range {
	ahead := min(s.aheadTargetLocked(), s.shareLocked()*3/4)
	if s.saving {
		ahead /= 2 // the rest can be read from disk
	}
	keep := []Range{r, {s.cursor.pos, s.cursor.pos + ahead}}
	if s.saving {
		keep = append(keep, s.store.unsaved.r...)
	}
	for _, w := range s.waits {
		keep = append(keep, Range{w.off, w.off + min(w.n, firstWindowMax)})
	}
	for _, v := range s.views {
		if v.aim.Len() > 0 {
			keep = append(keep, v.aim)
		}
	}
	return keep
}

// trimLocked gives back what is more than the stream's share of the memory, which
// shrinks when others are opened.
func (s *Stream) trimLocked() {
	if share := s.shareLocked(); s.store.size() > share {
		s.store.evict(share, s.cursor.pos, s.keepLocked(Range{}))
	}
}
