package demo

import (
	"errors"
	"io"
)

// A reader reads a file. It keeps the cluster it is in, at most about 100 kB. It is
// used by one goroutine.
type reader struct {
	f   *file
	pos int64

	buf []byte // the cluster with the number at, when it is not empty
	at  int
}

// Read implements io.Reader.
func (r *reader) Read(p []byte) (int, error) {
	if r.pos >= r.f.size {
		return 0, io.EOF
	}
	n := copy(p, r.rest())
	r.pos += int64(n)
	return n, nil
}

// rest returns what is at hand from the position on: never empty before the end.
func (r *reader) rest() []byte {
	if r.pos < int64(len(r.f.header)) {
		return r.f.header[r.pos:]
	}
	i := r.f.find(r.pos)
	if len(r.buf) == 0 || r.at != i {
		r.buf, r.at = r.f.appendCluster(r.buf[:0], i), i
		forget(r.f.lib.data)
	}
	return r.buf[r.pos-r.f.clusters[i]:]
}

// Seek implements io.Seeker; it does no work.
func (r *reader) Seek(off int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		off += r.pos
	case io.SeekEnd:
		off += r.f.size
	case io.SeekStart:
	default:
		return 0, errors.New("demo: bad whence")
	}
	if off < 0 {
		return 0, errors.New("demo: seek before the start")
	}
	r.pos = off
	return off, nil
}
