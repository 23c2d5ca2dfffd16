package stream

import "math"

// An origin that ignores ranges sends the whole file for each request. Then one
// window reads it from the start and is paused while it is far enough ahead; a byte
// before it that has been evicted costs a new start.

// serveWholeLocked sees to it that the window of the whole file comes to x.
func (s *Stream) serveWholeLocked(x want) {
	goal := max(x.to, x.off+x.size)
	for _, w := range s.windows {
		if w.ended {
			continue
		}
		if w.asked.From == 0 && w.pos <= x.off {
			s.raiseLocked(w, goal)
			return
		}
		if !x.urgent {
			return
		}
		s.endLocked(w, errSuperseded)
	}
	if s.activeLocked() == 0 {
		w := s.launchLocked(Range{0, firstWindow(s.byteRateLocked())})
		w.limit = goal
	}
}

// raiseLocked lets w run on to goal.
func (s *Stream) raiseLocked(w *running, goal int64) {
	if goal <= w.limit {
		return
	}
	w.limit = goal
	select {
	case w.more <- struct{}{}:
	default:
	}
}

// becomeWholeLocked turns w, whose reply is the whole file, into its window.
func (s *Stream) becomeWholeLocked(w *running, rep reply) {
	s.noRange = true
	w.whole = true
	w.pos = 0
	w.limit = max(w.limit, w.asked.To)
	w.stop = math.MaxInt64
	if rep.total >= 0 {
		w.stop = rep.total
	}
	for _, o := range s.windows {
		if o != w && !o.ended {
			s.endLocked(o, errSuperseded)
		}
	}
}
