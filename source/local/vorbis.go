package local

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"anyaudio/source"
)

// The tag library makes room for as many bytes as a picture in a Vorbis comment or a FLAC
// file says it has, up to 4 GB. So these are read here.

var errVorbis = errors.New("damaged tags: a length goes past the end")

// readFLAC reads the metadata blocks of a FLAC file (RFC 9639, section 8).
func readFLAC(r *boundedReader, pics *[]picture) (t tags, err error) {
	if _, err := r.Seek(4, io.SeekStart); err != nil {
		return t, err
	}
	const streamInfo, comment, pictureBlock = 0, 4, 6
	for last := false; !last; {
		var head [4]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return t, notEOF(err)
		}
		last = head[0]&0x80 != 0
		kind := head[0] & 0x7F
		size := int64(head[1])<<16 | int64(head[2])<<8 | int64(head[3])
		wanted := kind == streamInfo || kind == comment || kind == pictureBlock && pics != nil
		if !wanted {
			if _, err := r.Seek(size, io.SeekCurrent); err != nil {
				return t, err
			}
			continue
		}
		var block bytes.Buffer
		if _, err := io.CopyN(&block, r, size); err != nil {
			return t, notEOF(err)
		}
		switch kind {
		case streamInfo:
			t.duration = flacLength(block.Bytes())
		case comment:
			if err := t.comments(block.Bytes(), pics); err != nil {
				return t, err
			}
		case pictureBlock:
			addPicture(block.Bytes(), pics)
		}
	}
	return t, nil
}

// flacLength is the length in a STREAMINFO block (RFC 9639, 8.2), 0 when it is not known.
func flacLength(b []byte) time.Duration {
	if len(b) < 18 {
		return 0
	}
	v := binary.BigEndian.Uint64(b[10:])
	rate, samples := int64(v>>44), int64(v&(1<<36-1))
	if rate == 0 {
		return 0
	}
	return bounded(samples*1000/rate, nil)
}

// readOgg reads the comment packet, the second one of Vorbis (Vorbis I, 5) and Opus
// (RFC 7845, 5.2).
func readOgg(r *boundedReader, pics *[]picture) (t tags, err error) {
	packet, err := oggPacket(bufio.NewReaderSize(r, 16<<10))
	if err != nil {
		return t, notEOF(err)
	}
	for _, prefix := range []string{"\x03vorbis", "OpusTags"} {
		if body, ok := bytes.CutPrefix(packet, []byte(prefix)); ok {
			return t, t.comments(body, pics)
		}
	}
	return t, nil
}

// oggPacket is the second packet of the first stream of an Ogg file (RFC 3533, section 6).
func oggPacket(r io.Reader) ([]byte, error) {
	var packet bytes.Buffer
	var serial uint32
	for page, packets := 0, 0; ; page++ {
		var head [27]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return nil, err
		}
		if string(head[:4]) != "OggS" {
			return nil, errors.New("damaged tags: no Ogg page where one should be")
		}
		var lacing [255]byte
		if _, err := io.ReadFull(r, lacing[:head[26]]); err != nil {
			return nil, err
		}
		number := binary.LittleEndian.Uint32(head[14:])
		if page == 0 {
			serial = number
		}
		for _, n := range lacing[:head[26]] {
			into := io.Discard
			if packets == 1 && number == serial {
				into = &packet
			}
			if _, err := io.CopyN(into, r, int64(n)); err != nil {
				return nil, err
			}
			if n < 255 && number == serial {
				packets++
			}
			if packets == 2 {
				return packet.Bytes(), nil
			}
		}
	}
}

// comments reads a Vorbis comment header (Vorbis I, 5.2.1). The last one of a name counts,
// except for artists, of which there may be several.
func (t *tags) comments(b []byte, pics *[]picture) error {
	_, b, ok := cutString(b) // the vendor
	if !ok || len(b) < 4 {
		return errVorbis
	}
	count := binary.LittleEndian.Uint32(b)
	b = b[4:]
	var artists []string
	for range count {
		var comment string
		if comment, b, ok = cutString(b); !ok {
			return errVorbis
		}
		name, value, _ := strings.Cut(comment, "=")
		switch strings.ToLower(name) {
		case "title":
			t.title = source.Clean(value)
		case "artist":
			if len(artists) < 10 {
				artists = append(artists, source.Clean(value))
			}
			t.artist = source.Clean(strings.Join(artists, ", "))
		case "album":
			t.album = source.Clean(value)
		case "albumartist", "album artist":
			t.albumArtist = source.Clean(value)
		case "tracknumber":
			t.number = leadingNumber(value)
		case "discnumber":
			t.disc = leadingNumber(value)
		case "metadata_block_picture":
			if pics != nil {
				data, err := base64.StdEncoding.DecodeString(value)
				if err == nil {
					addPicture(data, pics)
				}
			}
		}
	}
	return nil
}

// cutString takes a text with its length in front off b.
func cutString(b []byte) (text string, rest []byte, ok bool) {
	if len(b) < 4 {
		return "", nil, false
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if n > uint64(len(b)-4) {
		return "", nil, false
	}
	return string(b[4 : 4+n]), b[4+n:], true
}

// leadingNumber is the 3 of "3/12".
func leadingNumber(s string) int {
	first, _, _ := strings.Cut(s, "/")
	n, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return 0
	}
	return atLeast0(n)
}

// addPicture reads a picture block (RFC 9639, 8.8); one that is damaged is left out.
func addPicture(b []byte, pics *[]picture) {
	const frontCover = 3
	field := func() (uint32, bool) {
		if len(b) < 4 {
			return 0, false
		}
		v := binary.BigEndian.Uint32(b)
		b = b[4:]
		return v, true
	}
	skip := func(n uint32) bool {
		if uint64(n) > uint64(len(b)) {
			return false
		}
		b = b[n:]
		return true
	}
	kind, ok := field()
	for range 2 { // MIME type, description
		n, more := field()
		ok = ok && more && skip(n)
	}
	ok = ok && skip(16) // width, height, depth, colours
	n, more := field()
	if ok && more && uint64(n) <= uint64(len(b)) {
		*pics = append(*pics, picture{kind == frontCover, b[:n]})
	}
}
