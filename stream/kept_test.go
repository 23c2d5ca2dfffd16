package stream_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// TestKeep: a kept item outlives any limit, is read like another and fetches nothing by
// itself.
func TestKeep(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := cached(t, dir, 4*mb, stream.CacheOptions{MaxBytes: 1})
		c := stream.NewCache(stream.CacheOptions{Dir: dir, MaxBytes: 1})
		if err := c.Keep("key", true); err != nil {
			t.Fatal(err)
		}
		r.read(mb)
		time.Sleep(time.Minute)
		if st := r.s.Stats(); st.Complete {
			t.Error("the whole file was fetched")
		}
		r.close()
		if err := c.Sweep(); err != nil || len(files(t, dir, ".data")) != 1 {
			t.Errorf("swept: %v", err)
		}
		asked := len(r.origin.Requests())
		r.reopen("key")
		r.read(mb)
		if n := len(r.origin.Requests()) - asked; n != 0 {
			t.Errorf("%d requests for kept bytes", n)
		}
		other := r.pool.Open(t.Context(), stream.Fixed(stream.Target{URL: "http://media.test/f"}), stream.Options{Key: "key"})
		if _, err := other.NewView(t.Context()).ReadAt(make([]byte, 1), 0); err != nil || other.Stats().Saving || !r.s.Stats().Saving {
			t.Errorf("two streams write one item, or none: %v", err)
		}
		other.Close()
		r.close()
		for range 2 {
			if err := c.Keep("key", false); err != nil {
				t.Error(err)
			}
		}
		if err := c.Sweep(); err != nil || len(files(t, dir, "")) != 0 {
			t.Errorf("%q left, %v", files(t, dir, ""), err)
		}
		if err := c.Keep("other", true); err != nil {
			t.Fatal(err)
		}
		r.reopen("other")
		r.read(mb)
		r.close()
		if err := c.Remove("other"); err != nil || len(files(t, dir, "")) != 0 {
			t.Errorf("%q left, %v", files(t, dir, ""), err)
		}
	})
}

// TestDemand follows a listener: bytes are wanted until the read-ahead is full and when it is
// filled up again, and never by a stream in the background.
func TestDemand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, origintest.Link{RTT: 50 * time.Millisecond, Bandwidth: 1_250_000}, 20*mb, stream.Target{ByteRate: 16000})
		if r.pool.Demand() {
			t.Error("wanted before the first read")
		}
		back := r.pool.Open(t.Context(), stream.Fixed(stream.Target{URL: "http://media.test/b"}), stream.Options{Background: true})
		defer back.Close()
		go back.NewView(context.Background()).ReadAt(make([]byte, 1000), 0)
		time.Sleep(10 * time.Millisecond)
		if r.pool.Demand() {
			t.Error("the background counts")
		}
		go r.v.Read(make([]byte, 1))
		time.Sleep(10 * time.Millisecond)
		if !r.pool.Demand() {
			t.Error("not wanted while a read waits")
		}
		time.Sleep(10 * time.Second)
		wanted, changes := r.pool.Demand(), 0
		for range 120 {
			r.read(16000)
			time.Sleep(time.Second)
			if now := r.pool.Demand(); now != wanted {
				wanted = now
				changes++
			}
		}
		if changes < 2 {
			t.Errorf("%d changes in two minutes of playing", changes)
		}
	})
}
