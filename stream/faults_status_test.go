package stream_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"anyaudio/stream"
	"anyaudio/stream/origintest"
)

// statusOf checks for a *StatusError that comes without a second request.
func statusOf(code, requests int) func(*testing.T) {
	return func(t *testing.T) {
		r := faulty(t, always(origintest.Status(code)))
		err := r.tryRead(10)
		var e *stream.StatusError
		if !errors.As(err, &e) || e.Code != code || stream.Temporary(err) {
			t.Errorf("got %v", err)
		}
		noSecrets(t, err)
		if n := len(r.origin.Requests()); n != requests {
			t.Errorf("%d requests, want %d", n, requests)
		}
	}
}

// untrusted is a rig whose origin has a certificate that the pool does not accept.
func untrusted(t *testing.T, url string, change func(*tls.Config)) {
	config := testTLS(t)
	change(config)
	r := newRigWith(t, path, origintest.New(fileSize), stream.Fixed(stream.Target{URL: url}), stream.PoolOptions{TLS: config})
	begun := time.Now()
	err := r.tryRead(10)
	if !errors.Is(err, stream.ErrTLS) || !strings.Contains(err.Error(), "clock") {
		t.Errorf("got %v", err)
	}
	r.within("the error", time.Since(begun), 5*time.Second)
	if n := len(r.origin.Requests()); n != 0 {
		t.Errorf("%d requests reached the origin", n)
	}
}

// views lets n views wait at places and returns when all have got a byte.
func (r *rig) views(n int, place func(int) int64) {
	r.t.Helper()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			v := r.s.NewView(context.Background())
			defer v.Close()
			v.Seek(place(i), io.SeekStart)
			if _, err := v.Read(make([]byte, 1)); err != nil {
				r.t.Error(err)
			}
		})
	}
	wg.Wait()
}

// redirects answers path from with a redirect to where.
func redirects(from, where string) script {
	return func(q origintest.Request) *origintest.Fault {
		if q.Path == from {
			return origintest.Redirect(http.StatusFound, where)
		}
		return nil
	}
}

