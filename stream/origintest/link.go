package origintest

import (
	"sync"
	"time"
)

// A Link is a path between a client and an origin. The zero value is a path without any
// delay.
type Link struct {
	// RTT is the round-trip time; each direction takes half of it, and so does each
	// way of a connection's set-up.
	RTT time.Duration
	// Bandwidth is in bytes per second, for each direction and shared by all
	// connections of the link; 0 is unlimited.
	Bandwidth int64
	// SendBuffer is how many bytes a sender may have waiting, 128 KiB when 0. It
	// stands for the socket buffers of both ends.
	SendBuffer int
	// Segment is how many bytes are sent at a time. 0 means 1460 or what 5 ms
	// carry, whichever is more; a test of exact times sets 1460.
	Segment int
	// SlowStart limits the bytes in flight as a new or idle TCP connection does:
	// ten segments of 1460 bytes, doubled for each round trip that used them up.
	SlowStart bool
}

const (
	mss           = 1460
	initialWindow = 10 * mss
	defaultBuffer = 128 << 10
)

func (l Link) segment() int {
	if l.Segment > 0 {
		return l.Segment
	}
	return int(min(max(l.Bandwidth/200, mss), 64<<10))
}

func (l Link) sendBuffer() int {
	if l.SendBuffer > 0 {
		return l.SendBuffer
	}
	return defaultBuffer
}

// A lane is one direction of a link: what its connections share.
type lane struct {
	link Link

	mu    sync.Mutex // guards below
	free  time.Time  // when the last byte given to it has left
	bytes int64
}

// send books n bytes and returns when the last of them has left.
func (l *lane) send(n int) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bytes += int64(n)
	now := time.Now()
	if l.free.Before(now) {
		l.free = now
	}
	if l.link.Bandwidth > 0 {
		l.free = l.free.Add(time.Duration(float64(n) / float64(l.link.Bandwidth) * float64(time.Second)))
	}
	return l.free
}

func (l *lane) total() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.bytes
}
