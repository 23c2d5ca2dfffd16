package fetch_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player/fetch"
	"anyaudio/source"
	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

const mb = 1 << 20

var path = origintest.Link{RTT: 50 * time.Millisecond, Bandwidth: 1_250_000}

// rampUp is how many seconds a stream whose sound takes most of the line needs until it is
// ahead, also with nobody else there: its requests grow from small ones.
const rampUp = 8

// listen plays a track of rate bytes a second: a second of it each second, which must be there at once
// after the ramp-up. It gives how long the first took, and at the end how often one was not there.
func listen(ctx context.Context, r *rig, rate int) (first <-chan time.Duration, underruns <-chan int) {
	t := r.add(1, 40*mb, 40*mb)[0]
	s := r.pool.Open(context.Background(), stream.Fixed(stream.Target{URL: "http://media.test/" + t.ID, ByteRate: rate}), stream.Options{})
	begin, late := make(chan time.Duration, 1), make(chan int, 1)
	go func() {
		defer s.Close()
		defer func() { r.listened.Store(s.Stats().Fetched) }()
		v := s.NewView(ctx)
		n, buf := 0, make([]byte, rate)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for second := 0; ; second++ {
			begun := time.Now()
			if _, err := io.ReadFull(v, buf); err != nil {
				late <- n
				return
			}
			switch {
			case second == 0:
				begin <- time.Since(begun)
			case time.Since(begun) > 0 && (rate <= 16000 || second > rampUp):
				n++
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
	}()
	return begin, late
}

// TestThroughCuts keeps 500 tracks while the network is cut 50 times and somebody listens.
func TestThroughCuts(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, dir, path)
		ctx, stop := context.WithCancel(t.Context())
		_, late := listen(ctx, r, 16000)
		time.Sleep(30 * time.Second) // its read-ahead is full
		tracks := r.add(500, 10_000, 250_000)
		f := r.start(nil)
		if err := f.Keep(tracks...); err != nil {
			t.Fatal(err)
		}
		const cuts = 50
		for i := range cuts {
			time.Sleep(time.Second)
			if i%2 == 0 {
				r.net.Reset()
				continue
			}
			r.net.Down()
			time.Sleep(2 * time.Second)
			r.net.Up()
		}
		if s := f.Snapshot(); s.Complete == len(tracks) || s.Complete == 0 {
			t.Errorf("%d complete after the cuts: they should come in the middle", s.Complete)
		}
		r.whole(time.Hour)
		stop()
		if n := <-late; n != 0 {
			t.Errorf("%d underruns", n)
		}
		synctest.Wait() // the listener has left
		var size, sent int64
		twice := 0
		for _, tr := range tracks {
			o := r.origins[tr.ID]
			size, sent = size+o.Size, sent+o.Sent()
			if o.Sent() > o.Size {
				twice++
			}
		}
		// What was on its way in a cut is lost: at most a piece, and the sender's buffer.
		t.Logf("%d bytes of %d tracks, %d sent, %d tracks hit", size, len(tracks), sent, twice)
		if twice > cuts || sent > size+cuts*(400<<10) {
			t.Errorf("%d bytes sent for %d, of %d tracks more than once", sent, size, twice)
		}

		// What has arrived is never asked for again: all that came is the files, a head for each request,
		// and what the listener heard.
		const head = 300
		requests := 0
		for _, o := range r.origins {
			requests += len(o.Requests())
		}
		listened := r.listened.Load()
		again := r.arrived.Load() - size - listened
		t.Logf("%d requests, %d bytes beside the files", requests, again)
		if again > int64(requests*head) {
			t.Errorf("%d bytes arrived for files of %d: more than heads of %d requests", r.arrived.Load()-listened, size, requests)
		}

		f.Close()
		resolves := r.asked("")
		off := r.newPool(fetch.NoDial)
		defer off.Close()
		f = r.start(func(o *fetch.Options) { o.Offline, o.Pool = true, off })
		for _, tr := range tracks {
			if _, err := r.read(f, tr); err != nil {
				t.Fatalf("%s: %v", tr.ID, err)
			}
		}
		if n := r.asked("") - resolves; n != 0 {
			t.Errorf("%d resolves to play what is kept", n)
		}
	})
}

