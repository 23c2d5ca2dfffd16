package tui_test

import (
	"testing"

	"anyaudio/tui"
)

func TestQueueFrom(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "p", "enter", "enter", "g", "q")
		s.sees("Queue · 6 tracks", "from Morning run")
		s.press("g", "l", "e", "g", "q")
		s.sees("from Morning run and more")
		s.press("D", "D")
		s.sees("The queue is empty.")
		s.seesNot("Morning run")
		s.press("g", "l", "e", "g", "q")
		s.sees("from saved tracks")
	}, stocked)
}
