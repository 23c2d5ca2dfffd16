package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// Signals returns a context that ends when the program is asked to end: by SIGINT, SIGTERM
// or SIGHUP, those left out that it was started to ignore (nohup). A second one
// ends the program at once, in case it hangs. Call stop when done.
func Signals(parent context.Context) (ctx context.Context, stop func()) {
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop = signal.NotifyContext(parent, ends...)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// SoundOnStdout makes a closed pipe behind standard output an error like any other. The
// default is that it ends the program with SIGPIPE, in the middle of whatever it
// does to the terminal.
func SoundOnStdout() { signal.Ignore(syscall.SIGPIPE) }
