package origintest

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// An Origin serves one file at every path and does wrong what its Fault says. It is an
// http.Handler; its methods may be called from any goroutine.
type Origin struct {
	// Content and Size are the file. They must not be changed while serving, except by
	// Replace.
	Content io.ReaderAt
	Size    int64
	// ETag, Modified and Type are sent when they are not empty; Type is
	// application/octet-stream when empty.
	ETag, Modified, Type string
	// Fault is asked for each request and may return nil for a proper answer.
	Fault func(Request) *Fault
	// Lenient leaves requests without a bounded range out of the violations, for an
	// origin that is not only used by package stream.
	Lenient bool

	mu         sync.Mutex // guards below
	requests   []Request
	violations []string
	active     int
	peak       int
	sent       int64
}

// A Request is what an Origin was asked.
type Request struct {
	N        int // from 0, over all requests of the origin
	At       time.Time
	Method   string
	Host     string
	Path     string // with the query
	From, To int64  // half-open; To is -1 for an open end, both -1 without a range
	Header   http.Header
	Conn     string // the client's address, the same for one connection
}

// Len is the number of bytes asked for, -1 when not bounded.
func (r Request) Len() int64 {
	if r.To < 0 {
		return -1
	}
	return r.To - r.From
}

// New returns an Origin of a Pattern of size bytes.
func New(size int64) *Origin {
	return &Origin{Content: Pattern{Size: size}, Size: size, ETag: `"v1"`, Modified: "Sat, 01 Jan 2000 00:00:00 GMT"}
}

// Replace changes the file and its ETag.
func (o *Origin) Replace(content io.ReaderAt, size int64, etag string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Content, o.Size, o.ETag = content, size, etag
}

// SetFault changes Fault while serving.
func (o *Origin) SetFault(f func(Request) *Fault) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Fault = f
}

// Requests returns what has been asked so far, in order.
func (o *Origin) Requests() []Request {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]Request(nil), o.requests...)
}

// Asked is the sum of the bytes of all requests with a bounded range.
func (o *Origin) Asked() (n int64) {
	for _, r := range o.Requests() {
		n += max(r.Len(), 0)
	}
	return n
}

// Sent is the number of bytes of bodies that have been written.
func (o *Origin) Sent() int64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.sent
}

// Active is the number of requests being answered, Peak the most at a time.
func (o *Origin) Active() (now, peak int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.active, o.peak
}

// Violations lists what no request of package stream may do: another method than
// GET, no range, an open or a multiple one, a body, or a coding.
func (o *Origin) Violations() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.violations...)
}

// ServeHTTP answers one request.
func (o *Origin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	req, file := o.note(r)
	defer o.leave()
	f := &Fault{}
	if file.Fault != nil {
		if g := file.Fault(req); g != nil {
			f = g
		}
	}
	a := &answer{o: o, file: file, req: req, f: f, w: w, r: r}
	a.serve()
}

// A version is the file as it is when a request comes.
type version struct {
	Content              io.ReaderAt
	Size                 int64
	ETag, Modified, Type string
	Fault                func(Request) *Fault
}

// note records a request.
func (o *Origin) note(r *http.Request) (Request, version) {
	from, to, problem := parseRange(r)
	o.mu.Lock()
	defer o.mu.Unlock()
	req := Request{
		N: len(o.requests), At: time.Now(), Method: r.Method, Host: r.Host, Path: r.URL.RequestURI(),
		From: from, To: to, Header: r.Header.Clone(), Conn: r.RemoteAddr,
	}
	o.requests = append(o.requests, req)
	if problem != "" && !o.Lenient {
		o.violations = append(o.violations, fmt.Sprintf("request %d: %s", req.N, problem))
	}
	o.active++
	o.peak = max(o.peak, o.active)
	return req, version{o.Content, o.Size, o.ETag, o.Modified, o.Type, o.Fault}
}

func (o *Origin) leave() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.active--
}

func (o *Origin) wrote(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent += int64(n)
}

// parseRange reads the Range header and says what is wrong with the request.
func parseRange(r *http.Request) (from, to int64, problem string) {
	h := r.Header.Get("Range")
	spec, ok := strings.CutPrefix(h, "bytes=")
	first, last, dash := strings.Cut(spec, "-")
	from, err1 := strconv.ParseInt(first, 10, 64)
	end, err2 := strconv.ParseInt(last, 10, 64)
	switch {
	case r.Method != http.MethodGet:
		problem = "method " + r.Method
	case h == "":
		problem = "no range"
	case !ok || !dash || err1 != nil || strings.Contains(spec, ","):
		problem = "range " + h
	case err2 != nil:
		problem = "open range " + h
	case end < from:
		problem = "empty range " + h
	case r.ContentLength != 0:
		problem = "has a body"
	case r.Header.Get("Accept-Encoding") != "identity":
		problem = "accepts a coding"
	}
	switch {
	case h == "" || !ok || !dash || err1 != nil:
		return -1, -1, problem
	case err2 != nil:
		return from, -1, problem
	}
	return from, end + 1, problem
}
