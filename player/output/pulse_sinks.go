package output

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// A sink is one device of a server, as the server describes it.
type sink struct {
	name, description string
	state             uint32 // 0 running, 1 idle, 2 suspended
	volume            uint32 // of the loudest channel, 0x10000 is full
	muted             bool
}

func (s sink) stateName() string {
	return map[uint32]string{0: "running", 1: "idle", 2: "suspended"}[s.state]
}

// A noSink is the error for a sink that a server does not have.
type noSink struct {
	name   string
	server server
	there  []string
}

func (e *noSink) Error() string {
	if len(e.there) == 0 {
		return fmt.Sprintf("no sink %q at %s, nor any other", e.name, e.server)
	}
	return fmt.Sprintf("no sink %q at %s; there is %s", e.name, e.server, strings.Join(e.there, ", "))
}

// noSink asks the server what there is instead of the sink of that name.
func (ses *session) noSink(ctx context.Context, name string) error {
	e := &noSink{name: name, server: ses.server}
	sinks, err := ses.sinks(ctx)
	for _, s := range sinks {
		e.there = append(e.there, s.name)
	}
	if err != nil {
		return fmt.Errorf("no sink %q (%w)", name, err)
	}
	return e
}

// defaultSink asks what the server is and where it plays what is not told where.
func (ses *session) defaultSink() (proto.GetServerInfoReply, error) {
	var info proto.GetServerInfoReply
	err := ses.request(shapeServer, &proto.GetServerInfo{}, &info)
	return info, err
}

// sinks asks for the list of sinks. The answer has no fixed shape, so it is not left
// to proto; nothing may be playing on the session.
func (ses *session) sinks(ctx context.Context) ([]sink, error) {
	a := &listing{version: ses.client.Version().Version(), done: make(chan struct{})}
	ses.wire.handle(a)
	if err := ses.client.Send(control, appendCommand(nil, proto.OpGetSinkInfoList, ownTag)); err != nil {
		return nil, err
	}
	select {
	case <-a.done:
		return a.sinks, a.err
	case <-time.After(openTimeout):
		return nil, fmt.Errorf("no answer in %v", openTimeout)
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// A listing is the handler that waits for the list: done is closed when it has come, or
// cannot come any more.
type listing struct {
	version int
	once    sync.Once
	done    chan struct{}
	sinks   []sink
	err     error
}

func (l *listing) message(uint32, *tags) {}

func (l *listing) lost(err error) { l.finish(nil, err) }

func (l *listing) answer(_ uint32, failed bool, body *tags) {
	if failed {
		l.finish(nil, fmt.Errorf("the server says: %w", proto.Error(body.uint32())))
		return
	}
	sinks := parseSinks(body, l.version)
	l.finish(sinks, body.err)
}

func (l *listing) finish(sinks []sink, err error) {
	l.once.Do(func() {
		l.sinks, l.err = sinks, err
		close(l.done)
	})
}

// parseSinks reads the answer to GetSinkInfoList: sinks one after the other, in protocol
// 23 to 33 (sink_fill_tagstruct in src/pulsecore/protocol-native.c of PulseAudio 16.1).
func parseSinks(b *tags, version int) []sink {
	var all []sink
	for b.err == nil && len(b.p) > 0 {
		var s sink
		b.uint32() // index
		s.name, s.description = b.text(), b.text()
		b.skip("amL") // sample format, channel map, module
		s.volume, s.muted = b.volumes(), b.bool()
		b.skip("LtUtLPUV") // monitor and its name, latency, driver, flags, properties, latency, base volume
		s.state = b.uint32()
		b.skip("LL") // volume steps, card
		for n := b.uint32(); n > 0 && b.err == nil; n-- {
			b.skip("ttL") // a port's name, description, priority
			if version >= 24 {
				b.skip("L") // whether it is plugged in
			}
		}
		b.string() // the active port
		for n := b.uint8(); n > 0 && b.err == nil; n-- {
			b.skip("f")
		}
		if b.err == nil {
			all = append(all, s)
		}
	}
	return all
}
