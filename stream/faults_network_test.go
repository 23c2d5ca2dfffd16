package stream_test

import (
	"context"
	"errors"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// down takes the network away while a reader waits, and back after d.
func down(d time.Duration) func(*testing.T) {
	return func(t *testing.T) {
		r := faulty(t, nil)
		r.read(1000)
		time.Sleep(time.Second)
		r.net.Down()
		var up time.Time
		time.AfterFunc(d, func() {
			up = time.Now()
			r.net.Up()
		})
		r.read(60_000) // what is here plays
		r.seek(200_000)
		r.read(1)
		r.within("the first byte after the return", time.Since(up), 2100*ms+3*path.RTT)
	}
}

// A skewed clock is the wall clock of a pool, apart from the bubble's.
type skewed struct{ off atomic.Int64 }

func (c *skewed) now() time.Time { return time.Now().Add(time.Duration(c.off.Load())) }

// expiring is a rig whose targets last for two hours by the clock c.
func expiring(t *testing.T, c *skewed) (*rig, *resolver) {
	t.Helper()
	v := &resolver{target: stream.Target{Identity: "x", ByteRate: 16_000}}
	r := newRigWith(t, path, origintest.New(20*mb), func(ctx context.Context, prev *stream.Target, cause error) (stream.Target, error) {
		tg, err := v.resolve(ctx, prev, cause)
		tg.Expires = c.now().Add(2 * time.Hour)
		return tg, err
	}, stream.PoolOptions{Now: c.now})
	return r, v
}

var networkFaults = []fault{
	{64, "down-10s", "the network goes away for 10 s", "find it again within 2.1 s + 3 R", down(10 * time.Second)},
	{65, "down-30s", "for 30 s", "as 64", down(30 * time.Second)},
	{66, "down-120s", "for 120 s", "as 64", down(120 * time.Second)},
	{67, "blackhole-old-connections", "old connections swallow everything", "take a new one within 2.5 s + 3 R", func(t *testing.T) {
		r := faulty(t, nil)
		r.views(2, func(i int) int64 { return int64(80_000 * i) }) // two connections
		time.Sleep(time.Second)
		r.net.Blackhole()
		begun := time.Now()
		r.seek(240_000)
		r.read(1)
		r.within("the byte", time.Since(begun), 2500*ms+3*path.RTT)
	}},
	{68, "suspend-8h", "the machine sleeps for 8 h", "begin again within 2 s, with a fresh address", func(t *testing.T) {
		c := &skewed{}
		r, v := expiring(t, c)
		r.play(16_000, 10*time.Second)
		r.origin.SetFault(func(q origintest.Request) *origintest.Fault { return &origintest.Fault{StallAfter: -1} })
		r.seek(10 * mb)
		got := make(chan error)
		go func() { got <- r.tryRead(1) }()
		time.Sleep(100 * ms)
		r.origin.SetFault(dead(1))
		r.net.Blackhole()
		c.off.Store(int64(8 * time.Hour))
		begun := time.Now()
		if err := <-got; err != nil {
			t.Error(err)
		}
		r.within("waking up", time.Since(begun), 1400*ms) // sooner than a stall is noticed
		if v.calls != 2 || r.s.Stats().Retries.Refresh != 0 {
			t.Errorf("%d resolves, %d refusals: the address was not refreshed first", v.calls, r.s.Stats().Retries.Refresh)
		}
	}},
	{69, "clock-back-1h", "the clock is set back", "not notice", func(t *testing.T) {
		c := &skewed{}
		r, v := expiring(t, c)
		r.play(16_000, time.Minute)
		c.off.Store(-int64(time.Hour))
		if w := r.play(16_000, 2*time.Minute); w != 0 {
			t.Errorf("waited %v", w)
		}
		if v.calls != 1 {
			t.Errorf("%d resolves", v.calls)
		}
	}},
	{70, "clock-forward-7h", "the clock is set forward", "refresh once at most", func(t *testing.T) {
		c := &skewed{}
		r, v := expiring(t, c)
		r.play(16_000, time.Minute)
		c.off.Store(int64(7 * time.Hour))
		if w := r.play(16_000, 2*time.Minute); w != 0 {
			t.Errorf("waited %v", w)
		}
		if v.calls > 2 {
			t.Errorf("%d resolves", v.calls)
		}
	}},
	{71, "bandwidth-below-bitrate", "sends 10 KB/s of what plays at 16", "wait, and not make it worse", func(t *testing.T) {
		slow := origintest.Link{RTT: 50 * ms, Bandwidth: 10_000, Segment: 1460}
		r := newRig(t, slow, fileSize, stream.Target{ByteRate: 16_000})
		r.survive(fileSize/10_000*time.Second + 5*time.Second)
		if r.net.Dials() > 2 || r.s.Stats().Stalls > 0 {
			t.Errorf("%d dials, %d stalls", r.net.Dials(), r.s.Stats().Stalls)
		}
	}},
	{72, "jitter", "answers after 20 to 800 ms", "wait for each", func(t *testing.T) {
		r := newRig(t, path, 3*mb, stream.Target{ByteRate: 16_000})
		rnd := rand.New(rand.NewPCG(1, 1))
		r.origin.SetFault(func(origintest.Request) *origintest.Fault {
			return &origintest.Fault{Delay: time.Duration(20+rnd.IntN(780)) * ms}
		})
		for range 40 {
			r.seek(rnd.Int64N(3*mb - 10_000))
			r.read(10_000)
			time.Sleep(time.Second)
		}
		if got := r.s.Stats().Retries; got != (stream.Retries{}) {
			t.Errorf("retries: %+v", got)
		}
	}},
	{73, "ctx-cancel-in-read", "a reader gives up", "return at once and leave the others alone", func(t *testing.T) {
		r := faulty(t, always(&origintest.Fault{Delay: time.Second}))
		ctx, cancel := context.WithCancel(context.Background())
		other := r.s.NewView(ctx)
		got := make(chan error)
		go func() {
			_, err := other.Read(make([]byte, 1))
			got <- err
		}()
		time.AfterFunc(500*ms, cancel)
		go func() {
			begun := time.Now()
			if err := <-got; !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			r.within("giving up", time.Since(begun), 510*ms)
		}()
		r.read(1)
		if n := len(r.origin.Requests()); n != 1 {
			t.Errorf("%d requests", n)
		}
	}},
	{74, "seek-during-read", "another goroutine seeks", "interrupt the read", func(t *testing.T) {
		r := faulty(t, always(&origintest.Fault{Delay: time.Second}))
		got := make(chan error)
		go func() {
			_, err := r.v.Read(make([]byte, 1))
			got <- err
		}()
		synctest.Wait()
		r.seek(100_000)
		if err := <-got; !errors.Is(err, stream.ErrInterrupted) {
			t.Error(err)
		}
		r.read(100)
	}},
	{75, "close-during-read", "closes while a read waits", "return os.ErrClosed", func(t *testing.T) {
		r := faulty(t, always(&origintest.Fault{StallAfter: -1}))
		got := make(chan error)
		go func() {
			_, err := r.v.Read(make([]byte, 1))
			got <- err
		}()
		time.Sleep(500 * ms)
		r.close()
		if err := <-got; !errors.Is(err, os.ErrClosed) {
			t.Error(err)
		}
	}},
	{76, "close-twice", "closes twice, from two goroutines", "not mind", func(t *testing.T) {
		r := faulty(t, always(&origintest.Fault{StallAfter: -1}))
		r.v.Aim(0, 10)
		time.Sleep(200 * ms)
		go r.s.Close()
		r.close()
		r.v.Close()
		r.v.Close()
	}},
	{77, "read-after-close", "reads a closed stream", "return os.ErrClosed", func(t *testing.T) {
		r := faulty(t, nil)
		r.read(10)
		r.close()
		_, err1 := r.v.Read(make([]byte, 1))
		_, err2 := r.v.ReadAt(make([]byte, 1), 0)
		_, err3 := r.v.Seek(0, io.SeekStart)
		for _, err := range []error{err1, err2, err3} {
			if !errors.Is(err, os.ErrClosed) {
				t.Error(err)
			}
		}
		r.v.Aim(0, 10)
		r.s.Stats()
	}},
	{78, "seek-storm", "seeks 400 times in 2 s", "ask for few places and end at the last", func(t *testing.T) {
		(&table{}).storm(t, path)
	}},
	{79, "random-ReadAt", "reads at random places", "give the bytes of the file", func(t *testing.T) {
		r := faulty(t, nil)
		rnd := rand.New(rand.NewPCG(3, 3))
		for range 200 {
			off, n := rnd.Int64N(fileSize+10), rnd.Int64N(70_000)
			p := make([]byte, n)
			m, err := r.v.ReadAt(p, off)
			if want := min(max(fileSize-off, 0), n); int64(m) != want || (err == io.EOF) != (want < n) {
				t.Errorf("ReadAt %d at %d: %d, %v", n, off, m, err)
			}
			if err := r.content().Check(p[:m], off); m > 0 && err != nil {
				t.Error(err)
			}
		}
	}},
	{80, "demuxer-seek-end-first", "reads the end, then the start", "make one more request", func(t *testing.T) {
		r := newRig(t, path, 5*mb, stream.Target{ByteRate: 16_000})
		r.read(4)
		r.v.Seek(-64<<10, io.SeekEnd)
		r.read(64 << 10)
		r.seek(4)
		r.read(30_000)
		q := r.origin.Requests()
		if len(q) > 3 || q[1].From != 5*mb-64<<10 {
			t.Errorf("%+v", q)
		}
		r.read(34_000)
	}},
	{81, "paused-1h", "nobody reads for an hour", "hold no body open, ask for nothing", func(t *testing.T) {
		r := newRig(t, path, 20*mb, stream.Target{ByteRate: 16_000})
		r.play(16_000, 10*time.Second)
		time.Sleep(10 * time.Second)
		asked := len(r.origin.Requests())
		time.Sleep(time.Hour)
		if now, _ := r.origin.Active(); now != 0 || len(r.origin.Requests()) != asked {
			t.Errorf("%d requests active, %d new", now, len(r.origin.Requests())-asked)
		}
		begun := time.Now()
		r.read(100_000)
		r.within("going on", time.Since(begun), 0)
	}},
	{82, "tui-noise", "makes net/http log", "write nothing to the terminal", func(t *testing.T) {
		f, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		stderr, stdout := os.Stderr, os.Stdout
		os.Stderr, os.Stdout = f, f
		log.SetOutput(io.Discard) // as main does
		defer func() { os.Stderr, os.Stdout = stderr, stdout }()
		survives(always(&origintest.Fault{Extra: 100}), 10*time.Second)(t)
		if st, _ := f.Stat(); st.Size() != 0 {
			t.Errorf("%d bytes written", st.Size())
		}
	}},
}
