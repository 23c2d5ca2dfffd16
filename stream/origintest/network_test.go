package origintest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/stream/origintest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve answers on l until the test is over.
func serve(t *testing.T, l net.Listener, h http.Handler) {
	t.Helper()
	srv := &http.Server{Handler: h}
	done := make(chan struct{})
	go func() {
		defer close(done)
		srv.Serve(l)
	}()
	t.Cleanup(func() {
		srv.Close()
		<-done
	})
}

// In memory the times are exact.
func TestNetworkTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := origintest.Link{RTT: 100 * time.Millisecond, Bandwidth: 1_000_000, Segment: 1000}
		n := origintest.Listen(link)
		defer n.Close()
		begun := time.Now()
		client, err := n.DialContext(t.Context(), "tcp", "media.test:80")
		if err != nil {
			t.Fatal(err)
		}
		if d := time.Since(begun); d != link.RTT {
			t.Errorf("dial took %v, want %v", d, link.RTT)
		}
		server, err := n.Accept()
		if err != nil {
			t.Fatal(err)
		}
		begun = time.Now()
		server.Write(make([]byte, 10_000))
		server.Close()
		b, err := io.ReadAll(client)
		if want := link.RTT/2 + 10*time.Millisecond; err != nil || len(b) != 10_000 || time.Since(begun) != want {
			t.Errorf("%d bytes after %v, %v; want %v", len(b), time.Since(begun), err, want)
		}
	})
}

// A sender stops when the receiver does not read.
func TestNetworkHoldsLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := origintest.Listen(origintest.Link{SendBuffer: 10_000})
		defer n.Close()
		client, server := pair(t, n)
		server.SetWriteDeadline(time.Now().Add(time.Second))
		sent, err := server.Write(make([]byte, 1_000_000))
		var timeout net.Error
		if !errors.As(err, &timeout) || !timeout.Timeout() || sent > 40_000 {
			t.Errorf("%d bytes written to nobody, %v", sent, err)
		}
		client.Close()
		time.Sleep(time.Second)
		server.SetWriteDeadline(time.Time{})
		if _, err := server.Write([]byte("x")); err == nil {
			t.Error("a write to a closed connection succeeds")
		}
	})
}

func pair(t *testing.T, n *origintest.Network) (client, server net.Conn) {
	t.Helper()
	client, err := n.DialContext(t.Context(), "tcp", "media.test:80")
	if err != nil {
		t.Fatal(err)
	}
	server, err = n.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return client, server
}

func TestNetworkFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := origintest.Listen(origintest.Link{RTT: 10 * time.Millisecond})
		defer n.Close()
		client, _ := pair(t, n)
		n.Reset()
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("after Reset: %v", err)
		}
		client, server := pair(t, n)
		n.Blackhole()
		server.Write([]byte("lost"))
		client.SetReadDeadline(time.Now().Add(time.Hour))
		if _, err := client.Read(make([]byte, 1)); err == nil {
			t.Error("a byte came out of a black hole")
		}
		n.Refuse(true)
		if _, err := n.DialContext(t.Context(), "tcp", "x:1"); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("refused dial: %v", err)
		}
		n.Refuse(false)
		n.Down()
		go func() {
			time.Sleep(5 * time.Second)
			n.Up()
		}()
		begun := time.Now()
		if _, err := n.DialContext(t.Context(), "tcp", "x:1"); err != nil {
			t.Error(err)
		}
		if d := time.Since(begun); d < 5*time.Second || d > 8*time.Second {
			t.Errorf("dial into an outage of 5 s took %v", d)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		n.Down()
		if _, err := n.DialContext(ctx, "tcp", "x:1"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("dial with a deadline: %v", err)
		}
	})
}

func TestSlowStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := origintest.Link{RTT: 100 * time.Millisecond, SlowStart: true, Segment: 1460}
		n := origintest.Listen(link)
		defer n.Close()
		client, server := pair(t, n)
		go func() {
			server.Write(make([]byte, 64<<10))
			server.Close()
		}()
		begun := time.Now()
		io.ReadAll(client)
		// 64 KiB are three flights of 10, 20 and 40 segments.
		if d := time.Since(begun); d < 200*time.Millisecond || d > 300*time.Millisecond {
			t.Errorf("64 KiB took %v", d)
		}
	})
}

// The origin sees through what a client may not do.
func TestViolations(t *testing.T) {
	for _, c := range []struct {
		method, span, encoding string
		bad                    bool
	}{
		{"GET", "bytes=0-9", "identity", false},
		{"HEAD", "bytes=0-9", "identity", true},
		{"GET", "", "identity", true},
		{"GET", "bytes=0-", "identity", true},
		{"GET", "bytes=-5", "identity", true},
		{"GET", "bytes=0-9,20-29", "identity", true},
		{"GET", "bytes=0-9", "gzip", true},
	} {
		synctest.Test(t, func(t *testing.T) {
			n := origintest.Listen(origintest.Link{})
			defer n.Close()
			o := origintest.New(100)
			serve(t, n, o)
			tr := &http.Transport{DialContext: n.DialContext, DisableCompression: true}
			defer tr.CloseIdleConnections()
			req, _ := http.NewRequestWithContext(t.Context(), c.method, "http://media.test/", nil)
			if c.span != "" {
				req.Header.Set("Range", c.span)
			}
			req.Header.Set("Accept-Encoding", c.encoding)
			resp, err := tr.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if got := len(o.Violations()) > 0; got != c.bad {
				t.Errorf("%+v: violations %q", c, o.Violations())
			}
		})
	}
}

func TestPattern(t *testing.T) {
	p := origintest.Pattern{Size: 1000}
	whole := make([]byte, 1000)
	p.ReadAt(whole, 0)
	part := make([]byte, 100)
	p.ReadAt(part, 333)
	if !bytes.Equal(part, whole[333:433]) {
		t.Error("a part differs from the whole")
	}
	if p.Check(part, 333) != nil || p.Check(part, 334) == nil {
		t.Error("Check does not tell right from wrong")
	}
}
