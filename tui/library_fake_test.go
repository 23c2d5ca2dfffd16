package tui_test

import (
	"context"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui"
)

// newLibrary is a library in memory; it lives in the bubble of the test.
func newLibrary(t *testing.T) *library.Library {
	t.Helper()
	l, err := library.Open(context.Background(), library.Memory, library.Options{NoKeeper: true})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// hear puts a play of each track into the history, in this order, a minute apart.
func hear(t *testing.T, l *library.Library, tracks ...source.Track) {
	t.Helper()
	for _, track := range tracks {
		p, err := l.Begin(t.Context(), track, "search")
		check(t, err)
		time.Sleep(time.Minute)
		check(t, p.End(t.Context(), library.Finished, library.Progress{
			Position: track.Duration, Heard: track.Duration, Duration: track.Duration,
		}))
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// mix is long enough to be taken up where it was left.
var mix = source.Track{Provider: "fake", ID: "mix", Title: "The long mix", Artist: "A House Band", Duration: time.Hour}

// stocked is a library with a history, saved tracks, playlists and a long track that was
// left in the middle.
func stocked(t *testing.T) *library.Library {
	t.Helper()
	l := newLibrary(t)
	ctx := t.Context()
	p, err := l.Begin(ctx, mix, "search")
	check(t, err)
	check(t, p.End(ctx, library.BrokenOff, library.Progress{Position: 31*time.Minute + 10*time.Second, Heard: 10 * time.Minute, Duration: mix.Duration}))
	hear(t, l, songs("Heard", 4)...)
	hear(t, l, songs("Heard", 2)...)
	check(t, l.Save(ctx, songs("Saved", 5)...))
	time.Sleep(time.Minute)
	check(t, l.Save(ctx, songs("Heard", 1)...))
	time.Sleep(time.Minute)
	_, err = l.Create(ctx, "Morning run", songs("Run", 6)...)
	check(t, err)
	_, err = l.CreateRemote(ctx, "Evening charts", library.Live, evening, songs("Chart", 3)...)
	check(t, err)
	return l
}

// onStocked is onScreen with a stocked library.
func onStocked(t *testing.T, f func(s *screen)) {
	t.Helper()
	onScreen(t, tui.Options{Source: rich()}, f, stocked)
}
