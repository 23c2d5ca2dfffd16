package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"
	"time"
)

// A stdoutOutput writes raw samples, s16le 48 kHz stereo, to a pipe, at most a lead
// ahead of the clock. Without the clock a player runs many seconds ahead of the ear:
// 12 to 13 s were measured through ssh, whose windows and sockets take all they get.
// What was sent cannot be taken back, and a pause sends nothing: the receiver runs dry
// quietly.
//
// When the reader has gone, the error wraps io.ErrClosedPipe and not ErrLost: opening
// the same pipe again is of no use. (Writing to a broken file descriptor 1 or 2 kills a
// Go program by SIGPIPE unless main has asked for that signal.)
type stdoutOutput struct {
	*pace
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
	out := &stdoutOutput{
		pace:  newPace(o.buffer(200 * time.Millisecond)),
		w:     o.Stdout,
		extra: o.StdoutDelay,
		free:  make(chan []byte, 2),
		jobs:  make(chan []byte, 2),
		ended: make(chan struct{}),
	}
	for range cap(out.free) {
		out.free <- nil
	}
	go out.loop()
	return out, nil
}

// loop writes, so that the sound goroutine can leave a full pipe alone when its
// context ends.
func (o *stdoutOutput) loop() {
	defer close(o.ended)
	for {
		select {
		case b := <-o.jobs:
			if _, err := o.w.Write(b); err != nil {
				o.fail(pipeError(err))
				return
			}
			o.free <- b
		case <-o.dead:
			return
		}
	}
}

func pipeError(err error) error {
	if errors.Is(err, syscall.EPIPE) && !errors.Is(err, io.ErrClosedPipe) {
		return fmt.Errorf("stdout: nobody reads any more: %w", io.ErrClosedPipe)
	}
	return fmt.Errorf("stdout: %w", err)
}

// Write is Output.Write.
func (o *stdoutOutput) Write(ctx context.Context, s []float32) (int, error) {
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
func (o *stdoutOutput) Rewind(int) (int, error) { return 0, o.failure() }

// Pause is Output.Pause.
func (o *stdoutOutput) Pause(bool) error { return o.failure() }

// Drain is Output.Drain. What the receiver holds is StdoutDelay at most.
func (o *stdoutOutput) Drain(ctx context.Context) error {
	if err := o.drain(ctx); err != nil {
		return err
	}
	return o.sleep(ctx, o.extra)
}

// Delay is Output.Delay: by the clock, and what the receiver adds.
func (o *stdoutOutput) Delay() time.Duration {
	if d := o.delay(); d > 0 {
		return d + o.extra
	}
	return 0
}

// Info is Output.Info.
func (o *stdoutOutput) Info() Info {
	return Info{Name: "stdout (s16le 48000 Hz stereo)", Buffer: Duration(o.lead), RealTime: true}
}

// Close is Output.Close. A write that stands still is ended by a write deadline
// where the writer has one, and else left behind after 100 ms: it ends with the
// reader or with the program.
func (o *stdoutOutput) Close() error {
	o.fail(closedError("stdout"))
	if d, ok := o.w.(interface{ SetWriteDeadline(time.Time) error }); ok {
		d.SetWriteDeadline(time.Now())
	}
	select {
	case <-o.ended:
	case <-time.After(closeWait):
	}
	return nil
}
