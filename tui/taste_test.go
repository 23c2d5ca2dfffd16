package tui_test

import (
	"context"
	"testing"
	"testing/synctest"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/source/taste"
	"anyaudio/tui"
)

// withTaste is a stocked library whose tracks have others like them, and the engine.
func withTaste(t *testing.T) (*library.Library, *taste.Engine, fakeCatalogue) {
	t.Helper()
	lib := stocked(t)
	src := rich()
	src.related = func(_ context.Context, of source.Track, _ string) (source.Page, error) {
		if of.ID != songs("Heard", 1)[0].ID {
			return source.Page{}, nil
		}
		found := songs("Like", 12)
		for i := range found {
			found[i].Artist = "Other " + string(rune('A'+i%3))
		}
		return source.Page{Tracks: found}, nil
	}
	src.radio = func(context.Context, source.Track, string) (source.Page, error) { return source.Page{}, nil }
	engine, err := taste.New(taste.Options{Library: lib, Relater: src})
	check(t, err)
	_, err = engine.Refresh(t.Context())
	check(t, err)
	list := src.list
	src.list = func(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
		if p.Provider == taste.Provider {
			return engine.List(ctx, p, page)
		}
		return list(ctx, p, page)
	}
	return lib, engine, src
}

// shownTimes is how often a track has been on the screen as a suggestion.
func shownTimes(t *testing.T, lib *library.Library, key string) int {
	t.Helper()
	got, err := lib.Taste(t.Context(), 100, 100)
	check(t, err)
	return got.Shown[key].Times
}

// TestFrontSuggests: the front page has suggestions with their reasons, remembers that they were
// seen, and the keys take one, or all of an artist, out of them.
func TestFrontSuggests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib, engine, src := withTaste(t)
		defer lib.Close()
		s := newScreen(t, tui.Options{Source: src, Library: lib, Taste: engine}, 80, 24)
		defer s.end()
		s.sees("For you", "≡ For you")
		some, err := engine.Suggest(t.Context(), 30)
		check(t, err)
		first := some[0]
		s.sees(first.Track.Title + " · ")
		if n := shownTimes(t, lib, first.Track.Key()); n != 1 {
			t.Errorf("shown %d times, want once", n)
		}
		if n := shownTimes(t, lib, some[8].Track.Key()); n != 0 {
			t.Error("one that was not on the screen counts as shown")
		}
		s.press("esc", "g", "g", "j") // below the long mix
		s.sees("── " + first.Reason + " ─")

		s.press("F")
		s.sees("once more forgets")
		s.press("F")
		s.sees("is forgotten, and not suggested any more")
		s.seesNot(first.Track.Title + " · ")
		s.press("a")
		s.sees("forget this", "never suggest this artist")
		s.press("esc")

		some, err = engine.Suggest(t.Context(), 30)
		check(t, err)
		s.command("never " + some[0].Track.Artist)
		s.sees("nothing by " + some[0].Track.Artist + " is suggested any more")
		after, err := engine.Suggest(t.Context(), 30)
		check(t, err)
		for _, a := range after {
			if a.Track.Artist == some[0].Track.Artist {
				t.Fatalf("%s is suggested all the same", a.Track.Title)
			}
		}
		s.command("allow " + some[0].Track.Artist)
		s.sees("may be suggested again")
	})
}

// TestForYouList: the list of all suggestions opens, its reasons are read in full, the key for an artist
// works in it, and what was seen of it counts.
func TestForYouList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib, engine, src := withTaste(t)
		defer lib.Close()
		s := newScreen(t, tui.Options{Source: src, Library: lib, Taste: engine}, 80, 24)
		defer s.end()
		some, err := engine.Suggest(t.Context(), 30)
		check(t, err)
		s.press("esc", "9", "G", "enter")
		s.sees("For you · ", "── "+some[0].Reason+" ─")
		if n := shownTimes(t, lib, some[8].Track.Key()); n != 1 {
			t.Errorf("shown %d times, want once", n)
		}
		s.press("H")
		s.sees("nothing by " + some[0].Track.Artist)
		s.seesNot(some[0].Track.Title + " · ")
	})
}

// Without an engine the commands say so.
func TestNoTaste(t *testing.T) {
	onPlaying(t, tui.Options{Library: nil}, func(s *screen) {
		s.press("esc", "H")
		s.sees("nothing is suggested here")
	})
}
