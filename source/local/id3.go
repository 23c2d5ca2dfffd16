package local

import (
	"bytes"
	"io"

	"github.com/dhowden/tag"
)

// readID3v2 reads an ID3v2 tag (https://id3.org/id3v2.4.0-structure, 3.1) into memory before
// the library sees it. The library undoes the unsynchronisation byte by byte, and goes on
// into the sound when that has made the tag shorter; both are spared by doing it here.
func readID3v2(r *boundedReader, pics *[]picture) (tags, error) {
	head := make([]byte, 10)
	if _, err := io.ReadFull(r, head); err != nil {
		return tags{}, notEOF(err)
	}
	size := int(head[6])<<21 | int(head[7])<<14 | int(head[8])<<7 | int(head[9])
	if size > maxTagBytes {
		return tags{}, errTagsTooLarge
	}
	var body bytes.Buffer
	if _, err := io.CopyN(&body, r, int64(size)); err != nil && notEOF(err) != nil {
		return tags{}, err
	}
	// In 2.4 each frame has a flag of its own as well, which says the same.
	const unsynchronised = 0x80
	text := body.Bytes()
	if head[5]&unsynchronised != 0 {
		text = bytes.ReplaceAll(text, []byte{0xFF, 0}, []byte{0xFF})
		head[5] &^= unsynchronised
	}
	putSize(head[6:10], len(text))
	whole := bytes.NewReader(append(head, text...))
	m, err := tag.ReadID3v2Tags(&boundedReader{r: whole, bytes: maxTagBytes + 10, reads: maxTagReads})
	if err != nil {
		return tags{}, notEOF(err)
	}
	return fromLibrary(m, pics), nil
}

// putSize writes a number of 28 bits, seven in each byte.
func putSize(b []byte, n int) {
	for i := range 4 {
		b[i] = byte(n>>(21-7*i)) & 0x7F
	}
}
