package player_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
)

func factor(db float64) float64 { return math.Pow(10, db/20) }

// heard is the recording from its first sound on: of the tracks of a rig the second frame
// is the first that is not silence.
func (r *rig) heard() []float32 {
	r.t.Helper()
	sound := r.tape.sound()
	i := slices.IndexFunc(sound, func(x float32) bool { return x != 0 })
	if i < 2 {
		r.t.Fatal("nothing is heard")
	}
	return sound[i/2*2-2:]
}

// wantFrames compares what was heard from frame at on with want, which is called for
// n frames and returns their left channel.
func wantFrames(t *testing.T, heard []float32, at, n int, want func(k int) float64) {
	t.Helper()
	for k := at; k < at+n; k++ {
		if 2*k >= len(heard) {
			t.Fatalf("the recording ends at frame %d", k)
		}
		if d := math.Abs(float64(heard[2*k]) - want(k)); d > 2e-6 {
			t.Fatalf("frame %d is %v, want %v", k, heard[2*k], want(k))
		}
	}
}

// Each track has its own gain, and the join is where it always was, to the sample.
func TestLoudnessIsEachTracksOwn(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.shelf.files["a"].info.Loudness = 6
		r.shelf.files["b"].info.Loudness = 12
		r.PlayNow(track("a"), track("b"))
		r.after(5 * time.Second)
		if s := r.State(); s.Gain != -6 || s.GainReason == "" {
			t.Errorf("gain %v %q", s.Gain, s.GainReason)
		}
		r.after(16 * time.Second)
		wantFrames(t, r.heard(), 0, 20*second, func(k int) float64 {
			if k < 10*second {
				return float64(left()[k]) * factor(-6)
			}
			return float64(left()[k]) * factor(-12)
		})
	})
}

func TestLoudnessModeIsHeardAtOnce(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.shelf.files["a"].info.Loudness = 6
		r.PlayNow(track("a"))
		r.after(3 * time.Second)
		at := len(r.heard()) / 2
		r.SetLoudness(player.LoudnessOff, 0)
		r.after(time.Second)
		wantFrames(t, r.heard(), at+30*second/1000, second/2, func(k int) float64 { return float64(left()[k]) })
		r.SetLoudness(player.LoudnessTrack, -6)
		r.after(time.Second)
		r.SetLoudness(player.LoudnessTrack, 0)
		r.SetLoudness(player.LoudnessOff, 0)
		r.SetLoudness(player.LoudnessTrack, -3)
		r.after(3 * time.Millisecond)
		r.SetLoudness(player.LoudnessTrack, 0)
		r.after(time.Second)
		r.noClicks()
		h := r.heard()
		wantFrames(t, h, len(h)/2-second/10, second/10, func(k int) float64 { return float64(left()[k]) * factor(-6) })
	})
}

// What is raised above full scale is held below the ceiling, and before that the sound is
// not touched.
func TestPreampIsLimited(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(3 * time.Second)
		at := len(r.heard()) / 2
		r.SetLoudness(player.LoudnessTrack, 12)
		r.after(3 * time.Second)
		h := r.heard()
		most := float32(0)
		for i := at; i < len(h)/2; i++ {
			most = max(most, h[2*i], -h[2*i])
		}
		if most > float32(factor(-1)) || most < float32(factor(-2)) {
			t.Errorf("peak %v, want just below %v", most, factor(-1))
		}
		if l := r.Stats().Limiter; l < 4 || l > 9 {
			t.Errorf("limiter takes %.1f dB", l)
		}
		wantFrames(t, h, 0, at-1, func(k int) float64 { return float64(left()[k]) })
		r.SetLoudness(player.LoudnessTrack, 0)
		r.after(3 * time.Second)
		h = r.heard()
		n := len(h)/2 - second
		wantFrames(t, h, n, second/2, func(k int) float64 { return float64(left()[k]) })
		if l := r.Stats().Limiter; l != 0 {
			t.Errorf("limiter still takes %.1f dB", l)
		}
	})
}

