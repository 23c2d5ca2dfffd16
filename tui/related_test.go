package tui_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/tui"
)

func TestRelated(t *testing.T) {
	onPlaying(t, tui.Options{Source: rich()}, func(s *screen) {
		s.typeText("daft")
		s.press("enter", "j", "M")
		s.sees("[Related]", "Like daft song 2", "▌  Like daft song 2 song 1", "≡ Evening")
		s.press("j", "enter") // a list of choices: only that one
		s.asks("PlayNow Like daft song 2 song 2")
		s.press("M")
		s.sees("Like Like daft song 2 song 2")
		s.press("esc")
		s.sees("Like daft song 2 song 1", "▌▶ Like daft song 2 song 2")
	})
}

// Without a track under the cursor it is the one that plays.
func TestRelatedToWhatPlays(t *testing.T) {
	src := rich()
	src.search = func(context.Context, source.Query) (source.Page, error) {
		return source.Page{Playlists: []source.Playlist{evening}}, nil
	}
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "M")
		s.sees("Like Queued song 1")
		s.press("esc", ":")
		s.typeText("details playing")
		s.press("enter")
		s.sees("Details", "Queued song 1", "Intro")
	})
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "M")
		s.sees("choose a track first")
		s.press("R")
		s.sees("choose a track first")
	})
}

// The radio repeats itself and what is in the queue; the queue gets each track once.
func TestRadio(t *testing.T) {
	onPlaying(t, tui.Options{Source: rich()}, func(s *screen) {
		s.press("esc", "g", "q", "R")
		s.asks("Add Radio  song 1,Radio  song 2,Radio  song 3,+7", "Add Radio 1 song 1,Radio 1 song 2,Radio 1 song 3,+7", "Add Radio 2 song 1,Radio 2 song 2,Radio 2 song 3,+7")
		s.sees("radio of Queued song 1: 30 tracks added to the queue")
		seen := map[string]bool{}
		for _, e := range s.player.Queue() {
			if seen[e.Track.Key()] {
				t.Errorf("%s is there twice", e.Track.Title)
			}
			seen[e.Track.Key()] = true
		}
	})
}

func TestRadioStartsWhenNothingPlays(t *testing.T) {
	src := rich()
	src.radio = func(context.Context, source.Track, string) (source.Page, error) {
		return source.Page{Tracks: songs("Radio", 3)}, nil
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.press("esc", "R")
		s.asks("PlayNow Popular song 1,Radio song 1,Radio song 2,+1")
	})
}

func TestRadioThatOnlyRepeats(t *testing.T) {
	src := rich()
	asked := 0
	src.radio = func(context.Context, source.Track, string) (source.Page, error) {
		asked++
		return source.Page{Tracks: songs("Queued", 3), Next: fmt.Sprint(asked)}, nil
	}
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		s.press("esc", "g", "q", "R")
		s.wait(time.Minute)
		s.asks()
		s.sees("Queue 5")
		if asked < 2 || asked > 10 {
			t.Errorf("asked %d times", asked)
		}
	})
}

// What a source cannot do is said in one line.
func TestUnsupported(t *testing.T) {
	tired := &source.Error{Kind: source.ErrRateLimited, Line: "demo is tired", Hint: "try another source"}
	refuse := &source.Error{Kind: source.ErrUnsupported, Line: "demo cannot do that", Hint: "try another source"}
	refusing := func(err error) tui.Library {
		src := rich()
		src.related = func(context.Context, source.Track, string) (source.Page, error) { return source.Page{}, err }
		src.radio = src.related
		src.details = func(context.Context, source.Track) (source.Details, error) { return source.Details{}, err }
		return src
	}
	for key, without := range map[string]string{
		"M": "this source does not know what is like a track", "R": "this source has no radio",
		"I": "this source knows no more of a track than the list shows",
	} {
		onPlaying(t, tui.Options{Source: refusing(refuse)}, func(s *screen) {
			s.press("esc", key)
			s.sees(without)
			s.seesNot("another source")
			s.asks()
		})
		onPlaying(t, tui.Options{Source: refusing(tired)}, func(s *screen) {
			s.press("esc", key)
			s.sees("demo is tired – try another source")
			s.asks()
		})
		onPlaying(t, tui.Options{Source: catalogue()}, func(s *screen) {
			s.press("esc", key)
			s.sees(without)
			s.asks()
		})
	}
}
