package demo_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/demo"
)

const short = "board-meeting-at-dawn"

func TestRangesEqualTheWhole(t *testing.T) {
	d := start(t, demo.Options{})
	c := client(t)
	m := resolve(t, d, short)
	whole := fetch(t, c, m)
	r := rand.New(rand.NewPCG(1, 2))
	ask := func(a, b int64) {
		t.Helper()
		res, body := get(t, c, "GET", m.URL, fmt.Sprintf("bytes=%d-%d", a, b))
		want := whole[a:min(b+1, m.Size)]
		if res.StatusCode != http.StatusPartialContent || !bytes.Equal(body, want) {
			t.Fatalf("bytes=%d-%d: %s, %d bytes, want %d", a, b, res.Status, len(body), len(want))
		}
	}
	for _, e := range walk(t, whole, 0)[1:] { // around the start of every element of the Segment
		for _, part := range walk(t, e.body, e.data) {
			ask(max(0, part.at-3), part.at+17)
			ask(part.at, part.at)
		}
	}
	for range 60 {
		a := r.Int64N(m.Size)
		ask(a, a+r.Int64N(200_000))
	}
	ask(m.Size-1, m.Size+1000)
}

func TestIdentityAndType(t *testing.T) {
	d := start(t, demo.Options{})
	c := client(t)
	a, b, other := resolve(t, d, short), resolve(t, d, short), resolve(t, d, "neon-ferry")
	if a.Identity == "" || a.Identity != b.Identity || a.Identity == other.Identity {
		t.Errorf("identities %q, %q, another piece %q", a.Identity, b.Identity, other.Identity)
	}
	if a.Type != `audio/webm; codecs="opus"` || a.BitRate < 30_000 || a.BitRate > 100_000 {
		t.Errorf("type %q, %d bit/s", a.Type, a.BitRate)
	}
	res1, _ := get(t, c, "GET", a.URL, "bytes=0-9")
	res2, _ := get(t, c, "GET", b.URL, "bytes=500-509")
	tag := res1.Header.Get("ETag")
	if !strings.HasPrefix(tag, `"`) || tag != res2.Header.Get("ETag") {
		t.Errorf("ETags %s and %s", tag, res2.Header.Get("ETag"))
	}
	if got := res1.Header.Get("Content-Type"); got != "audio/webm" {
		t.Errorf("Content-Type %q", got)
	}
}

