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
	corked bool      // the device stood still
	cut    int64     // where the packet next to it seeks to, -1 when none does
	after  bool      // it was asked after that packet, not before
	fed    time.Time // when sound was first sent after it, zero when none was
}

// command sends a raw command, in order with the sound.
func (p *pulseOutput) command(b []byte) {
	if err := p.ses.client.Send(control, b); err != nil {
		p.lost(err)
	}
}

// ask asks for a reading.
func (p *pulseOutput) ask() {
	p.asking.Lock()
	defer p.asking.Unlock()
	if q := p.question(-1, false); q != nil {
		p.command(q)
	}
}

// question returns the packet that asks for a reading, nil if too many are under
// way. cut and after are as in question. asking is held until it has been sent.
func (p *pulseOutput) question(cut int64, after bool) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.askedN
	if n-p.gotN == uint32(len(p.asked)) {
		return nil
	}
	p.askedN++
	p.asked[n%uint32(len(p.asked))] = question{at: time.Now(), corked: p.settled.Load(), cut: cut, after: after}
	b := appendCommand(make([]byte, 0, 32), proto.OpGetPlaybackLatency, ownTag|n&tagMask)
	return appendTime(appendUint32(b, p.stream))
}

// feed notes that sound was sent. mu is held.
func (p *pulseOutput) feed(now time.Time) {
	if p.fed.IsZero() {
		p.fed = now
	}
	for n := p.gotN; n != p.askedN; n++ {
		if q := &p.asked[n%uint32(len(p.asked))]; q.fed.IsZero() {
			q.fed = now
		}
	}
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
	switch n := p.take(tag, &r); n {
	case 0:
		body.err = errTags
	case 1:
		close(p.first)
	}
}

// take takes a reading over and returns which one it is, 0 when it answers no question.
func (p *pulseOutput) take(tag uint32, r *reading) uint32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gotN == p.askedN || tag&tagMask != p.gotN&tagMask {
		return 0
	}
	q := p.asked[p.gotN%uint32(len(p.asked))]
	p.gotN++
	r.asked, r.got, r.corked = q.at, time.Now(), q.corked
	p.fed = q.fed
	p.line.add(*r, q.cut < 0)
	if q.cut >= 0 {
		p.judge(q, r.read-q.cut)
	}
	p.seen.Store(r)
	return p.gotN
}

// judge learns from a cut that the sink was late frames beyond, when asked by q.
// mu is held.
func (p *pulseOutput) judge(q question, late int64) {
	switch {
	case late > 0 && q.after:
		p.stats.Close++
		late = min(late, nearGuard) // the sink went on since
	case late > 0:
		p.stats.Late++
		p.stats.LateMost = max(p.stats.LateMost, Duration(late))
	}
	p.line.cut(late)
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
	target, _, _ := body.uint32(), body.uint32(), body.uint32()
	latency := time.Duration(min(body.usec(), math.MaxUint32)) * time.Microsecond
	if body.err != nil {
		return
	}
	p.mu.Lock()
	p.target = int64(target) / p.size
	if latency > 0 {
		p.line.setPeriod(int64(Frames(latency)))
	}
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
	defer contain(p.log, p.lost)
	timer := time.NewTimer(0)
	defer timer.Stop()
	due := time.Now() // when the next planned reading is
	for turn := 0; ; {
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
		p.ask()
		now := time.Now()
		if !now.Before(due) {
			turn++
		}
		due = p.plan(now, turn)
		d := due.Sub(now)
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

// plan returns when the reading of a turn is to be asked for: in about 1/4 s, sooner
// while the timeline has few, and much later when the device is stopped; and so that the
// turns meet the sink's steps at all phases, not at the same one again and again.
func (p *pulseOutput) plan(now time.Time, turn int) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	wait := 250 * time.Millisecond
	switch {
	case p.settled.Load():
		wait = 2 * time.Second
	case p.line.n < 8:
		wait = 20 * time.Millisecond
	}
	period := Duration(p.line.period)
	since := now.Add(wait).Sub(p.line.from).Truncate(period)
	return p.line.from.Add(since + period + time.Duration(phase(turn)*float64(period)))
}
