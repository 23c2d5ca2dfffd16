package source_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"anyaudio/source"
	"anyaudio/source/sourcetest"
)

// A shop is a provider with a catalogue: it answers with its name and what it was asked.
type shop struct {
	*sourcetest.Fake
	filters []source.Filter
	err     error
}

func (s shop) Filters() []source.Filter { return s.filters }

func (s shop) SearchBy(_ context.Context, f source.Filter, q source.Query) (source.Page, error) {
	return s.page(string(f) + " " + q.Words), s.err
}

func (s shop) Suggest(_ context.Context, words string) ([]string, error) {
	return []string{s.Name + " " + words}, s.err
}

func (s shop) Related(_ context.Context, t source.Track, page string) (source.Page, error) {
	return s.page("related " + t.ID + page), s.err
}

func (s shop) Radio(_ context.Context, t source.Track, page string) (source.Page, error) {
	return s.page("radio " + t.ID + page), s.err
}

func (s shop) Home(context.Context) ([]source.Playlist, error) {
	return []source.Playlist{{Provider: s.Name, ID: "charts"}}, s.err
}

func (s shop) Details(_ context.Context, t source.Track) (source.Details, error) {
	return source.Details{Track: t, Description: s.Name}, s.err
}

func (s shop) Cover(_ context.Context, t source.Track) (source.Cover, error) {
	return source.Cover{Data: []byte(s.Name + t.ID)}, s.err
}

func (s shop) page(id string) source.Page {
	return source.Page{Tracks: []source.Track{{Provider: s.Name, ID: id}}}
}

// mall is a registry of two shops and a provider without a catalogue.
func mall() (r *source.Registry, a, b *shop) {
	a = &shop{Fake: sourcetest.NewFake("a", 1), filters: []source.Filter{source.FilterSongs}}
	b = &shop{Fake: sourcetest.NewFake("b", 1), filters: []source.Filter{source.FilterSongs, source.FilterAlbums}}
	r = source.NewRegistry()
	r.Add("plain", sourcetest.NewFake("plain", 1))
	r.Add("a", a)
	r.Add("b", b)
	return r, a, b
}

func TestFilters(t *testing.T) {
	r, _, _ := mall()
	if got := r.Filters(); !slices.Equal(got, []source.Filter{source.FilterSongs, source.FilterAlbums}) {
		t.Errorf("filters %q", got)
	}
	for _, c := range []struct {
		filter source.Filter
		want   string
	}{
		{source.FilterSongs, "a:songs x b:songs x"},
		{source.FilterAlbums, "b:albums x"},
	} {
		page, err := r.SearchBy(t.Context(), c.filter, source.Query{Words: "x"})
		if got := ids(page); got != c.want || err != nil {
			t.Errorf("%s: %s, %v; want %s", c.filter, got, err, c.want)
		}
	}
	if _, err := r.SearchBy(t.Context(), source.FilterArtists, source.Query{Words: "x"}); !errors.Is(err, source.ErrUnsupported) {
		t.Errorf("a filter that nobody knows: %v", err)
	}
	page, err := r.SearchBy(t.Context(), source.FilterNone, source.Query{Words: "1"})
	if got := ids(page); got != "plain:1 a:1 b:1" || err != nil {
		t.Errorf("without a filter: %s, %v", got, err)
	}
}

func TestCatalogueOfOneTrack(t *testing.T) {
	r, _, _ := mall()
	mine, other := source.Track{Provider: "b", ID: "7"}, source.Track{Provider: "plain", ID: "7"}
	related, err := r.Related(t.Context(), mine, "+")
	if got := ids(related); got != "b:related 7+" || err != nil {
		t.Errorf("related: %s, %v", got, err)
	}
	radio, err := r.Radio(t.Context(), mine, "")
	if got := ids(radio); got != "b:radio 7" || err != nil {
		t.Errorf("radio: %s, %v", got, err)
	}
	details, err := r.Details(t.Context(), mine)
	if details.Description != "b" || err != nil {
		t.Errorf("details: %+v, %v", details, err)
	}
	cover, err := r.Cover(t.Context(), mine)
	if string(cover.Data) != "b7" || err != nil {
		t.Errorf("cover: %+v, %v", cover, err)
	}
	_, err1 := r.Related(t.Context(), other, "")
	_, err2 := r.Radio(t.Context(), other, "")
	_, err3 := r.Details(t.Context(), other)
	_, err4 := r.Cover(t.Context(), other)
	for _, err := range []error{err1, err2, err3, err4} {
		if !errors.Is(err, source.ErrUnsupported) {
			t.Errorf("a provider without a catalogue: %v", err)
		}
	}
}

func TestSuggestAndHome(t *testing.T) {
	r, a, _ := mall()
	got, err := r.Suggest(t.Context(), "wo")
	if !slices.Equal(got, []string{"a wo"}) || err != nil {
		t.Errorf("suggestions %q, %v", got, err)
	}
	only, err := r.Only("plain")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := only.Suggest(t.Context(), "wo"); len(got) > 0 || err != nil {
		t.Errorf("suggestions of a source that is not searched: %q, %v", got, err)
	}
	a.err = source.ErrRateLimited
	lists, err := r.Home(t.Context())
	if len(lists) != 2 || !errors.Is(err, source.ErrRateLimited) {
		t.Errorf("home: %v, %v", lists, err)
	}
}

// TestSearchNothingAndFailed: "nothing found" would be a lie where one source could not look.
func TestSearchNothingAndFailed(t *testing.T) {
	r := source.NewRegistry()
	empty, broken := sourcetest.NewFake("empty", 0), sourcetest.NewFake("broken", 1)
	broken.Err = source.ErrRateLimited
	r.Add("empty", empty)
	r.Add("broken", broken)
	if page, err := r.Search(t.Context(), source.Query{Words: "1"}); !errors.Is(err, source.ErrRateLimited) {
		t.Errorf("found %s, error %v", ids(page), err)
	}
}
