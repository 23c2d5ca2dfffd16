package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"anyaudio/source"
)

// maxPages is after how many pages a list is taken for one without end.
const maxPages = 1000

// A pager fetches one page of a search or a list.
type pager func(ctx context.Context, page string) (source.Page, error)

// walk fetches all pages and judges them, and that they come to an end.
func (s *suite) walk(ctx context.Context, get pager) (whole source.Page, err error) {
	asked := make(map[string]bool)
	page := ""
	for range maxPages {
		p, err := get(ctx, page)
		if err != nil {
			return whole, fmt.Errorf("page %q: %w", page, err)
		}
		if err := s.checkPage(p); err != nil {
			return whole, fmt.Errorf("page %q: %w", page, err)
		}
		whole.Tracks = append(whole.Tracks, p.Tracks...)
		whole.Playlists = append(whole.Playlists, p.Playlists...)
		whole.Total = p.Total
		if p.Next == "" {
			return whole, nil
		}
		if asked[p.Next] {
			return whole, fmt.Errorf("page %q comes twice", p.Next)
		}
		asked[p.Next] = true
		page = p.Next
	}
	return whole, fmt.Errorf("more than %d pages", maxPages)
}

// stable wants the same answer again after the caller has done as it likes with the
// first one.
func (s *suite) stable(ctx context.Context, get pager) error {
	first, err := get(ctx, "")
	if err != nil {
		return err
	}
	before := keys(first)
	for i := range first.Tracks {
		first.Tracks[i].ID = "changed by the caller"
	}
	for i := range first.Playlists {
		first.Playlists[i].ID = "changed by the caller"
	}
	second, err := get(ctx, "")
	if err != nil {
		return err
	}
	if after := keys(second); !slices.Equal(before, after) {
		return fmt.Errorf("asked twice, got\n%q\nand\n%q", before, after)
	}
	return nil
}

func (s *suite) searchPages(words string) pager {
	return func(ctx context.Context, page string) (source.Page, error) {
		return s.searcher.Search(ctx, source.Query{Words: words, Page: page})
	}
}

func (s *suite) searchChecks() []check {
	get := s.searchPages(s.c.Words)
	return []check{
		{"search/finds", func(ctx context.Context) error {
			whole, err := s.walk(ctx, get)
			if err == nil && len(whole.Tracks) == 0 {
				err = fmt.Errorf("no track for %q (Case.Words)", s.c.Words)
			}
			return err
		}},
		{"search/nothing", func(ctx context.Context) error {
			page, err := s.searchPages(s.c.Nothing)(ctx, "")
			if err != nil {
				return fmt.Errorf("finding nothing is no error: %w", err)
			}
			if len(page.Tracks)+len(page.Playlists) > 0 || page.Next != "" || s.c.Nothing == "" {
				return fmt.Errorf("%q (Case.Nothing) finds %q, next page %q", s.c.Nothing, keys(page), page.Next)
			}
			return nil
		}},
		{"search/stable", func(ctx context.Context) error { return s.stable(ctx, get) }},
		{"search/cancelled", func(ctx context.Context) error {
			return s.cancelled(ctx, func(ctx context.Context) error {
				_, err := get(ctx, "")
				return err
			})
		}},
		{"search/concurrent", func(ctx context.Context) error {
			return concurrently(func() error { return s.stable(ctx, get) })
		}},
	}
}

func (s *suite) listPages(p source.Playlist) pager {
	return func(ctx context.Context, page string) (source.Page, error) {
		return s.lister.List(ctx, p, page)
	}
}

func (s *suite) listChecks() []check {
	// What is saved of a playlist is its provider and id.
	bare := source.Playlist{Provider: s.c.Playlist.Provider, ID: s.c.Playlist.ID}
	get := s.listPages(bare)
	return []check{
		{"list/tracks", func(ctx context.Context) error { return s.checkList(ctx, get) }},
		{"list/stable", func(ctx context.Context) error { return s.stable(ctx, get) }},
		{"list/unknown", func(ctx context.Context) error {
			_, err := s.listPages(s.c.UnknownPlaylist)(ctx, "")
			return s.wantKind("Case.UnknownPlaylist", err, source.ErrNotFound)
		}},
		{"list/cancelled", func(ctx context.Context) error {
			return s.cancelled(ctx, func(ctx context.Context) error {
				_, err := get(ctx, "")
				return err
			})
		}},
		{"list/concurrent", func(ctx context.Context) error {
			return concurrently(func() error { return s.stable(ctx, get) })
		}},
	}
}

// checkList wants as many tracks as were announced.
func (s *suite) checkList(ctx context.Context, get pager) error {
	whole, err := s.walk(ctx, get)
	n := len(whole.Tracks)
	switch {
	case err != nil:
		return err
	case n == 0:
		return errors.New("no tracks in Case.Playlist")
	case whole.Total != 0 && whole.Total != n:
		return fmt.Errorf("%d tracks, Page.Total says %d", n, whole.Total)
	case s.c.Playlist.Count != 0 && s.c.Playlist.Count != n:
		return fmt.Errorf("%d tracks, Playlist.Count says %d", n, s.c.Playlist.Count)
	}
	return nil
}
