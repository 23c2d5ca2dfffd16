package youtube

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"anyaudio/source"
)

// A Route is the way out to the network. Stream addresses are bound to the address of the
// machine that asked for them, so answers, media and yt-dlp must all go the same way.
type Route struct {
	// Proxy is an address with http, https, socks5 or socks5h. Empty for that of the
	// environment (HTTPS_PROXY, ...).
	Proxy string
	// IPv4 and IPv6 force a version of IP.
	IPv4, IPv6 bool
}

const dialTimeout = 5 * time.Second

// Check says what is wrong with the route, in the listener's words.
func (r Route) Check() error {
	if r.IPv4 && r.IPv6 {
		return &source.Error{Kind: source.ErrUnsupported, Line: "IPv4 only and IPv6 only exclude each other", Hint: "give one of them"}
	}
	if r.Proxy == "" {
		return nil
	}
	u, err := url.Parse(r.Proxy)
	if err == nil && u.Host != "" {
		switch u.Scheme {
		case "http", "https", "socks5", "socks5h":
			return nil
		}
	}
	return &source.Error{
		Kind: source.ErrUnsupported,
		Line: fmt.Sprintf("not the address of a proxy: %q", source.Redact(r.Proxy)),
		Hint: "it is like http://host:port or socks5://host:port",
	}
}

// ProxyFunc is for http.Transport.Proxy and stream.PoolOptions.Proxy. A route that does
// not pass Check fails each request.
func (r Route) ProxyFunc() func(*http.Request) (*url.URL, error) {
	if r.Proxy == "" {
		return http.ProxyFromEnvironment
	}
	u, err := url.Parse(r.Proxy)
	if err != nil {
		err = fmt.Errorf("proxy: %w", r.Check())
	}
	return func(*http.Request) (*url.URL, error) { return u, err }
}

// DialFunc is for http.Transport.DialContext and stream.PoolOptions.DialContext; nil when
// any version of IP will do.
func (r Route) DialFunc() func(ctx context.Context, network, addr string) (net.Conn, error) {
	if !r.IPv4 && !r.IPv6 {
		return nil
	}
	family := "tcp6"
	if r.IPv4 {
		family = "tcp4"
	}
	d := &net.Dialer{Timeout: dialTimeout}
	return func(ctx context.Context, _, addr string) (net.Conn, error) { return d.DialContext(ctx, family, addr) }
}

// Client returns a client that takes this route. Without pings a dead HTTP/2 connection,
// as one is after the machine slept, would not be left.
func (r Route) Client() *http.Client {
	t := &http.Transport{
		Proxy:                 r.ProxyFunc(),
		DialContext:           r.DialFunc(),
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: 15 * time.Second,
		MaxIdleConnsPerHost:   2,
		IdleConnTimeout:       90 * time.Second,
		ForceAttemptHTTP2:     true,
		HTTP2:                 &http.HTTP2Config{SendPingTimeout: 5 * time.Second, PingTimeout: 3 * time.Second},
	}
	if t.DialContext == nil {
		t.DialContext = (&net.Dialer{Timeout: dialTimeout}).DialContext
	}
	return &http.Client{Transport: t}
}
