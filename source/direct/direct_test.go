package direct_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/direct"
	"anyaudio/source/sourcetest"
)

func TestTrack(t *testing.T) {
	for _, tt := range []struct{ arg, id, title, link string }{
		{"http://h/a.webm", "http://h/a.webm", "a", "http://h/a.webm"},
		{"HTTPS://Host.Example/Dir/A%20B%2FC.MP3", "https://host.example/Dir/A%20B%2FC.MP3", "C", "https://host.example/Dir/A%20B%2FC.MP3"},
		{"http://h/The%20Song%20%231.opus", "http://h/The%20Song%20%231.opus", "The Song #1", "http://h/The%20Song%20%231.opus"},
		{" http://h/a b.mp3 ", "http://h/a%20b.mp3", "a b", "http://h/a%20b.mp3"},
		{"http://h/stream.php?id=5", "http://h/stream.php?id=5", "stream.php", "http://h/stream.php?id=5"},
		{"http://h:8000", "http://h:8000", "h:8000", "http://h:8000"},
		{"http://h:8000/", "http://h:8000/", "h:8000", "http://h:8000/"},
		{"http://h/radio/", "http://h/radio/", "radio", "http://h/radio/"},
		{"http://h/a.mp3#t=10", "http://h/a.mp3", "a", "http://h/a.mp3"},
		{"http://u:p@h/a.mp3", "http://u:p@h/a.mp3", "a", "http://h/a.mp3"},
		{"http://h/a.mp3?X-Amz-Signature=1&x=2", "http://h/a.mp3?X-Amz-Signature=1&x=2", "a", "http://h/a.mp3"},
		{"http://h/a.mp3?Expires=1&Key=2", "http://h/a.mp3?Expires=1&Key=2", "a", "http://h/a.mp3"},
		{"http://h/a%1b%5b2J.mp3", "http://h/a%1b%5b2J.mp3", "a[2J", "http://h/a%1b%5b2J.mp3"},
		{"http://h/%1b", "http://h/%1b", "h", "http://h/%1b"},
		{"http://[::1]:80/a.mp3", "http://[::1]:80/a.mp3", "a", "http://[::1]:80/a.mp3"},
	} {
		t.Run(tt.arg, func(t *testing.T) {
			page, err := direct.New(direct.Options{}).Expand(t.Context(), tt.arg)
			if err != nil || len(page.Tracks) != 1 {
				t.Fatalf("%d tracks, %v", len(page.Tracks), err)
			}
			want := source.Track{Provider: "url", ID: tt.id, Title: tt.title, Link: tt.link}
			if page.Tracks[0] != want {
				t.Errorf("got  %+v\nwant %+v", page.Tracks[0], want)
			}
		})
	}
}

func TestArguments(t *testing.T) {
	for _, tt := range []struct {
		arg  string
		kind error
		line string
	}{
		{"some words", source.ErrNotMine, ""},
		{"word", source.ErrNotMine, ""},
		{"", source.ErrNotMine, ""},
		{"AC/DC", source.ErrNotMine, ""},
		{"what: a song", source.ErrNotMine, ""},
		{"/abs/path.mp3", source.ErrNotMine, ""},
		{`C:\Music\a.mp3`, source.ErrNotMine, ""},
		{"C://Music/a.mp3", source.ErrNotMine, ""},
		{"file:///a.mp3", source.ErrNotMine, ""},
		{"FILE:///a.mp3", source.ErrNotMine, ""},
		{"a b://c", source.ErrNotMine, ""},
		{"www. what", source.ErrNotMine, ""},
		{"http://", source.ErrNotFound, `not a URL: "http://"`},
		{"https:///path", source.ErrNotFound, `not a URL: "https:///path"`},
		{"http:h/a", source.ErrNotFound, `not a URL: "http:h/a"`},
		{"http://ho st/a?sig=s3cr3t", source.ErrNotFound, `not a URL: "http://ho st/a"`},
		{"http://h/%zz?sig=s3cr3t", source.ErrNotFound, `not a URL: "http://h/%zz"`},
		{"http://u:s3cr3t@h:port/", source.ErrNotFound, `not a URL: "http://h:port/"`},
		{"www.h.example/a.mp3", source.ErrNotFound, `not a URL: "www.h.example/a.mp3"`},
		{"ftp://h/a.mp3", source.ErrUnsupported, "ftp addresses cannot be played"},
		{"htpp://h/a.mp3", source.ErrUnsupported, "htpp addresses cannot be played"},
		{"http://h/a.pls?sig=s3cr3t", source.ErrUnsupported, "a kind of playlist that is not read: http://h/a.pls"},
	} {
		t.Run(tt.arg, func(t *testing.T) {
			page, err := direct.New(direct.Options{}).Expand(t.Context(), tt.arg)
			if !errors.Is(err, tt.kind) || len(page.Tracks) > 0 {
				t.Fatalf("%d tracks, error %v, want %v", len(page.Tracks), err, tt.kind)
			}
			if line, hint := source.Explain(err); tt.line != "" && (line != tt.line || hint == "") {
				t.Errorf("explained as %q, %q\nwant %q", line, hint, tt.line)
			}
			if strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("the error shows a secret: %v", err)
			}
		})
	}
}

