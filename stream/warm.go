package stream

import (
	"context"
	"errors"
	"io"
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
// for the next one (getConn says so). The request that is cancelled never reaches
// a wire: if a connection became idle meanwhile and took it, its body fails
// before the head is flushed, which costs only that connection.
func (p *Pool) warm(at place, dials *atomic.Int64) {
	h := p.host(at.url.Host)
	if !h.wantsSpare() || !h.warming.CompareAndSwap(false, true) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	p.wg.Go(func() {
		defer h.warming.Store(false)
		ctx, cancel := context.WithTimeout(p.ctx, waySlack)
		defer cancel()
		ctx = context.WithValue(ctx, dialNoteKey{}, dialNote{host: h, dials: dials, begun: cancel})
		req := newRequest(ctx, at, Range{0, 1})
		req.Body, req.ContentLength = io.NopCloser(neverSent{}), 1
		resp, err := p.transportOf(at).RoundTrip(req)
		if err == nil {
			resp.Body.Close()
		}
	})
}

// neverSent is the body of a request that must not be sent.
type neverSent struct{}

func (neverSent) Read([]byte) (int, error) { return 0, errors.New("not to be sent") }

// spareLocked keeps a spare connection while a large window is in flight: a seek
// then finds one, where it would have to make one after cutting the other off.
func (s *Stream) spareLocked() {
	if s.target == nil {
		return
	}
	for _, w := range s.windows {
		if !w.ended && w.phase == phaseBody && w.asked.Len() > firstWindowMin {
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
