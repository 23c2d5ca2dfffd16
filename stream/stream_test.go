package stream_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

const (
	ms = time.Millisecond
	mb = 1_000_000
)

// path is a usual way to an origin.
var path = origintest.Link{RTT: 50 * ms, Bandwidth: 1_250_000, Segment: 1460}

func TestReadsLikeTheFile(t *testing.T) {
	for _, size := range []int64{1, 100, 16<<10 - 1, 16 << 10, 64<<10 - 1, 64 << 10, 64<<10 + 1, 300_000} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, origintest.Link{}, size, stream.Target{})
			want := make([]byte, size)
			r.content().ReadAt(want, 0)
			if err := iotest.TestReader(r.v, want); err != nil {
				t.Errorf("size %d: %v", size, err)
			}
		})
	}
}

func TestOpenDoesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resolves := 0
		r := newRigWith(t, path, origintest.New(mb), func(context.Context, *stream.Target, error) (stream.Target, error) {
			resolves++
			return stream.Target{URL: "http://media.test/"}, nil
		}, stream.PoolOptions{})
		r.seek(500_000)
		time.Sleep(time.Minute)
		if n := r.net.Dials(); n != 0 || resolves != 0 {
			t.Errorf("%d dials and %d resolves before the first read", n, resolves)
		}
		if got := r.v.Size(); got != -1 {
			t.Errorf("Size before the first read is %d, want -1", got)
		}
		r.read(1000)
		if resolves != 1 {
			t.Errorf("%d resolves, want 1", resolves)
		}
		if got := r.v.Size(); got != mb {
			t.Errorf("Size is %d, want %d", got, mb)
		}
	})
}

// The bytes are handed on as they come: not the window, not the chunk is awaited.
func TestFirstBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 60*mb, stream.Target{ByteRate: 16_000})
		begun := time.Now()
		r.read(24 << 10)
		// Two round trips (no TLS here) and the bytes with their headers.
		limit := 2*path.RTT + time.Duration(float64(24<<10+600)/float64(path.Bandwidth)*float64(time.Second))
		r.within("first 24 KiB", time.Since(begun), limit*105/100+ms)
		synctest.Wait()
		if n := len(r.origin.Requests()); n > 2 || r.origin.Asked() > 192<<10 {
			t.Errorf("%d requests for %d bytes, want at most 2 and 192 KiB", n, r.origin.Asked())
		}
	})
}

func TestProbeCostsOneWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 60*mb, stream.Target{ByteRate: 8_000})
		r.read(8 << 10)
		time.Sleep(time.Minute)
		if n := r.origin.Asked(); n != 64<<10 {
			t.Errorf("asked for %d bytes, want 64 KiB", n)
		}
	})
}

func TestReadAheadByTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const rate = 16_186
		r := newRig(t, path, 240*rate, stream.Target{ByteRate: rate})
		if w := r.play(rate, 2*time.Minute); w > 200*ms {
			t.Errorf("waited %v", w)
		}
		if ahead := r.s.Stats().Ahead / rate; ahead > 120 || ahead < 30 {
			t.Errorf("%d s ahead after two minutes", ahead)
		}
		r.play(rate, 2*time.Minute)
		st := r.s.Stats()
		if st.Requests > 10 {
			t.Errorf("%d requests in four minutes, want at most 10", st.Requests)
		}
		if st.Connections > 3 {
			t.Errorf("%d connections, want at most 2 and a spare", st.Connections)
		}
		if st.Wasted != 0 {
			t.Errorf("%d bytes wasted", st.Wasted)
		}
	})
}

func TestPausedHourAsksForNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 60*mb, stream.Target{ByteRate: 16_000})
		r.play(16_000, 10*time.Second)
		time.Sleep(5 * time.Second)
		before := r.s.Stats()
		time.Sleep(time.Hour)
		after := r.s.Stats()
		if before.Requests != after.Requests || after.InFlight != 0 {
			t.Errorf("requests went from %d to %d in a pause, %d in flight", before.Requests, after.Requests, after.InFlight)
		}
		if n := r.origin.Asked(); n > 41*16_000+64<<10 {
			t.Errorf("asked for %d bytes for ten seconds of sound", n)
		}
	})
}

func TestSeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 60*mb, stream.Target{ByteRate: 16_000})
		r.play(16_000, 5*time.Second)
		time.Sleep(5 * time.Second) // everything is quiet, a connection is idle
		before := len(r.origin.Requests())
		begun := time.Now()
		r.v.Aim(30*mb+77, 200<<10)
		r.seek(30*mb + 77)
		r.read(1)
		r.within("seek with an idle connection", time.Since(begun), path.RTT+5*ms)
		r.read(200<<10 - 1)
		if n := len(r.origin.Requests()) - before; n != 1 {
			t.Errorf("%d requests for one seek, want 1: %+v", n, r.origin.Requests()[before:])
		}
		if got := r.origin.Requests()[before].Len(); got > 256<<10 {
			t.Errorf("%d bytes asked for by a seek", got)
		}
	})
}

func TestSeekWhileABodyIsInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := path
		slow.Bandwidth = 250_000
		r := newRig(t, slow, 60*mb, stream.Target{ByteRate: 119_000})
		r.read(128 << 10)
		if r.s.Stats().InFlight == 0 {
			t.Fatal("no window in flight")
		}
		fetched := r.s.Stats().Fetched
		r.seek(30 * mb)
		begun := time.Now()
		r.read(1)
		r.within("seek", time.Since(begun), 2*path.RTT+60*ms)
		if r.s.Stats().Fetched < fetched {
			t.Error("bytes were forgotten")
		}
		// What the window had brought is still there.
		n := len(r.origin.Requests())
		r.seek(0)
		r.read(128 << 10)
		if len(r.origin.Requests()) != n {
			t.Error("bytes of the abandoned window were fetched again")
		}
	})
}

func TestSeekInPresentBytesIsFree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 60*mb, stream.Target{ByteRate: 16_000})
		r.play(16_000, 20*time.Second)
		time.Sleep(10 * time.Second)
		n := len(r.origin.Requests())
		begun := time.Now()
		for _, off := range []int64{0, 100_000, 5, 300_000} {
			r.seek(off)
			r.read(10_000)
		}
		if time.Since(begun) > 0 || len(r.origin.Requests()) != n {
			t.Errorf("took %v and %d requests", time.Since(begun), len(r.origin.Requests())-n)
		}
	})
}

// No byte is asked for twice: not one that is here, not one that is on its way.
func TestNothingIsAskedForTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, mb, stream.Target{ByteRate: 16_000})
		for _, off := range []int64{500_000, 100_000, 700_000} {
			r.seek(off)
			r.read(1000)
			time.Sleep(time.Second) // not cut by the next
		}
		r.seek(0)
		r.read(mb)
		if n := r.origin.Asked(); n != mb {
			t.Errorf("asked for %d bytes of %d with islands", n, mb)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 150_000, stream.Target{ByteRate: 16_000})
		r.origin.SetFault(always(&origintest.Fault{Delay: time.Second}))
		other := r.s.NewView(context.Background())
		other.Aim(50_000, 100_000)
		time.Sleep(500 * ms)
		r.read(150_000)
		if n := r.origin.Asked(); n != 150_000 {
			t.Errorf("asked for %d bytes of 150000 with one window on its way: %+v", n, r.origin.Requests())
		}
	})
}

func TestCutContinuesWhereItStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 300_000, stream.Target{})
		r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
			if q.N == 0 {
				return &origintest.Fault{CutAfter: 10_000}
			}
			return nil
		})
		r.read(300_000)
		q := r.origin.Requests()
		if q[1].From != 10_000 {
			t.Errorf("second request starts at %d, want 10000", q[1].From)
		}
		if got := r.s.Stats().Retries.Instant; got != 1 {
			t.Errorf("%d instant retries, want 1", got)
		}
	})
}

func TestCloseUnblocks(t *testing.T) {
	for _, what := range []string{"stream", "view", "context", "pool"} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, path, 300_000, stream.Target{})
				r.origin.SetFault(func(origintest.Request) *origintest.Fault {
					return &origintest.Fault{StallAfter: 100}
				})
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				r.v.SetContext(ctx)
				r.read(100)
				got := make(chan error)
				go func() {
					_, err := r.v.Read(make([]byte, 1))
					got <- err
				}()
				synctest.Wait()
				begun := time.Now()
				want := os.ErrClosed
				switch what {
				case "stream":
					r.s.Close()
				case "view":
					r.v.Close()
				case "pool":
					r.pool.Close()
				case "context":
					want = context.Canceled
					cancel()
				}
				if err := <-got; !errors.Is(err, want) {
					t.Errorf("Read returned %v, want %v", err, want)
				}
				r.within("waking", time.Since(begun), 10*ms)
				if what == "context" {
					r.v.SetContext(context.Background())
					r.origin.SetFault(nil)
					r.read(1000)
				}
			})
		})
	}
}

