package local

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/dhowden/tag"

	"anyaudio/source"
)

// tags are what a file says about itself, clean; empty where it says nothing.
type tags struct {
	title, artist, album, albumArtist string
	number, disc                      int
	duration                          time.Duration
}

// Bounds of what is read of one file: tags with a large picture in them are a few megabytes,
// and take some hundred reads. The tag library takes time that grows with the square of the
// number of parts.
const (
	maxTagBytes = 16 << 20
	maxTagReads = 4000
)

var errTagsTooLarge = fmt.Errorf("tags of more than %d MB or %d parts", maxTagBytes>>20, maxTagReads)

// A picture is what a file holds as its cover.
type picture struct {
	front bool
	data  []byte
}

// readTags reads the tags of an open file, and its pictures when pics is not nil. No tags
// at all are no error.
func readTags(f *os.File, pics *[]picture) (t tags, err error) {
	// The library indexes into what it has read without looking, in some places.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("damaged tags: %v", r)
		}
	}()
	var magic [12]byte
	n, err := f.ReadAt(magic[:], 0)
	if n < len(magic) {
		return t, notEOF(err)
	}
	r := &boundedReader{r: f, bytes: maxTagBytes, reads: maxTagReads}
	switch {
	case string(magic[:4]) == "fLaC":
		return readFLAC(r, pics)
	case string(magic[:4]) == "OggS":
		return readOgg(r, pics)
	case string(magic[4:8]) == "ftyp":
		// What stands before the damage is of use.
		m, err := tag.ReadAtoms(r)
		return fromLibrary(m, pics), notEOF(err)
	case string(magic[:3]) == "ID3":
		return readID3v2(r, pics)
	}
	m, err := tag.ReadID3v1Tags(r)
	if errors.Is(err, tag.ErrNotID3v1) {
		return t, nil
	}
	if err != nil {
		return t, notEOF(err)
	}
	return fromLibrary(m, nil), nil
}

func notEOF(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil // cut off: there is no more to know
	}
	return err
}

// fromLibrary takes over what the tag library has read.
func fromLibrary(m tag.Metadata, pics *[]picture) tags {
	t := tags{
		title: source.Clean(m.Title()), artist: source.Clean(m.Artist()),
		album: source.Clean(m.Album()), albumArtist: source.Clean(m.AlbumArtist()),
	}
	number, _ := m.Track()
	disc, _ := m.Disc()
	t.number, t.disc = atLeast0(number), atLeast0(disc)
	if length, ok := m.Raw()["TLEN"].(string); ok {
		ms, err := strconv.ParseInt(strings.TrimSpace(length), 10, 64)
		t.duration = bounded(ms, err)
	}
	if p := m.Picture(); pics != nil && p != nil {
		*pics = append(*pics, picture{true, p.Data})
	}
	return t
}

// maxLength is a length, in milliseconds, that no file has.
const maxLength = int64(1000 * time.Hour / time.Millisecond)

// bounded is a length in milliseconds, 0 for one that cannot be.
func bounded(ms int64, err error) time.Duration {
	if err != nil || ms < 0 || ms > maxLength {
		return 0
	}
	return time.Duration(ms) * time.Millisecond
}

func atLeast0(n int) int { return min(max(n, 0), 1<<16) }

// A boundedReader fails when a file takes too much, or too many small steps, to read.
type boundedReader struct {
	r            io.ReadSeeker
	bytes, reads int
}

// Read implements io.Reader.
func (b *boundedReader) Read(p []byte) (int, error) {
	if b.bytes <= 0 || b.reads <= 0 {
		return 0, errTagsTooLarge
	}
	b.reads--
	n, err := b.r.Read(p[:min(len(p), b.bytes)])
	b.bytes -= n
	return n, err
}

// Seek implements io.Seeker.
func (b *boundedReader) Seek(offset int64, whence int) (int64, error) {
	return b.r.Seek(offset, whence)
}
