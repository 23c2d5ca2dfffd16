package player_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/stream/origintest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const second = output.Rate

// A rig is a player with a tape, in a bubble of virtual time.
type rig struct {
	*player.Player
	t     *testing.T
	shelf *shelf
	tape  *tape
	tapes []*tape
	net   *origintest.Network // nil when there is none
}

// inBubble runs f with a player whose shelf has the tracks a, b and c of 10 s each:
// frames 0 up, 10 s up and 20 s up, so that played in order they are one tone.
func inBubble(t *testing.T, f func(*rig), change ...func(*player.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, shelf: newShelf(map[string][]byte{
			"a": wave(0, 10*second), "b": wave(10*second, 10*second), "c": wave(20*second, 10*second),
			"short": wave(0, second/2), "empty": {}, "junk": []byte("this is not sound, by any means at all"),
		})}
		opts := player.Options{
			Opener: r.shelf,
			OpenOutput: func(context.Context) (output.Output, error) {
				r.tape = newTape()
				r.tapes = append(r.tapes, r.tape)
				return r.tape, nil
			},
			Rand: rand.New(rand.NewPCG(1, 2)),
		}
		for _, c := range change {
			c(&opts)
		}
		r.Player = player.New(opts)
		defer r.Close()
		synctest.Wait()
		f(r)
	})
}

// after lets d of virtual time pass.
func (r *rig) after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (r *rig) noClicks() {
	r.t.Helper()
	if c := clicks(r.tape.sound()); len(c) > 0 {
		r.t.Errorf("%d clicks, first at %v", len(c), output.Duration(int64(c[0])))
	}
}

func (r *rig) status(want player.Status) {
	r.t.Helper()
	if got := r.State().Status; got != want {
		r.t.Errorf("status %v, want %v", got, want)
	}
}

func TestPlaysEverySampleOnce(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(11 * time.Second)
		got := runs(r.tape.sound())
		// Frame 0 is silence in both channels and cannot be told from none.
		if len(got) != 1 || got[0].frame != 1 || got[0].n != 10*second-1 {
			t.Errorf("heard %+v, want frames 1 to %d in one run", got, 10*second-1)
		}
		if got[0].at > second/20 {
			t.Errorf("sound after %v, want at once", output.Duration(int64(got[0].at)))
		}
		r.noClicks()
		r.status(player.Stopped)
	})
}

func TestQueueJoinsWithoutAGap(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"), track("b"), track("c"))
		var titles []string
		for range 31 {
			r.after(time.Second)
			if s := r.State(); len(titles) == 0 || titles[len(titles)-1] != s.Entry.Track.Title {
				titles = append(titles, s.Entry.Track.Title)
			}
		}
		if got := runs(r.tape.sound()); len(got) != 1 || got[0].n != 30*second-1 {
			t.Errorf("heard %+v, want one run of 30 s", got)
		}
		if !slices.Equal(titles, []string{"a", "b", "c"}) {
			t.Errorf("shown %v", titles)
		}
		if h := r.History(); len(h) != 3 || h[2].ID != "c" {
			t.Errorf("history %v", h)
		}
	})
}

// The track shown is the one heard: the next one is decoded seconds ahead, and the output, which
// holds 250 ms, may ask for sound rarely.
func TestShownIsHeard(t *testing.T) {
	t.Run("asks always", func(t *testing.T) { shownIsHeard(t, false) })
	t.Run("asks rarely", func(t *testing.T) { shownIsHeard(t, true) })
}

func shownIsHeard(t *testing.T, coarse bool) {
	inBubble(t, func(r *rig) {
		r.tape.coarse = coarse
		r.PlayNow(track("a"), track("b"))
		begin := len(r.tape.sound()) / 2
		for {
			r.after(5 * time.Millisecond)
			s := r.State()
			heard := len(r.tape.sound())/2 - begin
			if s.Entry.Track.ID == "b" {
				if heard < 10*second-second/50 || heard > 10*second+second/50 {
					t.Errorf("b is shown after %v of sound", output.Duration(int64(heard)))
				}
				if s.Duration != 10*time.Second || s.Status != player.Playing {
					t.Errorf("state %+v", s)
				}
				return
			}
			if heard > 11*second {
				t.Fatal("b is never shown")
			}
		}
	})
}