func TestRefresh(t *testing.T) {
	for _, code := range []int{401, 403, 410} {
		synctest.Test(t, func(t *testing.T) {
			var causes []error
			o := origintest.New(60 * mb)
			r := newRigWith(t, path, o, func(_ context.Context, prev *stream.Target, cause error) (stream.Target, error) {
				causes = append(causes, cause)
				time.Sleep(200 * ms)
				url := "http://media.test/a"
				if prev != nil {
					url = "http://media.test/b"
				}
				return stream.Target{URL: url, Identity: "same", ByteRate: 16_000}, nil
			}, stream.PoolOptions{})
			r.play(16_000, 3*time.Second)
			r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
				if q.Path == "/a" {
					return origintest.Status(code)
				}
				return nil
			})
			r.seek(20 * mb)
			begun := time.Now()
			r.read(1000)
			r.within("refresh", time.Since(begun), 200*ms+2*path.RTT+5*ms)
			if len(causes) != 2 || causes[0] != nil || !errors.Is(causes[1], stream.ErrExpired) {
				t.Errorf("resolves were asked for because of %v", causes)
			}
		})
	}
}

func TestExpiryIsMetAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		resolves := 0
		var at []time.Time
		o := origintest.New(60 * mb)
		r := newRigWith(t, path, o, func(context.Context, *stream.Target, error) (stream.Target, error) {
			resolves++
			at = append(at, time.Now())
			return stream.Target{
				URL: "http://media.test/?n=" + string(rune('0'+resolves)), Identity: "same", ByteRate: 16_000,
				Expires: time.Now().Add(10 * time.Minute),
			}, nil
		}, stream.PoolOptions{})
		begun := time.Now()
		r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
			if q.Path == "/?n=1" && time.Since(begun) > 10*time.Minute {
				return origintest.Status(403)
			}
			return nil
		})
		// Jumps, so that something is wanted all the time.
		for range 90 {
			r.play(16_000, 10*time.Second)
			pos, _ := r.v.Seek(0, io.SeekCurrent)
			r.seek(pos + 400_000)
		}
		if resolves != 2 {
			t.Fatalf("%d resolves, want 2", resolves)
		}
		if d := at[1].Sub(at[0]); d < 9*time.Minute || d >= 10*time.Minute {
			t.Errorf("the second resolve after %v", d)
		}
		if got := r.s.Stats().Retries.Refresh; got != 0 {
			t.Errorf("%d requests were refused", got)
		}
	})
}

func TestFinalErrors(t *testing.T) {
	status := func(code int) func(error) bool {
		return func(err error) bool {
			var e *stream.StatusError
			return errors.As(err, &e) && e.Code == code
		}
	}
	is := func(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }
	for _, c := range []struct {
		name  string
		fault *origintest.Fault
		check func(error) bool
	}{
		{"404", origintest.Status(404), status(404)},
		{"403", origintest.Status(403), is(stream.ErrForbidden)},
		{"html", origintest.HTML(), is(stream.ErrNotMedia)},
		{"gzip", &origintest.Fault{Header: map[string]string{"Content-Encoding": "gzip"}}, is(stream.ErrEncoding)},
		{"no content range", &origintest.Fault{Header: map[string]string{"Content-Range": ""}}, is(stream.ErrProtocol)},
		{"length against range", &origintest.Fault{Header: map[string]string{"Content-Range": "bytes 0-99/300000"}}, is(stream.ErrProtocol)},
		{"wrong start", &origintest.Fault{Start: 5}, is(stream.ErrProtocol)},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, path, 300_000, stream.Target{})
				r.origin.SetFault(func(origintest.Request) *origintest.Fault { return c.fault })
				begun := time.Now()
				err := r.tryRead(10)
				if !c.check(err) {
					t.Errorf("got %v", err)
				}
				r.within("giving up", time.Since(begun), time.Second)
				if stream.Temporary(err) {
					t.Errorf("%v is said to be temporary", err)
				}
				noSecrets(t, err)
			})
		})
	}
}

