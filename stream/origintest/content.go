package origintest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// A Pattern is the content of a file of any size, each byte of which follows from its
// offset, so that a wrong byte tells where it belongs. Different seeds give
// different files.
type Pattern struct {
	Size int64
	Seed uint64
}

// ReadAt fills p with the content from off on.
func (c Pattern) ReadAt(p []byte, off int64) (n int, err error) {
	if off >= c.Size {
		return 0, io.EOF
	}
	if rest := c.Size - off; int64(len(p)) > rest {
		p, err = p[:rest], io.EOF
	}
	var word [8]byte
	for n < len(p) {
		at := off + int64(n)
		w := mix(uint64(at/8) + c.Seed<<40)
		if at%8 == 0 && len(p)-n >= 8 {
			binary.LittleEndian.PutUint64(p[n:], w)
			n += 8
			continue
		}
		binary.LittleEndian.PutUint64(word[:], w)
		n += copy(p[n:], word[at%8:])
	}
	return n, err
}

// mix is the finaliser of splitmix64.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Check returns an error that names the first byte of p that is not the content
// at off.
func (c Pattern) Check(p []byte, off int64) error {
	if off+int64(len(p)) > c.Size {
		return fmt.Errorf("%d bytes at %d reach past the end at %d", len(p), off, c.Size)
	}
	want := make([]byte, len(p))
	c.ReadAt(want, off)
	if bytes.Equal(p, want) {
		return nil
	}
	for i := range p {
		if p[i] != want[i] {
			return fmt.Errorf("byte %d is %#02x, want %#02x", off+int64(i), p[i], want[i])
		}
	}
	return nil
}
