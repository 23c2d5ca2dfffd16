package source_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/sourcetest"
)

// expiring makes a fake whose URLs are new each time and last for d.
func expiring(d time.Duration) *sourcetest.Fake {
	f := sourcetest.NewFake("fake", 300)
	f.Media = func(t source.Track, n int) (source.Media, error) {
		return source.Media{
			URL:     fmt.Sprintf("http://fake.invalid/%s?resolve=%d", t.ID, n),
			Expires: time.Now().Add(d),
		}, nil
	}
	return f
}

func newCache(t *testing.T, r source.Resolver, o source.CacheOptions) *source.Cache {
	t.Helper()
	c := source.NewCache(r, o)
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func mustResolve(t *testing.T, c *source.Cache, track source.Track) source.Media {
	t.Helper()
	m, err := c.Resolve(t.Context(), track)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func wantResolves(t *testing.T, f *sourcetest.Fake, want int) {
	t.Helper()
	if got := f.Resolves(""); got != want {
		t.Errorf("%d resolves, want %d", got, want)
	}
}

func TestCacheOneFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := expiring(time.Hour)
		f.Delay = time.Second
		c := newCache(t, f, source.CacheOptions{})
		var wg sync.WaitGroup
		for range 60 {
			wg.Go(func() {
				if m := mustResolve(t, c, f.Tracks[0]); m.URL == "" {
					t.Error("no URL")
				}
			})
		}
		wg.Wait()
		wantResolves(t, f, 1)
		mustResolve(t, c, f.Tracks[0])
		wantResolves(t, f, 1)
		mustResolve(t, c, f.Tracks[1])
		wantResolves(t, f, 2)
	})
}

func TestCacheCancelOfOneCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := expiring(time.Hour)
		f.Delay = 10 * time.Second
		c := newCache(t, f, source.CacheOptions{})

		// The one that started the flight leaves first.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		first := make(chan error, 1)
		go func() {
			_, err := c.Resolve(ctx, f.Tracks[0])
			first <- err
		}()
		synctest.Wait()
		second := make(chan error, 1)
		go func() {
			_, err := c.Resolve(t.Context(), f.Tracks[0])
			second <- err
		}()

		start := time.Now()
		if err := <-first; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the caller that gave up: %v", err)
		}
		if d := time.Since(start); d != time.Second {
			t.Errorf("it waited %s, want 1s", d)
		}
		if err := <-second; err != nil {
			t.Errorf("the caller that stayed: %v", err)
		}
		wantResolves(t, f, 1)
	})
}

func TestCacheLastCallerEndsTheFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sourcetest.NewFake("fake", 3)
		ended := make(chan error, 1)
		r := resolverFunc(func(ctx context.Context, track source.Track) (source.Media, error) {
			if f.Resolves("") > 0 {
				return f.Resolve(ctx, track)
			}
			_, _ = f.Resolve(ctx, track)
			<-ctx.Done()
			ended <- ctx.Err()
			time.Sleep(time.Second) // a helper process takes its time to die
			return source.Media{}, ctx.Err()
		})
		c := newCache(t, r, source.CacheOptions{})
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			synctest.Wait()
			cancel()
		}()
		if _, err := c.Resolve(ctx, f.Tracks[0]); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want context.Canceled", err)
		}
		// The next caller gets a flight of its own, not the dying one.
		mustResolve(t, c, f.Tracks[0])
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the abandoned flight ended with %v", err)
		}
		wantResolves(t, f, 2)
	})
}

// resolverFunc makes a Resolver of a function.
type resolverFunc func(context.Context, source.Track) (source.Media, error)

func (f resolverFunc) Resolve(ctx context.Context, t source.Track) (source.Media, error) {
	return f(ctx, t)
}

func TestCacheMargin(t *testing.T) {
	for _, tt := range []struct{ lifetime, kept time.Duration }{
		{6 * time.Hour, 6*time.Hour - 5*time.Minute},
		{50 * time.Minute, 45 * time.Minute},
		{10 * time.Minute, 9 * time.Minute},
		{10 * time.Second, 9 * time.Second},
	} {
		t.Run(tt.lifetime.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := expiring(tt.lifetime)
				c := newCache(t, f, source.CacheOptions{})
				mustResolve(t, c, f.Tracks[0])
				time.Sleep(tt.kept - time.Nanosecond)
				mustResolve(t, c, f.Tracks[0])
				wantResolves(t, f, 1)
				time.Sleep(time.Nanosecond)
				mustResolve(t, c, f.Tracks[0])
				wantResolves(t, f, 2)
			})
		})
	}
}

