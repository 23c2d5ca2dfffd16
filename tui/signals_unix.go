//go:build unix

package tui

import (
	"os"
	"syscall"
)

// endSignals are those that ask a process to end. SIGHUP comes when the terminal
// goes away.
func endSignals() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} }
