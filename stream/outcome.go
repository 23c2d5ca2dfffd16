package stream

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"time"
)

// doneLocked takes a window off the list and decides what its end means.
func (s *Stream) doneLocked(w *running, err error) {
	s.windows = slices.DeleteFunc(s.windows, func(o *running) bool { return o == w })
	defer s.notifyLocked()
	s.saveSoonLocked()
	if w.pos-w.asked.From >= goodWindow {
		s.retry = retry{err: s.retry.err}
	}
	var end *endError
	switch {
	case err == nil:
		s.retry = retry{}
		if d := time.Since(w.begun).Seconds(); float64(w.pos-w.asked.From) >= d*float64(s.byteRateLocked())/4 {
			s.slow = 0
		}
		return
	case errors.Is(err, errSuperseded), errors.Is(err, os.ErrClosed), s.failed != nil, s.ctx.Err() != nil:
		return
	case errors.As(err, &end):
		if err = s.endOfFileLocked(end.size); err == nil {
			s.retry = retry{}
			return
		}
	}
	s.judgeLocked(w, err)
}

// endOfFileLocked takes the size that a 416 tells.
func (s *Stream) endOfFileLocked(size int64) error {
	if n := len(s.store.have.r); n > 0 && s.store.have.r[n-1].To > size {
		return fmt.Errorf("file has become shorter: %w", ErrChanged)
	}
	return s.setSizeLocked(size)
}

// judgeLocked acts on the failure of a window by its class.
func (s *Stream) judgeLocked(w *running, err error) {
	c := s.classLocked(w, err)
	s.retry.fail(c, err, w.begun, time.Now())
	s.stats.Retries.count(c)
	s.pool.log.Debug("stream: window failed", slog.Int64("from", w.asked.From),
		slog.Int64("at", w.pos), slog.Int("class", int(c)), slog.Any("err", err))
	if s.retry.failures > 1 && c != classRefresh {
		s.at = s.home // the goal of a redirect may be what is dead
	}
	switch c {
	case classFatal:
		s.failLocked(err)
	case classRefresh:
		s.refusedLocked(w, err)
	case classSuspect:
		if s.retry.suspect > 1 {
			s.failLocked(err)
		} else if errors.Is(err, ErrRange) {
			s.refresh = err
		}
	case classTLS:
		if s.retry.tls > 2 {
			s.failLocked(fmt.Errorf("%w: %w", ErrTLS, err))
		}
	case classUnknown:
		if s.retry.unknown > 2 {
			s.failLocked(fmt.Errorf("%w: %w", ErrProtocol, err))
		}
	}
}

// classLocked is classify with what is known of the origin. One that has served
// media before and now sends a web page, redirects to where it must not or has
// another certificate stands behind a portal, which will go; and a 404 there is a dead
// address rather than a missing file.
func (s *Stream) classLocked(w *running, err error) class {
	c := classify(err)
	served := s.stats.Fetched > 0
	var status *StatusError
	switch {
	case served && (c == classTLS || errors.Is(err, ErrNotMedia) || errors.Is(err, ErrPolicy)):
		return classOffline
	case served && errors.As(err, &status) && status.Code == http.StatusNotFound:
		return classRefresh
	}
	return c
}

// refusedLocked asks for another target, once for each generation. A redirect's
// goal may have died before the address itself: that is tried first.
func (s *Stream) refusedLocked(w *running, err error) {
	switch {
	case w.generation != s.generation || s.refresh != nil || s.resolving:
	case w.at.url != s.home.url:
		s.at = s.home
	case s.accepted == 0 && s.generation > 1:
		s.failLocked(fmt.Errorf("%w: %w", ErrForbidden, err))
	default:
		s.refresh = err
	}
	s.retry.pause = 0
}
