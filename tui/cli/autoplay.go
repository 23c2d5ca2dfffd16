package cli

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"anyaudio/player"
	"anyaudio/source"
)

// A Continuer knows what may follow a track, those in without left out. *taste.Engine is one.
type Continuer interface {
	Continue(ctx context.Context, after source.Track, without []source.Track, n int) ([]source.Track, error)
}

// An AutoplayedPlayer is what Autoplay asks of the player. *player.Player is one.
type AutoplayedPlayer interface {
	Queue() []player.Entry
	Add(tracks ...source.Track)
	Subscribe(ctx context.Context) <-chan player.Event
}

const (
	// autoplayed is how many tracks are added at a time.
	autoplayed = 5
	// autoplayWithin is how long they may be looked for: the last track is playing meanwhile.
	autoplayWithin = 30 * time.Second
)

// Autoplay adds to the queue while its last track plays: what the listener's own history
// suggests, else the radio of that track. It ends with ctx; wait returns then.
func Autoplay(ctx context.Context, p AutoplayedPlayer, taste Continuer, radio source.Relater, log *slog.Logger) (wait func()) {
	a := autoplay{p: p, taste: taste, radio: radio, log: log}
	var wg sync.WaitGroup
	wg.Go(func() { a.run(ctx) })
	return wg.Wait
}

type autoplay struct {
	p     AutoplayedPlayer
	taste Continuer
	radio source.Relater
	log   *slog.Logger
	after uint64 // the entry that tracks were last looked for
}

func (a *autoplay) run(ctx context.Context) {
	for e := range a.p.Subscribe(ctx) {
		st, ok := e.(player.StateChanged)
		if !ok || st.State.Status != player.Playing || st.State.Repeat != player.RepeatOff ||
			st.State.Index != st.State.QueueLen-1 || st.State.Entry.ID == a.after {
			continue
		}
		a.after = st.State.Entry.ID
		if tracks := a.find(ctx, st.State.Entry.Track); len(tracks) > 0 {
			a.p.Add(tracks...)
		}
	}
}

// find looks for what may follow t; nothing when there is none.
func (a *autoplay) find(ctx context.Context, t source.Track) []source.Track {
	ctx, cancel := context.WithTimeout(ctx, autoplayWithin)
	defer cancel()
	queued := map[string]bool{}
	var without []source.Track
	for _, e := range a.p.Queue() {
		without = append(without, e.Track)
		queued[e.Track.Key()] = true
	}
	tracks, err := a.taste.Continue(ctx, t, without, autoplayed)
	if err != nil {
		a.log.Warn("autoplay: no suggestions", "err", err)
	}
	if len(tracks) > 0 {
		return tracks
	}
	page, err := a.radio.Radio(ctx, t, "")
	if err != nil {
		a.log.Debug("autoplay: no radio", "track", t, "err", err)
	}
	for _, r := range page.Tracks {
		if len(tracks) < autoplayed && !queued[r.Key()] && !r.Live {
			queued[r.Key()] = true
			tracks = append(tracks, r)
		}
	}
	return tracks
}

// A Refresher asks the network for what goes with what was heard. *taste.Engine is one.
type Refresher interface {
	Refresh(ctx context.Context) (answers int, err error)
}

// Suggesting keeps suggestions fresh: it asks at the start and when a track was heard to its
// end. It ends with ctx; wait returns then.
func Suggesting(ctx context.Context, p interface {
	Subscribe(ctx context.Context) <-chan player.Event
}, r Refresher, log *slog.Logger,
) (wait func()) {
	var wg sync.WaitGroup
	wg.Go(func() {
		refresh(ctx, r, log)
		for e := range p.Subscribe(ctx) {
			if e, ok := e.(player.TrackEnded); ok && e.Finished {
				refresh(ctx, r, log)
			}
		}
	})
	return wg.Wait
}

func refresh(ctx context.Context, r Refresher, log *slog.Logger) {
	if _, err := r.Refresh(ctx); err != nil && ctx.Err() == nil {
		log.Debug("suggestions are not refreshed", "err", err)
	}
}
