package ready_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/player/ready"
	"anyaudio/source"
	"anyaudio/stream/origintest"
)

// Enter on a row that is ready sounds after a round trip, where it otherwise takes a resolve and three;
// the next track of the queue sounds without any.
func TestEnter(t *testing.T) {
	rtts := []time.Duration{20 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond}
	for _, rtt := range rtts {
		var cold, warm, next time.Duration
		inBubble(t, rtt, func(r *rig) {
			r.PlayNow(track("a"))
			cold = r.sounds("a")
		})
		inBubble(t, rtt, func(r *rig) {
			r.ready.Row(track("a"))
			r.after(2 * time.Second)
			if n := r.requests(); n != 0 {
				t.Errorf("%d requests for a row that nobody played", n)
			}
			r.PlayNow(tracks("a b")...)
			warm = r.sounds("a")
			r.after(10 * time.Second)
			if got := r.resolved(); got != "a b" {
				t.Errorf("resolved %q, want each once", got)
			}
			asked := len(r.origin("b").Requests())
			r.Next()
			next = r.sounds("b")
			if asked != 1 {
				t.Errorf("%d requests for the next track, want its first window", asked)
			}
		})
		limit := rtt*13/10 + 60*time.Millisecond
		t.Logf("RTT %v: cold %v, ready %v (limit %v), the next one %v", rtt, cold, warm, limit, next)
		if warm > limit {
			t.Errorf("RTT %v: sound after %v, want within %v", rtt, warm, limit)
		}
		if cold < resolveTime+3*rtt {
			t.Errorf("RTT %v: a cold start took %v only: what is measured here?", rtt, cold)
		}
		if next > 60*time.Millisecond {
			t.Errorf("RTT %v: the next track sounds after %v, want 60 ms: its first window is here", rtt, next)
		}
	}
}

// Enter while the row is being resolved joins that: one resolve, and no longer than it takes.
func TestEnterMeanwhile(t *testing.T) {
	const rtt = 50 * time.Millisecond
	inBubble(t, rtt, func(r *rig) {
		r.ready.Row(track("a"))
		r.after(200 * time.Millisecond)
		r.PlayNow(track("a"))
		if d := r.sounds("a"); d > 100*time.Millisecond+3*rtt+60*time.Millisecond {
			t.Errorf("sound after %v", d)
		}
		if got := r.resolved(); got != "a" {
			t.Errorf("resolved %q", got)
		}
	})
}

// Who rests on row after row spends the budget, and no more; a row costs once.
func TestBudget(t *testing.T) {
	inBubble(t, 20*time.Millisecond, func(r *rig) {
		rest := func(from, to int) {
			for i := from; i < to; i++ {
				r.ready.Row(track(fmt.Sprint(i)))
				r.after(time.Second)
			}
		}
		count := func() int { r.mu.Lock(); defer r.mu.Unlock(); return len(r.resolves) }
		rest(0, 30)
		rest(0, 30) // again costs nothing
		if n := count(); n != 10 {
			t.Errorf("%d resolves within the first hour, want 10", n)
		}
		r.after(59 * time.Minute)
		rest(100, 130)
		if n := count(); n != 20 {
			t.Errorf("%d resolves in two hours, want 20", n)
		}
		if n := r.requests(); n != 0 {
			t.Errorf("%d requests", n)
		}
	}, func(o *ready.Options) { o.PerHour = 10 })
}

// Rows that come quickly end each other: nothing runs beside, and nothing is left behind.
func TestNewestRowCounts(t *testing.T) {
	inBubble(t, 20*time.Millisecond, func(r *rig) {
		for _, id := range []string{"a", "b", "c", "c", "c"} {
			r.ready.Row(track(id))
			r.after(100 * time.Millisecond)
		}
		r.after(time.Second)
		if got := r.resolved(); got != "a b c" {
			t.Errorf("resolved %q", got)
		}
		begin := time.Now()
		r.cache.Resolve(t.Context(), track("c"))
		if d := time.Since(begin); d != 0 {
			t.Errorf("c took %v: it was not made ready", d)
		}
		if n, _ := r.net.Open(); n != 1 {
			t.Errorf("%d connections, want one to spare", n)
		}
	})
}

func TestOffAndPassedOver(t *testing.T) {
	inBubble(t, 20*time.Millisecond, func(r *rig) {
		r.ready.Row(track("a"))
		r.PlayNow(tracks("a b")...)
		r.sounds("a")
		r.after(10 * time.Second)
		if got := r.resolved(); got != "a" {
			t.Errorf("resolved %q with nothing allowed", got)
		}
	}, func(o *ready.Options) { o.PerHour = 0 })
	inBubble(t, 20*time.Millisecond, func(r *rig) {
		live := track("live")
		live.Live = true
		r.ready.Row(live)
		r.ready.Row(track("here"))
		r.PlayNow(tracks("a here b")...)
		r.sounds("a")
		r.after(10 * time.Second)
		if got := r.resolved(); got != "a" {
			t.Errorf("resolved %q", got)
		}
	}, func(o *ready.Options) { o.Skip = func(t source.Track) bool { return t.ID == "here" } })
}

