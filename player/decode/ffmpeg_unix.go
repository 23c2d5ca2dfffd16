//go:build unix

package decode

import (
	"os/exec"
	"syscall"
)

// ownGroup gives the process a group of its own, so that it goes with its children and
// hears nothing of the terminal's signals.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup ends the process and its children. It may be called again before Wait.
func killGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
