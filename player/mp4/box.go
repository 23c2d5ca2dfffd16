package mp4

import (
	"encoding/binary"
	"io"
	"math"
)

// A box is the header of a box (ISO/IEC 14496-12, section 4.2).
type box struct {
	kind string
	off  int64 // of the header
	data int64 // of the content
	end  int64 // the greatest number when it goes on to the end of a file of unknown size
}

// boxAt reads the header at off of a box that must end by limit. io.EOF means that
// the file ends before or inside the header. The kind is there in spite of damage.
func (s *input) boxAt(off, limit int64) (box, error) {
	var h [16]byte
	if _, err := s.ReadAt(h[:8], off); err != nil {
		return box{}, err
	}
	b := box{kind: string(h[4:8]), off: off, data: off + 8}
	size := int64(binary.BigEndian.Uint32(h[:]))
	switch size {
	case 0: // to the end
		size = limit - off
	case 1:
		if _, err := s.ReadAt(h[8:], off+8); err != nil {
			return box{}, err
		}
		b.data += 8
		u := binary.BigEndian.Uint64(h[8:])
		size = int64(min(u, math.MaxInt64))
	}
	if size < b.data-off || size > limit-off {
		return b, damaged(off, "box %q of %d bytes", b.kind, size)
	}
	b.end = off + size
	return b, nil
}

// each calls fn for the boxes between from and to.
func (s *input) each(from, to int64, fn func(b box) error) error {
	for off := from; off+8 <= to; {
		b, err := s.boxAt(off, to)
		if err == nil {
			err = fn(b)
		}
		if err != nil {
			return cut(err, off, "header")
		}
		off = b.end
	}
	return nil
}

// content reads the content of b, which may be limit bytes long.
func (s *input) content(b box, limit int64) ([]byte, error) {
	n := b.end - b.data
	if n > limit || b.end > s.End() {
		return nil, damaged(b.off, "box %q of %d bytes is too long", b.kind, n)
	}
	return s.bytes(b.data, n)
}

// fields reads big-endian numbers from the content of a box. Reading behind the
// end gives zeros and sets short.
type fields struct {
	b     []byte
	short bool
}

func (f *fields) skip(n int) { f.take(n) }

func (f *fields) take(n int) []byte {
	if n > len(f.b) {
		f.short, f.b = true, nil
		return make([]byte, min(n, 8))
	}
	p := f.b[:n]
	f.b = f.b[n:]
	return p
}

func (f *fields) u8() byte    { return f.take(1)[0] }
func (f *fields) u16() uint16 { return binary.BigEndian.Uint16(f.take(2)) }
func (f *fields) u32() uint32 { return binary.BigEndian.Uint32(f.take(4)) }

// i64 reads 8 bytes; what does not fit becomes the greatest number.
func (f *fields) i64() int64 {
	return int64(min(binary.BigEndian.Uint64(f.take(8)), math.MaxInt64))
}

// long reads 8 bytes in version 1 of a box, else 4.
func (f *fields) long(version byte) int64 {
	if version == 1 {
		return f.i64()
	}
	return int64(f.u32())
}

// version reads the version and the flags that begin a full box.
func (f *fields) version() (version byte, flags uint32) {
	v := f.u32()
	return byte(v >> 24), v & 0xFFFFFF
}

// eachIn calls fn for the boxes in b, whose first byte stands at off.
func eachIn(b []byte, off int64, fn func(kind string, body []byte, off int64) error) error {
	for len(b) >= 8 {
		n := int64(binary.BigEndian.Uint32(b))
		head := int64(8)
		if n == 1 && len(b) >= 16 {
			n, head = int64(min(binary.BigEndian.Uint64(b[8:]), math.MaxInt64)), 16
		}
		if n == 0 {
			n = int64(len(b))
		}
		if n < head || n > int64(len(b)) {
			return damaged(off, "box %q of %d bytes", b[4:8], n)
		}
		if err := fn(string(b[4:8]), b[head:n], off); err != nil {
			return err
		}
		b, off = b[n:], off+n
	}
	return nil
}

// scan returns the offset of the first movie fragment at or after off, known by
// the header that begins it. io.EOF means that there is none.
func (s *input) scan(off int64) (int64, error) {
	window := make([]byte, readBlock)
	for {
		n := 0
		for n < len(window) { // the file may end inside the window
			_, err := s.ReadAt(window[n:n+1], off+int64(n))
			if err == io.EOF {
				break
			}
			if err != nil {
				return 0, err
			}
			n++
		}
		for i := 0; i+16 <= n; i++ {
			if string(window[i+4:i+8]) == "moof" && string(window[i+12:i+16]) == "mfhd" {
				return off + int64(i), nil
			}
		}
		if n < len(window) {
			return 0, io.EOF
		}
		off += int64(n) - 15
	}
}
