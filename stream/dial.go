package stream

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"sync/atomic"
	"syscall"
)

// A dialer opens the connections of one Transport.
type dialer struct {
	pool       *Pool
	publicOnly bool
}

// A dialNote travels in the context of a request to the dial that net/http makes
// for it.
type dialNote struct {
	host  *host         // whose connections are counted
	dials *atomic.Int64 // a stream's, may be nil
	begun func()        // called when the dial begins, may be nil
	ended func()        // called when it has ended, may be nil
}

type dialNoteKey struct{}

// dial opens a connection within connectTimeout. The check of the address is made
// on what the name resolved to, before anything is sent, so that a name that
// changes its address is caught as well.
func (d dialer) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	defer context.AfterFunc(d.pool.ctx, cancel)() // net/http lets a dial outlive its request
	note, ok := ctx.Value(dialNoteKey{}).(dialNote)
	if !ok {
		return nil, fmt.Errorf("dial without a request") // every request carries a note
	}
	if note.ended != nil {
		defer note.ended()
	}
	if note.dials != nil {
		note.dials.Add(1)
	}
	if note.begun != nil {
		note.begun()
	}
	counted := newCountedConn(note.host)
	c, err := d.connect(ctx, network, addr)
	if err == nil && d.publicOnly {
		if err = checkPublic(c.RemoteAddr().String()); err != nil {
			c.Close()
		}
	}
	if err != nil {
		counted.forget()
		return nil, err
	}
	counted.Conn = c
	counted.setIdle(true) // until a request takes it
	return counted, nil
}

// A countedConn keeps its host's count of connections, from the dial on.
type countedConn struct {
	net.Conn
	host *host
	idle bool // guarded by host.mu, as is gone
	gone bool
}

func newCountedConn(h *host) *countedConn {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open++
	return &countedConn{host: h}
}

// setIdle notes whether a request uses the connection.
func (c *countedConn) setIdle(idle bool) {
	c.host.mu.Lock()
	defer c.host.mu.Unlock()
	if c.gone || c.idle == idle {
		return
	}
	c.idle = idle
	if idle {
		c.host.idle++
	} else {
		c.host.idle--
	}
}

// forget takes the connection out of the counts.
func (c *countedConn) forget() {
	c.setIdle(false)
	c.host.mu.Lock()
	defer c.host.mu.Unlock()
	if !c.gone {
		c.gone = true
		c.host.open--
	}
}

func (c *countedConn) Close() error {
	c.forget()
	return c.Conn.Close()
}

// counted returns the countedConn below c, nil when there is none.
func counted(c net.Conn) *countedConn {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	cc, _ := c.(*countedConn)
	return cc
}

func (d dialer) connect(ctx context.Context, network, addr string) (net.Conn, error) {
	if d.pool.opts.DialContext != nil {
		return d.pool.opts.DialContext(ctx, network, addr)
	}
	nd := net.Dialer{}
	if d.publicOnly {
		nd.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
			return checkPublic(address)
		}
	}
	return nd.DialContext(ctx, network, addr)
}

// checkPublic returns an error wrapping ErrPolicy unless address, an IP with a
// port, is one of the open internet.
func checkPublic(address string) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil || isPublic(ap.Addr().Unmap()) {
		return nil // not an IP: a connection in memory
	}
	return fmt.Errorf("redirect to a private network: %w", ErrPolicy)
}

// notPublic lists the networks besides those that netip knows by name: shared
// address space (RFC 6598), this network, IETF protocols, benchmarks (RFC 2544),
// reserved, and IPv4 through NAT64 (RFC 6052).
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"),
}

func isPublic(a netip.Addr) bool {
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return true
}
