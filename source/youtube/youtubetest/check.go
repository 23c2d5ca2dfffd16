package youtubetest

import (
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// clientNumbers pair the names of clients with the numbers that their headers carry.
var clientNumbers = map[string]int{
	"WEB": 1, "ANDROID": 3, "IOS": 5, "ANDROID_VR": 28, "WEB_MUSIC_ANALYTICS": 31,
	"WEB_EMBEDDED_PLAYER": 56, "WEB_REMIX": 67, "VISIONOS": 101,
}

// clientAgents are how the User-Agent of a client begins.
var clientAgents = map[string][]string{
	"WEB": {"Mozilla/5.0 "}, "WEB_REMIX": {"Mozilla/5.0 "}, "WEB_MUSIC_ANALYTICS": {"Mozilla/5.0 "},
	"VISIONOS": {"Mozilla/5.0 (Macintosh;", "com.google.visionos.youtube/"},
	"ANDROID":  {"com.google.android.youtube/"},
}

// A question is the body of a request.
type question map[string]any

// str goes down a path of keys.
func (q question) str(path string) string {
	var v any = map[string]any(q)
	for step := range strings.SplitSeq(path, ".") {
		m, _ := v.(map[string]any)
		v = m[step]
	}
	s, _ := v.(string)
	return s
}

// checkAPI looks at a request to InnerTube.
func (f *Fake) checkAPI(r *http.Request, endpoint string, q question) {
	bad := func(format string, args ...any) { f.violate(endpoint+": "+format, args...) }
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/json" {
		bad("Content-Type %q, want application/json", r.Header.Get("Content-Type"))
	}
	name, version := q.str("context.client.clientName"), q.str("context.client.clientVersion")
	number, known := clientNumbers[name]
	if !known || version == "" {
		bad("clientName %q, clientVersion %q in the context", name, version)
	}
	if got := r.Header.Get("X-YouTube-Client-Name"); got != strconv.Itoa(number) {
		bad("X-YouTube-Client-Name %q, want %d for %s", got, number, name)
	}
	if got := r.Header.Get("X-YouTube-Client-Version"); got != version {
		bad("X-YouTube-Client-Version %q, want that of the context, %q", got, version)
	}
	if body, header := q.str("context.client.visitorData"), r.Header.Get("X-Goog-Visitor-Id"); body != header {
		bad("X-Goog-Visitor-Id %q, visitorData %q", header, body)
	}
	if hl := q.str("context.client.hl"); hl != "en" {
		bad("hl %q, want en", hl)
	}
	if !strings.Contains(r.Header.Get("Cookie"), "SOCS=") {
		bad("no cookie SOCS, which keeps the consent page away")
	}
	f.checkAgent(endpoint, name, r.UserAgent())
}

func (f *Fake) checkAgent(endpoint, name, agent string) {
	for _, prefix := range clientAgents[name] {
		if strings.HasPrefix(agent, prefix) {
			return
		}
	}
	f.violate("%s: User-Agent %q is not one of %s", endpoint, agent, name)
}

// byteRange is what a Range header asks for; to is -1 for an open end.
type byteRange struct{ from, to int64 }

// parseRange reads the one form that a careful client sends.
func parseRange(s string) (byteRange, error) {
	spec, ok := strings.CutPrefix(s, "bytes=")
	from, to, dash := strings.Cut(spec, "-")
	if !ok || !dash || strings.Contains(spec, ",") {
		return byteRange{}, fmt.Errorf("header range %q", s)
	}
	r := byteRange{to: -1}
	var err error
	if r.from, err = strconv.ParseInt(from, 10, 64); err != nil || r.from < 0 {
		return byteRange{}, fmt.Errorf("header range %q", s)
	}
	if to == "" {
		return r, nil
	}
	if r.to, err = strconv.ParseInt(to, 10, 64); err != nil || r.to < r.from {
		return byteRange{}, fmt.Errorf("header range %q", s)
	}
	return r, nil
}