func TestSeekIsHeardAtOnce(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		rnd := rand.New(rand.NewPCG(5, 6))
		for range 40 {
			r.after(time.Duration(500+rnd.IntN(300)) * time.Millisecond)
			target := time.Duration(rnd.IntN(9000)) * time.Millisecond
			at := len(r.tape.sound()) / 2
			r.SeekTo(target)
			r.after(100 * time.Millisecond)
			all := runs(r.tape.sound()[2*at:])
			last := all[len(all)-1]
			if late := last.at; late > 30*second/1000 {
				t.Errorf("seek is heard after %v", output.Duration(int64(late)))
			}
			// The first 5 ms are the fade in.
			if want := output.Frames(target); last.frame < want || last.frame > want+241 {
				t.Errorf("landed on frame %d, want %d", last.frame, want)
			}
			if p := r.Progress(); p.Position < target || p.Position > target+110*time.Millisecond {
				t.Errorf("position %v after a seek to %v", p.Position, target)
			}
		}
		r.noClicks()
		if u := r.Progress().Underruns; u != 0 {
			t.Errorf("%d underruns", u)
		}
	})
}

// A track that is played from a place on is never heard from another, however fast the output takes
// it, and the next one begins at its beginning.
func TestPlayFrom(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayFrom(9*time.Second, track("a"), track("b"))
		r.after(3 * time.Second)
		all := runs(r.tape.sound())
		// The first 5 ms are the fade in.
		if first := all[0].frame; first < 9*second || first > 9*second+241 {
			t.Errorf("begins on frame %d, want %d", first, 9*second)
		}
		if len(all) != 1 {
			t.Errorf("%d unbroken runs, want the end of a and the beginning of b as one", len(all))
		}
		if e := r.State().Entry.Track.ID; e != "b" {
			t.Errorf("plays %q, want b", e)
		}
		r.PlayNow(track("c"))
		r.after(time.Second)
		if p := r.Progress().Position; p > 1100*time.Millisecond {
			t.Errorf("the next one is at %v after a second", p)
		}
	})
}

// Position goes to the target at once, before a sample of it is there.
// A track with a place begins there, whether the listener or the queue starts it; nothing before
// it is heard. A place that the listener gives counts for more.
func TestPlace(t *testing.T) {
	place := func(_ context.Context, t source.Track, length time.Duration) time.Duration {
		if t.ID == "b" && length == 10*time.Second {
			return 4 * time.Second
		}
		return 0
	}
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"), track("b"))
		r.after(17 * time.Second)
		r.PlayNow(track("b"))
		r.after(7 * time.Second)
		r.PlayFrom(time.Second, track("b"))
		r.after(2 * time.Second)
		r.SeekTo(0)
		r.after(time.Second)
		var from []int
		for _, run := range runs(r.tape.sound()) {
			from = append(from, run.frame/second)
		}
		if want := []int{0, 14, 14, 11, 10}; !slices.Equal(from, want) {
			t.Errorf("heard runs from seconds %v, want %v", from, want)
		}
		r.noClicks()
	}, func(o *player.Options) { o.Place = place })
}

