package player_test

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
)

// tail is the end of a recording, both channels as one.
func tail(sound []float32, n int) []float32 {
	mono := make([]float32, n)
	for i, k := 0, len(sound)/2-n; i < n; i++ {
		mono[i] = (sound[2*(k+i)] + sound[2*(k+i)+1]) / 2
	}
	return mono
}

// What Heard gives is what the output has let out at that moment: not what is decoded, nor
// what is written, and with all that is done to it.
func TestHeardIsWhatIsHeard(t *testing.T) {
	inBubble(t, func(r *rig) {
		got := make([]float32, 4096)
		check := func(when string) {
			t.Helper()
			if !r.Heard(got) {
				t.Errorf("%s: nothing is heard", when)
			}
			want := tail(r.tape.sound(), len(got))
			loudest := 0.0
			for i := range want {
				if math.Abs(float64(got[i]-want[i])) > 1e-6 {
					t.Fatalf("%s: frame %d is %v, heard was %v", when, i-len(got), got[i], want[i])
				}
				loudest = max(loudest, math.Abs(float64(want[i])))
			}
			if loudest == 0 {
				t.Errorf("%s: silence", when)
			}
		}
		if r.Heard(got) {
			t.Error("something is heard before anything plays")
		}
		r.PlayNow(track("a"), track("b"))
		r.after(100 * time.Millisecond)
		r.Heard(got)
		r.after(500 * time.Millisecond)
		check("playing")
		r.SetVolume(30)
		r.after(15 * time.Millisecond) // in the ramp, which took sound back
		check("after a change of volume")
		r.SeekTo(9700 * time.Millisecond)
		r.after(200 * time.Millisecond)
		check("after a seek")
		r.after(200 * time.Millisecond)
		check("over the join")
		r.SetPaused(true)
		r.after(300 * time.Millisecond)
		if r.Heard(got) || got[len(got)-1] != 0 {
			t.Error("something is heard while paused")
		}
		r.SetPaused(false)
		r.after(500 * time.Millisecond)
		check("going on")
	})
}

// Who stops asking costs nothing any more: a later question finds silence, and then sound again.
func TestHeardIsKeptWhileSomebodyAsks(t *testing.T) {
	inBubble(t, func(r *rig) {
		mono := make([]float32, 1024)
		r.PlayNow(track("a"), track("b"))
		r.after(time.Second)
		loud := func() bool { return r.Heard(mono) && mono[0] != 0 && mono[len(mono)-1] != 0 }
		for i := range 3 {
			if loud() {
				t.Errorf("round %d: sound was kept before anybody asked", i)
			}
			r.after(400 * time.Millisecond)
			if !loud() {
				t.Errorf("round %d: no sound", i)
			}
			r.after(1500 * time.Millisecond)
		}
	})
}

func TestHeardAfterClose(t *testing.T) {
	inBubble(t, func(r *rig) {
		mono := make([]float32, 64)
		r.PlayNow(track("a"))
		r.after(time.Second)
		r.Close()
		if r.Heard(mono) {
			t.Error("something is heard after Close")
		}
	})
}

func TestHeardAllocatesNothing(t *testing.T) {
	inBubble(t, func(r *rig) {
		mono := make([]float32, 4096)
		r.PlayNow(track("a"))
		r.after(time.Second)
		if n := testing.AllocsPerRun(100, func() { r.Heard(mono) }); n != 0 {
			t.Errorf("%v allocations for a look", n)
		}
		synctest.Wait()
		if r.State().Status != player.Playing {
			t.Error("does not play")
		}
	})
}
