package fetch

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/stream"
)

// A Fetcher keeps tracks on disk and opens them. Its methods may be called from any
// goroutine; after Close they give os.ErrClosed or do nothing.
type Fetcher struct {
	o     Options
	log   *slog.Logger
	index index
	wake  chan struct{} // the worker shall look again
	ctx   context.Context
	stop  context.CancelFunc
	wg    sync.WaitGroup

	mu     sync.Mutex // guards below; never held during I/O but that of the index
	items  map[string]*item
	order  []*item // as they were added
	paused bool
	rate   int64
	room   string // why nothing can be written, empty when it can
	hold   time.Time
	now    *item // what the worker is at
	cancel context.CancelFunc
	done   chan struct{}  // closed when the worker has left now
	stream *stream.Stream // of now, nil while there is none

	ready time.Time // for the next request; the worker's
}

// An item is a track that is kept, or shall be.
type item struct {
	entry
	players int // inputs that are open
	dropped bool
	tries   int
	after   time.Time // not to be tried before
	err     error     // of the last try
	failed  bool      // err will be the same tomorrow
}

var _ player.Opener = (*Fetcher)(nil)

// New reads the index and goes on with what is not complete. The error is that of the index.
func New(o Options) (*Fetcher, error) {
	f := &Fetcher{o: o, log: o.Logger, index: index{o.Dir}, wake: make(chan struct{}, 1), items: map[string]*item{}, rate: o.Rate}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	entries, err := f.index.load(f.log)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return a.Added.Compare(b.Added) })
	for _, e := range entries {
		it := &item{entry: e}
		f.items[e.Track.Key()] = it
		f.order = append(f.order, it)
	}
	f.ctx, f.stop = context.WithCancel(context.Background())
	if !o.Offline {
		f.wg.Go(f.work)
	}
	return f, nil
}

// Close ends the worker and waits for it. Inputs that are open stay usable.
func (f *Fetcher) Close() error {
	f.stop()
	f.wg.Wait()
	return nil
}

// Keep has tracks fetched, in the order given, behind those that wait. One that has failed
// is tried again.
func (f *Fetcher) Keep(tracks ...source.Track) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ctx.Err() != nil {
		return os.ErrClosed
	}
	for _, t := range tracks {
		if t.Live {
			return &source.Error{Kind: source.ErrUnsupported, Line: "a live stream cannot be kept", Hint: "choose a recording"}
		}
		if it := f.items[t.Key()]; it != nil {
			it.failed, it.tries, it.after = false, 0, time.Time{}
			continue
		}
		it := &item{entry: entry{Track: t, Added: time.Now().Round(0)}}
		if err := f.index.save(it.entry); err != nil {
			f.poke()
			return errNoNote(t, err)
		}
		f.items[t.Key()] = it
		f.order = append(f.order, it)
	}
	f.poke()
	return nil
}

// Drop lets tracks go and deletes their bytes. Those of one that is being played go with the
// turn of the cache.
func (f *Fetcher) Drop(tracks ...source.Track) error {
	var errs []error
	for _, t := range tracks {
		f.mu.Lock()
		it := f.items[t.Key()]
		if it == nil {
			f.mu.Unlock()
			continue
		}
		it.dropped = true
		delete(f.items, t.Key())
		f.order = slices.DeleteFunc(f.order, func(o *item) bool { return o == it })
		errs = append(errs, f.index.remove(t))
		left := f.leaveLocked(it)
		key := it.Key
		f.mu.Unlock()
		<-left
		if key != "" {
			errs = append(errs, f.o.Cache.Keep(key, false))
			f.o.Cache.Remove(key) // in use: then Sweep takes it later
		}
	}
	return errors.Join(errs...)
}

// Pause holds fetching, or lets it go on. A request that is under way is finished.
func (f *Fetcher) Pause(on bool) {
	f.mu.Lock()
	f.paused = on
	f.mu.Unlock()
	f.poke()
}

// SetRate changes Options.Rate.
func (f *Fetcher) SetRate(n int64) {
	f.mu.Lock()
	f.rate = n
	f.mu.Unlock()
	f.poke()
}

// poke wakes the worker. It never blocks.
func (f *Fetcher) poke() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// leaveLocked makes the worker leave an item and returns a channel that is closed when it has.
func (f *Fetcher) leaveLocked(it *item) <-chan struct{} {
	if f.now != it {
		c := make(chan struct{})
		close(c)
		return c
	}
	f.cancel()
	return f.done
}

// A State says how far a kept track is.
type State int

// The states of a track.
const (
	Waiting  State = iota // for its turn, or for another try
	Fetching              // the worker is at it
	Complete              // all is here
	Failed                // it cannot be had; Err tells why
)

// An Item is a track with what is here of it.
type Item struct {
	Track source.Track
	State State
	Saved int64 // bytes that are here
	Size  int64 // 0 when unknown
	Err   error // why it has failed or waits for another try, nil for neither
}

// A Snapshot is what is kept.
type Snapshot struct {
	Items []Item // in the order in which they were added
	// Complete and Failed count items, Saved and Size bytes as far as they are known.
	Complete, Failed int
	Saved, Size      int64
	Paused           bool // by Pause, or for good by Options.Offline
	// Trouble is one line about what keeps all from going on, empty for nothing.
	Trouble string
}

// Snapshot tells how far it is. It does no I/O.
func (f *Fetcher) Snapshot() Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := Snapshot{Paused: f.paused || f.o.Offline, Trouble: f.room, Items: make([]Item, 0, len(f.order))}
	for _, it := range f.order {
		i := Item{Track: it.Track, Saved: it.Saved, Size: it.Size, Err: it.err}
		switch {
		case it.Complete:
			i.State, i.Err = Complete, nil
			s.Complete++
		case it.failed:
			i.State = Failed
			s.Failed++
		case it == f.now:
			i.State = Fetching
			f.lookLocked(&i)
		}
		s.Saved += i.Saved
		s.Size += max(i.Size, i.Saved)
		s.Items = append(s.Items, i)
	}
	return s
}

// lookLocked asks the stream of the item that the worker is at.
func (f *Fetcher) lookLocked(i *Item) {
	if f.stream == nil {
		return
	}
	st := f.stream.Stats()
	i.Saved, i.Size = max(i.Saved, st.Saved), max(i.Size, st.Size)
	if st.Waiting && st.Err != nil {
		i.Err = st.Err
	}
}

// Kept reports whether a track is kept, and whether all of it is here.
func (f *Fetcher) Kept(t source.Track) (kept, complete bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	it := f.items[t.Key()]
	return it != nil, it != nil && it.Complete
}

// totalLocked is how many bytes are kept, with the whole size of what has been begun.
func (f *Fetcher) totalLocked(but *item) (n int64) {
	for _, it := range f.order {
		if it != but && it.Path == "" && it.Key != "" {
			n += cmp.Or(it.Size, it.Saved)
		}
	}
	return n
}
