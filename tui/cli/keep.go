package cli

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/library"
)

// A KeptPlayer is what a Keeper asks of the player. *player.Player is one.
type KeptPlayer interface {
	State() player.State
	Progress() player.Progress
	Queue() []player.Entry
	Subscribe(ctx context.Context) <-chan player.Event
}

const (
	// keepPeriod is how often the place in the track is noted. The library writes the newest
	// note once a second.
	keepPeriod = 500 * time.Millisecond
	// finishedWithin of its end a track counts as heard to its end: many end in silence.
	finishedWithin = 5 * time.Second
	// unnamed is what Undo calls a change of the queue that nobody named, such as that
	// suggestions came at its end.
	unnamed = "what came into the queue by itself"
	// onItsWay is how long an event takes from the player at the most.
	onItsWay = 20 * time.Millisecond
	// lastWrites is how long the disk is waited for at the end of the program. Before that a write
	// takes the time that the library gives it, since another program may be writing.
	lastWrites = 2 * time.Second
)

// A Keeper writes into the library what a player does: what is heard and how far, the queue
// and the place in it, what cannot be played any more.
type Keeper struct {
	p     KeptPlayer
	lib   *library.Library
	queue bool
	log   *slog.Logger

	cancel context.CancelFunc
	wg     sync.WaitGroup
	label  atomic.Pointer[string] // of the next change of the queue

	// of the goroutine
	state player.State
	play  *library.Play // nil for none
	gen   uint64        // that play belongs to
	entry uint64        // that it plays
	at    library.Progress
	last  time.Time      // of the note before
	saved []source.Track // the queue
}

// Keep starts a Keeper, with queue false for one that leaves the queue of the last session
// as it is. Stop it before the player is closed.
func Keep(ctx context.Context, p KeptPlayer, lib *library.Library, queue bool, log *slog.Logger) *Keeper {
	k := &Keeper{p: p, lib: lib, queue: queue, log: log}
	ctx, k.cancel = context.WithCancel(ctx)
	k.wg.Go(func() { k.run(ctx) })
	return k
}

// Places is player.Options.Place: a long track is taken up where it was left. Not in private mode:
// there it begins as if it had never been heard, or its place, which stays where it was, would take
// the listener back at each return to the track.
func Places(lib *library.Library, log *slog.Logger) func(context.Context, source.Track, time.Duration) time.Duration {
	return func(ctx context.Context, t source.Track, length time.Duration) time.Duration {
		if lib.Private() || length < library.LongTrack {
			return 0
		}
		left, err := lib.Position(ctx, t)
		if err != nil && !errors.Is(err, context.Canceled) {
			log.Warn("library: position", "err", err)
		}
		return left
	}
}

// Stop ends the Keeper and waits for its last writes, a few seconds at the most.
func (k *Keeper) Stop() {
	k.cancel()
	k.wg.Wait()
}

// Label names the next change of the queue, for Undo. It does not wait.
func (k *Keeper) Label(label string) { k.label.Store(&label) }

func (k *Keeper) run(ctx context.Context) {
	// It outlives ctx by what has happened and is still on its way.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(lastWrites, end) })()
	events := k.p.Subscribe(life)
	tick := time.NewTicker(keepPeriod)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			k.drain(life, events)
			k.finish(life)
			return
		case e, ok := <-events:
			if !ok {
				k.finish(life)
				return
			}
			k.handle(life, e)
		case <-tick.C:
			k.note()
		}
	}
}

// drain deals with the events that are still on their way.
func (k *Keeper) drain(ctx context.Context, events <-chan player.Event) {
	for {
		select {
		case e, ok := <-events:
			if !ok {
				return
			}
			k.handle(ctx, e)
		case <-time.After(onItsWay):
			return
		}
	}
}

// finish writes what is known when nothing more will come.
func (k *Keeper) finish(ctx context.Context) {
	k.note()
	k.saveQueue(ctx)
	k.end(ctx, library.BrokenOff)
}

// handle deals with an event.
func (k *Keeper) handle(ctx context.Context, e player.Event) {
	switch e := e.(type) {
	case player.StateChanged:
		k.change(ctx, e.State)
	case player.QueueChanged:
		k.saveQueue(ctx)
	case player.TrackEnded:
		k.ended(ctx, e)
	case player.TrackFailed:
		if gone(e.Err) {
			k.check("mark", k.lib.SetUnplayable(ctx, e.Entry.Track, player.Explain(e.Err)))
		}
	}
}

// gone tells errors that will be the same tomorrow from those of the network.
func gone(err error) bool {
	return errors.Is(err, source.ErrUnavailable) || errors.Is(err, source.ErrNotFound)
}