func TestSeekTargetIsShownAtOnce(t *testing.T) {
	inBubble(t, func(r *rig) {
		f := r.shelf.files["a"]
		f.setGate(44 + 8*3*second)
		r.PlayNow(track("a"))
		r.after(time.Second)
		r.SeekTo(8 * time.Second)
		r.after(20 * time.Millisecond)
		if p := r.Progress().Position; p != 8*time.Second {
			t.Errorf("position %v, want 8s", p)
		}
		r.status(player.Playing)
		r.after(300 * time.Millisecond)
		r.status(player.Buffering)
		r.SeekBy(-500 * time.Millisecond)
		r.after(20 * time.Millisecond)
		if p := r.Progress().Position; p != 7500*time.Millisecond {
			t.Errorf("position %v, want 7.5s", p)
		}
		f.setGate(0)
		r.after(100 * time.Millisecond)
		r.status(player.Playing)
		if p := r.Progress().Position; p < 7500*time.Millisecond || p > 7650*time.Millisecond {
			t.Errorf("position %v, want just after 7.5s", p)
		}
		r.noClicks()
	})
}

func TestPauseAndResume(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(time.Second)
		at := len(r.tape.sound()) / 2
		r.TogglePause()
		r.after(time.Second)
		r.status(player.Paused)
		sound := r.tape.sound()
		if quiet := slices.IndexFunc(sound[2*at:], func(f float32) bool { return f == 0 }); quiet > 2*30*second/1000 {
			t.Errorf("silent after %v", output.Duration(int64(quiet/2)))
		}
		before := runs(sound)
		pos := r.Progress().Position
		r.after(time.Minute)
		if p := r.Progress().Position; p != pos {
			t.Errorf("position moved from %v to %v in a pause", pos, p)
		}
		at = len(r.tape.sound()) / 2
		r.TogglePause()
		r.after(time.Second)
		r.status(player.Playing)
		all := runs(r.tape.sound())
		a, b := before[len(before)-1], all[len(all)-1]
		if lost := b.frame - (a.frame + a.n); lost < 0 || lost > 2*241 {
			t.Errorf("%d frames between pause and resume, want only the fades", lost)
		}
		if late := b.at - at; late > 30*second/1000 {
			t.Errorf("resumed after %v", output.Duration(int64(late)))
		}
		r.noClicks()
	})
}

func TestVolumeIsHeardAtOnce(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(time.Second)
		at := len(r.tape.sound()) / 2
		r.SetVolume(50)
		r.after(200 * time.Millisecond)
		sound := r.tape.sound()
		for i := at + 30*second/1000; i < len(sound)/2; i++ {
			if s := sound[2*i+1] * 8; frameOf(sound[2*i]*8, s) < 0 {
				t.Fatalf("frame %d after the key is not at half volume", i-at)
			}
		}
		r.ToggleMute()
		r.after(200 * time.Millisecond)
		sound = r.tape.sound()
		if l := sound[len(sound)-2]; l != 0 {
			t.Errorf("muted, and still %v", l)
		}
		for v := 0; v <= 100; v += 5 {
			r.SetVolume(v)
			r.after(33 * time.Millisecond)
		}
		r.after(time.Second)
		r.noClicks()
		all := runs(r.tape.sound())
		if last := all[len(all)-1]; last.at+last.n != len(r.tape.sound())/2 {
			t.Errorf("not at full volume: %+v", last)
		}
		if s := r.State(); s.Volume != 100 || s.Muted {
			t.Errorf("state %+v", s)
		}
	})
}

func TestShortageBuffersAndGoesOn(t *testing.T) {
	inBubble(t, func(r *rig) {
		f := r.shelf.files["a"]
		f.setGate(44 + 8*3*second)
		r.PlayNow(track("a"))
		r.after(2900 * time.Millisecond)
		r.status(player.Playing)
		r.after(time.Second)
		r.status(player.Buffering)
		pos := r.Progress().Position
		if pos < 2900*time.Millisecond || pos > 3*time.Second {
			t.Errorf("position %v, want nearly 3s", pos)
		}
		f.setGate(44 + 8*3*second + 8*second/2)
		r.after(time.Second)
		r.status(player.Buffering) // half a second is not enough to begin again
		f.setGate(0)
		r.after(time.Second)
		r.status(player.Playing)
		r.noClicks()
		if u := r.Progress().Underruns; u != 1 {
			t.Errorf("%d underruns, want 1", u)
		}
		all := runs(r.tape.sound())
		if len(all) != 2 || all[1].frame-all[0].frame-all[0].n > 2*241 || all[1].frame < all[0].frame+all[0].n {
			t.Errorf("heard %+v, want two runs with only the fades between", all)
		}
	})
}

