package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anyaudio/source"
	"anyaudio/source/direct"
	"anyaudio/source/playlistfile"
)

// list adds the entries of the list in r, whose relative paths start at dir.
func (w *walker) list(r io.Reader, f playlistfile.Format, name, dir string, chain []string) error {
	before := len(w.tracks)
	list := playlistfile.New(r, f, playlistfile.Options{Name: name, MaxEntries: w.o.MaxTracks})
	for {
		e, err := list.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return listError(name, err)
		}
		if err := w.spend(); err != nil {
			return err
		}
		if err := w.entry(e, dir, chain); err != nil {
			return err
		}
	}
	// A list that names itself only, or lists that are empty, ends up here too.
	if len(w.tracks) == before && len(chain) <= 1 {
		return &source.Error{
			Kind: source.ErrNotFound, Line: fmt.Sprintf("nothing to play in the list %q", name),
			Hint: "a list holds one path or URL on each line",
		}
	}
	return nil
}

// listError puts the errors of reading the file, as opposed to those of its text, into
// words.
func listError(name string, err error) error {
	if _, ok := errors.AsType[*source.Error](err); ok ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return pathError(name, err)
}

// entry adds what one entry names.
func (w *walker) entry(e playlistfile.Entry, dir string, chain []string) error {
	if hasScheme(e.Location) && !isFileURL(e.Location) {
		return w.urlEntry(e)
	}
	if e.Location == "" { // XSPF may name a song only
		name := cmp.Or(e.Title, e.Artist)
		return w.addEntry(source.Track{Provider: Name, ID: name, Title: name, Note: unplayable}, e)
	}
	path, ok := entryPath(dir, e.Location)
	if !ok {
		return w.addEntry(source.Track{Provider: Name, ID: e.Location, Title: source.Clean(e.Location), Note: unplayable}, e)
	}
	if isList(path) {
		return w.nestedList(e, path, chain)
	}
	// A list of thousands of files is not slowed down by a look at each.
	if source.TypeByName(path) == "" {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return w.nestedFolder(e, path)
		}
	}
	return w.addEntry(fileTrack(path), e)
}

// unplayable is the Note of an entry that is kept although nothing can be done with it.
const unplayable = "unplayable"

// addEntry adds a track with what the list says about it.
func (w *walker) addEntry(t source.Track, e playlistfile.Entry) error {
	t.Title, t.Artist, t.Album = cmp.Or(e.Title, t.Title), cmp.Or(e.Artist, t.Artist), cmp.Or(e.Album, t.Album)
	if e.Duration > 0 {
		t.Duration = e.Duration
	}
	return w.add(t)
}

func (w *walker) urlEntry(e playlistfile.Entry) error {
	t, err := direct.Track(e.Location)
	if err != nil {
		t = source.Track{
			Provider: direct.Name, ID: e.Location,
			Title: source.Clean(source.Redact(e.Location)), Note: unplayable,
		}
	}
	return w.addEntry(t, e)
}

// nestedList adds the entries of a list in a list. One that led here, and thus would
// name itself, adds nothing; one that cannot be read stays as an entry.
func (w *walker) nestedList(e playlistfile.Entry, path string, chain []string) error {
	if slices.Contains(chain, path) {
		return nil
	}
	if len(chain) >= w.o.MaxDepth {
		return limitError{&source.Error{
			Kind: source.ErrUnsupported,
			Line: fmt.Sprintf("%s: line %d: more than %d lists that name each other", source.Clean(chain[len(chain)-1]), e.Line, w.o.MaxDepth),
			Hint: "check whether the lists go round in a circle",
		}}
	}
	err := w.listFile(path, chain)
	if w.isFatal(err) {
		return err
	}
	if err != nil {
		t := fileTrack(path)
		t.Note = unplayable
		return w.addEntry(t, e)
	}
	return nil
}

func (w *walker) nestedFolder(e playlistfile.Entry, path string) error {
	err := w.folder(path)
	if err == nil || w.isFatal(err) {
		return err
	}
	t := fileTrack(path)
	t.Note = unplayable
	return w.addEntry(t, e)
}

// entryPath is the absolute path of an entry, false when it cannot be one.
func entryPath(dir, location string) (string, bool) {
	if isFileURL(location) {
		path, err := fileURLPath(location)
		if err != nil {
			return "", false
		}
		return join(dir, path), true
	}
	if filepath.Separator == '/' {
		// Lists written on Windows: a path with backslashes and no slash is not one
		// file with an odd name. An absolute one can only be kept as it is.
		if isWindowsPath(location) {
			return filepath.Join(dir, location), true
		}
		if !strings.Contains(location, "/") {
			location = strings.ReplaceAll(location, `\`, "/")
		}
	}
	return join(dir, location), true
}
