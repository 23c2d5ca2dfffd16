package demo

import (
	"os"
	"syscall"
	"unsafe"
)

// forget gives back the memory of a part of the program's file: what has been read in it is read
// from there again when it is asked for. Without it the music counts as this program's memory as it
// is heard, all 5.9 MB of it after an hour of the mix.
func forget(s string) {
	b := unsafe.Slice(unsafe.StringData(s), len(s))
	page := uintptr(os.Getpagesize())
	// Whole pages only: nothing but s may be in them.
	from := -uintptr(unsafe.Pointer(unsafe.SliceData(b))) % page
	if from >= uintptr(len(b)) {
		return
	}
	b = b[from:]
	b = b[:uintptr(len(b))/page*page]
	if len(b) > 0 {
		// An error leaves everything as it is.
		_ = syscall.Madvise(b, syscall.MADV_DONTNEED)
	}
}
