package source

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"sync"
)

// A Part is one provider's answer to a search.
type Part struct {
	Provider string
	Page     Page
	// Err is why this provider has nothing to give; the others are not concerned.
	Err error
}

// Each searches every provider at once and gives their answers as they arrive, one
// Part each, in the goroutine of the caller. Page.Next of a Part belongs to that
// provider alone; the next page of all of them is had from Search. Breaking off
// cancels what is still under way; Each returns when all of it has ended.
func (r *Registry) Each(ctx context.Context, q Query) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		asks, err := r.asks(q)
		if err != nil {
			yield(Part{Err: err})
			return
		}
		var wg sync.WaitGroup
		defer wg.Wait()
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()

		// Room for all, so that none blocks when the caller has broken off.
		parts := make(chan Part, len(asks))
		for _, a := range asks {
			wg.Go(func() {
				page, err := a.searcher.Search(ctx, a.query)
				parts <- Part{Provider: a.name, Page: page, Err: err}
			})
		}
		for range asks {
			if !yield(<-parts) {
				return
			}
		}
	}
}

// Search searches every provider at once and returns what they found, in the order
// in which they were added, whichever answered first. It fails only when some of them
// do and the others find nothing; use Each to show results as they arrive, and the errors of those that
// failed while others did not. Page.Next asks each provider that has more for its
// next page.
func (r *Registry) Search(ctx context.Context, q Query) (Page, error) {
	answers := make(map[string]Part)
	for part := range r.Each(ctx, q) {
		if part.Provider == "" {
			return Page{}, part.Err
		}
		answers[part.Provider] = part
	}
	if err := ctx.Err(); err != nil {
		return Page{}, err
	}

	var page Page
	var next []cursor
	var failed failures
	allTotals := true
	for _, m := range r.searchers() {
		part, ok := answers[m.name]
		switch {
		case !ok:
			continue
		case part.Err != nil:
			failed = append(failed, part)
			continue
		}
		page.Tracks = append(page.Tracks, part.Page.Tracks...)
		page.Playlists = append(page.Playlists, part.Page.Playlists...)
		page.Total += part.Page.Total
		allTotals = allTotals && part.Page.Total > 0
		if part.Page.Next != "" {
			next = append(next, cursor{m.name, part.Page.Next})
		}
	}
	// "Nothing found" would be a lie where somebody could not look.
	if nothing := len(page.Tracks)+len(page.Playlists) == 0; len(failed) > 0 && nothing {
		return Page{}, failed.err()
	}
	if !allTotals {
		page.Total = 0
	}
	page.Next = encodeCursors(next)
	return page, nil
}

// ask is one provider and what it is asked.
type ask struct {
	name     string
	searcher Searcher
	query    Query
}

// asks says whom to ask what: everybody for the first page, and for another one those
// that said they had more.
func (r *Registry) asks(q Query) ([]ask, error) {
	var asks []ask
	members := r.searchers()
	if len(members) == 0 {
		return nil, &Error{Kind: ErrUnsupported, Line: "there is no source to search", Hint: "give a URL or a path"}
	}
	pages, err := decodeCursors(q.Page)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		page, more := pages[m.name]
		if q.Page == "" || more {
			asks = append(asks, ask{m.name, m.searcher, Query{Words: q.Words, Page: page}})
		}
	}
	if len(asks) == 0 {
		return nil, errPage(nil)
	}
	return asks, nil
}

// cursor is where one provider goes on. A page token of the registry is a JSON list
// of them: opaque to callers, readable in a log.
type cursor struct {
	Provider string `json:"provider"`
	Page     string `json:"page"`
}

func encodeCursors(next []cursor) string {
	if len(next) == 0 {
		return ""
	}
	b, err := json.Marshal(next)
	if err != nil {
		panic("source: page token: " + err.Error()) // two strings always marshal
	}
	return string(b)
}

func decodeCursors(token string) (map[string]string, error) {
	if token == "" {
		return nil, nil
	}
	var next []cursor
	if err := json.Unmarshal([]byte(token), &next); err != nil {
		return nil, errPage(err)
	}
	pages := make(map[string]string, len(next))
	for _, c := range next {
		pages[c.Provider] = c.Page
	}
	return pages, nil
}

func errPage(err error) error {
	return &Error{Kind: ErrNotFound, Line: "not a page of this search", Hint: "search again", Err: err}
}

// failures are the answers of a search in which nobody found anything out.
type failures []Part

// err is the error itself when there was only one, with all its detail for Explain.
func (f failures) err() error {
	if len(f) == 1 {
		return f[0].Err
	}
	return f
}

// Error puts all of them on one line.
func (f failures) Error() string {
	var texts []string
	for _, p := range f {
		texts = append(texts, fmt.Sprintf("%s: %v", p.Provider, p.Err))
	}
	return strings.Join(texts, "; ")
}

// Unwrap gives errors.Is and errors.As all of them.
func (f failures) Unwrap() []error {
	var errs []error
	for _, p := range f {
		errs = append(errs, p.Err)
	}
	return errs
}
