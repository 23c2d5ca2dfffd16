package origintest

import (
	"io"
	"os"
	"sync"
	"time"
)

// A pipe is one direction of one connection: bytes written come out as the lane
// allows, half a round trip later. A sender goroutine moves them; it ends when
// the pipe has been shut or closed and emptied.
type pipe struct {
	lane  *lane
	delay time.Duration

	mu       sync.Mutex // guards below
	changed  chan struct{}
	waiting  []byte    // written, not sent
	segments []segment // sent, in order of arrival
	inFlight int       // bytes in segments, for the bound
	shut     bool      // no more writes; an end follows the last byte
	err      error     // broken: both ends see it at once
	lost     bool      // what is sent goes nowhere
	deaf     bool      // the reader has gone

	window int       // slow start: bytes in flight allowed
	flown  int       // slow start: bytes sent in this round trip
	round  time.Time // slow start: end of this round trip
}

type segment struct {
	data []byte
	at   time.Time
	end  bool
}

// newPipe returns a pipe and its sender, which the caller runs.
func newPipe(l *lane) *pipe {
	return &pipe{lane: l, delay: l.link.RTT / 2, window: initialWindow, changed: make(chan struct{})}
}

func (p *pipe) notifyLocked() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// update changes the pipe under its lock and tells everybody.
func (p *pipe) update(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
	p.notifyLocked()
}

// run sends what is waiting, segment by segment.
func (p *pipe) run() {
	for {
		data, ok := p.take()
		if !ok {
			return
		}
		left := time.Now()
		if len(data) > 0 {
			p.slowStart(len(data))
			left = p.lane.send(len(data))
			if !p.sleep(time.Until(left)) {
				return
			}
		}
		p.update(func() {
			if !p.lost && !p.deaf {
				at := left.Add(p.delay)
				p.segments = append(p.segments, segment{data: data, at: at, end: len(data) == 0})
				p.inFlight += len(data)
			}
		})
		if len(data) == 0 {
			return
		}
	}
}

// take waits for the next segment to send; an empty one is the end.
func (p *pipe) take() ([]byte, bool) {
	for {
		p.mu.Lock()
		if p.err != nil {
			p.mu.Unlock()
			return nil, false
		}
		// A receiver that does not read stops the sender.
		if n := min(len(p.waiting), p.lane.link.segment()); n > 0 && (p.inFlight < p.lane.link.sendBuffer() || p.lost || p.deaf) {
			data := append([]byte(nil), p.waiting[:n]...)
			p.waiting = append(p.waiting[:0], p.waiting[n:]...)
			p.notifyLocked()
			p.mu.Unlock()
			return data, true
		}
		if len(p.waiting) == 0 && p.shut {
			p.mu.Unlock()
			return nil, true
		}
		changed := p.changed
		p.mu.Unlock()
		<-changed
	}
}

// sleep waits for d; it returns false when the pipe breaks meanwhile.
func (p *pipe) sleep(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		p.mu.Lock()
		broken, changed := p.err != nil, p.changed
		p.mu.Unlock()
		if broken {
			return false
		}
		select {
		case <-timer.C:
			return true
		case <-changed:
		}
	}
}

// slowStart waits for the next round trip when this one's window is used up.
func (p *pipe) slowStart(n int) {
	if !p.lane.link.SlowStart {
		return
	}
	now := time.Now()
	if now.Sub(p.round) > max(p.lane.link.RTT, 200*time.Millisecond) { // idle: RFC 5681, section 4.1
		p.window, p.flown, p.round = initialWindow, 0, now.Add(p.lane.link.RTT)
	}
	if p.flown+n > p.window {
		p.sleep(time.Until(p.round))
		p.window, p.flown, p.round = 2*p.window, 0, time.Now().Add(p.lane.link.RTT)
	}
	p.flown += n
}

// write takes p's bytes as there is room for them.
func (p *pipe) write(b []byte, deadline *deadline) (n int, err error) {
	for {
		p.mu.Lock()
		switch {
		case p.err != nil:
			err = p.err
		case p.shut:
			err = io.ErrClosedPipe
		case deadline.passed():
			err = os.ErrDeadlineExceeded
		}
		if err != nil || n == len(b) {
			p.mu.Unlock()
			return n, err
		}
		if room := p.lane.link.sendBuffer() - len(p.waiting); room > 0 {
			m := min(room, len(b)-n)
			p.waiting = append(p.waiting, b[n:n+m]...)
			n += m
			p.notifyLocked()
			p.mu.Unlock()
			continue
		}
		changed := p.changed
		p.mu.Unlock()
		deadline.wait(changed, time.Time{})
	}
}

// read gives what has arrived.
func (p *pipe) read(b []byte, deadline *deadline) (int, error) {
	for {
		p.mu.Lock()
		now := time.Now()
		var next time.Time
		if len(p.segments) > 0 {
			next = p.segments[0].at
		}
		switch {
		case p.err != nil:
			p.mu.Unlock()
			return 0, p.err
		case deadline.passed():
			p.mu.Unlock()
			return 0, os.ErrDeadlineExceeded
		case !next.IsZero() && !next.After(now):
			n, err := p.arrivedLocked(b, now)
			p.mu.Unlock()
			return n, err
		}
		changed := p.changed
		p.mu.Unlock()
		deadline.wait(changed, next)
	}
}

// arrivedLocked copies the segments whose time has come.
func (p *pipe) arrivedLocked(b []byte, now time.Time) (n int, err error) {
	for n < len(b) && len(p.segments) > 0 && !p.segments[0].at.After(now) {
		s := &p.segments[0]
		if s.end {
			if n == 0 {
				err = io.EOF
			}
			break
		}
		m := copy(b[n:], s.data)
		n, s.data = n+m, s.data[m:]
		p.inFlight -= m
		if len(s.data) == 0 {
			p.segments = p.segments[1:]
		}
	}
	p.notifyLocked()
	return n, err
}

// A deadline is one of a connection's two.
type deadline struct {
	mu      sync.Mutex
	at      time.Time
	changed chan struct{}
}

func newDeadline() *deadline { return &deadline{changed: make(chan struct{})} }

func (d *deadline) set(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = t
	close(d.changed)
	d.changed = make(chan struct{})
}

func (d *deadline) passed() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.at.IsZero() && !time.Now().Before(d.at)
}

// wait waits for the first of changed, the time next, the deadline and its change.
func (d *deadline) wait(changed <-chan struct{}, next time.Time) {
	d.mu.Lock()
	at, moved := d.at, d.changed
	d.mu.Unlock()
	if next.IsZero() || !at.IsZero() && at.Before(next) {
		next = at
	}
	if next.IsZero() {
		select {
		case <-changed:
		case <-moved:
		}
		return
	}
	timer := time.NewTimer(time.Until(next))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-changed:
	case <-moved:
	}
}

// settle is about how long what was written takes to arrive.
func (p *pipe) settle() time.Duration {
	p.mu.Lock()
	n := len(p.waiting) + p.lane.link.segment()
	p.mu.Unlock()
	d := p.delay + time.Millisecond
	if b := p.lane.link.Bandwidth; b > 0 {
		d += time.Duration(float64(n) / float64(b) * float64(time.Second))
	}
	return d
}
