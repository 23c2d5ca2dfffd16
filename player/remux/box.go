package remux

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
)

var errMP4 = errors.New("damaged mp4")

// A span is a box at the top of a file (ISO/IEC 14496-12, section 4.2).
type span struct {
	kind     string
	off, end int64
}

// maxBoxes bounds the boxes at the top; a fragment has two or three, of some seconds.
const maxBoxes = 1 << 18

// topBoxes lists the boxes of a file. What is cut off at its end counts as there.
func topBoxes(in io.ReaderAt, size int64) (out []span, err error) {
	for off := int64(0); off+8 <= size; {
		var h [16]byte
		n, err := in.ReadAt(h[:min(16, size-off)], off)
		if err != nil && !(err == io.EOF && int64(n) == min(16, size-off)) {
			return nil, err
		}
		length := int64(binary.BigEndian.Uint32(h[:]))
		switch length {
		case 0:
			length = size - off
		case 1:
			length = int64(min(binary.BigEndian.Uint64(h[8:]), math.MaxInt64))
		}
		if length < 8 || len(out) == maxBoxes {
			return nil, errMP4
		}
		end := size
		if length < size-off {
			end = off + length
		}
		out = append(out, span{string(h[4:8]), off, end})
		off = end
	}
	return out, nil
}

// A child is a box inside another that is in memory.
type child struct {
	kind string
	all  []byte // with its header
	body []byte
}

// children takes b apart. Everything must be boxes, but for some bytes too few for one at the
// end, which QuickTime writes.
func children(b []byte) (out []child, err error) {
	for len(b) >= 8 {
		n, head := uint64(binary.BigEndian.Uint32(b)), uint64(8)
		switch {
		case n == 0:
			n = uint64(len(b))
		case n == 1 && len(b) >= 16:
			n, head = binary.BigEndian.Uint64(b[8:]), 16
		}
		if n < head || n > uint64(len(b)) {
			return nil, errMP4
		}
		out = append(out, child{kind: string(b[4:8]), all: b[:n], body: b[head:n]})
		b = b[n:]
	}
	return out, nil
}

// find gives the body of the first box of a kind, nil when there is none.
func find(all []child, kind string) []byte {
	for _, c := range all {
		if c.kind == kind {
			return c.body
		}
	}
	return nil
}

// box makes a box of its content.
func box(kind string, content ...[]byte) []byte {
	n := 8
	for _, c := range content {
		n += len(c)
	}
	b := append(binary.BigEndian.AppendUint32(make([]byte, 0, n), uint32(n)), kind...)
	for _, c := range content {
		b = append(b, c...)
	}
	return b
}