func TestFailuresGoOnAndThreePause(t *testing.T) {
	inBubble(t, func(r *rig) {
		ctx, cancel := context.WithCancel(r.t.Context())
		defer cancel()
		var failed []string
		done := make(chan struct{})
		events := r.Subscribe(ctx)
		go func() {
			defer close(done)
			for e := range events {
				if f, ok := e.(player.TrackFailed); ok {
					failed = append(failed, f.Entry.Track.ID)
				}
			}
		}()
		r.PlayNow(track("nowhere"), track("junk"), track("short"), track("empty"), track("junk"), track("nowhere"), track("b"))
		r.after(time.Minute)
		s := r.State()
		if s.Status != player.Paused || s.Entry.Track.ID != "b" || s.Err == "" {
			t.Errorf("state %+v, want paused at b with an error", s)
		}
		if all := runs(r.tape.sound()); len(all) != 1 || all[0].n != second/2-1 {
			t.Errorf("heard %+v, want all of short", all)
		}
		r.TogglePause()
		r.after(time.Second)
		r.status(player.Playing)
		cancel()
		<-done
		if want := []string{"nowhere", "junk", "empty", "junk", "nowhere"}; !slices.Equal(failed, want) {
			t.Errorf("failed %v, want %v", failed, want)
		}
	})
}

func TestRepeatAllOfBrokenTracksPauses(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.SetRepeat(player.RepeatAll)
		r.PlayNow(track("junk"))
		r.after(time.Minute)
		r.status(player.Paused)
		if n := len(r.shelf.opened()); n != 3 {
			t.Errorf("opened %d times, want 3", n)
		}
	})
}

func TestOutputLostAndBack(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(2 * time.Second)
		first := r.tape
		first.lose()
		r.after(100 * time.Millisecond)
		pos := r.Progress().Position
		if pos < 1900*time.Millisecond || pos > 2010*time.Millisecond {
			t.Errorf("position %v, want what was heard, about 2s", pos)
		}
		if r.State().Notice == "" {
			t.Error("nothing is said about the lost output")
		}
		r.after(2 * time.Second)
		if r.tape == first {
			t.Fatal("no other output opened")
		}
		if n := r.State().Notice; n != "" {
			t.Errorf("notice %q after the output is back", n)
		}
		was, is := runs(first.sound()), runs(r.tape.sound())
		end := was[len(was)-1].frame + was[len(was)-1].n
		if gap := is[0].frame - end; gap < -second/100 || gap > second/10 {
			t.Errorf("goes on %d frames after where it was lost", gap)
		}
		r.noClicks()
	})
}

func TestNoOutputPlaysOnSilentClock(t *testing.T) {
	var ready atomic.Bool
	var tp *tape
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(3 * time.Second)
		r.status(player.Playing)
		if p := r.Progress().Position; p < 2800*time.Millisecond || p > 3*time.Second {
			t.Errorf("position %v on the silent clock, want about 3s", p)
		}
		if n := r.State().Notice; n != "help: nothing here" {
			t.Errorf("notice %q", n)
		}
		ready.Store(true)
		r.after(3 * time.Second)
		if tp == nil || r.State().Notice != "" {
			t.Fatalf("output that appeared is not taken: notice %q", r.State().Notice)
		}
		if all := runs(tp.sound()); len(all) != 1 || all[0].frame < 3*second || all[0].frame > 6*second {
			t.Errorf("heard %+v, want to be joined where the silent clock was", all)
		}
	}, func(o *player.Options) {
		o.NoOutputHelp = func(error) string { return "help: nothing here" }
		o.OpenOutput = func(context.Context) (output.Output, error) {
			if !ready.Load() {
				return nil, fmt.Errorf("test: %w", output.ErrNoOutput)
			}
			tp = newTape()
			return tp, nil
		}
	})
}

