package player

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"anyaudio/player/effect"
	"anyaudio/player/output"
)

const (
	blockFrames = output.Rate / 50 // rendered and written at a time: 20 ms
	closeWithin = 300 * time.Millisecond
	// fadeWithin is how long an output may take to accept a fade: one whose reader is stopped
	// takes nothing, and a pause must not wait for it.
	fadeWithin = 200 * time.Millisecond
)

// wishes is what the loop wants of the sound goroutine; the newest counts.
type wishes struct {
	epoch  uint64
	paused bool
	mix    matrix
	shape  shaping
	dim    dimming
}

// shaping is what the shape of the graph shall do.
type shaping struct {
	loud   Loudness
	curve  effect.Curve
	summed bool // two tracks may sound together: keep their sum below the ceiling
}

// A sound owns the sound goroutine, the only one that uses the output: it takes
// frames from the ring through the graph to the output in blocks, and makes the fades.
//
// Whatever changes the sound does it in the same three steps: take back from
// the output what is not heard yet, set a ramp at that ring position, render again.
type sound struct {
	ring  *ring
	tl    *timeline
	graph *graph
	log   *slog.Logger
	notes chan<- note
	data  chan struct{} // from the decode goroutine and the opener: look again
	room  chan struct{} // to the decode goroutine
	outs  *outputs
	tap   tap

	mu      sync.Mutex // guards the three below
	wishes  wishes
	changed bool
	stop    context.CancelFunc // makes a waiting Write return

	underruns atomic.Int64
	reduction atomic.Uint64 // of the limiter, the bits of a factor

	// sound goroutine only
	now      wishes // as taken over
	out      output.Output
	pos      int64         // ring position of the next frame to write
	floor    int64         // where the sound now under way began: nothing before it can be rendered again
	limit    int64         // end of what was contiguous in the ring when last looked
	busy     int64         // until this is heard the shape cannot take another change
	top      int64         // the furthest that pos has been: older sound may have been overwritten
	starting bool          // nothing has been written since a jump, a pause or a shortage
	again    bool          // starting because of a shortage
	since    time.Time     // of starting
	ranDry   time.Time     // the last shortage
	gap      time.Duration // between that and the one before
	stopped  bool          // the output is paused
	heard    *item
	drained  *item
	starving bool
}

func newSound(r *ring, tl *timeline, log *slog.Logger, notes chan<- note, data, room chan struct{}, outs *outputs, w wishes) *sound {
	return &sound{
		ring: r, tl: tl, graph: newGraph(r, blockFrames), log: log, notes: notes,
		data: data, room: room, outs: outs, wishes: w, changed: true, starting: true,
	}
}

// wish hands the loop's wishes over and wakes the sound goroutine.
func (s *sound) wish(w wishes) {
	s.mu.Lock()
	s.wishes, s.changed = w, true
	if s.stop != nil {
		s.stop()
	}
	s.mu.Unlock()
	poke(s.data)
}

// run is the sound goroutine; it ends with ctx.
func (s *sound) run(ctx context.Context) {
	defer s.close()
	wctx, stop := context.WithCancel(ctx)
	defer func() { stop() }()
	for ctx.Err() == nil {
		s.mu.Lock()
		w, changed := s.wishes, s.changed
		s.changed = false
		if wctx.Err() != nil || s.stop == nil {
			stop()
			wctx, stop = context.WithCancel(ctx)
			s.stop = stop
		}
		s.mu.Unlock()
		err := s.takeOutput(ctx)
		if err == nil && s.out != nil {
			if changed {
				err = s.take(w)
			}
			if err == nil {
				err = s.step(wctx)
			}
		} else if s.out == nil {
			s.wait(wctx, -1)
			if changed {
				s.mu.Lock()
				s.changed = true // there is no output yet that could take the wishes over
				s.mu.Unlock()
			}
		}
		if err != nil && wctx.Err() == nil {
			s.failed(ctx, err)
		}
	}
}

