package stream

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A host is what a Pool knows of one origin host: how quick it is, and how many
// requests it is answering.
type host struct {
	slots   chan struct{} // one element for each request in flight
	warming atomic.Bool   // a spare connection is being made

	mu   sync.Mutex // guards below
	ttfb []time.Duration
	rate float64 // bytes per second, 0 unknown
	open int     // connections, those being made included
	idle int     // those of them that no request uses
}

// wantsSpare reports whether no connection is idle and one more is allowed.
func (h *host) wantsSpare() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.idle == 0 && h.open < maxConnsPerHost
}

// acquire waits for one of the two places for requests to this host.
func (h *host) acquire(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	default:
	}
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (h *host) release() { <-h.slots }

// ttfbKept is how many times to first byte are remembered.
const ttfbKept = 32

// sawTTFB notes the time from a request to the head of its reply, without any
// dialling.
func (h *host) sawTTFB(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ttfb = append(h.ttfb, d)
	if len(h.ttfb) > ttfbKept {
		h.ttfb = slices.Delete(h.ttfb, 0, 1)
	}
}

// sawBody notes that n bytes took d to come, once the head was there.
func (h *host) sawBody(n int64, d time.Duration) {
	const enough = 32 << 10 // less than this tells of the buffers, not of the path
	if n < enough || d <= 0 {
		return
	}
	rate := float64(n) / d.Seconds()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.rate == 0 {
		h.rate = rate
	} else {
		h.rate += (rate - h.rate) / 4
	}
}

// estimate is a snapshot of a host's figures, zero where nothing is known.
type estimate struct {
	median, p95 time.Duration // time to first byte
	rate        float64       // bytes per second
}

func (h *host) estimate() estimate {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := estimate{rate: h.rate}
	if n := len(h.ttfb); n > 0 {
		sorted := slices.Sorted(slices.Values(h.ttfb))
		e.median, e.p95 = sorted[n/2], sorted[min(n*95/100, n-1)]
	}
	return e
}