// What is decided about the queue in the last seconds of a track still counts, though
// the next one has been decoded already.
func TestQueueEditsNearTheEnd(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(*rig)
		want string
	}{
		{"play next", func(r *rig) { r.PlayNext(track("c")) }, "c"},
		{"remove", func(r *rig) { r.Remove(r.Queue()[1].ID) }, ""},
		{"repeat one", func(r *rig) { r.SetRepeat(player.RepeatOne) }, "a"},
		{"clear and add", func(r *rig) { r.Remove(r.Queue()[1].ID); r.Add(track("c")) }, "c"},
		{"seek back", func(r *rig) { r.SeekTo(9 * time.Second) }, "b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.PlayNow(track("a"), track("b"))
				r.after(9 * time.Second)
				tt.edit(r)
				r.after(3 * time.Second)
				if got := r.State(); got.Status == player.Stopped && tt.want != "" || got.Status != player.Stopped && got.Entry.Track.ID != tt.want {
					t.Errorf("then %v %q, want %q", got.Status, got.Entry.Track.ID, tt.want)
				}
				all := runs(r.tape.sound())
				last := (all[len(all)-1].frame + all[len(all)-1].n - 1) / (10 * second)
				if want := map[string]int{"a": 0, "b": 1, "c": 2, "": 0}[tt.want]; last != want {
					t.Errorf("heard %+v", all)
				}
				r.noClicks()
			})
		})
	}
}

func TestTwentyTimesNext(t *testing.T) {
	inBubble(t, func(r *rig) {
		for i := range 25 {
			r.Add(track([]string{"a", "b", "c"}[i%3]))
		}
		r.TogglePause()
		r.after(time.Second)
		for range 20 {
			r.Next()
			r.after(50 * time.Millisecond)
		}
		r.after(time.Second)
		s := r.State()
		if s.Index != 20 || s.Entry.ID != r.Queue()[20].ID || s.Status != player.Playing {
			t.Errorf("state %+v, want entry 20 playing", s)
		}
		all := runs(r.tape.sound())
		if last := all[len(all)-1]; last.frame/(10*second) != 20%3 {
			t.Errorf("heard %+v, want %s", last, s.Entry.Track.ID)
		}
		r.noClicks()
	})
}

func TestPrevRestartsThenGoesBack(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"), track("b"))
		r.Next()
		r.after(5 * time.Second)
		r.Prev()
		r.after(500 * time.Millisecond)
		if s, p := r.State(), r.Progress().Position; s.Entry.Track.ID != "b" || p > time.Second {
			t.Errorf("%q at %v, want the beginning of b", s.Entry.Track.ID, p)
		}
		r.Prev()
		r.after(500 * time.Millisecond)
		if s := r.State(); s.Entry.Track.ID != "a" {
			t.Errorf("%q, want a", s.Entry.Track.ID)
		}
	})
}

func TestRestore(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.Restore([]source.Track{track("a"), track("b")}, 1, 4*time.Second)
		r.after(time.Second)
		s := r.State()
		if s.Status != player.Paused || s.Entry.Track.ID != "b" || r.Progress().Position != 4*time.Second {
			t.Errorf("%+v at %v, want paused at 4s of b", s, r.Progress().Position)
		}
		if len(r.shelf.opened()) != 0 {
			t.Errorf("opened %v before the listener went on", r.shelf.opened())
		}
		r.TogglePause()
		r.after(time.Second)
		all := runs(r.tape.sound())
		if len(all) != 1 || all[0].frame < 14*second || all[0].frame > 14*second+241 {
			t.Errorf("heard %+v, want b from 4s", all)
		}
		r.Restore([]source.Track{track("c")}, 0, 0)
		r.after(time.Second)
		if n := len(r.Queue()); n != 2 {
			t.Errorf("%d entries after a second Restore, want the 2 from before", n)
		}
	})
}

