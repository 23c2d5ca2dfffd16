package youtubetest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"anyaudio/source/youtube/youtubetest"
)

// A client is one that does everything right, and of which a test breaks one thing.
type client struct {
	t       *testing.T
	s       *youtubetest.Server
	http    *http.Client
	visitor string
	agent   string
}

const visionAgent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_7_3) AppleWebKit/605.1.15"

func newClient(t *testing.T, f *youtubetest.Fake) *client {
	t.Helper()
	s, err := youtubetest.Serve(f)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(func() { transport.CloseIdleConnections(); s.Close() })
	c := &client{t: t, s: s, http: &http.Client{Transport: transport}, agent: visionAgent}
	answer := c.ask("visitor_id", nil, nil)
	c.visitor = answer["responseContext"].(map[string]any)["visitorData"].(string)
	return c
}

// ask asks as VISIONOS; change may break the request.
func (c *client) ask(endpoint string, body map[string]any, change func(r *http.Request, context map[string]any)) map[string]any {
	c.t.Helper()
	context := map[string]any{"clientName": "VISIONOS", "clientVersion": "1.02", "hl": "en", "gl": "US"}
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.s.URL+"/youtubei/v1/"+endpoint, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header = http.Header{
		"Content-Type": {"application/json"}, "User-Agent": {c.agent}, "X-Youtube-Client-Name": {"101"},
		"X-Youtube-Client-Version": {"1.02"}, "Cookie": {"SOCS=CAI"},
	}
	if c.visitor != "" {
		context["visitorData"] = c.visitor
		r.Header.Set("X-Goog-Visitor-Id", c.visitor)
	}
	if change != nil {
		change(r, context)
	}
	if body == nil {
		body = map[string]any{}
	}
	body["context"] = map[string]any{"client": context}
	b, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(b)), int64(len(b))
	resp, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer map[string]any
	_ = json.NewDecoder(resp.Body).Decode(&answer) // of a 404 there is none
	return answer
}

// address resolves the first song.
func (c *client) address() string {
	c.t.Helper()
	answer := c.ask("player", map[string]any{"videoId": "aaaaaaaaaa1"}, nil)
	formats, ok := answer["streamingData"].(map[string]any)["adaptiveFormats"].([]any)
	if !ok || len(formats) < 2 {
		c.t.Fatalf("answer %v", answer)
	}
	return formats[1].(map[string]any)["url"].(string)
}

// fetch asks for media and returns the status.
func (c *client) fetch(method, address, byteRange string, change func(*http.Request)) int {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, address, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("User-Agent", c.agent)
	if byteRange != "" {
		r.Header.Set("Range", byteRange)
	}
	if change != nil {
		change(r)
	}
	resp, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// TestRightClient: who does everything right violates nothing.
func TestRightClient(t *testing.T) {
	f := youtubetest.Default()
	c := newClient(t, f)
	if code := c.fetch(http.MethodGet, c.address(), "bytes=0-99", nil); code != http.StatusPartialContent {
		t.Errorf("status %d", code)
	}
	if v := f.Violations(); len(v) > 0 {
		t.Errorf("violations %q", v)
	}
}

// TestWrongClients: every assertion of the fake fails for a client that deserves it, and
// for that reason. The last part finds the assertions in the fake's own source.
func TestWrongClients(t *testing.T) {
	var s seen
	for want, wrong := range wrongClients() {
		t.Run(want, func(t *testing.T) {
			f := youtubetest.Default()
			f.MaxPlayerCalls = 1
			c := newClient(t, f)
			wrong(c)
			s.want(t, f, want)
		})
	}
	t.Run("reordered", func(t *testing.T) { testReordered(t, &s) })
	t.Run("too late", func(t *testing.T) { testTooLate(t, &s) })
	t.Run("too many", func(t *testing.T) { testTooMany(t, &s) })
	t.Run("every assertion", func(t *testing.T) { s.wantAll(t) })
}

// seen are the violations of all tests.
type seen []string

// want checks that one of the violations is the one that was provoked.
func (s *seen) want(t *testing.T, f *youtubetest.Fake, want string) {
	t.Helper()
	got := f.Violations()
	*s = append(*s, got...)
	if !slices.ContainsFunc(got, func(v string) bool { return strings.Contains(v, want) }) {
		t.Errorf("violations %q, want one with %q", got, want)
	}
}

// wantAll checks that each assertion of the fake has been provoked: each text in a call of violate,
// or of what calls it, in this package.
func (s *seen) wantAll(t *testing.T) {
	n := 0
	for _, format := range assertions(t) {
		if strings.HasPrefix(format, "the server failed") {
			continue // which no client can do
		}
		n++
		form := regexp.MustCompile(regexp.MustCompile(`%[a-z]`).ReplaceAllString(regexp.QuoteMeta(format), ".*") + "$")
		if !slices.ContainsFunc(*s, form.MatchString) {
			t.Errorf("no wrong client for %q", format)
		}
	}
	if n < 30 {
		t.Errorf("%d assertions found, want 30 and more: the search for them is broken", n)
	}
}

// assertions are the texts of the fake's assertions.
func assertions(t *testing.T) []string {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var formats []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 || !slices.Contains([]string{"violate", "bad", "strict"}, calledName(call)) {
				return true
			}
			if text, ok := call.Args[0].(*ast.BasicLit); ok && text.Kind == token.STRING {
				format, err := strconv.Unquote(text.Value)
				if err != nil {
					t.Fatal(err)
				}
				formats = append(formats, format)
			}
			return true
		})
	}
	return formats
}

