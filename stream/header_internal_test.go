package stream

import (
	"net/http"
	"testing"
	"time"
)

func TestParseContentRange(t *testing.T) {
	for _, c := range []struct {
		in   string
		want contentRange
		ok   bool
	}{
		{"bytes 0-0/1", contentRange{Range{0, 1}, 1, false}, true},
		{"bytes 5-9/100", contentRange{Range{5, 10}, 100, false}, true},
		{"Bytes 5-9/*", contentRange{Range{5, 10}, -1, false}, true},
		{"bytes */100", contentRange{Range{}, 100, true}, true},
		{"bytes 4294967296-8589934591/8589934592", contentRange{Range{1 << 32, 1 << 33}, 1 << 33, false}, true},
		{in: ""},
		{in: "-"},
		{in: "bytes"},
		{in: "bytes "},
		{in: "bytes */*"},
		{in: "bytes 9-5/100"},
		{in: "bytes 5-100/100"},
		{in: "items 5-9/100"},
		{in: "bytes 5-9"},
		{in: "bytes -9/100"},
		{in: "bytes +5-9/100"},
		{in: "bytes 5-9/-1"},
		{in: "bytes 5-99999999999999999999/*"},
		{in: "bytes 0-9/100,bytes 20-29/100"},
		{in: "bytes 0x0-9/100"},
	} {
		got, err := parseContentRange(c.in)
		if (err == nil) != c.ok || c.ok && got != c.want {
			t.Errorf("%q: %+v, %v; want %+v", c.in, got, err, c.want)
		}
	}
}

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"": 0, "5": 5 * time.Second, "3600": time.Minute, "-1": 0, "soon": 0, "99999999999999999999": 0,
		now.Add(7 * time.Second).Format(http.TimeFormat):  7 * time.Second,
		now.Add(-7 * time.Second).Format(http.TimeFormat): 0,
		now.Add(time.Hour).Format(http.TimeFormat):        time.Minute,
	} {
		if got := parseRetryAfter(in, now); got != want {
			t.Errorf("%q is %v, want %v", in, got, want)
		}
	}
}

func TestValidatorDiffers(t *testing.T) {
	h := func(etag, mod string) http.Header {
		return http.Header{"Etag": {etag}, "Last-Modified": {mod}}
	}
	for _, c := range []struct {
		a, b http.Header
		want bool
	}{
		{h(`"a"`, ""), h(`"a"`, ""), false},
		{h(`"a"`, ""), h(`"b"`, ""), true},
		{h(`W/"a"`, ""), h(`W/"b"`, ""), false},
		{h("", "x"), h("", "y"), true},
		{h(`"a"`, "x"), h(`"a"`, "y"), false},
		{h(`"a"`, "x"), h("", "y"), true},
		{h(`"a"`, ""), h("", ""), false},
		{h(`"`, ""), h(`"a"`, ""), false},
	} {
		if got := validatorOf(c.a).differs(validatorOf(c.b)); got != c.want {
			t.Errorf("%v and %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// FuzzHeader: no header makes a reply that is out of bounds, and none a panic.
func FuzzHeader(f *testing.F) {
	for _, s := range []string{"bytes 0-9/10", "bytes */10", "-", "bytes 0-9/*", "bytes 18446744073709551615-1/1"} {
		f.Add(s, "7", `"x"`, "gzip", "text/html")
	}
	f.Add("bytes 0-9/10", "Mon, 23 Nov 2026 08:00:00 GMT", `W/"x"`, "", "multipart/byteranges; boundary=x")
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, cr, after, etag, coding, kind string) {
		if d := parseRetryAfter(after, now); d < 0 || d > retryAfterMax {
			t.Errorf("Retry-After %q is %v", after, d)
		}
		for _, code := range []int{200, 206, 416, 503} {
			h := http.Header{
				"Content-Range": {cr}, "Retry-After": {after}, "Etag": {etag},
				"Content-Encoding": {coding}, "Content-Type": {kind},
			}
			asked := Range{0, 10}
			rep, err := checkReply(&http.Response{StatusCode: code, Header: h, ContentLength: -1}, asked, now)
			if err != nil {
				continue
			}
			if code != 200 && (rep.span.From != asked.From || rep.span.To <= rep.span.From || rep.total >= 0 && rep.span.To > rep.total) {
				t.Errorf("Content-Range %q gives %+v", cr, rep)
			}
			if v := rep.val.etag; v != "" && (v[0] != '"' || v[len(v)-1] != '"') {
				t.Errorf("ETag %q gives %q", etag, v)
			}
		}
	})
}
