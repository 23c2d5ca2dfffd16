//go:build !unix

package decode

import "os/exec"

// ownGroup does nothing: a process without a console hears no signal.
func ownGroup(*exec.Cmd) {}

// killGroup ends the process.
func killGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
