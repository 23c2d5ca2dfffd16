package youtube_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

// TestAPIFaults: what comes in place of an answer, to the catalogue and to a resolver. Sporadic
// failures are tried again, a limit never, and no page is taken for an answer.
func TestAPIFaults(t *testing.T) {
	const (
		busy    = "the servers of YouTube have trouble: 503"
		limited = "too many requests: YouTube limits this network"
		consent = "a consent page came instead of an answer from YouTube"
		garbled = "the answer of YouTube cannot be read"
	)
	for name, c := range map[string]struct {
		fault youtubetest.Fault
		times int
		kind  error  // nil: the listener notices nothing
		line  string // what the listener sees
		calls int
	}{
		"500 once":         {youtubetest.Fault{Status: 500}, 1, nil, "", 2},
		"503 always":       {youtubetest.Fault{Status: 503}, 9, youtube.ErrServer, busy, 3},
		"404 once":         {youtubetest.Fault{Status: 404}, 1, nil, "", 2},
		"403":              {youtubetest.Fault{Status: 403}, 9, youtube.ErrRequest, "the request is not understood by YouTube: 403", 1},
		"429":              {youtubetest.Fault{Status: 429}, 9, youtube.ErrRateLimited, limited, 1},
		"429 with a time":  {youtubetest.Fault{Status: 429, RetryAfter: 60}, 9, youtube.ErrRateLimited, limited, 1},
		"sorry":            {youtubetest.Fault{Page: "sorry"}, 9, youtube.ErrRateLimited, limited, 1},
		"sorry redirect":   {youtubetest.Fault{Page: "sorry-redirect"}, 9, youtube.ErrRateLimited, limited, 1},
		"consent":          {youtubetest.Fault{Page: "consent"}, 9, youtube.ErrConsent, consent, 1},
		"consent redirect": {youtubetest.Fault{Page: "consent-redirect"}, 9, youtube.ErrConsent, consent, 1},
		"page once":        {youtubetest.Fault{Page: "html"}, 1, nil, "", 2},
		"page always":      {youtubetest.Fault{Page: "html"}, 9, youtube.ErrGarbled, garbled, 3},
		"cut once":         {youtubetest.Fault{Cut: true}, 1, nil, "", 2},
		"cut always":       {youtubetest.Fault{Cut: true}, 9, youtube.ErrGarbled, garbled, 3},
		"gzip always":      {youtubetest.Fault{BadGzip: true}, 9, youtube.ErrGarbled, garbled, 3},
	} {
		for endpoint, ask := range map[string]func(p *youtube.Provider) (found bool, err error){
			"search": func(p *youtube.Provider) (bool, error) {
				page, err := p.Search(t.Context(), source.Query{Words: "song"})
				return len(page.Tracks) == 9, err
			},
			"player": func(p *youtube.Provider) (bool, error) {
				m, err := p.Resolve(t.Context(), song)
				return m.URL != "", err
			},
		} {
			t.Run(name+", "+endpoint, func(t *testing.T) {
				t.Parallel()
				f := youtubetest.Default()
				for range c.times {
					f.Fail(endpoint, c.fault)
				}
				found, err := ask(open(t, f, youtube.Options{Clients: []string{"visionos"}}))
				if n := f.Calls(endpoint); n != c.calls {
					t.Errorf("%d requests, want %d", n, c.calls)
				}
				if c.kind == nil {
					if err != nil || !found {
						t.Errorf("found: %t, error %v", found, err)
					}
					return
				}
				line, _ := wantKind(t, err, c.kind)
				if line != c.line {
					t.Errorf("the listener sees %q, want %q", line, c.line)
				}
				if !strings.Contains(err.Error(), endpoint) || strings.Contains(err.Error(), "continue=") {
					t.Errorf("%q does not name the endpoint, or shows an address", err)
				}
				wantOnly(t, err, c.kind)
			})
		}
	}
}

