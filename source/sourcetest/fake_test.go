package sourcetest_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/sourcetest"
)

func TestFakeCounts(t *testing.T) {
	f := sourcetest.NewFake("fake", 3)
	var n int
	f.Media = func(_ source.Track, resolve int) (source.Media, error) {
		n = resolve
		return source.Media{}, nil
	}
	for range 3 {
		_, _ = f.Resolve(t.Context(), f.Tracks[0])
	}
	_, _ = f.Resolve(t.Context(), f.Tracks[1])
	if got := f.Resolves("fake:1"); got != 3 {
		t.Errorf("resolves of track 1: %d, want 3", got)
	}
	if got := f.Resolves(""); got != 4 {
		t.Errorf("resolves: %d, want 4", got)
	}
	if n != 1 {
		t.Errorf("the first resolve of track 2 is told it is number %d", n)
	}
}

func TestFakeDelayAndGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sourcetest.NewFake("fake", 3)
		f.Delay = time.Minute
		start := time.Now()
		if _, err := f.Search(t.Context(), source.Query{Words: "track"}); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d != time.Minute {
			t.Errorf("took %s, want 1m", d)
		}

		f.Gate = make(chan struct{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if _, err := f.Resolve(ctx, f.Tracks[0]); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a closed gate: %v, want the context's error", err)
		}
		if d := time.Since(start); d != time.Hour+time.Minute {
			t.Errorf("gave up after %s", d)
		}
	})
}