func TestErrorsArePositional(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 300_000, stream.Target{})
		r.read(1000)
		time.Sleep(time.Second)
		r.origin.Replace(origintest.Pattern{Size: 300_000, Seed: 7}, 300_000, `"v2"`)
		r.seek(200_000)
		_, err := r.v.Read(make([]byte, 10))
		if !errors.Is(err, stream.ErrChanged) {
			t.Errorf("got %v, want ErrChanged", err)
		}
		r.origin.Replace(origintest.Pattern{Size: 300_000}, 300_000, `"v1"`)
		r.seek(1000)
		r.read(60_000) // before the hole, still the old file
	})
}

func TestWholeFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 40*mb, stream.Target{ByteRate: 100_000})
		r.origin.SetFault(func(origintest.Request) *origintest.Fault { return &origintest.Fault{Status: 200} })
		r.play(100_000, 10*time.Second)
		r.seek(3 * mb)
		r.read(100_000)
		r.play(100_000, 2*time.Minute)
		if n := len(r.origin.Requests()); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
		if m := r.s.Stats().Memory; m > 8<<20 {
			t.Errorf("%d bytes in memory", m)
		}
		r.seek(0)
		r.read(100_000)
		if n := len(r.origin.Requests()); n != 2 {
			t.Errorf("%d requests after a seek back, want 2", n)
		}
	})
}

// A whole file without a length ends where the origin says so, after its last byte.
func TestWholeFileWithoutLength(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 300_000, stream.Target{ByteRate: 32_000})
		r.origin.SetFault(func(origintest.Request) *origintest.Fault { return &origintest.Fault{Status: 200, Chunked: true} })
		r.read(100)
		time.Sleep(time.Minute)
		r.read(299_900)
		if n, err := r.v.Read(make([]byte, 10)); n != 0 || err != io.EOF {
			t.Errorf("after the last byte: %d, %v", n, err)
		}
		if n := len(r.origin.Requests()); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
	})
}

func TestOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 60*mb, stream.Target{ByteRate: 16_000})
		r.play(16_000, 30*time.Second)
		for r.s.Stats().Ahead < 13*16_000 {
			r.play(16_000, time.Second)
		}
		r.net.Down()
		go func() {
			time.Sleep(10 * time.Second)
			r.net.Up()
		}()
		if w := r.play(16_000, time.Minute); w != 0 {
			t.Errorf("a cut of 10 s with 13 s buffered was heard for %v", w)
		}
	})
}

func TestStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 300_000, stream.Target{})
		r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
			if q.N == 0 {
				return &origintest.Fault{StallAfter: 5000}
			}
			return nil
		})
		r.read(5000)
		begun := time.Now()
		r.read(1)
		r.within("leaving a stalled connection", time.Since(begun), 2*time.Second+2*path.RTT+50*ms)
		if got := r.s.Stats().Stalls; got != 1 {
			t.Errorf("%d stalls, want 1", got)
		}
	})
}

func TestSeekInterruptsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 300_000, stream.Target{})
		r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
			return &origintest.Fault{Delay: time.Second}
		})
		got := make(chan error)
		go func() {
			_, err := r.v.Read(make([]byte, 1))
			got <- err
		}()
		synctest.Wait()
		r.seek(1000)
		if err := <-got; !errors.Is(err, stream.ErrInterrupted) {
			t.Errorf("got %v, want ErrInterrupted", err)
		}
		r.read(10)
	})
}

func TestViewsAreIndependent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 10*mb, stream.Target{ByteRate: 16_000})
		r.read(1000)
		tail := r.s.NewView(context.Background())
		if _, err := tail.Seek(-1000, io.SeekEnd); err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(tail)
		if err != nil || len(b) != 1000 {
			t.Fatalf("%d bytes, %v", len(b), err)
		}
		if err := r.content().Check(b, 10*mb-1000); err != nil {
			t.Error(err)
		}
		tail.Close()
		r.read(60_000)
		time.Sleep(time.Second)
		for _, q := range r.origin.Requests()[1:2] {
			if q.From != 10*mb-1000 {
				t.Errorf("second request starts at %d", q.From)
			}
		}
	})
}

func noSecrets(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for _, s := range []string{"secret", "sig=", "http://", "https://", "\n"} {
		if strings.Contains(err.Error(), s) {
			t.Errorf("error %q holds %q", err, s)
		}
	}
}