func TestRefusals(t *testing.T) {
	now := &clock{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	d := start(t, demo.Options{Now: now.Now, URLLife: time.Minute})
	c := client(t)
	m := resolve(t, d, short)
	other := resolve(t, d, "neon-ferry")
	replace := func(key, value string) string {
		u, err := url.Parse(m.URL)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set(key, value)
		u.RawQuery = q.Encode()
		return u.String()
	}
	id := func(m source.Media) string {
		u, _ := url.Parse(m.URL)
		return u.Query().Get("id")
	}
	const ok = "bytes=0-99"
	for _, tt := range []struct {
		name, method, url, rng string
		status                 int
	}{
		{"closed range", "GET", m.URL, ok, 206},
		{"parameters appended", "GET", m.URL + "&rn=3&rbuf=100", ok, 206},
		{"no range", "GET", m.URL, "", 403},
		{"open range", "GET", m.URL, "bytes=0-", 403},
		{"suffix range", "GET", m.URL, "bytes=-100", 403},
		{"two ranges", "GET", m.URL, "bytes=0-1,5-6", 403},
		{"backward range", "GET", m.URL, "bytes=9-5", 403},
		{"other unit", "GET", m.URL, "items=0-5", 403},
		{"beyond the end", "GET", m.URL, fmt.Sprintf("bytes=%d-%d", m.Size, m.Size+5), 416},
		{"HEAD", "HEAD", m.URL, ok, 403},
		{"POST", "POST", m.URL, ok, 405},
		{"later expiry", "GET", replace("expire", "9999999999"), ok, 403},
		{"other piece", "GET", replace("id", id(other)), ok, 403},
		{"other size", "GET", replace("clen", "5"), ok, 403},
		{"other signature", "GET", replace("sig", strings.Repeat("0", 64)), ok, 403},
		{"no signature", "GET", replace("sig", ""), ok, 403},
		{"no number", "GET", replace("expire", "soon"), ok, 403},
		{"another path", "GET", strings.Replace(m.URL, "/videoplayback", "/elsewhere", 1), ok, 404},
	} {
		res, _ := get(t, c, tt.method, tt.url, tt.rng)
		if res.StatusCode != tt.status {
			t.Errorf("%s: %s, want %d", tt.name, res.Status, tt.status)
		}
	}
	if s := d.Stats(); s.Requests != 18 || s.Refused != 14 || s.Resolves != 2 {
		t.Errorf("stats %+v", s)
	}
}

func TestExpiry(t *testing.T) {
	now := &clock{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	d := start(t, demo.Options{Now: now.Now})
	c := client(t)
	m := resolve(t, d, short)
	if want := now.now.Add(demo.DefaultURLLife); !m.Expires.Equal(want) {
		t.Errorf("expires at %v, want %v", m.Expires, want)
	}
	status := func(m source.Media) int {
		res, _ := get(t, c, "GET", m.URL, "bytes=0-99")
		return res.StatusCode
	}
	now.now = m.Expires.Add(-time.Second)
	if got := status(m); got != 206 {
		t.Errorf("a second before it expires: %d", got)
	}
	now.now = m.Expires
	if got := status(m); got != 403 {
		t.Errorf("when it expires: %d", got)
	}
	again := resolve(t, d, short)
	if got := status(again); got != 206 || again.URL == m.URL {
		t.Errorf("resolved again: %d, same URL %v", got, again.URL == m.URL)
	}
}

func TestTwoAtOnce(t *testing.T) {
	a, b := start(t, demo.Options{}), start(t, demo.Options{})
	c := client(t)
	ma, mb := resolve(t, a, short), resolve(t, b, short)
	ua, _ := url.Parse(ma.URL)
	ub, _ := url.Parse(mb.URL)
	if ua.Host == ub.Host {
		t.Fatalf("both listen on %s", ua.Host)
	}
	if !bytes.Equal(fetch(t, c, ma)[:5000], fetch(t, c, mb)[:5000]) {
		t.Error("they serve different bytes")
	}
	ua.Host = ub.Host // a's signature at b
	if res, _ := get(t, c, "GET", ua.String(), "bytes=0-9"); res.StatusCode != 403 {
		t.Errorf("the other's URL: %s", res.Status)
	}
}

func TestCloseFreesThePort(t *testing.T) {
	d := start(t, demo.Options{})
	c := client(t)
	m := resolve(t, d, "the-long-way-home")
	u, _ := url.Parse(m.URL)
	req, _ := http.NewRequest("GET", m.URL, nil)
	req.Header.Set("Range", fmt.Sprintf("bytes=0-%d", m.Size-1))
	res, err := c.Do(req) // a body in flight
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.ReadFull(res.Body, make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, res.Body); err == nil {
		t.Error("the body went on to its end")
	}
	l, err := net.Listen("tcp", u.Host)
	if err != nil {
		t.Fatalf("the port is not free: %v", err)
	}
	l.Close()
	_, err = d.Resolve(t.Context(), source.Track{Provider: "demo", ID: short})
	if !errors.Is(err, os.ErrClosed) {
		t.Errorf("Resolve after Close: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

// On a wire nothing listens at any address, no proxy is asked, others are dialled as before,
// and a round trip takes as long as it is told to.
func TestWire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const rtt = 80 * time.Millisecond
		wire := demo.NewWire(rtt, 0)
		var others []string
		transport := &http.Transport{
			DialContext: wire.Dial(func(_ context.Context, _, addr string) (net.Conn, error) {
				others = append(others, addr)
				return nil, errors.New("no network")
			}),
			Proxy: wire.Proxy(func(*http.Request) (*url.URL, error) { return url.Parse("http://proxy.example:8080") }),
		}
		defer transport.CloseIdleConnections()
		d := start(t, demo.Options{Wire: wire})
		m := resolve(t, d, short)
		begun := time.Now()
		res, _ := get(t, &http.Client{Transport: transport}, "GET", m.URL, "bytes=0-9")
		if took := time.Since(begun); res.StatusCode != http.StatusPartialContent || took != 2*rtt {
			t.Errorf("%s in %v, want a part in two round trips", res.Status, took)
		}
		if _, err := (&http.Client{Transport: transport}).Get("http://example.com/"); err == nil || len(others) != 1 || others[0] != "proxy.example:8080" {
			t.Errorf("dialled %q (%v), want the proxy for another host and nothing else", others, err)
		}
		transport.CloseIdleConnections() // one end of a connection: Close must see to the other
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		if _, err := (&http.Client{Transport: transport}).Get(m.URL); err == nil {
			t.Error("the wire leads to an origin that is closed")
		}
	})
}

func TestListensLazily(t *testing.T) {
	d := start(t, demo.Options{})
	everything(t, d)
	if n := d.Stats().Requests; n != 0 {
		t.Fatalf("%d requests before the first Resolve", n)
	}
	m := resolve(t, d, short)
	get(t, client(t), "GET", m.URL, "bytes=0-9")
	if n := d.Stats().Requests; n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestResolveErrors(t *testing.T) {
	d := start(t, demo.Options{})
	_, err := d.Resolve(t.Context(), source.Track{Provider: "demo", ID: "nothing"})
	if !errors.Is(err, source.ErrNotFound) {
		t.Errorf("unknown id: %v", err)
	}
	_, err = d.Resolve(t.Context(), source.Track{Provider: "file", ID: short})
	if !errors.Is(err, source.ErrNotMine) {
		t.Errorf("another provider: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = d.Resolve(ctx, source.Track{Provider: "demo", ID: short}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := demo.Start(demo.Options{URLLife: -1}); err == nil {
		t.Error("a negative life is accepted")
	}
}
