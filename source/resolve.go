package source

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"
)

// CacheOptions are the knobs of a Cache; the zero value means the defaults.
type CacheOptions struct {
	// Timeout is the longest that one resolve may take, whoever waits for it.
	// Default 20 s.
	Timeout time.Duration
	// Entries bounds how many results are kept. Default 256.
	Entries int
	// Now tells the wall clock, for tests. Default time.Now.
	Now func() time.Time
}

// A Cache resolves lazily and no more often than needed: at most one resolve of a
// track runs at a time, however many callers want it, and its result is kept until
// shortly before it expires. Errors are not kept. A file (Media.Path) is not kept
// either: looking at it again is cheap and it may have changed.
//
// A resolve belongs to no caller: it has a context of its own, so that a caller
// that gives up does not fail the others. Only when the last one has given up is it
// cancelled, so that skipping through a list does not leave a trail of requests.
//
// All methods may be called from any goroutine.
type Cache struct {
	// Immutable after NewCache.
	next   Resolver
	o      CacheOptions
	ctx    context.Context // ends at Close
	cancel context.CancelFunc

	wg sync.WaitGroup // one for each flight

	mu      sync.Mutex // guards everything below; never held while resolving
	closed  bool
	entries map[string]cached
	flights map[string]*flight
}

// cached is a result and the time from which it is not given out any more, zero for
// never.
type cached struct {
	media  Media
	until  time.Time
	stored time.Time
}

// flight is one resolve under way.
type flight struct {
	cancel  context.CancelFunc
	waiters int           // guarded by Cache.mu
	done    chan struct{} // closed when media and err are set
	media   Media
	err     error
}

var _ Resolver = (*Cache)(nil)

// NewCache returns a cache in front of next. Close it to end the resolves that are
// under way.
func NewCache(next Resolver, o CacheOptions) *Cache {
	if o.Timeout <= 0 {
		o.Timeout = 20 * time.Second
	}
	if o.Entries <= 0 {
		o.Entries = 256
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Cache{
		next: next, o: o, ctx: ctx, cancel: cancel,
		entries: make(map[string]cached),
		flights: make(map[string]*flight),
	}
}

// Resolve returns where the bytes of t are, from the cache when it can. When ctx
// ends first it returns ctx.Err(). After Close the error wraps os.ErrClosed.
func (c *Cache) Resolve(ctx context.Context, t Track) (Media, error) {
	return c.get(ctx, t, nil)
}

// Refresh is for a caller whose previous Media has been refused by its server, or is
// about to expire: it returns a newer one. When somebody has already asked for it,
// the caller gets that answer or waits for it, so that any number of callers with
// the same previous cause one resolve. A Resolver whose answer is equal to previous
// (an address that cannot be renewed) is asked again each time: the caller decides
// how often that makes sense.
func (c *Cache) Refresh(ctx context.Context, t Track, previous Media) (Media, error) {
	return c.get(ctx, t, &previous)
}

// Close cancels the resolves under way, waits for them and forgets all results.
func (c *Cache) Close() error {
	c.mu.Lock()
	c.closed = true
	clear(c.entries)
	c.mu.Unlock()
	c.cancel()
	c.wg.Wait()
	return nil
}

// get answers from the cache, except with a Media that is equal to refused, or waits
// for a flight.
func (c *Cache) get(ctx context.Context, t Track, refused *Media) (Media, error) {
	if err := ctx.Err(); err != nil {
		return Media{}, err
	}
	key := t.Key()
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return Media{}, errCacheClosed()
	}
	e, ok := c.entries[key]
	if ok && e.fresh(c.now()) && (refused == nil || !sameMedia(e.media, *refused)) {
		c.mu.Unlock()
		return e.media.clone(), nil
	}
	f := c.joinLocked(key, t)
	c.mu.Unlock()

	select {
	case <-f.done:
		return f.media.clone(), f.err
	case <-ctx.Done():
		c.leave(key, f)
		return Media{}, ctx.Err()
	}
}

