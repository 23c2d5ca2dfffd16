package output

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

const (
	// openTimeout bounds the dialling of one server, and then each of its answers.
	openTimeout = 3 * time.Second
	// minVersion is protocol 23, of PulseAudio 2.0 (2012). Older servers send less in
	// their answers than is read here.
	minVersion = 23
)

// Shapes of the answers that opening waits for, in protocol 23 and later.
const (
	shapeAuth   = "L"
	shapeClient = "L"
	shapeStream = "LLLLLLLamLt1Uf"
	shapeServer = "ttttattLm"
)

// A session is a connection to a server that has let us in.
type session struct {
	server server
	client *proto.Client
	wire   *wire
}

// connect tries each server in turn and returns the first that lets us in.
func connect(ctx context.Context, servers []server, o Options) (*session, error) {
	var errs []error
	for _, s := range servers {
		ses, err := login(ctx, s, o)
		if err == nil {
			return ses, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", s, err))
		if ctx.Err() != nil {
			break
		}
	}
	return nil, errors.Join(errs...)
}

func login(ctx context.Context, s server, o Options) (*session, error) {
	conn, err := dial(ctx, s, o)
	if err != nil {
		return nil, err
	}
	ses := &session{server: s, client: &proto.Client{}, wire: newWire(conn, o.logger())}
	ses.client.SetTimeout(openTimeout)
	ses.client.Open(ses.wire)
	stop := context.AfterFunc(ctx, func() { ses.wire.fail(context.Cause(ctx)) })
	defer stop()
	if err := ses.greet(o); err != nil {
		ses.close()
		return nil, err
	}
	return ses, nil
}

func dial(ctx context.Context, s server, o Options) (net.Conn, error) {
	if o.dial != nil {
		return o.dial(ctx, s.network, s.addr)
	}
	d := net.Dialer{
		Timeout:         openTimeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 4},
	}
	conn, err := d.DialContext(ctx, s.network, s.addr)
	return conn, plain(err)
}

// plain returns an error of a connection without its addresses, which the caller names.
func plain(err error) error {
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		return op.Err
	}
	return err
}

func (ses *session) greet(o Options) error {
	var auth proto.AuthReply
	if err := ses.request(shapeAuth, &proto.Auth{Version: ses.client.Version(), Cookie: cookie(o)}, &auth); err != nil {
		return err
	}
	if auth.Version.Version() < minVersion {
		return fmt.Errorf("the server speaks protocol %d, older than %d", auth.Version.Version(), minVersion)
	}
	ses.client.SetVersion(auth.Version)
	props := proto.PropList{
		"application.name":       proto.PropListString(o.appName()),
		"application.process.id": proto.PropListString(strconv.Itoa(os.Getpid())),
	}
	if exe, err := os.Executable(); err == nil {
		props["application.process.binary"] = proto.PropListString(filepath.Base(exe))
	}
	return ses.request(shapeClient, &proto.SetClientName{Props: props}, &proto.SetClientNameReply{})
}

// request sends a request and waits for its answer, which must have the shape.
func (ses *session) request(shape string, args proto.RequestArgs, reply proto.Reply) error {
	ses.wire.awaiting(shape)
	err := ses.client.Request(args, reply)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no answer in %v", openTimeout)
	}
	// A broken connection is better told by what broke it.
	return cmp.Or(ses.wire.failure(), err)
}

func (ses *session) close() {
	ses.wire.fail(os.ErrClosed)
	<-ses.wire.ended
}

// openPulse opens a stream to a sink, empty for the default one, of the first of the
// servers that lets us in.
func openPulse(ctx context.Context, servers []server, sink string, o Options) (*pulseOutput, error) {
	ses, err := connect(ctx, servers, o)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { ses.wire.fail(context.Cause(ctx)) })
	defer stop()
	p, err := newPulse(ses, sink, o)
	if err != nil {
		if sink != "" && errors.Is(err, proto.ErrNoSuchEntity) {
			err = ses.noSink(ctx, sink)
		}
		ses.close()
		return nil, fmt.Errorf("%s: %w", ses.server, err)
	}
	return p, nil
}

// pulseName is the output's name for a listener.
func pulseName(s server, sink string) string {
	if sink == "" {
		return "pulse " + s.String()
	}
	return "pulse " + s.String() + " @" + sink
}