// A wall clock that the bubble's clock knows nothing of, as after a suspend.
func TestCacheNow(t *testing.T) {
	now := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
	f := sourcetest.NewFake("fake", 3)
	f.Media = func(source.Track, int) (source.Media, error) {
		return source.Media{URL: "http://fake.invalid/", Expires: now.Add(time.Hour)}, nil
	}
	c := newCache(t, f, source.CacheOptions{Now: func() time.Time { return now }})
	mustResolve(t, c, f.Tracks[0])
	mustResolve(t, c, f.Tracks[0])
	wantResolves(t, f, 1)
	now = now.Add(8 * time.Hour)
	mustResolve(t, c, f.Tracks[0])
	wantResolves(t, f, 2)
}

func TestCacheExpiredOnArrival(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// The clock of this machine is ahead of the server's.
		f := expiring(-time.Hour)
		c := newCache(t, f, source.CacheOptions{})
		mustResolve(t, c, f.Tracks[0])
		mustResolve(t, c, f.Tracks[0])
		wantResolves(t, f, 2)
	})
}

func TestCacheRefreshOncePerGeneration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := expiring(time.Hour)
		f.Delay = time.Second
		c := newCache(t, f, source.CacheOptions{})
		old := mustResolve(t, c, f.Tracks[0])

		refresh := func(previous source.Media) source.Media {
			m, err := c.Refresh(t.Context(), f.Tracks[0], previous)
			if err != nil {
				t.Error(err)
			}
			return m
		}
		var wg sync.WaitGroup
		for i := range 60 {
			wg.Go(func() {
				// Some come while the resolve runs, some after it.
				time.Sleep(time.Duration(i) * 100 * time.Millisecond)
				if m := refresh(old); m.URL == old.URL {
					t.Error("got the refused URL back")
				}
			})
		}
		wg.Wait()
		wantResolves(t, f, 2)

		current := mustResolve(t, c, f.Tracks[0])
		wantResolves(t, f, 2)
		if m := refresh(current); m.URL == current.URL {
			t.Error("the second generation was not replaced")
		}
		wantResolves(t, f, 3)
		refresh(old)
		wantResolves(t, f, 3)
	})
}

// A refresh ahead of time that fails must not take away what still works.
func TestCacheRefreshFails(t *testing.T) {
	f := sourcetest.NewFake("fake", 3)
	f.Media = func(_ source.Track, n int) (source.Media, error) {
		if n > 1 {
			return source.Media{}, source.ErrRateLimited
		}
		return source.Media{URL: "http://fake.invalid/"}, nil
	}
	c := newCache(t, f, source.CacheOptions{})
	m := mustResolve(t, c, f.Tracks[0])
	if _, err := c.Refresh(t.Context(), f.Tracks[0], m); !errors.Is(err, source.ErrRateLimited) {
		t.Errorf("error %v, want ErrRateLimited", err)
	}
	mustResolve(t, c, f.Tracks[0])
	wantResolves(t, f, 2)
}

func TestCacheRefreshOfWhatIsNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := expiring(time.Hour)
		c := newCache(t, f, source.CacheOptions{})
		if _, err := c.Refresh(t.Context(), f.Tracks[0], source.Media{URL: "http://fake.invalid/from-elsewhere"}); err != nil {
			t.Fatal(err)
		}
		wantResolves(t, f, 1)
	})
}

func TestCacheTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sourcetest.NewFake("fake", 3)
		f.Gate = make(chan struct{})
		c := newCache(t, f, source.CacheOptions{})
		start := time.Now()
		_, err := c.Resolve(t.Context(), f.Tracks[0])
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want a deadline", err)
		}
		if d := time.Since(start); d != 20*time.Second {
			t.Errorf("gave up after %s, want 20s", d)
		}
		if line, hint := source.Explain(err); line != "no answer from fake within 20s" || hint == "" {
			t.Errorf("explained as %q, %q", line, hint)
		}
	})
}

