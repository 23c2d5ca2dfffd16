package youtubetest

import (
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Fault is a way for a request to the API to fail.
type Fault struct {
	// Status is sent instead of an answer.
	Status int
	// RetryAfter is a header in seconds, 0 for none.
	RetryAfter int
	// Page is a kind of page: "consent", "consent-redirect", "sorry", "sorry-redirect", "html".
	Page string
	// Cut sends half of the answer; BadGzip something that only says to be gzip.
	Cut, BadGzip bool
	// Delay comes before the answer, which may be a right one.
	Delay time.Duration
}

// Fail makes the next requests for an endpoint fail, one for each fault.
func (f *Fake) Fail(endpoint string, faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.init()
	f.faults[endpoint] = append(f.faults[endpoint], faults...)
}

func (f *Fake) fault(endpoint string) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.init()
	queue := f.faults[endpoint]
	if len(queue) == 0 {
		return Fault{}, false
	}
	f.faults[endpoint] = queue[1:]
	return queue[0], true
}

// ServeHTTP answers every host's requests.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case path == "/videoplayback":
		f.count("media")
		f.serveMedia(w, r)
	case path == "/complete/search":
		f.count("suggest")
		f.respond(w, r, "suggest", f.suggest(r))
	case strings.HasPrefix(path, "/youtubei/v1/"):
		f.serveAPI(w, r, strings.TrimPrefix(path, "/youtubei/v1/"))
	case strings.HasPrefix(path, "/vi/"):
		f.count("thumbnail")
		w.Header().Set("Content-Type", "image/jpeg")
		_, _ = w.Write([]byte{0xff, 0xd8, 0xff, 0xd9})
	default:
		f.violate("%s %s is asked for", r.Method, path)
		http.NotFound(w, r)
	}
}

func (f *Fake) serveAPI(w http.ResponseWriter, r *http.Request, endpoint string) {
	f.count(endpoint)
	if r.Method != http.MethodPost {
		f.violate("%s: method %s", endpoint, r.Method)
	}
	var q question
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		f.violate("%s: the body is no JSON object: %v", endpoint, err)
	}
	f.checkAPI(r, endpoint, q)
	answer := f.answer(r, endpoint, q)
	if answer == nil {
		f.violate("%s is not an endpoint", endpoint)
		http.NotFound(w, r)
		return
	}
	visitor := q.str("context.client.visitorData")
	if visitor == "" {
		visitor = f.visitor()
	}
	if m, ok := answer.(map[string]any); ok && m["error"] == nil {
		m["responseContext"] = map[string]any{"visitorData": visitor}
	}
	f.respond(w, r, endpoint, answer)
}

// answer dispatches.
func (f *Fake) answer(r *http.Request, endpoint string, q question) any {
	token := q.str("continuation")
	if t := r.URL.Query().Get("ctoken"); t != "" {
		token = t
		if r.URL.Query().Get("continuation") != t {
			f.violate("%s: ctoken without the same continuation", endpoint)
		}
	}
	if token != "" {
		return f.proceed(endpoint, token)
	}
	music := q.str("context.client.clientName") == "WEB_REMIX"
	switch endpoint {
	case "visitor_id":
		return map[string]any{}
	case "player":
		return f.player(r, q, q)
	case "reel/reel_item_watch":
		inner, _ := q["playerRequest"].(map[string]any)
		answer := f.player(r, q, inner)
		if answer["videoDetails"] == nil && answer["playabilityStatus"] != nil {
			return map[string]any{} // as for unknown ids
		}
		return map[string]any{"playerResponse": answer}
	case "search":
		return f.search(q, music)
	case "browse":
		return f.browse(q, music)
	case "next":
		return f.next(q, music)
	case "music/get_search_suggestions":
		return f.musicSuggest(q)
	case "navigation/resolve_url":
		return f.resolveURL(q)
	}
	return nil
}

// respond sends an answer, or what a fault puts in its place. An answer with an error has the
// error's code as its status.
func (f *Fake) respond(w http.ResponseWriter, r *http.Request, endpoint string, answer any) {
	status := http.StatusOK
	if m, ok := answer.(map[string]any); ok {
		if e, ok := m["error"].(map[string]any); ok {
			code, _ := e["code"].(float64)
			status = int(code)
		}
	}
	body, err := json.Marshal(answer)
	if err != nil {
		panic("youtubetest: " + err.Error())
	}
	if fault, ok := f.fault(endpoint); ok {
		if fault.Delay > 0 {
			select {
			case <-time.After(fault.Delay):
			case <-r.Context().Done():
				return
			}
		}
		if fault.send(w, body) {
			return
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.WriteHeader(status)
		_, _ = w.Write(body)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	z := gzip.NewWriter(w)
	_, _ = z.Write(body)
	_ = z.Close()
}

// send sends the fault and reports false when it was only a delay.
func (t Fault) send(w http.ResponseWriter, body []byte) bool {
	h := w.Header()
	if t.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(t.RetryAfter))
	}
	switch {
	case t.Page == "consent-redirect":
		h.Set("Location", "https://consent.youtube.com/m?continue=secret")
		w.WriteHeader(http.StatusFound)
	case t.Page == "sorry-redirect":
		h.Set("Location", "https://www.google.com/sorry/index?continue=secret")
		w.WriteHeader(http.StatusFound)
	case t.Page != "":
		h.Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(page(t.Page)))
	case t.Cut:
		h.Set("Content-Type", "application/json")
		_, _ = w.Write(body[:len(body)/2])
	case t.BadGzip:
		h.Set("Content-Type", "application/json")
		h.Set("Content-Encoding", "gzip")
		_, _ = w.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})
	case t.Status != 0:
		w.WriteHeader(t.Status)
	default:
		return false
	}
	return true
}

func page(kind string) string {
	switch kind {
	case "consent":
		return `<!DOCTYPE html><html><form action="https://consent.youtube.com/save" method="post"></form></html>`
	case "sorry":
		return `<!DOCTYPE html><html>Our systems have detected unusual traffic. <form action="/sorry/index"></form></html>`
	}
	return `<!DOCTYPE html><html><body>Something else</body></html>`
}