// calledName is the name of the function or method that is called.
func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// wrongClients do one thing wrong each. The keys are what the fake says of it.
func wrongClients() map[string]func(*client) {
	api := func(change func(*http.Request, map[string]any)) func(*client) {
		return func(c *client) { c.ask("player", map[string]any{"videoId": "aaaaaaaaaa1"}, change) }
	}
	header := func(name, value string) func(*client) {
		return api(func(r *http.Request, _ map[string]any) { r.Header.Set(name, value) })
	}
	context := func(name string, value any) func(*client) {
		return api(func(_ *http.Request, c map[string]any) { c[name] = value })
	}
	media := func(method, byteRange string, change func(string) string, header func(*http.Request)) func(*client) {
		return func(c *client) {
			address := c.address()
			if change != nil {
				address = change(address)
			}
			if code := c.fetch(method, address, byteRange, header); code/100 == 2 {
				c.t.Errorf("status %d", code)
			}
		}
	}
	const window = "bytes=0-99"
	return map[string]func(*client){
		"Content-Type":                        header("Content-Type", "text/plain"),
		"clientName \"\"":                     context("clientName", ""),
		"clientVersion \"\"":                  context("clientVersion", ""),
		"X-YouTube-Client-Name \"3\"":         header("X-Youtube-Client-Name", "3"),
		"X-YouTube-Client-Version \"1.0\"":    header("X-Youtube-Client-Version", "1.0"),
		"X-Goog-Visitor-Id \"other\"":         header("X-Goog-Visitor-Id", "other"),
		"hl \"de\"":                           context("hl", "de"),
		"no cookie SOCS":                      header("Cookie", "a=b"),
		"player: User-Agent \"Go-http-client": header("User-Agent", "Go-http-client/1.1"),
		"method GET":                          api(func(r *http.Request, _ map[string]any) { r.Method = http.MethodGet }),
		"nonsense is not an endpoint":         func(c *client) { c.ask("nonsense", nil, nil) },
		"VISIONOS without visitorData":        func(c *client) { c.visitor = ""; api(nil)(c) },
		"no query":                            func(c *client) { c.ask("search", nil, nil) },
		"search: params \"zzz\"":              func(c *client) { c.ask("search", map[string]any{"query": "x", "params": "zzz"}, nil) },
		"a continuation that was not given":   func(c *client) { c.ask("search", map[string]any{"continuation": "made up"}, nil) },
		"/favicon.ico is asked for":           func(c *client) { c.fetch(http.MethodGet, c.s.URL+"/favicon.ico", "", nil) },
		"suggest: q \"\"":                     func(c *client) { c.fetch(http.MethodGet, c.s.URL+"/complete/search?ds=yt&hl=en&q=", "", nil) },
		"without xhr=t": func(c *client) {
			c.fetch(http.MethodGet, c.s.URL+"/complete/search?client=youtube&ds=yt&hl=en&q=x", "", nil)
		},
		"media: HEAD":                           media(http.MethodHead, "", nil, nil),
		"media: no range":                       media(http.MethodGet, "", nil, nil),
		"media: an open-ended range":            media(http.MethodGet, "bytes=0-", nil, nil),
		"media: method POST":                    media(http.MethodPost, window, nil, nil),
		"media: header range \"bytes=-5\"":      media(http.MethodGet, "bytes=-5", nil, nil),
		"media: header range \"bytes=0-1,5-6\"": media(http.MethodGet, "bytes=0-1,5-6", nil, nil),
		"media: a window of 10485761 bytes":     media(http.MethodGet, "bytes=0-10485760", nil, nil),
		"media: a window in the query":          media(http.MethodGet, window, func(a string) string { return a + "&range=0-99" }, nil),
		"never given out":                       media(http.MethodGet, window, func(a string) string { return strings.Replace(a, "ei=FAKE", "ei=XXXX", 1) }, nil),
		"signed parameters have been changed":   media(http.MethodGet, window, func(a string) string { return strings.Replace(a, "clen=", "clen=1", 1) }, nil),
		"media: User-Agent \"other\"":           media(http.MethodGet, window, nil, func(r *http.Request) { r.Header.Set("User-Agent", "other") }),
		"more than 1 calls": func(c *client) {
			api(nil)(c)
			api(nil)(c)
		},
		"the body is no JSON object": func(c *client) {
			c.fetch(http.MethodPost, c.s.URL+"/youtubei/v1/player", "", nil)
		},
		"ctoken without the same continuation": func(c *client) {
			c.ask("search", nil, func(r *http.Request, _ map[string]any) { r.URL.RawQuery = "ctoken=a&continuation=b" })
		},
		"search: params \"zzz\" of music": func(c *client) {
			c.ask("search", map[string]any{"query": "x", "params": "zzz"}, asMusic)
		},
		"charts: query \"chart_params_country_code=DE\" in country \"US\"": func(c *client) {
			c.ask("browse", map[string]any{
				"browseId": "FEmusic_analytics_charts_home", "query": "chart_params_country_code=DE",
			}, nil)
		},
	}
}

