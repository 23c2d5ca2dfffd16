package player_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/player/output"
)

// A stalledTape is an output whose reader has stopped: it accepts nothing and is not gone.
type stalledTape struct {
	*tape
	stalled *atomic.Bool
}

func (t stalledTape) Write(ctx context.Context, s []float32) (int, error) {
	if t.stalled.Load() {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	return t.tape.Write(ctx, s)
}

// TestStalledOutput: what nobody takes keeps no key and no quitting waiting.
func TestStalledOutput(t *testing.T) {
	var stalled atomic.Bool
	inBubble(t, func(r *rig) {
		r.PlayNow(track("a"))
		r.after(time.Second)
		stalled.Store(true)
		r.after(time.Second)
		r.SeekTo(5 * time.Second)
		r.TogglePause()
		r.after(time.Second)
		r.status(player.Paused)
		began := time.Now()
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("closing took %s", took)
		}
	}, func(o *player.Options) {
		o.OpenOutput = func(context.Context) (output.Output, error) {
			return stalledTape{newTape(), &stalled}, nil
		}
	})
}
