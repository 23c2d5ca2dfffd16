package player_test

import (
	"fmt"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/source"
)

// TestTrackEnded: every track that was heard is told of once, in order, with how it ended.
func TestTrackEnded(t *testing.T) {
	inBubble(t, func(r *rig) {
		events := r.Subscribe(r.t.Context())
		var got []string
		done := make(chan struct{})
		go func() {
			defer close(done)
			for e := range events {
				if e, ok := e.(player.TrackEnded); ok {
					got = append(got, fmt.Sprint(e.Entry.Track.ID, " ", e.Finished, " ", e.Position.Round(time.Second)))
				}
			}
		}()
		r.PlayNow(track("a"), track("b"), track("c"))
		r.after(11 * time.Second) // a to its end, into b
		r.SeekTo(3 * time.Second) // that ends nothing
		r.after(time.Second)
		r.Next()
		r.after(2 * time.Second)
		r.Stop()
		r.after(time.Second)
		r.Close()
		<-done
		if want := "[a true 10s b false 4s c false 2s]"; fmt.Sprint(got) != want {
			t.Errorf("ended %v, want %v", got, want)
		}
	})
}

// TestSetQueue: the queue is another one and what plays goes on.
func TestSetQueue(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"), track("b"))
		r.after(2 * time.Second)
		gen := r.State().Generation
		r.SetQueue([]source.Track{track("c"), track("a"), track("b")}, 1)
		r.after(time.Second)
		if s := r.State(); s.Generation != gen || s.Entry.Track.ID != "a" || s.Index != 1 || s.QueueLen != 3 || s.Status != player.Playing {
			t.Errorf("state %+v", s)
		}
		r.SetQueue([]source.Track{track("c")}, 0)
		r.after(time.Second)
		if s := r.State(); s.Generation != gen || s.Entry.Track.ID != "a" || s.Status != player.Playing {
			t.Errorf("state %+v", s)
		}
		r.Next()
		r.after(time.Second)
		if s := r.State(); s.Entry.Track.ID != "c" {
			t.Errorf("then %+v, want c", s.Entry)
		}
		r.noClicks()
	})
}
