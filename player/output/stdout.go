package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"syscall"
	"time"
)

// A pipeOutput writes raw samples, s16le 48 kHz stereo, to a pipe, at most a lead
// ahead of the clock. Without the clock a player runs many seconds ahead of the ear:
// 12 to 13 s were measured through ssh, whose windows and sockets take all they get.
// What was sent cannot be taken back, and a pause sends nothing: the receiver runs dry
// quietly.
//
// When the reader of standard output has gone, the error wraps io.ErrClosedPipe and not
// ErrLost: opening the same pipe again is of no use. (Writing to a broken file descriptor 1
// or 2 kills a Go program by SIGPIPE unless main has asked for that signal.)
type pipeOutput struct {
	*pace
	name  string
	gone  error // what the error wraps when the reader has gone
	w     io.Writer
	extra time.Duration
	free  chan []byte   // buffers that can be filled
	jobs  chan []byte   // buffers to be written
	ended chan struct{} // closed when the writer goroutine has ended
}

// closeWait is how long Close waits for a write that stands still.
const closeWait = 100 * time.Millisecond

func openStdout(o Options) (Output, error) {
	if o.Stdout == nil {
		return nil, errors.New("stdout: this program does not offer it")
	}
	return newPipe("stdout", o.Stdout, io.ErrClosedPipe, o), nil
}

func newPipe(name string, w io.Writer, gone error, o Options) *pipeOutput {
	out := &pipeOutput{
		pace:  newPace(o.buffer(200 * time.Millisecond)),
		name:  name,
		gone:  gone,
		w:     w,
		extra: o.StdoutDelay,
		free:  make(chan []byte, 2),
		jobs:  make(chan []byte, 2),
		ended: make(chan struct{}),
	}
	for range cap(out.free) {
		out.free <- nil
	}
	go out.loop(o.logger())
	return out
}

// loop writes, so that the sound goroutine can leave a full pipe alone when its
// context ends.
func (o *pipeOutput) loop(log *slog.Logger) {
	defer close(o.ended)
	defer contain(log, func(err error) { o.fail(fmt.Errorf("%s: %w: %w", o.name, ErrLost, err)) })
	for {
		select {
		case b := <-o.jobs:
			if _, err := o.w.Write(b); err != nil {
				o.fail(o.pipeError(err))
				return
			}
			o.free <- b
		case <-o.dead:
			return
		}
	}
}

func (o *pipeOutput) pipeError(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return fmt.Errorf("%s: nobody reads any more: %w", o.name, o.gone)
	}
	return fmt.Errorf("%s: %w", o.name, err)
}

// Write is Output.Write.
func (o *pipeOutput) Write(ctx context.Context, s []float32) (int, error) {
	if err := o.failure(); err != nil {
		return 0, err
	}
	n := len(s) / Channels
	for done := 0; done < n; {
		var b []byte
		select {
		case b = <-o.free:
		case <-o.dead:
			return done, o.failure()
		case <-ctx.Done():
			return done, ctx.Err()
		}
		m, err := o.take(ctx, min(n-done, maxPacketFrames))
		if err != nil {
			o.free <- b
			return done, err
		}
		o.jobs <- appendS16(b[:0], s[done*Channels:(done+m)*Channels])
		done += m
	}
	return n, nil
}

// Rewind is Output.Rewind: what was sent is gone.
func (o *pipeOutput) Rewind(int) (int, error) { return 0, o.failure() }

// Pause is Output.Pause.
func (o *pipeOutput) Pause(bool) error { return o.failure() }

// Drain is Output.Drain. What the receiver holds is StdoutDelay at most.
func (o *pipeOutput) Drain(ctx context.Context) error {
	if err := o.drain(ctx); err != nil {
		return err
	}
	return o.sleep(ctx, o.extra)
}

// Delay is Output.Delay: by the clock, and what the receiver adds.
func (o *pipeOutput) Delay() time.Duration {
	if d := o.delay(); d > 0 {
		return d + o.extra
	}
	return 0
}

// Info is Output.Info.
func (o *pipeOutput) Info() Info {
	return Info{Name: o.name + " (s16le 48000 Hz stereo)", Buffer: Duration(o.lead), RealTime: true}
}

// Close is Output.Close. A write that stands still is ended by a write deadline
// where the writer has one, and else left behind after 100 ms: it ends with the
// reader or with the program. The writer stays open.
func (o *pipeOutput) Close() error {
	o.fail(closedError(o.name))
	if d, ok := o.w.(interface{ SetWriteDeadline(time.Time) error }); ok {
		d.SetWriteDeadline(time.Now())
	}
	select {
	case <-o.ended:
	case <-time.After(closeWait):
	}
	return nil
}