// TestListenerComesFirst: the worker uses the line as far as nobody plays; who begins to play
// is not kept waiting for long, and nothing is missing later.
func TestListenerComesFirst(t *testing.T) {
	for _, c := range []struct {
		link origintest.Link
		rate int
	}{
		{path, 16000},
		{path, 900_000}, // with half of the line it would starve
		{origintest.Link{RTT: 200 * time.Millisecond, Bandwidth: 250_000}, 16000},
		{origintest.Link{RTT: 200 * time.Millisecond, Bandwidth: 250_000}, 150_000},
		{origintest.Link{RTT: 10 * time.Millisecond, Bandwidth: 12_500_000}, 16000},
	} {
		dir, link := t.TempDir(), c.link
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, dir, link)
			tracks := r.add(40, 2*mb, 8*mb)
			r.start(nil).Keep(tracks...)
			time.Sleep(10 * time.Second)
			used := float64(r.sent()) / 10 / float64(link.Bandwidth)
			if used < 0.5 {
				t.Errorf("%v: %.0f %% of the bandwidth is used", link.RTT, 100*used)
			}
			ctx, stop := context.WithCancel(t.Context())
			begin, late := listen(ctx, r, c.rate)
			first := <-begin
			time.Sleep(40 * time.Second) // as long as the track
			stop()
			n := <-late
			t.Logf("%v, %d bytes/s: %.0f %% used, %d bytes of sound after %v", link.RTT, link.Bandwidth, 100*used, c.rate, first)
			// A piece of the worker's may be in the way, and the second itself takes its time.
			limit := 3*link.RTT + 300*time.Millisecond + 2*time.Second*time.Duration(c.rate)/time.Duration(link.Bandwidth)
			if n != 0 || first > limit {
				t.Errorf("first second after %v, limit %v; %d underruns", first, limit, n)
			}
		})
	}
}

// TestOffline: a track that is not here is refused in one line, one that is here in part
// plays as far as it goes.
func TestOffline(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, dir, path)
		tracks := r.add(3, 3*mb, 3*mb)
		f := r.start(nil)
		f.Keep(tracks[:2]...)
		time.Sleep(3500 * time.Millisecond) // the second is half there
		if s := f.Snapshot(); s.Items[0].State != fetch.Complete || s.Items[1].State != fetch.Fetching || s.Items[1].Saved < 100_000 {
			t.Fatalf("%+v", s)
		}
		f.Close()
		r.net.Down()
		off := r.newPool(fetch.NoDial)
		defer off.Close()
		f = r.start(func(o *fetch.Options) {
			o.Offline, o.Pool = true, off
			o.Here = func(t source.Track) bool { return t.Provider == "file" }
		})
		if n, err := r.read(f, tracks[0]); err != nil || n != 3*mb {
			t.Errorf("complete: %d bytes, %v", n, err)
		}
		n, err := r.read(f, tracks[1])
		if !errors.Is(err, fetch.ErrOffline) || n < 100_000 || n >= 3*mb {
			t.Errorf("partial: %d bytes, %v", n, err)
		}
		if _, err := r.read(f, tracks[2]); !errors.Is(err, fetch.ErrOffline) {
			t.Errorf("not kept: %v", err)
		}
		if kept, complete := f.Kept(tracks[1]); !kept || complete {
			t.Error("the partial one is not told of")
		}
		// Again with the network: it goes on where it was.
		r.net.Up()
		sent := r.sent()
		r.start(nil)
		r.whole(time.Minute)
		if more := r.sent() - sent; more > 3*mb-n {
			t.Errorf("%d bytes sent for the missing %d", more, 3*mb-n)
		}
	})
}

// TestLimits: the rate holds over seconds, the bytes in all, and a pause lets nothing begin.
func TestLimits(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, dir, path)
		tracks := r.add(4, 2*mb, 2*mb)
		f := r.start(func(o *fetch.Options) { o.Rate, o.MaxBytes = 100_000, 7*mb })
		f.Keep(tracks...)
		for second := 10; second <= 60; second += 10 {
			time.Sleep(10 * time.Second)
			if got, most := r.sent(), int64(second*100_000+130_000); got > most || got < most-250_000 {
				t.Errorf("%d bytes after %d s, want about %d", got, second, most)
			}
		}
		f.Pause(true)
		time.Sleep(time.Second)
		before := r.sent()
		time.Sleep(time.Minute)
		if n := r.sent() - before; n != 0 || !f.Snapshot().Paused {
			t.Errorf("%d bytes while paused", n)
		}
		f.Pause(false)
		f.SetRate(0)
		time.Sleep(time.Minute)
		s := f.Snapshot()
		if s.Complete != 3 || !strings.Contains(s.Trouble, "limit") || len(r.said()) != 1 {
			t.Errorf("%d complete of a limit of three: %q, %q", s.Complete, s.Trouble, r.said())
		}
		if err := f.Drop(tracks[0]); err != nil {
			t.Error(err)
		}
		r.whole(2 * time.Minute)
		if len(r.said()) != 2 {
			t.Errorf("reports %q", r.said())
		}
		if s := f.Snapshot(); len(s.Items) != 3 || s.Saved != 6*mb {
			t.Errorf("%+v", s)
		}
	})
}

