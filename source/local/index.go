package local

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

// schema is the version of the index file. One of another version is made anew.
const schema = 1

// maxIndexLine bounds a line of the index: a path and four texts are shorter.
const maxIndexLine = 64 << 10

// A record is what is known of one file.
type record struct {
	facts
	root string // the music folder that it was found under
	song *song  // of facts, made when it is first wanted
	away bool   // the folder it is in cannot be looked at now
}

// facts are what a record is made again from.
type facts struct {
	path string
	size int64 // -1 for a file that could not be opened, so that it is tried again
	time int64 // of the last change, in nanoseconds since 1970
	tags tags
}

// The index file is lines of JSON: a head, then a line for each file. The head says how
// many, so that a file that was cut off is noticed.
type indexHead struct {
	Schema int `json:"anyaudio_music_index"`
	Files  int `json:"files"`
}

type indexLine struct {
	Path        string `json:"path,omitempty"`
	RawPath     []byte `json:"raw,omitempty"` // instead of Path, when it is no UTF-8
	Size        int64  `json:"size"`
	Time        int64  `json:"time"`
	Title       string `json:"title,omitempty"`
	Artist      string `json:"artist,omitempty"`
	Album       string `json:"album,omitempty"`
	AlbumArtist string `json:"by,omitempty"`
	Number      int    `json:"n,omitempty"`
	Disc        int    `json:"disc,omitempty"`
	Millis      int64  `json:"ms,omitempty"`
}

func (f facts) line() indexLine {
	l := indexLine{
		Path: f.path, Size: f.size, Time: f.time,
		Title: f.tags.title, Artist: f.tags.artist, Album: f.tags.album, AlbumArtist: f.tags.albumArtist,
		Number: f.tags.number, Disc: f.tags.disc, Millis: f.tags.duration.Milliseconds(),
	}
	if !utf8.ValidString(f.path) {
		l.Path, l.RawPath = "", []byte(f.path)
	}
	return l
}

func (l indexLine) facts() facts {
	f := facts{
		path: l.Path, size: l.Size, time: l.Time,
		tags: tags{
			title: l.Title, artist: l.Artist, album: l.Album, albumArtist: l.AlbumArtist,
			number: atLeast0(l.Number), disc: atLeast0(l.Disc), duration: bounded(l.Millis, nil),
		},
	}
	if l.Path == "" {
		f.path = string(l.RawPath)
	}
	return f
}

// readIndex reads an index of at most limit files. All of it is right, or there is an error.
func readIndex(r io.Reader, limit int) ([]facts, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxIndexLine)
	if !lines.Scan() {
		return nil, fmt.Errorf("index: no head: %w", cmpErr(lines.Err(), io.ErrUnexpectedEOF))
	}
	var head indexHead
	if err := json.Unmarshal(lines.Bytes(), &head); err != nil {
		return nil, fmt.Errorf("index: head: %w", err)
	}
	if head.Schema != schema || head.Files < 0 || head.Files > limit {
		return nil, fmt.Errorf("index: schema %d with %d files", head.Schema, head.Files)
	}
	var all []facts
	for n := 2; lines.Scan(); n++ {
		var l indexLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("index: line %d: %w", n, err)
		}
		f := l.facts()
		if !filepath.IsAbs(f.path) || filepath.Clean(f.path) != f.path || strings.ContainsRune(f.path, 0) {
			return nil, fmt.Errorf("index: line %d: not a path", n)
		}
		if all = append(all, f); len(all) > head.Files {
			return nil, fmt.Errorf("index: line %d: more files than the head says", n)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("index: line %d: %w", len(all)+2, err)
	}
	if len(all) < head.Files {
		return nil, fmt.Errorf("index: line %d: %w", len(all)+2, io.ErrUnexpectedEOF)
	}
	return all, nil
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// loadIndex reads the index file; none at all is an empty one.
func loadIndex(path string, limit int) ([]facts, error) {
	if path == "" {
		return nil, nil
	}
	f, err := openFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return readIndex(f, limit)
}

// saveIndex writes the index beside its place and then puts it there, so that whoever reads
// it, or is killed here, has the old one or the new one.
func saveIndex(path string, records map[string]*record) error {
	dir, name := filepath.Split(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	removeLeftovers(path)
	// Two players may write at once: each has a file of its own.
	f, err := os.CreateTemp(dir, name+".*.tmp")
	if err != nil {
		return err
	}
	err = writeIndex(f, records)
	if err == nil {
		err = f.Sync()
	}
	err = cmpErr(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

func writeIndex(w io.Writer, records map[string]*record) error {
	buffered := bufio.NewWriterSize(w, 256<<10)
	enc := json.NewEncoder(buffered)
	if err := enc.Encode(indexHead{schema, len(records)}); err != nil {
		return err
	}
	for _, r := range records {
		if err := enc.Encode(r.line()); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// leftoverAge is after what time a half-written index belongs to nobody any more.
const leftoverAge = time.Hour

// removeLeftovers removes what players left that were killed while they wrote.
func removeLeftovers(path string) {
	names, err := filepath.Glob(globQuote(path) + ".*.tmp")
	if err != nil {
		return
	}
	for _, name := range names {
		if info, err := os.Lstat(name); err == nil && time.Since(info.ModTime()) > leftoverAge {
			_ = os.Remove(name)
		}
	}
}

// globQuote makes a path stand for itself in filepath.Glob.
func globQuote(path string) string {
	if os.PathSeparator == '\\' {
		return path // has no escapes, and no file there is named with * or ?
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}
