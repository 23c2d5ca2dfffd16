package stream_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/url"
	"testing"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard) // net/http writes there when an origin sends too much
	goleak.VerifyTestMain(m)
}

// A rig is a stream with its origin in memory. It is made inside a synctest
// bubble, where times are exact.
type rig struct {
	t      *testing.T
	net    *origintest.Network
	origin *origintest.Origin
	pool   *stream.Pool
	s      *stream.Stream
	v      *stream.View
}

// noProxy keeps the environment of the machine out of the tests.
func noProxy(*http.Request) (*url.URL, error) { return nil, nil }

// newRig starts an origin of size bytes behind link and opens a stream of it.
// Target fields that are set in t override.
func newRig(t *testing.T, link origintest.Link, size int64, target stream.Target) *rig {
	t.Helper()
	if target.URL == "" {
		target.URL = "http://media.test/file?sig=secret"
	}
	return newRigWith(t, link, origintest.New(size), stream.Fixed(target), stream.PoolOptions{})
}

func newRigWith(t *testing.T, link origintest.Link, o *origintest.Origin, resolve stream.Resolve, opts stream.PoolOptions) *rig {
	t.Helper()
	r := &rig{t: t, net: origintest.Listen(link), origin: o}
	srv := &http.Server{Handler: r.origin, ErrorLog: log.New(io.Discard, "", 0)}
	served := make(chan struct{})
	go func() {
		defer close(served)
		srv.Serve(r.net)
	}()
	opts.DialContext, opts.Proxy = r.net.DialContext, noProxy
	r.pool = stream.NewPool(opts)
	r.s = r.pool.Open(t.Context(), resolve, stream.Options{})
	r.v = r.s.NewView(context.Background())
	t.Cleanup(func() {
		begun := time.Now()
		r.s.Close()
		if d := time.Since(begun); d > 250*time.Millisecond {
			t.Errorf("Close took %v", d)
		}
		r.pool.Close()
		r.net.Close()
		srv.Close()
		<-served
		for _, v := range r.origin.Violations() {
			t.Error("the origin saw a forbidden request:", v)
		}
	})
	return r
}

// read reads exactly n bytes from the view's position and checks them.
func (r *rig) read(n int) {
	r.t.Helper()
	if err := r.tryRead(n); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) tryRead(n int) error {
	r.t.Helper()
	at, err := r.v.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	buf := make([]byte, n)
	m, err := io.ReadFull(r.v, buf)
	if e := r.content().Check(buf[:m], at); e != nil {
		r.t.Fatal(e)
	}
	return err
}

func (r *rig) content() origintest.Pattern { return r.origin.Content.(origintest.Pattern) }

// seek moves the view.
func (r *rig) seek(off int64) {
	r.t.Helper()
	if _, err := r.v.Seek(off, io.SeekStart); err != nil {
		r.t.Fatal(err)
	}
}

// play reads on at rate bytes a second for d, in steps of a tenth of a second. It
// returns the time for which a read had to wait.
func (r *rig) play(rate int, d time.Duration) (waited time.Duration) {
	r.t.Helper()
	const step = 100 * time.Millisecond
	for begun := time.Now(); d > 0; d -= step {
		err := r.tryRead(rate / 10)
		if w := time.Since(begun); w > 0 {
			waited += w
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return waited
		}
		if err != nil {
			r.t.Fatal(err)
		}
		time.Sleep(step)
		begun = time.Now()
	}
	return waited
}

// within fails the test when d is more than limit.
func (r *rig) within(what string, d, limit time.Duration) {
	r.t.Helper()
	if d > limit {
		r.t.Errorf("%s took %v, want at most %v", what, d, limit)
	}
}
