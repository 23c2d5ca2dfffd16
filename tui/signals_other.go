//go:build !unix

package tui

import (
	"os"
	"syscall"
)

// endSignals are those that ask a process to end. Windows sends SIGTERM when the
// console window is closed.
func endSignals() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }
