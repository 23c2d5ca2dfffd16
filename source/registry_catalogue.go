package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// The methods below make a Registry a FilterSearcher, Suggester, Relater, Homer and
// Detailer: what is about one track goes to the provider that the track names, the others to
// all searched providers that have such a part.
var (
	_ FilterSearcher = (*Registry)(nil)
	_ Suggester      = (*Registry)(nil)
	_ Relater        = (*Registry)(nil)
	_ Homer          = (*Registry)(nil)
	_ Detailer       = (*Registry)(nil)
)

// Filters returns every filter that some searched provider knows, in the order in which
// they are first named.
func (r *Registry) Filters() []Filter {
	var all []Filter
	for _, m := range r.searchers() {
		if m.filters == nil {
			continue
		}
		for _, f := range m.filters.Filters() {
			if !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	return all
}

// SearchBy is Search among the providers that know the filter. Without a filter it is
// Search.
func (r *Registry) SearchBy(ctx context.Context, f Filter, q Query) (Page, error) {
	if f == FilterNone {
		return r.Search(ctx, q)
	}
	limited := &Registry{}
	for _, m := range r.searchers() {
		if m.filters != nil && slices.Contains(m.filters.Filters(), f) {
			m.searcher = filtered{m.filters, f}
			limited.providers = append(limited.providers, m)
		}
	}
	if len(limited.providers) == 0 {
		return Page{}, &Error{Kind: ErrUnsupported, Line: fmt.Sprintf("no source can look for %s only", f), Hint: "search without the filter"}
	}
	return limited.Search(ctx, q)
}

// filtered is a FilterSearcher with one filter set.
type filtered struct {
	by FilterSearcher
	f  Filter
}

func (s filtered) Search(ctx context.Context, q Query) (Page, error) {
	return s.by.SearchBy(ctx, s.f, q)
}

// Suggest asks the first searched provider that can complete words.
func (r *Registry) Suggest(ctx context.Context, words string) ([]string, error) {
	for _, m := range r.searchers() {
		if m.suggester != nil {
			return m.suggester.Suggest(ctx, words)
		}
	}
	return nil, ctx.Err()
}

// Related asks the provider of the track.
func (r *Registry) Related(ctx context.Context, t Track, page string) (Page, error) {
	m, ok := r.find(t.Provider)
	if !ok || m.relater == nil {
		return Page{}, errNoProvider(t.Provider, "related tracks")
	}
	return m.relater.Related(ctx, t, page)
}

// Radio asks the provider of the track.
func (r *Registry) Radio(ctx context.Context, t Track, page string) (Page, error) {
	m, ok := r.find(t.Provider)
	if !ok || m.relater == nil {
		return Page{}, errNoProvider(t.Provider, "radio")
	}
	return m.relater.Radio(ctx, t, page)
}

// Home returns the lists of all searched providers, in their order, and the errors of those
// that failed.
func (r *Registry) Home(ctx context.Context) ([]Playlist, error) {
	var lists []Playlist
	var errs []error
	for _, m := range r.searchers() {
		if m.homer == nil {
			continue
		}
		some, err := m.homer.Home(ctx)
		lists = append(lists, some...)
		if err != nil {
			errs = append(errs, err)
		}
	}
	if len(errs) == 1 {
		return lists, errs[0]
	}
	return lists, errors.Join(errs...)
}

// Details asks the provider of the track.
func (r *Registry) Details(ctx context.Context, t Track) (Details, error) {
	m, ok := r.find(t.Provider)
	if !ok || m.detailer == nil {
		return Details{}, errNoProvider(t.Provider, "details")
	}
	return m.detailer.Details(ctx, t)
}

// Cover asks the provider of the track.
func (r *Registry) Cover(ctx context.Context, t Track) (Cover, error) {
	m, ok := r.find(t.Provider)
	if !ok || m.coverer == nil {
		return Cover{}, errNoProvider(t.Provider, "pictures")
	}
	return m.coverer.Cover(ctx, t)
}
