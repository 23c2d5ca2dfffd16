package stream_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// cached is a rig whose pool has a cache in dir and whose stream has a key.
func cached(t *testing.T, dir string, size int64, opts stream.CacheOptions) *rig {
	t.Helper()
	opts.Dir = dir
	r := newRigWith(t, path, origintest.New(size), nil, stream.PoolOptions{Cache: stream.NewCache(opts)})
	r.close()
	r.reopen("key")
	return r
}

// reopen opens a stream with a key on the rig's pool; resolves counts.
func (r *rig) reopen(key string) (resolves *int) {
	r.t.Helper()
	resolves = new(int)
	r.s = r.pool.Open(r.t.Context(), func(context.Context, *stream.Target, error) (stream.Target, error) {
		*resolves++
		return stream.Target{URL: "http://media.test/" + key, Identity: r.origin.ETag, ByteRate: 16_000}, nil
	}, stream.Options{Key: key})
	r.v = r.s.NewView(context.Background())
	return resolves
}

// files returns the paths in dir with an extension.
func files(t *testing.T, dir, ext string) (out []string) {
	t.Helper()
	filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(p, ext) {
			out = append(out, p)
		}
		return nil
	})
	return out
}

func TestReplayFromDisk(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := cached(t, dir, 3*mb, stream.CacheOptions{})
		r.read(3 * mb)
		r.close()
		asked := len(r.origin.Requests())
		resolves := r.reopen("key")
		begun := time.Now()
		r.read(3 * mb)
		if _, err := r.v.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("at the end: %v", err)
		}
		if n := len(r.origin.Requests()) - asked; n != 0 || *resolves != 0 {
			t.Errorf("%d requests and %d resolves in a replay", n, *resolves)
		}
		r.within("replay", time.Since(begun), 2*ms)
		if m := r.s.Stats().Memory; m > 8<<20 {
			t.Errorf("%d bytes in memory", m)
		}
		if got := r.s.Stats().DiskReads; got != 3*mb {
			t.Errorf("%d bytes read from disk", got)
		}
	})
}

// What was heard once, in any order, replays without a request.
func TestReplayOfParts(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := cached(t, dir, 10*mb, stream.CacheOptions{})
		listen := func() {
			for _, off := range []int64{0, 7*mb + 123, 3*mb + 77_777, 9*mb + 5} {
				r.v.Aim(off, 100_000)
				r.seek(off)
				r.read(100_000)
			}
		}
		listen()
		time.Sleep(time.Minute)
		r.close()
		asked := len(r.origin.Requests())
		r.reopen("key")
		listen()
		if n := len(r.origin.Requests()) - asked; n != 0 {
			t.Errorf("%d requests in a replay", n)
		}
	})
}

func TestIdentityIsAKeyToo(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := origintest.New(mb)
		resolve := stream.Fixed(stream.Target{URL: "http://media.test/", Identity: "itag 251"})
		r := newRigWith(t, path, o, resolve, stream.PoolOptions{Cache: stream.NewCache(stream.CacheOptions{Dir: dir})})
		r.read(mb)
		r.close()
		asked := len(o.Requests())
		r.open(resolve)
		r.read(mb)
		if n := len(o.Requests()) - asked; n != 0 {
			t.Errorf("%d requests in a replay", n)
		}
	})
}

// A file that is in part on disk is completed; nothing is fetched twice.
func TestDiskAndOrigin(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := cached(t, dir, 2*mb, stream.CacheOptions{})
		r.read(500_000)
		r.close()
		saved := r.s.Stats()
		r.reopen("key")
		r.read(2 * mb)
		if got := r.s.Stats().Fetched; got+saved.Fetched != 2*mb {
			t.Errorf("fetched %d and %d bytes of %d", saved.Fetched, got, 2*mb)
		}
	})
}

func TestPlaysLongerThanMemory(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := cached(t, dir, 24*mb, stream.CacheOptions{})
		most := int64(0)
		for range 24 {
			r.read(mb)
			time.Sleep(100 * ms)
			most = max(most, r.s.Stats().Memory)
		}
		if most > 8<<20 {
			t.Errorf("%d bytes in memory", most)
		}
		asked := len(r.origin.Requests())
		r.seek(0)
		r.read(16 * mb)
		if n := len(r.origin.Requests()) - asked; n != 0 {
			t.Errorf("%d requests for what was heard", n)
		}
	})
}

