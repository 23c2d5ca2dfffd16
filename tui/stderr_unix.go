//go:build linux || darwin

package tui

import (
	"os"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

const stderrFD = 2

func stderrIsTerminal() bool { return term.IsTerminal(stderrFD) }

// dupStderr returns another handle of standard error that no child process inherits.
func dupStderr() (*os.File, error) {
	fd, err := unix.FcntlInt(stderrFD, unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("fcntl", err)
	}
	return os.NewFile(uintptr(fd), "stderr"), nil
}

// setStderr makes file descriptor 2 mean f.
func setStderr(f *os.File) error {
	return os.NewSyscallError("dup", dupTo(int(f.Fd()), stderrFD))
}
