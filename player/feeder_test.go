package player

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
)

// A closeLog writes down what is closed, in order.
type closeLog struct {
	mu    sync.Mutex
	names []string
}

type closing struct {
	Input
	log  *closeLog
	name string
}

func (c closing) Close() error {
	c.log.mu.Lock()
	defer c.log.mu.Unlock()
	c.log.names = append(c.log.names, c.name)
	return nil
}

// A decoder that holds something is closed before its input.
func TestFeederClosesDecoders(t *testing.T) {
	var l closeLog
	f := &feeder{log: slog.New(slog.DiscardHandler), guard: &guard{}}
	it := &item{closer: closing{log: &l, name: "decoder"}}
	var in Input = closing{log: &l, name: "input"}
	it.input.Store(&in)
	f.keep(it)
	f.keep(nil)
	f.wg.Wait()
	if want := []string{"decoder", "input"}; !slices.Equal(l.names, want) {
		t.Errorf("closed %v, want %v", l.names, want)
	}
}

var _ io.Closer = closing{}

// A panic while something is closed ends the player like any other.
func TestClosePanicIsCaught(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	g := &guard{log: slog.New(slog.DiscardHandler), cancel: cancel, failed: make(chan struct{})}
	f := &feeder{log: g.log, guard: g}
	it := &item{closer: closing{}} // without a log
	var in Input = closing{log: new(closeLog)}
	it.input.Store(&in)
	f.keep(it)
	f.keep(nil)
	f.wg.Wait()
	<-g.failed
	if ctx.Err() == nil || g.err == nil {
		t.Errorf("error %v, context %v", g.err, ctx.Err())
	}
}
