package output

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"
)

// A pace is a clock that plays: what is written is heard at 48,000 frames a second,
// one after the other, from the moment of the first. When it has run out it stands, and
// goes on with the next frame.
//
// null and stdout are paced by it. It keeps to time.Now and timers, so it works in
// the virtual time of testing/synctest.
type pace struct {
	lead  int64 // frames that may be written ahead of the ear
	timer *time.Timer
	dead  chan struct{} // closed with err

	mu      sync.Mutex
	written int64     // frames written and not taken back
	base    int64     // frames heard at since
	since   time.Time // when the clock began to run
	err     error
	heardAt int64 // what was heard when err was set
}

func newPace(lead time.Duration) *pace {
	p := &pace{lead: int64(Frames(lead)), timer: time.NewTimer(0), dead: make(chan struct{})}
	p.timer.Stop()
	return p
}

// heard is where the ear is at now. mu is held.
func (p *pace) heard(now time.Time) int64 {
	if p.err != nil {
		return p.heardAt
	}
	return min(p.written, p.base+int64(now.Sub(p.since).Seconds()*Rate))
}

// add counts n more frames as written now. mu is held.
func (p *pace) add(n int, now time.Time) {
	if h := p.heard(now); h == p.written {
		p.base, p.since = h, now // it had run out
	}
	p.written += int64(n)
}

// take waits for room for n frames, or for a quarter of the lead, and counts as many
// as there is room for. take and sleep are the sound goroutine's.
func (p *pace) take(ctx context.Context, n int) (int, error) {
	for {
		p.mu.Lock()
		now := time.Now()
		room := p.lead - (p.written - p.heard(now))
		want := min(int64(n), p.lead/4)
		err := p.err
		if err == nil && ctx.Err() == nil && room >= want {
			n = int(min(int64(n), room))
			p.add(n, now)
			p.mu.Unlock()
			return n, nil
		}
		p.mu.Unlock()
		if err != nil {
			return 0, err
		}
		if err := p.sleep(ctx, Duration(want-room)+1); err != nil {
			return 0, err
		}
	}
}

// sleep waits for d, or for the end of ctx or of p.
func (p *pace) sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.timer.Reset(d)
	select {
	case <-p.timer.C:
		return nil
	case <-ctx.Done():
		p.timer.Stop()
		return ctx.Err()
	case <-p.dead:
		p.timer.Stop()
		return p.failure()
	}
}

// drain waits until all has been heard.
func (p *pace) drain(ctx context.Context) error {
	for {
		if err := p.failure(); err != nil {
			return err
		}
		d := p.delay()
		if d == 0 {
			return nil
		}
		if err := p.sleep(ctx, d); err != nil {
			return err
		}
	}
}

// rewind takes back what has not been heard, at most limit frames.
func (p *pace) rewind(limit int) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return 0, p.err
	}
	n := min(int64(max(limit, 0)), p.written-p.heard(time.Now()))
	p.written -= n
	return int(n), nil
}

// delay is how much of what was written is not heard yet.
func (p *pace) delay() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Duration(p.written - p.heard(time.Now()))
}

// fail stops the clock for good. Only the error of Close replaces another.
func (p *pace) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.heardAt = p.heard(time.Now())
		close(p.dead)
	} else if !isClosed(err) {
		return
	}
	p.err = err
}

func (p *pace) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// closedError is what the methods of an output answer after Close.
type closedError string

func (e closedError) Error() string { return string(e) + ": output closed" }
func (e closedError) Unwrap() error { return os.ErrClosed }

func isClosed(err error) bool {
	var closed closedError
	return errors.As(err, &closed)
}
