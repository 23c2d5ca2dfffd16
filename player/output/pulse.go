package output

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// A pulseOutput is a stream on a PulseAudio or PipeWire server.
//
// Places in the stream are counted in frames from its start, as the server counts
// them. The server has a queue of what it received; the sink takes from it, and
// some milliseconds later the ear hears it:
//
//	0 ......... ear ..... sink ................ end ......... written
//	             |  gone    |  can be replaced   |  our silence  |
//
// next is where the next frame goes: written, or before it after a Rewind, and then
// the next packet carries a seek. Nothing is sent at a Rewind itself.
type pulseOutput struct {
	// immutable after newPulse
	ses    *session
	log    *slog.Logger
	stream uint32 // the stream's channel
	size   int64  // bytes of a frame on the wire
	prebuf int64  // frames to be sent before the device starts
	info   Info

	// sound goroutine only
	packet  []byte
	block   []float32
	scratch []float32
	changed bool  // by a Rewind, and nothing was written since
	past    *past // what was sent, for mend
	paused  bool

	room  chan struct{} // a token: the server asked for sound
	news  chan struct{} // a token: the monitor should look now
	first chan struct{} // closed by the first reading
	dead  chan struct{} // closed when err is set
	wg    sync.WaitGroup

	// flow is held while the device is stopped or started, over the sending, so that
	// the monitor cannot stop a stream that the sound goroutine has begun to feed.
	flow   sync.Mutex
	ending bool      // stop the device when end has been heard
	filled int64     // frames sent since it was stopped
	since  time.Time // when it was stopped
	// corked is set when the device is stopped, and settled a moment later, when the
	// server's indexes do not move any more. Written under flow.
	corked  atomic.Bool
	settled atomic.Bool

	asking sync.Mutex // held over the sending of a question: they go out in order

	mu      sync.Mutex // guards below; never held while sending
	target  int64      // frames the server wants to hold
	credit  int64      // frames it wants after written
	written int64      // where the sent sound ends
	next    int64      // where the next frame goes, <= written
	floor   int64      // where the sound that the caller knows begins
	bridge  int64      // where the last mending began
	oldEnd  int64      // where the sound ended that it replaced
	fed     time.Time  // when sound was first sent after the last reading was asked for
	line    *timeline
	asked   [16]question // readings under way, by number
	askedN  uint32       // how many were asked for
	gotN    uint32       // how many were answered
	stats   Stats
	err     error

	// for Delay, which takes no lock
	end  atomic.Int64            // where the caller's sound ends, <= written
	seen atomic.Pointer[reading] // the last reading
	held atomic.Int64            // Delay when err was set, plus 1
}

// Stats counts what an output had to do. The pulse output has a method
// Stats() Stats, which any goroutine may call.
type Stats struct {
	// Rewinds is how often sound was taken back.
	Rewinds int64
	// Mended is how often the sound for it was written so late that it had to be
	// faded in further on.
	Mended int64
	// Late is how often it came to the server when the sink had already taken some of
	// what it meant to replace: old sound ran on for up to LateMost, as much of the new
	// was lost, and a click may have been heard.
	Late     int64
	LateMost time.Duration
	// Close is how often the sink was there just after, so that it may have been late.
	Close int64
	// Guard is the distance now kept from the sink. It grows with each of these and
	// shrinks again with those in time.
	Guard time.Duration
	// Underruns is how often the server ran out of sound. Silence after the end
	// that is known to the output does not count.
	Underruns int64
	// RoundTrip is the shortest of the last round trips to the server.
	RoundTrip time.Duration
}

// start makes the stream known to the wire and waits for the first reading.
func (p *pulseOutput) start() error {
	p.ses.wire.handle(p)
	p.ask()
	select {
	case <-p.first:
	case <-p.dead:
		return p.failure()
	case <-time.After(openTimeout):
		return fmt.Errorf("no answer in %v", openTimeout)
	}
	p.wg.Go(p.monitor)
	return nil
}

// Write is Output.Write. After Pause(true) it begins to play again.
func (p *pulseOutput) Write(ctx context.Context, s []float32) (int, error) {
	if err := p.failure(); err != nil {
		return 0, err
	}
	p.unpause()
	n := len(s) / Channels
	for done := 0; done < n; {
		room, err := p.wait(ctx, n-done)
		if err != nil {
			return done, err
		}
		if err := p.send(s[done*Channels:(done+room)*Channels], p.tail(room)); err != nil {
			return done, err
		}
		p.changed = false
		done += room
	}
	return n, nil
}

// Rewind is Output.Rewind. It sends nothing: the next packet says where it belongs,
// and the server moves its write index there as it takes it.
func (p *pulseOutput) Rewind(limit int) (int, error) {
	p.changed = true
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return 0, p.err
	}
	end := p.end.Load()
	p.next = min(p.next, max(p.line.sink(time.Now(), p.fed), p.floor, end-int64(max(limit, 0))))
	n := max(0, end-p.next)
	if n > 0 {
		p.end.Store(p.next)
		p.bridge = -bridge
		p.stats.Rewinds++
	}
	return int(n), nil
}

// Delay is Output.Delay.
func (p *pulseOutput) Delay() time.Duration {
	if d := p.held.Load(); d != 0 {
		return time.Duration(d - 1)
	}
	return Duration(max(0, p.end.Load()-p.seen.Load().ear(time.Now())))
}

// Info is Output.Info.
func (p *pulseOutput) Info() Info { return p.info }

// Stats returns the counters so far.
func (p *pulseOutput) Stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.stats
	s.Guard = Duration(p.line.guard)
	s.RoundTrip, _ = p.line.trip()
	return s
}

// Close is Output.Close.
func (p *pulseOutput) Close() error {
	p.fail(closedError(p.info.Name))
	p.ses.close()
	p.wg.Wait()
	return nil
}

// failure returns the error that every method answers, or nil.
func (p *pulseOutput) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// fail sets the error that every method answers. Only that of Close replaces
// another.
func (p *pulseOutput) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.held.Store(int64(p.Delay()) + 1)
		close(p.dead)
	} else if !isClosed(err) {
		return
	}
	p.err = err
}

// lost is handler.lost: the connection or the stream has gone.
func (p *pulseOutput) lost(err error) {
	p.fail(fmt.Errorf("%s: %w: %w", p.info.Name, ErrLost, err))
	p.ses.wire.fail(err)
}
