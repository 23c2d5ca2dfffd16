package cli

import (
	"context"
	"time"

	"anyaudio/player/output"
)

// A Limit ends the sound after a given length, exact to the frame: it stands between
// the player and its output and takes no more than that. Make one with NewLimit.
type Limit struct {
	left int64         // frames; sound goroutine only
	done chan struct{} // closed by the sound goroutine
}

// limitFade is how long the sound takes to end, so that it ends without a click.
const limitFade = output.Rate / 200

// NewLimit returns a limit of d.
func NewLimit(d time.Duration) *Limit {
	return &Limit{left: int64(output.Frames(d)), done: make(chan struct{})}
}

// Done is closed when all of the sound has been heard. That of a nil Limit never is.
func (l *Limit) Done() <-chan struct{} {
	if l == nil {
		return nil
	}
	return l.done
}

// Wrap puts the limit before an output. The outputs of one limit, which come one after
// another when a device is lost, share it.
func (l *Limit) Wrap(out output.Output) output.Output { return &limited{out, l} }

// A limited is an output with a limit.
type limited struct {
	output.Output
	limit *Limit
}

// Write hands on what is within the limit, waits for that to be heard when it is the
// last, and lets everything beyond go by as fast as it would sound.
func (o *limited) Write(ctx context.Context, p []float32) (int, error) {
	l := o.limit
	frames := len(p) / output.Channels
	taken := 0
	if n := min(int64(frames), l.left); n > 0 {
		var err error
		taken, err = o.Output.Write(ctx, fadeBefore(p[:n*output.Channels], l.left))
		l.left -= int64(taken)
		if err != nil || l.left > 0 {
			return taken, err
		}
	}
	if err := l.end(ctx, o.Output); err != nil {
		return taken, err
	}
	select {
	case <-ctx.Done():
		return taken, ctx.Err()
	case <-time.After(output.Duration(int64(frames - taken))):
		return frames, nil
	}
}

// end waits for the last of the sound, once.
func (l *Limit) end(ctx context.Context, out output.Output) error {
	select {
	case <-l.done:
		return nil
	default:
	}
	if err := out.Drain(ctx); err != nil {
		return err
	}
	close(l.done)
	return nil
}

// Rewind gives back what the output has.
func (o *limited) Rewind(limit int) (int, error) {
	n, err := o.Output.Rewind(limit)
	o.limit.left += int64(n)
	return n, err
}

// fadeBefore returns p, of which the first frame has left frames until the end, with
// the last part of those fading to nothing.
func fadeBefore(p []float32, left int64) []float32 {
	if left-int64(len(p)/output.Channels) >= limitFade {
		return p
	}
	faded := make([]float32, len(p))
	for i, x := range p {
		toEnd := left - int64(i/output.Channels) - 1
		faded[i] = x * min(float32(toEnd)/limitFade, 1)
	}
	return faded
}
