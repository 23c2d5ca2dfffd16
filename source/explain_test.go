package source_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"unicode"

	"anyaudio/source"
)

func TestExplain(t *testing.T) {
	for _, tt := range []struct {
		err        error
		line, hint string
	}{
		{nil, "", ""},
		{
			&source.Error{Kind: source.ErrNotFound, Line: "no such file", Hint: "look", Err: errors.New("detail")},
			"no such file", "look",
		},
		{
			fmt.Errorf("player: open: %w", &source.Error{Kind: source.ErrRateLimited, Line: "too often"}),
			"too often", "wait a few minutes, then try again",
		},
		{&source.Error{Line: "two\nlines \x1b[2J"}, "two lines [2J", ""},
		{source.ErrNotMine, "not handled by this source", "type words to search, or paste a URL or a path"},
		{fmt.Errorf("x: %w", source.ErrUnavailable), "x: unavailable", "choose another track"},
		{context.Canceled, "cancelled", ""},
		{context.DeadlineExceeded, "no answer in time", "check the network, then try again"},
		{&net.DNSError{Name: "h.invalid", IsNotFound: true}, `no such host: "h.invalid"`, "check the address and the network"},
		{&net.DNSError{Name: "h.invalid"}, `cannot look up the host "h.invalid"`, "check the network, then try again"},
		{
			&net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED},
			"connection refused", "check the address; the server may be down",
		},
		{
			&net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET},
			"network: connection reset by peer", "check the network, then try again",
		},
		{
			&url.Error{Op: "Get", URL: "https://u:p@h.invalid/a?sig=s3cr3t", Err: errors.New("odd")},
			`Get "https://h.invalid/a": odd`, "",
		},
		{errors.New("odd <https://h.invalid/a?sig=s3cr3t>, and more"), "odd <https://h.invalid/a>, and more", ""},
	} {
		line, hint := source.Explain(tt.err)
		if line != tt.line || hint != tt.hint {
			t.Errorf("%v:\n got %q, %q\nwant %q, %q", tt.err, line, hint, tt.line, tt.hint)
		}
	}
}

func TestExplainCertificate(t *testing.T) {
	srv := httptest.NewTLSServer(http.NotFoundHandler())
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	defer srv.Close()
	resp, err := http.Get(srv.URL + "/?sig=s3cr3t")
	if err == nil {
		_ = resp.Body.Close()
		t.Fatal("an unknown certificate was taken")
	}
	line, hint := source.Explain(err)
	if line != "the server's certificate cannot be trusted" || hint == "" {
		t.Errorf("explained as %q, %q", line, hint)
	}
}

func TestErrorIs(t *testing.T) {
	cause := errors.New("cause")
	err := error(&source.Error{Kind: source.ErrNotFound, Line: "line", Err: cause})
	if !errors.Is(err, source.ErrNotFound) || !errors.Is(err, cause) || errors.Is(err, source.ErrUnavailable) {
		t.Error("errors.Is does not see kind and cause, or sees more")
	}
	if err.Error() != "line: cause" {
		t.Errorf("text %q", err)
	}
	if errors.Is(&source.Error{Line: "line"}, source.ErrNotFound) {
		t.Error("an error without a kind has one")
	}
}

func TestRedact(t *testing.T) {
	for raw, want := range map[string]string{
		"https://user:pass@host:8080/a%20b/c.mp3?sig=1#frag": "https://host:8080/a%20b/c.mp3",
		"http://host":               "http://host",
		"http://host/?":             "http://host/",
		"":                          "",
		"http://u:p@ho st/a?x=1":    "http://ho st/a",
		"http://u:p%zz@host/a?x=1":  "http://host/a",
		"http://host/%zz?sig=1":     "http://host/%zz",
		"not a url?with=query#frag": "not a url",
	} {
		if got := source.Redact(raw); got != want {
			t.Errorf("Redact(%q) = %q, want %q", raw, got, want)
		}
	}
}

