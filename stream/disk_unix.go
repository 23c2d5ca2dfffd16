//go:build unix

package stream

import (
	"os"

	"golang.org/x/sys/unix"
)

// lockFile takes the lock of an item without waiting. The lock goes with the file.
func lockFile(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }

// freeSpace is how many bytes an ordinary user may still write in dir.
func freeSpace(dir string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}
