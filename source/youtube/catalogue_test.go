package youtube_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/catalogue"
	"anyaudio/source/youtube/youtubetest"
)

// TestSearchBy goes through the filters.
func TestSearchBy(t *testing.T) {
	f := youtubetest.Default()
	f.PageSize = 4
	p := open(t, f, youtube.Options{})
	for filter, want := range map[source.Filter]struct{ tracks, lists int }{
		source.FilterNone:              {9, 1}, // "All Songs"
		source.FilterVideos:            {9, 0},
		source.FilterPlaylists:         {0, 1},
		source.FilterSongs:             {9, 0},
		catalogue.FilterMusic:          {9, 0},
		catalogue.FilterMusicVideos:    {9, 0},
		catalogue.FilterMusicPlaylists: {0, 1},
	} {
		tracks, lists, pages, next := 0, 0, 0, ""
		for {
			page, err := p.SearchBy(t.Context(), filter, source.Query{Words: " song ", Page: next})
			if err != nil {
				t.Fatalf("%q: %v", filter, err)
			}
			tracks, lists, pages = tracks+len(page.Tracks), lists+len(page.Playlists), pages+1
			if next = page.Next; next == "" {
				break
			}
		}
		if tracks != want.tracks || lists != want.lists || tracks > 4 && pages < 3 {
			t.Errorf("%q: %d tracks, %d lists on %d pages, want %d and %d", filter, tracks, lists, pages, want.tracks, want.lists)
		}
	}
	if f.Calls("player")+f.Calls("visitor_id") != 0 {
		t.Error("searching has asked players")
	}
	_, err := p.SearchBy(t.Context(), "hats", source.Query{Words: "x"})
	if _, hint := wantKind(t, err, source.ErrUnsupported); !strings.Contains(hint, "albums") {
		t.Errorf("hint %q", hint)
	}
}

// TestSearchFields checks what hits say, in both shapes and from both services.
func TestSearchFields(t *testing.T) {
	for _, shape := range []youtubetest.Shape{youtubetest.Old, youtubetest.New} {
		f := youtubetest.Default()
		f.Shape = shape
		p := open(t, f, youtube.Options{})
		page, err := p.Search(t.Context(), source.Query{Words: "first song"})
		if err != nil {
			t.Fatal(err)
		}
		want := source.Track{
			Provider: "youtube", ID: "aaaaaaaaaa1", Title: "First Song", Artist: "Invented Artist", Duration: 200 * time.Second,
			Link: "https://www.youtube.com/watch?v=aaaaaaaaaa1", Note: "1.2M views · 3 years ago",
		}
		if len(page.Tracks) != 1 || page.Tracks[0] != want {
			t.Errorf("shape %d: got  %+v\nwant %+v", shape, page.Tracks, want)
		}
		page, err = p.SearchBy(t.Context(), source.FilterSongs, source.Query{Words: "first song"})
		want.Album, want.Note = "Invented Album", "1.4M plays"
		if err != nil || len(page.Tracks) != 1 || page.Tracks[0] != want {
			t.Errorf("music: got %+v, error %v\nwant %+v", page.Tracks, err, want)
		}
	}
}

// TestSearchLive: what is live or has not begun is shown as that, not left out.
func TestSearchLive(t *testing.T) {
	for _, shape := range []youtubetest.Shape{youtubetest.Old, youtubetest.New} {
		f := youtubetest.Default()
		f.Shape = shape
		p := open(t, f, youtube.Options{})
		page, err := p.Search(t.Context(), source.Query{Words: "some channel"})
		if err != nil || len(page.Tracks) != 2 {
			t.Fatalf("%q, error %v", titles(page.Tracks), err)
		}
		live := page.Tracks[0]
		if !live.Live || live.Duration != 0 || live.Note != "live · 1.2K watching" {
			t.Errorf("shape %d: %+v", shape, live)
		}
	}
}

