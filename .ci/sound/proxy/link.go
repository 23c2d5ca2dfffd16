package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// window bounds the bytes on their way in one direction of a connection, as the buffers of
// a path do: without it a slow link would swallow whole files.
const window = 256 << 10

// A link is what all connections share: its delay, its rate, and whether it is alive.
type link struct {
	mu     sync.Mutex // guards all below; held only for a moment
	rtt    time.Duration
	jitter time.Duration
	rate   int
	dead   bool
	moved  chan struct{} // closed and replaced at every change
	free   time.Time     // when the rate lets the next byte pass
	conns  map[net.Conn]bool
	count  int
	log    io.Writer
}

func newLink(rtt time.Duration, rate int, log io.Writer) *link {
	return &link{rtt: rtt, rate: rate, log: log, moved: make(chan struct{}), conns: map[net.Conn]bool{}}
}

// set makes a change and wakes whoever waits for one.
func (l *link) set(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
	close(l.moved)
	l.moved = make(chan struct{})
}

func (l *link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		if t, ok := c.(*net.TCPConn); ok {
			_ = t.SetLinger(0) // a reset, not an orderly end
		}
		_ = c.Close()
	}
}

func (l *link) event(conn int, format string, args ...any) {
	line := fmt.Sprintf("%d %d "+format+"\n", append([]any{time.Now().UnixNano(), conn}, args...)...)
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = io.WriteString(l.log, line)
}

func (l *link) delay() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rtt
}

// late is how much longer than half a round trip a piece takes.
func (l *link) late() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.jitter <= 0 {
		return 0
	}
	return rand.N(l.jitter)
}

// alive waits until the link is not dead.
func (l *link) alive() {
	for {
		l.mu.Lock()
		dead, moved := l.dead, l.moved
		l.mu.Unlock()
		if !dead {
			return
		}
		<-moved
	}
}

// turn is when n bytes towards the client have passed the narrow place, which is the last one
// before the client: what an abandoned connection had under way costs nothing.
func (l *link) turn(n int) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if l.rate <= 0 {
		return now
	}
	if l.free.Before(now) {
		l.free = now
	}
	l.free = l.free.Add(time.Duration(n) * time.Second / time.Duration(l.rate))
	return l.free
}

// serve carries one connection until both directions have ended.
func (l *link) serve(client net.Conn, dial func() (net.Conn, error)) {
	defer client.Close()
	origin, err := dial()
	if err != nil {
		return
	}
	defer origin.Close()
	l.mu.Lock()
	l.count++
	id := l.count
	l.conns[client] = true
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		delete(l.conns, client)
		l.mu.Unlock()
		l.event(id, "close")
	}()
	l.event(id, "open")
	established := time.Now().Add(l.delay())
	var both sync.WaitGroup
	both.Go(func() {
		l.carry(origin, client, hooks{
			seen: func(b []byte) time.Time {
				if r := request(b); r != "" {
					l.event(id, "request %s", r)
				}
				return established
			},
		})
	})
	both.Go(func() {
		l.carry(client, origin, hooks{
			turn:   l.turn,
			passed: func(n int) { l.event(id, "bytes %d", n) },
		})
	})
	both.Wait()
}

// hooks are what the two directions do differently; each may be nil.
type hooks struct {
	seen   func([]byte) time.Time // told of each piece; it may not pass before the answer
	turn   func(n int) time.Time  // when n bytes may have passed
	passed func(n int)            // told of what has arrived
}

// A piece is some bytes under way, and when they arrive.
type piece struct {
	data []byte
	due  time.Time
}

// carry copies from src to dst, each piece half a round trip and some jitter after it came.
func (l *link) carry(dst, src net.Conn, h hooks) {
	queue := make(chan piece, window/4096)
	var sender sync.WaitGroup
	sender.Go(func() { l.deliver(dst, src, queue, h) })
	buf := make([]byte, 4096)
	for {
		n, err := src.Read(buf)
		if n > 0 {
			due := time.Now()
			if h.seen != nil {
				if t := h.seen(buf[:n]); t.After(due) {
					due = t
				}
			}
			queue <- piece{append([]byte(nil), buf[:n]...), due.Add(l.delay()/2 + l.late())}
		}
		if err != nil {
			break
		}
	}
	close(queue)
	sender.Wait()
}

// deliver writes what comes out of the queue, in time, and ends dst's half with it.
func (l *link) deliver(dst, src net.Conn, queue <-chan piece, h hooks) {
	defer closeWrite(dst)
	ok := true
	for p := range queue {
		if !ok {
			continue // drained, so that the reader can end
		}
		time.Sleep(time.Until(p.due))
		l.alive()
		if h.turn != nil {
			time.Sleep(time.Until(h.turn(len(p.data))))
		}
		if _, err := dst.Write(p.data); err != nil {
			ok = false
			_ = src.Close()
		} else if h.passed != nil {
			h.passed(len(p.data))
		}
	}
}

// closeWrite passes the end of one direction on and leaves the other one open.
func closeWrite(c net.Conn) {
	if h, ok := c.(interface{ CloseWrite() error }); ok {
		_ = h.CloseWrite()
	}
}