// takeOutput goes over to the output that has been opened meanwhile, if any.
func (s *sound) takeOutput(ctx context.Context) error {
	out, info, cause := s.outs.take()
	if out == nil {
		if cause != nil {
			s.note(ctx, note{kind: noteGone, err: cause})
		}
		return nil
	}
	if s.out != nil {
		if err := s.takeBack(); err != nil {
			s.log.Warn("output", "err", err)
		}
		s.out.Close()
	}
	s.out, s.stopped = out, false
	s.tl.wrote(s.pos, out)
	s.restart(s.again)
	s.note(ctx, note{kind: noteOutput, info: info, err: cause})
	if s.now.paused {
		return s.halt()
	}
	return nil
}

// failed deals with an output that does not take sound any more: the position
// heard is held until there is another one.
func (s *sound) failed(ctx context.Context, err error) {
	s.log.Warn("output", "err", err)
	unheard := int64(output.Frames(s.out.Delay()))
	s.pos -= min(unheard, s.pos-s.floor, s.ring.history)
	s.ring.setRead(s.pos)
	s.out.Close()
	s.out = nil
	s.tl.wrote(s.pos, nil)
	if errors.Is(err, output.ErrLost) {
		s.outs.reopen()
		s.note(ctx, note{kind: noteLost, err: err})
		return
	}
	s.note(ctx, note{kind: noteGone, err: err})
}

// take makes the loop's wishes true.
func (s *sound) take(w wishes) error {
	old := s.now
	s.now = w
	if w.epoch != old.epoch || w.paused != old.paused {
		if err := s.fadeOut(); err != nil {
			return err
		}
		s.restart(false)
	}
	if w.epoch != old.epoch {
		s.heard, s.drained = nil, nil
	}
	if w.mix != old.mix {
		if err := s.setMix(w.mix); err != nil {
			return err
		}
	}
	if w.dim != old.dim {
		if err := s.setDim(w.dim); err != nil {
			return err
		}
	}
	if err := s.reshape(); err != nil {
		return err
	}
	if w.paused {
		return s.halt()
	}
	return nil
}

// restart says that sound begins anew, after a shortage when again is set.
func (s *sound) restart(again bool) {
	s.starting, s.again, s.since, s.starving = true, again, time.Now(), false
}

// halt stops the output after what it still holds.
func (s *sound) halt() error {
	if s.stopped {
		return nil
	}
	s.stopped = true
	return s.out.Pause(true)
}

// takeBack takes from the output what is not heard yet; the ring has it still.
func (s *sound) takeBack() error {
	n, err := s.out.Rewind(int(min(s.pos-s.floor, s.ring.history)))
	if err != nil {
		return err
	}
	s.moveTo(s.pos - int64(n))
	return nil
}

// moveTo makes pos the next frame to be written.
func (s *sound) moveTo(pos int64) {
	s.pos, s.top = pos, max(s.top, pos)
	s.ring.setRead(pos)
	s.tl.wrote(pos, s.out)
	if s.ring.free() >= roomStep {
		poke(s.room)
	}
}

// fadeOut ends the sound that is under way in a fade. Does nothing when there is none.
func (s *sound) fadeOut() error {
	if s.starting || s.stopped {
		return nil
	}
	if err := s.takeBack(); err != nil {
		return err
	}
	f := &s.graph.fade.ramp
	*f = ramp{start: s.pos, from: f.at(s.pos), to: 0}
	n := int(min(fadeFrames, s.limit-s.pos)) // less only at a track's own end
	ctx, cancel := context.WithTimeout(context.Background(), fadeWithin)
	defer cancel()
	err := s.give(ctx, n)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil // nobody takes sound, so nobody hears that the fade is missing
	}
	return err
}

// close fades out what sounds, lets the fade be heard and frees the output.
func (s *sound) close() {
	if s.out == nil {
		return
	}
	if err := s.fadeOut(); err == nil && !s.stopped {
		ctx, cancel := context.WithTimeout(context.Background(), closeWithin)
		defer cancel()
		if err := s.out.Drain(ctx); err != nil {
			s.log.Debug("output drain", "err", err)
		}
	}
	if err := s.out.Close(); err != nil {
		s.log.Warn("output close", "err", err)
	}
}

