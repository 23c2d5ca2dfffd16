package tui_test

import (
	"context"
	"testing"
	"time"

	"anyaudio/source/library"
	"anyaudio/tui"
)

func TestLibraryPage(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.press("esc", "g", "l")
		s.sees("[Library]", "Library · 6 tracks · newest first", "[saved]", "playlists", "▌  Heard song 1", "♥   3:00")
		s.press("O")
		s.sees("by title", "▌  Heard song 1", "saved tracks: by title")
		s.press("l")
		s.sees("[playlists]", "▌  ≡ Morning run", "≡ Evening charts", "3 tracks · live link")
		s.press("enter")
		s.sees("[Playlist]", "Morning run · 6 tracks", "Run song 6")
		s.press("esc", "l")
		s.sees("[history]", "Library · 7 plays", "▌  Heard song 2 · 3 min ago", "The long mix · 8 min ago")
		s.press("2", "l")
		s.sees("[saved]")
		s.press("g", "r")
		s.sees("[history]")
		s.press("j", "enter")
		s.asks("PlayNow Heard song 1")
		s.press("g", "l", "j", "enter") // in a list of one's own the rows below follow
		s.asks("PlayNow Saved song 1,Saved song 2,Saved song 3,+2")
	})
}

func TestFindInLibrary(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.press("esc", "g", "l", "/")
		s.typeText("svdsng3")
		s.sees("/svdsng3", "▏  Saved song 3")
		s.seesNot("Heard song 1")
		s.press("enter")
		s.sees("1 of 6 tracks for “svdsng3”")
		s.press("e")
		s.asks("Add Saved song 3")
		s.press("esc")
		s.sees("Library · 6 tracks", "Heard song 1")
		s.press("/")
		s.typeText("zzz")
		s.sees("nothing matches “zzz”")
		s.press("esc")
		s.sees("Heard song 1")
		s.press("l", "/")
		s.typeText("eve")
		s.sees("≡ Evening charts")
		s.seesNot("Morning run")
	})
}

func TestSave(t *testing.T) {
	onStocked(t, func(s *screen) {
		lib := libraryOf(s)
		s.typeText("x")
		s.press("enter", "f")
		s.sees("saved x song 1", "♥   3:00")
		if ok, err := lib.IsSaved(context.Background(), songs("x", 1)[0]); err != nil || !ok {
			t.Errorf("x song 1 is not saved: %v", err)
		}
		s.press("enter")
		s.sees("1/1 · ♥ · vol 80%")
		s.press("f")
		s.sees("x song 1 taken out of the saved tracks")
		s.seesNot("♥")
		s.press("f", "f", "f") // one after the other, in order
		if ok, _ := lib.IsSaved(context.Background(), songs("x", 1)[0]); !ok {
			t.Error("after three presses the track is not saved")
		}
		s.press("g", "l", "f")
		s.seesNot("x song 1   ") // the row has gone
		s.press(":")
		s.typeText("save playing")
		s.press("enter")
		s.sees("saved x song 1")
	})
}

// What is being saved at the end is saved.
func TestQuitSaves(t *testing.T) {
	onStocked(t, func(s *screen) {
		lib := libraryOf(s)
		s.typeText("x")
		s.press("enter")
		for _, k := range []string{"f", "q"} {
			s.take(keyMsg(k))
		}
		s.settle()
		if !s.quit {
			t.Error("q does not quit")
		}
		if ok, _ := lib.IsSaved(context.Background(), songs("x", 1)[0]); !ok {
			t.Error("what was saved last is lost")
		}
	})
}

func TestForget(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.press("esc", "g", "r", "d")
		s.sees("forget that Heard song 2 was ever heard?", "Library · 7 plays")
		s.press("d")
		s.sees("forgotten: 2 plays", "Library · 5 plays")
		s.seesNot("Heard song 2 · ")
		s.press("d", "j", "d")
		s.sees("forget that Heard song 4 was ever heard?", "Library · 5 plays")
		s.press(":")
		s.typeText("forget artist now")
		s.press("enter")
		s.sees("forgotten: 4 plays", "▌  The long mix")
	})
}

func TestPrivate(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.press("esc", "P")
		s.sees("private: nothing is recorded", "private · vol 80%")
		if !libraryOf(s).Private() {
			t.Error("the library records")
		}
		s.press("P")
		s.sees("what is heard is recorded again")
		s.seesNot("private ·")
	})
}

// Without a library each of its keys says so.
func TestNoLibrary(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc")
		for _, keys := range [][]string{{"g", "l"}, {"f"}, {"P"}, {"w"}, {"u"}, {"ctrl+r"}} {
			s.press(keys...)
			s.sees("there is no library here")
			s.wait(5 * time.Second)
		}
		s.seesNot("Library")
	})
}

func TestMarks(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.typeText("many")
		s.press("enter", "x", "j", "2", "x")
		s.sees(" ✓ Many song 1", "   Many song 2", " ✓ Many song 3", " ✓ Many song 4", "▌  Many song 5")
		s.press("e")
		s.asks("Add Many song 1,Many song 3,Many song 4")
		s.seesNot("✓")
		s.press("x", "x", "E")
		s.asks("PlayNext Many song 5,Many song 6")
		s.press("x", "x", "X")
		s.seesNot("✓")
		s.press("x", "x", "k", "x") // the second is unmarked again
		s.sees("✓ Many song 9")
		s.seesNot("✓ Many song 10")
		s.press("enter")
		s.asks("PlayNow Many song 9")
	})
}

func TestMarksInQueue(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "q", "j", "x", "j", "x", "d")
		s.asks("Remove [102 104]")
		s.sees("▌  3 ")
	})
}

// libraryOf is the library of a screen.
func libraryOf(s *screen) *library.Library { return tui.LibraryOf(s.m) }