func TestResolvePassword(t *testing.T) {
	p := direct.New(direct.Options{})
	m, err := p.Resolve(t.Context(), source.Track{Provider: "url", ID: "http://us%20er:p%40ss@h/a.webm?x=1"})
	if err != nil {
		t.Fatal(err)
	}
	if m.URL != "http://h/a.webm?x=1" || m.Type != "audio/webm" || !m.Expires.IsZero() {
		t.Errorf("got %#v", m)
	}
	req := http.Request{Header: m.Header}
	if user, pass, ok := req.BasicAuth(); !ok || user != "us er" || pass != "p@ss" {
		t.Errorf("user %q, password %q", user, pass)
	}
}

// site is a server with lists on it.
type site struct {
	*httptest.Server
	lists map[string]string

	mu    sync.Mutex
	asked []string
}

// requests returns what was asked since the last call.
func (s *site) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

func newSite(t *testing.T, lists map[string]string) *site {
	t.Helper()
	s := &site{lists: lists}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.Method+" "+r.URL.String())
		s.mu.Unlock()
		switch body, ok := s.lists[r.URL.Path]; {
		case strings.HasPrefix(r.URL.Path, "/status/"):
			var code int
			_, _ = fmt.Sscanf(r.URL.Path, "/status/%d.m3u", &code)
			w.WriteHeader(code)
		case r.URL.Path == "/moved.m3u":
			http.Redirect(w, r, "/deep/er/list.m3u?sig=s3cr3t", http.StatusFound)
		case r.URL.Path == "/endless.m3u":
			for {
				if _, err := io.WriteString(w, strings.Repeat("a", 100)+".mp3\n"); err != nil {
					return
				}
			}
		case r.URL.Path == "/private.m3u":
			if user, pass, _ := r.BasicAuth(); user != "u" || pass != "p" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			_, _ = io.WriteString(w, "a.mp3\nhttp://other.invalid/b.mp3\n")
		case ok:
			_, _ = io.WriteString(w, body)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func ids(page source.Page) []string {
	var all []string
	for _, t := range page.Tracks {
		all = append(all, t.ID)
	}
	return all
}

func TestList(t *testing.T) {
	s := newSite(t, map[string]string{
		"/deep/er/list.m3u": "#EXTM3U\n#EXTINF:61,First \x1b[2J\na%20b.mp3\n../c.mp3?x=1\n/d.mp3\nhttps://other.invalid/e.opus\n" +
			"file:///etc/passwd\nftp://h/x\n%zz\nhttp://[bad\nnext.m3u\n//third.invalid/f.webm",
	})
	p := direct.New(direct.Options{Client: s.Client()})
	for _, at := range []string{"/deep/er/list.m3u?sig=s3cr3t", "/moved.m3u"} {
		page, err := p.Expand(t.Context(), s.URL+at)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{
			s.URL + "/deep/er/a%20b.mp3", s.URL + "/deep/c.mp3?x=1", s.URL + "/d.mp3",
			"https://other.invalid/e.opus", s.URL + "/deep/er/next.m3u", "http://third.invalid/f.webm",
		}
		if got := ids(page); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", at, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if first := page.Tracks[0]; first.Title != "First [2J" || first.Duration != 61*time.Second {
			t.Errorf("%s: first track %+v", at, first)
		}
		if page.Tracks[2].Title != "d" || page.Total != len(want) {
			t.Errorf("%s: title %q, total %d", at, page.Tracks[2].Title, page.Total)
		}
	}
	want := "GET /deep/er/list.m3u?sig=s3cr3t, GET /moved.m3u, GET /deep/er/list.m3u?sig=s3cr3t"
	if asked := strings.Join(s.requests(), ", "); asked != want {
		t.Errorf("asked %q", asked)
	}
}

func TestListPasswordStaysWithItsHost(t *testing.T) {
	s := newSite(t, nil)
	address := strings.Replace(s.URL, "http://", "http://u:p@", 1)
	page, err := direct.New(direct.Options{Client: s.Client()}).Expand(t.Context(), address+"/private.m3u")
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(page); len(got) != 2 || got[0] != address+"/a.mp3" || got[1] != "http://other.invalid/b.mp3" {
		t.Errorf("got %q", got)
	}
	if link := page.Tracks[0].Link; link != s.URL+"/a.mp3" {
		t.Errorf("link %q", link)
	}
}

// A list that has moved to another host does not take the password along.
func TestListPasswordIsNotHandedOn(t *testing.T) {
	other := newSite(t, map[string]string{"/list.m3u": "a.mp3\n"})
	srv := httptest.NewServer(http.RedirectHandler(other.URL+"/list.m3u", http.StatusFound))
	defer srv.Close()
	address := strings.Replace(srv.URL, "http://", "http://u:p@", 1)
	page, err := direct.New(direct.Options{}).Expand(t.Context(), address+"/list.m3u")
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(page); len(got) != 1 || got[0] != other.URL+"/a.mp3" {
		t.Errorf("got %q", got)
	}
}

func TestListRefusals(t *testing.T) {
	s := newSite(t, map[string]string{
		"/hls.m3u8":  "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n",
		"/html.m3u":  "<html>not here</html>",
		"/empty.m3u": "#EXTM3U\n",
		"/files.m3u": "file:///etc/passwd\n",
		"/big.m3u":   strings.Repeat("# x\n", 300<<10),
		"/nul.m3u":   "a\n\x00\x01",
	})
	host := strings.TrimPrefix(s.URL, "http://")
	for _, tt := range []struct {
		path string
		kind error
		line string
	}{
		{"/hls.m3u8", source.ErrUnsupported, s.URL + "/hls.m3u8: line 2: an HTTP live stream (HLS), not a list of files"},
		{"/html.m3u", source.ErrUnsupported, s.URL + "/html.m3u: line 1: a web page or XML, not an M3U list"},
		{"/empty.m3u", source.ErrNotFound, s.URL + "/empty.m3u: no playable address in this list"},
		{"/files.m3u", source.ErrNotFound, s.URL + "/files.m3u: no playable address in this list"},
		{"/big.m3u", nil, s.URL + "/big.m3u: larger than 1024 KiB, not a playlist"},
		{"/endless.m3u", nil, s.URL + "/endless.m3u: larger than 1024 KiB, not a playlist"},
		{"/nul.m3u", nil, s.URL + "/nul.m3u: line 2: not text"},
		{"/gone.m3u", source.ErrNotFound, s.URL + "/gone.m3u: the server answered 404"},
		{"/status/410.m3u", source.ErrNotFound, s.URL + "/status/410.m3u: the server answered 410"},
		{"/status/403.m3u", source.ErrUnavailable, s.URL + "/status/403.m3u: the server answered 403"},
		{"/status/429.m3u", source.ErrRateLimited, s.URL + "/status/429.m3u: the server answered 429"},
		{"/status/500.m3u", nil, s.URL + "/status/500.m3u: the server answered 500"},
		{"/private.m3u", source.ErrUnavailable, s.URL + "/private.m3u: the server answered 401"},
	} {
		t.Run(tt.path, func(t *testing.T) {
			_, err := direct.New(direct.Options{Client: s.Client()}).Expand(t.Context(), s.URL+tt.path+"?sig=s3cr3t")
			line, hint := source.Explain(err)
			if line != tt.line || hint == "" {
				t.Errorf("explained as %q, %q\nwant %q", line, hint, tt.line)
			}
			if tt.kind != nil && !errors.Is(err, tt.kind) {
				t.Errorf("error %v, want %v", err, tt.kind)
			}
			if strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("the error shows a secret: %v", err)
			}
		})
	}

	s.Close()
	_, err := direct.New(direct.Options{Client: s.Client()}).Expand(t.Context(), s.URL+"/a.m3u?sig=s3cr3t")
	if line, hint := source.Explain(err); line != "connection refused" || hint == "" || strings.Contains(err.Error(), "s3cr3t") {
		t.Errorf("server gone: %v, explained as %q, %q", err, line, hint)
	}
	if !strings.Contains(err.Error(), host) {
		t.Errorf("the error does not name the host: %v", err)
	}
}

