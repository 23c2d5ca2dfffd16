package output

import (
	"fmt"
	"log/slog"
	"runtime/debug"
)

// contain is deferred at the top of an output's own goroutines. A panic there is the loss of the output, and not the
// end of a program that has the terminal in its hands.
func contain(log *slog.Logger, lost func(error)) {
	p := recover()
	if p == nil {
		return
	}
	log.Error("panic in an output", "panic", p, "stack", string(debug.Stack()))
	lost(fmt.Errorf("internal error in the output: %v", p))
}
