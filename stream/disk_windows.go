package stream

import (
	"os"

	"golang.org/x/sys/windows"
)

// lockFile takes the lock of an item without waiting. The lock goes with the file. It
// lies far behind the file's end, since a lock keeps others from reading there.
func lockFile(f *os.File) error {
	const behind = 1 << 30 // times 4 GiB
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, &windows.Overlapped{OffsetHigh: behind})
}

// freeSpace is how many bytes an ordinary user may still write in dir.
func freeSpace(dir string) (int64, error) {
	p, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	err = windows.GetDiskFreeSpaceEx(p, &free, nil, nil)
	return int64(free), err
}
