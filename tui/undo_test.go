package tui_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui"
)

// onKept is onPlaying with a library that somebody keeps the queue in.
func onKept(t *testing.T, f func(s *screen)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		lib := stocked(t)
		defer lib.Close()
		p := newFakePlayer()
		label, last := "", []source.Track(nil)
		p.kept = func(tracks []source.Track, index int) {
			name := ""
			same := func(a, b source.Track) bool { return a.Key() == b.Key() }
			if !slices.EqualFunc(tracks, last, same) {
				name, label, last = label, "", tracks
			}
			check(t, lib.SaveQueue(context.Background(), library.Queue{Tracks: tracks, Index: max(index, 0)}, name))
		}
		p.PlayNow(songs("Queued", 5)...)
		p.SeekTo(time.Minute)
		s := newScreen(t, tui.Options{Controls: p, Library: lib, QueueEdit: func(l string) { label = l }}, 80, 24)
		p.asked()
		f(s)
		s.end()
	})
}

func TestUndoQueue(t *testing.T) {
	onKept(t, func(s *screen) {
		s.press("esc", "g", "q", "j", "2", "d")
		s.asks("Remove [102 103]")
		s.press("K")
		s.asks("Move 104 to 0")
		s.press("u")
		s.asks("SetQueue Queued song 1,Queued song 4,Queued song 5 at 0")
		s.sees("undone: move Queued song 4", "▶ 1 Queued song 1", "2 Queued song 4")
		s.press("u")
		s.sees("undone: remove 2 tracks", "2 Queued song 2", "5 Queued song 5")
		s.asks("SetQueue Queued song 1,Queued song 2,Queued song 3,+2 at 0")
		s.press("u")
		s.sees("undone: create") // what came before, from the stock
		s.press("ctrl+r", "ctrl+r")
		s.sees("done again: remove 2 tracks", "Queue · 3 tracks")
		s.press("D", "D")
		s.sees("The queue is empty.", "removed 3 tracks – u brings them back")
		s.press("u")
		s.sees("undone: clear the queue", "Queue · 3 tracks")
	})
}

// What plays goes on when the queue around it changes.
func TestUndoWhilePlayingElsewhere(t *testing.T) {
	onKept(t, func(s *screen) {
		s.press("esc", "g", "q", "j", "d", ">", ">")
		s.player.asked()
		s.press("u")
		s.asks("SetQueue Queued song 1,Queued song 2,Queued song 3,+2 at 3")
		s.sees("▶ 4 Queued song 4")
	})
}

func TestUndoSavesAndPlaylists(t *testing.T) {
	onKept(t, func(s *screen) {
		s.press("esc", "f", "g", "p", "d")
		s.hasNot("Morning run")
		s.press("u")
		s.sees("undone: delete", "≡ Morning run")
		s.press("u")
		s.sees("undone: save")
		s.seesNot("♥")
		s.press("ctrl+r")
		s.sees("done again: save")
		s.asks() // the queue is as it was
		s.press("g", "p", "enter", "d", "d")
		s.has("Morning run", "Run song 3", "Run song 4", "Run song 5", "Run song 6")
		s.press("u", "u")
		s.has("Morning run", "Run song 1", "Run song 2", "Run song 3", "Run song 4", "Run song 5", "Run song 6")
		s.sees("▌  Run song 1")
	})
}

// The last seek is on top of the stack, as long as nothing has come after it.
func TestUndoSeek(t *testing.T) {
	onKept(t, func(s *screen) {
		s.press("esc", "right", "right", "right")
		s.wait(time.Second)
		s.player.asked()
		s.press("u")
		s.asks("SeekTo 1m0s")
		s.sees("back at 1:00")
		s.press("ctrl+r")
		s.asks("SeekTo 1m15s")
		s.press("u", "u")
		s.asks("SeekTo 1m0s")
		s.sees("undone: ") // the second is for the library
		s.press("9", "0", "%")
		s.press("f")
		s.player.asked()
		s.press("u")
		s.sees("undone: save \"The long mix\"")
		s.asks()
		s.press("5", "0", "%", ">")
		s.player.asked()
		s.press("u")
		s.asks() // the seek was in another track
	})
}

// A seek is taken back to the place that was seen, also when the sound had not come there yet.
func TestUndoSeekOnItsWay(t *testing.T) {
	onKept(t, func(s *screen) {
		s.press("esc", ".", ".", "5", "%") // the second minute is still to be sent
		s.player.asked()
		s.press("u")
		s.sees("back at 3:00")
		s.asks("SeekTo 3m0s")
	})
}

func TestNothingToUndo(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("esc", "u")
		s.sees("nothing to undo or redo")
	}, newLibrary)
}

// A shuffle is an edit of the queue like others.
func TestUndoShuffle(t *testing.T) {
	onKept(t, func(s *screen) {
		s.press("esc", "g", "q", "j", "d", "s")
		s.player.asked()
		s.press("u")
		s.sees("undone: shuffle", "3 Queued song 4")
		s.asks("SetQueue Queued song 1,Queued song 3,Queued song 4,+1 at 0")
		s.press("u")
		s.sees("undone: remove Queued song 2", "2 Queued song 2")
	})
}
