//go:build unix

package resolver

import (
	"os/exec"
	"syscall"
)

// ownGroup puts the process into a group of its own, so that the programs it starts (a
// JavaScript runtime) end with it.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
