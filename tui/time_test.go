package tui_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
)

// What happens by itself: summed seeks, the tick, notices that go away.

func TestFirstSeekAtOnceRepeatsInOne(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "right")
		s.asks("SeekTo 1m5s")
		s.sees("1:05 ")
		for range 10 { // a held key
			s.wait(30 * time.Millisecond)
			s.press("right")
		}
		s.asks()
		s.sees("1:55 ") // the target is shown although the sound is elsewhere
		s.wait(149 * time.Millisecond)
		s.asks()
		s.wait(2 * time.Millisecond)
		s.asks("SeekTo 1m55s")
		s.wait(time.Second)
		s.asks()
		s.press("left") // a new press, at once again
		s.asks("SeekTo 1m51s")
	})
}

func TestSeekKeysAddUpWhateverTheyAre(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "right", "shift+right", ".", "left", ",")
		s.asks("SeekTo 1m5s")
		s.wait(200 * time.Millisecond)
		s.asks("SeekTo 1m30s")
	})
}

func TestSeekStopsAtBothEnds(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", ",", ",", ",")
		s.wait(200 * time.Millisecond)
		s.asks("SeekTo 0s", "SeekTo 0s")
		s.press(".", ".", ".", ".", ".")
		s.wait(200 * time.Millisecond)
		s.asks("SeekTo 1m0s", "SeekTo 3m0s") // its length is three minutes
	})
}

// An absolute jump counts for itself: presses before it are forgotten.
func TestAbsoluteSeekForgetsPendingPresses(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "right", "right", "right", "5", "0", "%")
		s.asks("SeekTo 1m5s", "SeekTo 1m30s")
		s.wait(time.Second)
		s.asks()
	})
}

// Presses that were meant for one track must not hit the next.
func TestPendingSeekDoesNotHitTheNextTrack(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "right", "right", "right", ">")
		s.asks("SeekTo 1m5s", "Next")
		s.sees("Queued song 2", "0:00 ")
		s.wait(time.Second)
		s.asks()
	})
}

// The bar shows the target until the sound is there, then the sound.
func TestTargetIsShownUntilTheSoundArrives(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		p := s.player
		p.silent = true
		s.press("esc", "5", "0", "%")
		p.mu.Lock()
		p.heard, p.since = 61*time.Second, time.Now() // the player is not there yet
		p.mu.Unlock()
		s.wait(600 * time.Millisecond)
		s.sees("1:30 ")
		p.mu.Lock()
		p.heard, p.since = 90*time.Second, time.Now()
		p.mu.Unlock()
		s.wait(2400 * time.Millisecond)
		s.sees("1:32 ")
	})
}

// A player that ends up elsewhere is believed in the end.
func TestTargetThatIsNeverReachedIsGivenUp(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		p := s.player
		p.silent = true
		s.press("esc", "5", "0", "%")
		p.mu.Lock()
		p.heard, p.since = time.Minute, time.Now()
		p.mu.Unlock()
		s.wait(4 * time.Second)
		s.sees("1:04 ")
	})
}

func TestSeekWhilePausedKeepsTheTargetAndEndsTheTick(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		p := s.player
		s.press("esc", "space")
		p.silent = true
		s.press("5", "0", "%")
		p.mu.Lock()
		p.heard = time.Minute // stays where it is until it plays again
		p.mu.Unlock()
		s.wait(10 * time.Second)
		s.sees("1:30 ")
		before := s.updates
		s.wait(time.Minute)
		if n := s.updates - before; n != 0 {
			t.Errorf("%d updates in a paused minute", n)
		}
	})
}

// Idle and paused the program sleeps: no message, so no frame. This is the test of
// waves' bug, two tick chains after a stop and a start: pausing and going on quickly
// must leave one.
func TestOneTickChainAndNoneWhilePaused(t *testing.T) {
	perSecond := func(s *screen, d time.Duration) float64 {
		before := s.updates
		s.wait(d)
		return float64(s.updates-before) / d.Seconds()
	}
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc")
		s.wait(time.Second)
		if r := perSecond(s, time.Minute); r < 3.5 || r > 4.1 {
			t.Errorf("%.2f ticks a second while playing, want 4", r)
		}
		for range 25 {
			s.press("space")
			s.wait(10 * time.Millisecond)
			s.press("space")
			s.wait(10 * time.Millisecond)
		}
		if r := perSecond(s, time.Minute); r < 3.5 || r > 4.1 {
			t.Errorf("%.2f ticks a second after 25 pauses, want 4", r)
		}
		s.press("space")
		s.wait(time.Second)
		if r := perSecond(s, time.Hour); r != 0 {
			t.Errorf("%.4f updates a second while paused", r)
		}
	})
	onScreen(t, tui.Options{}, func(s *screen) {
		s.wait(time.Second)
		if r := perSecond(s, time.Hour); r != 0 {
			t.Errorf("%.4f updates a second with nothing playing", r)
		}
	})
}

// At 80 columns a frame changes when the clock or the bar does, not with every tick.
func TestFramesWhilePlaying(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc")
		s.wait(5 * time.Second)
		frames, last := 0, s.m.View().Content
		const seconds = 60
		for range seconds * 10 {
			s.wait(100 * time.Millisecond)
			if f := s.m.View().Content; f != last {
				frames, last = frames+1, f
			}
		}
		if r := float64(frames) / seconds; r > 2 {
			t.Errorf("%.2f different frames a second, want the clock's one and the bar's now and then", r)
		}
	})
}

func TestNoticesGoAway(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "s")
		s.sees("shuffle on")
		s.wait(3 * time.Second)
		s.press("s") // replaces it: the first one's timer must not take it away
		s.wait(3 * time.Second)
		s.sees("shuffle off")
		s.wait(2 * time.Second)
		s.seesNot("shuffle off")
	})
}

// Twenty times ">" in a second: what is shown is what the player says, at every step.
func TestQuickSkipping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newFakePlayer()
		p.PlayNow(songs("Queued", 30)...)
		s := newScreen(t, tui.Options{Controls: p}, 80, 24)
		s.press("esc")
		for range 20 {
			s.press(">")
			s.wait(50 * time.Millisecond)
			if title := s.m.View().WindowTitle; !strings.Contains(title, p.State().Entry.Track.Title) {
				t.Fatalf("shows %q, plays %q", title, p.State().Entry.Track.Title)
			}
		}
		s.sees("▶ Queued song 21", "21/30")
		s.end()
	})
}

// An event of an earlier generation's progress must not move the bar.
func TestProgressBelongsToItsTrack(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc")
		p := s.player
		p.mu.Lock()
		p.silent = true
		old := p.state
		p.startEntry(p.queue[2]) // the player is ahead of what it has told us
		p.heard = 2 * time.Minute
		p.state.Generation = old.Generation + 1
		p.mu.Unlock()
		s.wait(300 * time.Millisecond)
		s.sees("Queued song 1", "0:00 ")
		p.mu.Lock()
		p.emit(player.StateChanged{State: p.state})
		p.mu.Unlock()
		s.settle()
		s.sees("Queued song 3", "2:00 ")
	})
}

func TestResizeWhilePlaying(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		for _, size := range [][2]int{{120, 40}, {40, 10}, {39, 10}, {1, 1}, {0, 0}, {200, 60}, {80, 24}} {
			s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			s.wait(time.Second)
		}
		s.sees("Queued song 1", "1:07 ")
	})
}
