package output

import (
	"context"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// silence is how much silence goes after the caller's sound when no more may follow.
// A server plays whole periods only (PipeWire), waits for its prebuffer before it
// starts, and stops at the write index (both): so this lets all of the sound out, and
// drops for good what a Rewind took back. The next Write takes its place. mu is held.
func (p *pulseOutput) silence(now time.Time) int64 {
	sink := p.line.sink(now, p.fed)
	lead := max(0, sink-p.line.last.ear(now)) + max(0, sink-p.next)
	return min(max(lead+p.line.period+Rate/50, p.prebuf+p.line.period), 2*Rate)
}

// pad writes silence after the caller's sound, if there is none.
func (p *pulseOutput) pad() error {
	p.mu.Lock()
	n := p.silence(time.Now())
	done := p.next == p.written && (p.written == 0 || p.written > p.end.Load())
	p.mu.Unlock()
	if done {
		return nil
	}
	return p.send(nil, n)
}

// short is the length of a packet that may be a fade and no more.
const short = Rate * 15 / 1000

// tail returns how much silence goes after a packet of n frames: some, if it is short and
// follows a Rewind. Such a packet is a fade, and the caller has perhaps nothing to
// write after it for a while.
func (p *pulseOutput) tail(n int) int64 {
	if !p.changed || n >= short || p.corked.Load() {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.silence(time.Now())
}

// Pause is Output.Pause. The monitor stops the device when all has been heard.
func (p *pulseOutput) Pause(paused bool) error {
	if err := p.failure(); err != nil {
		return err
	}
	if !paused {
		p.unpause()
		return nil
	}
	if p.paused {
		return nil
	}
	if err := p.pad(); err != nil {
		return err
	}
	p.paused = true
	p.flow.Lock()
	p.ending = true
	p.flow.Unlock()
	p.wake()
	return nil
}

// unpause keeps the monitor from stopping the device, and takes back what is left of
// the silence after the sound. The device starts with the next packet.
func (p *pulseOutput) unpause() {
	if p.paused {
		p.paused = false
		p.flow.Lock()
		p.ending = false
		p.flow.Unlock()
	}
	p.mu.Lock()
	if end := p.end.Load(); p.next > end {
		p.next = min(p.next, max(end, p.line.sink(time.Now(), p.fed)))
		if p.next > end {
			p.floor = p.next
		}
	}
	p.mu.Unlock()
}

// uncork starts the device if it was stopped, after n frames were sent. It comes after
// what takes the place of the rest of the queue, so that the sink cannot take that
// first; and only when there is as much as a sink may take at once.
func (p *pulseOutput) uncork(n int64) error {
	p.flow.Lock()
	defer p.flow.Unlock()
	if p.filled += n; p.corked.Load() && p.filled >= p.prebuf {
		p.corked.Store(false)
		p.settled.Store(false)
		p.cork(false)
		p.wake()
	}
	return p.failure()
}

// heard returns 0 when all of the caller's sound has been heard, and else after which
// time to look again. A reading must have found the end beyond the sink: extrapolation
// alone is wrong when the sink has stood still in the meantime.
func (p *pulseOutput) heard() time.Duration {
	if d := p.Delay(); d > 0 {
		return d + time.Millisecond
	}
	if p.seen.Load().read < p.end.Load() {
		return 10 * time.Millisecond
	}
	return 0
}

// stop stops the device if the sound is to end and has been heard. Otherwise it
// returns after which time to look again, or 0.
func (p *pulseOutput) stop() time.Duration {
	p.flow.Lock()
	defer p.flow.Unlock()
	if !p.ending {
		if p.corked.Load() && !p.settled.Load() && time.Since(p.since) > settle {
			p.settled.Store(true)
			p.ask()
		}
		return 0
	}
	if d := p.heard(); d > 0 {
		return d
	}
	p.ending, p.filled, p.since = false, 0, time.Now()
	p.cork(true)
	p.corked.Store(true)
	return settle + time.Millisecond
}

// settle is how long a stopped device may still be moving. PipeWire tells of a last
// period late.
const settle = 50 * time.Millisecond

// cork tells the server to stop or to start the device. flow is held.
func (p *pulseOutput) cork(stop bool) {
	b := appendCommand(nil, proto.OpCorkPlaybackStream, corkTag)
	p.command(appendBool(appendUint32(b, p.stream), stop))
}

// Drain is Output.Drain.
func (p *pulseOutput) Drain(ctx context.Context) error {
	if err := p.failure(); err != nil {
		return err
	}
	if err := p.pad(); err != nil {
		return err
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
		case <-p.dead:
			return p.failure()
		case <-ctx.Done():
			return ctx.Err()
		}
		d := p.heard()
		if d == 0 {
			return nil
		}
		p.wake()
		timer.Reset(min(d, 50*time.Millisecond))
	}
}
