package cli

import (
	"os"
	"runtime/debug"
	"sync"
)

// GuardStderr sends what is written to file descriptor 2 to the given file, nil for
// nowhere, until restore is called. C libraries (ALSA) write there without being asked.
// The program's own errors go to old, the place that descriptor 2 was before, and so
// does the trace of a Go panic. Where there is no such descriptor (Windows), old is os.Stderr
// and nothing happens. restore may be called more than once; old is closed by it.
//
// It changes the whole process: only main calls it, and not twice at a time. The
// interface does not need it, it guards its screen itself.
func GuardStderr(to *os.File) (old *os.File, restore func(), err error) {
	if to == nil {
		null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		if err != nil {
			return os.Stderr, func() {}, err
		}
		defer null.Close() // the descriptor is a duplicate
		to = null
	}
	old, err = redirectStderr(to)
	if err != nil || old == nil {
		return os.Stderr, func() {}, err
	}
	if err := debug.SetCrashOutput(old, debug.CrashOptions{}); err != nil {
		restoreStderr(old)
		_ = old.Close()
		return os.Stderr, func() {}, err
	}
	return old, sync.OnceFunc(func() {
		// Descriptor 2 first, so that a trace has a place to go at every moment.
		restoreStderr(old)
		_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
		_ = old.Close()
	}), nil
}