// TestDiskFull: one line, what is complete plays, and it goes on when there is room.
func TestDiskFull(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // there is no /dev/full
	}
	dir := t.TempDir()
	sum := sha256.Sum256([]byte("bytes of t1"))
	name := hex.EncodeToString(sum[:16])
	full := filepath.Join(dir, "cache", "v1", name[:2], name+".data")
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o700), os.Symlink("/dev/full", full)); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, dir, path)
		tracks := r.add(3, mb, mb)
		f := r.start(nil)
		f.Keep(tracks...)
		time.Sleep(2 * time.Minute)
		s := f.Snapshot()
		if s.Complete != 1 || len(r.said()) != 1 || s.Trouble != r.said()[0] || strings.Contains(s.Trouble, "\n") {
			t.Errorf("%d complete, reports %q, trouble %q", s.Complete, r.said(), s.Trouble)
		}
		if _, err := r.read(f, tracks[0]); err != nil {
			t.Error(err)
		}
		os.Remove(full)
		r.whole(2 * time.Minute)
		if len(r.said()) != 2 || f.Snapshot().Trouble != "" {
			t.Errorf("reports %q", r.said())
		}
		for _, tr := range tracks {
			if _, err := r.read(f, tr); err != nil {
				t.Error(err)
			}
		}
	})
}

// TestPlayWhileFetched: the player takes the item over, and the worker brings the rest.
func TestPlayWhileFetched(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, dir, path)
		tracks := r.add(2, 4*mb, 4*mb)
		f := r.start(nil)
		f.Keep(tracks...)
		time.Sleep(time.Second)
		begun := time.Now()
		in, err := f.Open(t.Context(), tracks[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(in, make([]byte, 100_000)); err != nil || time.Since(begun) > 200*time.Millisecond {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
		if st := in.(interface{ StreamStats() stream.Stats }).StreamStats(); !st.Saving {
			t.Error("what the player fetches is not kept")
		}
		if _, err := in.Seek(3*mb, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		io.ReadFull(in, make([]byte, 100_000))
		time.Sleep(20 * time.Second)
		if s := f.Snapshot(); s.Items[1].State != fetch.Complete || s.Items[0].State != fetch.Waiting {
			t.Errorf("%+v", s.Items)
		}
		in.Close()
		in.Close()
		r.whole(time.Minute)
		// Cut off in the middle of a request, twice.
		if sent := r.origins["t0"].Sent(); sent > 4*mb+800<<10 {
			t.Errorf("%d bytes sent of a file of %d", sent, 4*mb)
		}
		r.read(f, tracks[0])
	})
}

// TestFailures: what cannot be had is told of and does not hold the others up; a busy source
// is left alone.
func TestFailures(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, dir, path)
		tracks := r.add(4, 1000, 9000)
		r.fail["t0"] = &source.Error{Kind: source.ErrUnavailable, Line: "private"}
		r.fail["t1"] = errors.New("no route to host")
		f := r.start(nil)
		f.Keep(tracks...)
		if err := f.Keep(source.Track{Provider: "test", ID: "live", Live: true}); !errors.Is(err, source.ErrUnsupported) {
			t.Errorf("live: %v", err)
		}
		time.Sleep(time.Minute)
		s := f.Snapshot()
		if s.Failed != 1 || s.Complete != 2 || s.Items[0].Err == nil || s.Items[1].Err == nil || s.Items[1].State != fetch.Waiting {
			t.Errorf("%+v", s)
		}
		asked := r.asked("t1")
		r.mu.Lock()
		r.fail = map[string]error{"t1": &source.Error{Kind: source.ErrRateLimited, Line: "slowly"}}
		r.mu.Unlock()
		if asked > 8 {
			t.Errorf("asked %d times in a minute", asked)
		}
		f.Keep(tracks[:2]...)
		time.Sleep(time.Minute)
		if n := r.asked("t1"); n != asked+1 {
			t.Errorf("asked %d times although told to wait", n-asked)
		}
		r.mu.Lock()
		r.fail = map[string]error{}
		r.mu.Unlock()
		r.whole(15 * time.Minute)
		f.Close()
		if err := f.Keep(tracks[0]); !errors.Is(err, os.ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
	})
}

// TestDamaged: a file of the index that is none is left out; bytes that have rotted are
// fetched again when they are played.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, dir, path)
		tracks := r.add(2, mb, mb)
		f := r.start(nil)
		f.Keep(tracks...)
		r.whole(time.Minute)
		f.Close()
		kept, _ := filepath.Glob(filepath.Join(dir, "kept", "*"))
		data, _ := filepath.Glob(filepath.Join(dir, "cache", "v1", "*", "*.data"))
		if len(kept) != 2 || len(data) != 2 {
			t.Fatalf("%q, %q", kept, data)
		}
		os.WriteFile(kept[0], []byte(`{"track":`), 0o600)
		for _, d := range data {
			b, _ := os.ReadFile(d)
			b[500_000] ^= 1
			os.WriteFile(d, b, 0o600)
		}
		f = r.start(nil)
		if n := len(f.Snapshot().Items); n != 1 {
			t.Fatalf("%d items", n)
		}
		for _, tr := range tracks {
			if _, err := r.read(f, tr); err != nil {
				t.Error(err)
			}
		}
		r.whole(time.Minute)
	})
}
