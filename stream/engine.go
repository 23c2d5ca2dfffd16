package stream

import (
	"context"
	"time"
)

// engine is the goroutine that decides what is fetched. It looks at the whole
// state each time something has happened or a time has come.
func (s *Stream) engine() {
	s.openItem(s.opts.Key)
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		s.mu.Lock()
		next := s.planLocked(time.Now())
		s.mu.Unlock()
		if next.IsZero() {
			timer.Stop()
		} else {
			timer.Reset(time.Until(next))
		}
		select {
		case <-s.kick:
		case <-timer.C:
		case <-s.ctx.Done():
			return
		}
	}
}

// sooner returns the earlier of two times, of which a zero one means never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// planLocked starts, cuts and ends requests so that they fit what is wanted, and
// returns when to look again at the latest.
func (s *Stream) planLocked(now time.Time) (next time.Time) {
	s.trimLocked()
	if s.failed != nil || s.closed {
		return next
	}
	if s.wakes.woken(s.pool.opts.Now(), now) {
		s.wokenLocked()
	}
	next = s.watchLocked(now)
	wants := s.wantsLocked()
	if len(wants) == 0 {
		return next
	}
	if !s.targetLocked(now, &next) {
		return next
	}
	if t := s.retry.until(len(s.waits) > 0); now.Before(t) {
		return sooner(next, t)
	}
	for _, w := range wants {
		if now.Before(w.start) {
			next = sooner(next, w.start)
			continue
		}
		s.serveLocked(w)
	}
	s.spareLocked()
	return sooner(next, s.watchLocked(now))
}

// wokenLocked leaves all connections after the machine has slept: they are dead at
// the other end, and the timers that would find out have slept as well.
func (s *Stream) wokenLocked() {
	for _, w := range s.windows {
		if !w.ended {
			s.endLocked(w, ErrStalled)
		}
	}
	s.pool.dropIdle()
	s.retry = retry{}
}

// watchLocked ends windows that have stalled and returns the next deadline.
func (s *Stream) watchLocked(now time.Time) (next time.Time) {
	if len(s.waits) > 0 || len(s.windows) > 0 {
		next = now.Add(wakeCheck)
	}
	if s.at.url == nil {
		return next
	}
	e := s.pool.host(s.at.url.Host).estimate()
	for _, w := range s.windows {
		t := w.deadline(e, s.retry.failures, len(s.waits) > 0)
		slow := w.pace.check(now, w.pos, int64(s.byteRateLocked()), len(s.waits) > 0 && w.phase == phaseBody)
		switch {
		case w.ended || t.IsZero():
		case slow || !now.Before(t):
			if slow {
				s.slow++
			}
			s.stats.Stalls++
			s.endLocked(w, ErrStalled)
			s.pool.dropIdle() // what is idle beside a dead connection is likely dead too
		default:
			next = sooner(next, t)
		}
	}
	return next
}

// endLocked cancels a window. What it has brought stays.
func (s *Stream) endLocked(w *running, cause error) {
	w.ended = true
	w.cancel(cause)
}

// launchLocked starts a request for the bytes of r.
func (s *Stream) launchLocked(r Range) *running {
	ctx, cancel := context.WithCancelCause(s.ctx)
	w := &running{
		asked: r, pos: r.From, stop: r.To, at: s.at, private: s.target.Private,
		generation: s.generation, cancel: cancel, begun: time.Now(), last: time.Now(), more: make(chan struct{}, 1),
		pace: pace{period: slowPeriod << min(s.slow, 6)},
	}
	s.windows = append(s.windows, w)
	s.stats.Requests++
	s.wg.Go(func() {
		defer cancel(nil)
		err := s.fetch(ctx, w)
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		s.mu.Lock()
		s.doneLocked(w, err)
		s.mu.Unlock()
		s.wake()
	})
	return w
}
