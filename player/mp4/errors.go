package mp4

import (
	"errors"
	"fmt"
	"io"
)

// Errors of the demuxer, wrapped with the place in the file. Errors of the input are
// none of these and are passed on as they are.
var (
	// ErrNotMP4: the file does not begin with a box of MP4 or QuickTime.
	ErrNotMP4 = errors.New("not an mp4 file")
	// ErrDamaged: the bytes contradict the format, or what must be there is missing.
	ErrDamaged = errors.New("damaged mp4")
)

// damaged is an ErrDamaged at a byte offset.
func damaged(off int64, format string, args ...any) error {
	return fmt.Errorf("%w at byte %d: %s", ErrDamaged, off, fmt.Sprintf(format, args...))
}

// cut turns the end of the file inside a structure into damage and leaves the
// errors of the input alone.
func cut(err error, off int64, what string) error {
	if err == io.EOF {
		return damaged(off, "the file ends inside the %s", what)
	}
	return err
}
