package tui_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
)

func TestFilters(t *testing.T) {
	onScreen(t, tui.Options{Source: rich()}, func(s *screen) {
		s.seesNot("[all]")
		s.press("esc", "l")
		s.sees("search for words first")
		s.press("/")
		s.typeText("daft")
		s.press("enter")
		s.sees("[all]", "songs", "videos", "albums", "artists", "playlists", "▌  daft song 1")
		s.press("l")
		s.sees("[songs]", "▌  daft songs song 1", "40 results")
		s.press("2", "l")
		s.sees("[albums]", "▌  ≡ daft album 1")
		s.press("3", "h")
		s.sees("[all]", "▌  daft song 1")
		s.press("h")
		s.sees("[playlists]", "≡ daft playlist 1")
		s.press(":")
		s.typeText("filter artists")
		s.press("enter")
		s.sees("[artists]", "≡ daft artist 1")
		s.press("enter")
		s.sees("[Playlist]", "daft artist 1 · The Artist")
		s.press("l")
		s.sees("[Playlist]", "the kinds are those of search results")
		s.press(":")
		s.typeText("filter playlists")
		s.press("enter")
		s.sees("[Search]", "[playlists]")
	})
}

// The tabs are in one order whatever that of the source, and the one in front is seen
// however narrow the window.
func TestFilterTabs(t *testing.T) {
	onScreen(t, tui.Options{Source: sorted{rich()}}, func(s *screen) {
		s.typeText("x")
		s.press("enter")
		s.sees(" [all]  songs   videos   albums   artists   playlists   music   music-videos")
		for width := 40; width <= 90; width += 3 {
			s.send(tea.WindowSizeMsg{Width: width, Height: 24})
			for _, f := range []string{"songs", "videos", "albums", "artists", "playlists", "music", "music-videos", "all"} {
				s.press("l")
				s.sees("[" + f + "]")
				checkFits(t, s.m.View(), width, 24)
			}
		}
		s.send(tea.WindowSizeMsg{Width: 40, Height: 10})
		s.sees(" [all]  songs   videos   albums ›\n")
		s.press("h")
		s.sees("‹ playlists   music  [music-videos]\n")
	})
}

// sorted names its filters by their letters.
type sorted struct{ fakeCatalogue }

func (s sorted) Filters() []source.Filter {
	all := append(s.fakeCatalogue.Filters(), "music", "music-videos", source.FilterNone)
	slices.Sort(all)
	return all
}

// Each filter keeps what it has found and where the listener was, for the same words.
func TestFiltersRemember(t *testing.T) {
	src := rich()
	asked := map[source.Filter]int{}
	by := src.searchBy
	src.searchBy = func(ctx context.Context, f source.Filter, q source.Query) (source.Page, error) {
		asked[f]++
		return by(ctx, f, q)
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("daft")
		s.press("enter", "l", "3", "0", "G", "1", "5", "k")
		before := s.frame()
		s.press("l")
		s.sees("[videos]", "▌  daft videos song 1")
		s.press("h")
		if got := s.frame(); got != before {
			t.Errorf("the songs are not as they were:\n%s\nthey were\n%s", got, before)
		}
		if asked[source.FilterSongs] != 1 {
			t.Errorf("asked for songs %d times", asked[source.FilterSongs])
		}
		s.press("/", "ctrl+u")
		s.typeText("punk")
		s.press("enter")
		s.sees("[all]", "▌  punk song 1")
		s.press("l")
		s.sees("[songs]", "▌  punk songs song 1")
	})
}

// The pages of a filter are asked for with that filter.
func TestFilterPages(t *testing.T) {
	src := rich()
	var asked []string
	src.searchBy = func(_ context.Context, f source.Filter, q source.Query) (source.Page, error) {
		asked = append(asked, string(f)+q.Page)
		if q.Page == "" {
			return source.Page{Tracks: songs("First", 30), Next: "2"}, nil
		}
		return source.Page{Tracks: append(songs("First", 3), songs("Second", 30)...)}, nil
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("daft")
		s.press("enter", "l")
		s.sees("30 results and more")
		s.press("G")
		s.sees("60 results") // the three that came again are not counted
		if want := []string{"songs", "songs2"}; !slices.Equal(asked, want) {
			t.Errorf("asked for %q, want %q", asked, want)
		}
	})
}

