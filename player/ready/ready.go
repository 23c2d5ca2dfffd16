package ready

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"anyaudio/player"
	"anyaudio/source"
)

// Options are those of a Ready.
type Options struct {
	// Opener opens tracks. Required.
	Opener player.Opener
	// Resolver is what the Opener resolves with. It keeps what it has found and resolves a
	// track once, however many ask, as a *source.Cache does. Required.
	Resolver source.Resolver
	// Warm makes a connection to the host of a URL and returns at once: stream.Pool.Warm.
	// Required.
	Warm func(url string)
	// PerHour is how many rows are made ready in an hour, and how many tracks that come next;
	// 0 for none.
	PerHour int
	// Skip tells tracks that need no network; nil for none. It must not wait.
	Skip func(t source.Track) bool
	// Logger gets what could not be made ready, at level Debug; nil for none.
	Logger *slog.Logger
}

// A Ready makes tracks ready. It is a player.Opener. Its methods may be called from any goroutine.
type Ready struct {
	// immutable after New
	o      Options
	log    *slog.Logger
	ctx    context.Context
	cancel context.CancelFunc

	wg sync.WaitGroup

	mu     sync.Mutex // guards below
	closed bool
	rows   budget
	nexts  budget
	row    string             // the key under way, empty for none
	stop   context.CancelFunc // ends it
	next   *opened            // nil for none
}

// New returns a Ready that does nothing yet. Close it after the player.
func New(o Options) *Ready {
	r := &Ready{o: o, log: o.Logger, rows: newBudget(o.PerHour), nexts: newBudget(o.PerHour)}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	return r
}

// Close ends what is under way, closes what was opened and not taken, and waits for both.
// Tracks opened later are opened as if there were no Ready.
func (r *Ready) Close() error {
	r.mu.Lock()
	r.closed = true
	r.dropLocked()
	r.mu.Unlock()
	r.cancel()
	r.wg.Wait()
	return nil
}

// Row makes t ready for being played soon, and ends what an earlier call has under way. It
// returns at once.
func (r *Ready) Row(t source.Track) {
	if r.passes(t) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	key := t.Key()
	if r.closed || key == r.row || r.next != nil && key == r.next.key {
		return
	}
	if r.stop != nil {
		r.stop()
		r.row, r.stop = "", nil
	}
	if !r.rows.allow(key, time.Now()) {
		return
	}
	ctx, stop := context.WithCancel(r.ctx)
	r.row, r.stop = key, stop
	r.wg.Go(func() {
		defer stop()
		r.warm(ctx, t)
		r.mu.Lock()
		defer r.mu.Unlock()
		if ctx.Err() == nil { // else somebody else's is under way
			r.row, r.stop = "", nil
		}
	})
}

// warm resolves t and makes a connection to where it is.
func (r *Ready) warm(ctx context.Context, t source.Track) {
	m, err := r.o.Resolver.Resolve(ctx, t)
	switch {
	case err != nil:
		r.debug(ctx, "row", t, err)
	case m.URL != "":
		r.o.Warm(m.URL)
	}
}

// passes reports that t needs nothing, or gets nothing.
func (r *Ready) passes(t source.Track) bool {
	return r.o.PerHour <= 0 || t.Live || t.ID == "" || r.o.Skip != nil && r.o.Skip(t)
}

func (r *Ready) debug(ctx context.Context, what string, t source.Track, err error) {
	if ctx.Err() == nil {
		r.log.Debug("not made ready", "what", what, "track", t, "err", source.RedactError(err))
	}
}
