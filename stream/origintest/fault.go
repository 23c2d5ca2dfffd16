package origintest

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// A Fault is how an answer differs from a proper one. Its zero value is a proper
// answer.
type Fault struct {
	// Delay passes before the head of the reply.
	Delay time.Duration
	// Status replaces 206. With 200 the range is ignored and the whole file is sent;
	// with another one the body is Body.
	Status int
	// Header is set after all others; an empty value removes a header.
	Header map[string]string
	// Body replaces the content, with any status.
	Body []byte
	// Start and End move the span that is sent and announced, as far as the file
	// goes.
	Start, End int64
	// MaxLen sends and announces a shorter span than asked for.
	MaxLen int64
	// CutAfter closes the connection after so many bytes of the body, ResetAfter
	// breaks it (on a real socket and a Network), StallAfter stops sending until the
	// client goes. 0 is not at all, -1 at once after the head.
	CutAfter, ResetAfter, StallAfter int64
	// StallFor ends a stall after this time, 0 for never.
	StallFor time.Duration
	// Drip sends one byte at a time with this pause after each.
	Drip time.Duration
	// Chunked sends without a Content-Length; Unframed also without chunks, so that the
	// end of the connection is the end of the body.
	Chunked, Unframed bool
	// Extra bytes are sent after the body that was announced.
	Extra int
	// Content replaces the file, for the bytes only.
	Content interface {
		ReadAt(p []byte, off int64) (int, error)
	}
	// Raw takes over the connection and answers as it likes.
	Raw func(c net.Conn, r Request)
}

// Redirect is a fault that sends the client elsewhere.
func Redirect(code int, location string) *Fault {
	return &Fault{Status: code, Header: map[string]string{"Location": location, "Content-Length": "0"}}
}

// Status is a fault that answers with a code and a short text.
func Status(code int) *Fault {
	return &Fault{Status: code, Body: []byte(http.StatusText(code) + "\n")}
}

// HTML is a fault that answers with a web page, as a captive portal does.
func HTML() *Fault {
	return &Fault{Status: 200, Body: []byte("<!DOCTYPE html><title>Sign in</title>"), Header: map[string]string{"Content-Type": "text/html; charset=utf-8"}}
}

// An answer is one request being answered.
type answer struct {
	o    *Origin
	file version
	req  Request
	f    *Fault
	w    http.ResponseWriter
	r    *http.Request
}

func (a *answer) serve() {
	if a.f.Delay > 0 && !a.pause(a.f.Delay) {
		return
	}
	switch {
	case a.f.Raw != nil:
		a.hijack(func(c net.Conn) { a.f.Raw(c, a.req) })
	case a.f.Status != 0 && a.f.Status != http.StatusOK && a.f.Status != http.StatusPartialContent || a.f.Body != nil:
		a.plain()
	default:
		a.media()
	}
}

// pause waits; it returns false when the client has gone.
func (a *answer) pause(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-a.r.Context().Done():
		return false
	}
}

func (a *answer) header(name, value string) {
	if value != "" {
		a.w.Header().Set(name, value)
	}
}

func (a *answer) overrides() {
	for name, value := range a.f.Header {
		a.w.Header()[http.CanonicalHeaderKey(name)] = []string{value}
		if value == "" {
			a.w.Header().Del(name)
		}
	}
}

// plain answers with a status and a text.
func (a *answer) plain() {
	a.header("Content-Type", "text/plain; charset=utf-8")
	a.header("Content-Length", strconv.Itoa(len(a.f.Body)))
	if a.f.Status == http.StatusRequestedRangeNotSatisfiable {
		a.header("Content-Range", fmt.Sprintf("bytes */%d", a.file.Size))
	}
	a.overrides()
	a.w.WriteHeader(max(a.f.Status, 200))
	n, _ := a.w.Write(a.f.Body)
	a.o.wrote(n)
}

// span is what shall be sent, whole says that it is the whole file.
func (a *answer) span() (from, to int64, whole bool) {
	if a.f.Status == http.StatusOK || a.req.From < 0 {
		return 0, a.file.Size, true
	}
	from, to = a.req.From, a.req.To
	if to < 0 {
		to = a.file.Size
	}
	from = max(from+a.f.Start, 0)
	to = min(to+a.f.End, a.file.Size)
	if a.f.MaxLen > 0 {
		to = min(to, from+a.f.MaxLen)
	}
	return from, to, false
}

// media answers with a part of the file.
func (a *answer) media() {
	from, to, whole := a.span()
	if !whole && from >= to {
		a.f = &Fault{Status: http.StatusRequestedRangeNotSatisfiable}
		a.plain()
		return
	}
	status := http.StatusOK
	if !whole {
		status = http.StatusPartialContent
		a.header("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, to-1, a.file.Size))
	}
	kind := a.file.Type
	if kind == "" {
		kind = "application/octet-stream"
	}
	a.header("Content-Type", kind)
	a.header("Accept-Ranges", "bytes")
	a.header("ETag", a.file.ETag)
	a.header("Last-Modified", a.file.Modified)
	if !a.f.Chunked && !a.f.Unframed {
		a.header("Content-Length", strconv.FormatInt(to-from, 10))
	}
	a.overrides()
	if a.f.Unframed || a.f.Extra > 0 || a.f.ResetAfter != 0 {
		a.raw(status, from, to)
		return
	}
	a.w.WriteHeader(status)
	a.body(bodyWriter{a.w.Write, func() { http.NewResponseController(a.w).Flush() }}, from, to)
}