var statusFaults = []fault{
	{41, "expired-403", "refuses an address whose time has come", "resolve once for all windows", func(t *testing.T) {
		v := &resolver{takes: 300 * ms, target: stream.Target{Identity: "x"}}
		r := resolved(t, v, nil)
		r.read(1000)
		time.Sleep(time.Second)
		r.origin.SetFault(dead(1))
		r.views(3, func(i int) int64 { return int64(100_000 + 70_000*i) })
		if v.calls != 2 {
			t.Errorf("%d resolves, want 2", v.calls)
		}
		r.survive(5 * time.Second)

		// A refusal that comes when there is another address already says nothing.
		v = &resolver{target: stream.Target{Identity: "x"}}
		r = resolved(t, v, nil)
		r.read(1000)
		time.Sleep(time.Second)
		r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
			f := dead(1)(q)
			if f != nil && q.From >= 200_000 {
				f.Delay = time.Second
			}
			return f
		})
		r.views(2, func(i int) int64 { return int64(100_000 + 120_000*i) })
		if v.calls != 2 {
			t.Errorf("%d resolves, want 2", v.calls)
		}
	}},
	{42, "early-403", "refuses every address", "resolve once more, then ErrForbidden", func(t *testing.T) {
		v := &resolver{}
		r := resolved(t, v, always(origintest.Status(403)))
		r.end(stream.ErrForbidden, time.Second)
		if v.calls != 2 {
			t.Errorf("%d resolves, want 2", v.calls)
		}
	}},
	{43, "refresh-fails", "the resolver fails and hangs", "play what is here, try again", func(t *testing.T) {
		v := &resolver{target: stream.Target{Identity: "x"}}
		r := resolved(t, v, nil)
		r.read(1000)
		time.Sleep(time.Second)
		r.origin.SetFault(dead(3))
		v.fail = func(call int) error {
			if call < 4 {
				return &net.DNSError{Err: "no such host", Name: "api", IsNotFound: true}
			}
			return nil
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		other := r.s.NewView(ctx)
		go func() {
			other.Seek(200_000, io.SeekStart)
			other.Read(make([]byte, 1)) // gives up; the refresh goes on for others
		}()
		r.read(60_000)
		v.takes = 15 * time.Second
		r.survive(time.Minute)
	}},
	{44, "refresh-thundering", "refuses 20 views at once", "resolve once", func(t *testing.T) {
		v := &resolver{takes: 300 * ms, target: stream.Target{Identity: "x"}}
		r := resolved(t, v, nil)
		r.read(1)
		time.Sleep(time.Second)
		r.origin.SetFault(dead(1))
		begun := time.Now()
		r.views(20, func(i int) int64 { return int64(66_000 + 10_000*i) })
		r.within("20 views", time.Since(begun), 2*time.Second)
		if v.calls != 2 {
			t.Errorf("%d resolves, want 2", v.calls)
		}
	}},
	{45, "429-retry-after", "sends us away for a time", "come back then, after a minute at most", func(t *testing.T) {
		for h, want := range map[string][2]time.Duration{
			"5":    {5 * time.Second, 6 * time.Second},
			"3600": {time.Minute, 61 * time.Second},
			"-1":   {0, time.Second}, "soon": {0, time.Second},
			"Sat, 01 Jan 2000 23:59:59 GMT": {time.Minute, 61 * time.Second},
		} {
			f := origintest.Status(http.StatusTooManyRequests)
			f.Header = map[string]string{"Retry-After": h}
			r := faulty(t, first(1, f))
			r.read(1)
			q := r.origin.Requests()
			if d := q[1].At.Sub(q[0].At); d < want[0] || d > want[1] {
				t.Errorf("Retry-After %s: came back after %v", h, d)
			}
			r.close()
		}
	}},
	{46, "5xx-burst", "answers 503 ten times", "go on, with pauses", func(t *testing.T) {
		r := faulty(t, first(10, origintest.Status(503)))
		r.survive(25 * time.Second)
		q := r.origin.Requests()
		if d := q[10].At.Sub(q[0].At); d < 5*time.Second {
			t.Errorf("ten failures in %v", d)
		}
	}},
	{47, "html-200", "sends a sign-in page", "never hand it on; wait when it comes mid-song", both(
		ends(always(origintest.HTML()), stream.ErrNotMedia, time.Second),
		func(t *testing.T) {
			r := faulty(t, nil)
			r.read(1000)
			time.Sleep(time.Second)
			r.origin.SetFault(always(origintest.HTML()))
			time.AfterFunc(10*time.Second, func() {
				r.origin.SetFault(always(origintest.Redirect(http.StatusFound, "http://192.168.1.1/login")))
			})
			time.AfterFunc(20*time.Second, func() { r.origin.SetFault(nil) })
			r.survive(25 * time.Second)
		})},
	{48, "json-error-206", "sends an error as the body", "never hand it on", ends(always(&origintest.Fault{
		Status: http.StatusPartialContent, Body: []byte(`{"error":1}`),
		Header: map[string]string{"Content-Type": "application/json", "Content-Range": "bytes 0-10/300000"},
	}), stream.ErrNotMedia, time.Second)},
	{49, "redirect-loop", "redirects for ever", "stop after 5", func(t *testing.T) {
		r := faulty(t, always(origintest.Redirect(http.StatusFound, "/again?sig=secret")))
		r.end(stream.ErrPolicy, time.Second)
		if n := len(r.origin.Requests()); n != 6 {
			t.Errorf("%d requests, want 6", n)
		}
	}},
	{50, "redirect-other-host", "redirects to a sibling", "go there directly afterwards", func(t *testing.T) {
		r := newRig(t, path, 5*mb, stream.Target{URL: "http://a.test/file", ByteRate: 16_000, Header: http.Header{"Authorization": {"secret"}}})
		r.hosts = 2
		r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
			if q.Host == "a.test" {
				f := origintest.Redirect(http.StatusFound, "http://b.test/file")
				f.Header["Connection"] = "close"
				return f
			}
			if q.Header.Get("Authorization") != "" {
				t.Error("what was meant for the first host went to the other")
			}
			return nil
		})
		r.survive(20 * time.Second)
		n := 0
		for _, q := range r.origin.Requests() {
			if q.Host == "a.test" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d requests to the first host, want 1", n)
		}
	}},
	{51, "redirect-downgrade", "redirects from https to http", "refuse", func(t *testing.T) {
		r := secure(t, path, fileSize, 16_000)
		r.origin.SetFault(always(origintest.Redirect(http.StatusFound, "http://media.test/plain")))
		r.end(stream.ErrPolicy, time.Second)
	}},
	{52, "redirect-private", "redirects to private networks", "never connect there", func(t *testing.T) {
		for _, where := range []string{
			"127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "[::1]", "[fc00::1]", "[fe80::1]",
			"100.64.0.1", "0.0.0.0", "[::ffff:127.0.0.1]", "rebind.test",
		} {
			o := origintest.New(fileSize)
			r := newRigWith(t, path, o, stream.Fixed(stream.Target{URL: "http://media.test/file"}), stream.PoolOptions{})
			o.SetFault(redirects("/file", "http://"+where+"/latest"))
			r.names = map[string]string{"rebind.test:80": "127.0.0.1:80"}
			r.end(stream.ErrPolicy, 2*time.Second)
			for _, q := range o.Requests() {
				if q.Path != "/file" {
					t.Errorf("%s: a request was sent to %s", where, q.Host)
				}
			}
			r.close()
		}
		// What the listener typed may lead to his own network.
		r := newRig(t, path, fileSize, stream.Target{URL: "http://192.168.1.5/file"})
		r.hosts = 2
		r.origin.SetFault(redirects("/file", "http://127.0.0.1/other"))
		r.survive(5 * time.Second)
	}},
	{53, "redirect-expired-target", "the goal of a redirect dies, the address lives", "ask the address again, not the resolver", func(t *testing.T) {
		v := &resolver{}
		goal := "/goal1"
		r := resolved(t, v, nil)
		set := func(deadGoal string) {
			r.origin.SetFault(func(q origintest.Request) *origintest.Fault {
				switch {
				case strings.HasPrefix(q.Path, "/1"):
					return origintest.Redirect(http.StatusFound, goal)
				case q.Path == deadGoal:
					return origintest.Status(403)
				}
				return nil
			})
		}
		set("")
		r.read(1000)
		time.Sleep(time.Second)
		goal = "/goal2"
		set("/goal1")
		r.survive(5 * time.Second)
		if v.calls != 1 {
			t.Errorf("%d resolves, want 1", v.calls)
		}
	}},
	{54, "dns-failure", "the name does not resolve", "wait for the network", func(t *testing.T) {
		r := faulty(t, nil)
		r.dialErr.Store(&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "media.test", IsNotFound: true}})
		time.AfterFunc(10*time.Second, func() { r.dialErr.Store(nil) })
		time.AfterFunc(9*time.Second, func() {
			if st := r.s.Stats(); !st.Waiting || st.Err == nil || st.Failed || !stream.Temporary(st.Err) {
				t.Errorf("meanwhile: %+v", st)
			}
		})
		begun := time.Now()
		r.read(1)
		r.within("the first byte", time.Since(begun), 12100*ms+3*path.RTT)
	}},
	{55, "refused", "refuses connections", "wait, without a busy loop", func(t *testing.T) {
		r := faulty(t, nil)
		r.net.Refuse(true)
		time.AfterFunc(30*time.Second, func() { r.net.Refuse(false) })
		begun := time.Now()
		r.read(1)
		r.within("the first byte", time.Since(begun), 32100*ms+3*path.RTT)
		if n := r.net.Dials(); n > 40 {
			t.Errorf("%d dials in 30 s", n)
		}
	}},
	{56, "tls-unknown-ca", "has a certificate of an unknown issuer", "refuse, in plain words", func(t *testing.T) {
		untrusted(t, "https://media.test/", func(c *tls.Config) { c.RootCAs = x509.NewCertPool() })
	}},
	{57, "tls-wrong-host", "has a certificate of another host", "refuse, in plain words", func(t *testing.T) {
		untrusted(t, "https://other.test/", func(*tls.Config) {})
	}},
	{58, "tls-not-yet-valid", "has a certificate from the future", "refuse and name the clock", func(t *testing.T) {
		untrusted(t, "https://media.test/", func(c *tls.Config) {
			c.Time = func() time.Time { return time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC) }
		})
	}},
	{59, "h2-goaway", "ends HTTP/2 connections after each answer", "not notice", func(t *testing.T) {
		r := h2rig(t)
		r.origin.SetFault(always(header("Connection", "close")))
		r.survive(5 * time.Second)
	}},
	{60, "h2-refused-stream", "refuses HTTP/2 streams", "ask again", func(t *testing.T) {
		r := h2rig(t)
		refused := 0
		r.divert = func() func(net.Conn) {
			if refused++; refused > 1 {
				return nil
			}
			return refuseStreams
		}
		r.survive(10 * time.Second)
		if refused < 2 {
			t.Error("the origin was not asked again")
		}
	}},
	{61, "h2-rst-internal", "resets HTTP/2 streams in their middle", "go on at the first missing byte", func(t *testing.T) {
		r := h2rig(t)
		r.origin.SetFault(first(1, &origintest.Fault{CutAfter: 30_000}))
		r.survive(5 * time.Second)
	}},
	{62, "idle-closed", "closes idle connections", "not notice", func(t *testing.T) {
		r := faulty(t, nil)
		for at := int64(0); at < fileSize; at += 70_000 {
			r.seek(at)
			r.read(1000)
			time.Sleep(idleLimit + time.Second)
		}
		if got := r.s.Stats().Retries; got != (stream.Retries{}) {
			t.Errorf("retries: %+v", got)
		}
	}},
	{63, "401-407-451", "refuses for good", "say so, without asking again and again", func(t *testing.T) {
		statusOf(407, 1)(t)
		statusOf(451, 1)(t)
		statusOf(404, 1)(t)
		statusOf(401, 2)(t) // with a fresh address
	}},
}

