package player_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/stream"
)

// What would meet every track of the queue stops the player at the first, with its line;
// going on tries that one again.
func TestCommonFaultStopsAtTheTrack(t *testing.T) {
	for name, err := range map[string]error{
		"rate limit": &source.Error{Kind: source.ErrRateLimited, Line: "the source wants a pause"},
		"bot check":  errors.New("sign in to prove that you are no robot"),
		"network":    syscall.ECONNREFUSED,
		"server":     &stream.StatusError{Code: 503},
		"too many":   &stream.StatusError{Code: 429},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.shelf.fail("b", err)
				r.PlayNow(track("b"), track("a"), track("c"))
				r.after(time.Second)
				s := r.State()
				if s.Status != player.Paused || s.Entry.Track.ID != "b" || s.Err != player.Explain(err) {
					t.Errorf("state %+v, want paused at b", s)
				}
				if !slices.Equal(r.shelf.opened(), []string{"b"}) {
					t.Errorf("opened %v", r.shelf.opened())
				}
				r.shelf.fail("b", nil)
				r.TogglePause()
				r.after(time.Second)
				if s := r.State(); s.Status != player.Playing || s.Entry.Track.ID != "b" || s.Err != "" {
					t.Errorf("state %+v, want b playing", s)
				}
			})
		})
	}
}

// A fault of all while the next track is opened ahead is no fault yet: it is tried again
// when its turn comes.
func TestCommonFaultAhead(t *testing.T) {
	for _, back := range []bool{true, false} {
		inBubble(t, func(r *rig) {
			r.shelf.fail("b", syscall.ENETUNREACH)
			r.PlayNow(track("a"), track("b"), track("c"))
			r.after(9 * time.Second)
			if s := r.State(); s.Status != player.Playing || s.Err != "" {
				t.Errorf("state %+v while a plays", s)
			}
			if back {
				r.shelf.fail("b", nil)
			}
			r.after(3 * time.Second)
			s := r.State()
			if s.Entry.Track.ID != "b" || back != (s.Status == player.Playing) || back != (s.Err == "") {
				t.Errorf("network back %v: state %+v", back, s)
			}
		})
	}
}

func TestLiveTrackIsRefusedAndPlayingGoesOn(t *testing.T) {
	live := track("radio")
	live.Live = true
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(time.Second)
		r.PlayNow(live)
		r.after(time.Second)
		s := r.State()
		if s.Status != player.Playing || s.Entry.Track.ID != "a" || !strings.Contains(s.Err, "live") || s.QueueLen != 1 {
			t.Errorf("state %+v", s)
		}
		r.Add(live)
		r.after(time.Millisecond)
		r.PlayEntry(r.Queue()[1].ID)
		r.after(time.Second)
		if s := r.State(); s.Status != player.Playing || s.Entry.Track.ID != "a" {
			t.Errorf("state %+v", s)
		}
		if all := runs(r.tape.sound()); len(all) != 1 {
			t.Errorf("heard %+v, want no break", all)
		}
	})
}

// A panic ends the player, and the program is told.
func TestPanicEndsThePlayer(t *testing.T) {
	inBubble(t, func(r *rig) {
		events := r.Subscribe(r.t.Context())
		r.PlayNow(track("a"))
		r.after(time.Second)
		if r.Err() != nil {
			t.Fatalf("failed before its time: %v", r.Err())
		}
		r.tape.lose() // the next output panics
		r.after(5 * time.Second)
		select {
		case <-r.Failed():
		default:
			t.Fatal("nobody is told of the panic")
		}
		if err := r.Err(); !errors.Is(err, player.ErrPanic) || !strings.Contains(err.Error(), "the card is on fire") {
			t.Errorf("error %v", err)
		}
		for range events { // it is closed
		}
		r.TogglePause() // does not block
		r.Close()
	}, func(o *player.Options) {
		open, first := o.OpenOutput, true
		o.OpenOutput = func(ctx context.Context) (output.Output, error) {
			if !first {
				panic("the card is on fire")
			}
			first = false
			return open(ctx)
		}
	})
}

func TestErrIsNilAfterClose(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.Close()
		if r.Err() != nil {
			t.Errorf("error %v after Close", r.Err())
		}
	})
}
