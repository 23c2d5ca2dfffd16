package source_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/sourcetest"
)

// three fakes, the first of them slowest.
func three(t *testing.T) (r *source.Registry, a, b, c *sourcetest.Fake) {
	t.Helper()
	a, b, c = sourcetest.NewFake("a", 3), sourcetest.NewFake("b", 3), sourcetest.NewFake("c", 3)
	a.Delay, b.Delay, c.Delay = 3*time.Second, 2*time.Second, time.Second
	r = source.NewRegistry()
	r.Add("a", a)
	r.Add("b", b)
	r.Add("c", c)
	return r, a, b, c
}

func ids(page source.Page) string {
	var s []string
	for _, t := range page.Tracks {
		s = append(s, t.Key())
	}
	return strings.Join(s, " ")
}

func TestSearchOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _, _ := three(t)
		start := time.Now()
		page, err := r.Search(t.Context(), source.Query{Words: "2"})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := ids(page), "a:2 b:2 c:2"; got != want {
			t.Errorf("found %s, want %s", got, want)
		}
		if page.Total != 3 || page.Next != "" {
			t.Errorf("total %d, next %q", page.Total, page.Next)
		}
		if d := time.Since(start); d != 3*time.Second {
			t.Errorf("took %s: not all at once", d)
		}
	})
}

func TestEachArrives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, b, _ := three(t)
		b.Err = source.ErrRateLimited
		start := time.Now()
		var got []string
		for part := range r.Each(t.Context(), source.Query{Words: "2"}) {
			got = append(got, fmt.Sprint(part.Provider, " ", time.Since(start), " ", ids(part.Page), " ", part.Err))
		}
		want := []string{"c 1s c:2 <nil>", "b 2s  rate limited", "a 3s a:2 <nil>"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestEachBrokenOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _, _ := three(t)
		start := time.Now()
		for range r.Each(t.Context(), source.Query{Words: "2"}) {
			break
		}
		if d := time.Since(start); d != time.Second {
			t.Errorf("breaking off after the first took %s", d)
		}
	})
}

// dying is a searcher that needs a second to give up.
type dying struct{ ended *bool }

func (d dying) Search(ctx context.Context, _ source.Query) (source.Page, error) {
	<-ctx.Done()
	time.Sleep(time.Second)
	*d.ended = true
	return source.Page{}, ctx.Err()
}

func TestEachWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _, _ := three(t)
		var ended bool
		r.Add("dying", dying{&ended})
		for range r.Each(t.Context(), source.Query{Words: "2"}) {
			break
		}
		if !ended {
			t.Error("a search is still running")
		}
	})
}

// unsure finds one track and does not know how many there are.
type unsure struct{}

func (unsure) Search(context.Context, source.Query) (source.Page, error) {
	return source.Page{Tracks: []source.Track{{Provider: "unsure", ID: "1"}}}, nil
}

func TestSearchTotal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _, _ := three(t)
		r.Add("unsure", unsure{})
		page, err := r.Search(t.Context(), source.Query{Words: "2"})
		if err != nil || len(page.Tracks) != 4 || page.Total != 0 {
			t.Errorf("%s, total %d, %v; want no total", ids(page), page.Total, err)
		}
	})
}

func TestSearchOutOfTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _, _ := three(t)
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		page, err := r.Search(ctx, source.Query{Words: "2"})
		if !errors.Is(err, context.DeadlineExceeded) || len(page.Tracks) > 0 {
			t.Errorf("%s, %v", ids(page), err)
		}
	})
}

func TestSearchFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, a, b, c := three(t)
		b.Err = source.ErrRateLimited
		page, err := r.Search(t.Context(), source.Query{Words: "2"})
		if err != nil || ids(page) != "a:2 c:2" {
			t.Errorf("with one failed: %s, %v", ids(page), err)
		}

		a.Err, c.Err = source.ErrUnavailable, errors.New("odd")
		_, err = r.Search(t.Context(), source.Query{Words: "2"})
		if !errors.Is(err, source.ErrRateLimited) || !errors.Is(err, source.ErrUnavailable) {
			t.Errorf("with all failed: %v", err)
		}
		if want := "a: unavailable; b: rate limited; c: odd"; err == nil || err.Error() != want {
			t.Errorf("error %q, want %q", err, want)
		}
	})
}

func TestSearchNextPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, a, b, c := three(t)
		a.PageSize, c.PageSize = 2, 1
		var pages []string
		q := source.Query{Words: "track"}
		for {
			page, err := r.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, ids(page))
			if q.Page = page.Next; q.Page == "" {
				break
			}
		}
		want := []string{"a:1 a:2 b:1 b:2 b:3 c:1", "a:3 c:2", "c:3"}
		if !slices.Equal(pages, want) {
			t.Errorf("pages %q, want %q", pages, want)
		}
		if a.Searches() != 2 || b.Searches() != 1 || c.Searches() != 3 {
			t.Errorf("searches %d %d %d, want 2 1 3", a.Searches(), b.Searches(), c.Searches())
		}
		for _, bad := range []string{"x", "[]", `[{"provider":"z","page":"1"}]`} {
			if _, err := r.Search(t.Context(), source.Query{Words: "track", Page: bad}); !errors.Is(err, source.ErrNotFound) {
				t.Errorf("page %q: %v, want ErrNotFound", bad, err)
			}
		}
	})
}

func TestOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all, a, _, _ := three(t)
		all.Add("d", openerOnly{})
		r, err := all.Only("c", "b")
		if err != nil {
			t.Fatal(err)
		}
		page, err := r.Search(t.Context(), source.Query{Words: "2"})
		if err != nil || ids(page) != "c:2 b:2" {
			t.Errorf("found %s, %v", ids(page), err)
		}
		if a.Searches() != 0 {
			t.Error("a was searched")
		}
		// What names its source is still found.
		if page, err := r.Expand(t.Context(), "a:1"); err != nil || ids(page) != "a:1" {
			t.Errorf("expanded %s, %v", ids(page), err)
		}
		if _, err := r.Resolve(t.Context(), a.Tracks[0]); err != nil {
			t.Error(err)
		}
		if r, err := all.Only(); err != nil || len(r.Searchable()) != 3 {
			t.Errorf("no names: %v, %v", r.Searchable(), err)
		}
		for _, name := range []string{"x", "d"} {
			_, err = all.Only(name)
			line, hint := source.Explain(err)
			if want := fmt.Sprintf("no source %q to search", name); line != want || hint != "the sources are: a, b, c" {
				t.Errorf("explained as %q, %q", line, hint)
			}
		}
	})
}

// openerOnly opens the argument "one".
type openerOnly struct{}

func (openerOnly) Expand(_ context.Context, arg string) (source.Page, error) {
	if arg != "one" && arg != "a:1" {
		return source.Page{}, source.ErrNotMine
	}
	return source.Page{Tracks: []source.Track{{Provider: "d", ID: arg}}}, nil
}

func TestByProvider(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, b, _ := three(t)
		r.Add("d", openerOnly{})
		page, err := r.List(t.Context(), source.Playlist{Provider: "b", ID: "all"}, "")
		if err != nil || ids(page) != "b:1 b:2 b:3" {
			t.Errorf("listed %s, %v", ids(page), err)
		}
		if _, err := r.Resolve(t.Context(), b.Tracks[0]); err != nil || b.Resolves("b:1") != 1 {
			t.Errorf("resolve: %v, %d calls", err, b.Resolves("b:1"))
		}
		for _, name := range []string{"x", "d", ""} {
			if _, err := r.List(t.Context(), source.Playlist{Provider: name}, ""); !errors.Is(err, source.ErrUnsupported) {
				t.Errorf("list of %q: %v", name, err)
			}
			if _, err := r.Resolve(t.Context(), source.Track{Provider: name}); !errors.Is(err, source.ErrUnsupported) {
				t.Errorf("resolve of %q: %v", name, err)
			}
		}
	})
}

func TestExpandAll(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
		errs string // the lines, joined
	}{
		{[]string{"c:3", "a:1", "c:3"}, "c:3 a:1 c:3", ""},
		{[]string{"a:1", "one"}, "a:1 d:one", ""}, // the first opener that knows it
		{[]string{"some", "words"}, "", "not handled by this source"},
		{[]string{"some", "a:1"}, "", "not handled by this source"},
		{[]string{"a:1", "words", "b:1"}, "a:1 b:1", `"words" is neither a URL nor a path`},
		{[]string{"a:9", "b:1", "c:9"}, "b:1", `a: no track or playlist "9"; c: no track or playlist "9"`},
		{nil, "", ""},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, _, _, _ := three(t)
				r.Add("d", openerOnly{})
				page, errs := r.ExpandAll(t.Context(), tt.args)
				var lines []string
				for _, err := range errs {
					line, _ := source.Explain(err)
					lines = append(lines, line)
				}
				if got := strings.Join(lines, "; "); got != tt.errs {
					t.Errorf("errors %q, want %q", got, tt.errs)
				}
				if got := ids(page); got != tt.want {
					t.Errorf("tracks %q, want %q", got, tt.want)
				}
				words := len(errs) > 0 && errors.Is(errs[0], source.ErrNotMine)
				if want := len(tt.args) > 0 && tt.args[0] == "some"; words != want {
					t.Errorf("taken for words: %t, want %t", words, want)
				}
			})
		})
	}
}

func TestExpandAllCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _, _ := three(t)
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		page, errs := r.ExpandAll(ctx, []string{"a:1", "b:1", "c:1", "c:2"})
		if ids(page) != "a:1" || len(errs) != 2 || !errors.Is(errs[1], context.DeadlineExceeded) {
			t.Errorf("got %s, %v", ids(page), errs)
		}
	})
}

func TestAddPanics(t *testing.T) {
	for _, tt := range []struct {
		name     string
		provider any
	}{{"a", openerOnly{}}, {"", openerOnly{}}, {"new", struct{}{}}} {
		t.Run(tt.name, func(t *testing.T) {
			r, _, _, _ := three(t)
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			r.Add(tt.name, tt.provider)
		})
	}
}

func TestNothingToSearch(t *testing.T) {
	r := source.NewRegistry()
	r.Add("d", openerOnly{})
	if _, err := r.Search(t.Context(), source.Query{Words: "x"}); !errors.Is(err, source.ErrUnsupported) {
		t.Errorf("error %v, want ErrUnsupported", err)
	}
}

// A registry of one provider keeps all promises of that provider.
func TestRegistryConforms(t *testing.T) {
	r := source.NewRegistry()
	r.Add("fake", sourcetest.NewFake("fake", 50))
	sourcetest.Run(t, r, sourcetest.Case{
		Name:  "fake",
		Words: "track", Nothing: "no such words",
		Playlist:        source.Playlist{Provider: "fake", ID: "all", Count: 50},
		UnknownPlaylist: source.Playlist{Provider: "fake", ID: "none"},
		Args:            []string{"fake:1"}, Missing: []string{"fake:none"}, NotMine: []string{"words"},
		UnknownTrack: source.Track{Provider: "fake", ID: "none"},
	})
}
