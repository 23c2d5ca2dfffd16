package stream_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
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

	hosts   int                         // that are used, for the bound on connections
	names   map[string]string           // addresses of names
	dialErr atomic.Pointer[net.OpError] // what dials answer, nil for nothing
	divert  func() func(net.Conn)       // says who serves the next connection, nil for the origin
}

// idleLimit is when the rig's server closes idle connections, as nginx does.
const idleLimit = 75 * time.Second

// dial is the pool's way to the network.
func (r *rig) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if err := r.dialErr.Load(); err != nil {
		return nil, err
	}
	if a := r.names[addr]; a != "" {
		addr = a
	}
	return r.net.DialContext(ctx, network, addr)
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
	r := &rig{t: t, net: origintest.Listen(link), origin: o, hosts: 1}
	srv := &http.Server{Handler: r.origin, ErrorLog: log.New(io.Discard, "", 0), IdleTimeout: idleLimit}
	served := make(chan struct{})
	l := net.Listener(r.net)
	if opts.TLS != nil {
		// The pool gets the same configuration, in which the certificate is the root.
		config := opts.TLS.Clone()
		config.NextProtos = []string{"http/1.1"}
		if opts.HTTP2 {
			config.NextProtos = []string{"h2", "http/1.1"}
		}
		l = tls.NewListener(l, config)
		l = diverting{l, r}
	}
	go func() {
		defer close(served)
		srv.Serve(l)
	}()
	opts.DialContext, opts.Proxy = r.dial, noProxy
	r.pool = stream.NewPool(opts)
	r.open(resolve)
	t.Cleanup(func() {
		r.close()
		r.pool.Close()
		r.net.Close()
		srv.Close()
		<-served
		if _, peak := r.net.Open(); peak > 3*r.hosts {
			t.Errorf("%d connections at a time", peak)
		}
		for _, v := range r.origin.Violations() {
			t.Error("the origin saw a forbidden request:", v)
		}
	})
	return r
}

// open opens the rig's stream and its view.
func (r *rig) open(resolve stream.Resolve) {
	r.s = r.pool.Open(r.t.Context(), resolve, stream.Options{})
	r.v = r.s.NewView(context.Background())
}

// close closes the stream, which must be quick whatever is going on.
func (r *rig) close() {
	r.t.Helper()
	begun := time.Now()
	r.s.Close()
	if d := time.Since(begun); d > 250*time.Millisecond {
		r.t.Errorf("Close took %v", d)
	}
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

// play reads on at rate bytes a second for d, in steps of a tenth of a second, or
// of half a second when d is long. It returns the time for which a read had to wait.
func (r *rig) play(rate int, d time.Duration) (waited time.Duration) {
	r.t.Helper()
	step := 100 * time.Millisecond
	if d > 30*time.Second {
		step *= 5
	}
	for begun := time.Now(); d > 0; d -= step {
		err := r.tryRead(int(int64(rate) * int64(step) / int64(time.Second)))
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

// testTLS returns a configuration for both ends with a new certificate for
// *.test, valid in a synctest bubble, which begins in the year 2000.
func testTLS(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"media.test", "*.media.test"},
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
	return &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

// A diverting listener gives connections to the rig's divert.
type diverting struct {
	net.Listener
	r *rig
}

func (l diverting) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil || l.r.divert == nil {
			return c, err
		}
		serve := l.r.divert()
		if serve == nil {
			return c, nil
		}
		go serve(c)
	}
}
