package fetch

import (
	"context"
	"time"
)

const (
	// pieces is how many requests a second the bandwidth is divided into: for so long one may be in
	// the way of a player that begins just then.
	pieces     = 4
	leastPiece = 64 << 10
	mostPiece  = 1 << 20
	// yield is how often the player's demand is looked at.
	yield = 50 * time.Millisecond
)

// turn waits until the worker may ask for something: not paused, within the rate, and nobody
// who plays wants bytes.
func (f *Fetcher) turn(ctx context.Context) error {
	for {
		f.mu.Lock()
		paused := f.paused
		f.mu.Unlock()
		wait := time.Until(f.ready)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case paused || f.o.Pool.Demand():
			wait = yield
		case wait <= 0:
			return nil
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

// spend counts n bytes, of a request that was begun then, against the rate.
func (f *Fetcher) spend(begun time.Time, n int64) {
	f.mu.Lock()
	rate := f.rate
	f.mu.Unlock()
	if f.ready.Before(begun) {
		f.ready = begun
	}
	if rate > 0 {
		f.ready = f.ready.Add(time.Duration(float64(n) / float64(rate) * float64(time.Second)))
	}
}

// piece is how many bytes to ask for at once.
func (f *Fetcher) piece(throughput float64) int64 {
	f.mu.Lock()
	rate := f.rate
	f.mu.Unlock()
	n := int64(throughput)
	if rate > 0 {
		n = min(n, rate)
	}
	return min(max(n/pieces, leastPiece), mostPiece)
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