func TestResolveOfAList(t *testing.T) {
	s := newSite(t, map[string]string{
		"/radio.m3u": "#EXTM3U\n#EXTINF:-1,Radio\nmirror1\nmirror2\n",
		"/one.m3u":   "radio.m3u\n",
		"/self.m3u":  "self.m3u\n",
	})
	p := direct.New(direct.Options{Client: s.Client()})
	for _, path := range []string{"/radio.m3u", "/one.m3u"} {
		m, err := p.Resolve(t.Context(), source.Track{Provider: "url", ID: s.URL + path})
		if err != nil || m.URL != s.URL+"/mirror1" {
			t.Errorf("%s: %v, %v", path, m, err)
		}
	}
	s.requests()
	_, err := p.Resolve(t.Context(), source.Track{Provider: "url", ID: s.URL + "/self.m3u"})
	if n := len(s.requests()); !errors.Is(err, source.ErrUnsupported) || n > 4 {
		t.Errorf("a list that names itself: %v after %d requests", err, n)
	}
}

// hanging is a server that never answers.
type hanging struct{}

func (hanging) RoundTrip(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func TestListTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := direct.New(direct.Options{Client: &http.Client{Transport: hanging{}}})
		start := time.Now()
		_, err := p.Expand(t.Context(), "http://h.invalid/a.m3u")
		if line, _ := source.Explain(err); line != "no playlist from h.invalid within 15s" {
			t.Errorf("explained as %q (%v)", line, err)
		}
		if d := time.Since(start); d != 15*time.Second {
			t.Errorf("gave up after %s", d)
		}

		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = p.Expand(ctx, "http://h.invalid/a.m3u")
		if line, _ := source.Explain(err); line != "cancelled" || !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v, explained as %q", err, line)
		}
		if d := time.Since(start); d != 16*time.Second {
			t.Errorf("the cancelled one gave up after %s", d-15*time.Second)
		}
	})
}

