package origintest

import (
	"context"
	"net"
	"net/netip"
	"os"
	"sync"
	"syscall"
	"time"
)

// A Network is an origin's listener whose connections exist in memory only, behind a
// Link. All its waits are on channels and timers, so it works in a
// testing/synctest bubble. Close ends everything that it has started.
type Network struct {
	link     Link
	up, down *lane // client to server and back
	accept   chan net.Conn
	wg       sync.WaitGroup

	mu      sync.Mutex // guards below
	closed  chan struct{}
	conns   map[*conn]struct{} // client ends, until both are closed
	dials   int
	open    int
	peak    int
	away    bool // no packet passes
	refused bool
	mute    bool // connections are accepted by the kernel and never by the server
}

// Listen returns a Network. It is a net.Listener, to serve on, and its
// DialContext connects to that whatever the address.
func Listen(link Link) *Network {
	return &Network{
		link: link, up: &lane{link: link}, down: &lane{link: link},
		accept: make(chan net.Conn, 64), closed: make(chan struct{}), conns: map[*conn]struct{}{},
	}
}

// DialContext opens a connection, which takes one RTT. While the network is down
// a try is repeated after 1, 3, 7, 15 s, as TCP repeats a SYN.
func (n *Network) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	n.mu.Lock()
	n.dials++
	n.mu.Unlock()
	for pause := time.Second; ; pause *= 2 {
		n.mu.Lock()
		away, refused := n.away, n.refused
		n.mu.Unlock()
		if !away {
			if err := n.sleep(ctx, n.link.RTT); err != nil {
				return nil, dialError(network, err)
			}
			if refused {
				return nil, dialError(network, syscall.ECONNREFUSED)
			}
			return n.connect(addr)
		}
		if err := n.sleep(ctx, pause); err != nil {
			return nil, dialError(network, err)
		}
	}
}

func dialError(network string, err error) error {
	return &net.OpError{Op: "dial", Net: network, Err: err}
}

func (n *Network) sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-n.closed:
		return syscall.ECONNREFUSED
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (n *Network) connect(addr string) (net.Conn, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	select {
	case <-n.closed:
		return nil, dialError("tcp", syscall.ECONNREFUSED)
	default:
	}
	up, down := newPipe(n.up), newPipe(n.down)
	client := newConn(down, up, clientAddr, parseAddr(addr))
	var wg sync.WaitGroup
	wg.Go(up.run)
	wg.Go(down.run)
	n.wg.Go(func() {
		wg.Wait()
		n.mu.Lock()
		delete(n.conns, client) // both ends are closed: until then Close must break it
		n.mu.Unlock()
	})
	server := newConn(up, down, parseAddr(addr), clientAddr)
	client.onClose = n.forget
	n.conns[client] = struct{}{}
	n.open++
	n.peak = max(n.peak, n.open)
	if n.mute {
		return client, nil
	}
	select {
	case n.accept <- server:
	default:
		return nil, dialError("tcp", syscall.ECONNREFUSED)
	}
	return client, nil
}

func (n *Network) forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.open--
}

var clientAddr = net.TCPAddrFromAddrPort(netip.MustParseAddrPort("203.0.113.7:40000"))

// parseAddr gives an address for the far end of a dial: the dialled one when it
// is an IP address, otherwise a public one of the documentation's network.
func parseAddr(addr string) net.Addr {
	if ap, err := netip.ParseAddrPort(addr); err == nil {
		return net.TCPAddrFromAddrPort(ap)
	}
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort("203.0.113.1:80"))
}

// Accept returns the next connection's server end.
func (n *Network) Accept() (net.Conn, error) {
	select {
	case c := <-n.accept:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

// Addr returns the address of the server end.
func (n *Network) Addr() net.Addr { return parseAddr("") }

// Close breaks all connections, fails all dials and waits for the network's
// goroutines. It may be called more than once.
func (n *Network) Close() error {
	n.mu.Lock()
	select {
	case <-n.closed:
		n.mu.Unlock()
		return nil
	default:
	}
	close(n.closed)
	n.mu.Unlock()
	n.each(func(c *conn) { c.sever(net.ErrClosed) })
	n.wg.Wait()
	return nil
}

func (n *Network) each(f func(*conn)) {
	n.mu.Lock()
	var all []*conn
	for c := range n.conns {
		all = append(all, c)
	}
	n.mu.Unlock()
	for _, c := range all {
		f(c)
	}
}

// Reset breaks all connections: both ends get "connection reset by peer".
func (n *Network) Reset() {
	n.each(func(c *conn) {
		c.sever(&net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)})
	})
}

// Blackhole makes the connections that exist now swallow everything, for good;
// later ones work. So does a router that has forgotten them.
func (n *Network) Blackhole() {
	n.each(func(c *conn) {
		c.in.update(func() { c.in.lost, c.in.segments = true, nil })
		c.out.update(func() { c.out.lost, c.out.segments = true, nil })
	})
}

// Down takes the network away: connections that exist are dead for good, and
// new ones can be made after Up only.
func (n *Network) Down() {
	n.mu.Lock()
	n.away = true
	n.mu.Unlock()
	n.Blackhole()
}

// Up brings the network back.
func (n *Network) Up() {
	n.mu.Lock()
	n.away = false
	n.mu.Unlock()
}

// Refuse makes dials fail with "connection refused", or work again.
func (n *Network) Refuse(on bool) {
	n.mu.Lock()
	n.refused = on
	n.mu.Unlock()
}

// Mute makes new connections hang: they are made, and no server answers on them.
func (n *Network) Mute(on bool) {
	n.mu.Lock()
	n.mute = on
	n.mu.Unlock()
}

// Dials is the number of connections asked for.
func (n *Network) Dials() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.dials
}

// Open is the number of client connections that have not been closed, Peak
// the most there were at a time.
func (n *Network) Open() (now, peak int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.open, n.peak
}

// Bytes is what has been sent by clients and by servers, everything counted.
func (n *Network) Bytes() (up, down int64) { return n.up.total(), n.down.total() }
