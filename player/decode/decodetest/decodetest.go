// Package decodetest makes long files of every format for tests, out of a second of sound
// that is repeated. Most of a file is made when it is read, so that an hour costs no memory.
package decodetest

import (
	"bytes"
	"io"
	"sort"
	"sync"
	"time"
)

// A Format makes files of one kind.
type Format struct {
	Name  string
	Type  string // MIME type
	Index bool   // a seek goes by an index, or by frames of equal size
	Make  func(time.Duration) File
}

// A File may be read from any goroutine.
type File struct {
	io.ReaderAt
	Size int64
}

// Formats are all that are decoded in process.
func Formats() []Format {
	return append([]Format{
		{"webm opus", "audio/webm", true, webmOpus},
		{"webm vorbis", "audio/webm", true, webmVorbis},
		{"ogg opus", "audio/ogg", false, oggOpus},
		{"ogg vorbis", "audio/ogg", false, oggVorbis},
		{"mp3 cbr", "audio/mpeg", true, func(d time.Duration) File { return mp3(d, false) }},
		{"mp3 vbr", "audio/mpeg", true, func(d time.Duration) File { return mp3(d, true) }},
		{"flac", "audio/flac", false, func(d time.Duration) File { return flac(d, false) }},
		{"flac seektable", "audio/flac", true, func(d time.Duration) File { return flac(d, true) }},
		{"wav", "audio/wav", true, wav},
	}, aacFormats()...)
}

func whole(b []byte) File { return File{bytes.NewReader(b), int64(len(b))} }

// parts is a file of pieces that are made when they are read.
type parts struct {
	starts []int64 // of each piece, and the size at the end
	part   func(i int) []byte

	mu   sync.Mutex // guards below
	last int
	have []byte // piece number last
}

// inParts makes a file of n pieces.
func inParts(n int, size func(i int) int, part func(i int) []byte) File {
	p := &parts{part: part, last: -1, starts: make([]int64, 1, n+1)}
	for i := range n {
		p.starts = append(p.starts, p.starts[i]+int64(size(i)))
	}
	return File{p, p.starts[n]}
}

func (p *parts) ReadAt(b []byte, off int64) (n int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	count := len(p.starts) - 1
	for i := sort.Search(count, func(i int) bool { return p.starts[i+1] > off }); n < len(b); i++ {
		if i == count {
			return n, io.EOF
		}
		if i != p.last {
			p.last, p.have = i, p.part(i)
		}
		k := copy(b[n:], p.have[off-p.starts[i]:])
		n, off = n+k, off+int64(k)
	}
	return n, nil
}
