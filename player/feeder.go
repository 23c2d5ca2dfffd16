package player

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"anyaudio/player/decode"
	"anyaudio/player/output"
	"anyaudio/source"
)

// decodeBlock is the number of frames decoded at a time, and roomStep how much room the
// decode goroutine waits for when the ring is full: few long turns cost less
// than many short ones.
const (
	decodeBlock = 960
	roomStep    = output.Rate / 2
)

// A job is one piece of work for the decode goroutine: decode item into the ring,
// from frame on. A job without an item closes everything, or only rests: then
// nothing follows what has been decoded.
type job struct {
	epoch uint64
	item  *item
	frame int64
	rest  bool

	speed     float64
	crossfade int64 // frames; 0 for joins without a gap
	loud      Loudness
}

// A feeder owns the decode goroutine, the only one that waits for the network: it
// opens, probes, seeks and decodes, and fills the ring. A new job interrupts the
// running one, whatever that waits for.
type feeder struct {
	opener Opener
	ffmpeg string // path, empty for none
	place  func(context.Context, source.Track, time.Duration) time.Duration
	ring   *ring
	tl     *timeline
	log    *slog.Logger
	notes  chan<- note
	data   chan struct{} // to the sound goroutine: there are new frames
	room   chan struct{} // from the sound goroutine: there is room
	guard  *guard

	mu     sync.Mutex // guards the two below
	next   *job
	cancel context.CancelFunc
	wake   chan struct{}

	// decode goroutine only
	open  []*item // at most two: the one that is heard and the next
	tails []*tail // of items of this epoch, oldest first, at most two
	joint *joint  // the last one, nil for none
	buf   []float32
	wg    sync.WaitGroup
}

func newFeeder(o Opener, r *ring, tl *timeline, log *slog.Logger, notes chan<- note, data, room chan struct{}, g *guard) *feeder {
	return &feeder{
		opener: o, ring: r, tl: tl, log: log, notes: notes, data: data, room: room, guard: g,
		wake: make(chan struct{}, 1), buf: make([]float32, 2*decodeBlock),
	}
}

// do replaces whatever the decode goroutine is at with j. The loop calls it.
func (f *feeder) do(j job) {
	f.mu.Lock()
	f.next = &j
	if f.cancel != nil {
		f.cancel()
	}
	f.mu.Unlock()
	poke(f.wake)
}

// poke puts a token into a channel of one place, where there is none yet.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// run is the decode goroutine; it ends with ctx, when all inputs are closed.
func (f *feeder) run(ctx context.Context) {
	defer f.wg.Wait()
	defer f.keep(nil)
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
		}
		f.mu.Lock()
		j := f.next
		f.next = nil
		jctx, cancel := context.WithCancel(ctx)
		f.cancel = cancel
		f.mu.Unlock()
		if j != nil {
			f.work(jctx, *j)
		}
		cancel()
	}
}

// work does one job and tells the loop how it ended, unless it was interrupted.
func (f *feeder) work(ctx context.Context, j job) {
	if j.rest {
		f.playOut(ctx, j.epoch)
		return
	}
	f.keep(j.item)
	if j.item == nil {
		f.tails = nil
		return
	}
	started, err := f.decode(ctx, j)
	if ctx.Err() != nil {
		return
	}
	n := note{kind: noteDecoded, epoch: j.epoch, item: j.item, err: err}
	if err != nil {
		f.log.Warn("track failed", "track", j.item.entry.Track, "err", err)
		if !started {
			n.kind = noteFailed
		}
	}
	f.note(ctx, n)
}

// keep closes all open items but it and the one opened before it, which may
// still be heard and sought in.
func (f *feeder) keep(it *item) {
	if it == nil {
		for _, o := range f.open {
			f.close(o)
		}
		f.open = f.open[:0]
		return
	}
	for _, o := range f.open {
		if o == it {
			return
		}
	}
	f.open = append(f.open, it)
	for len(f.open) > 2 {
		f.close(f.open[0])
		f.open = append(f.open[:0], f.open[1:]...)
	}
}

// close closes an item's decoder and input beside the decode goroutine: a new track need
// not wait for the old one's connections to end.
func (f *feeder) close(it *item) {
	closer := it.closer
	it.raw, it.dec, it.closer = nil, nil, nil
	in := it.input.Load()
	if in == nil {
		return
	}
	f.wg.Go(func() {
		defer f.guard.catch("closer")
		if closer != nil {
			if err := closer.Close(); err != nil {
				f.log.Debug("close decoder", "track", it.entry.Track, "err", err)
			}
		}
		if err := (*in).Close(); err != nil {
			f.log.Debug("close", "track", it.entry.Track, "err", err)
		}
	})
}

