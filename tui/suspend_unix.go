//go:build unix

package tui

import "golang.org/x/sys/unix"

// canSuspend reports whether somebody can continue us after a stop: a shell with job
// control puts its jobs into process groups of their own. Started without one (ssh
// host anyaudio, tmux new anyaudio) we are the session's first group; a stop signal
// is then discarded by the system (POSIX "orphaned process group") and Bubble Tea would
// wait for the continue signal for ever.
func canSuspend() bool {
	session, err := unix.Getsid(0)
	return err == nil && session != unix.Getpgrp()
}