// A Media and a Track must not leak into logs by accident.
func TestRedactText(t *testing.T) {
	for text, want := range map[string]string{
		"nothing to hide, is there?":                                        "nothing to hide, is there?",
		`Get "https://me:key@x.org/a?sig=key": EOF`:                         `Get "https://x.org/a": EOF`,
		"(host='x.org'): retries exceeded with url: /play?ei=1&sig=key (x)": "(host='x.org'): retries exceeded with url: /play (x)",
		"url=https://x.org/a?sig=key, really? a=b":                          "url=https://x.org/a, really? a=b",
	} {
		if got := source.RedactText(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestLogsHoldNoSecret(t *testing.T) {
	m := source.Media{
		URL:    "https://host/a.webm?sig=s3cr3t",
		Header: http.Header{"Authorization": {"s3cr3t"}},
	}
	track := source.Track{Provider: "url", ID: m.URL, Title: "a", Link: "https://host/a.webm?t=s3cr3t"}
	var b bytes.Buffer
	log := slog.New(slog.NewTextHandler(&b, nil))
	log.Info("resolved", "track", track, "media", m)
	_, _ = fmt.Fprintf(&b, "%v %+v %#v %s", m, m, m, m)
	if strings.Contains(b.String(), "s3cr3t") {
		t.Errorf("a secret is shown: %s", b.String())
	}
	if strings.Count(b.String(), "https://host/a.webm") != 6 {
		t.Errorf("the address is not: %s", b.String())
	}
	if got := (source.Media{Path: "/a?b"}).String(); got != "/a?b" {
		t.Errorf("path shown as %q", got)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                         "plain",
		"  a \t b\r\n c  ":              "a b c",
		"\x1b]0;title\x07x":             "]0;titlex",
		"evil\u202Egpj.exe":             "evilgpj.exe",
		"a\u200Db":                      "a\u200Db", // joins emoji, and letters of some scripts
		"bad \xff byte":                 "bad \uFFFD byte",
		"日本\u3000語":                     "日本 語",
		"":                              "",
		"\x00\x01":                      "",
		strings.Repeat("é", 600):        strings.Repeat("é", 500),
		strings.Repeat("a", 499) + " b": strings.Repeat("a", 499),
	} {
		if got := source.Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTypeByName(t *testing.T) {
	for name, want := range map[string]string{
		"a.opus": "audio/ogg", "a.b.MP3": "audio/mpeg", "/x/y.webm": "audio/webm", ".flac": "audio/flac",
		"a.txt": "", "mp3": "", "a.mp3/b": "", "": "", "a.": "", "a.mp3 ": "", "\xff.mp3": "audio/mpeg",
	} {
		if got := source.TypeByName(name); got != want {
			t.Errorf("TypeByName(%q) = %q, want %q", name, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a \x1b[2J\u202Eb\xff")
	f.Add(strings.Repeat("ab ", 300))
	f.Fuzz(func(t *testing.T, s string) {
		c := source.Clean(s)
		if strings.ContainsFunc(c, unicode.IsControl) || len([]rune(c)) > 500 || c != strings.TrimSpace(c) {
			t.Errorf("Clean(%q) = %q", s, c)
		}
		if again := source.Clean(c); again != c {
			t.Errorf("Clean(%q) = %q, and of that %q", s, c, again)
		}
	})
}

func FuzzRedact(f *testing.F) {
	f.Add("https://u:p@h/a?b#c")
	f.Add("://@?#")
	f.Fuzz(func(t *testing.T, s string) {
		r := source.Redact(s)
		if strings.ContainsAny(r, "?#") {
			t.Errorf("Redact(%q) = %q", s, r)
		}
		if _, _, ok := strings.Cut(s, "://"); !ok {
			return
		}
		if u, err := url.Parse(r); err == nil && u.User != nil {
			t.Errorf("Redact(%q) = %q holds a user name", s, r)
		}
	})
}
