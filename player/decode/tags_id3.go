package decode

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strings"

	"github.com/dhowden/tag"
)

const (
	// id3Read is how much of an ID3 tag is read. Pictures are larger, and come last as
	// a rule.
	id3Read = 64 << 10
	// maxTagBlocks is how many tags may follow one another.
	maxTagBlocks = 16
)

// clone returns t with chapters of its own.
func (t Tags) clone() Tags {
	t.Chapters = slices.Clone(t.Chapters)
	return t
}

// tagSize returns the length of the tag that b, the first framedHead bytes of it, begins,
// 0 when it begins none: ID3v2 (id3.org, section 3.1), ID3v1, or the header of an
// APE tag.
func tagSize(b []byte) int64 {
	switch {
	case len(b) >= 10 && prefix("ID3")(b) && b[3] < 0xff && b[4] < 0xff && (b[6]|b[7]|b[8]|b[9])&0x80 == 0:
		n := 10 + int64(b[6])<<21 + int64(b[7])<<14 + int64(b[8])<<7 + int64(b[9])
		if b[5]&0x10 != 0 { // a footer
			n += 10
		}
		return n
	case prefix("TAG")(b):
		return 128
	}
	return 0
}

// skipTags returns where the sound begins behind the tags at the start of the file,
// and what the first ID3 tag says. Of a long tag no more than id3Read is read.
func skipTags(w *window) (int64, Tags, error) {
	var tags Tags
	off, known := int64(0), false
	for range maxTagBlocks {
		b, err := w.At(off, 32)
		if err != nil && err != io.EOF {
			return 0, tags, err
		}
		size := tagSize(b)
		if len(b) == 32 && prefix("APETAGEX")(b) {
			size = int64(binary.LittleEndian.Uint32(b[12:]))
			if binary.LittleEndian.Uint32(b[20:])>>29&1 != 0 { // this is the header, which is not counted
				size += 32
			}
		}
		if size <= 0 {
			break
		}
		if prefix("ID3")(b) && !known {
			known = true
			b, err := w.At(off, int(min(size, id3Read)))
			if err != nil && err != io.EOF {
				return 0, tags, err
			}
			tags = parseID3(bytes.Clone(b))
		}
		off += size
	}
	return off, tags, nil
}

// parseID3 reads the whole frames in b, which may be the beginning of a tag. It changes b.
func parseID3(b []byte) (t Tags) {
	defer func() {
		if recover() != nil { // a third party's parser
			t = Tags{}
		}
	}()
	if len(b) < 10 {
		return t
	}
	if end := wholeID3(b); end < len(b) {
		n := end - 10
		b = b[:end]
		b[6], b[7], b[8], b[9] = byte(n>>21&127), byte(n>>14&127), byte(n>>7&127), byte(n&127)
	}
	m, err := tag.ReadID3v2Tags(bytes.NewReader(b))
	if err != nil {
		return t
	}
	t.Title, t.Artist, t.Album = m.Title(), m.Artist(), m.Album()
	for name, v := range m.Raw() {
		if c, ok := v.(*tag.Comm); ok && strings.HasPrefix(name, "TXX") {
			t.set(strings.ToUpper(strings.TrimRight(c.Description, "\x00")), strings.TrimRight(c.Text, "\x00"))
		}
	}
	return t
}

// wholeID3 returns where the last frame ends that is whole in b.
func wholeID3(b []byte) int {
	if b[5]&0xc0 != 0 { // sizes that count other bytes, or a header between
		return len(b)
	}
	end := min(len(b), int(tagSize(b)))
	at := 10
	for {
		head, size := 10, 0
		if b[3] == 2 {
			head = 6
		}
		if at+head > end || b[at] == 0 {
			return at
		}
		switch s := b[at:]; b[3] {
		case 2:
			size = int(s[3])<<16 | int(s[4])<<8 | int(s[5])
		case 3:
			size = int(binary.BigEndian.Uint32(s[4:]))
		default:
			size = int(s[4]&127)<<21 | int(s[5]&127)<<14 | int(s[6]&127)<<7 | int(s[7]&127)
		}
		if size == 0 || size > end-at-head {
			return at
		}
		at += head + size
	}
}