// TestAlbumsAndArtists: found by searching, and listed with their fields filled in.
func TestAlbumsAndArtists(t *testing.T) {
	f := youtubetest.Default()
	f.ListPageSize = 4
	p := open(t, f, youtube.Options{})
	page, err := p.SearchBy(t.Context(), source.FilterAlbums, source.Query{Words: "invented"})
	if err != nil || len(page.Playlists) != 1 || page.Playlists[0].Owner != "Invented Artist · 2017" {
		t.Fatalf("%+v, error %v", page.Playlists, err)
	}
	tracks := all(t, p, page.Playlists[0].ID)
	wantTitles(t, tracks, "First Song", "Second Song", "Third Song", "Fourth Song")
	if tracks[3].Album != "Invented Album" || tracks[3].Artist != "Invented Artist" || tracks[3].Duration != 203*time.Second {
		t.Errorf("%+v", tracks[3])
	}
	page, err = p.SearchBy(t.Context(), source.FilterArtists, source.Query{Words: "artist"})
	if err != nil || len(page.Playlists) != 2 {
		t.Fatalf("%+v, error %v", page.Playlists, err)
	}
	if n := len(all(t, p, page.Playlists[0].ID)); n != 9 {
		t.Errorf("%d songs of the artist, want all 9", n)
	}
	wantTitles(t, all(t, p, page.Playlists[1].ID), "Third Song", "Fourth Song")
	wantTitles(t, all(t, p, "UCcccccccccccccccccccccc"), "Fourth Song", "Fifth Song", "Sixth Song")
	wantTitles(t, all(t, p, "OLAK5uy_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "First Song", "Second Song", "Third Song", "Fourth Song")
}

// TestLongList: 5,000 entries, page by page: the first page comes with one request, and no
// player is asked about any.
func TestLongList(t *testing.T) {
	f := youtubetest.Default()
	p := open(t, f, youtube.Options{})
	n, pages, seen := 0, 0, make(map[string]bool)
	for page, err := range source.Pages(t.Context(), p, source.Playlist{ID: "PLlonglonglonglon1"}) {
		if err != nil {
			t.Fatal(err)
		}
		n, pages = n+len(page.Tracks), pages+1
		if f.Calls("browse") != pages || page.Total != 5000 {
			t.Fatalf("page %d: %d requests, total %d", pages, f.Calls("browse"), page.Total)
		}
		for _, tr := range page.Tracks {
			seen[tr.ID] = true
		}
	}
	if n != 5000 || len(seen) != 5000 || pages != 50 {
		t.Errorf("%d tracks, %d different, %d pages", n, len(seen), pages)
	}
	if f.Calls("player") != 0 {
		t.Errorf("%d player calls", f.Calls("player"))
	}
}

// TestLists: the oddities of lists.
func TestLists(t *testing.T) {
	f := youtubetest.Default()
	f.ListPageSize = 2
	f.Lists["PLlooplooplooplo11"] = &youtubetest.List{ID: "PLlooplooplooplo11", Title: "Loop", Count: 3, Loop: true}
	f.Lists["PLemptyemptyempt11"] = &youtubetest.List{ID: "PLemptyemptyempt11", Title: "Empty", Count: 6, EmptyPages: 2}
	f.Lists["PLmanyemptyempty11"] = &youtubetest.List{ID: "PLmanyemptyempty11", Title: "Empty", Count: 6, EmptyPages: 9}
	p := open(t, f, youtube.Options{})

	hole := all(t, p, "PLholeholeholehol1")
	if len(hole) != 3 || hole[1].Note != "unavailable" {
		t.Errorf("a list with a hole: %+v", hole)
	}
	if n := len(all(t, p, "PLlooplooplooplo11")); n > 6 {
		t.Errorf("a list that goes in circles gave %d tracks", n)
	}
	if n := len(all(t, p, "PLemptyemptyempt11")); n != 6 {
		t.Errorf("a list with empty pages gave %d of 6 tracks", n)
	}
	before := f.Calls("browse")
	all(t, p, "PLmanyemptyempty11")
	if n := f.Calls("browse") - before; n > 5 {
		t.Errorf("%d requests for empty pages", n)
	}
	for id, kind := range map[string]error{
		"PLprivateprivate11": youtube.ErrPrivateList, "PLnonononononono11": youtube.ErrNoList, "MPREb_nonononono": youtube.ErrNoList,
		"WL": youtube.ErrPrivateList, "not an id": youtube.ErrNoList, "": youtube.ErrNoList,
	} {
		_, err := p.List(t.Context(), source.Playlist{ID: id}, "")
		wantKind(t, err, kind)
	}
	_, err := p.List(t.Context(), source.Playlist{ID: "PLshortshortshort1"}, "not a page")
	wantKind(t, err, source.ErrNotFound)
}

// TestRadio: endless, without the seed, and no track twice on a page.
func TestRadio(t *testing.T) {
	f := youtubetest.Default()
	f.PageSize = 12
	p := open(t, f, youtube.Options{})
	next := ""
	for n := range 3 {
		page, err := p.Radio(t.Context(), song, next)
		if err != nil || page.Next == "" {
			t.Fatalf("page %d: %v", n, err)
		}
		ids := make(map[string]bool)
		for _, tr := range page.Tracks {
			if ids[tr.ID] || tr.ID == song.ID || tr.ID == "jjjjjjjjjjj" || tr.ID == "iiiiiiiiiii" {
				t.Errorf("page %d has %s", n, tr.ID)
			}
			ids[tr.ID] = true
		}
		if len(page.Tracks) != 8 || page.Tracks[0].Album != "Invented Album" {
			t.Errorf("page %d: %+v", n, page.Tracks)
		}
		next = page.Next
	}
	page, err := p.List(t.Context(), source.Playlist{ID: "RDAMVMaaaaaaaaaa2"}, "")
	if err != nil || page.Tracks[0].ID != "aaaaaaaaaa2" || page.Next == "" {
		t.Errorf("a mix: %q, error %v", titles(page.Tracks), err)
	}
}

// TestRelated: both shapes, and a second page.
func TestRelated(t *testing.T) {
	f := youtubetest.Default()
	f.PageSize = 5
	p := open(t, f, youtube.Options{})
	first, err := p.Related(t.Context(), song, "")
	if err != nil || len(first.Tracks) == 0 || first.Next == "" {
		t.Fatalf("%q, error %v", titles(first.Tracks), err)
	}
	second, err := p.Related(t.Context(), song, first.Next)
	if err != nil || len(second.Tracks) == 0 || second.Tracks[0].ID == first.Tracks[0].ID {
		t.Fatalf("%q, error %v", titles(second.Tracks), err)
	}
	_, err = p.Related(t.Context(), source.Track{ID: "file:///x"}, "")
	wantKind(t, err, source.ErrNotFound)
}

// TestHome: charts and the listener's own lists; the own ones also without an answer.
func TestHome(t *testing.T) {
	f := youtubetest.Default()
	own := source.Playlist{ID: "PLmymymymymymymy11", Title: "Mine"}
	p := open(t, f, youtube.Options{Country: "DE", Home: []source.Playlist{own}})
	lists, err := p.Home(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids := func() []string {
		var ids []string
		for _, l := range lists {
			ids = append(ids, l.ID)
		}
		return ids
	}
	if got := ids(); got[0] != "charts:DE" || got[len(got)-1] != own.ID || !slices.Contains(got, "PLshortshortshort1") {
		t.Errorf("%q", got)
	}
	chart := all(t, p, "charts:DE")
	if len(chart) != 9 || chart[0].Artist != "Invented Artist" || chart[0].Duration == 0 {
		t.Errorf("chart: %+v", chart)
	}
	f.Fail("browse", youtubetest.Fault{Status: 429})
	lists, err = p.Home(t.Context())
	wantKind(t, err, youtube.ErrRateLimited)
	if got := ids(); !slices.Equal(got, []string{"charts:DE", own.ID}) {
		t.Errorf("without an answer: %q", got)
	}
}

// TestDetails checks what a page about a track shows, and that no player is asked.
func TestDetails(t *testing.T) {
	f := youtubetest.Default()
	f.Videos["aaaaaaaaaa2"].Chapters = true
	f.Videos["aaaaaaaaaa3"].Description = "Tracks\x1b[31m:\n0:00 Intro\n(1:30) Middle \u2028\n1:02:03 - End\n"
	p := open(t, f, youtube.Options{})
	d, err := p.Details(t.Context(), song)
	if err != nil {
		t.Fatal(err)
	}
	if d.Track.Title != "First Song" || d.Track.Artist != "Invented Artist" || d.Views != 1234567 || d.Age != "3 years ago" ||
		d.Description != "A song.\nSung by nobody." || d.Channel.ID != "UCaaaaaaaaaaaaaaaaaaaaaa" || len(d.Thumbnails) != 5 || d.Chapters != nil {
		t.Errorf("%+v", d)
	}
	d, err = p.Details(t.Context(), source.Track{ID: "aaaaaaaaaa2"})
	if err != nil || len(d.Chapters) != 3 || d.Chapters[2] != (source.Chapter{Title: "Chorus", Start: 65 * time.Second}) {
		t.Errorf("%+v, error %v", d.Chapters, err)
	}
	d, err = p.Details(t.Context(), source.Track{ID: "aaaaaaaaaa3"})
	if err != nil || len(d.Chapters) != 3 || d.Chapters[2] != (source.Chapter{Title: "End", Start: 3723 * time.Second}) || d.Chapters[1].Title != "Middle" {
		t.Errorf("%+v, error %v", d.Chapters, err)
	}
	if strings.Contains(d.Description, "\x1b") {
		t.Errorf("description %q", d.Description)
	}
	_, err = p.Details(t.Context(), source.Track{ID: "nonononono1"})
	wantKind(t, err, youtube.ErrRemoved)
	if f.Calls("player") != 0 {
		t.Error("a player was asked")
	}
}

// TestSuggest: the usual place, and YouTube Music when that sends a page.
func TestSuggest(t *testing.T) {
	f := youtubetest.Default()
	p := open(t, f, youtube.Options{})
	want := []string{"first song", "fourth song", "fifth song"}
	slices.Sort(want)
	got, err := p.Suggest(t.Context(), "f")
	slices.Sort(got)
	if err != nil || len(got) == 0 || len(got) > 10 || !slices.Contains(got, "first song") {
		t.Errorf("%q, error %v", got, err)
	}
	page := youtubetest.Fault{Page: "consent"}
	f.Fail("suggest", page)
	got, err = p.Suggest(t.Context(), "first")
	if err != nil || !slices.Equal(got, []string{"first song"}) || f.Calls("music/get_search_suggestions") != 1 {
		t.Errorf("%q, error %v", got, err)
	}
	if got, err := p.Suggest(t.Context(), "  "); got != nil || err != nil {
		t.Errorf("for nothing: %q, %v", got, err)
	}
}

// TestUnknownCounted: renderers that nobody knows are passed over and counted.
func TestUnknownCounted(t *testing.T) {
	p := open(t, youtubetest.Default(), youtube.Options{})
	if _, err := p.Search(t.Context(), source.Query{Words: "song"}); err != nil {
		t.Fatal(err)
	}
	if got := p.Unknown(); got["fooViewModel"] == 0 || len(got) != 1 {
		t.Errorf("unknown: %v", got)
	}
}

// TestHalves: a resolver that is told to wait leaves the catalogue alone, and the other
// way round.
func TestHalves(t *testing.T) {
	f := youtubetest.Default()
	f.Fail("player", youtubetest.Fault{Status: 429})
	p := open(t, f, youtube.Options{})
	_, err := p.Resolve(t.Context(), song)
	wantKind(t, err, youtube.ErrRateLimited)
	if _, err := p.Search(t.Context(), source.Query{Words: "song"}); err != nil {
		t.Errorf("searching: %v", err)
	}

	f = youtubetest.Default()
	p = open(t, f, youtube.Options{})
	f.Fail("search", youtubetest.Fault{Status: 429, RetryAfter: 100})
	_, err = p.Search(t.Context(), source.Query{Words: "song"})
	wantKind(t, err, youtube.ErrRateLimited)
	before := f.Total()
	_, err = p.Search(t.Context(), source.Query{Words: "song"})
	wantKind(t, err, youtube.ErrRateLimited)
	if f.Total() != before {
		t.Error("asked again at once after a 429")
	}
	if _, err := p.Resolve(t.Context(), song); err != nil {
		t.Errorf("resolving: %v", err)
	}
}

// TestExpand: what arguments open, and that the first page of a list is asked for once.
func TestExpand(t *testing.T) {
	f := youtubetest.Default()
	p := open(t, f, youtube.Options{})
	page, err := p.Expand(t.Context(), "https://www.youtube.com/watch?v=aaaaaaaaaa2&list=PLshortshortshort1")
	if err != nil || len(page.Tracks) != 1 || page.Tracks[0].ID != "aaaaaaaaaa2" || len(page.Playlists) != 1 {
		t.Fatalf("%+v, error %v", page, err)
	}
	if l := page.Playlists[0]; l.Title != "Short Mixtape" || l.Count != 3 || l.Owner != "Some Channel" {
		t.Errorf("%+v", l)
	}
	if n := len(all(t, p, page.Playlists[0].ID)); n != 3 || f.Total() != 1 {
		t.Errorf("%d tracks with %d requests, want 3 with 1", n, f.Total())
	}
	page, err = p.Expand(t.Context(), "https://www.youtube.com/watch?v=aaaaaaaaaa2&list=RDaaaaaaaaaa2")
	if err != nil || len(page.Tracks) != 0 || len(page.Playlists) != 1 || page.Playlists[0].Title != "Mix: Second Song" {
		t.Errorf("a mix: %+v, error %v", page, err)
	}
	page, err = p.Expand(t.Context(), "https://www.youtube.com/watch?v=aaaaaaaaaa2&list=WL")
	if err != nil || len(page.Tracks) != 1 {
		t.Errorf("a video in somebody's own list: %+v, error %v", page, err)
	}
	_, err = p.Expand(t.Context(), "https://www.youtube.com/playlist?list=PLprivateprivate11")
	if !errors.Is(err, youtube.ErrPrivateList) {
		t.Errorf("error %v", err)
	}
}