// change takes over the player's state.
func (k *Keeper) change(ctx context.Context, st player.State) {
	was := k.state
	k.state = st
	if st.Status == player.Playing && st.Entry.ID != 0 && (k.play == nil || st.Generation != k.gen) {
		k.end(ctx, library.BrokenOff) // its end was not told of
		k.begin(ctx)
	}
	if st.Index != was.Index || st.Repeat != was.Repeat || st.Shuffle != was.Shuffle || st.Status != was.Status {
		k.saveQueue(ctx)
	}
}

// begin records that the current track is heard.
func (k *Keeper) begin(ctx context.Context) {
	t := k.state.Entry.Track
	k.gen, k.entry, k.last = k.state.Generation, k.state.Entry.ID, time.Now()
	k.at = library.Progress{Duration: k.state.Duration}
	play, err := k.lib.Begin(ctx, t, t.Provider)
	k.check("play", err)
	k.play = play
	k.check("unmark", k.lib.SetUnplayable(ctx, t, ""))
}

// note keeps how far the track is.
func (k *Keeper) note() {
	now := time.Now()
	since := min(now.Sub(k.last), 2*keepPeriod)
	k.last = now
	if k.play == nil {
		return
	}
	pr := k.p.Progress()
	if pr.Generation != k.gen {
		return
	}
	k.at.Position = pr.Position
	k.at.Duration = max(k.at.Duration, pr.Duration)
	if k.state.Status == player.Playing {
		k.at.Heard += since
	}
	k.play.Progress(k.at)
}

// ended ends the play of a track that is heard no more.
func (k *Keeper) ended(ctx context.Context, e player.TrackEnded) {
	if k.play == nil || k.entry != e.Entry.ID {
		// It was so short that no state told of it.
		k.end(ctx, library.BrokenOff)
		play, err := k.lib.Begin(ctx, e.Entry.Track, e.Entry.Track.Provider)
		k.check("play", err)
		k.play, k.at = play, library.Progress{Heard: e.Position}
	}
	k.at.Position, k.at.Duration = e.Position, max(k.at.Duration, e.Duration)
	how := library.Skipped
	if e.Finished || k.nearEnd() {
		how = library.Finished
	}
	k.end(ctx, how)
}

// nearEnd reports that so little was left that leaving the track is no skip.
func (k *Keeper) nearEnd() bool {
	return k.at.Duration > 0 && k.at.Duration-k.at.Position <= finishedWithin
}

// end ends the play, if there is one.
func (k *Keeper) end(ctx context.Context, how library.Outcome) {
	if k.play == nil {
		return
	}
	if how == library.BrokenOff && k.nearEnd() {
		how = library.Finished
	}
	k.check("play", k.play.End(ctx, how, k.at))
	k.play = nil
}

func (k *Keeper) saveQueue(ctx context.Context) {
	if !k.queue {
		return
	}
	q, label := QueueOf(k.p), ""
	if !slices.Equal(q.Tracks, k.saved) {
		label = unnamed // without a name no edit before it could be taken back
		if l := k.label.Swap(nil); l != nil {
			label = *l
		}
		k.saved = q.Tracks
	}
	k.check("queue", k.lib.SaveQueue(ctx, q, label))
}

// check logs what went wrong: that the disk is full is told to the listener by the library.
func (k *Keeper) check(what string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		k.log.Warn("library: "+what, "err", err)
	}
}

// QueueOf is the queue of a player and the place in it.
func QueueOf(p interface {
	State() player.State
	Progress() player.Progress
	Queue() []player.Entry
},
) library.Queue {
	st := p.State()
	q := library.Queue{Index: max(st.Index, 0), Position: p.Progress().Position, Repeat: int(st.Repeat), Shuffle: st.Shuffle}
	for _, e := range p.Queue() {
		q.Tracks = append(q.Tracks, e.Track)
	}
	if st.Status == player.Stopped {
		q.Position = 0
	}
	return q
}

// RestoreQueue puts a queue into a player that has just been started; it waits there, paused.
func RestoreQueue(p interface {
	Restore(tracks []source.Track, index int, pos time.Duration)
	SetRepeat(r player.Repeat)
	RestoreShuffle()
}, q library.Queue,
) {
	if len(q.Tracks) == 0 {
		return
	}
	p.Restore(q.Tracks, min(max(q.Index, 0), len(q.Tracks)-1), max(q.Position, 0))
	if r := player.Repeat(q.Repeat); r >= player.RepeatOff && r <= player.RepeatOne {
		p.SetRepeat(r)
	}
	if q.Shuffle {
		p.RestoreShuffle()
	}
}
