package remote

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"time"
)

// A client is one connection, as the server sees it.
type client struct {
	server     *Server
	conn       net.Conn
	ctx        context.Context
	cancel     context.CancelFunc
	queue      chan []byte
	gone       chan struct{} // closed when read has ended
	subscribed bool          // guarded by Server.mu
}

// read takes lines until the client goes.
func (c *client) read() {
	defer func() {
		c.server.mu.Lock()
		delete(c.server.clients, c)
		c.server.mu.Unlock()
		c.cancel()
		close(c.gone)
	}()
	in := bufio.NewReaderSize(c.conn, MaxLine+2)
	for c.server.ctx.Err() == nil {
		c.watchIdle()
		raw, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			c.send(encode(Reply{Error: errLong.Error()}))
			return // the rest of the line would be taken for commands
		}
		if err != nil && (!errors.Is(err, io.EOF) || len(raw) == 0) {
			return
		}
		line, err := ParseLine(raw)
		switch {
		case err != nil:
			c.send(encode(Reply{Error: err.Error()}))
		case line == "":
		case !c.send(c.answer(line)...):
			return
		}
	}
}

// watchIdle bounds how long the next line may take. An end that came meanwhile stays.
func (c *client) watchIdle() {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	var deadline time.Time
	switch {
	case c.ctx.Err() != nil:
		deadline = time.Now()
	case !c.subscribed:
		deadline = time.Now().Add(idleFor)
	}
	_ = c.conn.SetReadDeadline(deadline)
}

// answer does what a line says and returns the lines to send.
func (c *client) answer(line string) [][]byte {
	s := c.server
	switch line {
	case "status":
		status := s.o.Status()
		return [][]byte{encode(Reply{OK: true, Status: &status})}
	case "subscribe":
		status := s.o.Status()
		s.mu.Lock()
		c.subscribed = true
		s.mu.Unlock()
		if s.o.Subscribed != nil {
			s.o.Subscribed()
		}
		return [][]byte{encode(Reply{OK: true, Status: &status})}
	}
	return [][]byte{encode(s.do(c.ctx, line))}
}

// send queues lines. It waits for room, and so does the client's next line; false means that
// the client is gone.
func (c *client) send(lines ...[]byte) bool {
	for _, l := range lines {
		select {
		case c.queue <- l: // first of all, also when both could be
			continue
		default:
		}
		select {
		case c.queue <- l:
		case <-c.ctx.Done():
			return false
		}
	}
	return true
}

// write sends what is queued until the reader has ended, and then what is left.
func (c *client) write() {
	defer c.conn.Close()
	for {
		select {
		case line := <-c.queue:
			if !c.put(line, writeTimeout) {
				c.drop()
				return
			}
		case <-c.gone:
			c.flush()
			return
		}
	}
}

// flush sends what is left at the end.
func (c *client) flush() {
	until := time.Now().Add(flushTimeout)
	for {
		select {
		case line := <-c.queue:
			if !c.put(line, time.Until(until)) {
				return
			}
		default:
			return
		}
	}
}

func (c *client) put(line []byte, d time.Duration) bool {
	if c.conn.SetWriteDeadline(time.Now().Add(d)) != nil {
		return false
	}
	_, err := c.conn.Write(line)
	return err == nil
}

// drop ends the connection without waiting: what it still had to read is lost.
func (c *client) drop() {
	c.cancel()
	_ = c.conn.SetDeadline(time.Now())
}

// end makes the reader return; Server.mu is held.
func (c *client) end() { _ = c.conn.SetReadDeadline(time.Now()) }