func TestFilterThatFails(t *testing.T) {
	src := rich()
	fail := true
	src.searchBy = func(context.Context, source.Filter, source.Query) (source.Page, error) {
		if fail {
			return source.Page{}, &source.Error{Kind: source.ErrUnsupported, Line: "no songs here", Hint: "look elsewhere"}
		}
		return source.Page{Tracks: songs("Now", 3)}, nil
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("daft")
		s.press("enter", "l")
		s.sees("[songs]", "no songs here – look elsewhere")
		s.press("h")
		s.sees("[all]", "daft song 1")
		fail = false
		s.press("l")
		s.sees("Now song 1")
	})
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("esc", "l")
		s.sees("this source finds all kinds at once")
	})
}

// Changing the filter gives up the search under way, whose answer then changes nothing.
func TestFilterChangedWhileSearching(t *testing.T) {
	src := rich()
	src.searchBy = func(ctx context.Context, f source.Filter, _ source.Query) (source.Page, error) {
		if f == source.FilterSongs {
			time.Sleep(5 * time.Second) // deaf
		}
		return source.Page{Tracks: songs(string(f), 3)}, nil
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("daft")
		s.press("enter", "l")
		s.sees("[songs]", "searching for “daft” …")
		s.press("l")
		s.sees("[videos]", "videos song 1")
		s.wait(10 * time.Second)
		s.sees("[videos]", "videos song 1")
		s.seesNot("songs song")
		s.press("h", "esc")
		s.sees("search stopped", "Enter searches again")
		s.press("enter")
		s.wait(10 * time.Second)
		s.sees("songs song 1")
	})
}

// A page that fails leaves what is there, and is asked for again by the next scroll.
func TestFurtherPageThatFails(t *testing.T) {
	src := catalogue()
	asked := 0
	src.search = func(_ context.Context, q source.Query) (source.Page, error) {
		if q.Page == "" {
			return source.Page{Tracks: songs("Many", 60), Next: "2"}, nil
		}
		if asked++; asked == 1 {
			return source.Page{}, errors.New("the line was cut")
		}
		return source.Page{Tracks: songs("More", 30)}, nil
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "j", "j")
		if asked != 0 {
			t.Error("the second page is asked for far from the end")
		}
		s.press("4", "5", "G")
		s.sees("60 results and more", "the line was cut", "Many song 45")
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
		s.press("j")
		s.sees("90 results")
	})
}

// A source whose pages bring nothing new is not asked for ever.
func TestPagesWithoutNews(t *testing.T) {
	src := catalogue()
	asked := 0
	src.search = func(_ context.Context, q source.Query) (source.Page, error) {
		asked++
		return source.Page{Tracks: songs("Same", 5), Next: strings.Repeat("x", asked)}, nil
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter")
		s.wait(time.Minute)
		if asked != 2 {
			t.Errorf("asked %d times without a key", asked)
		}
		s.sees("5 results and more")
	})
}

// What has no length, or no end, is shown as what it is; a live stream is not played, and
// what plays goes on.
func TestLiveAndUnknownLength(t *testing.T) {
	src := catalogue()
	src.search = func(context.Context, source.Query) (source.Page, error) {
		return source.Page{Tracks: []source.Track{
			{Provider: "fake", ID: "1", Title: "Radio Paris", Live: true},
			{Provider: "fake", ID: "2", Title: "Premiere"},
			{Provider: "fake", ID: "3", Title: "Song", Duration: time.Minute},
		}}, nil
	}
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter")
		s.sees("live", "–:––", "1:00")
		for _, key := range []string{"enter", "e", "E"} {
			s.press("g", "g", key)
			s.sees("live streams cannot be played yet")
			s.asks()
		}
		s.press("g", "g", "3", "e")
		s.asks("Add Premiere,Song")
	})
	src.list = func(context.Context, source.Playlist, string) (source.Page, error) {
		return src.search(context.Background(), source.Query{})
	}
	// In a playlist the ones after it would be next: they are not what was asked for.
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		s.press("esc", "G", "enter")
		s.sees("[Playlist]", "Radio Paris")
		s.press("enter")
		s.sees("live streams cannot be played yet")
		s.asks()
		s.press("j", "enter")
		s.asks("PlayNow Premiere,Song")
	})
}