func TestEqualizerComesAndGoesWithoutAClick(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(2 * time.Second)
		for _, name := range []string{"bass", "vocal", "night", "flat"} {
			e, ok := player.EqualizerPreset(name)
			if !ok {
				t.Fatalf("no preset %q", name)
			}
			r.SetEqualizer(e)
			r.after(700 * time.Millisecond)
			if s := r.State(); s.EqualizerName != name || s.Equalizer != e {
				t.Errorf("state has %q", s.EqualizerName)
			}
			r.SetVolume(50)
			r.after(100 * time.Millisecond)
			r.SetVolume(100)
			r.after(500 * time.Millisecond)
		}
		bass, _ := player.EqualizerPreset("bass")
		r.SetEqualizer(bass) // each while the one before is still coming
		r.after(2 * time.Millisecond)
		r.SetEqualizer(player.Equalizer{5: 9})
		r.after(2 * time.Millisecond)
		r.SetEqualizer(player.Equalizer{})
		r.after(2 * time.Second)
		r.noClicks()
		h := r.heard()
		wantFrames(t, h, len(h)/2-second/2, second/2, func(k int) float64 { return float64(left()[k]) })
	})
}

func TestEqualizerIsHeard(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(2 * time.Second)
		h := r.heard()
		most := slices.Max(h[len(h)-2000:])
		if most > 0.27 || most < 0.23 {
			t.Errorf("a tone of 0.5 at 440 Hz comes out at %v", most)
		}
	}, func(o *player.Options) { o.Equalizer = player.Equalizer{3: -1, 4: -6.1, 5: -1} })
}

func TestBalanceAndMono(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(time.Second)
		check := func(what string, want func(l, r float32) (float32, float32)) {
			t.Helper()
			r.after(time.Second)
			h := r.heard()
			k := len(h)/2 - 1
			wl, wr := want(left()[k], float32(k)/frameUnit)
			if math.Abs(float64(h[2*k]-wl)) > 1e-6 || math.Abs(float64(h[2*k+1]-wr)) > 1e-6 {
				t.Errorf("%s: %v %v, want %v %v", what, h[2*k], h[2*k+1], wl, wr)
			}
		}
		r.SetBalance(0.5)
		check("balance right", func(l, r float32) (float32, float32) { return l / 2, r })
		r.SetMono(true)
		check("mono and right", func(l, r float32) (float32, float32) { return (l + r) / 4, (l + r) / 2 })
		r.SetBalance(0)
		check("mono", func(l, r float32) (float32, float32) { return (l + r) / 2, (l + r) / 2 })
		r.SetMono(false)
		check("neither", func(l, r float32) (float32, float32) { return l, r })
		r.noClicks()
	})
}

// frequencyOf counts the rising zeros of the left channel.
func frequencyOf(p []float32) float64 {
	first, last, n := 0, 0, -1
	for i := 2; i < len(p); i += 2 {
		if p[i-2] < 0 && p[i] >= 0 {
			if n++; n == 0 {
				first = i / 2
			}
			last = i / 2
		}
	}
	return float64(n) * second / float64(last-first)
}

func TestSpeedKeepsPitchAndPosition(t *testing.T) {
	for _, speed := range []float64{0.5, 0.8, 1.25, 2} {
		inBubble(t, func(r *rig) {
			r.PlayNow(track("a"), track("b"))
			begin := time.Now()
			r.after(2 * time.Second)
			want := time.Duration(2 * speed * float64(time.Second))
			if p := r.Progress().Position; (p - want).Abs() > 50*time.Millisecond {
				t.Errorf("speed %g: at %v after 2 s", speed, p)
			}
			if f := frequencyOf(r.heard()[2*second/10:]); math.Abs(f/tone-1) > 0.005 {
				t.Errorf("speed %g: %g Hz become %g", speed, tone, f)
			}
			for r.State().Entry.Track.ID == "a" {
				r.after(10 * time.Millisecond)
			}
			took := time.Since(begin)
			if want := time.Duration(10 / speed * float64(time.Second)); (took - want).Abs() > want/100+20*time.Millisecond {
				t.Errorf("speed %g: a takes %v, want %v", speed, took, want)
			}
			r.SeekTo(5 * time.Second)
			r.after(100 * time.Millisecond)
			if p := r.Progress().Position; p < 5*time.Second || p > 5*time.Second+250*time.Millisecond {
				t.Errorf("speed %g: at %v after a seek to 5s", speed, p)
			}
			if s := r.State(); s.Speed != speed || s.Duration != 10*time.Second {
				t.Errorf("state %+v", s)
			}
		}, func(o *player.Options) { o.Speed = speed })
	}
}

