package output

import (
	"context"
	"time"
)

// maxPacketFrames keeps a packet, and the buffer for it, small.
const maxPacketFrames = 4096

// wait blocks until the server wants n frames, or a quarter of its buffer, and
// returns how many of the n it wants. (Less would only make for smaller packets.)
func (p *pulseOutput) wait(ctx context.Context, n int) (int, error) {
	n = min(n, maxPacketFrames)
	for {
		p.mu.Lock()
		room, least := p.credit+p.written-p.next, p.target/4
		if p.next < p.written {
			least = 1 // what replaces sound is urgent
		}
		err := p.err
		p.mu.Unlock()
		switch {
		case err != nil:
			return 0, err
		case ctx.Err() != nil:
			return 0, ctx.Err()
		case room >= min(int64(n), least):
			return int(min(int64(n), room)), nil
		}
		select {
		case <-p.room:
		case <-p.dead:
		case <-ctx.Done():
		}
	}
}

// send puts s at next, and after it silence that is not the caller's.
func (p *pulseOutput) send(s []float32, silence int64) error {
	p.mu.Lock()
	if len(s) > 0 {
		p.end.Store(p.next + int64(len(s)/Channels))
	}
	if silence > 0 {
		p.block = append(append(p.block[:0], s...), make([]float32, silence*Channels)...)
		s = p.block
	}
	s = p.mend(s, time.Now())
	at, seek, n := p.next, p.next-p.written, int64(len(s)/Channels)
	if n > 0 {
		p.credit -= seek + n
		p.past.put(at, s)
		p.written = at + n
	}
	p.next = at + n
	p.mu.Unlock()
	if n == 0 {
		return nil // the old sound stays in its place
	}

	if p.size == 4*Channels {
		p.packet = appendF32(p.packet[:0], s)
	} else {
		p.packet = appendS16(p.packet[:0], s)
	}
	if seek == 0 {
		p.transmit()
	} else {
		p.transmitCut(at, seek)
	}
	p.mu.Lock()
	p.feed(time.Now())
	err := p.err
	p.mu.Unlock()
	if err != nil {
		return err
	}
	return p.uncork(n)
}

// transmit sends packet.
func (p *pulseOutput) transmit() {
	if err := p.ses.client.Send(p.stream, p.packet); err != nil {
		p.lost(err)
	}
}

// transmitCut sends packet to another place than the end. The answers to questions right
// before and after it tell whether the sink has been there already. All go in one write,
// or a busy machine would do something else between them.
func (p *pulseOutput) transmitCut(at, seek int64) {
	p.asking.Lock()
	defer p.asking.Unlock()
	w := p.ses.wire
	if q := p.question(at, false); q != nil {
		w.before = appendPacket(w.before[:0], q)
	}
	if q := p.question(at, true); q != nil {
		w.after = appendPacket(w.after[:0], q)
	}
	w.seek = seek * p.size
	p.transmit()
}
