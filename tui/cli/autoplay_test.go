package cli_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui/cli"
)

// Add puts tracks into the queue of the reel.
func (t *reel) Add(tracks ...source.Track) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, track := range tracks {
		t.queue = append(t.queue, player.Entry{ID: uint64(len(t.queue) + 1), Track: track})
	}
}

// A follower suggests and plays on the radio what it is told.
type follower struct {
	suggests, plays []source.Track
	err             error
	asked           int
}

func (f *follower) Continue(context.Context, source.Track, []source.Track, int) ([]source.Track, error) {
	f.asked++
	return f.suggests, f.err
}

func (f *follower) Related(context.Context, source.Track, string) (source.Page, error) {
	return source.Page{}, nil
}

func (f *follower) Radio(context.Context, source.Track, string) (source.Page, error) {
	return source.Page{Tracks: f.plays}, f.err
}

func TestAutoplay(t *testing.T) {
	for name, c := range map[string]struct {
		f    follower
		want int
	}{
		"suggestions":             {follower{suggests: []source.Track{mix}}, 3},
		"radio, each track once":  {follower{plays: []source.Track{songA, mix, mix, {Provider: "demo", ID: "l", Live: true}}}, 3},
		"nothing":                 {follower{}, 2},
		"no network and no words": {follower{err: errors.New("no network")}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				p := newReel(songA, songB)
				wait := cli.Autoplay(ctx, p, &c.f, &c.f, slog.New(slog.DiscardHandler))
				p.play(0, time.Minute, 0)
				if c.f.asked != 0 {
					t.Error("asked while the queue goes on")
				}
				p.play(1, time.Minute, 0)
				if got := len(p.Queue()); got != c.want || c.f.asked != 1 {
					t.Errorf("%d in the queue after %d questions, want %d after 1", got, c.f.asked, c.want)
				}
				cancel()
				close(p.events)
				wait()
			})
		})
	}
}