func TestSpeedIsChangedOnTheWay(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(2 * time.Second)
		before := r.Progress().Position
		r.SetSpeed(2)
		r.after(2 * time.Second)
		if p := r.Progress().Position - before; p < 3800*time.Millisecond || p > 4050*time.Millisecond {
			t.Errorf("%v of the track in 2 s at speed 2", p)
		}
		at := len(r.heard()) / 2
		pos := output.Frames(r.Progress().Position)
		r.SetSpeed(1)
		r.after(time.Second)
		all := runs(r.heard()[2*at:])
		if h := all[len(all)-1]; h.at > 40*second/1000 || h.frame < pos || h.frame > pos+second/20 {
			t.Errorf("heard %+v after going back to speed 1 at frame %d", all, pos)
		}
		if u := r.Progress().Underruns; u != 0 {
			t.Errorf("%d underruns", u)
		}
	})
}

func crossfading(d time.Duration) func(*player.Options) {
	return func(o *player.Options) { o.Crossfade = d }
}

// overlap is what a crossfade of two seconds gives at its frame i.
func overlap(a, b float64, i int) float64 {
	sin, cos := math.Sincos(math.Pi / 2 * float64(i) / (2 * second))
	return a*cos + b*sin
}

func TestCrossfade(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.shelf.files["a"].info.Loudness = 6
		r.shelf.files["b"].info.Loudness = 12
		r.PlayNow(track("a"), track("b"))
		r.after(7900 * time.Millisecond)
		if id := r.State().Entry.Track.ID; id != "a" {
			t.Errorf("%s is shown before the crossfade", id)
		}
		r.after(time.Second)
		if s, p := r.State(), r.Progress().Position; s.Entry.Track.ID != "b" || p < 800*time.Millisecond || p > time.Second {
			t.Errorf("%s at %v in the crossfade", s.Entry.Track.ID, p)
		}
		r.after(11 * time.Second)
		a, b := factor(-6), factor(-12)
		wantFrames(t, r.heard(), 0, 18*second, func(k int) float64 {
			switch {
			case k < 8*second:
				return float64(left()[k]) * a
			case k < 10*second:
				return overlap(float64(left()[k])*a, float64(left()[k+2*second])*b, k-8*second)
			}
			return float64(left()[k+2*second]) * b
		})
		r.status(player.Stopped)
	}, crossfading(2*time.Second))
}

// The next entry is taken away or replaced after it has been mixed, before it is heard.
func TestCrossfadeWithEdits(t *testing.T) {
	t.Run("removed", func(t *testing.T) {
		inBubble(t, func(r *rig) {
			r.PlayNow(track("a"), track("b"))
			r.after(7 * time.Second)
			r.Remove(r.Queue()[1].ID)
			r.after(4 * time.Second)
			wantFrames(t, r.heard(), 0, 10*second, func(k int) float64 { return float64(left()[k]) })
			r.status(player.Stopped)
		}, crossfading(2*time.Second))
	})
	t.Run("replaced", func(t *testing.T) {
		inBubble(t, func(r *rig) {
			r.PlayNow(track("a"), track("b"))
			r.after(7 * time.Second)
			r.PlayNext(track("c"))
			r.after(4 * time.Second)
			wantFrames(t, r.heard(), 0, 10*second, func(k int) float64 {
				if k < 8*second {
					return float64(left()[k])
				}
				return overlap(float64(left()[k]), float64(left()[k+12*second]), k-8*second)
			})
		}, crossfading(2*time.Second))
	})
	t.Run("removed and added", func(t *testing.T) {
		inBubble(t, func(r *rig) {
			r.PlayNow(track("a"), track("b"))
			r.after(7 * time.Second)
			r.Remove(r.Queue()[1].ID)
			r.after(50 * time.Millisecond)
			r.Add(track("c"))
			r.after(4 * time.Second)
			wantFrames(t, r.heard(), 0, 10*second, func(k int) float64 { return float64(left()[k]) })
			if id := r.State().Entry.Track.ID; id != "c" {
				t.Errorf("then %q, want c", id)
			}
		}, crossfading(2*time.Second))
	})
}

