package ogg

import (
	"bytes"
	"encoding/binary"
)

const (
	headLen = 27 // of a page header, before the table of lacing values
	maxPage = headLen + 255 + 255*255
)

// Flags of a page header.
const (
	continued = 1 << iota
	firstPage
	lastPage
)

// A header is what stands before the content of a page (RFC 3533, section 6).
type header struct {
	flags   byte
	granule int64
	serial  uint32
	number  uint32
	lacing  []byte
	size    int // of the whole page
}

// parseHead decodes the header at the start of b. ok is false when it is none or not
// whole.
func parseHead(b []byte) (h header, ok bool) {
	if len(b) < headLen || string(b[:4]) != "OggS" || b[4] != 0 || b[5]&^7 != 0 {
		return h, false
	}
	n := headLen + int(b[26])
	if len(b) < n {
		return h, false
	}
	h = header{
		flags:   b[5],
		granule: int64(binary.LittleEndian.Uint64(b[6:])),
		serial:  binary.LittleEndian.Uint32(b[14:]),
		number:  binary.LittleEndian.Uint32(b[18:]),
		lacing:  b[headLen:n],
		size:    n,
	}
	for _, v := range h.lacing {
		h.size += int(v)
	}
	return h, true
}

// sound says whether the whole page b has the sum that it says.
func sound(b []byte) bool {
	sum := update(0, b[:22])
	sum = update(sum, []byte{0, 0, 0, 0})
	sum = update(sum, b[26:])
	return sum == binary.LittleEndian.Uint32(b[22:])
}

// Sum returns the checksum of a page whose own sum is zero.
func Sum(page []byte) uint32 { return update(0, page) }

// table is that of the polynomial 0x04c11db7, highest bit first.
var table = func() (t [256]uint32) {
	for i := range t {
		r := uint32(i) << 24
		for range 8 {
			if r&(1<<31) != 0 {
				r = r<<1 ^ 0x04c11db7
			} else {
				r <<= 1
			}
		}
		t[i] = r
	}
	return t
}()

func update(sum uint32, b []byte) uint32 {
	for _, c := range b {
		sum = sum<<8 ^ table[byte(sum>>24)^c]
	}
	return sum
}

// soundPages calls fn for every sound page that lies whole in b, until it returns false.
func soundPages(b []byte, fn func(h header, off int) bool) {
	for off := 0; ; {
		i := bytes.Index(b[off:], []byte("OggS"))
		if i < 0 {
			return
		}
		off += i
		h, ok := parseHead(b[off:])
		if ok && off+h.size <= len(b) && sound(b[off:off+h.size]) {
			if !fn(h, off) {
				return
			}
			off += h.size
			continue
		}
		off++
	}
}
