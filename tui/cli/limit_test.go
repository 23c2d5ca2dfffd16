package cli_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player/output"
	"anyaudio/tui/cli"
)

// A tape is an output that keeps what it is given.
type tape struct {
	output.Output
	samples []float32
	drained int
	most    int // frames taken by one Write, 0 for all
}

func (o *tape) Write(ctx context.Context, p []float32) (int, error) {
	if o.most > 0 && len(p) > o.most*output.Channels {
		o.samples = append(o.samples, p[:o.most*output.Channels]...)
		return o.most, context.Canceled
	}
	o.samples = append(o.samples, p...)
	return len(p) / output.Channels, nil
}

func (o *tape) Rewind(limit int) (int, error) {
	n := min(limit, len(o.samples)/output.Channels)
	o.samples = o.samples[:len(o.samples)-n*output.Channels]
	return n, nil
}

func (o *tape) Drain(context.Context) error { o.drained++; return nil }

func ones(frames int) []float32 {
	p := make([]float32, frames*output.Channels)
	for i := range p {
		p[i] = 1
	}
	return p
}

// One second in blocks of any size is 48000 frames, the last of them faded, whatever was
// taken back in between.
func TestLimit(t *testing.T) {
	for _, block := range []int{1, 7, 960, 47999, 48000, 48001, 100_000} {
		for _, rewind := range []int{0, 100} {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				tp := &tape{}
				limit := cli.NewLimit(time.Second)
				out := limit.Wrap(tp)
				wrote := make(chan error, 1)
				go func() {
					for i := 0; ; i++ {
						p := ones(block)
						if _, err := out.Write(ctx, p); err != nil {
							wrote <- err
							return
						}
						if p[0] != 1 || p[len(p)-1] != 1 {
							t.Error("the caller's samples have been changed")
						}
						if i == 3 && rewind > 0 {
							out.Rewind(rewind)
							out = limit.Wrap(tp) // as after a lost device
						}
					}
				}()
				<-limit.Done()
				time.Sleep(time.Minute) // what comes now is not heard
				cancel()
				if err := <-wrote; !errors.Is(err, context.Canceled) {
					t.Errorf("block %d: Write after the end = %v, want context.Canceled", block, err)
				}
				checkFaded(t, tp.samples, block)
				if tp.drained != 1 {
					t.Errorf("block %d: drained %d times", block, tp.drained)
				}
			})
		}
	}
}

func checkFaded(t *testing.T, got []float32, block int) {
	t.Helper()
	if len(got) != 48000*output.Channels {
		t.Fatalf("block %d: %d frames, want 48000", block, len(got)/output.Channels)
	}
	for i := range 48000 {
		x := got[i*output.Channels]
		switch {
		case x != got[i*output.Channels+1]:
			t.Fatalf("block %d: frame %d: channels differ", block, i)
		case i < 48000-240 && x != 1:
			t.Fatalf("block %d: frame %d = %v before the fade", block, i, x)
		case i > 0 && got[(i-1)*output.Channels]-x > 1.0/200:
			t.Fatalf("block %d: a step at frame %d", block, i)
		}
	}
	if last := got[len(got)-1]; last != 0 {
		t.Fatalf("block %d: ends at %v", block, last)
	}
}

// An interrupted Write counts what was taken.
func TestLimitInterrupted(t *testing.T) {
	tp := &tape{most: 100}
	limit := cli.NewLimit(time.Second)
	out := limit.Wrap(tp)
	if n, err := out.Write(t.Context(), ones(960)); n != 100 || !errors.Is(err, context.Canceled) {
		t.Fatalf("Write = %d, %v", n, err)
	}
	tp.most = 0
	synctest.Test(t, func(t *testing.T) {
		if n, err := out.Write(t.Context(), ones(48000)); n != 48000 || err != nil {
			t.Errorf("Write = %d, %v", n, err)
		}
		<-limit.Done()
	})
	checkFaded(t, tp.samples, 0)
}
