package stream

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	resolveTimeout = 20 * time.Second
	// resolveTries is how often a refresh may fail in a row for a reason that is not
	// the network's.
	resolveTries = 4
	expiryMargin = 5 * time.Minute
)

// targetLocked reports whether requests can be made. It has a target resolved when
// there is none, when the present one was refused, and ahead of its expiry.
func (s *Stream) targetLocked(now time.Time, next *time.Time) bool {
	if s.target == nil || s.refresh != nil {
		s.resolveLocked(s.refresh, now, next)
		return false
	}
	if s.lifetime <= 0 {
		return true
	}
	wall := s.pool.opts.Now()
	left := s.target.Expires.Round(0).Sub(wall.Round(0))
	if left <= min(expiryMargin, s.lifetime/10) {
		s.resolveLocked(ErrExpired, now, next)
	}
	return left > 0
}

// resolveLocked calls the stream's Resolve, one call at a time.
func (s *Stream) resolveLocked(cause error, now time.Time, next *time.Time) {
	if s.resolving {
		return
	}
	if t := s.resolves.until(len(s.waits) > 0); now.Before(t) {
		*next = sooner(*next, t)
		return
	}
	s.resolving = true
	var prev *Target
	if s.target != nil {
		t := *s.target
		prev = &t
		s.stats.Refreshes++
	}
	s.wg.Go(func() {
		ctx, cancel := context.WithTimeout(s.ctx, resolveTimeout)
		defer cancel()
		t, err := s.resolve(ctx, prev, cause)
		if err == nil && s.opts.Key == "" {
			s.openItem(t.Identity)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.resolving = false
		if err == nil {
			err = s.adoptLocked(t)
		}
		if err != nil && s.ctx.Err() == nil {
			s.unresolvedLocked(err, now)
		}
		s.wake()
	})
}

// unresolvedLocked decides what the failure of a resolve means.
func (s *Stream) unresolvedLocked(err error, begun time.Time) {
	network := false
	switch classify(err) {
	case classInstant, classTransient, classOffline:
		network = true
	}
	final := errors.Is(err, ErrChanged) || errors.Is(err, ErrPolicy)
	s.resolves.fail(classTransient, err, begun, time.Now())
	s.retry.err = err
	if final || !network && (s.target == nil || s.resolves.failures >= resolveTries) {
		s.failLocked(err)
	}
}

// adoptLocked takes a target that Resolve has given.
func (s *Stream) adoptLocked(t Target) error {
	at, err := placeOf(&t)
	if err != nil {
		return err
	}
	if s.target != nil && s.target.Identity != t.Identity {
		return fmt.Errorf("new address is of another file: %w", ErrChanged)
	}
	if err := s.checkItemLocked(&t); err != nil {
		return err
	}
	s.identity = t.Identity
	if t.Size > 0 {
		if err := s.setSizeLocked(t.Size); err != nil {
			return err
		}
	}
	if s.target != nil && t.Identity != "" {
		s.val = validator{} // another host's may differ for the same bytes
	}
	s.lifetime = 0
	if !t.Expires.IsZero() {
		// A target that comes expired tells that the clock is wrong: use it until it is
		// refused.
		s.lifetime = t.Expires.Round(0).Sub(s.pool.opts.Now().Round(0))
	}
	s.target, s.at, s.home = &t, at, at
	s.generation++
	s.accepted = 0
	s.refresh = nil
	s.resolves = retry{}
	return nil
}
