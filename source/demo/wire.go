package demo

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"time"

	"anyaudio/stream/origintest"
)

// wireHost is where the origin is on a Wire. Names below localhost are never anybody else's
// (RFC 6761, 6.3).
const wireHost = "demo.localhost"

// A Wire leads to a Demo's origin without a network, not even this machine's own: its connections
// exist in memory. It is made before the Demo, for whoever opens connections. All methods may be
// called from any goroutine.
type Wire struct{ n *origintest.Network }

// NewWire returns a Wire as long as rtt and as narrow as bandwidth, in bytes per second; 0 is no
// delay, and no limit. The Demo that has it in its Options closes it.
func NewWire(rtt time.Duration, bandwidth int64) *Wire {
	return &Wire{origintest.Listen(origintest.Link{RTT: rtt, Bandwidth: bandwidth})}
}

// A DialFunc opens a connection, as in http.Transport.
type DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error)

// Dial returns a DialFunc that takes the wire to the origin, and next to everybody else; nil for
// next is the network.
func (w *Wire) Dial(next DialFunc) DialFunc {
	if next == nil {
		next = (&net.Dialer{}).DialContext
	}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if host, _, err := net.SplitHostPort(addr); err == nil && host == wireHost {
			return w.n.DialContext(ctx, network, addr)
		}
		return next(ctx, network, addr)
	}
}

// Proxy returns next, as in http.Transport, but for the origin, to which no proxy leads.
func (w *Wire) Proxy(next func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		if r.URL.Hostname() == wireHost {
			return nil, nil
		}
		return next(r)
	}
}

// wired is a Wire as a listener.
type wired struct{ *origintest.Network }

func (wired) Addr() net.Addr { return wireAddr{} }

type wireAddr struct{}

func (wireAddr) Network() string { return "memory" }
func (wireAddr) String() string  { return wireHost }
