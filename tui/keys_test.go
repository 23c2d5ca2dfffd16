package tui_test

import (
	"os"
	"path/filepath"
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

// The path of a list file is completed from the disk: folders and list files, by part.
func TestCompletePath(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"Music/Rock.m3u", "Music/Rock notes.pdf", "Music/Rain.txt", "Music/.hidden.m3u", "Misc/x.m3u", "Other.m3u", "bad\x1b[2J.m3u"} {
		check(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700))
		check(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	t.Chdir(dir)
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("esc", ":")
		s.typeText("import M")
		s.press("tab")
		s.sees(":import Misc/", "▸Misc/", "Music/")
		s.press("tab")
		s.sees(":import Music/")
		s.typeText("R")
		s.press("tab")
		s.sees(":import Music/Rain.txt", "▸Rain.txt", "Rock.m3u")
		s.seesNot("notes")
		s.seesNot("hidden")
		s.press("tab", "tab")
		s.sees(":import Music/R")
		s.typeText("o")
		s.press("tab")
		s.sees(":import Music/Rock.m3u")
		s.press("esc", ":")
		s.typeText("import ~nobody/")
		s.press("tab")
		s.sees(":import ~nobody/")
		s.press("esc", ":")
		s.typeText("import ")
		s.press("tab", "tab", "tab")
		s.sees(":import Other.m3u")
		s.seesNot("bad")
	})
	t.Setenv("HOME", dir)
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("esc", ":")
		s.typeText("import ~/Mu")
		s.press("tab")
		s.sees(":import ~/Music/")
		s.press("tab") // the only folder is taken: this goes on in it
		s.sees(":import ~/Music/Rain.txt")
	})
}
