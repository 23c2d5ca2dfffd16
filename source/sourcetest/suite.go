package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"anyaudio/source"
)

// A Case tells the suite what it may ask a provider. Fields for interfaces that the
// provider does not have are left out; those for interfaces it has are all needed,
// unless they say otherwise.
type Case struct {
	// Name is what Track.Provider must be.
	Name string

	// Words find at least one track, Nothing finds none. For a Searcher.
	Words, Nothing string

	// Playlist exists, UnknownPlaylist does not. Provider and ID are enough. For a Lister.
	Playlist, UnknownPlaylist source.Playlist

	// Args expand to at least one track each. Missing are arguments of the provider's
	// kind with nothing there. NotMine are of another kind. For an Opener.
	Args, Missing, NotMine []string

	// Tracks can be resolved; those that the other parts give are added to them.
	// UnknownTrack does not exist. For a Resolver.
	Tracks       []source.Track
	UnknownTrack source.Track

	// Secrets are strings (passwords, keys, signatures) that must turn up in no
	// Link, title or error. Optional.
	Secrets []string
}

// Run checks a provider against the contracts of the interfaces that it has, one
// subtest for each promise. The provider may be used by other tests too; the suite
// changes nothing in it.
func Run(t *testing.T, provider any, c Case) {
	t.Helper()
	checks := allChecks(provider, c)
	if len(checks) == 0 {
		t.Fatalf("%T is no provider", provider)
	}
	for _, check := range checks {
		t.Run(check.name, func(t *testing.T) {
			if err := check.run(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// A check is one promise. It returns an error rather than failing a test, so that the
// tests of this package can see it fail.
type check struct {
	name string
	run  func(context.Context) error
}

func allChecks(provider any, c Case) []check {
	s := &suite{c: c}
	s.searcher, _ = provider.(source.Searcher)
	s.lister, _ = provider.(source.Lister)
	s.resolver, _ = provider.(source.Resolver)
	s.opener, _ = provider.(source.Opener)
	var checks []check
	if s.searcher != nil {
		checks = append(checks, s.searchChecks()...)
	}
	if s.lister != nil {
		checks = append(checks, s.listChecks()...)
	}
	if s.opener != nil {
		checks = append(checks, s.openChecks()...)
	}
	if s.resolver != nil {
		checks = append(checks, s.resolveChecks()...)
	}
	return checks
}

// suite is one provider and what to ask it. Parts that it does not have are nil.
type suite struct {
	c        Case
	searcher source.Searcher
	lister   source.Lister
	resolver source.Resolver
	opener   source.Opener
}

// callers is how many goroutines use the provider at once in the concurrency checks,
// which are there for the race detector.
const callers = 8

// concurrently runs f in several goroutines and returns their errors.
func concurrently(f func() error) error {
	errs := make(chan error, callers)
	for range callers {
		go func() { errs <- f() }()
	}
	var all []error
	for range callers {
		all = append(all, <-errs)
	}
	return errors.Join(all...)
}

// patience is how long a call may take to notice that its context has ended. It is
// only waited for by a provider that fails.
const patience = 20 * time.Second

// cancelled calls f with a context that has ended and wants its error back soon.
func (s *suite) cancelled(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	got := make(chan error, 1)
	go func() { got <- f(ctx) }()
	select {
	case err := <-got:
		if !errors.Is(err, context.Canceled) {
			return fmt.Errorf("with a cancelled context: error %v, want context.Canceled", err)
		}
		return nil
	case <-time.After(patience):
		return fmt.Errorf("still running %s after its context had ended", patience)
	}
}

// wantKind checks an error that a listener will see.
func (s *suite) wantKind(what string, err, kind error) error {
	if !errors.Is(err, kind) {
		return fmt.Errorf("%s: error %v, want one that is %q", what, err, kind)
	}
	if err := s.checkError(err); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
