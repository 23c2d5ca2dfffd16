package tui_test

import (
	"strings"
	"testing"

	"anyaudio/tui"
)

// The help narrows while one types, and Enter does what the row says on the page behind it.
func TestHelpRuns(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "q", "?")
		s.typeText("shuff")
		s.sees("shuffle on, off")
		s.seesNot("pause, go on")
		s.press("enter")
		s.asks("SetShuffle true")
		s.sees("[Queue 5]", "shuffle on")

		s.press("?")
		s.typeText("go one minute nowhere")
		s.sees("no key and no command has that")
		s.press("enter", "esc") // nothing to run; then the filter goes
		s.sees("pause, go on")
		s.press("esc")
		s.sees("[Queue 5]")

		s.press("?")
		s.typeText("volume 80")
		s.press("enter") // a command that needs a number waits for it
		s.typeText("12")
		s.press("enter")
		s.asks("SetVolume 12")
	})
}

// What works on the page comes first, what does not comes under a heading that says so.
func TestHelpHereFirst(t *testing.T) {
	order := func(s *screen, first, then string) {
		t.Helper()
		seen := s.frame()
		for range 12 {
			s.press("pgdown")
			seen += s.frame()
		}
		i, j := strings.Index(seen, first), strings.Index(seen, then)
		if i < 0 || j < i {
			t.Errorf("%q is at %d, %q at %d", first, i, then, j)
		}
	}
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "q", "?")
		order(s, "remove all, after asking", "pause, go on")
		s.press("esc", "g", "h", "f1")
		order(s, "5 s back", "Not here")
		s.press("f1", "f1")
		order(s, "Not here", "remove all, after asking")
	})
}

func TestHelpCursor(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("f1", "down", "down", "up")
		s.sees("▌  k  ↑")
		s.press("pgup", "up")
		s.sees("▌  j  ↓")
		s.press("?")
		s.sees("[Search]")
	})
}
