package stream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

const maxRedirects = 5

// A place is where requests for a target are sent: its URL, or where that has
// redirected to.
type place struct {
	url *url.URL
	// guarded is true when only public addresses may be dialled.
	guarded bool
	header  http.Header
}

// placeOf parses the URL of a target.
func placeOf(t *Target) (place, error) {
	u, err := url.Parse(t.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return place{}, fmt.Errorf("not an http or https address: %w", ErrPolicy)
	}
	return place{url: u, header: t.Header}, nil
}

// A trip is what is learnt on the way of one request.
type trip struct {
	dials   *atomic.Int64 // counts connections made for it
	onConn  func()        // called when a connection is there and the request is about to be sent
	sent    time.Time
	private bool // the connection leads to a private network
	hops    int
}

// trace returns the hooks for one request. They also keep the count of idle
// connections.
func (tr *trip) trace() *httptrace.ClientTrace {
	var conn *countedConn
	return &httptrace.ClientTrace{
		GotConn: func(i httptrace.GotConnInfo) {
			if conn = counted(i.Conn); conn != nil {
				conn.setIdle(false)
			}
			tr.sent = time.Now()
			tr.private = isPrivateConn(i.Conn)
			tr.onConn()
		},
		PutIdleConn: func(err error) {
			if err == nil && conn != nil {
				conn.setIdle(true)
			}
		},
	}
}

// get asks for the bytes from..to-1 (RFC 9110, section 14.2: a bounded range, only
// with GET) and follows redirects. It returns the place that answered.
func (p *Pool) get(ctx context.Context, at place, r Range, private bool, tr *trip) (*http.Response, place, error) {
	for {
		ctx := context.WithValue(ctx, dialNoteKey{}, dialNote{host: p.host(at.url.Host), dials: tr.dials})
		ctx = httptrace.WithClientTrace(ctx, tr.trace())
		resp, err := p.transportOf(at).RoundTrip(newRequest(ctx, at, r))
		if err != nil {
			return nil, at, explain(err)
		}
		if !isRedirect(resp.StatusCode) {
			return resp, at, nil
		}
		discard(resp)
		if tr.hops++; tr.hops > maxRedirects {
			return nil, at, fmt.Errorf("more than %d redirects: %w", maxRedirects, ErrPolicy)
		}
		at, err = at.follow(resp.Header.Get("Location"), private || tr.private)
		if err != nil {
			return nil, at, err
		}
	}
}

// transportOf is the one whose connections may lead to at.
func (p *Pool) transportOf(at place) *http.Transport {
	if at.guarded {
		return p.guarded
	}
	return p.open
}

// newRequest makes the request for the bytes of r.
func newRequest(ctx context.Context, at place, r Range) *http.Request {
	req := &http.Request{Method: http.MethodGet, URL: at.url, Host: at.url.Host, Header: maps.Clone(at.header)}
	if req.Header == nil {
		req.Header = http.Header{}
	}
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", r.From, r.To-1))
	req.Header.Set("Accept-Encoding", "identity")
	if req.Header.Get("User-Agent") == "" {
		req.Header.Set("User-Agent", "anyaudio")
	}
	return req.WithContext(ctx)
}

// discard ends a response whose body is of no use. A short one is read, which
// keeps the connection.
func discard(resp *http.Response) {
	const short = 2 << 10
	if resp.ContentLength >= 0 && resp.ContentLength <= short {
		io.CopyN(io.Discard, resp.Body, short)
	}
	resp.Body.Close()
}

func isRedirect(code int) bool {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// follow returns the place that a redirect leads to. A way from https to http is
// refused, and so is one from the open internet to a private network; what was meant for
// the first host alone is not sent to another.
func (at place) follow(location string, private bool) (place, error) {
	u, err := at.url.Parse(location)
	if err != nil || location == "" || u.Host == "" {
		return at, fmt.Errorf("redirect to nowhere: %w", ErrProtocol)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || at.url.Scheme == "https") {
		return at, fmt.Errorf("redirect from %s to %s: %w", at.url.Scheme, u.Scheme, ErrPolicy)
	}
	next := place{url: u, header: at.header, guarded: at.guarded}
	if strings.EqualFold(u.Host, at.url.Host) {
		return next, nil
	}
	next.guarded = !private
	if a, err := netip.ParseAddr(u.Hostname()); err == nil && next.guarded && !isPublic(a.Unmap()) {
		return at, fmt.Errorf("redirect to a private network: %w", ErrPolicy)
	}
	next.header = maps.Clone(at.header)
	for _, name := range []string{"Authorization", "Cookie", "Proxy-Authorization"} {
		next.header.Del(name)
	}
	return next, nil
}

// isPrivateConn reports whether c leads to a private network or this machine.
func isPrivateConn(c net.Conn) bool {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	ap, err := netip.ParseAddrPort(c.RemoteAddr().String())
	return err == nil && !isPublic(ap.Addr().Unmap())
}

// explain strips the request's address from an error of net/http, and says what a
// reply is that begins with ICY.
func explain(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	if strings.Contains(err.Error(), `"ICY`) {
		return fmt.Errorf("a radio stream, not a file: %w", ErrProtocol)
	}
	return err
}
