package stream

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"
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
}

type dialNoteKey struct{}

// dial opens a connection within connectTimeout. The check of the address is made
// on what the name resolved to, before anything is sent, so that a name that
// changes its address is caught as well.
func (d dialer) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	defer context.AfterFunc(d.pool.ctx, cancel)() // net/http lets a dial outlive its request
	note, _ := ctx.Value(dialNoteKey{}).(dialNote)
	if note.dials != nil {
		note.dials.Add(1)
	}
	if note.begun != nil {
		note.begun()
	}
	note.host.connsBy(1)
	c, err := d.connect(ctx, network, addr)
	if err == nil && d.publicOnly {
		if err = checkPublic(c.RemoteAddr().String()); err != nil {
			c.Close()
		}
	}
	if err != nil {
		note.host.connsBy(-1)
		return nil, err
	}
	return &countedConn{Conn: c, host: note.host}, nil
}

// A countedConn tells its host when it is closed.
type countedConn struct {
	net.Conn
	host *host
	once sync.Once
}

func (c *countedConn) Close() error {
	c.once.Do(func() { c.host.connsBy(-1) })
	return c.Conn.Close()
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
