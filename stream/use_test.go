package stream_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// A view serves a browser as it stands.
func TestServeContent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, fileSize, stream.Target{ByteRate: 16_000})
		h := http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			v := r.s.NewView(q.Context())
			defer v.Close()
			http.ServeContent(w, q, "song.webm", time.Time{}, v)
		})
		for _, c := range []struct {
			span     string
			code     int
			from, to int64
		}{
			{"", 200, 0, fileSize},
			{"bytes=0-99", 206, 0, 100},
			{"bytes=200000-200999", 206, 200_000, 201_000},
			{"bytes=-500", 206, fileSize - 500, fileSize},
			{"bytes=300000-", 416, 0, 0},
		} {
			q := httptest.NewRequest(http.MethodGet, "/song", nil)
			if c.span != "" {
				q.Header.Set("Range", c.span)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, q)
			if w.Code != c.code {
				t.Errorf("%q: status %d, want %d", c.span, w.Code, c.code)
				continue
			}
			if c.code == 416 {
				continue
			}
			b := w.Body.Bytes()
			if err := r.content().Check(b, c.from); err != nil || int64(len(b)) != c.to-c.from {
				t.Errorf("%q: %d bytes, %v", c.span, len(b), err)
			}
		}
	})
}

// No more than two requests are in flight however many views wait.
func TestTwoRequestsAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 20*mb, stream.Target{ByteRate: 16_000})
		r.origin.SetFault(always(&origintest.Fault{Delay: 500 * ms}))
		done := make(chan struct{})
		go func() {
			defer close(done)
			r.views(10, func(i int) int64 { return int64(i) * mb })
		}()
		for range 100 {
			time.Sleep(100 * ms)
			if now, _ := r.origin.Active(); now > 2 {
				t.Errorf("%d requests at a time", now)
			}
		}
		<-done
	})
}

// Nor however many streams there are.
func TestTwoRequestsAtATimeOfAllStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, mb, stream.Target{})
		r.origin.SetFault(always(&origintest.Fault{Delay: 500 * ms}))
		for range 5 {
			s := r.pool.Open(t.Context(), stream.Fixed(stream.Target{URL: "http://media.test/"}), stream.Options{})
			defer s.Close()
			s.NewView(context.Background()).Aim(0, 1000)
		}
		for range 20 {
			time.Sleep(100 * ms)
			if now, _ := r.origin.Active(); now > 2 {
				t.Errorf("%d requests at a time", now)
			}
		}
		if n := len(r.origin.Requests()); n != 5 {
			t.Errorf("%d requests, want 5", n)
		}
	})
}

// All streams of a process together stay within its memory, also when one that was
// full is only kept open.
func TestMemoryOfManyStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRigWith(t, origintest.Link{RTT: 10 * ms}, origintest.New(9*mb),
			stream.Fixed(stream.Target{URL: "http://media.test/"}), stream.PoolOptions{})
		all := []*stream.Stream{r.s}
		r.read(9 * mb)
		for range 4 {
			s := r.pool.Open(t.Context(), stream.Fixed(stream.Target{URL: "http://media.test/"}), stream.Options{})
			defer s.Close()
			all = append(all, s)
			v := s.NewView(context.Background())
			if _, err := io.Copy(io.Discard, v); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
			var total int64
			for _, s := range all {
				total += s.Stats().Memory
			}
			if total > 16<<20 {
				t.Errorf("%d bytes in %d streams", total, len(all))
			}
		}
	})
}

// A proxy is used as it is for any program: asked for plain origins, tunnelled
// through for TLS.
func TestProxy(t *testing.T) {
	for _, scheme := range []string{"http", "https"} {
		synctest.Test(t, func(t *testing.T) {
			opts := stream.PoolOptions{}
			if scheme == "https" {
				opts.TLS = testTLS(t)
			}
			target := stream.Target{URL: scheme + "://media.test/file", ByteRate: 16_000}
			r := newRigWith(t, path, origintest.New(fileSize), stream.Fixed(target), opts)
			r.close()
			r.pool.Close()

			var asked atomic.Int64
			near := origintest.Listen(origintest.Link{RTT: ms})
			srv := &http.Server{Handler: proxy(r, &asked)}
			served := make(chan struct{})
			go func() {
				defer close(served)
				srv.Serve(near)
			}()
			opts.DialContext = near.DialContext
			opts.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse("http://proxy.test:3128") }
			p := stream.NewPool(opts)
			s := p.Open(t.Context(), stream.Fixed(target), stream.Options{})
			v := s.NewView(context.Background())
			b, err := io.ReadAll(v)
			if err != nil || len(b) != fileSize {
				t.Errorf("%d bytes, %v", len(b), err)
			}
			if err := r.content().Check(b, 0); err != nil {
				t.Error(err)
			}
			if asked.Load() == 0 {
				t.Error("the proxy was not asked")
			}
			p.Close()
			near.Close()
			srv.Close()
			<-served
		})
	}
}