// asMusic asks as the client of YouTube Music.
func asMusic(r *http.Request, context map[string]any) {
	context["clientName"] = "WEB_REMIX"
	r.Header.Set("X-Youtube-Client-Name", "67")
}

// testReordered: a client that takes the query apart and puts it together again.
func testReordered(t *testing.T, s *seen) {
	f := youtubetest.Default()
	c := newClient(t, f)
	r, err := http.NewRequest(http.MethodGet, c.address(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.URL.RawQuery = r.URL.Query().Encode()
	if code := c.fetch(http.MethodGet, r.URL.String(), "bytes=0-9", nil); code != http.StatusForbidden {
		t.Errorf("status %d", code)
	}
	s.want(t, f, "another order")
}

// testTooLate: a request after the address has expired.
func testTooLate(t *testing.T, s *seen) {
	var mu sync.Mutex
	now := time.Now()
	f := youtubetest.Default()
	f.Now = func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	c := newClient(t, f)
	address := c.address()
	mu.Lock()
	now = now.Add(7 * time.Hour)
	mu.Unlock()
	if code := c.fetch(http.MethodGet, address, "bytes=0-9", nil); code != http.StatusForbidden {
		t.Errorf("status %d", code)
	}
	s.want(t, f, "after the address had expired")
}

// testTooMany: three requests at once, and four connections.
func testTooMany(t *testing.T, s *seen) {
	for n, want := range map[int]string{3: "3 requests at once", 4: "4 connections"} {
		t.Run(want, func(t *testing.T) {
			f := youtubetest.Default()
			c := newClient(t, f)
			address := c.address()
			for range n {
				f.FailMedia(youtubetest.MediaFault{Delay: 300 * time.Millisecond})
			}
			var wg sync.WaitGroup
			for range n {
				wg.Go(func() { c.fetch(http.MethodGet, address, "bytes=0-9", nil) })
			}
			wg.Wait()
			s.want(t, f, want)
		})
	}
}

// TestMediaHost: what the media host does that static servers get wrong.
func TestMediaHost(t *testing.T) {
	f := youtubetest.Default()
	c := newClient(t, f)
	address := c.address()
	size := len(youtubetest.Tone())
	if code := c.fetch(http.MethodGet, address, "bytes="+strconv.Itoa(size)+"-"+strconv.Itoa(size+9), nil); code != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("past the end: status %d", code)
	}
	if code := c.fetch(http.MethodGet, address+"&rn=1&cpn=x", "bytes=0-9", nil); code != http.StatusPartialContent {
		t.Errorf("with unsigned parameters behind: status %d", code)
	}
	f.Gate(100)
	if code := c.fetch(http.MethodGet, address, "bytes=100-109", nil); code != http.StatusForbidden {
		t.Errorf("behind the gate: status %d", code)
	}
	f.Gate(0)
	f.Revoke()
	if code := c.fetch(http.MethodGet, address, "bytes=0-9", nil); code != http.StatusForbidden {
		t.Errorf("revoked: status %d", code)
	}
	if v := f.Violations(); len(v) > 0 {
		t.Errorf("violations %q", v)
	}
	f.Loose = true
	address = c.address()
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		if code := c.fetch(method, address, "", nil); code != http.StatusOK {
			t.Errorf("older behaviour, %s: status %d", method, code)
		}
	}
	if v := f.Violations(); len(v) > 0 {
		t.Errorf("violations of the older behaviour %q", v)
	}
}

// TestServeCloses: Close ends what Serve has begun.
func TestServeCloses(t *testing.T) {
	s, err := youtubetest.Serve(youtubetest.Default())
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := http.DefaultClient.Do(r); err == nil {
		resp.Body.Close()
		t.Error("still served")
	}
}
