package tui_test

import (
	"strings"
	"testing"

	"anyaudio/tui"
)

// A theme that stands in the command line is drawn at once, and gone when it is not chosen.
func TestThemePreview(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("esc", ":")
		s.typeText("theme")
		before := s.m.View().Content
		colors := func() bool { return strings.Contains(s.m.View().Content, "\x1b[38;2;") }
		if !strings.Contains(before, "38;2;") {
			t.Fatal("the default theme has no colours")
		}
		s.typeText(" none")
		if colors() {
			t.Error("none is drawn with colours before Enter")
		}
		s.press("esc")
		if !colors() {
			t.Error("after Esc the colours are gone")
		}
		s.press(":")
		s.typeText("theme ")
		for range 5 {
			s.press("tab")
		}
		s.sees(":theme none")
		if colors() {
			t.Error("Tab shows no preview")
		}
		s.press("enter")
		s.sees("theme none")
		if colors() {
			t.Error("the chosen theme does not stay")
		}
	})
}
