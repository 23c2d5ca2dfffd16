package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/player/fetch"
	"anyaudio/source"
	"anyaudio/stream"
	"anyaudio/stream/origintest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	goleak.VerifyTestMain(m)
}

// A rig is a source of tracks behind a network in memory. It is made in a synctest bubble.
type rig struct {
	t    *testing.T
	dir  string
	net  *origintest.Network
	pool *stream.Pool
	c    *stream.Cache
	f    *fetch.Fetcher

	arrived  atomic.Int64 // bytes that connections have brought
	listened atomic.Int64 // of those, what the listener has fetched

	mu       sync.Mutex
	origins  map[string]*origintest.Origin // by ID
	resolves map[string]int
	fail     map[string]error
	reports  []string
}

func newRig(t *testing.T, dir string, link origintest.Link) *rig {
	r := &rig{t: t, dir: dir, net: origintest.Listen(link), origins: map[string]*origintest.Origin{}, resolves: map[string]int{}, fail: map[string]error{}}
	srv := &http.Server{Handler: r, ErrorLog: log.New(io.Discard, "", 0)}
	var served sync.WaitGroup
	served.Go(func() { srv.Serve(r.net) })
	r.c = stream.NewCache(stream.CacheOptions{Dir: filepath.Join(dir, "cache"), MaxBytes: 1, MinFree: 1})
	r.pool = r.newPool(r.dial)
	t.Cleanup(func() {
		if r.f != nil {
			r.f.Close()
		}
		r.pool.Close()
		r.net.Close()
		srv.Close()
		served.Wait()
	})
	return r
}

// dial counts what comes over the connection.
func (r *rig) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	c, err := r.net.DialContext(ctx, network, addr)
	return countedConn{c, &r.arrived}, err
}

type countedConn struct {
	net.Conn
	n *atomic.Int64
}

func (c countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func (r *rig) newPool(dial func(context.Context, string, string) (net.Conn, error)) *stream.Pool {
	return stream.NewPool(stream.PoolOptions{
		DialContext: dial, Cache: r.c, Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
	})
}

// start makes the rig's Fetcher.
func (r *rig) start(change func(*fetch.Options)) *fetch.Fetcher {
	r.t.Helper()
	if r.f != nil {
		r.f.Close()
	}
	o := fetch.Options{
		Dir: filepath.Join(r.dir, "kept"), Resolver: r, Pool: r.pool, Cache: r.c,
		Opener: &player.MediaOpener{Resolver: r, Pool: r.pool},
		Report: func(line string) { r.mu.Lock(); r.reports = append(r.reports, line); r.mu.Unlock() },
	}
	if change != nil {
		change(&o)
	}
	f, err := fetch.New(o)
	if err != nil {
		r.t.Fatal(err)
	}
	r.f = f
	return f
}

func (r *rig) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	o := r.origins[strings.TrimPrefix(q.URL.Path, "/")]
	r.mu.Unlock()
	o.ServeHTTP(w, q)
}

func (r *rig) Resolve(ctx context.Context, t source.Track) (source.Media, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.resolves[t.ID]++
	if err := r.fail[t.ID]; err != nil {
		return source.Media{}, err
	}
	o := r.origins[t.ID]
	return source.Media{URL: "http://media.test/" + t.ID, Size: o.Size, Identity: "bytes of " + t.ID, BitRate: 128000, Type: "audio/webm"}, ctx.Err()
}

func (r *rig) Refresh(ctx context.Context, t source.Track, _ source.Media) (source.Media, error) {
	return r.Resolve(ctx, t)
}

// add makes tracks of random sizes.
func (r *rig) add(n int, least, most int64) (out []source.Track) {
	random := rand.New(rand.NewPCG(uint64(n), 8))
	for range n {
		id := "t" + strconv.Itoa(len(r.origins))
		o := origintest.New(least + random.Int64N(most-least+1))
		o.Content = origintest.Pattern{Size: o.Size, Seed: uint64(len(r.origins) + 1)}
		o.ETag = fmt.Sprintf("%q", id)
		r.mu.Lock()
		r.origins[id] = o
		r.mu.Unlock()
		out = append(out, source.Track{Provider: "test", ID: id, Title: "Title " + id})
	}
	return out
}

// whole waits until all is complete.
func (r *rig) whole(limit time.Duration) {
	r.t.Helper()
	for begun := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		s := r.f.Snapshot()
		if s.Complete == len(s.Items) {
			if s.Saved != s.Size {
				r.t.Errorf("%d of %d bytes when all is complete", s.Saved, s.Size)
			}
			return
		}
		if time.Since(begun) > limit {
			r.t.Fatalf("%d of %d complete after %v, trouble %q, reports %q", s.Complete, len(s.Items), limit, s.Trouble, r.said())
		}
	}
}

// read opens a track and compares every byte; the error is that of the first byte missing.
func (r *rig) read(f *fetch.Fetcher, t source.Track) (int64, error) {
	r.t.Helper()
	in, err := f.Open(r.t.Context(), t)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	b, err := io.ReadAll(in)
	if e := r.origins[t.ID].Content.(origintest.Pattern).Check(b, 0); e != nil {
		r.t.Errorf("%s: %v", t.ID, e)
	}
	if err == nil && int64(len(b)) != r.origins[t.ID].Size {
		err = errors.New("too short")
	}
	return int64(len(b)), err
}

// sent is what the origins have written.
func (r *rig) sent() (n int64) {
	for _, o := range r.origins {
		n += o.Sent()
	}
	return n
}

// asked is how often the address of a track was asked for; of all with an empty ID.
func (r *rig) asked(id string) (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for k, v := range r.resolves {
		if id == "" || k == id {
			n += v
		}
	}
	return n
}

// said are the lines that were reported.
func (r *rig) said() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.reports)
}
