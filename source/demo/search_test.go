package demo_test

import (
	"errors"
	"slices"
	"testing"

	"anyaudio/source"
	"anyaudio/source/demo"
)

var (
	_ source.Searcher = (*demo.Demo)(nil)
	_ source.Lister   = (*demo.Demo)(nil)
	_ source.Resolver = (*demo.Demo)(nil)
	_ source.Opener   = (*demo.Demo)(nil)
)

func TestSearch(t *testing.T) {
	d := start(t, demo.Options{})
	for _, tt := range []struct{ words, first string }{
		{"carousel", "carousel-for-two"},
		{"CAROUSEL two", "carousel-for-two"},
		{"carou", "carousel-for-two"}, // beginning of a word
		{"ferry neo", "neon-ferry"},   // any order
		{"dragno", "pocket-dragon"},   // swapped
		{"clockwrk", "invention-for-clockwork"},
		{"biscuitt", "the-biscuit-brigade"},
		{"hapf past", "half-past-blue"}, // wrong letter
		{"umbrellas", "rain-on-rua-nova"},
		{"ines", "rain-on-rua-nova"},  // without the accent
		{"bright neon", "neon-ferry"}, // album and title
		{"long way home", "the-long-way-home"},
		{"one-hour mix", "the-long-way-home"},
		{"blue", "half-past-blue"},
	} {
		page, err := d.Search(t.Context(), source.Query{Words: tt.words})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Tracks) == 0 || page.Tracks[0].ID != tt.first {
			t.Errorf("%q: %d tracks, first %+v, want %s", tt.words, len(page.Tracks), page.Tracks[:min(1, len(page.Tracks))], tt.first)
		}
		if page.Next != "" || page.Total != len(page.Tracks) {
			t.Errorf("%q: next %q, total %d of %d", tt.words, page.Next, page.Total, len(page.Tracks))
		}
	}
	for _, words := range []string{"zzzz", "carousel zzzz", "x"} {
		page, err := d.Search(t.Context(), source.Query{Words: words})
		if err != nil || len(page.Tracks) != 0 || len(page.Playlists) != 0 {
			t.Errorf("%q: %d tracks, %d playlists, %v", words, len(page.Tracks), len(page.Playlists), err)
		}
	}
	if n := d.Stats().Searches; n != 17 {
		t.Errorf("%d searches counted", n)
	}
	if _, err := d.Search(t.Context(), source.Query{Page: "2"}); !errors.Is(err, source.ErrNotFound) {
		t.Errorf("a page that there is not: %v", err)
	}
}

func TestSearchAlbum(t *testing.T) {
	d := start(t, demo.Options{})
	page, err := d.Search(t.Context(), source.Query{Words: "small hours"})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Playlists) == 0 || page.Playlists[0].Title != "Small Hours" {
		t.Fatalf("playlists %+v", page.Playlists)
	}
	list, err := d.List(t.Context(), page.Playlists[0], "")
	if err != nil {
		t.Fatal(err)
	}
	for _, track := range list.Tracks {
		if !slices.Contains(page.Tracks, track) {
			t.Errorf("%s is in the playlist and was not found by its name", track.ID)
		}
	}
}

func TestEmptyWordsGiveEverything(t *testing.T) {
	d := start(t, demo.Options{})
	page, err := d.Search(t.Context(), source.Query{Words: "  "})
	if err != nil {
		t.Fatal(err)
	}
	demoWord, err := d.Search(t.Context(), source.Query{Words: "demo"})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Tracks) < 13 || len(demoWord.Tracks) != len(page.Tracks) {
		t.Errorf("%d tracks without words, %d for %q", len(page.Tracks), len(demoWord.Tracks), "demo")
	}
}

func TestLists(t *testing.T) {
	d := start(t, demo.Options{})
	lists, err := d.Playlists()
	if err != nil {
		t.Fatal(err)
	}
	if len(lists) < 3 {
		t.Fatalf("%d playlists", len(lists))
	}
	for _, p := range lists {
		page, err := d.List(t.Context(), p, "")
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Tracks) != p.Count || p.Count < 3 || page.Next != "" {
			t.Errorf("%s: %d tracks, count %d, next %q", p.Title, len(page.Tracks), p.Count, page.Next)
		}
	}
	_, err = d.List(t.Context(), source.Playlist{Provider: "demo", ID: "nothing"}, "")
	if !errors.Is(err, source.ErrNotFound) {
		t.Errorf("unknown playlist: %v", err)
	}
	if _, err = d.List(t.Context(), source.Playlist{Provider: "youtube", ID: lists[0].ID}, ""); !errors.Is(err, source.ErrNotMine) {
		t.Errorf("another provider's playlist: %v", err)
	}
}

func TestExpand(t *testing.T) {
	d := start(t, demo.Options{})
	all := everything(t, d)
	for arg, want := range map[string]int{"demo:" + short: 1, "demo:small-hours": 4, "demo:": len(all)} {
		page, err := d.Expand(t.Context(), arg)
		if err != nil || len(page.Tracks) != want {
			t.Errorf("%s: %d tracks, %v, want %d", arg, len(page.Tracks), err, want)
		}
	}
	if page, err := d.Expand(t.Context(), all[0].Link); err != nil || len(page.Tracks) != 1 || page.Tracks[0] != all[0] {
		t.Errorf("a track's own link: %+v, %v", page, err)
	}
	if _, err := d.Expand(t.Context(), "demo:nothing"); !errors.Is(err, source.ErrNotFound) {
		t.Errorf("unknown id: %v", err)
	}
	if _, err := d.Expand(t.Context(), "https://example.org/demo:x"); !errors.Is(err, source.ErrNotMine) {
		t.Errorf("a URL: %v", err)
	}
}
