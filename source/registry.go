package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Registry makes several providers look like one. It is put together with Add and
// from then on immutable, so that its other methods may be called from any
// goroutine. It holds nothing that needs closing.
type Registry struct {
	providers []member
	// searched limits Search to these names; nil for all.
	searched []string
}

// member is one provider with the parts that it offers; the others are nil.
type member struct {
	name     string
	searcher Searcher
	lister   Lister
	resolver Resolver
	opener   Opener

	filters    FilterSearcher
	suggester  Suggester
	relater    Relater
	homer      Homer
	detailer   Detailer
	coverer    Coverer
	recognizer Recognizer
}

var (
	_ Searcher = (*Registry)(nil)
	_ Lister   = (*Registry)(nil)
	_ Resolver = (*Registry)(nil)
	_ Opener   = (*Registry)(nil)
)

// NewRegistry returns an empty registry.
func NewRegistry() *Registry { return &Registry{} }

// Add puts a provider at the end. The name is the one that its tracks carry in
// Track.Provider. The provider offers any of Searcher, Lister, Resolver and Opener, and
// may offer the parts of a catalogue besides.
// The order is that of search results, and that in which arguments are offered to
// the Openers: one that knows some URLs only (youtube) comes before the one that
// takes them all (direct), and local comes last.
//
// It must not be called once the registry is in use. A name that is taken, and a
// value that offers nothing, are mistakes in the program, and it panics.
func (r *Registry) Add(name string, provider any) {
	m := member{name: name}
	m.searcher, _ = provider.(Searcher)
	m.lister, _ = provider.(Lister)
	m.resolver, _ = provider.(Resolver)
	m.opener, _ = provider.(Opener)
	m.filters, _ = provider.(FilterSearcher)
	m.suggester, _ = provider.(Suggester)
	m.relater, _ = provider.(Relater)
	m.homer, _ = provider.(Homer)
	m.detailer, _ = provider.(Detailer)
	m.coverer, _ = provider.(Coverer)
	m.recognizer, _ = provider.(Recognizer)
	if m.searcher == nil && m.lister == nil && m.resolver == nil && m.opener == nil {
		panic(fmt.Sprintf("source: provider %q (%T) offers nothing", name, provider))
	}
	if _, ok := r.find(name); ok || name == "" {
		panic(fmt.Sprintf("source: provider name %q is taken", name))
	}
	r.providers = append(r.providers, m)
}

// Only returns a registry that searches the named providers and no others, with results in
// the order of the names. What
// names its provider itself (a saved track, a playlist, a URL, a path) is still
// found. No names mean all. The error names the sources that can be searched.
func (r *Registry) Only(names ...string) (*Registry, error) {
	known := r.Searchable()
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, &Error{
				Kind: ErrUnsupported,
				Line: fmt.Sprintf("no source %q to search", name),
				Hint: "the sources are: " + strings.Join(known, ", "),
			}
		}
	}
	limited := &Registry{providers: slices.Clone(r.providers), searched: r.searched}
	if len(names) > 0 {
		limited.searched = slices.Clone(names)
	}
	return limited, nil
}

// Searchable returns the names of the providers that Search asks, in its order.
func (r *Registry) Searchable() []string {
	var names []string
	for _, m := range r.searchers() {
		names = append(names, m.name)
	}
	return names
}

// List returns a page of a playlist from the provider that the playlist names.
func (r *Registry) List(ctx context.Context, p Playlist, page string) (Page, error) {
	m, ok := r.find(p.Provider)
	if !ok || m.lister == nil {
		return Page{}, errNoProvider(p.Provider, "lists")
	}
	return m.lister.List(ctx, p, page)
}

// Resolve asks the provider that the track names. Put a Cache in front of it.
func (r *Registry) Resolve(ctx context.Context, t Track) (Media, error) {
	m, ok := r.find(t.Provider)
	if !ok || m.resolver == nil {
		return Media{}, errNoProvider(t.Provider, "tracks")
	}
	return m.resolver.Resolve(ctx, t)
}

// Expand offers one argument to the Openers in their order; the first one that
// does not answer ErrNotMine decides. When all do, so does the registry.
func (r *Registry) Expand(ctx context.Context, arg string) (Page, error) {
	for _, m := range r.providers {
		if m.opener == nil {
			continue
		}
		page, err := m.opener.Expand(ctx, arg)
		if !errors.Is(err, ErrNotMine) {
			return page, err
		}
	}
	return Page{}, ErrNotMine
}

// ExpandAll expands the arguments of a command line, in their order, into one page.
// It returns an error for each argument that failed; the page holds what the others
// gave, so that one missing file does not stop an album.
//
// The first argument says what all of them are: when no Opener knows it, they are
// words for Search, and errs is a single error that wraps ErrNotMine. No error in
// errs wraps it otherwise.
func (r *Registry) ExpandAll(ctx context.Context, args []string) (page Page, errs []error) {
	for i, arg := range args {
		if ctx.Err() != nil {
			return page, append(errs, ctx.Err())
		}
		one, err := r.Expand(ctx, arg)
		switch {
		case errors.Is(err, ErrNotMine) && i == 0:
			return Page{}, []error{err}
		case errors.Is(err, ErrNotMine):
			errs = append(errs, &Error{
				Kind: ErrNotFound,
				Line: fmt.Sprintf("%q is neither a URL nor a path", arg),
				Hint: "put ./ in front of the name of a file, quotes around words with spaces",
			})
		case err != nil:
			errs = append(errs, err)
		default:
			page.Tracks = append(page.Tracks, one.Tracks...)
			page.Playlists = append(page.Playlists, one.Playlists...)
		}
	}
	return page, errs
}

func (r *Registry) find(name string) (member, bool) {
	for _, m := range r.providers {
		if m.name == name {
			return m, true
		}
	}
	return member{}, false
}

// searchers returns the providers that are to be searched, in the order of the results.
func (r *Registry) searchers() []member {
	var found []member
	if r.searched == nil {
		for _, m := range r.providers {
			if m.searcher != nil {
				found = append(found, m)
			}
		}
		return found
	}
	for _, name := range r.searched {
		if m, ok := r.find(name); ok && m.searcher != nil {
			found = append(found, m)
		}
	}
	return found
}

func errNoProvider(name, what string) error {
	return &Error{
		Kind: ErrUnsupported,
		Line: fmt.Sprintf("no source %q for %s here", name, what),
		Hint: "it may need a newer version, or another build",
	}
}