// decode runs a job to the track's end. started reports that a segment was begun, so
// that the error is heard of when the sound before it has been heard.
func (f *feeder) decode(ctx context.Context, j job) (started bool, err error) {
	it := j.item
	defer func() {
		if p := recover(); p != nil {
			f.log.Error("panic while decoding", "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("decoding: %w: %v", decode.ErrDamaged, p)
			if started {
				f.tl.finish(j.epoch, it, f.ring.w.Load(), err)
			}
		}
	}()
	opened := it.dec == nil
	if err := f.prepare(ctx, j); err != nil {
		return false, err
	}
	if opened && j.frame == 0 {
		j.frame = f.placeOf(ctx, it)
	}
	frame, err := it.dec.SeekFrame(j.frame)
	if err != nil {
		return false, fmt.Errorf("seek: %w", err)
	}
	l := newLane(f, j, frame)
	if err := l.begin(ctx); err != nil {
		return false, err
	}
	poke(f.data)
	for {
		n, err := it.dec.Read(f.buf)
		if it.dec.Len() != it.length {
			f.tell(ctx, j) // some formats tell their length late
		}
		if n > 0 {
			if err := l.take(ctx, f.buf[:2*n]); err != nil {
				return true, err
			}
		}
		if err == nil {
			continue
		}
		if errors.Is(err, io.EOF) {
			err = nil
		}
		if ctx.Err() != nil {
			return true, ctx.Err()
		}
		return true, l.end(ctx, err)
	}
}

// placeOf is the frame at which an item begins that nobody sent to one.
func (f *feeder) placeOf(ctx context.Context, it *item) int64 {
	length := output.Duration(it.length)
	if f.place == nil || length <= 0 {
		return 0
	}
	if at := f.place(ctx, it.entry.Track, length); at > 0 && at < length {
		return int64(output.Frames(at))
	}
	return 0
}

// prepare opens the item's input and decoder if they are not open yet.
func (f *feeder) prepare(ctx context.Context, j job) error {
	it := j.item
	if in := it.input.Load(); in == nil {
		opened, err := f.opener.Open(ctx, it.entry.Track)
		if err != nil {
			return err
		}
		it.input.Store(&opened)
	}
	in := *it.input.Load()
	in.SetContext(ctx)
	if it.dec != nil {
		return nil
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	dec, err := decode.OpenWith(in, in.Hint(), decode.Options{FFmpeg: f.ffmpeg})
	if err != nil {
		return err
	}
	it.closer, _ = dec.(io.Closer)
	it.raw, it.dec = dec, decode.Resample(dec, output.Rate)
	f.tell(ctx, j)
	return nil
}

// tell lets the loop and the input know what is known of the file.
func (f *feeder) tell(ctx context.Context, j job) {
	in := *j.item.input.Load()
	if r, ok := in.(interface{ SetBitRate(int) }); ok {
		r.SetBitRate(j.item.raw.Format().BitRate)
	}
	f.note(ctx, note{kind: noteOpened, epoch: j.epoch, item: j.item, facts: j.item.facts()})
}

// put writes frames to the ring and waits for room. It returns how many frames it has
// written, fewer only when ctx ends.
func (f *feeder) put(ctx context.Context, p []float32) (frames int, err error) {
	for {
		n := f.ring.write(p)
		p, frames = p[2*n:], frames+n
		poke(f.data)
		if len(p) == 0 {
			return frames, nil
		}
		for f.ring.free() < roomStep {
			select {
			case <-ctx.Done():
				return frames, ctx.Err()
			case <-f.room:
			}
		}
	}
}

func (f *feeder) note(ctx context.Context, n note) {
	select {
	case f.notes <- n:
	case <-ctx.Done():
	}
}

// A note is what the decode and the sound goroutine tell the loop.
type note struct {
	kind  noteKind
	epoch uint64
	item  *item
	err   error
	facts facts
	info  output.Info
}

type noteKind int

const (
	noteOpened   noteKind = iota // item is open, or more is known of it: facts
	noteFailed                   // item cannot be played at all: err
	noteDecoded                  // item is decoded to its end, or to err
	noteHeard                    // item has come to the ear
	noteDrained                  // the last of item has been heard; err is why it ended early
	noteStarving                 // sound is wanted and missing
	noteOutput                   // another output: info; err is why it is the silent clock
	noteLost                     // the output is gone: err
	noteGone                     // the output has ended for good: err
)
