package output_test

import (
	"io"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"testing"
	"time"
)

// delayProxy listens on loopback and carries each connection to a unix socket, every
// piece of it half of rtt and up to jitter later, in order. It returns its address.
func delayProxy(t *testing.T, socket string, rtt, jitter time.Duration) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("unix", socket)
			if err != nil {
				near.Close()
				continue
			}
			go carry(far, near, rtt/2, jitter, nil)
			go carry(near, far, rtt/2, jitter, nil)
		}
	}()
	return l.Addr().String()
}

// A gate that is locked lets nothing pass.
type gate struct{ sync.RWMutex }

func (g *gate) pass() {
	if g != nil {
		g.RLock()
		defer g.RUnlock()
	}
}

// frozenProxy is a delayProxy without delay, and with a gate.
func frozenProxy(t *testing.T, socket string) (addr string, g *gate) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g = new(gate)
	serve(t, l, socket, g)
	return l.Addr().String(), g
}

// serve carries what comes to l to a unix socket.
func serve(t *testing.T, l net.Listener, socket string, g *gate) {
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("unix", socket)
			if err != nil {
				near.Close()
				continue
			}
			go carry(far, near, 0, 0, g)
			go carry(near, far, 0, 0, g)
		}
	}()
}

func carry(to, from net.Conn, delay, jitter time.Duration, g *gate) {
	defer to.Close()
	type piece struct {
		due  time.Time
		data []byte
	}
	pieces := make(chan piece, 10000)
	go func() {
		defer close(pieces)
		buf := make([]byte, 16<<10)
		for {
			n, err := from.Read(buf)
			if n > 0 {
				late := delay
				if jitter > 0 {
					late += rand.N(jitter)
				}
				pieces <- piece{time.Now().Add(late), append([]byte(nil), buf[:n]...)}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range pieces {
		time.Sleep(time.Until(p.due))
		g.pass()
		if _, err := to.Write(p.data); err != nil {
			from.Close()
			io.Copy(io.Discard, from)
			return
		}
	}
}

// forward listens at a unix socket and carries each connection to another one, as sshd does
// for ssh -R: Close ends it all and leaves the socket behind.
func forward(t *testing.T, from, to string) net.Listener {
	t.Helper()
	l, err := net.Listen("unix", from)
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	t.Cleanup(func() { os.Remove(from) })
	serve(t, l, to, nil)
	return l
}
