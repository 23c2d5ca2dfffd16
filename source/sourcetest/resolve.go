package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"anyaudio/source"
)

// maxResolved is how many tracks of each part are resolved.
const maxResolved = 50

func (s *suite) resolveChecks() []check {
	return []check{
		{"resolve/tracks", s.checkResolve},
		{"resolve/unknown", func(ctx context.Context) error {
			_, err := s.resolver.Resolve(ctx, s.c.UnknownTrack)
			return s.wantKind("Case.UnknownTrack", err, source.ErrNotFound)
		}},
		{"resolve/cancelled", func(ctx context.Context) error {
			tracks, err := s.tracks(ctx)
			if err != nil {
				return err
			}
			return s.cancelled(ctx, func(ctx context.Context) error {
				_, err := s.resolver.Resolve(ctx, tracks[0])
				return err
			})
		}},
		{"resolve/concurrent", func(ctx context.Context) error {
			tracks, err := s.tracks(ctx)
			if err != nil {
				return err
			}
			return concurrently(func() error { return s.resolveTwice(ctx, tracks[0]) })
		}},
	}
}

// tracks are those of the case and those that the provider itself gives.
func (s *suite) tracks(ctx context.Context) ([]source.Track, error) {
	tracks := slices.Clone(s.c.Tracks)
	take := func(page source.Page, err error) error {
		tracks = append(tracks, page.Tracks[:min(maxResolved, len(page.Tracks))]...)
		return err
	}
	var errs []error
	if s.searcher != nil {
		errs = append(errs, take(s.searchPages(s.c.Words)(ctx, "")))
	}
	if s.lister != nil {
		errs = append(errs, take(s.listPages(s.c.Playlist)(ctx, "")))
	}
	if s.opener != nil {
		for _, arg := range s.c.Args {
			errs = append(errs, take(s.opener.Expand(ctx, arg)))
		}
	}
	if len(tracks) == 0 {
		errs = append(errs, errors.New("no track to resolve: Case.Tracks"))
	}
	return tracks, errors.Join(errs...)
}

func (s *suite) checkResolve(ctx context.Context) error {
	tracks, err := s.tracks(ctx)
	if err != nil {
		return err
	}
	for _, t := range tracks {
		if err := s.resolveTwice(ctx, t); err != nil {
			return fmt.Errorf("track %q: %w", t.Title, err)
		}
	}
	return nil
}

// resolveTwice resolves a track, and again with nothing but its key, and compares.
func (s *suite) resolveTwice(ctx context.Context, t source.Track) error {
	first, err := s.resolver.Resolve(ctx, t)
	if err != nil {
		return err
	}
	if err := s.checkMedia(t, first); err != nil {
		return err
	}
	identity, header := first.Identity, first.Header.Clone()
	if first.Header != nil {
		// The header belongs to the caller.
		clear(first.Header)
		first.Header.Set("X-Changed", "by the caller")
	}

	again, err := s.resolver.Resolve(ctx, source.Track{Provider: t.Provider, ID: t.ID})
	if err != nil {
		return fmt.Errorf("with provider and id only: %w", err)
	}
	if err := s.checkMedia(t, again); err != nil {
		return fmt.Errorf("with provider and id only: %w", err)
	}
	if again.Identity != identity {
		return fmt.Errorf("identity %q, then %q, of the same bytes", identity, again.Identity)
	}
	if !sameHeader(header, again.Header) {
		return errors.New("the header is shared between callers, or changes")
	}
	return nil
}

// sameHeader compares the names only: a value may be signed anew each time.
func sameHeader(a, b http.Header) bool {
	if len(a) != len(b) {
		return false
	}
	for name := range a {
		if _, ok := b[name]; !ok {
			return false
		}
	}
	return true
}
