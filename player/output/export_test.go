package output

import (
	"context"
	"net"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// WithDial returns options that make connections with dial.
func WithDial(o Options, dial func() (net.Conn, error)) Options {
	o.dial = func(context.Context, string, string) (net.Conn, error) { return dial() }
	return o
}

// ParseServers returns the addresses of a server string.
func ParseServers(list string, machine ...string) ([]string, error) {
	servers, err := parseServers(list, machine...)
	var s []string
	for _, one := range servers {
		s = append(s, one.String())
	}
	return s, err
}

// ParseSinks returns the names in the answer to GetSinkInfoList.
func ParseSinks(body []byte, version int) (names []string, err error) {
	b := &tags{p: body}
	for _, s := range parseSinks(b, version) {
		names = append(names, s.name)
	}
	return names, b.err
}

// Cookie returns what is shown to a server.
func Cookie(o Options) []byte { return cookie(o) }

// A sinkhole is a connection that takes everything.
type sinkhole struct {
	net.Conn
	closed chan struct{}
}

func (c sinkhole) Read([]byte) (int, error)         { <-c.closed; return 0, net.ErrClosed }
func (c sinkhole) Write(p []byte) (int, error)      { return len(p), nil }
func (c sinkhole) SetWriteDeadline(time.Time) error { return nil }
func (c sinkhole) Close() error                     { close(c.closed); return nil }

// PulseSinkhole is a pulse output whose server wants sound without end.
func PulseSinkhole() Output {
	ses := &session{client: &proto.Client{}, wire: newWire(sinkhole{closed: make(chan struct{})}, Options{}.logger())}
	ses.client.Open(ses.wire)
	p := &pulseOutput{
		ses: ses, log: Options{}.logger(), size: 4 * Channels, target: Rate, credit: 1 << 60,
		line: newTimeline(480, true, time.Now()), past: newPast(2 * Rate), bridge: -bridge, room: make(chan struct{}, 1), dead: make(chan struct{}),
	}
	p.seen.Store(&reading{})
	return p
}
