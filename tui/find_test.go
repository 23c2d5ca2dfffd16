package tui_test

import (
	"testing"

	"anyaudio/tui"
)

// In the queue the cursor jumps to what is typed, and the order stays.
func TestFindInQueue(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "q", "/")
		s.typeText("SONG 4")
		s.sees("/SONG 4", "▏  4 Queued song 4", "▶ 1 Queued song 1")
		s.press("enter", "d")
		s.asks("Remove [104]")
		s.press("/")
		s.typeText("queued")
		s.press("enter")
		s.sees("▌  4 Queued song 5")
		s.press("n")
		s.sees("▌▶ 1 Queued song 1")
		s.press("2", "n")
		s.sees("▌  3 Queued song 3")
		s.press("N", "N", "N")
		s.sees("▌  4 Queued song 5")
		s.press("/")
		s.typeText("song 2")
		s.sees("▏  2 Queued song 2")
		s.press("esc") // gives up, and is back where it was
		s.sees("▌  4 Queued song 5")
		s.press(":")
		s.typeText("find no such thing")
		s.press("enter")
		s.sees("nothing here has “no such thing”", "▌  4 Queued song 5")
	})
}

func TestFindInPlaylist(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "p", "enter", "/")
		s.typeText("run song 5")
		s.press("enter")
		s.sees("▌  Run song 5", "   Run song 1")
		s.press("/", "backspace")
		s.sees("▌  Run song 5")
	}, stocked)
}

// Where nothing was looked for, n says what it is for.
func TestMatchWithoutFind(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "n")
		s.sees("/ looks through the queue or a playlist, then n goes on")
	})
}