func TestCloseWhileWaiting(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.shelf.files["a"].setGate(1000)
		r.PlayNow(track("a"))
		r.after(time.Second)
		begin := time.Now()
		r.Close()
		r.Next()
		r.SeekTo(0)
		if d := time.Since(begin); d > 350*time.Millisecond {
			t.Errorf("Close took %v", d)
		}
	})
}

func TestQuitFades(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(time.Second)
		r.Close()
		time.Sleep(time.Second)
		r.noClicks()
	})
}

// An output that cannot take anything back has late keys, and no clicks either.
func TestOneWayOutput(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.tape.oneway = true
		r.after(time.Second)
		r.SeekTo(5 * time.Second)
		r.after(time.Second)
		r.TogglePause()
		r.after(time.Second)
		r.TogglePause()
		r.SetVolume(30)
		r.after(time.Second)
		r.shelf.files["a"].setGate(44 + 8)
		r.SeekTo(2 * time.Second)
		r.after(2 * time.Second)
		r.noClicks()
	})
}

// Any keys in any order: no click, no hang, and what is shown is what is heard.
func TestRandomKeys(t *testing.T) {
	for seed := range uint64(6) {
		if underRace && seed > 1 {
			break
		}
		inBubble(t, func(r *rig) {
			rnd := rand.New(rand.NewPCG(seed, 9))
			f := r.shelf.files["b"]
			if seed%2 == 1 { // with joints
				r.shelf.files["a"].data, f.data = pcmWAV(0, 441001, 44100, 16), pcmWAV(0, 441001, 44100, 16)
				r.shelf.files["short"].data = pcmWAV(0, 20001, 44100, 16)
			}
			r.PlayNow(track("a"), track("b"), track("c"))
			for range 100 {
				switch rnd.IntN(14) {
				case 0:
					r.Next()
				case 1:
					r.Prev()
				case 2, 3, 4:
					r.SeekBy(time.Duration(rnd.IntN(10000)-5000) * time.Millisecond)
				case 5:
					r.SeekFraction(rnd.Float64())
				case 6, 7:
					r.TogglePause()
				case 8:
					r.SetVolume(rnd.IntN(101))
				case 9:
					r.ToggleMute()
				case 10:
					r.Add(track("short"))
				case 11:
					if q := r.Queue(); len(q) > 3 {
						r.Remove(q[rnd.IntN(len(q))].ID)
					}
				case 12:
					r.PlayNow(track([]string{"a", "b", "junk"}[rnd.IntN(3)]))
				case 13:
					f.setGate(int64(44 + rnd.IntN(len(f.data))))
				}
				r.after(time.Duration(rnd.IntN(200)*rnd.IntN(10)) * time.Millisecond)
			}
			f.setGate(0)
			r.Clear()
			r.SetVolume(100)
			r.SetRepeat(player.RepeatOff)
			r.PlayNow(track("c"))
			r.after(3 * time.Second)
			if s := r.State(); s.Status != player.Playing || s.Entry.Track.ID != "c" {
				t.Errorf("seed %d: %+v", seed, s)
			}
			all := runs(r.tape.sound())
			last := all[len(all)-1]
			if last.at+last.n != len(r.tape.sound())/2 || last.frame/(10*second) != 2 {
				t.Errorf("seed %d: at the end heard %+v", seed, last)
			}
			if got, want := r.Progress().Position, output.Duration(int64(last.frame+last.n-20*second)); got < want-25*time.Millisecond || got > want+5*time.Millisecond {
				t.Errorf("seed %d: position %v, heard %v", seed, got, want)
			}
		})
	}
}
