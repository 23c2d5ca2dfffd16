package youtube_test

import (
	"errors"
	"strings"
	"testing"

	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

// TestAPIFaults: what comes in place of an answer. Sporadic failures are tried again, a
// limit never, and no page is taken for an answer.
func TestAPIFaults(t *testing.T) {
	for name, c := range map[string]struct {
		fault youtubetest.Fault
		times int
		kind  error // nil: the listener notices nothing
		calls int
	}{
		"500 once":         {youtubetest.Fault{Status: 500}, 1, nil, 2},
		"503 always":       {youtubetest.Fault{Status: 503}, 9, youtube.ErrServer, 3},
		"404 once":         {youtubetest.Fault{Status: 404}, 1, nil, 2},
		"403":              {youtubetest.Fault{Status: 403}, 9, youtube.ErrRequest, 1},
		"429":              {youtubetest.Fault{Status: 429}, 9, youtube.ErrRateLimited, 1},
		"429 with a time":  {youtubetest.Fault{Status: 429, RetryAfter: 60}, 9, youtube.ErrRateLimited, 1},
		"sorry":            {youtubetest.Fault{Page: "sorry"}, 9, youtube.ErrRateLimited, 1},
		"sorry redirect":   {youtubetest.Fault{Page: "sorry-redirect"}, 9, youtube.ErrRateLimited, 1},
		"consent":          {youtubetest.Fault{Page: "consent"}, 9, youtube.ErrConsent, 1},
		"consent redirect": {youtubetest.Fault{Page: "consent-redirect"}, 9, youtube.ErrConsent, 1},
		"page once":        {youtubetest.Fault{Page: "html"}, 1, nil, 2},
		"page always":      {youtubetest.Fault{Page: "html"}, 9, youtube.ErrGarbled, 3},
		"cut once":         {youtubetest.Fault{Cut: true}, 1, nil, 2},
		"cut always":       {youtubetest.Fault{Cut: true}, 9, youtube.ErrGarbled, 3},
		"gzip always":      {youtubetest.Fault{BadGzip: true}, 9, youtube.ErrGarbled, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := youtubetest.Default()
			for range c.times {
				f.Fail("search", c.fault)
			}
			p := open(t, f, youtube.Options{})
			page, err := p.Search(t.Context(), source.Query{Words: "song"})
			if n := f.Calls("search"); n != c.calls {
				t.Errorf("%d requests, want %d", n, c.calls)
			}
			if c.kind == nil {
				if err != nil || len(page.Tracks) != 9 {
					t.Errorf("%d tracks, error %v", len(page.Tracks), err)
				}
				return
			}
			wantKind(t, err, c.kind)
			if !strings.Contains(err.Error(), "search") || strings.Contains(err.Error(), "continue=") {
				t.Errorf("%q does not name the endpoint, or shows an address", err)
			}
			for _, other := range allKinds() {
				if other != c.kind && errors.Is(err, other) {
					t.Errorf("is also %v", other)
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
