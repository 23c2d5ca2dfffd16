package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"anyaudio/source"
	"anyaudio/stream"
)

const (
	// retryFirst is the pause after a track could not be had; it doubles up to retryMost.
	retryFirst = 5 * time.Second
	retryMost  = 2 * time.Minute
	// limitedFor is how long a source that has asked for it is left alone.
	limitedFor = 10 * time.Minute
	// roomRetry is how often a full disk is looked at.
	roomRetry = 30 * time.Second
	// flushTime is how long the last bytes of a track may take to the disk.
	flushTime = 30 * time.Second
	look      = 20 * time.Millisecond
)

var (
	errBusy = errors.New("another player is writing it")
	errSize = errors.New("its length is not known")
	errSlow = errors.New("nothing is written any more")
)

// A diskError is one of the disk: nothing can be kept until it has gone.
type diskError struct{ err error }

func (e diskError) Error() string { return "disk: " + e.err.Error() }
func (e diskError) Unwrap() error { return e.err }

// work is the worker.
func (f *Fetcher) work() {
	for f.ctx.Err() == nil {
		it, ctx, wait := f.begin(time.Now())
		if it == nil {
			f.sleep(wait)
			continue
		}
		err := f.fetch(ctx, it)
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		f.settle(it, err)
	}
}

// sleep waits until something has changed, d has passed or the Fetcher is closed.
func (f *Fetcher) sleep(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-f.wake:
	case <-t.C:
	case <-f.ctx.Done():
	}
}

// begin chooses the next item, or tells how long there is none.
func (f *Fetcher) begin(now time.Time) (*item, context.Context, time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	wait := time.Hour
	if f.paused || now.Before(f.hold) {
		if !f.paused {
			wait = f.hold.Sub(now)
		}
		return nil, nil, wait
	}
	for _, it := range f.order {
		switch {
		case it.Complete || it.failed || it.players > 0:
		case now.Before(it.after):
			wait = min(wait, it.after.Sub(now))
		default:
			ctx, cancel := context.WithCancel(f.ctx)
			f.now, f.cancel, f.done = it, cancel, make(chan struct{})
			return it, ctx, 0
		}
	}
	return nil, nil, wait
}

// settle notes what has come of an item.
func (f *Fetcher) settle(it *item, err error) {
	f.mu.Lock()
	f.cancel()
	close(f.done)
	f.now = nil
	report := ""
	var disk diskError
	switch {
	case err == nil:
		it.Complete, it.err, it.tries = true, nil, 0
	case errors.Is(err, context.Canceled):
	case errors.As(err, &disk):
		f.hold = time.Now().Add(roomRetry)
		if f.room == "" {
			f.room = fullLine(disk.err)
			report = f.room
		}
		f.log.Warn("fetch: "+f.room, "err", err)
	default:
		f.againLocked(it, err)
	}
	if !it.dropped {
		if err := f.index.save(it.entry); err != nil {
			f.log.Warn("fetch: the index is not written", "err", err)
		}
	}
	f.mu.Unlock()
	if report != "" && f.o.Report != nil {
		f.o.Report(report)
	}
}

// roomy notes that something has been written, and tells of it after there was no room.
func (f *Fetcher) roomy() {
	f.mu.Lock()
	was := f.room
	f.room = ""
	f.mu.Unlock()
	if was != "" && f.o.Report != nil {
		f.o.Report("there is room on the disk again: fetching goes on")
	}
}

func fullLine(err error) string {
	var limit limitError
	if errors.As(err, &limit) {
		return fmt.Sprintf("what is kept has reached its limit of %d MB: drop something, or raise the limit", limit/1e6)
	}
	return "the disk is full: what is kept plays on, and fetching goes on when there is room"
}

// A limitError says that Options.MaxBytes does not allow more.
type limitError int64

func (e limitError) Error() string { return fmt.Sprintf("limit of %d bytes", int64(e)) }

// againLocked decides when to try an item again.
func (f *Fetcher) againLocked(it *item, err error) {
	it.err = err
	f.log.Info("fetch: not had", "track", it.Track.Key(), "err", source.RedactError(err))
	switch {
	case errors.Is(err, stream.ErrChanged):
		f.o.Cache.Remove(it.Key)
		it.Key, it.Identity, it.Size, it.Saved = "", "", 0, 0
	case errors.Is(err, source.ErrNotFound), errors.Is(err, source.ErrUnavailable), errors.Is(err, source.ErrUnsupported), errors.Is(err, errSize):
		it.failed = true
		return
	}
	// What is wrong may be wrong for all: a source is not asked for the next one at once.
	now := time.Now()
	f.hold = now.Add(retryFirst)
	if errors.Is(err, source.ErrRateLimited) {
		f.hold = now.Add(limitedFor)
	}
	it.after = now.Add(min(retryFirst<<min(it.tries, 10), retryMost))
	it.tries++
}