// h2rig is a rig that speaks HTTP/2.
func h2rig(t *testing.T) *rig {
	t.Helper()
	return newRigWith(t, path, origintest.New(fileSize), stream.Fixed(stream.Target{URL: "https://media.test/file"}),
		stream.PoolOptions{TLS: testTLS(t), HTTP2: true})
}

// refuseStreams is an HTTP/2 server (RFC 9113) that answers two requests with
// RST_STREAM(REFUSED_STREAM) and then closes.
func refuseStreams(c net.Conn) {
	defer c.Close()
	frame := func(kind, flags byte, stream uint32, body ...byte) {
		h := []byte{0, 0, byte(len(body)), kind, flags, 0, 0, 0, 0}
		binary.BigEndian.PutUint32(h[5:], stream)
		c.Write(append(h, body...))
	}
	const settings, headers, rst = 4, 1, 3
	if _, err := io.ReadFull(c, make([]byte, len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	frame(settings, 0, 0)
	for seen := 0; seen < 2; {
		h := make([]byte, 9)
		if _, err := io.ReadFull(c, h); err != nil {
			return
		}
		n := int(h[0])<<16 | int(h[1])<<8 | int(h[2])
		if _, err := io.ReadFull(c, make([]byte, n)); err != nil {
			return
		}
		switch h[3] {
		case settings:
			if h[4] == 0 {
				frame(settings, 1, 0)
			}
		case headers:
			seen++
			frame(rst, 0, binary.BigEndian.Uint32(h[5:]), 0, 0, 0, 7)
		}
	}
}
