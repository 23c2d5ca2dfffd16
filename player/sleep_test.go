package player_test

import (
	"testing"
	"time"

	"anyaudio/player"
)

func TestSleepAfterATime(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"), track("b"), track("c"))
		r.SleepAfter(20 * time.Second)
		r.after(5 * time.Second)
		if left := r.Progress().Sleep; left != 15*time.Second || r.State().Sleep.At.IsZero() {
			t.Errorf("%v left, state %+v", left, r.State().Sleep)
		}
		r.after(10 * time.Second) // the middle of the fade
		r.SeekBy(2 * time.Second)
		r.after(14 * time.Second)
		r.status(player.Paused)
		if s := r.State(); s.Sleep != (player.Sleep{}) || s.Volume != 100 {
			t.Errorf("state %+v", s)
		}
		r.noClicks()
		level := func(at time.Duration) (most float32) {
			h := r.tape.sound()
			k := 2 * int(at.Seconds()*second)
			for _, x := range h[k : k+2*500] {
				most = max(most, x)
			}
			return most
		}
		for _, tt := range []struct {
			at        time.Duration
			low, high float32
		}{{9500 * time.Millisecond, 0.499, 0.501}, {14700 * time.Millisecond, 0.26, 0.29}, {17500 * time.Millisecond, 0.01, 0.2}, {20500 * time.Millisecond, 0, 0}} {
			if l := level(tt.at); l < tt.low || l > tt.high {
				t.Errorf("level %v at %v, want %v to %v", l, tt.at, tt.low, tt.high)
			}
		}
		r.TogglePause()
		r.after(time.Second)
		r.status(player.Playing)
		if all := runs(r.tape.sound()); all[len(all)-1].n < second/2 {
			t.Error("not at full volume in the morning")
		}
	})
}

func TestSleepIsCancelled(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"), track("b"))
		r.SleepAfter(6 * time.Second)
		r.after(4 * time.Second)
		r.CancelSleep()
		r.after(4 * time.Second)
		r.status(player.Playing)
		r.noClicks()
		all := runs(r.tape.sound())
		if last := all[len(all)-1]; last.n < 3*second {
			t.Errorf("heard %+v, want full volume again", last)
		}
		if p := r.Progress(); p.Sleep != 0 {
			t.Errorf("%v left", p.Sleep)
		}
	})
}

// The end of the track is whole, the next one waits at its beginning.
func TestSleepAtEnd(t *testing.T) {
	for _, at := range []time.Duration{time.Second, 8 * time.Second} { // b is decoded already at 8 s
		inBubble(t, func(r *rig) {
			r.PlayNow(track("a"), track("b"))
			r.after(at)
			r.SleepAtEnd()
			r.after(time.Millisecond)
			if left := r.Progress().Sleep; (left - 10*time.Second + at).Abs() > 50*time.Millisecond {
				t.Errorf("%v left at %v", left, at)
			}
			r.after(15 * time.Second)
			s := r.State()
			if s.Status != player.Paused || s.Entry.Track.ID != "b" || s.Sleep != (player.Sleep{}) {
				t.Errorf("state %+v, want paused at b", s)
			}
			wantFrames(t, r.heard(), 0, 10*second, func(k int) float64 { return float64(left()[k]) })
			if all := runs(r.tape.sound()); len(all) != 1 {
				t.Errorf("heard %+v, want only a", all)
			}
			r.TogglePause()
			r.after(time.Second)
			if s := r.State(); s.Status != player.Playing || s.Entry.Track.ID != "b" {
				t.Errorf("state %+v, want b playing", s)
			}
		})
	}
}

func TestSleepAtEndIsCancelled(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"), track("b"))
		r.after(7 * time.Second)
		r.SleepAtEnd()
		r.after(time.Second)
		r.CancelSleep()
		r.after(12 * time.Second)
		wantFrames(t, r.heard(), 0, 19*second, func(k int) float64 { return float64(left()[k]) })
	})
}
