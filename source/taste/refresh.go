package taste

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"anyaudio/source"
)

const (
	// keepFor is how long the answer to a question for related tracks is good; without a
	// network it is used for longer.
	keepFor = 5 * day
	// askAtOnce bounds the questions of one Refresh, askFor the time for one of them and
	// takeAtOnce what is kept of its answer.
	askAtOnce  = 8
	askFor     = 15 * time.Second
	takeAtOnce = 30
	// maxSeeds is how many tracks draw what is like them at a time. The library keeps
	// the answers for more.
	maxSeeds = 60
)

// Refresh asks for what is like the tracks that were finished or saved, one after the other,
// eight at the most, and keeps the answers in the library. What was asked for in the last
// five days is not asked for again, so that a call with nothing to do costs what Suggest
// costs: call it in the background when the program has started, and when a track was
// finished. It reports how many answers are new; when there are none, suggestions are as they
// were. It ends with the first error of the network, and keeps what it has. In private mode
// it does nothing.
func (e *Engine) Refresh(ctx context.Context) (answers int, err error) {
	if e.o.Relater == nil || e.o.Library.Private() {
		return 0, nil
	}
	p, err := e.profile(ctx)
	if err != nil {
		return 0, err
	}
	for _, i := range p.seeds(askAtOnce, keepFor) {
		seed := p.taste.Tracks[i]
		tracks, err := e.ask(ctx, seed)
		if err != nil {
			return answers, err
		}
		if err := e.o.Library.PutRelated(ctx, seed, tracks); err != nil {
			return answers, err
		}
		answers++
	}
	return answers, nil
}

// ask gives the first page of what is related to a track, or of its radio when there is
// nothing. A source that has neither, or does not know the track any more, gives nothing
// and no error: it is asked again when the answer is old.
func (e *Engine) ask(ctx context.Context, seed source.Track) ([]source.Track, error) {
	ctx, stop := context.WithTimeout(ctx, askFor)
	defer stop()
	page, err := e.o.Relater.Related(ctx, seed, "")
	if final(err) || err == nil && len(page.Tracks) == 0 {
		page, err = e.o.Relater.Radio(ctx, seed, "")
	}
	switch {
	case final(err):
		e.o.Logger.Debug("nothing is related", "track", seed.Key(), "err", err)
		return nil, nil
	case err != nil:
		return nil, err
	}
	tracks := slices.DeleteFunc(slices.Clone(page.Tracks), func(t source.Track) bool {
		return t.Key() == seed.Key() || t.Provider == "" || t.ID == ""
	})
	for i := range tracks {
		tracks[i].Note = "" // of a moment
	}
	return tracks[:min(takeAtOnce, len(tracks))], nil
}

// final reports whether err is the answer, as opposed to a failure to get one.
func final(err error) bool {
	return errors.Is(err, source.ErrUnsupported) || errors.Is(err, source.ErrNotFound) || errors.Is(err, source.ErrUnavailable)
}

// seeds are the tracks whose related ones are to be asked for: of those that draw most, the
// ones that were not asked for since keep, n at the most.
func (p *profile) seeds(n int, keep time.Duration) []int {
	asked := make(map[int]time.Time, len(p.taste.Related))
	for _, r := range p.taste.Related {
		asked[r.Seed] = r.Asked
	}
	var all []int
	for i := range p.tracks {
		if t := p.taste.Tracks[i]; p.tracks[i].pull() >= minPull && !p.never(t, t.Key()) {
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(p.tracks[b].pull(), p.tracks[a].pull()) })
	all = all[:min(maxSeeds, len(all))]
	all = slices.DeleteFunc(all, func(i int) bool { return p.at.Sub(asked[i]) < keep })
	return all[:min(n, len(all))]
}
