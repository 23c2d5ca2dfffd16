package stream

import (
	"context"
	"io"
	"strings"
	"sync/atomic"
	"time"
)

// Warm opens a connection to the host of a URL, unless there is one to spare, so that the
// first request finds it. It sends no request and returns at once. Use it
// while an address is being resolved and the host is known.
func (p *Pool) Warm(rawURL string) {
	at, err := placeOf(&Target{URL: rawURL})
	if err == nil {
		p.warm(at, nil)
	}
}

// warm makes a spare connection to at. net/http has no call for that, but a dial
// goes on when the request it was made for is cancelled, and its connection is kept
// for the next one (Transport.getConn says so). The request that is cancelled
// reaches no wire: should a connection become idle at this very moment and take it,
// writing it fails before its head is flushed, since its body is in memory and
// shorter than announced. That costs only this connection.
func (p *Pool) warm(at place, dials *atomic.Int64) {
	h := p.host(at.url.Host)
	if p.opts.HTTP2 || !h.wantsSpare() || !h.warming.CompareAndSwap(false, true) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	p.wg.Go(func() {
		ctx, cancel := context.WithTimeout(p.ctx, waySlack)
		defer cancel()
		var begun atomic.Bool
		ctx = context.WithValue(ctx, dialNoteKey{}, dialNote{
			host: h, dials: dials,
			begun: func() { begun.Store(true); cancel() },
			ended: func() { h.warming.Store(false) },
		})
		req := newRequest(ctx, at, Range{0, 1})
		req.Body, req.ContentLength = io.NopCloser(strings.NewReader("")), 1
		resp, err := p.transportOf(at).RoundTrip(req)
		if err == nil {
			resp.Body.Close()
		}
		if !begun.Load() {
			h.warming.Store(false)
		}
	})
}

// spareLocked keeps a spare connection while a large window is in flight: a seek
// then finds one, where it would have to make one after cutting the other off.
func (s *Stream) spareLocked() {
	if s.target == nil {
		return
	}
	for _, w := range s.windows {
		if !w.ended && w.phase >= phaseHead && w.asked.Len() > firstWindowMin {
			s.pool.warm(w.at, &s.dials)
			return
		}
	}
}

// A wakeDetector notices that the machine has slept: the wall clock has gone on
// and the monotonic one has not.
type wakeDetector struct {
	wall, mono time.Time
}

const (
	wakeDrift = 3 * time.Second
	wakeCheck = time.Second
)

// woken notes the time and reports whether the machine slept since the last call.
func (d *wakeDetector) woken(wall, mono time.Time) bool {
	slept := !d.mono.IsZero() && wall.Round(0).Sub(d.wall)-mono.Sub(d.mono) > wakeDrift
	d.wall, d.mono = wall.Round(0), mono
	return slept
}
