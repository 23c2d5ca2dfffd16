package tui_test

import (
	"slices"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/tui"
)

// A row that stays highlighted is told of, once; rows on the way past are not.
func TestRestingRowIsToldOf(t *testing.T) {
	var told []string
	o := tui.Options{Ready: func(t source.Track) { told = append(told, t.Title) }}
	check := func(s *screen, want ...string) {
		s.t.Helper()
		if !slices.Equal(told, want) {
			s.t.Errorf("told of %q, want %q", told, want)
		}
		told = nil
	}
	onPlaying(t, o, func(s *screen) {
		s.wait(time.Minute)
		check(s) // the keys go to the box
		s.typeText("many")
		s.press("enter")
		s.wait(399 * time.Millisecond)
		check(s)
		s.wait(2 * time.Millisecond)
		check(s, "Many song 1") // Enter would play it
		for range 25 {
			s.press("j")
			s.wait(30 * time.Millisecond)
		}
		check(s)
		s.wait(time.Second)
		check(s, "Many song 26")
		before := s.updates
		s.wait(time.Hour)
		check(s)
		if n := s.updates - before; n > 4*3600+1 {
			t.Errorf("%d updates in an hour of rest", n)
		}
		s.press("k", "j") // back at once
		s.wait(time.Second)
		check(s, "Many song 26")
		s.press("/") // to the box and back
		s.wait(time.Second)
		check(s)
		s.press("esc")
		s.wait(time.Second)
		check(s, "Many song 26")
		s.press("?")
		s.wait(time.Second)
		check(s)
		s.press("esc", "g", "q") // the cursor is on the track that plays
		s.wait(time.Second)
		check(s)
		s.press("j")
		s.wait(time.Second)
		check(s, "Queued song 2")
	})
}

// A playlist is not a track, and a live stream cannot be played.
func TestRestingOnOtherRows(t *testing.T) {
	var told []string
	o := tui.Options{Ready: func(t source.Track) { told = append(told, t.Title) }}
	onScreen(t, o, func(s *screen) {
		s.typeText("x")
		s.press("enter", "G") // the playlist at the end
		s.wait(time.Second)
		if len(told) != 0 {
			t.Errorf("told of %q", told)
		}
		s.press("enter")
		s.wait(time.Second)
		if want := []string{"Evening song 1"}; !slices.Equal(told, want) {
			t.Errorf("told of %q, want %q: one of the list", told, want)
		}
	})
}
