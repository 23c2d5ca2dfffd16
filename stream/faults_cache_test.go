package stream_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// damaged plays a file into the cache, does something to the files, and plays it
// again: the right bytes must come, and be in the cache afterwards.
func damaged(harm func(t *testing.T, index, data string)) func(*testing.T) {
	return func(t *testing.T) {
		dir := t.TempDir()
		r := cached(t, dir, fileSize, stream.CacheOptions{})
		r.read(fileSize)
		r.close()
		harm(t, files(t, dir, ".index")[0], files(t, dir, ".data")[0])
		asked := len(r.origin.Requests())
		r.reopen("key")
		r.read(fileSize)
		if n := len(r.origin.Requests()); n == asked {
			t.Error("nothing was fetched again")
		}
		time.Sleep(time.Second)
		r.close()
		asked = len(r.origin.Requests())
		r.reopen("key")
		r.read(fileSize)
		if n := len(r.origin.Requests()); n != asked {
			t.Errorf("%d requests when the cache was whole again", n-asked)
		}
	}
}

// edit changes the bytes of a file.
func edit(t *testing.T, path string, f func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, f(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

// playsFromMemory plays a file with a cache that cannot be used and says why.
func playsFromMemory(t *testing.T, r *rig) {
	t.Helper()
	r.read(fileSize)
	time.Sleep(time.Second)
	if r.s.Stats().CacheErr == nil {
		t.Error("nothing is said about the cache")
	}
	asked := len(r.origin.Requests())
	r.seek(0)
	r.read(fileSize)
	if n := len(r.origin.Requests()); n != asked {
		t.Errorf("%d requests for what is in memory", n-asked)
	}
}

var cacheFaults = []fault{
	{83, "disk-full", "the disk is full", "play from memory", func(t *testing.T) {
		dir := t.TempDir()
		c := stream.NewCache(stream.CacheOptions{Dir: dir})
		c.SetFree(0)
		r := newRigWith(t, path, origintest.New(fileSize), nil, stream.PoolOptions{Cache: c})
		r.close()
		r.reopen("key")
		playsFromMemory(t, r)
		if runtime.GOOS != "linux" {
			return
		}
		// ENOSPC at the first write.
		r = cached(t, dir, fileSize, stream.CacheOptions{})
		r.close()
		r.reopen("full")
		r.read(10)
		time.Sleep(time.Second)
		r.close()
		for _, f := range files(t, dir, ".data") {
			os.Remove(f)
			if err := os.Symlink("/dev/full", f); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range files(t, dir, ".index") {
			os.Remove(f)
		}
		r.reopen("full")
		playsFromMemory(t, r)
	}},
	{84, "disk-read-error", "cannot be read", "fetch the page again", damaged(func(t *testing.T, _, data string) {
		if err := os.Truncate(data, 100_000); err != nil {
			t.Fatal(err)
		}
	})},
	{85, "page-flip", "flips a bit", "fetch the page again", damaged(func(t *testing.T, _, data string) {
		edit(t, data, func(b []byte) []byte {
			for at := 5000; at < len(b); at += 100_000 {
				b[at] ^= 4
			}
			return b
		})
	})},
	{86, "torn-index", "crashed between data and index", "fetch what is not proven", damaged(func(t *testing.T, index, _ string) {
		edit(t, index, func(b []byte) []byte { return append(b[:len(b)-24*5-7], "garbage that is no record at all"...) })
	})},
	{87, "two-players", "plays the same item in another process", "read what is there, write nothing", func(t *testing.T) {
		dir := t.TempDir()
		a := cached(t, dir, 6*mb, stream.CacheOptions{})
		a.read(mb)
		time.Sleep(time.Minute)
		saved := a.s.Stats().Saved
		b := cached(t, dir, 6*mb, stream.CacheOptions{})
		b.read(6 * mb)
		if st := b.s.Stats(); st.DiskReads != saved || st.Saved != saved {
			t.Errorf("of %d saved bytes read %d; there are now %d", saved, st.DiskReads, st.Saved)
		}
		a.read(5 * mb)
		time.Sleep(time.Second)
		a.close()
		b.close()
		asked := len(b.origin.Requests())
		b.reopen("key")
		b.read(6 * mb)
		if n := len(b.origin.Requests()); n != asked {
			t.Errorf("%d requests for what the first had saved", n-asked)
		}
	}},
	{88, "evict-while-playing", "sweeps while the item plays", "leave it alone", func(t *testing.T) {
		dir := t.TempDir()
		r := cached(t, dir, 2*mb, stream.CacheOptions{})
		r.read(mb)
		time.Sleep(time.Second)
		stream.NewCache(stream.CacheOptions{Dir: dir, MaxBytes: 1}).Sweep()
		r.read(mb)
		asked := len(r.origin.Requests())
		r.seek(0)
		r.read(2 * mb)
		if n := len(r.origin.Requests()); n != asked {
			t.Errorf("%d requests", n-asked)
		}
	}},
	{89, "version-skew", "was written by another version", "begin anew", damaged(func(t *testing.T, index, _ string) {
		edit(t, index, func(b []byte) []byte { b[22]++; return b })
	})},
	{90, "cache-dir-gone", "cannot be written, or is removed meanwhile", "play from memory", func(t *testing.T) {
		dir := t.TempDir()
		file := filepath.Join(dir, "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		r := cached(t, filepath.Join(file, "cache"), fileSize, stream.CacheOptions{})
		playsFromMemory(t, r)

		gone := filepath.Join(dir, "gone")
		r = cached(t, gone, 2*mb, stream.CacheOptions{})
		r.read(mb)
		time.Sleep(time.Second)
		if err := os.RemoveAll(gone); err != nil && runtime.GOOS != "windows" {
			t.Fatal(err)
		}
		r.read(mb)
		r.seek(0)
		r.read(2 * mb)
	}},
	{91, "stale-identity", "has another version of what is cached", "never mix the two", func(t *testing.T) {
		dir := t.TempDir()
		const size = 3 * mb
		r := cached(t, dir, size, stream.CacheOptions{})
		r.read(100_000)
		time.Sleep(time.Second)
		r.close()
		r.origin.Replace(origintest.Pattern{Size: size, Seed: 5}, size, `"v2"`)
		r.reopen("key")
		r.seek(2 * mb) // not in the cache: resolved before anything is read
		r.read(1000)
		r.seek(0)
		r.read(100_000)
		time.Sleep(time.Second)
		r.close()

		// Heard from the cache first: the old bytes up to the hole, then the end; and
		// the next stream is of the new file.
		old := r.content()
		r.origin.Replace(origintest.Pattern{Size: 2 * size, Seed: 6}, 2*size, `"v3"`)
		r.reopen("key")
		b := make([]byte, size)
		n, err := io.ReadFull(r.v, b)
		if n < 100_000 || !errors.Is(err, stream.ErrChanged) {
			t.Errorf("%d bytes, %v", n, err)
		}
		if err := old.Check(b[:n], 0); err != nil {
			t.Error(err)
		}
		r.close()
		r.reopen("key")
		r.read(2 * size)
	}},
	{92, "slow-disk", "writes a page in 100 ms", "not be held up", func(t *testing.T) {
		dir := t.TempDir()
		c := stream.NewCache(stream.CacheOptions{Dir: dir})
		c.SlowDown(100 * ms)
		r := newRigWith(t, path, origintest.New(3*mb), nil, stream.PoolOptions{Cache: c})
		r.close()
		r.reopen("key")
		begun := time.Now()
		r.read(3 * mb)
		r.within("3 MB", time.Since(begun), 5*time.Second)
		synctest.Wait()
	}},
}
