package output

import (
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"time"
)

// Options are what an output may be told. The zero value is what a listener
// wants.
type Options struct {
	// Buffer is how much sound the output holds ahead of the ear. 0 means the
	// output's own default: pulse 400 ms, or PULSE_LATENCY_MSEC when that is set,
	// or 1 s when the server is not this machine's own; null 250 ms; stdout 200 ms
	// (its lead). oto has fixed buffers. Rewind makes a large one cost nothing in
	// response. Values are kept within 40 ms and 10 s.
	Buffer time.Duration

	// Period is how often a pulse server's sink is asked to take sound, and so how
	// near to the ear a Rewind can cut. 0 means 10 ms, or 20 ms when the server is
	// not this machine's own.
	Period time.Duration

	// AppName is the program's name in a mixer; empty means "anyaudio".
	AppName string
	// MediaName is asked once by each Open for the stream's name in a mixer; nil
	// means "music".
	MediaName func() string

	// Stdout is where the output "stdout" writes; it must be set to use that one.
	// If it has a SetWriteDeadline method, Close uses it to end a blocked write.
	Stdout io.Writer
	// StdoutDelay is what the receiver of "stdout" adds before the sound is heard;
	// it is added to Delay.
	StdoutDelay time.Duration

	// Getenv reads the environment; nil means os.Getenv. The variables read are
	// PULSE_SERVER, PULSE_COOKIE, PULSE_RUNTIME_PATH, PULSE_LATENCY_MSEC,
	// XDG_RUNTIME_DIR, XDG_CONFIG_HOME and HOME. oto reads the real ones.
	Getenv func(string) string

	// Logger takes what a listener need not see; nil means nowhere.
	Logger *slog.Logger

	// dial makes connections; nil means a net.Dialer. For tests.
	dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

func (o Options) getenv(key string) string {
	if o.Getenv == nil {
		return os.Getenv(key)
	}
	return o.Getenv(key)
}

func (o Options) logger() *slog.Logger {
	if o.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Logger
}

func (o Options) appName() string {
	if o.AppName == "" {
		return "anyaudio"
	}
	return o.AppName
}

func (o Options) mediaName() string {
	if o.MediaName == nil {
		return "music"
	}
	return o.MediaName()
}

// buffer returns Buffer, or def when it is not set, within the limits.
func (o Options) buffer(def time.Duration) time.Duration {
	if o.Buffer != 0 {
		def = o.Buffer
	}
	return min(max(def, 40*time.Millisecond), 10*time.Second)
}