// proxy is a forward proxy to the origin of r.
func proxy(r *rig, asked *atomic.Int64) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		asked.Add(1)
		if q.Method != http.MethodConnect {
			if !q.URL.IsAbs() {
				w.WriteHeader(http.StatusBadRequest)
				return
			}
			r.origin.ServeHTTP(w, q)
			return
		}
		far, err := r.net.DialContext(q.Context(), "tcp", q.Host)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			far.Close()
			return
		}
		fmt.Fprint(c, "HTTP/1.1 200 OK\r\n\r\n")
		go pump(far, c)
		pump(c, far)
	})
}

func pump(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	io.Copy(to, from)
}

// A listener who asks for it does not wait for the pause to end.
func TestKick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := origintest.Status(http.StatusServiceUnavailable)
		f.Header = map[string]string{"Retry-After": "50"}
		r := faulty(t, first(1, f))
		time.AfterFunc(3*time.Second, r.s.Kick)
		begun := time.Now()
		r.read(1)
		r.within("the byte", time.Since(begun), 4*time.Second)
	})
}

// The rate that a decoder has found counts for the read-ahead.
func TestSetByteRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, path, 60*mb, stream.Target{})
		r.s.SetByteRate(4000)
		r.play(4000, 20*time.Second)
		time.Sleep(10 * time.Second)
		if ahead := r.s.Stats().Ahead; ahead > 4000*40 {
			t.Errorf("%d s ahead", ahead/4000)
		}
	})
}

// loopback is a view of a file on real loopback of which the first size bytes are
// in memory.
func loopback(b *testing.B, size int) *stream.View {
	b.Helper()
	srv := httptest.NewServer(origintest.New(int64(size)))
	p := stream.NewPool(stream.PoolOptions{Proxy: noProxy})
	s := p.Open(b.Context(), stream.Fixed(stream.Target{URL: srv.URL}), stream.Options{})
	b.Cleanup(func() {
		p.Close()
		srv.Close()
	})
	v := s.NewView(context.Background())
	if _, err := io.Copy(io.Discard, v); err != nil {
		b.Fatal(err)
	}
	return v
}

// BenchmarkReadPresent reads what is in memory.
func BenchmarkReadPresent(b *testing.B) {
	const size = 4 << 20
	v := loopback(b, size)
	p := make([]byte, 32<<10)
	b.SetBytes(int64(len(p)))
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		v.Seek(int64(n)*int64(len(p))%size, io.SeekStart)
		if _, err := v.Read(p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSeekPresent jumps about in what is in memory, and reports the 99th
// percentile.
func BenchmarkSeekPresent(b *testing.B) {
	const size = 4 << 20
	v := loopback(b, size)
	p := make([]byte, 4096)
	b.ReportAllocs()
	var slow, n int64
	for b.Loop() {
		n++
		begun := time.Now()
		v.Seek(n*1_234_567%(size-4096), io.SeekStart)
		if _, err := io.ReadFull(v, p); err != nil {
			b.Fatal(err)
		}
		if time.Since(begun) > 50*time.Microsecond {
			slow++
		}
	}
	b.ReportMetric(100*float64(slow)/float64(n), "%>50us")
}

// BenchmarkThroughput fetches a file over real loopback.
func BenchmarkThroughput(b *testing.B) {
	const size = 8 << 20
	srv := httptest.NewServer(origintest.New(size))
	defer srv.Close()
	p := stream.NewPool(stream.PoolOptions{Proxy: noProxy})
	defer p.Close()
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		s := p.Open(b.Context(), stream.Fixed(stream.Target{URL: srv.URL}), stream.Options{})
		if _, err := io.Copy(io.Discard, s.NewView(context.Background())); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

// A read of present bytes allocates nothing.
func TestReadPresentAllocatesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, origintest.Link{}, fileSize, stream.Target{})
		r.read(fileSize)
		p := make([]byte, 4096)
		n := int64(0)
		if got := testing.AllocsPerRun(100, func() {
			n += 77_777
			r.v.Seek(n%(fileSize-4096), io.SeekStart)
			r.v.Read(p)
		}); got != 0 {
			t.Errorf("%v allocations", got)
		}
	})
}
