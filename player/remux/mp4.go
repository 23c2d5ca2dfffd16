package remux

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// maxMoov bounds the header that is rewritten; that of 24 hours takes 15 MiB.
const maxMoov = 64 << 20

// MP4 writes an MP4 file of size bytes with the tags in its header. When the header cannot
// grow without the file being read anew, the file is written as it is and tagged is false.
// Errors are those of in and w, or say that the file is damaged; then nothing is written.
func MP4(w io.Writer, in io.ReaderAt, size int64, tags Tags) (tagged bool, err error) {
	boxes, err := topBoxes(in, size)
	if err != nil {
		return false, err
	}
	at := -1
	for i, b := range boxes {
		if b.kind == "moov" {
			at = i
			break
		}
	}
	if at < 0 {
		return false, fmt.Errorf("%w: no header", errMP4)
	}
	old := boxes[at]
	if old.end-old.off > maxMoov {
		return false, fmt.Errorf("%w: header of %d bytes", errMP4, old.end-old.off)
	}
	moov := make([]byte, old.end-old.off)
	if _, err := in.ReadAt(moov, old.off); err != nil && err != io.EOF {
		return false, err
	}
	fresh, err := tagMoov(moov, tags.clean())
	if err != nil {
		return false, err
	}
	movable, err := movable(in, boxes, at)
	if err != nil {
		return false, err
	}
	if delta := int64(len(fresh) - len(moov)); !movable || !shift(fresh, old.end, delta) {
		return false, copyAll(w, in, 0, size)
	}
	if err := copyAll(w, in, 0, old.off); err != nil {
		return false, err
	}
	if _, err := w.Write(fresh); err != nil {
		return false, err
	}
	return true, copyAll(w, in, old.end, size)
}

func copyAll(w io.Writer, in io.ReaderAt, from, to int64) error {
	_, err := io.Copy(w, io.NewSectionReader(in, from, to-from))
	return err
}

// movable tells whether what follows the header may stand elsewhere, chunk offsets aside:
// fragments may name places in the file, and an index in front of the header counts the
// bytes up to them.
func movable(in io.ReaderAt, boxes []span, moov int) (bool, error) {
	for i, b := range boxes {
		switch {
		case b.kind == "mfra" || b.kind == "sidx" && i < moov:
			return false, nil
		case b.kind == "moof":
			if b.end-b.off > 4<<20 {
				return false, nil
			}
			p := make([]byte, b.end-b.off)
			if _, err := in.ReadAt(p, b.off); err != nil && err != io.EOF {
				return false, err
			}
			if absolute(p) {
				return false, nil
			}
		}
	}
	return true, nil
}

// absolute tells whether a moof box names places in the file, or cannot be read.
func absolute(moof []byte) bool {
	in, err := children(moof[8:])
	if err != nil {
		return true
	}
	for _, c := range in {
		if c.kind != "traf" {
			continue
		}
		parts, err := children(c.body)
		header := find(parts, "tfhd")
		const baseDataOffset = 1 // of the flags (section 8.8.7)
		if err != nil || len(header) < 4 || header[3]&baseDataOffset != 0 {
			return true
		}
	}
	return false
}

// shift moves the chunk offsets in a moov box that point behind end by delta. It is false,
// and the box is not fit for use, when one does not fit.
func shift(moov []byte, end, delta int64) bool {
	ok := true
	walk(moov[8:], []string{"trak", "mdia", "minf", "stbl"}, func(c child) {
		width := map[string]int{"stco": 4, "co64": 8}[c.kind]
		if width == 0 || len(c.body) < 8 {
			return
		}
		n := int(min(int64(binary.BigEndian.Uint32(c.body[4:])), int64((len(c.body)-8)/width)))
		for p := c.body[8:]; n > 0; n, p = n-1, p[width:] {
			if width == 8 {
				if v := binary.BigEndian.Uint64(p); v >= uint64(end) && v < math.MaxInt64/2 {
					binary.BigEndian.PutUint64(p, uint64(int64(v)+delta))
				}
				continue
			}
			if v := int64(binary.BigEndian.Uint32(p)); v >= end {
				ok = ok && v+delta <= math.MaxUint32
				binary.BigEndian.PutUint32(p, uint32(v+delta))
			}
		}
	})
	return ok
}

// walk calls fn for the boxes below the path. What is damaged is left alone.
func walk(b []byte, path []string, fn func(child)) {
	in, err := children(b)
	if err != nil {
		return
	}
	for _, c := range in {
		switch {
		case len(path) == 0:
			fn(c)
		case c.kind == path[0]:
			walk(c.body, path[1:], fn)
		}
	}
}