// step does the next thing there is to do: write a block, or wait.
func (s *sound) step(ctx context.Context) error {
	if s.now.paused {
		s.wait(ctx, -1)
		return nil
	}
	if err := s.reshape(); err != nil {
		return err
	}
	st := s.tl.next(s.pos, s.ring.w.Load())
	if st.item == nil { // still being opened, or sought in
		s.starve(ctx)
		return nil
	}
	if st.pos != s.pos {
		s.floor = st.pos
		s.moveTo(st.pos)
	}
	s.limit = st.pos + int64(st.avail)
	s.graph.shape.end = st.end
	if s.starting {
		if st.avail < preroll(s.again, s.gap) && !st.ended && !st.held {
			s.starve(ctx)
			return nil
		}
		if st.avail > 0 {
			s.start(st)
		}
	}
	n := st.avail
	if !st.ended {
		// Kept back so that there is always something to fade out with, and for the limiter
		// to look at.
		n -= fadeFrames + effect.Lookahead
	}
	switch {
	case n > 0:
		return s.write(ctx, min(n, blockFrames))
	case st.ended:
		return s.end(ctx, st)
	default:
		return s.shortage(ctx, st)
	}
}

// start begins to write: with a fade in, unless it is the very beginning of a track.
func (s *sound) start(st stretch) {
	s.floor = s.pos
	f := ramp{start: s.pos, from: 0, to: 1}
	if st.frame == 0 {
		f.start -= fadeFrames
	}
	s.graph.fade.ramp = f
	s.graph.dim.ramp = s.now.dim.ramp(s.pos)
	s.starting, s.again, s.starving = false, false, false
	s.heard, s.drained = nil, nil
	if s.stopped {
		s.stopped = false
		if err := s.out.Pause(false); err != nil {
			s.log.Warn("output", "err", err)
		}
	}
}

// render gives the next n frames.
func (s *sound) render(n int) []float32 {
	sh := &s.graph.shape
	sh.first = max(s.floor, s.top-s.ring.history)
	sh.levels.segs = s.tl.levels(sh.levels.segs, sh.levels.old, sh.levels.now)
	out := s.graph.render(s.pos, n)
	s.reduction.Store(math.Float64bits(sh.reduction()))
	return out
}

// limiting is what the limiter takes away now, in dB. Any goroutine may call it.
func (s *sound) limiting() float64 {
	g := math.Float64frombits(s.reduction.Load())
	if g == 0 || g == 1 {
		return 0
	}
	return -20 * math.Log10(g)
}

// write renders and writes n frames. An output may take as long as it likes over them; what comes
// to the ear meanwhile and has to be noticed ends the wait.
func (s *sound) write(ctx context.Context, n int) error {
	ear, until := s.tl.ear(), s.pos
	for _, at := range [...]int64{s.tl.coming(), s.busy} {
		if at > ear {
			until = min(until, at)
		}
	}
	wctx := ctx
	if until < s.pos {
		var cancel context.CancelFunc
		wctx, cancel = context.WithTimeout(ctx, output.Duration(until-ear))
		defer cancel()
	}
	err := s.give(wctx, n)
	s.listen(ctx)
	if wctx.Err() != nil && ctx.Err() == nil {
		return nil
	}
	return err
}

// give renders n frames, writes them and goes on behind those that were taken.
func (s *sound) give(ctx context.Context, n int) error {
	frames := s.render(n)
	s.tap.keep(s.pos, frames)
	done, err := s.out.Write(ctx, frames)
	s.moveTo(s.pos + int64(done))
	return err
}

// listen tells the loop when another track comes to the ear.
func (s *sound) listen(ctx context.Context) {
	if it, _, started := s.tl.heard(); started && it != s.heard {
		s.heard = it
		s.note(ctx, note{kind: noteHeard, epoch: s.now.epoch, item: it})
	}
}

// wait sleeps until there is news or d has passed; a negative d is for ever.
func (s *sound) wait(ctx context.Context, d time.Duration) {
	var c <-chan time.Time
	if d >= 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		c = t.C
	}
	select {
	case <-ctx.Done():
	case <-s.data:
	case <-c:
	}
}

func (s *sound) note(ctx context.Context, n note) {
	select {
	case s.notes <- n:
	case <-ctx.Done():
	}
}