// A track that is too short, or that cannot be opened, leaves the end of the one before whole.
func TestCrossfadeWithNothingToFadeInto(t *testing.T) {
	for _, next := range []string{"short", "junk"} {
		inBubble(t, func(r *rig) {
			r.PlayNow(track("a"), track(next))
			r.after(12 * time.Second)
			wantFrames(t, r.heard(), 0, 10*second, func(k int) float64 { return float64(left()[k]) })
		}, crossfading(2*time.Second))
	}
}

func TestCrossfadeAtSpeed(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"), track("b"))
		r.after(4 * time.Second) // 5 s for a at this speed, 1 s of it in the crossfade
		r.after(60 * time.Millisecond)
		if s := r.State(); s.Entry.Track.ID != "b" {
			t.Errorf("%s is shown", s.Entry.Track.ID)
		}
		r.after(5200 * time.Millisecond)
		r.status(player.Stopped)
	}, crossfading(time.Second), func(o *player.Options) { o.Speed = 2 })
}

func TestSettingsAreKeptInBounds(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.SetSpeed(9)
		r.SetCrossfade(time.Hour)
		r.SetBalance(-7)
		r.SetLoudness(player.LoudnessAlbum, 99)
		r.SetEqualizer(player.Equalizer{0: 50})
		r.after(time.Millisecond)
		s := r.State()
		if s.Speed != 2 || s.Crossfade != 12*time.Second || s.Balance != -1 || s.Equalizer[0] != 12 ||
			s.Loudness != (player.Loudness{Mode: player.LoudnessAlbum, Preamp: 20}) {
			t.Errorf("state %+v", s)
		}
		r.SetSpeed(math.NaN())
		r.SetBalance(math.NaN())
		r.SetLoudness(player.LoudnessTrack, math.NaN())
		r.after(time.Millisecond)
		if s := r.State(); s.Speed != 1 || s.Balance != 0 || s.Loudness != (player.Loudness{}) {
			t.Errorf("state %+v", s)
		}
	})
}

func TestMediaIsDescribed(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.shelf.files["a"].info = source.Media{Reason: "opus: the best there is"}
		r.PlayNow(track("a"))
		r.after(time.Second)
		s := r.State()
		if s.Reason != "opus: the best there is" || s.Tags == nil || s.GainReason != "loudness unknown" || s.Gain != 0 {
			t.Errorf("state %+v", s)
		}
		st := r.Stats()
		if st.Output != "tape" || st.Reason != s.Reason || st.Format != s.Format || st.Delay < 100*time.Millisecond ||
			st.Ahead < time.Second || st.Speed != 1 || st.Track.ID != "a" {
			t.Errorf("stats %+v", st)
		}
	})
}

// Tracks so short that several lie in the ring are joined like long ones, and so is what is
// added when the last one has been decoded.
func TestShortTracksJoin(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.PlayNow(track("short"), track("short"), track("short"), track("a"))
		r.after(700 * time.Millisecond) // the second is heard, the third is prepared
		if n := len(r.shelf.opened()); n < 3 {
			t.Errorf("%d tracks opened while the second plays", n)
		}
		r.after(7 * time.Second) // a is decoded to its end
		r.Add(track("b"))
		r.after(5 * time.Second)
		wantFrames(t, r.heard(), 0, 12*second, func(k int) float64 {
			if k < 3*second/2 {
				return float64(left()[k%(second/2)])
			}
			return float64(left()[k-3*second/2])
		})
	})
}
