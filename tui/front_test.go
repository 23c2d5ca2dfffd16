package tui_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui"
)

// slowFront has tracks here, and lists that take a while.
func slowFront(wait time.Duration, err error) fakeSource {
	src := catalogue()
	src.home = func(context.Context) (source.Page, error) { return source.Page{Tracks: songs("Demo", 3)}, nil }
	src.homeMore = func(ctx context.Context) (source.Page, error) {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return source.Page{}, ctx.Err()
		}
		return source.Page{Playlists: []source.Playlist{evening}}, err
	}
	return src
}

// What is here is seen at once, the lists when they come.
func TestFrontInParts(t *testing.T) {
	onScreen(t, tui.Options{Source: slowFront(20*time.Second, nil)}, func(s *screen) {
		s.sees("Demo song 1", "loading …")
		s.seesNot("Evening")
		s.press("esc", "j")
		s.sees("▌  Demo song 2")
		s.wait(21 * time.Second)
		s.sees("Tracks", "▌  Demo song 2", "Charts and playlists", "≡ Evening")
		s.seesNot("loading …")
	})
}

// Lists that cannot be had are one line, and "g h" asks again without taking anything away.
func TestFrontFailsInPart(t *testing.T) {
	onScreen(t, tui.Options{Source: slowFront(5*time.Second, errors.New("no charts today"))}, func(s *screen) {
		s.wait(6 * time.Second)
		s.sees("Demo song 1", "≡ Evening", "no charts today – g h tries again")
		s.press("esc", "g", "h")
		s.sees("Demo song 1", "≡ Evening", "loading …")
	})
}

func TestFrontStopped(t *testing.T) {
	onScreen(t, tui.Options{Source: slowFront(time.Hour, nil)}, func(s *screen) {
		s.press("esc", "esc")
		s.sees("Demo song 1")
		s.seesNot("loading …")
	})
}

// The listener's own comes first, and without any source.
func TestFrontOfLibrary(t *testing.T) {
	onStocked(t, func(s *screen) {
		f := s.frame()
		last := -1
		for _, want := range []string{
			"Continue", "The long mix · at 31:10", "Recently played", "Heard song 2", "Heard song 1", "Heard song 4",
			"Your library", "≡ Saved", "≡ History", "≡ Morning run",
		} {
			at := strings.Index(f, want)
			if at <= last {
				t.Errorf("%q is not where it should be:\n%s", want, f)
			}
			last = at
		}
		s.press("esc", "g", "g", "enter")
		s.asks("PlayNow The long mix")
		s.press("7", "G", "j")
		s.sees("▌  ≡ Saved")
		s.press("enter")
		s.sees("Saved · 6 tracks", "Saved song 1", "Heard song 1")
		s.press("e")
		s.asks("Add Heard song 1")
	})
}

// The row of the queue goes on where the player waits, and goes when it plays.
func TestFrontContinuesTheQueue(t *testing.T) {
	onScreen(t, tui.Options{Source: catalogue()}, func(s *screen) {
		s.player.PlayNow(songs("Queued", 5)...)
		s.player.TogglePause()
		s.settle()
		s.player.asked()
		s.sees("Continue", "Queued song 1 · queue 1/5")
		s.press("esc", "g", "g", "enter")
		s.asks("TogglePause")
		s.seesNot("Continue")
		s.player.mu.Lock()
		s.player.state.Status = player.Stopped
		s.player.tell()
		s.player.mu.Unlock()
		s.settle()
		s.press("g", "g", "enter")
		s.asks("PlayEntry 101")
	})
}
