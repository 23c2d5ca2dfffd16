// Command anyaudio plays music in the terminal.
package main

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"

	"anyaudio/tui/app"
)

// gcPercent keeps the heap at one and a quarter times what lives in it, where Go's default is
// twice: the program allocates 0.2 MB/s while it plays, so that the collector's turns stay rare.
// $GOGC and $GOMEMLIMIT hold as usual. No limit is set here, since a library may be large, and a
// limit below what lives would cost half of the processor.
const gcPercent = 25

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	runtime.MemProfileRate = 0 // nobody asks for the profile, and its table takes 0.7 MB
	os.Exit(app.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
