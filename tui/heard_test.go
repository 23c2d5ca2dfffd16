package tui_test

import (
	"testing"

	"anyaudio/tui"
)

// TestHeard: the page of what was heard has the tops with bars, and goes through the spans.
func TestHeard(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.press("esc", "g", "t")
		s.sees("Heard · The last 7 days · h l others", "The last 7 days: 29 min heard", "Day by day", "█")
		s.press("G")
		s.sees("The very first:")
		s.press("l")
		s.sees("The last 30 days", "Week by week")
		s.press("h", "h")
		s.sees("Heard · Ever", "Year by year")
		s.press("j", "j", "j", "esc")
		s.seesNot("Heard · ")
		s.command("heard year")
		s.sees("Month by month")
		s.press("g", "t")
		s.seesNot("Month by month")
		s.command("heard decade")
		s.sees("heard week, month, year, ever")
	})
}

func TestHeardOfNothing(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "t")
		s.sees("The last 7 days: nothing was played.")
	}, newLibrary)
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "t")
		s.sees("there is no library here")
	})
}