// newPulse makes the stream, with the device stopped until there is sound. In the
// request:
//
//   - the server asks the sink for the latency of one period, and keeps the rest of the
//     buffer in the stream's own queue, where a Rewind can replace it. Sinks that cannot
//     rewind (null, network, Bluetooth, all of PipeWire) would play as much of the old sound
//     as they hold. AdjustLatency gives the sink half of what two requests leave of the
//     buffer. So a request can be nearly half of the buffer, and the server asks 5 times a
//     second: asking 100 times, at each period, woke us for most of the CPU that playing took;
//   - far away EarlyRequests gives it one BufferMinimumRequest, so that the queue is always
//     nearly full: its 1 s is for the network's worst moments;
//   - BufferPrebufferLength is not 0, so the read index stands still in an
//     underrun, and what follows is played from its first frame;
//   - VolumeSet is not set, so the volume that the server remembers for us wins.
func newPulse(ses *session, sink string, o Options) (*pulseOutput, error) {
	local := ses.server.local
	period, buffer, prebuf := 10*time.Millisecond, 400*time.Millisecond, 50*time.Millisecond
	format, size := byte(proto.FormatFloat32LE), 4*Channels
	if !local {
		period, buffer, prebuf = 20*time.Millisecond, time.Second, 100*time.Millisecond
		format, size = proto.FormatInt16LE, 2*Channels
	}
	if ms, err := strconv.Atoi(o.getenv("PULSE_LATENCY_MSEC")); err == nil && ms > 0 {
		buffer = time.Duration(ms) * time.Millisecond
	}
	buffer = o.buffer(buffer)
	period = min(cmp.Or(o.Period, period), buffer/4)
	target, request := buffer, period
	if local {
		target, request = buffer+period, (buffer-period)/2
	}
	bytes := func(d time.Duration) uint32 { return uint32(Frames(d) * size) }

	req := &proto.CreatePlaybackStream{
		SampleSpec:            proto.SampleSpec{Format: format, Channels: Channels, Rate: Rate},
		ChannelMap:            proto.ChannelMap{proto.ChannelLeft, proto.ChannelRight},
		SinkIndex:             proto.Undefined,
		SinkName:              sink,
		BufferMaxLength:       proto.Undefined,
		Corked:                true,
		BufferTargetLength:    bytes(target),
		BufferPrebufferLength: bytes(min(prebuf, buffer/2)),
		BufferMinimumRequest:  bytes(request),
		ChannelVolumes:        proto.ChannelVolumes{proto.VolumeNorm, proto.VolumeNorm},
		AdjustLatency:         local,
		EarlyRequests:         !local,
		Properties: proto.PropList{
			"media.name": proto.PropListString(o.mediaName()),
			"media.role": proto.PropListString("music"),
		},
	}
	var reply proto.CreatePlaybackStreamReply
	if err := ses.request(shapeStream, req, &reply); err != nil {
		return nil, err
	}
	frames := func(bytes uint32) int64 { return int64(bytes) / int64(size) }
	sinkPeriod := int64(Frames(cmp.Or(time.Duration(reply.SinkLatency)*time.Microsecond, period)))
	p := &pulseOutput{
		ses:    ses,
		log:    o.logger(),
		stream: reply.StreamIndex,
		size:   int64(size),
		target: frames(reply.BufferTargetLength),
		prebuf: min(max(frames(reply.BufferPrebufferLength), sinkPeriod), frames(reply.BufferTargetLength)),
		credit: frames(reply.BufferTargetLength),
		line:   newTimeline(sinkPeriod, ses.server.local, time.Now()),
		info: Info{
			Name:     pulseName(ses.server, sink),
			Buffer:   Duration(frames(reply.BufferTargetLength)),
			RealTime: true,
		},
		bridge: -bridge,
		room:   make(chan struct{}, 1),
		news:   make(chan struct{}, 1),
		dead:   make(chan struct{}),
		first:  make(chan struct{}),
	}
	p.corked.Store(true)
	p.settled.Store(true)
	p.past = newPast(min(p.target, 20*Rate) + Rate)
	p.seen.Store(&reading{})
	return p, p.start()
}
