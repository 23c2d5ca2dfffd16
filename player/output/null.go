package output

import (
	"context"
	"time"
)

// A nullOutput plays for nobody, in real time. Nothing that was written is out of
// reach before its time: Rewind takes back all that has not been "heard".
type nullOutput struct{ *pace }

func openNull(o Options) *nullOutput {
	return &nullOutput{newPace(o.buffer(250 * time.Millisecond))}
}

// Write is Output.Write.
func (o *nullOutput) Write(ctx context.Context, s []float32) (int, error) {
	if err := o.failure(); err != nil {
		return 0, err
	}
	n := len(s) / Channels
	for done := 0; done < n; {
		m, err := o.take(ctx, n-done)
		if err != nil {
			return done, err
		}
		done += m
	}
	return n, nil
}

// Rewind is Output.Rewind.
func (o *nullOutput) Rewind(limit int) (int, error) { return o.rewind(limit) }

// Pause is Output.Pause. A clock that has run out stands by itself.
func (o *nullOutput) Pause(bool) error { return o.failure() }

// Drain is Output.Drain.
func (o *nullOutput) Drain(ctx context.Context) error { return o.drain(ctx) }

// Delay is Output.Delay.
func (o *nullOutput) Delay() time.Duration { return o.delay() }

// Info is Output.Info.
func (o *nullOutput) Info() Info {
	return Info{Name: "silent clock", Buffer: Duration(o.lead), Silent: true, RealTime: true}
}

// Close is Output.Close.
func (o *nullOutput) Close() error {
	o.fail(closedError("null"))
	return nil
}
