// Package seekbuf reads a file at absolute places through a buffer: what the demuxers and
// frame parsers have between them and a file that may lie at the other end of a network.
package seekbuf

import (
	"io"
	"math"
)

// An aimer is a file that takes a hint: the n bytes from offset off are wanted next, so
// that one request can bring them all. It does no I/O and keeps the cursor.
type aimer interface {
	Aim(off, n int64)
}

// Options say how a Reader reads, in bytes.
type Options struct {
	// Block is how much is asked of the file at once when less is needed.
	Block int
	// Room is the most that At can return, and the size of the buffer.
	Room int
	// Skip is the longest gap that is read over. A jump could cost a request.
	Skip int
}

// A Reader reads one file. Going to another place costs nothing, only what is missing is
// read. After an error it can be asked again. It is used by one goroutine and holds no
// resources of its own.
type Reader struct {
	in     io.ReadSeeker
	o      Options
	buf    []byte
	off    int64 // place of buf[0]
	cursor int64 // where in stands, -1 when not known
}

// New returns a Reader of in. A Size method of in, as Size here, tells where the file ends.
func New(in io.ReadSeeker, o Options) *Reader {
	return &Reader{in: in, o: o, buf: make([]byte, 0, o.Room), cursor: -1}
}

// Size is the length of the file, -1 when it is not known. It may become known later.
func (r *Reader) Size() int64 {
	if s, ok := r.in.(interface{ Size() int64 }); ok {
		return s.Size()
	}
	return -1
}

// End is the length of the file, or the greatest number while that is not known.
func (r *Reader) End() int64 {
	if n := r.Size(); n >= 0 {
		return n
	}
	return math.MaxInt64
}

// Remote reports that bytes may have to come over a network: such files take hints.
func (r *Reader) Remote() bool {
	_, ok := r.in.(aimer)
	return ok
}

// Aim tells a file that takes hints which bytes will be read next, if it is not all here.
func (r *Reader) Aim(off, n int64) {
	n = min(n, r.End()-off)
	if a, ok := r.in.(aimer); ok && n > 0 && (off < r.off || off+n > r.end()) {
		a.Aim(off, n)
	}
}

// At returns the n bytes from off on, Room at the most, valid until the next call. Where
// the file ends before, it returns what there is with io.EOF; other errors come alone.
func (r *Reader) At(off int64, n int) ([]byte, error) {
	n = min(n, r.o.Room)
	if end := r.end(); off < r.off || off > end+int64(min(r.o.Skip, r.o.Room-n)) {
		r.off, r.buf = off, r.buf[:0]
	} else if off > end { // read over it
		r.off, r.buf = end, r.buf[:0]
	}
	skip := int(off - r.off)
	if skip <= len(r.buf) && skip+max(n, r.o.Block) > r.o.Room && skip+n > len(r.buf) {
		r.buf = r.buf[:copy(r.buf, r.buf[skip:])]
		r.off, skip = off, 0
	}
	for len(r.buf) < skip+n {
		err := r.fill(max(r.o.Block, skip+n-len(r.buf)))
		if err == io.EOF {
			return r.buf[min(skip, len(r.buf)):], io.EOF
		}
		if err != nil {
			return nil, err
		}
	}
	return r.buf[skip : skip+n], nil
}

// ReadAt fills p from off, and is not for several goroutines. What is large goes past the
// buffer. io.EOF means that the file ends before or inside p.
func (r *Reader) ReadAt(p []byte, off int64) (n int, err error) {
	if off >= r.off && off < r.end() {
		n = copy(p, r.buf[off-r.off:])
	}
	for len(p)-n >= r.o.Block {
		k, err := r.read(p[n:], off+int64(n))
		n += k
		if err != nil {
			return n, err
		}
	}
	if n == len(p) {
		return n, nil
	}
	b, err := r.At(off+int64(n), len(p)-n)
	return n + copy(p[n:], b), err
}

// end is the place behind the buffered bytes.
func (r *Reader) end() int64 { return r.off + int64(len(r.buf)) }

// fill reads up to n bytes behind those in buf.
func (r *Reader) fill(n int) error {
	k, err := r.read(r.buf[len(r.buf):min(cap(r.buf), len(r.buf)+n)], r.end())
	r.buf = r.buf[:len(r.buf)+k]
	return err
}

// read reads at least one byte at off into p.
func (r *Reader) read(p []byte, off int64) (int, error) {
	if r.cursor != off {
		if off < 0 || off >= r.End() {
			return 0, io.EOF
		}
		r.cursor = -1
		if _, err := r.in.Seek(off, io.SeekStart); err != nil {
			return 0, err
		}
		r.cursor = off
	}
	for range 100 {
		k, err := r.in.Read(p)
		if k > 0 {
			r.cursor += int64(k)
			return k, nil // an error that came with bytes comes again
		}
		if err != nil {
			r.cursor = -1
			return 0, err
		}
	}
	return 0, io.ErrNoProgress
}
