package origintest

import (
	"net"
	"time"
)

// Shape returns a listener whose connections are those of l, seen through link:
// delayed by half of the RTT each way, limited to the bandwidth, and one RTT late at the start,
// as a connection over the network would be. It works in real time; a connection
// costs some hundred timer wake-ups a second while it is busy and none
// otherwise. After Close of a connection its goroutines end when what was written has gone
// out, after five seconds at the latest.
func Shape(l net.Listener, link Link) net.Listener {
	return &shaped{Listener: l, up: &lane{link: link}, down: &lane{link: link}}
}

type shaped struct {
	net.Listener
	up, down *lane
}

// Accept waits for the next connection.
func (s *shaped) Accept() (net.Conn, error) {
	c, err := s.Listener.Accept()
	if err != nil {
		return nil, err
	}
	// The kernel has completed the handshake at once; over the network the first
	// request would come a round trip later.
	in := newPipe(s.up, time.Now().Add(s.up.link.RTT*3/2))
	out := newPipe(s.down, time.Time{})
	sc := newConn(in, out, c.LocalAddr(), c.RemoteAddr())
	sc.onClose = func() { c.SetWriteDeadline(time.Now().Add(5 * time.Second)) }
	go in.run()
	go out.run()
	go receive(c, in)
	go transmit(out, c)
	return sc, nil
}

// receive feeds what comes from c into p. It ends with c.
func receive(c net.Conn, p *pipe) {
	never := newDeadline()
	buf := make([]byte, 16<<10)
	for {
		n, err := c.Read(buf)
		if n > 0 {
			if _, err := p.write(buf[:n], never); err != nil {
				return
			}
		}
		if err != nil {
			p.update(func() { p.shut = true })
			return
		}
	}
}

// transmit writes what comes out of p to c, and closes c at its end.
func transmit(p *pipe, c net.Conn) {
	defer c.Close()
	never := newDeadline()
	buf := make([]byte, 64<<10)
	for {
		n, err := p.read(buf, never)
		if n > 0 {
			if _, err := c.Write(buf[:n]); err != nil {
				p.update(func() { p.err = err })
				return
			}
		}
		if err != nil {
			return
		}
	}
}
