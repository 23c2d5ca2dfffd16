//go:build unix

package local

import (
	"os"
	"syscall"
)

// openFile opens a file to read. A FIFO that has taken the file's place since the look at
// it must not make this wait for a writer.
func openFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}
