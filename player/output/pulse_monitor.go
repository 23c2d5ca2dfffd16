package output

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

const (
	// corkTag marks the answer to a cork command, which only matters when it is an
	// error. The answers to readings carry ownTag and a number below corkTag.
	corkTag = ownTag | 1<<30
	// tagMask is the number in the tag of a reading.
	tagMask = 1<<30 - 1
)

// A question is a GetPlaybackLatency that has not been answered.
type question struct {
	at     time.Time
	corked bool
	cut    int64 // where the packet after it seeks to, -1 when none does
}

// command sends a raw command, in order with the sound.
func (p *pulseOutput) command(b []byte) {
	if err := p.ses.client.Send(control, b); err != nil {
		p.lost(err)
	}
}

// ask asks for a reading. cut is where the packet that follows will seek to, or -1.
func (p *pulseOutput) ask(cut int64) {
	p.mu.Lock()
	if p.askedN-p.gotN == uint32(len(p.asked)) {
		p.mu.Unlock()
		return
	}
	n := p.askedN
	p.askedN++
	p.asked[n%uint32(len(p.asked))] = question{at: time.Now(), corked: p.corked.Load(), cut: cut}
	p.mu.Unlock()
	b := appendCommand(make([]byte, 0, 32), proto.OpGetPlaybackLatency, ownTag|n&tagMask)
	p.command(appendTime(appendUint32(b, p.stream)))
}

// answer is handler.answer.
func (p *pulseOutput) answer(tag uint32, failed bool, body *tags) {
	if failed {
		p.lost(fmt.Errorf("the server says: %w", proto.Error(body.uint32())))
		return
	}
	if tag == corkTag {
		return
	}
	r := p.parseReading(body)
	if body.err != nil {
		return // the wire reports it
	}
	p.mu.Lock()
	if p.gotN == p.askedN || tag&tagMask != p.gotN&tagMask {
		p.mu.Unlock()
		body.err = errTags
		return
	}
	q := p.asked[p.gotN%uint32(len(p.asked))]
	p.gotN++
	r.asked, r.got, r.corked = q.at, time.Now(), q.corked
	p.line.add(r)
	late := r.read - q.cut
	if q.cut >= 0 && late > 0 {
		p.stats.Late++
		p.stats.LateMost = max(p.stats.LateMost, Duration(late))
		p.line.late(late)
	}
	p.seen.Store(&r)
	first := p.gotN == 1
	p.mu.Unlock()
	if first {
		close(p.first)
	}
	if q.cut >= 0 && late > 0 {
		p.log.Warn("pulse: a cut came late", "by", Duration(late))
	}
}

// parseReading reads the answer to GetPlaybackLatency.
func (p *pulseOutput) parseReading(b *tags) reading {
	var r reading
	r.latency = int64(Frames(time.Duration(min(b.usec(), math.MaxUint32)) * time.Microsecond))
	b.usec()
	r.running = b.bool()
	b.time()
	b.time()
	r.write = b.int64() / p.size
	r.read = b.int64() / p.size
	// The server says how long it has played silence in bytes, all ones at the start.
	r.dry = int64(min(b.uint64()/uint64(p.size), Rate*60))
	return r
}

// message is handler.message.
func (p *pulseOutput) message(op uint32, body *tags) {
	switch op {
	case proto.OpRequest:
		if body.uint32() == p.stream {
			p.request(int64(body.uint32()) / p.size)
		}
	case proto.OpPlaybackStreamKilled:
		if body.uint32() == p.stream && body.err == nil {
			p.lost(errors.New("the server ended the stream (was its device removed?)"))
		}
	case proto.OpUnderflow:
		p.mu.Lock()
		if p.written == p.end.Load() {
			p.stats.Underruns++
		}
		p.mu.Unlock()
		p.wake()
	case proto.OpOverflow:
		p.log.Warn("pulse: the server's buffer ran over")
	case proto.OpStarted, proto.OpPlaybackStreamSuspended:
		p.wake()
	case proto.OpPlaybackStreamMoved:
		p.moved(body)
	case proto.OpPlaybackBufferAttrChanged:
		if body.uint32() == p.stream {
			p.resized(body)
		}
	}
}

// request notes that the server wants n more frames.
func (p *pulseOutput) request(n int64) {
	p.mu.Lock()
	p.credit += n
	p.mu.Unlock()
	token(p.room)
}

// moved takes the new buffer sizes after the stream went to another sink.
func (p *pulseOutput) moved(body *tags) {
	if body.uint32() != p.stream {
		return
	}
	body.uint32() // the sink
	body.string()
	body.bool()
	p.resized(body)
}

// resized takes buffer sizes: the queue's limit, target, prebuffer and least
// request, in bytes, and the sink's latency.
func (p *pulseOutput) resized(body *tags) {
	body.uint32()
	target, _, least := body.uint32(), body.uint32(), body.uint32()
	latency := time.Duration(min(body.usec(), math.MaxUint32)) * time.Microsecond
	if body.err != nil {
		return
	}
	p.mu.Lock()
	p.target = int64(target) / p.size
	p.line.period = max(int64(least)/p.size, int64(Frames(latency)))
	p.mu.Unlock()
	p.wake()
}

// wake makes the monitor look now.
func (p *pulseOutput) wake() { token(p.news) }

func token(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// monitor asks for readings and stops the device at the end of the sound.
func (p *pulseOutput) monitor() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for turn := 0; ; turn++ {
		select {
		case <-p.dead:
			return
		case <-p.news:
		case <-timer.C:
		}
		if p.silentFor() > frozen {
			p.lost(fmt.Errorf("no answer for %v", frozen))
			return
		}
		p.ask(-1)
		d := p.pace(turn)
		if end := p.stop(); end > 0 {
			d = min(d, end)
		}
		timer.Reset(d)
	}
}

// silentFor returns how long the oldest open question has waited.
func (p *pulseOutput) silentFor() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.askedN == p.gotN {
		return 0
	}
	return time.Since(p.asked[p.gotN%uint32(len(p.asked))].at)
}

// pace returns how long to wait before the next reading: 1/4 s, less while the
// timeline has few, and long when the device is stopped. It differs from turn to turn
// so that the readings meet the sink's steps at all phases, not at the same one again
// and again.
func (p *pulseOutput) pace(turn int) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, phase := math.Modf(float64(turn) * math.Phi)
	step := Duration(2 * p.line.period)
	switch {
	case p.line.last.corked:
		return 2 * time.Second
	case p.line.n < 8:
		return 20*time.Millisecond + time.Duration(phase*float64(step))
	}
	return 240*time.Millisecond + time.Duration(phase*float64(step))
}
