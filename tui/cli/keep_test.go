package cli_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/cli"
)

// A reel is a player that only tells: what the test sets is what it says.
type reel struct {
	mu     sync.Mutex
	events chan player.Event
	state  player.State
	began  time.Time // of the sound, when it plays
	from   time.Duration
	queue  []player.Entry
	keeper *cli.Keeper
}

func newReel(tracks ...source.Track) *reel {
	t := &reel{events: make(chan player.Event, 16)}
	for i, track := range tracks {
		t.queue = append(t.queue, player.Entry{ID: uint64(i + 1), Track: track})
	}
	return t
}

// play begins with the entry at index.
func (t *reel) play(index int, length, from time.Duration) {
	t.ended()
	t.mu.Lock()
	t.state.Generation++
	t.state.Status, t.state.Index, t.state.Duration = player.Playing, index, length
	t.state.Entry, t.state.QueueLen = t.queue[index], len(t.queue)
	t.began, t.from = time.Now(), from
	st := t.state
	t.mu.Unlock()
	t.events <- player.StateChanged{State: st}
	synctest.Wait()
}

// ended tells that what plays is heard no more.
func (t *reel) ended() {
	st, pr := t.State(), t.Progress()
	if st.Status == player.Playing {
		t.events <- player.TrackEnded{Entry: st.Entry, Finished: pr.Position >= st.Duration, Position: pr.Position, Duration: st.Duration}
	}
}

func (t *reel) stop() {
	t.ended()
	t.mu.Lock()
	t.state.Status = player.Stopped
	st := t.state
	t.mu.Unlock()
	t.events <- player.StateChanged{State: st}
	synctest.Wait()
}

func (t *reel) State() player.State {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state
}

func (t *reel) Progress() player.Progress {
	t.mu.Lock()
	defer t.mu.Unlock()
	pos := t.from
	if t.state.Status == player.Playing {
		pos += time.Since(t.began)
	}
	return player.Progress{Generation: t.state.Generation, Position: min(pos, t.state.Duration), Duration: t.state.Duration}
}

func (t *reel) Queue() []player.Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.queue
}

func (t *reel) Subscribe(context.Context) <-chan player.Event { return t.events }

var (
	songA = source.Track{Provider: "demo", ID: "a", Title: "A"}
	songB = source.Track{Provider: "demo", ID: "b", Title: "B"}
	mix   = source.Track{Provider: "demo", ID: "mix", Title: "Mix"}
)

// keep runs a test with a Keeper, in virtual time.
func keep(t *testing.T, queue bool, tracks []source.Track, f func(*testing.T, *reel, *library.Library)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		lib, err := library.Open(t.Context(), library.Memory, library.Options{NoKeeper: true})
		if err != nil {
			t.Fatal(err)
		}
		defer lib.Close()
		p := newReel(tracks...)
		k := cli.Keep(t.Context(), p, lib, queue, slog.New(slog.DiscardHandler))
		defer k.Stop()
		p.keeper = k
		f(t, p, lib)
	})
}