// With the disk an outage of two minutes is survived at any bit rate.
func TestOutageAtAHighRateWithDisk(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		const rate = 119_000
		o := origintest.New(120 * mb)
		r := newRigWith(t, path, o, stream.Fixed(stream.Target{URL: "http://media.test/", Identity: "x", ByteRate: rate}),
			stream.PoolOptions{Cache: stream.NewCache(stream.CacheOptions{Dir: dir})})
		for range 40 {
			r.play(rate, 10*time.Second)
			if r.s.Stats().Ahead > 123*rate {
				break
			}
		}
		if r.s.Stats().Ahead < 123*rate {
			t.Fatalf("%d s ahead", r.s.Stats().Ahead/rate)
		}
		r.net.Down()
		go func() {
			time.Sleep(2 * time.Minute)
			r.net.Up()
		}()
		if w := r.play(rate, 125*time.Second); w != 0 {
			t.Errorf("heard for %v", w)
		}
	})
}

func TestPin(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := cached(t, dir, 20*mb, stream.CacheOptions{MaxBytes: 1 * mb})
		if err := r.s.Pin(true); err != nil {
			t.Fatal(err)
		}
		last := int64(0)
		for range 60 {
			time.Sleep(time.Second)
			st := r.s.Stats()
			if st.Saved < last {
				t.Errorf("progress went from %d to %d", last, st.Saved)
			}
			if last = st.Saved; last == 20*mb {
				break
			}
		}
		if last != 20*mb {
			t.Fatalf("%d of %d bytes saved", last, 20*mb)
		}
		r.close()
		c := stream.NewCache(stream.CacheOptions{Dir: dir, MaxBytes: 1})
		if err := c.Sweep(); err != nil {
			t.Error(err)
		}
		asked := len(r.origin.Requests())
		r.reopen("key")
		r.read(20 * mb)
		if n := len(r.origin.Requests()) - asked; n != 0 {
			t.Errorf("%d requests for a pinned file", n)
		}
		r.s.Pin(false)
		synctest.Wait()
		r.close()
		if err := c.Sweep(); err != nil {
			t.Error(err)
		}
		if left := files(t, dir, ".data"); len(left) != 0 {
			t.Errorf("%v left after the pin was taken away", left)
		}
	})
}

func TestSweepRemovesTheOldest(t *testing.T) {
	// Not in a bubble: the age of a file is by the real clock.
	dir := t.TempDir()
	r := newRigWith(t, origintest.Link{}, origintest.New(mb), nil,
		stream.PoolOptions{Cache: stream.NewCache(stream.CacheOptions{Dir: dir})})
	r.close()
	known := map[string]bool{}
	for n, key := range []string{"a", "b", "c"} {
		r.reopen(key)
		r.read(mb)
		r.close()
		for _, f := range files(t, dir, ".index") {
			if !known[f] {
				known[f] = true
				then := time.Now().Add(time.Duration(n-10) * time.Hour)
				os.Chtimes(f, then, then)
			}
		}
	}
	r.reopen("a") // used again
	r.read(10)
	r.close()
	c := stream.NewCache(stream.CacheOptions{Dir: dir, MaxBytes: 2_200_000})
	if err := c.Sweep(); err != nil {
		t.Error(err)
	}
	for _, k := range []struct {
		key      string
		requests bool
	}{{"a", false}, {"c", false}, {"b", true}} {
		asked := len(r.origin.Requests())
		r.reopen(k.key)
		r.read(mb)
		r.close()
		if got := len(r.origin.Requests()) > asked; got != k.requests {
			t.Errorf("%s: asked the origin %v, want %v", k.key, got, k.requests)
		}
	}
}

func TestCacheNamesHoldNoKeys(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := cached(t, dir, 1000, stream.CacheOptions{})
		r.close()
		r.reopen("../../secret/key")
		r.read(1000)
		r.close()
		if n := len(files(t, dir, ".data")); n != 1 {
			t.Errorf("%d data files in the directory, want 1", n)
		}
	})
}

func TestPinNeedsACache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 1000, stream.Target{})
		if err := r.s.Pin(true); err == nil {
			t.Error("Pin without a cache succeeds")
		}
		r.s.Close()
		if err := r.s.Pin(true); !errors.Is(err, os.ErrClosed) && err == nil {
			t.Errorf("Pin after Close: %v", err)
		}
	})
}
