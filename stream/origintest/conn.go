package origintest

import (
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// A conn is one end of a connection in memory.
type conn struct {
	in, out       *pipe
	local, remote net.Addr
	rd, wd        *deadline
	onClose       func()
	once          sync.Once
	closed        atomic.Bool
}

func newConn(in, out *pipe, local, remote net.Addr) *conn {
	return &conn{in: in, out: out, local: local, remote: remote, rd: newDeadline(), wd: newDeadline()}
}

func (c *conn) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	n, err := c.in.read(b, c.rd)
	return n, c.ended(err)
}

func (c *conn) Write(b []byte) (int, error) {
	n, err := c.out.write(b, c.wd)
	return n, c.ended(err)
}

// ended is err, or net.ErrClosed when this end has been closed.
func (c *conn) ended(err error) error {
	if err != nil && c.closed.Load() {
		return net.ErrClosed
	}
	return err
}

// Close ends the connection as a kernel does: what was written still goes out, the other end
// then reads the end, and what comes in is answered with a reset, which the
// sender sees when it writes, half a round trip later.
func (c *conn) Close() error {
	c.once.Do(func() {
		c.closed.Store(true)
		c.out.update(func() { c.out.shut = true })
		time.AfterFunc(c.in.delay, func() {
			c.in.update(func() {
				c.in.deaf, c.in.segments, c.in.inFlight, c.in.waiting = true, nil, 0, nil
				if c.in.err == nil {
					c.in.err = &net.OpError{Op: "write", Net: "tcp", Err: os.NewSyscallError("write", syscall.EPIPE)}
				}
			})
		})
		c.rd.set(time.Unix(1, 0)) // what waits at this end returns
		c.wd.set(time.Unix(1, 0))
		if c.onClose != nil {
			c.onClose()
		}
	})
	return nil
}

// reset ends the connection with a reset: nothing more comes out at the other end.
func (c *conn) reset() {
	c.sever(&net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)})
	c.Close()
}

// sever breaks both directions.
func (c *conn) sever(err error) {
	for _, p := range []*pipe{c.in, c.out} {
		p.update(func() {
			if p.err == nil {
				p.err = err
			}
			p.segments, p.waiting = nil, nil
		})
	}
}

func (c *conn) LocalAddr() net.Addr  { return c.local }
func (c *conn) RemoteAddr() net.Addr { return c.remote }

func (c *conn) SetDeadline(t time.Time) error {
	c.rd.set(t)
	c.wd.set(t)
	return nil
}

func (c *conn) SetReadDeadline(t time.Time) error  { c.rd.set(t); return nil }
func (c *conn) SetWriteDeadline(t time.Time) error { c.wd.set(t); return nil }
