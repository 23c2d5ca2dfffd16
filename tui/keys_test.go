package tui_test

import (
	"testing"

	"anyaudio/tui"
)

// A key that has been given another command does that, the help says so, and a mistake in
// the table is a line at the start.
func TestOwnKeys(t *testing.T) {
	o := tui.Options{Keys: tui.Keys{Preset: "cmus", Commands: map[string]string{"X": "volume 35", "f6": "vollume 1"}}}
	onPlaying(t, o, func(s *screen) {
		s.sees(`key "f6": no command "vollume", did you mean "volume"?`)
		s.press("esc", "X", "b", "c", "4")
		s.asks("SetVolume 35", "Next", "TogglePause")
		s.sees("[Queue 5]")
		s.press("7")
		s.sees("c  Space", "b  >")
	})
}

func TestCompleteCommand(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("esc", ":")
		s.typeText("rep")
		s.press("tab")
		s.sees(":repeat")
		s.typeText(" ")
		s.press("tab", "tab")
		s.sees(":repeat all", "▸all")
		s.press("shift+tab", "shift+tab")
		s.seesNot(":repeat o")
		s.press("tab", "tab", "tab", "enter")
		s.asks("SetRepeat one")
	})
}
