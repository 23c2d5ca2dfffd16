package taste

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
)

const (
	// maxPlays and maxSaved bound what is looked at: the last ones. With the decay of
	// halfTaste the plays before them count next to nothing.
	maxPlays = 4000
	maxSaved = 1000
)

// Options of an Engine. Library is needed, the rest may be zero.
type Options struct {
	// Library has what was heard and keeps what is asked for. It stays the caller's.
	Library *library.Library
	// Relater is asked for what goes with a track. Nil: suggestions come from what was heard
	// and saved, and from what is kept.
	Relater source.Relater
	// Playable tells what may be suggested, for a listener without a network; nil for
	// everything. It must be quick, and is called from any goroutine.
	Playable func(source.Track) bool
	// Logger gets what a listener need not see. Default: nothing is logged.
	Logger *slog.Logger
	// Now is the clock; its location decides what evening is. Default time.Now.
	Now func() time.Time
}

// An Engine makes suggestions. Its methods may be called from any goroutine; they wait for
// the disk, and Refresh for the network, so that none is for the goroutine that draws. It
// holds nothing: there is no Close, and after that of the library they return os.ErrClosed.
type Engine struct {
	o Options
}

// A Suggestion is a track and why it is one.
type Suggestion struct {
	Track source.Track
	// Reason is one short line of clean text for the listener, "because you finished Song
	// three times this week". It is what counted most.
	Reason string
}

// New returns an engine. It asks nothing yet.
func New(o Options) (*Engine, error) {
	if o.Library == nil {
		return nil, errors.New("taste: no library")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Engine{o: o}, nil
}

// Suggest gives n tracks at the most, the best first; none to who has heard and saved
// nothing. It asks nobody but the library, and is quick.
func (e *Engine) Suggest(ctx context.Context, n int) ([]Suggestion, error) {
	return e.suggest(ctx, request{n: n})
}

// Continue gives n tracks at the most to play after one, for a queue that has come to its
// end: as Suggest, with what is like that track first, as far as a Refresh has asked for it.
// Those of without, the queue and what was just heard, are left out. The reason is the Note.
func (e *Engine) Continue(ctx context.Context, after source.Track, without []source.Track, n int) ([]source.Track, error) {
	r := request{n: n, after: after.Key(), without: make(map[string]bool, len(without))}
	for _, t := range without {
		r.without[t.Key()] = true
	}
	some, err := e.suggest(ctx, r)
	return noted(some), err
}

// noted are the tracks of suggestions with their reasons as notes.
func noted(some []Suggestion) []source.Track {
	var all []source.Track
	for _, s := range some {
		s.Track.Note = s.Reason
		all = append(all, s.Track)
	}
	return all
}

func (e *Engine) suggest(ctx context.Context, r request) ([]Suggestion, error) {
	p, err := e.profile(ctx)
	if err != nil {
		return nil, err
	}
	w := defaultWeights()
	var all []Suggestion
	for _, c := range rank(p, r, w) {
		all = append(all, Suggestion{Track: c.track, Reason: source.Clean(p.reason(c, r, w))})
	}
	return all, nil
}

// profile adds up the taste as it is now.
func (e *Engine) profile(ctx context.Context) (*profile, error) {
	t, err := e.o.Library.Taste(ctx, maxPlays, maxSaved)
	if err != nil {
		return nil, err
	}
	p := newProfile(t, e.o.Now())
	p.playable, p.part = e.o.Playable, len(t.Plays) == maxPlays
	return p, nil
}

// Shown says that tracks were on the screen as suggestions. Those that are not played then
// come less and less for some days. A list that is drawn again within the hour counts once.
// In private mode it does nothing.
func (e *Engine) Shown(ctx context.Context, tracks ...source.Track) error {
	return e.o.Library.Shown(ctx, tracks...)
}

// Forget is for "forget this": the plays of the track are forgotten, as with
// library.ForgetTrack, and it is not suggested any more. Saved tracks and playlists stay.
func (e *Engine) Forget(ctx context.Context, t source.Track) error {
	if _, err := e.o.Library.ForgetTrack(ctx, t); err != nil {
		return err
	}
	return e.o.Library.NeverTrack(ctx, t)
}

// Never is for "never this artist": nothing by that name is suggested any more, until
// Allow. Case and accents do not matter.
func (e *Engine) Never(ctx context.Context, artist string) error {
	return e.o.Library.NeverArtist(ctx, artist)
}

// Allow takes Never back.
func (e *Engine) Allow(ctx context.Context, artist string) error {
	return e.o.Library.AllowArtist(ctx, artist)
}