// joinLocked returns the track's flight, a new one if there is none, and counts the
// caller as waiting. A flight under way is newer than any Media that a caller can
// hold, so a refresh may join it too.
func (c *Cache) joinLocked(key string, t Track) *flight {
	if f := c.flights[key]; f != nil {
		f.waiters++
		return f
	}
	ctx, cancel := context.WithTimeout(c.ctx, c.o.Timeout)
	f := &flight{cancel: cancel, waiters: 1, done: make(chan struct{})}
	c.flights[key] = f
	c.wg.Go(func() {
		defer cancel()
		c.fly(ctx, f, t)
	})
	return f
}

// leave takes back a caller's interest; the last one to leave ends the flight.
func (c *Cache) leave(key string, f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.waiters--
	if f.waiters > 0 || c.flights[key] != f {
		return
	}
	f.cancel()
	// Whoever comes now must not inherit the cancellation.
	delete(c.flights, key)
}

// fly runs one resolve and keeps what came of it.
func (c *Cache) fly(ctx context.Context, f *flight, t Track) {
	f.media, f.err = c.next.Resolve(ctx, t)
	if f.err != nil {
		f.media = Media{}
		f.err = c.flightError(ctx, t, f.err)
	}
	key := t.Key()
	c.mu.Lock()
	if c.flights[key] == f {
		delete(c.flights, key)
		if f.err == nil && !c.closed {
			c.storeLocked(key, f.media)
		}
	}
	c.mu.Unlock()
	close(f.done)
}

// flightError tells our own reasons for ending a flight from those of the resolver.
func (c *Cache) flightError(ctx context.Context, t Track, err error) error {
	switch {
	case c.ctx.Err() != nil:
		return errCacheClosed()
	case ctx.Err() == context.DeadlineExceeded:
		return &Error{
			Line: fmt.Sprintf("no answer from %s within %s", t.Provider, c.o.Timeout),
			Hint: checkNetwork,
			Err:  err,
		}
	}
	return err
}

// storeLocked keeps a result, in the place of the oldest one when there are too many.
func (c *Cache) storeLocked(key string, m Media) {
	now := c.now()
	e := cached{media: m, until: renewAt(m.Expires, now), stored: now}
	if m.URL == "" || !e.fresh(now) {
		delete(c.entries, key)
		return
	}
	if _, ok := c.entries[key]; !ok && len(c.entries) >= c.o.Entries {
		c.evictLocked()
	}
	c.entries[key] = e
}

// evictLocked drops the entry that was stored first. It looks at all of them: with
// some hundreds of entries and one store per track played, a list kept in order
// would not be worth its lines.
func (c *Cache) evictLocked() {
	oldest := ""
	for key, e := range c.entries {
		if oldest == "" || e.stored.Before(c.entries[oldest].stored) {
			oldest = key
		}
	}
	delete(c.entries, oldest)
}

// now is the wall clock without its monotonic part, which stands still while the
// machine sleeps; URLs expire all the same.
func (c *Cache) now() time.Time { return c.o.Now().Round(0) }

// renewAt is when a Media that was resolved at now should be replaced: before it
// expires, by 5 minutes or a tenth of its lifetime, whichever is less. Zero for one
// that does not expire.
func renewAt(expires, now time.Time) time.Time {
	if expires.IsZero() {
		return time.Time{}
	}
	expires = expires.Round(0)
	return expires.Add(-min(5*time.Minute, expires.Sub(now)/10))
}

func (e cached) fresh(now time.Time) bool { return e.until.IsZero() || now.Before(e.until) }

// sameMedia reports whether a and b came from the same resolve, as far as can be seen.
func sameMedia(a, b Media) bool {
	return a.URL == b.URL && a.Path == b.Path && a.Expires.Equal(b.Expires)
}

// clone keeps the header, the one part of a Media that is shared by copying, from
// being written to by two owners.
func (m Media) clone() Media {
	m.Header = m.Header.Clone()
	return m
}

func errCacheClosed() error { return fmt.Errorf("source: cache: %w", os.ErrClosed) }