func TestCacheKeepsNoError(t *testing.T) {
	f := sourcetest.NewFake("fake", 3)
	f.Media = func(_ source.Track, n int) (source.Media, error) {
		if n == 1 {
			return source.Media{URL: "http://half.invalid/"}, source.ErrRateLimited
		}
		return source.Media{URL: "http://fake.invalid/"}, nil
	}
	c := newCache(t, f, source.CacheOptions{})
	m, err := c.Resolve(t.Context(), f.Tracks[0])
	if !errors.Is(err, source.ErrRateLimited) || m.URL != "" {
		t.Errorf("got %v, %v", m, err)
	}
	mustResolve(t, c, f.Tracks[0])
	mustResolve(t, c, f.Tracks[0])
	wantResolves(t, f, 2)
}

func TestCacheKeepsNoFile(t *testing.T) {
	f := sourcetest.NewFake("fake", 3)
	f.Media = func(_ source.Track, n int) (source.Media, error) {
		return source.Media{Path: "/x", Size: int64(n)}, nil
	}
	c := newCache(t, f, source.CacheOptions{})
	mustResolve(t, c, f.Tracks[0])
	if m := mustResolve(t, c, f.Tracks[0]); m.Size != 2 {
		t.Errorf("size %d, want that of the second look", m.Size)
	}
}

func TestCacheIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := expiring(time.Hour)
		c := newCache(t, f, source.CacheOptions{Entries: 3})
		for _, track := range f.Tracks[:4] {
			mustResolve(t, c, track)
			time.Sleep(time.Second)
		}
		for _, track := range f.Tracks[1:4] {
			mustResolve(t, c, track)
		}
		wantResolves(t, f, 4)
		mustResolve(t, c, f.Tracks[0])
		wantResolves(t, f, 5)
	})
}

func TestCacheHeaderBelongsToTheCaller(t *testing.T) {
	f := sourcetest.NewFake("fake", 3)
	f.Media = func(source.Track, int) (source.Media, error) {
		return source.Media{URL: "http://fake.invalid/", Header: http.Header{"A": {"1"}}}, nil
	}
	c := newCache(t, f, source.CacheOptions{})
	for range 3 {
		m := mustResolve(t, c, f.Tracks[0])
		if got := m.Header.Get("A"); got != "1" {
			t.Errorf("header %q, want 1", got)
		}
		m.Header.Set("A", "changed")
	}
	wantResolves(t, f, 1)
}

func TestCacheClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sourcetest.NewFake("fake", 3)
		var returned bool
		calls := 0
		c := source.NewCache(resolverFunc(func(ctx context.Context, track source.Track) (source.Media, error) {
			calls++
			<-ctx.Done()
			time.Sleep(time.Second)
			returned = true
			return source.Media{}, ctx.Err()
		}), source.CacheOptions{})
		got := make(chan error, 1)
		go func() {
			_, err := c.Resolve(t.Context(), f.Tracks[0])
			got <- err
		}()
		synctest.Wait()
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if !returned {
			t.Error("Close did not wait for the resolve")
		}
		if err := <-got; !errors.Is(err, os.ErrClosed) {
			t.Errorf("the waiting caller: %v, want os.ErrClosed", err)
		}
		if _, err := c.Resolve(t.Context(), f.Tracks[0]); !errors.Is(err, os.ErrClosed) {
			t.Errorf("after Close: %v, want os.ErrClosed", err)
		}
		if _, err := c.Refresh(t.Context(), f.Tracks[0], source.Media{}); !errors.Is(err, os.ErrClosed) {
			t.Errorf("after Close: %v, want os.ErrClosed", err)
		}
		if err := c.Close(); err != nil {
			t.Errorf("second Close: %v", err)
		}
		if calls != 1 {
			t.Errorf("%d resolves, want none after Close", calls-1)
		}
	})
}

func TestCacheConforms(t *testing.T) {
	f := sourcetest.NewFake("fake", 3)
	sourcetest.Run(t, newCache(t, f, source.CacheOptions{}), sourcetest.Case{
		Name: "fake", Tracks: f.Tracks,
		UnknownTrack: source.Track{Provider: "fake", ID: "none"},
	})
}

// BenchmarkCacheHit is what a track that is prefetched costs when it starts.
func BenchmarkCacheHit(b *testing.B) {
	f := sourcetest.NewFake("fake", 300)
	c := source.NewCache(f, source.CacheOptions{})
	defer func() { _ = c.Close() }()
	b.ReportAllocs()
	for b.Loop() {
		m, err := c.Resolve(b.Context(), f.Tracks[7])
		if err != nil || !strings.Contains(m.URL, "/8?") {
			b.Fatal(m, err)
		}
	}
}
