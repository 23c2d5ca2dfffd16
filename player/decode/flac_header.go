package decode

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

const (
	// flacHead is how much of a frame its header fills at most.
	flacHead = 16
	// flacTable is the most of a SEEKTABLE that is kept.
	flacTable = 1 << 20
	// flacComments is the most of the comments that is read.
	flacComments = 64 << 10
)

// A flacInfo is what stands before the frames (RFC 9639, section 8).
type flacInfo struct {
	block    int // samples of the longest frame, and of all but the last if they are equal
	rate     int
	channels int
	bits     int
	total    int64 // samples, 0 when not known
	data     int64 // offset of the first frame
	points   []flacPoint
	tags     Tags
}

// A flacPoint is a sample that begins a frame, and the offset of that.
type flacPoint struct{ sample, off int64 }

// readFLACInfo reads the metadata of the stream at off. Pictures are skipped unread.
func readFLACInfo(w *window, off int64, tags Tags) (*flacInfo, error) {
	info := &flacInfo{tags: tags}
	off += 4
	for n := 0; ; n++ {
		b, err := flacBytes(w, off, 4)
		if err != nil {
			return nil, err
		}
		kind, last := b[0]&0x7f, b[0]&0x80 != 0
		size := int(b[1])<<16 | int(b[2])<<8 | int(b[3])
		switch {
		case (kind == 0) != (n == 0) || kind == 0 && size < 34 || kind == 127:
			return nil, fmt.Errorf("flac at byte %d: %w: block %d of kind %d", off, ErrDamaged, n, kind)
		case kind == 0:
			err = info.readStream(w, off+4)
		case kind == 3:
			err = info.readTable(w, off+4, min(size, flacTable))
		case kind == 4:
			err = info.readComments(w, off+4, min(size, flacComments))
		}
		if err != nil {
			return nil, err
		}
		off += 4 + int64(size)
		if last {
			break
		}
	}
	info.data = off
	for i := range info.points {
		info.points[i].off += off
	}
	return info, nil
}

// flacBytes reads n bytes of the metadata.
func flacBytes(w *window, off int64, n int) ([]byte, error) {
	b, err := w.At(off, n)
	if err == io.EOF {
		return nil, fmt.Errorf("flac at byte %d: %w: it ends inside its header", off, ErrDamaged)
	}
	return b, err
}

func (info *flacInfo) readStream(w *window, off int64) error {
	b, err := flacBytes(w, off, 34)
	if err != nil {
		return err
	}
	info.block = int(binary.BigEndian.Uint16(b[2:]))
	v := binary.BigEndian.Uint64(b[10:])
	info.rate, info.channels = int(v>>44), int(v>>41&7)+1
	info.bits, info.total = int(v>>36&31)+1, int64(v&(1<<36-1))
	switch {
	case info.block < 16 || info.rate == 0 || info.bits < 4:
		return fmt.Errorf("flac at byte %d: %w: %d frames of %d bits per block, %d per second", off, ErrDamaged, info.block, info.bits, info.rate)
	case info.bits > 24:
		return fmt.Errorf("flac: %w: %d bits", ErrUnsupported, info.bits)
	case info.rate < 1000:
		return fmt.Errorf("flac: %w: %d frames per second", ErrUnsupported, info.rate)
	}
	return nil
}

// readTable reads the SEEKTABLE. Points that are not in order are left out.
func (info *flacInfo) readTable(w *window, off int64, size int) error {
	for ; size >= 18; size, off = size-18, off+18 {
		b, err := flacBytes(w, off, 18)
		if err != nil {
			return err
		}
		p := flacPoint{int64(binary.BigEndian.Uint64(b)), int64(binary.BigEndian.Uint64(b[8:]))}
		if n := len(info.points); p.sample < 0 || p.off < 0 || p.sample > math.MaxInt64/4 || p.off > math.MaxInt64/4 ||
			n > 0 && (p.sample <= info.points[n-1].sample || p.off <= info.points[n-1].off) {
			continue // a placeholder has the highest number
		}
		info.points = append(info.points, p)
	}
	return nil
}

func (info *flacInfo) readComments(w *window, off int64, size int) error {
	b, err := flacBytes(w, off, size)
	if err != nil {
		return err
	}
	info.tags = commentTags(info.tags, b) // RFC 9639, section 8.6; the rest of long ones is cut off
	return nil
}

// A flacFrame is the header of a frame (RFC 9639, section 9.1).
type flacFrame struct {
	block  int   // samples
	sample int64 // the first
	head   int   // bytes of the header
	code   byte  // of the rate
}

// parseFrame reads the header that b begins with, if it fits this stream and
// its check sum is right.
func (info *flacInfo) parseFrame(b []byte) (f flacFrame, ok bool) {
	if len(b) < 6 || b[0] != 0xff || b[1]&0xfe != 0xf8 || b[3]&1 != 0 {
		return f, false
	}
	number, n := flacNumber(b[4:])
	f.head = 4 + n
	if n == 0 || len(b) < f.head+5 {
		return f, false
	}
	switch code := b[2] >> 4; {
	case code == 0:
		return f, false
	case code == 1:
		f.block = 192
	case code <= 5:
		f.block = 576 << (code - 2)
	case code == 6:
		f.block = int(b[f.head]) + 1
		f.head++
	case code == 7:
		f.block = int(binary.BigEndian.Uint16(b[f.head:])) + 1
		f.head += 2
	default:
		f.block = 256 << (code - 8)
	}
	switch f.code = b[2] & 15; f.code {
	case 15:
		return f, false
	case 12:
		f.head++
	case 13, 14:
		f.head += 2
	}
	if len(b) <= f.head || crc8(b[:f.head]) != b[f.head] || !info.fits(b[3]) || f.block > info.block {
		return f, false
	}
	f.head++
	f.sample = number
	if b[1]&1 == 0 {
		f.sample *= int64(info.block)
	}
	return f, f.sample < 1<<40 && (info.total == 0 || f.sample < info.total)
}

// fits tells whether channels and bits of a header are those of the stream.
func (info *flacInfo) fits(b byte) bool {
	channels := int(b>>4) + 1
	if channels > 8 {
		channels = 2
	}
	bits := [8]int{info.bits, 8, 12, -1, 16, 20, 24, 32}[b>>1&7]
	return b>>4 < 11 && channels == info.channels && bits == info.bits
}

// flacNumber reads the number of a frame or sample in the manner of UTF-8, up to
// 36 bits in 7 bytes.
func flacNumber(b []byte) (v int64, n int) {
	switch c := b[0]; {
	case c < 0x80:
		return int64(c), 1
	case c < 0xc0 || c == 0xff:
		return 0, 0
	default:
		for n = 2; c<<n&0x80 != 0; n++ {
		}
		v = int64(c & (1<<(7-n) - 1))
	}
	if len(b) < n {
		return 0, 0
	}
	for _, c := range b[1:n] {
		if c&0xc0 != 0x80 {
			return 0, 0
		}
		v = v<<6 | int64(c&0x3f)
	}
	return v, n
}

// crc8 is the check sum of a header: polynomial x^8+x^2+x+1.
func crc8(b []byte) (crc byte) {
	for _, c := range b {
		crc ^= c
		for range 8 {
			crc = crc<<1 ^ 7*(crc>>7)
		}
	}
	return crc
}
