package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// blockSize is how much is copied from a body at a time.
const blockSize = 32 << 10

// fetch makes the request of w and stores what it brings, as it comes. It returns nil when
// all came that was wanted.
func (s *Stream) fetch(ctx context.Context, w *running) error {
	h := s.pool.host(w.at.url.Host)
	if err := h.acquire(ctx); err != nil {
		return err
	}
	defer h.release()
	s.enter(w, phaseWay)
	tr := &trip{dials: &s.dials, onConn: func() { s.enter(w, phaseHead) }}
	resp, at, err := s.pool.get(ctx, w.at, w.asked, w.private, tr)
	if err != nil {
		return err
	}
	defer discard(resp)
	if tr.hops == 0 {
		h.sawTTFB(time.Since(tr.sent))
	}
	rep, err := checkReply(resp, w.asked, s.pool.opts.Now())
	if err != nil {
		return err
	}
	if err := s.accept(w, rep, at); err != nil {
		return err
	}
	begun, from := time.Now(), w.pos
	err = s.copyBody(ctx, w, resp)
	h.sawBody(w.pos-from, time.Since(begun))
	return err
}

// enter notes that w has come to a phase.
func (s *Stream) enter(w *running, p phase) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.phase, w.last = p, time.Now()
	s.wake() // another deadline
}

// accept compares a reply with what is known of the file and learns from it.
func (s *Stream) accept(w *running, rep reply, at place) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w.generation != s.generation {
		return errSuperseded
	}
	if s.val.differs(rep.val) {
		return fmt.Errorf("another version: %w", ErrChanged)
	}
	if rep.whole && (w.asked.From > 0 || s.accepted > 0) && !s.noRange {
		if s.accepted > 0 || s.store.have.len() > 0 {
			return ErrNoRange
		}
		s.noRange = true // and begin again at the start
		return errSuperseded
	}
	if err := s.setSizeLocked(rep.total); err != nil {
		return err
	}
	if s.val == (validator{}) {
		s.val = rep.val
	}
	s.accepted++
	s.at = at
	w.phase, w.last = phaseBody, time.Now()
	if rep.whole {
		s.becomeWholeLocked(w, rep)
		return nil
	}
	s.noRange = false
	s.learnLocked(w, rep.span)
	w.stop = min(w.stop, rep.span.To)
	return nil
}

// learnLocked finds the longest reply that the origin gives. One that was once
// short is tried with more after some that were not.
func (s *Stream) learnLocked(w *running, span Range) {
	const enough = 8
	switch {
	case span.To < w.stop && (s.size < 0 || span.To < s.size):
		s.learnt, s.full = max(span.Len(), pageSize), 0
	case s.learnt > 0:
		if s.full++; s.full >= enough {
			s.learnt, s.full = 2*s.learnt, 0
		}
	}
}

// copyBody stores the body of w's reply up to where w ends.
func (s *Stream) copyBody(ctx context.Context, w *running, resp *http.Response) error {
	block := s.pool.blocks.Get().(*[blockSize]byte)
	defer s.pool.blocks.Put(block)
	for {
		n, err := s.room(ctx, w)
		if n == 0 || err != nil {
			return err
		}
		n, err = resp.Body.Read(block[:n])
		s.put(w, block[:n])
		switch {
		case errors.Is(err, io.EOF):
			return s.bodyEnded(w)
		case err != nil:
			return err
		}
	}
}

// room is how many bytes w may take now. For the window of a whole file it waits
// until more is wanted.
func (s *Stream) room(ctx context.Context, w *running) (int, error) {
	for {
		s.mu.Lock()
		n := min(w.left(), blockSize)
		paused := w.whole && n > 0 && w.pos >= w.limit
		if paused {
			w.phase = phasePaused
		} else if w.phase == phasePaused {
			w.phase, w.last = phaseBody, time.Now()
		}
		s.mu.Unlock()
		if !paused {
			return int(max(n, 0)), nil
		}
		s.wake()
		select {
		case <-w.more:
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	}
}

// put stores bytes that w has brought.
func (s *Stream) put(w *running, p []byte) {
	if len(p) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.store.write(p, w.pos, s.saving)
	s.saveSoonLocked()
	w.pos += int64(len(p))
	w.last = time.Now()
	s.stats.Fetched += int64(len(p))
	if w.whole {
		s.trimLocked()
	}
	s.notifyLocked()
}

// bodyEnded judges a body that ended by itself. One that was cut where no length
// was announced ends like a whole one in net/http, so only the count tells.
func (s *Stream) bodyEnded(w *running) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case w.pos >= w.stop:
		return nil
	case w.whole && s.size < 0:
		return s.setSizeLocked(w.pos)
	}
	return io.ErrUnexpectedEOF
}
