package player

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
)

// ErrPanic is wrapped by Player.Err after a panic in one of the player's goroutines.
var ErrPanic = errors.New("internal error in the player")

// A guard ends the player when one of its goroutines panics: the program stays in control of
// the terminal and can leave it as it was.
type guard struct {
	log    *slog.Logger
	cancel context.CancelFunc // ends all goroutines
	failed chan struct{}

	once sync.Once
	err  error // set before failed is closed
}

// catch is deferred at the top of a goroutine.
func (g *guard) catch(goroutine string) {
	p := recover()
	if p == nil {
		return
	}
	g.log.Error("panic", "goroutine", goroutine, "panic", p, "stack", string(debug.Stack()))
	g.once.Do(func() {
		g.err = fmt.Errorf("%w (%s): %v", ErrPanic, goroutine, p)
		close(g.failed)
	})
	g.cancel()
}

// Failed returns a channel that is closed when the player has ended by itself because of a
// panic, with the stack in the log. All events have ended then, or will at once;
// Err says what happened, and Close still has to be called.
func (p *Player) Failed() <-chan struct{} { return p.guard.failed }

// Err is nil while the player works and after Close, and wraps ErrPanic once Failed is closed.
func (p *Player) Err() error {
	select {
	case <-p.guard.failed:
		return p.guard.err
	default:
		return nil
	}
}
