package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"unicode/utf8"

	"anyaudio/source"
)

// readers is how many files are read at once: enough to keep a network drive busy, not so
// many that the music which is playing has to wait for the disk.
const readers = 4

// A scan looks at the music folders once.
type scan struct {
	o     Options
	told  *told
	watch *watch
	known map[string]*record // from before; not changed

	files chan file    // walker to readers
	found chan *record // walker and readers to the collector

	// Walker only.
	seen         map[string]bool
	names, music int
	away         []string
}

// A file is one that has to be read.
type file struct {
	facts
	root string
}

// errEnough ends a walk that has found too much.
var errEnough = errors.New("enough")

// run looks at all folders and gives each record, unchanged or new, to add, which is called
// by this goroutine. It returns the folders that cannot be looked at now.
func (s *scan) run(ctx context.Context, roots []string, add func(*record)) (away []string, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.files, s.found = make(chan file), make(chan *record, readers)
	s.seen = make(map[string]bool)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(s.files)
		s.walk(ctx, roots)
	})
	for range readers {
		wg.Go(func() { s.read(ctx) })
	}
	go func() {
		wg.Wait()
		close(s.found)
	}()
	for r := range s.found {
		add(r)
	}
	return s.away, ctx.Err()
}

func (s *scan) walk(ctx context.Context, roots []string) {
	for _, root := range roots {
		actual, err := filepath.EvalSymlinks(root)
		if err == nil {
			_, err = os.ReadDir(actual)
		}
		if err != nil {
			s.told.once(slog.LevelWarn, "music folder cannot be read", root, err)
			s.away = append(s.away, root)
			continue
		}
		if s.seen[actual] {
			continue
		}
		s.seen[actual] = true
		if err := s.folder(ctx, root, root, actual, 0); err != nil {
			return
		}
	}
}

// folder looks at one folder and those in it. Its error ends the walk.
func (s *scan) folder(ctx context.Context, root, path, actual string, depth int) error {
	// Before the look, so that what comes after it is noticed.
	s.watch.add(path)
	entries, err := os.ReadDir(path)
	if err != nil {
		// What was read before the error is in entries.
		s.told.once(slog.LevelWarn, "folder cannot be read", path, err)
	}
	for _, e := range entries {
		if err := s.spend(ctx, path); err != nil {
			return err
		}
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		child := filepath.Join(path, e.Name())
		childActual, isDir, ok := follow(child, filepath.Join(actual, e.Name()), e)
		switch {
		case !ok:
			s.told.once(slog.LevelInfo, "not a file or folder", child, nil)
		case !isDir:
			if err := s.file(ctx, root, child, e); err != nil {
				return err
			}
		case s.seen[childActual]: // a link to what is above it, or beside it
		case depth >= s.o.MaxDepth:
			s.told.once(slog.LevelWarn, "folder is too deep", child, nil)
		default:
			s.seen[childActual] = true
			if err := s.folder(ctx, root, child, childActual, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// spend counts a name, and ends a walk through a tree that is no music folder.
func (s *scan) spend(ctx context.Context, path string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.names++
	if s.names > s.o.MaxTracks*workPerTrack || s.music >= s.o.MaxTracks {
		s.told.once(slog.LevelWarn, "music folders hold too much, the rest is left out", path,
			fmt.Errorf("%d files, %d of them music", s.names, s.music))
		return errEnough
	}
	return nil
}

// file hands on one file: as it was, or to be read.
func (s *scan) file(ctx context.Context, root, path string, e fs.DirEntry) error {
	if source.TypeByName(path) == "" {
		return nil
	}
	info, err := e.Info()
	if err == nil && !info.Mode().IsRegular() {
		info, err = os.Stat(path) // a link
	}
	if err != nil {
		s.told.once(slog.LevelInfo, "file is gone", path, err)
		return nil
	}
	if !info.Mode().IsRegular() || info.Size() == 0 {
		s.told.once(slog.LevelInfo, "not a file with sound in it", path, nil)
		return nil
	}
	if !utf8.ValidString(path) {
		s.told.once(slog.LevelInfo, "the name of the file is not UTF-8", path, nil)
	}
	s.music++
	f := facts{path: path, size: info.Size(), time: info.ModTime().UnixNano()}
	if old, ok := s.known[path]; ok && old.size == f.size && old.time == f.time {
		r := old
		if old.root != root || old.away {
			r = &record{facts: old.facts, root: root}
		}
		return send(ctx, s.found, r)
	}
	return send(ctx, s.files, file{f, root})
}

// send sends unless ctx ends before.
func send[T any](ctx context.Context, c chan<- T, v T) error {
	select {
	case c <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// read reads the tags of files, as one of several goroutines.
func (s *scan) read(ctx context.Context) {
	for f := range s.files {
		r := &record{facts: f.facts, root: f.root}
		var err error
		r.tags, err = fileTags(f.path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			s.told.once(slog.LevelInfo, "file is gone", f.path, err)
			continue
		case errors.Is(err, errOpen):
			r.size = -1
			s.told.once(slog.LevelWarn, "file cannot be read", f.path, err)
		case err != nil:
			s.told.once(slog.LevelInfo, "tags cannot be read", f.path, err)
		}
		if send(ctx, s.found, r) != nil {
			return
		}
	}
}

// errOpen marks the errors of the file, as opposed to those of the tags in it.
var errOpen = errors.New("open")

func fileTags(path string) (tags, error) {
	f, err := openRegular(path)
	if err != nil {
		return tags{}, err
	}
	defer func() { _ = f.Close() }()
	t, err := readTags(f, nil)
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return t, fmt.Errorf("%w: %w", errOpen, cause(err)) // the disk
	}
	return t, err
}

// openRegular opens a file, and nothing else that may have taken its place.
func openRegular(path string) (*os.File, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errOpen, cause(err))
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// maxTold bounds the lines in the log about a tree in which nothing can be read.
const maxTold = 1000

// told logs each thing once, however often the folders are looked at.
type told struct {
	log *slog.Logger

	mu    sync.Mutex
	lines map[string]bool
}

func (t *told) once(level slog.Level, msg, path string, err error) {
	key := msg + "\x00" + path
	t.mu.Lock()
	known := t.lines[key] || len(t.lines) >= maxTold
	if !known {
		t.lines[key] = true
	}
	t.mu.Unlock()
	if known {
		return
	}
	args := []any{"path", path}
	if err != nil {
		args = append(args, "err", cause(err))
	}
	t.log.Log(context.Background(), level, "local: "+msg, args...)
}
