package playlistfile

import (
	"io"
	"path"
	"strings"
	"time"
)

// An Entry is one thing to play that a list names.
type Entry struct {
	// Location is the path or URL as it stands in the file, in UTF-8. It may be
	// relative to the list, use backslashes, or name another list or a folder. It is
	// empty when the list only says what is to be searched for (plain text, XSPF).
	Location string
	// Title is what the list says about it, empty when it says nothing. In M3U and PLS
	// it often is "artist - title".
	Title string
	// Artist and Album are known from XSPF, the artist also from plain text.
	Artist, Album string
	// Duration is 0 when unknown.
	Duration time.Duration
	// Line is the number of the line, from 1.
	Line int
}

// Options bound what is read; the zero value means the defaults.
type Options struct {
	// Name is the list's name for errors: a path, or a URL through source.Redact.
	// Default "list".
	Name string
	// MaxLine is the longest line in bytes. Default 64 KiB.
	MaxLine int
	// MaxEntries is the largest number of entries. Default 100,000.
	MaxEntries int
	// MaxBytes is the largest list in bytes, comments included. Default 64 MiB.
	MaxBytes int64
}

func (o Options) withDefaults() Options {
	if o.MaxLine <= 0 {
		o.MaxLine = 64 << 10
	}
	if o.MaxEntries <= 0 {
		o.MaxEntries = 100_000
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 64 << 20
	}
	if o.Name == "" {
		o.Name = "list"
	}
	return o
}

// A Reader reads the entries of a list one after the other, and is used by one goroutine.
// Read returns the next entry, and io.EOF after the last one. Any other error is a
// *source.Error that names the list and the line, or that of the underlying reader with the
// line before it. Errors are final: every later call returns the same one.
type Reader interface {
	Read() (Entry, error)
}

// A Format is a kind of playlist file.
type Format int

// The formats that can be read and written. Text is one "artist - title" on a line.
const (
	M3UFormat Format = iota
	PLSFormat
	XSPFFormat
	TextFormat
)

// FormatOf tells the format by the end of a file name or URL path; ok is false for one that
// is not known.
func FormatOf(name string) (f Format, ok bool) {
	switch strings.ToLower(path.Ext(name)) {
	case ".m3u", ".m3u8":
		return M3UFormat, true
	case ".pls":
		return PLSFormat, true
	case ".xspf":
		return XSPFFormat, true
	case ".txt":
		return TextFormat, true
	}
	return 0, false
}

// New returns a reader of the list in r. It does not close r.
func New(r io.Reader, f Format, o Options) Reader {
	switch f {
	case PLSFormat:
		return NewPLS(r, o)
	case XSPFFormat:
		return NewXSPF(r, o)
	case TextFormat:
		return NewText(r, o)
	}
	return NewM3U(r, o)
}
