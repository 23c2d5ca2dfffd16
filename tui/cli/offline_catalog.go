package cli

import (
	"context"
	"errors"
	"strings"

	"anyaudio/player/fetch"
	"anyaudio/source"
	"anyaudio/tui"
)

// A KeptCatalog is the Catalog of --offline: what is kept, and the sources that need no
// network.
type KeptCatalog struct {
	Tracks KeptTracks // nil for none
	// Here are the sources that need no network; they take files, and no addresses.
	Here Catalog
}

func (c KeptCatalog) snapshot() (s fetch.Snapshot) {
	if c.Tracks != nil {
		s = c.Tracks.Snapshot()
	}
	return s
}

// Search finds what is kept.
func (c KeptCatalog) Search(ctx context.Context, q source.Query) (source.Page, error) {
	return source.Page{Tracks: KeptMatching(c.snapshot(), q.Words)}, ctx.Err()
}

// Home is what is kept, for the front page.
func (c KeptCatalog) Home(ctx context.Context, _ string) (source.Page, error) {
	return c.Search(ctx, source.Query{})
}

// Expand is ExpandAll of one argument.
func (c KeptCatalog) Expand(ctx context.Context, arg string) (source.Page, error) {
	page, errs := c.ExpandAll(ctx, []string{arg})
	return page, errors.Join(errs...)
}

// Filters are those of SearchBy: none.
func (c KeptCatalog) Filters() []source.Filter { return nil }

// SearchBy is Search without a filter.
func (c KeptCatalog) SearchBy(ctx context.Context, f source.Filter, q source.Query) (source.Page, error) {
	if f != source.FilterNone {
		return source.Page{}, &source.Error{Kind: source.ErrUnsupported, Line: "what is kept cannot be searched by kind", Hint: "search without a filter"}
	}
	return c.Search(ctx, q)
}

// List gives the lists of the sources that are here.
func (c KeptCatalog) List(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
	return c.Here.List(ctx, p, page)
}

// Cover gives the pictures of the sources that are here; the others have no network for theirs.
func (c KeptCatalog) Cover(ctx context.Context, t source.Track) (source.Cover, error) {
	here, ok := c.Here.(source.Coverer)
	if !ok {
		return source.Cover{}, source.ErrUnsupported
	}
	return here.Cover(ctx, t)
}

// ExpandAll finds what is kept by its link, and files.
func (c KeptCatalog) ExpandAll(ctx context.Context, args []string) (source.Page, []error) {
	var page source.Page
	var errs []error
	items := c.snapshot().Items
	for n, arg := range args {
		found := false
		for _, i := range items {
			if found = i.Track.Link == arg || i.Track.ID == arg || i.Track.Key() == arg; found {
				page.Tracks = append(page.Tracks, i.Track)
				break
			}
		}
		if found {
			continue
		}
		one, more := c.Here.ExpandAll(ctx, []string{arg})
		mine := len(more) != 1 || !errors.Is(more[0], source.ErrNotMine)
		switch {
		case !mine && strings.Contains(arg, "://"):
			more = []error{&source.Error{Kind: source.ErrNotFound, Line: "that address is not kept here, and the network is off: " + source.Redact(arg), Hint: "start without --offline"}}
		case !mine && n == 0:
			return source.Page{}, more // words
		}
		page.Tracks, page.Playlists = append(page.Tracks, one.Tracks...), append(page.Playlists, one.Playlists...)
		errs = append(errs, more...)
	}
	return page, errs
}

var (
	_ Catalog               = KeptCatalog{}
	_ tui.Browser           = KeptCatalog{}
	_ tui.Library           = KeptCatalog{}
	_ source.FilterSearcher = KeptCatalog{}
	_ source.Coverer        = KeptCatalog{}
)