// A body that stops arriving is as bad as no answer.
func TestListStalls(t *testing.T) {
	stop := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "a.mp3\n")
		w.(http.Flusher).Flush()
		<-stop
	}))
	defer srv.Close()
	defer close(stop)
	ctx, cancel := context.WithCancel(t.Context())
	client := srv.Client()
	client.Transport = afterHeaders{client.Transport, cancel}
	_, err := direct.New(direct.Options{Client: client}).Expand(ctx, srv.URL+"/a.m3u")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// afterHeaders calls then once an answer has begun.
type afterHeaders struct {
	http.RoundTripper
	then func()
}

func (a afterHeaders) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := a.RoundTripper.RoundTrip(req)
	a.then()
	return resp, err
}

func TestConforms(t *testing.T) {
	s := newSite(t, map[string]string{"/list.m3u": "a.mp3\nb.mp3\n"})
	sourcetest.Run(t, direct.New(direct.Options{Client: s.Client()}), sourcetest.Case{
		Name: "url",
		Args: []string{
			s.URL + "/list.m3u?token=s3cr3t", s.URL + "/a.mp3",
			"http://user:s3cr3t@h.invalid/a.webm?sig=s3cr3t&expire=1",
		},
		Missing:      []string{"http://", s.URL + "/none.m3u?token=s3cr3t", "www.x.invalid/a"},
		NotMine:      []string{"words", "some words", "./a.mp3", "/a.mp3", "-", "file:///a.mp3", "AC/DC", ""},
		UnknownTrack: source.Track{Provider: "url", ID: "no address"},
		Secrets:      []string{"s3cr3t"},
	})
}

func FuzzTrack(f *testing.F) {
	for _, s := range []string{"http://h/a.mp3", "https://u:p@h:1/a%20b?c=d#e", "http:a", "ftp://x", "http://[::1]/%zz"} {
		f.Add(s)
	}
	p := direct.New(direct.Options{Client: &http.Client{Transport: hanging{}}})
	f.Fuzz(func(t *testing.T, s string) {
		track, err := direct.Track(s)
		if err != nil {
			if line, hint := source.Explain(err); line == "" || hint == "" {
				t.Errorf("%q: explained as %q, %q", s, line, hint)
			}
			return
		}
		if track.Title == "" || track.Title != source.Clean(track.Title) || strings.Contains(track.Link, "@") && !strings.Contains(s, "@") {
			t.Errorf("%q: %+v", s, track)
		}
		// The id is the one spelling of the address.
		again, err := direct.Track(track.ID)
		if err != nil || again != track {
			t.Errorf("%q: %+v, and of its id %+v, %v", s, track, again, err)
		}
		if strings.Contains(strings.ToLower(track.ID), ".m3u") {
			return // would be fetched
		}
		m, err := p.Resolve(t.Context(), track)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if _, err := http.NewRequest(http.MethodGet, m.URL, nil); err != nil {
			t.Errorf("%q cannot be asked for: %v", s, err)
		}
	})
}
