package webm

import (
	"io"
	"math"
)

// readBlock is how much the demuxer asks of its input at once. It is small because
// what lies ahead may have to come over a network, and because a block of sound is some
// hundred bytes.
const readBlock = 4 << 10

// lookAhead is the most that peek can show at once: enough for some blocks in a row.
const lookAhead = 16 << 10

// input is a buffered view of the file with an absolute position. Moving it costs
// nothing; only fill touches the file. After an error it can be moved and read again.
type input struct {
	in     io.ReadSeeker
	cursor int64 // where in stands, -1 when not known
	buf    []byte
	r, w   int   // buf[r:w] is to be read
	off    int64 // place of buf[0] in the file
}

func newInput(in io.ReadSeeker) *input {
	return &input{in: in, cursor: -1, buf: make([]byte, lookAhead)}
}

// pos is the offset of the next byte.
func (s *input) pos() int64 { return s.off + int64(s.r) }

// jump makes off the offset of the next byte.
func (s *input) jump(off int64) {
	if d := off - s.off; d >= 0 && d <= int64(s.w) {
		s.r = int(d)
		return
	}
	s.off, s.r, s.w = off, 0, 0
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

// aim tells an input that takes hints what will be read next.
func (s *input) aim(off, n int64) {
	if a, ok := s.in.(interface{ Aim(off, n int64) }); ok && n > 0 {
		a.Aim(off, n)
	}
}

// peek returns the next n bytes without taking them; fewer with io.EOF at the end of
// the file. n is at most lookAhead.
func (s *input) peek(n int) ([]byte, error) {
	for s.w-s.r < n {
		if err := s.fill(n); err != nil {
			return s.buf[s.r:s.w], err
		}
	}
	return s.buf[s.r : s.r+n], nil
}

// fill reads once into the buffer, which must get room for n bytes.
func (s *input) fill(n int) error {
	if s.r+n > len(s.buf) || s.r == s.w {
		copy(s.buf, s.buf[s.r:s.w])
		s.off += int64(s.r)
		s.r, s.w = 0, s.w-s.r
	}
	p := s.buf[s.w:min(len(s.buf), max(s.w+readBlock, s.r+n))]
	k, err := s.read(p, s.off+int64(s.w))
	s.w += k
	return err
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

// readFull fills p; io.EOF means that the file ends inside it.
func (s *input) readFull(p []byte) error {
	for len(p) > 0 {
		if s.r == s.w && len(p) >= readBlock { // large: past the buffer
			at := s.pos()
			k, err := s.read(p, at)
			if err != nil {
				return err
			}
			s.jump(at + int64(k))
			p = p[k:]
			continue
		}
		if s.r == s.w {
			if err := s.fill(1); err != nil {
				return err
			}
		}
		k := copy(p, s.buf[s.r:s.w])
		s.r += k
		p = p[k:]
	}
	return nil
}
