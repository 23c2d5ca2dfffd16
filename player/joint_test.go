package player_test

import (
	"slices"
	"testing"
	"time"

	"anyaudio/player"
)

// part is a file of seconds from to to of a tone at 44.1 kHz, and some frames more.
func part(from, to int) []byte { return pcmWAV(44100*from+7*from, 44100*to+7*to, 44100, 16) }

// onShelf runs f with the parts a, b and c, of 3 s each, and d at 48 kHz.
func onShelf(t *testing.T, f func(r *rig)) {
	inBubble(t, f, func(o *player.Options) {
		o.Opener.(*shelf).files = newShelf(map[string][]byte{
			"a": part(0, 3), "b": part(3, 6), "c": part(6, 9), "d": pcmWAV(0, second, second, 16),
			"tiny": pcmWAV(0, 60, 44100, 16), "empty": part(0, 0), "junk": []byte("this is no sound"),
		}).files
	})
}

// hears checks that what sounds on the tape are the parts, those of a row resampled as one and each row behind the
// other.
func (r *rig) hears(rows ...[]string) {
	r.t.Helper()
	var want []float32
	for _, row := range rows {
		var pcm []float32
		rate := 44100
		for _, id := range row {
			pcm = append(pcm, decoded(r.t, r.shelf.files[id].data)...)
			if id == "d" {
				rate = second
			}
		}
		want = append(want, resampled(r.t, pcm, rate)...)
	}
	got := r.tape.sound()
	got = got[start(got):]
	want = want[start(want):]
	if len(got) < len(want) || !same(want, got[:len(want)]) {
		at := 0
		for at < min(len(got), len(want)) && got[at] == want[at] {
			at++
		}
		r.t.Errorf("not as it was from frame %d of %d on", at/2, len(want)/2)
		return
	}
	if slices.ContainsFunc(got[len(want):], func(x float32) bool { return x != 0 }) {
		r.t.Error("sound behind the end")
	}
}

func TestJoints(t *testing.T) {
	for name, c := range map[string]struct {
		play []string
		rows [][]string
	}{
		"three parts":     {[]string{"a", "b", "c"}, [][]string{{"a", "b", "c"}}},
		"nothing follows": {[]string{"a"}, [][]string{{"a"}}},
		"other rates":     {[]string{"a", "d", "b", "c"}, [][]string{{"a"}, {"d"}, {"b", "c"}}},
		"one that fails":  {[]string{"a", "junk", "nowhere", "b"}, [][]string{{"a", "b"}}},
		"last that fails": {[]string{"a", "junk"}, [][]string{{"a"}}},
		"a tiny one":      {[]string{"a", "tiny", "b"}, [][]string{{"a", "tiny"}, {"b"}}},
		"an empty one":    {[]string{"a", "empty"}, [][]string{{"a"}}},
	} {
		t.Run(name, func(t *testing.T) {
			onShelf(t, func(r *rig) {
				for _, id := range c.play {
					r.Add(track(id))
				}
				r.SetPaused(false)
				r.after(15 * time.Second)
				r.hears(c.rows...)
				if n := r.Progress().Underruns; n != 0 {
					t.Errorf("%d underruns", n)
				}
			})
		})
	}
}

// TestJointWaitsForNobody: the end of a track is heard when its time has come, though what follows is still being
// opened.
func TestJointWaitsForNobody(t *testing.T) {
	onShelf(t, func(r *rig) {
		r.shelf.files["b"].setGate(1)
		r.PlayNow(track("a"), track("b"))
		r.after(5 * time.Second)
		r.hears([]string{"a"})
		r.status(player.Loading)
		if s := r.State(); s.Entry.Track.ID != "b" || r.Progress().Underruns != 0 {
			t.Errorf("state %+v, %d underruns", s, r.Progress().Underruns)
		}
		r.shelf.files["b"].setGate(0)
		at := len(r.tape.sound())
		r.after(5 * time.Second)
		r.status(player.Stopped)
		got, want := r.tape.sound()[at:], resampled(t, decoded(t, r.shelf.files["b"].data), 44100)
		// It stands a part of a frame beside what it is by itself.
		if n := len(want)/2 - len(got[start(got):lastSound(got)])/2; n < -1 || n > 1 {
			t.Errorf("b is %d frames too short", n)
		}
	})
}

func lastSound(p []float32) int {
	for i := len(p); i > 0; i-- {
		if p[i-1] != 0 {
			return i
		}
	}
	return 0
}

// TestJointWithEdits: what was joined ahead goes, and something else comes in its place; then a seek back over the
// join.
func TestJointWithEdits(t *testing.T) {
	onShelf(t, func(r *rig) {
		r.PlayNow(track("a"), track("b"))
		r.after(time.Second)
		r.Remove(r.Queue()[1].ID)
		r.Add(track("c"))
		r.after(3 * time.Second)
		s := r.State()
		if s.Entry.Track.ID != "c" || s.Status != player.Playing {
			t.Errorf("state %+v", s)
		}
		sound := r.tape.sound()
		sound = sound[start(sound):]
		for i := range len(sound)/2 - 9 {
			if !slices.ContainsFunc(sound[2*i:2*i+18], func(x float32) bool { return x != 0 }) {
				t.Fatalf("silence at frame %d", i)
			}
		}
		r.Prev()
		r.after(7 * time.Second)
		r.status(player.Stopped)
		if d := r.Progress(); d.Underruns != 0 {
			t.Errorf("%d underruns", d.Underruns)
		}
	})
}
