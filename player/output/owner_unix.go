//go:build unix

package output

import (
	"io/fs"
	"os"
	"syscall"
)

// ours says whether the file belongs to the user that this program runs as.
func ours(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(s.Uid) == os.Getuid()
}
