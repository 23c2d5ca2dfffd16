package player

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"anyaudio/player/output"
)

// How often a lost or missing output is looked for.
const (
	reopenFirst = 300 * time.Millisecond
	reopenMost  = 2 * time.Second
)

// An outputs opens outputs in a goroutine of its own, since that may take seconds,
// and hands them to the sound goroutine. While there is none to be had it hands
// out the silent clock, and keeps looking.
type outputs struct {
	open func(context.Context) (output.Output, error)
	log  *slog.Logger
	data chan struct{} // to the sound goroutine: look again
	lost chan struct{} // from the sound goroutine: open another

	mu    sync.Mutex // guards the two below
	fresh output.Output
	cause error
}

// run is the goroutine; it ends with ctx.
func (o *outputs) run(ctx context.Context) {
	defer func() {
		if out, _, _ := o.take(); out != nil {
			out.Close()
		}
	}()
	started := false
	for delay := reopenFirst; ctx.Err() == nil; {
		out, err := o.open(ctx)
		if err == nil {
			started, delay = true, reopenFirst
			o.put(out, nil)
			select {
			case <-ctx.Done():
				return
			case <-o.lost:
			}
		} else if !errors.Is(err, output.ErrNoOutput) && !errors.Is(err, output.ErrLost) {
			o.put(nil, err)
			return
		} else if !started {
			started = true
			if null, nerr := output.Open(ctx, "null", output.Options{}); nerr == nil {
				o.put(null, err)
			}
		}
		sleep(ctx, delay)
		if err != nil {
			delay = min(2*delay, reopenMost)
		}
	}
}

func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

func (o *outputs) put(out output.Output, cause error) {
	o.mu.Lock()
	if o.fresh != nil {
		o.fresh.Close() // the sound goroutine was not quick enough to use it
	}
	o.fresh, o.cause = out, cause
	o.mu.Unlock()
	poke(o.data)
}

// take returns the output that has been opened since, nil for none, and why it is
// only the silent clock.
func (o *outputs) take() (output.Output, output.Info, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	out, cause := o.fresh, o.cause
	o.fresh, o.cause = nil, nil
	if out == nil {
		return nil, output.Info{}, cause
	}
	return out, out.Info(), cause
}

// reopen asks for another output after a loss.
func (o *outputs) reopen() { poke(o.lost) }