// Skipping through the queue makes nothing ready: only what has been next for a while is.
func TestSkippingOpensNothingAhead(t *testing.T) {
	inBubble(t, 20*time.Millisecond, func(r *rig) {
		r.PlayNow(tracks("a b c d e f g h i j")...)
		for range 8 {
			r.after(time.Second)
			r.Next()
		}
		r.after(2 * time.Second)
		if n := len(r.origin("j").Requests()); n != 0 {
			t.Errorf("%d requests for the next track at once", n)
		}
		r.after(10 * time.Second)
		if n := len(r.origin("j").Requests()); n != 1 {
			t.Errorf("%d requests for the next track", n)
		}
		if got := r.resolved(); got != "a b c d e f g h i j" {
			t.Errorf("resolved %q", got)
		}
	})
}

// What comes next changes: the first is let go, the other one made ready.
func TestNextChanges(t *testing.T) {
	inBubble(t, 20*time.Millisecond, func(r *rig) {
		r.PlayNow(tracks("a b c")...)
		r.after(10 * time.Second)
		r.PlayNext(track("x"))
		r.after(10 * time.Second)
		r.Next()
		if d := r.sounds("x"); d > 60*time.Millisecond {
			t.Errorf("x sounds after %v", d)
		}
		r.after(10 * time.Second)
		if n := len(r.origin("b").Requests()); n != 2 {
			t.Errorf("%d requests for b, which was next twice", n)
		}
		r.SetRepeat(player.RepeatAll)
		r.Next()
		r.Next()
		r.sounds("c")
		r.after(10 * time.Second)
		r.Next() // round to the first
		if d := r.sounds("a"); d > 60*time.Millisecond {
			t.Errorf("a sounds after %v the second time", d)
		}
	})
}

// Enter on the next track while it is being made ready: the window that comes is not asked for twice.
func TestTakenWhileItComes(t *testing.T) {
	moments := []time.Duration{100, 350, 450, 520, 650}
	for _, when := range moments {
		inBubble(t, 100*time.Millisecond, func(r *rig) {
			r.PlayNow(track("a"))
			r.after(10 * time.Second) // comfortable
			r.Add(track("b"))
			r.after(3*time.Second + when*time.Millisecond)
			r.Next()
			if d := r.sounds("b"); d > resolveTime+4*100*time.Millisecond+60*time.Millisecond {
				t.Errorf("at %d ms: sound after %v", when, d)
			}
			if got := r.resolved(); got != "a b" {
				t.Errorf("at %d ms: resolved %q", when, got)
			}
			r.after(5 * time.Second)
			var to int64
			for _, q := range r.origin("b").Requests() {
				if q.From < to {
					t.Errorf("at %d ms: %d-%d asked for, %d was here", when, q.From, q.To, to)
				}
				to = q.To
			}
		})
	}
}

// A next track that cannot be had is no trouble until it is its turn.
func TestNextFails(t *testing.T) {
	inBubble(t, 20*time.Millisecond, func(r *rig) {
		r.fail["b"] = &source.Error{Kind: source.ErrUnavailable, Line: "gone", Err: errors.New("gone")}
		r.PlayNow(tracks("a b c")...)
		r.after(10 * time.Second)
		if st := r.State(); st.Status != player.Playing || st.Err != "" {
			t.Errorf("%+v", st)
		}
		r.Next()
		r.sounds("c")
	})
}

// A line that hardly carries what plays is left to it.
func TestWhatPlaysComesFirst(t *testing.T) {
	slow := origintest.Link{RTT: 20 * time.Millisecond, Bandwidth: 20_000, Segment: 1460} // 16,000 are played
	behind(t, slow, func(r *rig) {
		r.PlayNow(tracks("a b")...)
		r.after(15 * time.Second)
		if got := r.resolved(); got != "a" {
			t.Errorf("resolved %q beside what plays", got)
		}
		r.after(45 * time.Second) // more and more is in hand
		if got := r.resolved(); got != "a b" {
			t.Errorf("resolved %q when there is room", got)
		}
	})
}

func TestNothingWhilePaused(t *testing.T) {
	inBubble(t, 20*time.Millisecond, func(r *rig) {
		r.PlayNow(tracks("a b")...)
		r.sounds("a")
		r.SetPaused(true)
		r.after(time.Hour)
		if got := r.resolved(); got != "a" {
			t.Errorf("resolved %q in a paused hour", got)
		}
		r.SetPaused(false)
		r.after(10 * time.Second)
		if got := r.resolved(); got != "a b" {
			t.Errorf("resolved %q after going on", got)
		}
	})
}