// fetch brings what is missing of an item.
func (f *Fetcher) fetch(ctx context.Context, it *item) error {
	if it.Key == "" {
		if err := f.turn(ctx); err != nil {
			return err
		}
		if err := f.resolve(ctx, it); err != nil || it.Path != "" {
			return err
		}
	}
	if err := f.allow(it); err != nil {
		return err
	}
	if err := f.o.Cache.Keep(it.Key, true); err != nil {
		return diskError{err}
	}
	s := f.o.Pool.Open(ctx, f.target(it, nil), stream.Options{Key: it.Key, Background: true})
	f.show(s)
	defer func() {
		f.show(nil)
		s.Close()
	}()
	err := f.read(ctx, it, s)
	f.note(it, s.Stats())
	return err
}

// show makes s, or nothing, what a Snapshot looks at.
func (f *Fetcher) show(s *stream.Stream) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stream = s
}

// resolve finds out which bytes an item has.
func (f *Fetcher) resolve(ctx context.Context, it *item) error {
	m, err := f.o.Resolver.Resolve(ctx, it.Track)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	it.Path, it.Identity, it.Size = m.Path, m.Identity, max(m.Size, 0)
	it.Type, it.BitRate, it.Loudness = m.Type, m.BitRate, m.Loudness
	if m.Path == "" {
		it.Key = cmp.Or(m.Identity, "kept:"+it.Track.Key())
	}
	if it.dropped {
		return context.Canceled
	}
	if err := f.index.save(it.entry); err != nil {
		return diskError{err}
	}
	return nil
}

// allow tells whether the limit leaves room for an item.
func (f *Fetcher) allow(it *item) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if limit := f.o.MaxBytes; limit > 0 && f.totalLocked(it)+max(it.Size, it.Saved) > limit {
		return diskError{limitError(limit)}
	}
	return nil
}

// target gives the address of an item, for its stream. For the worker the least window is
// that of slow sound, since requests shall be small.
func (f *Fetcher) target(it *item, told func(source.Media)) stream.Resolve {
	var last source.Media
	return func(ctx context.Context, prev *stream.Target, _ error) (stream.Target, error) {
		if f.o.Offline {
			return stream.Target{}, errPartly(it.Track)
		}
		var m source.Media
		var err error
		if prev == nil {
			m, err = f.o.Resolver.Resolve(ctx, it.Track)
		} else {
			m, err = f.o.Resolver.Refresh(ctx, it.Track, last)
		}
		if err != nil {
			return stream.Target{}, err
		}
		last = m
		t := stream.Target{URL: m.URL, Header: m.Header, Expires: m.Expires, Size: m.Size, Identity: m.Identity, ByteRate: 1}
		if told != nil {
			told(m)
			t.ByteRate = m.BitRate / 8
		}
		return t, nil
	}
}

// read reads what is missing, piece by piece, and waits until it is on disk.
func (f *Fetcher) read(ctx context.Context, it *item, s *stream.Stream) error {
	v := s.NewView(ctx)
	buf := make([]byte, mostPiece)
	at, n := int64(0), int64(1) // the first byte opens the item
	counted := int64(0)
	for {
		if err := f.turn(ctx); err != nil {
			return err
		}
		begun, before := time.Now(), s.Stats()
		_, err := v.ReadAt(buf[:n], at)
		st := s.Stats()
		f.spend(begun, st.Fetched-counted) // also what has come since the last one
		counted = st.Fetched
		f.note(it, st)
		if st.CacheErr == nil && st.Saved > before.Saved && before.Saving {
			f.roomy()
		}
		switch {
		case st.CacheErr != nil:
			return diskError{st.CacheErr}
		case err != nil:
			return err
		case st.Size < 0:
			return errSize
		case !st.Saving:
			return errBusy
		case st.Complete:
			return f.flushed(ctx, s)
		}
		if err := f.allow(it); err != nil {
			return err
		}
		at, n = missing(st, f.piece(st.Throughput))
	}
}

// missing is the next span to ask for, of at most n bytes.
func missing(st stream.Stats, n int64) (int64, int64) {
	at := int64(0)
	for _, r := range st.Present {
		if r.From > at {
			return at, min(n, r.From-at)
		}
		at = r.To
	}
	return at, min(n, st.Size-at)
}

// flushed waits until all bytes are on disk.
func (f *Fetcher) flushed(ctx context.Context, s *stream.Stream) error {
	for begun := time.Now(); ; {
		st := s.Stats()
		switch {
		case st.Saved >= st.Size:
			f.roomy()
			return nil
		case st.CacheErr != nil:
			return diskError{st.CacheErr}
		case time.Since(begun) > flushTime:
			return diskError{errSlow}
		}
		if err := pause(ctx, look); err != nil {
			return err
		}
	}
}

// note keeps how far an item is.
func (f *Fetcher) note(it *item, st stream.Stats) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if st.Size >= 0 {
		it.Size = st.Size
	}
	it.Saved = st.Saved
	it.err = nil
}