func history(t *testing.T, lib *library.Library) []library.PastPlay {
	t.Helper()
	plays, _, err := lib.History(t.Context(), library.HistoryQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return plays
}

func TestKeepPlays(t *testing.T) {
	keep(t, true, []source.Track{songA, songB}, func(t *testing.T, p *reel, lib *library.Library) {
		p.play(0, 3*time.Minute, 0)
		time.Sleep(3*time.Minute - time.Second)
		p.play(1, 3*time.Minute, 0) // the next track, as the first came to its end
		time.Sleep(time.Minute)
		p.play(0, 3*time.Minute, 0) // the listener went on
		time.Sleep(10 * time.Second)
		p.stop()
		// One that was over before its state could be told.
		p.events <- player.TrackEnded{Entry: p.queue[1], Finished: true, Position: time.Second, Duration: time.Second}
		synctest.Wait()

		plays := history(t, lib)
		if len(plays) != 4 {
			t.Fatalf("%d plays: %+v", len(plays), plays)
		}
		for i, want := range []struct {
			id    string
			how   library.Outcome
			heard time.Duration
		}{
			{"b", library.Finished, time.Second},
			{"a", library.Skipped, 10 * time.Second},
			{"b", library.Skipped, time.Minute},
			{"a", library.Finished, 3 * time.Minute},
		} {
			got := plays[i]
			if off := (got.Heard - want.heard).Abs(); got.Track.ID != want.id || got.Outcome != want.how || off > 2*time.Second {
				t.Errorf("play %d: %s %s, %s heard; want %+v", i, got.Track.ID, got.Outcome, got.Heard, want)
			}
		}
	})
}

// TestKeepQueue: what LoadQueue gives after a kill at any moment is where the listener was, but
// for a second.
func TestKeepQueue(t *testing.T) {
	keep(t, true, []source.Track{songA, songB}, func(t *testing.T, p *reel, lib *library.Library) {
		p.play(1, 3*time.Minute, 0)
		time.Sleep(83 * time.Second)
		synctest.Wait()
		q, err := lib.LoadQueue(t.Context())
		if err != nil || len(q.Tracks) != 2 || q.Index != 1 {
			t.Fatalf("queue %+v, %v", q, err)
		}
		if off := (q.Position - 83*time.Second).Abs(); off > 1600*time.Millisecond {
			t.Errorf("position %s after 83 s", q.Position)
		}
	})
	keep(t, false, []source.Track{songA}, func(t *testing.T, p *reel, lib *library.Library) {
		p.play(0, 3*time.Minute, 0)
		time.Sleep(10 * time.Second)
		if q, err := lib.LoadQueue(t.Context()); err != nil || len(q.Tracks) > 0 {
			t.Errorf("a queue that nobody wanted kept: %+v, %v", q, err)
		}
	})
}

// TestKeepPlace: a long track is taken up where it was left, a short one is not.
func TestKeepPlace(t *testing.T) {
	keep(t, true, []source.Track{mix, songA}, func(t *testing.T, p *reel, lib *library.Library) {
		p.play(0, time.Hour, 0)
		time.Sleep(25 * time.Minute)
		p.play(1, 3*time.Minute, 0)
		time.Sleep(time.Minute)
		p.play(0, time.Hour, 25*time.Minute)
		place := cli.Places(lib, slog.New(slog.DiscardHandler))
		if at := place(t.Context(), mix, time.Hour); (at - 25*time.Minute).Abs() > 2*time.Second {
			t.Errorf("the long one begins at %v, want 25m", at)
		}
		if at := place(t.Context(), songA, 3*time.Minute); at != 0 {
			t.Errorf("the short one begins at %v", at)
		}
	})
}

// TestKeepPrivate: in private mode a long track starts at its beginning, and where it was left
// before is not touched.
func TestKeepPrivate(t *testing.T) {
	keep(t, true, []source.Track{mix, songA}, func(t *testing.T, p *reel, lib *library.Library) {
		p.play(0, time.Hour, 0)
		time.Sleep(25 * time.Minute)
		p.play(1, 3*time.Minute, 0)
		lib.SetPrivate(true)
		p.play(0, time.Hour, 0)
		time.Sleep(40 * time.Minute)
		p.play(1, 3*time.Minute, 0)
		p.play(0, time.Hour, 0)
		time.Sleep(time.Minute)
		place := cli.Places(lib, slog.New(slog.DiscardHandler))
		if at := place(t.Context(), mix, time.Hour); at != 0 {
			t.Errorf("in private mode it begins at %v", at)
		}
		p.stop()
		lib.SetPrivate(false)
		if at := place(t.Context(), mix, time.Hour); (at - 25*time.Minute).Abs() > 2*time.Second {
			t.Errorf("it begins at %v, want 25m", at)
		}
	})
}

// TestKeepUnplayable: what is gone is marked, what only failed today is not.
func TestKeepUnplayable(t *testing.T) {
	keep(t, true, []source.Track{songA, songB}, func(t *testing.T, p *reel, lib *library.Library) {
		if err := lib.Save(t.Context(), songA, songB); err != nil {
			t.Fatal(err)
		}
		p.events <- player.TrackFailed{Entry: p.queue[0], Err: source.ErrUnavailable}
		p.events <- player.TrackFailed{Entry: p.queue[1], Err: source.ErrRateLimited}
		synctest.Wait()
		saved, err := lib.Saved(t.Context(), library.ByTitle)
		if err != nil || len(saved) != 2 || saved[0].Track.Note != library.Unplayable || saved[1].Track.Note != "" {
			t.Errorf("saved %+v, %v", saved, err)
		}
	})
}

// TestKeepLabel: an edit of the queue is logged under the name that it was given, what the player
// does by itself under none.
func TestKeepLabel(t *testing.T) {
	keep(t, true, []source.Track{songA, songB, mix}, func(t *testing.T, p *reel, lib *library.Library) {
		p.play(0, 3*time.Minute, 0)
		p.keeper.Label("remove B")
		p.mu.Lock()
		p.queue = []player.Entry{p.queue[0], p.queue[2]}
		p.mu.Unlock()
		p.events <- player.QueueChanged{}
		synctest.Wait()
		p.play(1, time.Hour, 0)
		commands, err := lib.Commands(t.Context())
		if err != nil || len(commands) != 1 || commands[0].Label != "remove B" {
			t.Fatalf("commands %+v, %v", commands, err)
		}
		if _, err := lib.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
		if q, err := lib.LoadQueue(t.Context()); err != nil || len(q.Tracks) != 3 {
			t.Errorf("queue %+v, %v", q, err)
		}
	})
}

// TestKeepUnnamed: what comes into the queue by itself is a step of its own, and an edit before it
// can still be taken back.
func TestKeepUnnamed(t *testing.T) {
	keep(t, true, []source.Track{songA, songB, mix}, func(t *testing.T, p *reel, lib *library.Library) {
		change := func(label string, queue ...player.Entry) {
			if label != "" {
				p.keeper.Label(label)
			}
			p.mu.Lock()
			p.queue = queue
			p.mu.Unlock()
			p.events <- player.QueueChanged{}
			synctest.Wait()
		}
		p.play(0, 3*time.Minute, 0)
		a, b, c := p.queue[0], p.queue[1], p.queue[2]
		change("remove B", a, c)
		change("", a, c, player.Entry{ID: 9, Track: songB})
		for _, want := range []string{"what came into the queue by itself", "remove B"} {
			if done, err := lib.Undo(t.Context()); err != nil || done.Label != want {
				t.Errorf("undo of %q, %v; want %q", done.Label, err, want)
			}
		}
		if q, err := lib.LoadQueue(t.Context()); err != nil || len(q.Tracks) != 3 || q.Tracks[1].ID != b.Track.ID {
			t.Errorf("queue %+v, %v", q, err)
		}
	})
}

// TestRestoreQueue: order, place and modes come back as they were.
func TestRestoreQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := player.New(player.Options{
			Opener: noOpener{},
			OpenOutput: func(ctx context.Context) (output.Output, error) {
				return output.Open(ctx, "null", output.Options{})
			},
		})
		defer p.Close()
		cli.RestoreQueue(p, library.Queue{
			Tracks: []source.Track{mix, songB, songA}, Index: 1, Position: 83 * time.Second, Repeat: 1, Shuffle: true,
		})
		synctest.Wait()
		st := p.State()
		if st.Index != 1 || st.Entry.Track.ID != "b" || st.Status != player.Paused || st.Repeat != player.RepeatAll || !st.Shuffle {
			t.Errorf("state %+v", st)
		}
		if pos := p.Progress().Position; pos != 83*time.Second {
			t.Errorf("position %s", pos)
		}
		for i, want := range []string{"mix", "b", "a"} {
			if got := p.Queue()[i].Track.ID; got != want {
				t.Errorf("place %d is %s, want %s", i, got, want)
			}
		}
	})
}

// noOpener opens nothing.
type noOpener struct{}

func (noOpener) Open(context.Context, source.Track) (player.Input, error) {
	return nil, source.ErrNotFound
}