// TestRetryAfter: how long a 429 says to wait is kept to, in both forms that it is said in.
func TestRetryAfter(t *testing.T) {
	for name, header := range map[string]http.Header{
		"seconds": {"Retry-After": {"600"}},
		"a date":  {"Retry-After": {"Sun, 29 Nov 2026 12:10:00 GMT"}, "Date": {"Sun, 29 Nov 2026 12:00:00 GMT"}},
		"forever": {"Retry-After": {"99999999999"}},
	} {
		now, asked := time.Unix(1_790_000_000, 0), 0
		p, err := youtube.New(youtube.Options{
			Now: func() time.Time { return now },
			HTTP: &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
				asked++
				return &http.Response{StatusCode: http.StatusTooManyRequests, Header: header, Body: http.NoBody}, nil
			})},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, wait := range []time.Duration{0, 9 * time.Minute, 52 * time.Minute} {
			now = now.Add(wait)
			_, err := p.Search(t.Context(), source.Query{Words: "song"})
			wantKind(t, err, youtube.ErrRateLimited)
		}
		// An hour later even the one that says forever is asked again.
		want := 2
		if asked != want {
			t.Errorf("%s: %d requests, want %d", name, asked, want)
		}
	}
}

// transport is an http.RoundTripper.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestNoWay: the ways in which a network is not there. The listener is told which, and is not
// sent to update anything.
func TestNoWay(t *testing.T) {
	certificate := &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
	for want, cause := range map[string]error{
		`cannot reach YouTube: no such host: "www.youtube.com"`:            &net.DNSError{Name: "www.youtube.com", IsNotFound: true},
		`cannot reach YouTube: cannot look up the host "www.youtube.com"`:  &net.DNSError{Name: "www.youtube.com", IsTemporary: true},
		"cannot reach YouTube: the server's certificate cannot be trusted": certificate,
		"cannot reach YouTube: connection refused":                         &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED},
		"cannot reach YouTube: no answer in time":                          os.ErrDeadlineExceeded,
	} {
		synctest.Test(t, func(t *testing.T) { // the pauses between tries
			p, err := youtube.New(youtube.Options{
				HTTP:  &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) { return nil, cause })},
				YtDlp: "/nonexistent/yt-dlp",
			})
			if err != nil {
				t.Fatal(err)
			}
			_, searched := p.Search(t.Context(), source.Query{Words: "song"})
			_, resolved := p.Resolve(t.Context(), song)
			for _, err := range []error{searched, resolved} {
				line, hint := wantKind(t, err, youtube.ErrNetwork)
				if line != want || strings.Contains(hint, "update") || strings.Contains(hint, "yt-dlp") {
					t.Errorf("the listener sees %q, %q, want %q", line, hint, want)
				}
			}
		})
	}
}

// TestOffline: nothing answers at all.
func TestOffline(t *testing.T) {
	p, err := youtube.New(youtube.Options{Bases: youtube.At("http://127.0.0.1:9"), YtDlp: "/nonexistent/yt-dlp"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Search(t.Context(), source.Query{Words: "song"})
	line, _ := wantKind(t, err, youtube.ErrNetwork)
	if line != "cannot reach YouTube: connection refused" {
		t.Errorf("%q", line)
	}
	_, err = p.Resolve(t.Context(), song)
	_, hint := wantKind(t, err, youtube.ErrNetwork)
	if strings.Contains(hint, "yt-dlp") {
		t.Errorf("without a network yt-dlp does not help: %q", hint)
	}
}

// TestOptions: mistakes in the options are told before anything is asked.
func TestOptions(t *testing.T) {
	for name, o := range map[string]youtube.Options{
		"quality":  {Quality: "best"},
		"resolver": {Resolvers: []string{"magic"}},
		"client":   {Clients: []string{"netscape"}},
		"families": {Route: youtube.Route{IPv4: true, IPv6: true}},
		"proxy":    {Route: youtube.Route{Proxy: "ftp://secret:word@host"}},
	} {
		_, err := youtube.New(o)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if line, hint := source.Explain(err); hint == "" || strings.Contains(line+err.Error(), "word") {
			t.Errorf("%s: %q, %q", name, line, hint)
		}
	}
}
