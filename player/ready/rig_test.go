package ready_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/player/decode/decodetest"
	"anyaudio/player/output"
	"anyaudio/player/ready"
	"anyaudio/source"
	"anyaudio/stream"
	"anyaudio/stream/origintest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	goleak.VerifyTestMain(m)
}

// song is four minutes of Opus in WebM.
var song = sync.OnceValue(func() decodetest.File { return decodetest.Formats()[0].Make(4 * time.Minute) })

const resolveTime = 300 * time.Millisecond

// A rig is a player whose tracks are resolved slowly and lie at a host with TLS behind a link.
type rig struct {
	*player.Player
	t     *testing.T
	net   *origintest.Network
	cache *source.Cache
	ready *ready.Ready

	mu       sync.Mutex
	origins  map[string]*origintest.Origin // by ID
	resolves []string
	fail     map[string]error
}

// Resolve is the slow one, behind the cache.
func (r *rig) Resolve(ctx context.Context, t source.Track) (source.Media, error) {
	r.mu.Lock()
	r.resolves = append(r.resolves, t.ID)
	err := r.fail[t.ID]
	r.mu.Unlock()
	select {
	case <-time.After(resolveTime):
	case <-ctx.Done():
		return source.Media{}, ctx.Err()
	}
	if err != nil {
		return source.Media{}, err
	}
	return source.Media{
		URL: "https://media.test/" + t.ID, Size: song().Size, Identity: t.ID, BitRate: 128000, Type: "audio/webm",
		Expires: time.Now().Add(6 * time.Hour),
	}, nil
}

func (r *rig) origin(id string) *origintest.Origin {
	r.mu.Lock()
	defer r.mu.Unlock()
	o := r.origins[id]
	if o == nil {
		o = origintest.New(song().Size)
		o.Replace(song(), song().Size, `"`+id+`"`)
		r.origins[id] = o
	}
	return o
}

func (r *rig) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.origin(strings.TrimPrefix(q.URL.Path, "/")).ServeHTTP(w, q)
}

// resolved are the ids that were asked for, in order.
func (r *rig) resolved() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.resolves, " ")
}

// requests is how often all tracks' bytes were asked for.
func (r *rig) requests() (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, o := range r.origins {
		n += len(o.Requests())
	}
	return n
}

// inBubble runs f with a rig behind a link of that round trip. change may alter the options.
func inBubble(t *testing.T, rtt time.Duration, f func(*rig), change ...func(*ready.Options)) {
	t.Helper()
	behind(t, origintest.Link{RTT: rtt, Bandwidth: 1_250_000, SlowStart: true, Segment: 1460}, f, change...)
}

func behind(t *testing.T, link origintest.Link, f func(*rig), change ...func(*ready.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{
			t: t, origins: map[string]*origintest.Origin{}, fail: map[string]error{},
			net: origintest.Listen(link),
		}
		config := testTLS(t)
		srv := &http.Server{Handler: r, ErrorLog: log.New(io.Discard, "", 0), IdleTimeout: 75 * time.Second}
		var served sync.WaitGroup
		served.Go(func() { srv.Serve(tls.NewListener(r.net, config)) })
		pool := stream.NewPool(stream.PoolOptions{
			DialContext: r.net.DialContext, TLS: config,
			Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
		})
		r.cache = source.NewCache(r, source.CacheOptions{})
		o := ready.Options{
			Opener: &player.MediaOpener{Resolver: r.cache, Pool: pool}, Resolver: r.cache, Warm: pool.Warm, PerHour: 60,
		}
		for _, c := range change {
			c(&o)
		}
		r.ready = ready.New(o)
		null, err := output.NewOpener("null", output.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r.Player = player.New(player.Options{Opener: r.ready, OpenOutput: null.Open})
		r.ready.Follow(t.Context(), r.Player)
		defer func() {
			r.Close()
			r.ready.Close()
			r.cache.Close()
			pool.Close()
			r.net.Close()
			srv.Close()
			served.Wait()
			for id, o := range r.origins {
				for _, v := range o.Violations() {
					t.Errorf("%s: the origin saw a forbidden request: %v", id, v)
				}
			}
		}()
		synctest.Wait()
		f(r)
	})
}

func (r *rig) after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// sounds lets time pass until id is heard, and returns how long that took.
func (r *rig) sounds(id string) time.Duration {
	r.t.Helper()
	for begin := time.Now(); time.Since(begin) < 10*time.Second; {
		r.after(time.Millisecond)
		st, p := r.State(), r.Progress()
		if st.Entry.Track.ID == id && st.Status == player.Playing && p.Generation == st.Generation && p.Position > 0 {
			return time.Since(begin)
		}
	}
	r.t.Fatalf("%s is not heard within 10 s: %+v", id, r.State())
	return 0
}

func track(id string) source.Track {
	return source.Track{Provider: "test", ID: id, Title: id, Duration: 4 * time.Minute}
}

func tracks(ids string) (ts []source.Track) {
	for _, id := range strings.Fields(ids) {
		ts = append(ts, track(id))
	}
	return ts
}

// testTLS returns a configuration for both ends, valid in a bubble, which begins in the year 2000.
func testTLS(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"media.test"},
		NotBefore: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	return &tls.Config{
		RootCAs: roots, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
		NextProtos: []string{"http/1.1"},
	}
}
