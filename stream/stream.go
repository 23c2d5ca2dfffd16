package stream

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// A Stream is one file at an origin. It fetches what its views need, keeps what
// came as far as its memory goes, and goes on by itself after failures. Its methods
// may be called from any goroutine.
type Stream struct {
	// Immutable after Open.
	pool    *Pool
	resolve Resolve
	opts    Options
	ctx     context.Context
	cancel  context.CancelCauseFunc
	kick    chan struct{} // wakes the engine
	dials   atomic.Int64
	wg      sync.WaitGroup // engine, windows, resolver, saver

	mu      sync.Mutex // guards below; never held while waiting
	started bool       // the engine runs
	closed  bool
	failed  error         // why no byte will be fetched any more; what is present can be read
	changed chan struct{} // see changedLocked

	// The file.
	store store
	used  rangeSet // bytes that views have read
	size  int64    // -1 unknown
	val   validator

	// Where it comes from.
	target     *Target // nil before the first resolve
	generation int     // counts targets
	at, home   place   // where requests go: past redirects, and target's own
	accepted   int     // replies accepted from this generation
	lifetime   time.Duration
	resolving  bool
	refresh    error // why another target is wanted, nil when it is not
	resolves   retry // failures of Resolve in a row
	noRange    bool  // the origin has answered a range from 0 with the whole file
	learnt     int64 // longest reply the origin gives, 0 when not bounded
	full       int   // replies since then that were as long as asked for

	// Who wants it.
	views    []*View
	waits    []*wait // reads that are blocked
	primary  *View   // the view that read last
	cursor   cursor  // of primary, at its last Read
	wakeAt   int64   // the engine wants to know when primary gets here, -1 when not
	filling  bool    // between the low and the high mark
	measured int     // bytes of a second of sound, from SetByteRate, 0 unknown

	// What is being done about it.
	windows []*running
	retry   retry
	slow    int // windows in a row that were given up as too slow
	wakes   wakeDetector
	stats   Stats // counters

	// The cache on disk.
	item     *item         // nil without one
	itemBusy sync.RWMutex  // held, after mu or alone, while the item's files are used
	saving   bool          // the item is written
	saves    chan struct{} // wakes the saver
	stale    bool          // the item shall not outlive the stream
	identity string        // of target
	pinned   bool
	marked   bool // pinned is on disk; only the saver uses it
}

// Open returns a stream of the file that resolve finds. It does nothing yet: the
// address is resolved and requests are made when a view needs a byte. Errors come from
// the read that needs the missing byte. ctx bounds the life of the stream: when it
// ends, reads of missing bytes fail with its error. Close must be called in any case.
func (p *Pool) Open(ctx context.Context, resolve Resolve, opts Options) *Stream {
	opts.setDefaults()
	s := &Stream{pool: p, resolve: resolve, opts: opts, kick: make(chan struct{}, 1), size: -1, wakeAt: -1}
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	return s
}

// NewView returns a reader of s with its own position, at the start of the file, and
// its own context. It costs next to nothing.
func (s *Stream) NewView(ctx context.Context) *View {
	v := &View{s: s, ctx: ctx}
	s.mu.Lock()
	s.views = append(s.views, v)
	s.mu.Unlock()
	return v
}

// Close ends the stream: blocked reads return an error that is os.ErrClosed,
// requests are cancelled and all goroutines have ended when it returns. It may be
// called more than once.
func (s *Stream) Close() error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	s.notifyLocked()
	s.mu.Unlock()
	s.cancel(errClosed)
	s.wg.Wait()
	if first {
		s.pool.remove(s)
		s.mu.Lock()
		if s.item != nil {
			s.item.close(s.stale)
		}
		s.store = store{}
		s.mu.Unlock()
	}
	return nil
}

// SetByteRate tells how many bytes a second of sound takes, where the target could
// not: read-ahead is by time. It may be called at any time; 0 and less are ignored.
func (s *Stream) SetByteRate(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n > 0 {
		s.measured = n
	}
}

// Kick forgets pauses after failures and connections that are idle, and tries again
// now: for a listener who asks for it, or when the network has changed.
func (s *Stream) Kick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pool.dropIdle()
	s.retry.pause, s.retry.after = 0, 0
	s.resolves.pause, s.resolves.after = 0, 0
	s.wake()
}

// startLocked lets the engine work, beginning with the first need of a byte.
func (s *Stream) startLocked() {
	if !s.started && !s.closed {
		s.started = true
		if !s.pool.add(s) {
			s.failLocked(errClosed)
			return
		}
		s.wg.Go(s.engine)
	}
	s.wake()
}

// wake makes the engine look again. It never blocks.
func (s *Stream) wake() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}

// changedLocked returns a channel that is closed at the next change of what is
// present, of the size, or of a failure.
func (s *Stream) changedLocked() <-chan struct{} {
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

func (s *Stream) notifyLocked() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// failLocked ends all fetching. Bytes that are present can still be read.
func (s *Stream) failLocked(err error) {
	if s.failed != nil {
		return
	}
	s.failed = err
	if errors.Is(err, ErrChanged) {
		s.stale, s.saving = true, false // the next stream begins anew
	}
	for _, w := range s.windows {
		w.cancel(err)
	}
	s.notifyLocked()
}

// errorLocked puts err into an *Error for the byte at off.
func (s *Stream) errorLocked(off int64, err error) error {
	e := &Error{Offset: off, Err: err}
	if s.at.url != nil {
		e.Host = s.at.url.Host
	}
	return e
}

// byteRateLocked is the bytes of a second of sound.
func (s *Stream) byteRateLocked() int {
	if s.target != nil && s.target.ByteRate > 0 {
		return s.target.ByteRate
	}
	if s.measured > 0 {
		return s.measured
	}
	return defaultByteRate
}

// setSizeLocked takes the length of the file as an origin or a target tells it.
func (s *Stream) setSizeLocked(n int64) error {
	switch {
	case n < 0 || n == s.size:
		return nil
	case s.size >= 0:
		return fmt.Errorf("length was %d and is %d: %w", s.size, n, ErrChanged)
	}
	s.size = n
	s.notifyLocked()
	return nil
}
