//go:build unix

package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// makeFIFO makes a FIFO for this user only, unless there is one.
func makeFIFO(path string) error {
	if err := unix.Mkfifo(path, 0o600); err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrExist) {
		return &fs.PathError{Op: "mkfifo", Path: path, Err: err}
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Mode().Type() != fs.ModeNamedPipe {
		return fmt.Errorf("%s is there and is no FIFO", path)
	}
	return nil
}

// tryFIFO opens a FIFO for writing, or says that it is to be tried again since nobody
// reads it yet. Without O_NONBLOCK the call would wait for a reader; and with it the
// file's writes obey deadlines.
func tryFIFO(path string) (f *os.File, again bool, err error) {
	f, err = os.OpenFile(path, os.O_WRONLY|unix.O_NONBLOCK, 0)
	return f, errors.Is(err, unix.ENXIO), err
}
