package output

import (
	"context"
	"net"
)

// WithDial returns options that make connections with dial.
func WithDial(o Options, dial func() (net.Conn, error)) Options {
	o.dial = func(context.Context, string, string) (net.Conn, error) { return dial() }
	return o
}
