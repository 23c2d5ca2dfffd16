package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anyaudio/source"
	"anyaudio/source/playlistfile"
)

// readDirBatch is how many names are read between two looks at the context.
const readDirBatch = 1024

// A walker collects the tracks of one argument. It is used by one goroutine.
type walker struct {
	ctx    context.Context
	o      Options
	tracks []source.Track
	// work counts names and lines looked at. It bounds what a walk costs that finds
	// little: lists that name the same folders over and over, a tree without music.
	work int
}

func (p *Provider) walker(ctx context.Context) *walker { return &walker{ctx: ctx, o: p.o} }

// workPerTrack is how many names may be looked at for each track allowed.
const workPerTrack = 10

// spend counts one step of work and says when it is enough.
func (w *walker) spend() error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	w.work++
	if w.work > w.o.MaxTracks*workPerTrack {
		return w.tooMany("files and lines", w.o.MaxTracks*workPerTrack)
	}
	return nil
}

func (w *walker) add(t source.Track) error {
	if len(w.tracks) == w.o.MaxTracks {
		return w.tooMany("tracks", w.o.MaxTracks)
	}
	w.tracks = append(w.tracks, t)
	return nil
}

func (w *walker) tooMany(what string, n int) error {
	return limitError{&source.Error{
		Kind: source.ErrUnsupported,
		Line: fmt.Sprintf("more than %d %s", n, what),
		Hint: "choose a folder further down, or a shorter list",
	}}
}

// A limitError ends the whole walk; other errors concern one folder or list in it.
type limitError struct{ err *source.Error }

// Error returns the text of the error itself.
func (e limitError) Error() string { return e.err.Error() }

// Unwrap lets errors.Is and errors.As see the error itself.
func (e limitError) Unwrap() error { return e.err }

// isFatal reports whether an error of a nested folder or list ends the walk.
func (w *walker) isFatal(err error) bool {
	_, limit := errors.AsType[limitError](err)
	return limit || err != nil && w.ctx.Err() != nil
}

// argument adds what the path names, which the listener gave and which must exist.
func (w *walker) argument(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return pathError(path, err)
	case info.IsDir():
		return w.folder(path)
	}
	if err := playable(path, info); err != nil {
		return err
	}
	if isList(path) {
		return w.listFile(path, nil)
	}
	// Whatever the extension: the listener asked for this file, the bytes decide.
	return w.add(fileTrack(path))
}

// folder adds the music in a folder and its subfolders; none at all is an error.
func (w *walker) folder(path string) error {
	before := len(w.tracks)
	actual, err := filepath.EvalSymlinks(path)
	if err != nil {
		return pathError(path, err)
	}
	seen := map[string]bool{actual: true}
	if err := w.readFolder(path, actual, seen, 0); err != nil {
		return err
	}
	if len(w.tracks) == before {
		return &source.Error{
			Kind: source.ErrNotFound,
			Line: fmt.Sprintf("no music in the folder %q", path),
			Hint: "it and its subfolders hold no file that ends like .opus, .mp3, .flac, .m4a ...",
		}
	}
	return nil
}

// readFolder adds the files of one folder, natural order, subfolders in their place.
// actual is the folder's path without symbolic links; seen holds those of all folders
// that have been entered, so that a link to a parent is not followed round and round.
func (w *walker) readFolder(path, actual string, seen map[string]bool, depth int) error {
	names, err := w.names(path)
	if err != nil {
		return err
	}
	for _, e := range names {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		child := filepath.Join(path, e.Name())
		childActual, isDir, ok := follow(child, filepath.Join(actual, e.Name()), e)
		switch {
		case !ok:
			continue
		case !isDir:
			if source.TypeByName(e.Name()) == "" {
				continue
			}
			if err := w.add(fileTrack(child)); err != nil {
				return err
			}
		case !seen[childActual] && depth < w.o.MaxDepth:
			seen[childActual] = true
			// One folder that may not be read does not take the others down.
			if err := w.readFolder(child, childActual, seen, depth+1); w.isFatal(err) {
				return err
			}
		}
	}
	return nil
}

// names reads a folder in batches, leaves out what is hidden, and sorts.
func (w *walker) names(path string) ([]fs.DirEntry, error) {
	d, err := os.Open(path)
	if err != nil {
		return nil, pathError(path, err)
	}
	defer func() { _ = d.Close() }()
	var names []fs.DirEntry
	for {
		batch, err := d.ReadDir(readDirBatch)
		for _, e := range batch {
			if err := w.spend(); err != nil {
				return nil, err
			}
			if !strings.HasPrefix(e.Name(), ".") {
				names = append(names, e)
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, pathError(path, err)
		}
	}
	slices.SortFunc(names, func(a, b fs.DirEntry) int { return naturalCompare(a.Name(), b.Name()) })
	return names, nil
}

// follow says what a name in a folder is, through a symbolic link if it is one. ok is
// false for dangling links, devices and the like.
func follow(path, actual string, e fs.DirEntry) (target string, isDir, ok bool) {
	switch {
	case e.IsDir():
		return actual, true, true
	case e.Type().IsRegular():
		return actual, false, true
	case e.Type()&(fs.ModeSymlink|fs.ModeIrregular) == 0:
		return "", false, false
	}
	// ModeIrregular: a junction of Windows.
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", false, false
	}
	info, err := os.Stat(target)
	if err != nil || !info.IsDir() && !info.Mode().IsRegular() {
		return "", false, false
	}
	return target, info.IsDir(), true
}

// listFile adds the entries of a list on disk. chain holds the lists that led here.
func (w *walker) listFile(path string, chain []string) error {
	format, ok := playlistfile.FormatOf(path)
	if !ok {
		return &source.Error{
			Kind: source.ErrUnsupported,
			Line: fmt.Sprintf("a kind of playlist that is not read: %q", path),
			Hint: "save it as M3U, PLS or XSPF",
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return pathError(path, err)
	}
	defer func() { _ = f.Close() }()
	return w.list(f, format, path, filepath.Dir(path), append(slices.Clip(chain), path))
}
