package tui_test

import (
	"strings"
	"testing"

	"anyaudio/tui"
)

func TestActions(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.typeText("x")
		s.press("enter", "j", "a")
		s.sees("What to do with x song 2", "▌  Enter        play now", "f            save", "M            more like this track")
		s.press("j", "enter")
		s.asks("Add x song 2")
		s.sees("[Search]")
		s.press("a", "f") // a key does what it says there
		s.sees("saved x song 3", "[Search]")
		s.press("a")
		s.sees("f            take out of the saved tracks")
		s.press("esc")
		s.sees("[Search]", "▌  x song 3")
		s.press("G", "a")
		s.sees("What to do with Evening", ":keep copy   keep a copy as it is now")
		s.press("enter")
		s.sees("[Playlist]", "Evening · demo")
	})
}

func TestActionsOnMarks(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.typeText("x")
		s.press("enter", "x", "x", "a")
		s.sees("What to do with 2 rows")
		s.press("w", "j", "enter")
		s.has("Morning run", "Run song 1", "Run song 2", "Run song 3", "Run song 4", "Run song 5", "Run song 6", "x song 1", "x song 2")
	})
}

func TestActionsOnWhatPlays(t *testing.T) {
	onPlaying(t, tui.Options{Source: rich()}, func(s *screen) {
		s.press("esc", "g", "h", "esc", "A")
		s.sees("What to do with Queued song 1", "R            radio from this track")
		s.seesNot("save")
		s.press("M")
		s.sees("Like Queued song 1")
	})
}

// Whatever the menu of any row offers can be run.
func TestActionsRun(t *testing.T) {
	for _, place := range []string{"esc g l", "esc g p", "esc g r", "esc g q", "esc g h esc", "esc g p enter"} {
		for i := range 14 {
			onStocked(t, func(s *screen) {
				s.player.PlayNow(songs("Queued", 3)...)
				s.settle()
				s.press(strings.Fields(place)...)
				s.press("a")
				s.sees("What to do with")
				for range i {
					s.press("j")
				}
				s.press("enter")
				s.seesNot("no command")
				s.seesNot("What to do with")
			})
		}
	}
}
