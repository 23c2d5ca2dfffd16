package sourcetest

import (
	"context"
	"errors"
	"fmt"

	"anyaudio/source"
)

func (s *suite) expand(arg string) pager {
	return func(ctx context.Context, _ string) (source.Page, error) { return s.opener.Expand(ctx, arg) }
}

func (s *suite) openChecks() []check {
	if len(s.c.Args) == 0 || len(s.c.Missing) == 0 || len(s.c.NotMine) == 0 {
		return []check{{"open/case", func(context.Context) error {
			return errors.New("an Opener needs Case.Args, Missing and NotMine")
		}}}
	}
	return []check{
		{"open/expands", s.checkArgs},
		{"open/missing", s.checkMissing},
		{"open/not mine", s.checkNotMine},
		{"open/stable", func(ctx context.Context) error { return s.stable(ctx, s.expand(s.c.Args[0])) }},
		{"open/cancelled", func(ctx context.Context) error {
			return s.cancelled(ctx, func(ctx context.Context) error {
				_, err := s.opener.Expand(ctx, s.c.Args[0])
				return err
			})
		}},
		{"open/concurrent", func(ctx context.Context) error {
			return concurrently(func() error { return s.stable(ctx, s.expand(s.c.Args[0])) })
		}},
	}
}

func (s *suite) checkArgs(ctx context.Context) error {
	for _, arg := range s.c.Args {
		page, err := s.opener.Expand(ctx, arg)
		if err == nil {
			err = s.checkPage(page)
		}
		if err == nil && len(page.Tracks)+len(page.Playlists) == 0 {
			err = errors.New("an empty page and no error")
		}
		if err != nil {
			return fmt.Errorf("%q: %w", arg, err)
		}
	}
	return nil
}

func (s *suite) checkMissing(ctx context.Context) error {
	for _, arg := range s.c.Missing {
		_, err := s.opener.Expand(ctx, arg)
		if err := s.wantKind(fmt.Sprintf("%q (Case.Missing)", arg), err, source.ErrNotFound); err != nil {
			return err
		}
	}
	return nil
}

// checkNotMine asks with a context that has ended: whose an argument is can be said
// without any work that would notice.
func (s *suite) checkNotMine(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	for _, arg := range s.c.NotMine {
		page, err := s.opener.Expand(ctx, arg)
		if !errors.Is(err, source.ErrNotMine) {
			return fmt.Errorf("%q (Case.NotMine): %q, error %v, want ErrNotMine", arg, keys(page), err)
		}
	}
	return nil
}
