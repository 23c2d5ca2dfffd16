package remux

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"anyaudio/player/webm"
)

// A Result says what Write has made.
type Result struct {
	Ext    string // of a name for the file, with the dot
	Tagged bool   // it carries the tags
}

// Write writes the sound of the file in, of size bytes, as a plain file: Opus in WebM as Ogg,
// MP4 with its tags, everything else as it is. fallback is the extension for what is not told
// by its bytes, ".bin" when empty. What cannot be rewritten because it is damaged is copied
// too: whether it can be played is for the player to say.
func Write(w io.Writer, in io.ReaderAt, size int64, tags Tags, fallback string) (Result, error) {
	out := &counter{w: w}
	r, err := write(out, in, size, tags, fallback)
	if err == nil || out.n > 0 || out.err != nil {
		return r, err
	}
	return Result{Ext: plainExt(in, size, fallback)}, copyAll(w, in, 0, size)
}

func write(w io.Writer, in io.ReaderAt, size int64, tags Tags, fallback string) (Result, error) {
	r, err := Plan(in, size, fallback)
	if err != nil {
		return r, err
	}
	switch r.Ext {
	case ".opus":
		if r.Tagged {
			return r, Opus(w, io.NewSectionReader(in, 0, size), tags)
		}
	case ".m4a", ".mp4":
		r.Tagged, err = MP4(w, in, size, tags)
		return r, err
	}
	return r, copyAll(w, in, 0, size)
}

// Plan tells, from the head of a file, what Write will make of it. in may hold the beginning
// of the file only, of size bytes.
func Plan(in io.ReaderAt, size int64, fallback string) (Result, error) {
	d, err := webm.Open(io.NewSectionReader(in, 0, size))
	if err == nil {
		if _, err = opusHead(d); err == nil {
			return Result{Ext: ".opus", Tagged: true}, nil
		}
		return Result{Ext: plainExt(in, size, fallback)}, nil
	}
	if !errors.Is(err, webm.ErrNotWebM) && !errors.Is(err, webm.ErrDamaged) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Result{}, err
	}
	ext := plainExt(in, size, fallback)
	return Result{Ext: ext, Tagged: ext == ".m4a" || ext == ".mp4"}, nil
}

// plainExt is the extension of a file that is not changed, by its first bytes.
func plainExt(in io.ReaderAt, size int64, fallback string) string {
	head := make([]byte, min(size, 512))
	n, _ := in.ReadAt(head, 0)
	head = head[:n]
	has := func(at int, magic string) bool {
		return len(head) >= at+len(magic) && string(head[at:at+len(magic)]) == magic
	}
	fallback = strings.ToLower(fallback)
	switch {
	case has(4, "ftyp"):
		if fallback == ".mp4" || fallback == ".mov" {
			return ".mp4"
		}
		return ".m4a"
	case has(0, "OggS"):
		if strings.Contains(string(head), "OpusHead") {
			return ".opus"
		}
		return ".ogg"
	case has(0, "fLaC"):
		return ".flac"
	case has(0, "RIFF") && has(8, "WAVE"):
		return ".wav"
	case has(0, "ID3"):
		return ".mp3"
	case has(0, "\x1a\x45\xdf\xa3"):
		if fallback == ".mkv" || fallback == ".mka" {
			return fallback
		}
		return ".webm"
	case fallback == "":
		return ".bin"
	}
	return fallback
}

// A counter tells whether anything was written.
type counter struct {
	w   io.Writer
	n   int64
	err error
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	if err != nil {
		c.err = fmt.Errorf("write: %w", err)
		return n, c.err
	}
	return n, nil
}
