package mp4

import (
	"io"
	"math"
)

// readBlock is how much is asked of the input at once when less is needed. What lies
// ahead may have to come over a network.
const readBlock = 4 << 10

// input reads the file at absolute places through a small buffer. After an error it
// can be read again.
type input struct {
	in     io.ReadSeeker
	cursor int64 // where in stands, -1 when not known
	buf    []byte
	n      int   // bytes in buf
	off    int64 // place of buf[0] in the file
}

func newInput(in io.ReadSeeker) *input {
	return &input{in: in, cursor: -1, buf: make([]byte, readBlock)}
}

// size is the length of the file, or the greatest number when it is not known.
func (s *input) size() int64 {
	if k, ok := s.in.(interface{ Size() int64 }); ok {
		if n := k.Size(); n >= 0 {
			return n
		}
	}
	return math.MaxInt64
}

// aim tells an input that takes hints which bytes will be read next.
func (s *input) aim(off, n int64) {
	if a, ok := s.in.(interface{ Aim(off, n int64) }); ok {
		if n = min(n, s.size()-off); n > 0 {
			a.Aim(off, n)
		}
	}
}

// readAt fills p from off. io.EOF means that the file ends before or inside it.
func (s *input) readAt(p []byte, off int64) error {
	for len(p) > 0 {
		if at := off - s.off; at >= 0 && at < int64(s.n) {
			k := copy(p, s.buf[at:s.n])
			p, off = p[k:], off+int64(k)
			continue
		}
		if len(p) >= len(s.buf) { // large: past the buffer
			k, err := s.read(p, off)
			if err != nil {
				return err
			}
			p, off = p[k:], off+int64(k)
			continue
		}
		s.off, s.n = off, 0
		k, err := s.read(s.buf, off)
		if err != nil {
			return err
		}
		s.n = k
	}
	return nil
}

// read reads at least one byte at off into p.
func (s *input) read(p []byte, off int64) (int, error) {
	if s.cursor != off {
		if off < 0 || off >= s.size() {
			return 0, io.EOF
		}
		s.cursor = -1
		if _, err := s.in.Seek(off, io.SeekStart); err != nil {
			return 0, err
		}
		s.cursor = off
	}
	for range 100 {
		k, err := s.in.Read(p)
		if k > 0 {
			s.cursor += int64(k)
			return k, nil // an error that came with data comes again
		}
		if err != nil {
			s.cursor = -1
			return 0, err
		}
	}
	return 0, io.ErrNoProgress
}

// bytes reads n bytes from off. What is read is allocated as it comes, so that a
// wrong size costs no more than the file is long.
func (s *input) bytes(off, n int64) ([]byte, error) {
	const step = 256 << 10
	p := make([]byte, min(n, step))
	for done := int64(0); ; {
		if err := s.readAt(p[done:], off+done); err != nil {
			return nil, err
		}
		if done = int64(len(p)); done == n {
			return p, nil
		}
		p = append(p, make([]byte, min(n-done, max(done, step)))...)
	}
}
