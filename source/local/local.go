package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"anyaudio/source"
	"anyaudio/source/playlistfile"
)

// Name is the provider's name in Track.Provider.
const Name = "file"

// Options are the knobs of a Provider; the zero value means the defaults.
type Options struct {
	// Dir is what relative paths are relative to. Default the working directory of
	// the moment.
	Dir string
	// Home is what "~" stands for. Default os.UserHomeDir.
	Home string
	// Stdin is the list that the argument "-" stands for; nil for none. It is read
	// once.
	Stdin io.Reader
	// MaxTracks bounds what one argument gives. Default 100,000.
	MaxTracks int
	// MaxDepth is how many folders deep a folder is searched, and how many lists
	// may name each other. Default 32.
	MaxDepth int

	// Folders are the music folders that Open keeps an index of; absolute paths, or
	// relative to Dir. New leaves this and what follows alone.
	Folders []string
	// Index is the file in which the index is kept between runs; empty for none. It is
	// a cache: it may be deleted at any time.
	Index string
	// NoWatch leaves the folders unwatched, and looks again each Every instead.
	NoWatch bool
	// Every is the time between two looks at folders that cannot be watched. Default 10
	// minutes.
	Every time.Duration
	// Logger is told what could not be read. Default none.
	Logger *slog.Logger
}

// A Provider opens paths. It may be used from any goroutine and holds nothing that
// needs closing.
type Provider struct {
	o Options

	mu        sync.Mutex
	stdinUsed bool
}

var (
	_ source.Opener   = (*Provider)(nil)
	_ source.Resolver = (*Provider)(nil)
)

// New returns a provider.
func New(o Options) *Provider { return &Provider{o: o.withDefaults()} }

func (o Options) withDefaults() Options {
	if o.MaxTracks <= 0 {
		o.MaxTracks = 100_000
	}
	if o.MaxDepth <= 0 {
		o.MaxDepth = 32
	}
	if o.Every <= 0 {
		o.Every = 10 * time.Minute
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Expand gives the tracks of a file, a folder, an M3U list, or "-". It is ErrNotMine
// for what does not look like a path; see isPath.
func (p *Provider) Expand(ctx context.Context, arg string) (source.Page, error) {
	if arg == "-" && p.o.Stdin != nil {
		return p.expandStdin(ctx)
	}
	if !p.isPath(arg) {
		return source.Page{}, source.ErrNotMine
	}
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	path, err := p.abs(arg)
	if err != nil {
		return source.Page{}, err
	}
	w := p.walker(ctx)
	if err := w.argument(path); err != nil {
		return source.Page{}, err
	}
	return source.Page{Tracks: w.tracks, Total: len(w.tracks)}, nil
}

// Resolve looks at the file. It is cheap, and it is what notices that a file has
// changed: do not keep its result.
func (p *Provider) Resolve(ctx context.Context, t source.Track) (source.Media, error) {
	if err := ctx.Err(); err != nil {
		return source.Media{}, err
	}
	if t.Provider != Name || !filepath.IsAbs(t.ID) {
		return source.Media{}, &source.Error{
			Kind: source.ErrNotFound,
			Line: fmt.Sprintf("not a path on this machine: %q", t.ID),
			Hint: "choose another track",
		}
	}
	info, err := os.Stat(t.ID)
	if err != nil {
		return source.Media{}, pathError(t.ID, err)
	}
	if err := playable(t.ID, info); err != nil {
		return source.Media{}, err
	}
	return source.Media{
		Path:     t.ID,
		Size:     info.Size(),
		Identity: fmt.Sprintf("%d-%d", info.Size(), info.ModTime().UnixNano()),
		Type:     source.TypeByName(t.ID),
		Reason:   "the file itself",
	}, nil
}

// playable says why a thing that exists is not a file with sound in it.
func playable(path string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return &source.Error{
			Kind: source.ErrUnsupported, Line: fmt.Sprintf("a folder, not a file: %q", path),
			Hint: "open the folder itself",
		}
	case !info.Mode().IsRegular():
		return &source.Error{
			Kind: source.ErrUnsupported, Line: fmt.Sprintf("not a regular file: %q", path),
			Hint: "copy its contents into a file first",
		}
	case info.Size() == 0:
		return &source.Error{
			Kind: source.ErrUnavailable, Line: fmt.Sprintf("empty file (0 bytes): %q", path),
			Hint: "copy or download it again",
		}
	}
	return nil
}

// pathError has the words for the errors of the file system.
func pathError(path string, err error) error {
	e := &source.Error{Line: fmt.Sprintf("cannot read %q", path), Err: cause(err)}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Kind, e.Err = source.ErrNotFound, nil
		e.Line = fmt.Sprintf("no such file or folder: %q", path)
		e.Hint = "check the spelling; relative paths start at the folder you are in"
		if fromWindows(path) {
			e.Hint = "this is a path of a Windows machine"
		}
	case errors.Is(err, fs.ErrPermission):
		e.Kind = source.ErrUnavailable
		e.Line = fmt.Sprintf("no permission to read %q", path)
		e.Hint = "check who may read it (ls -l)"
	default:
		e.Hint = "check the disk or the network drive it is on"
	}
	return e
}

// cause drops the operation and the path, which the line has already.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// fileTrack is the track of a file that may or may not exist.
func fileTrack(path string) source.Track {
	name := filepath.Base(path)
	if fromWindows(name) {
		name = name[strings.LastIndexByte(name, '\\')+1:]
	}
	title := source.Clean(strings.TrimSuffix(name, filepath.Ext(name)))
	if title == "" || source.TypeByName(name) == "" {
		title = source.Clean(name) // the dot may belong to the name
	}
	return source.Track{Provider: Name, ID: path, Title: title, Link: path}
}

func isList(path string) bool {
	return playlistfile.IsM3U(path) || playlistfile.IsOther(path)
}
