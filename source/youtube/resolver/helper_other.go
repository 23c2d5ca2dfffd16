//go:build !unix

package resolver

import (
	"errors"
	"os/exec"
	"strconv"
)

// ownGroup makes cancelling end the programs that the process has started too.
func ownGroup(cmd *exec.Cmd) {
	cmd.Cancel = func() error {
		kill := exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid))
		return errors.Join(kill.Run(), cmd.Process.Kill())
	}
}
