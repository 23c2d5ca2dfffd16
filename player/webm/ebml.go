package webm

import (
	"encoding/binary"
	"io"
	"math"
)

// maxHead is the longest element header: 4 bytes of id and 8 of size.
const maxHead = 12

// An element is the header of an EBML element (RFC 8794, section 6).
type element struct {
	id   uint32
	off  int64 // of the header
	data int64 // of the content
	size int64 // of the content, -1 when the file does not say
}

// end is the offset after the element, the greatest number when its size is unknown.
func (e element) end() int64 {
	if e.size < 0 {
		return math.MaxInt64
	}
	return e.data + e.size
}

// vintLen returns the length that the first byte of a variable-size integer
// announces, 1 to 8, or 9 when the byte is zero.
func vintLen(b byte) int {
	n := 1
	for mask := byte(0x80); mask != 0 && b&mask == 0; mask >>= 1 {
		n++
	}
	return n
}

// vint decodes a variable-size integer at the start of b and returns its length, 0
// when b does not hold one. All value bits set is "unknown" and gives -1.
func vint(b []byte) (v int64, n int) {
	if len(b) == 0 {
		return 0, 0
	}
	n = vintLen(b[0])
	if n > 8 || n > len(b) {
		return 0, 0
	}
	u := uint64(b[0]) & (0xFF >> n)
	for _, c := range b[1:n] {
		u = u<<8 | uint64(c)
	}
	if u == 1<<(7*n)-1 {
		return -1, n
	}
	return int64(u), n
}

// parseHead decodes an element header at the start of b, which stands at off. ok is
// false when b is too short or the bytes are none.
func parseHead(b []byte, off int64) (e element, ok bool) {
	if len(b) < 2 {
		return e, false
	}
	n := vintLen(b[0])
	if n > 4 || n >= len(b) {
		return e, false
	}
	for _, c := range b[:n] {
		e.id = e.id<<8 | uint32(c)
	}
	size, k := vint(b[n:])
	if k == 0 {
		return e, false
	}
	e.off, e.data, e.size = off, off+int64(n+k), size
	return e, true
}

// head reads an element header. io.EOF means that the file ends before or inside it.
func (s *input) head() (element, error) {
	off := s.pos()
	b, err := s.peek(2)
	if err != nil {
		return element{}, err
	}
	n := vintLen(b[0])
	if n > 4 {
		return element{}, damaged(off, "no element begins with the byte %#02x", b[0])
	}
	if b, err = s.peek(n + 1); err != nil {
		return element{}, err
	}
	k := vintLen(b[n])
	if k > 8 {
		return element{}, damaged(off, "element %#x with an impossible size", b[:n])
	}
	if b, err = s.peek(n + k); err != nil {
		return element{}, err
	}
	e, _ := parseHead(b, off)
	s.jump(e.data)
	return e, nil
}

// children calls fn for every element in parent, with the input at its content, and
// ends after parent. Elements that do not fit are damage.
func (s *input) children(parent element, fn func(e element) error) error {
	if parent.size < 0 {
		return damaged(parent.off, "element %#x must have a size", parent.id)
	}
	s.jump(parent.data)
	for s.pos() < parent.end() {
		e, err := s.head()
		if err != nil {
			return cut(err, s.pos(), "header of an element")
		}
		if e.size < 0 || e.end() > parent.end() {
			return damaged(e.off, "element %#x does not fit in its parent %#x", e.id, parent.id)
		}
		if err := fn(e); err != nil {
			return cut(err, e.off, "file's structure")
		}
		s.jump(e.end())
	}
	return nil
}

// bytes reads the content of e, which may be limit bytes long.
func (s *input) bytes(e element, limit int64) ([]byte, error) {
	if e.size < 0 || e.size > limit {
		return nil, damaged(e.off, "element %#x of %d bytes is too long", e.id, e.size)
	}
	p := make([]byte, e.size)
	return p, s.readFull(p)
}

// uint reads an unsigned integer of 0 to 8 bytes.
func (s *input) uint(e element) (uint64, error) {
	var p [8]byte
	if e.size < 0 || e.size > 8 {
		return 0, damaged(e.off, "integer %#x of %d bytes", e.id, e.size)
	}
	err := s.readFull(p[8-e.size:])
	return binary.BigEndian.Uint64(p[:]), err
}

// int reads a signed integer of 0 to 8 bytes.
func (s *input) int(e element) (int64, error) {
	u, err := s.uint(e)
	if err != nil || e.size == 0 {
		return 0, err
	}
	shift := 64 - 8*uint(e.size)
	return int64(u<<shift) >> shift, nil
}

// positive reads an unsigned integer that must fit in an int64.
func (s *input) positive(e element) (int64, error) {
	u, err := s.uint(e)
	if err == nil && u > math.MaxInt64 {
		err = damaged(e.off, "integer %#x out of range", e.id)
	}
	return int64(u), err
}

// float reads a floating point number of 0, 4 or 8 bytes.
func (s *input) float(e element) (float64, error) {
	u, err := s.uint(e)
	switch {
	case err != nil:
		return 0, err
	case e.size == 0:
		return 0, nil
	case e.size == 4:
		return float64(math.Float32frombits(uint32(u))), nil
	case e.size == 8:
		return math.Float64frombits(u), nil
	}
	return 0, damaged(e.off, "number %#x of %d bytes", e.id, e.size)
}

// text reads a string; what lies beyond 4 KiB is left out.
func (s *input) text(e element) (string, error) {
	p := make([]byte, min(max(e.size, 0), 4<<10))
	if err := s.readFull(p); err != nil && err != io.EOF {
		return "", err
	}
	for i, c := range p {
		if c == 0 { // padding
			p = p[:i]
			break
		}
	}
	return string(p), nil
}
