//go:build unix

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// redirectStderr makes descriptor 2 a duplicate of to, and returns one of what it was.
func redirectStderr(to *os.File) (old *os.File, err error) {
	fd, err := unix.FcntlInt(2, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, os.NewSyscallError("dup", err)
	}
	old = os.NewFile(uintptr(fd), "stderr")
	if err := dupOnto(int(to.Fd()), 2); err != nil {
		old.Close()
		return nil, os.NewSyscallError("dup", err)
	}
	return old, nil
}

// restoreStderr makes descriptor 2 what it was.
func restoreStderr(old *os.File) { _ = dupOnto(int(old.Fd()), 2) }
