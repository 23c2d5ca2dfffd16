// Package listimport turns a list file (package playlistfile) into tracks of the sources, for the
// interface and for the command line: what an entry names is expanded, what is only words is
// searched for, and what cannot be had is left out and told, with the line.
package listimport

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/playlistfile"
)

const (
	// maxEntries bounds the entries of a list and those that it names, and maxNested how deep
	// they go.
	maxEntries = 100_000
	maxNested  = 16
	// maxCandidates is how many tracks a doubtful line is told with.
	maxCandidates = 5
	// searchTimeout bounds the search for a line: after that long nobody answers.
	searchTimeout = time.Minute
)

// A Catalog is what is asked for tracks. One that is a source.Recognizer as well is asked first
// for what the list describes itself.
type Catalog interface {
	source.Searcher
	source.Opener
}

// An Import is a list file on its way to tracks. Run is called once; Progress from any goroutine,
// meanwhile and after it.
type Import struct {
	catalog Catalog
	choose  func(Missing) int // nil for nobody to ask

	mu sync.Mutex
	p  Progress
}

// Progress is how far an import has come. Its slices are only ever appended to.
type Progress struct {
	Done      int  // entries that have been dealt with
	Total     int  // entries of the lists that have been read so far
	Searching bool // the entry under way is words that are searched for
	Tracks    []source.Track
	Missing   []Missing
}

// Missing is an entry that has been left out.
type Missing struct {
	List       string // that has the line, empty for the imported one
	Line       int
	Text       string // what it names, without what is nobody's business
	Reason     string
	Candidates []source.Track // for a doubtful line, the likeliest first
	At         int            // how many tracks come before it
}

// Doubtful reports whether there are tracks to choose from.
func (m Missing) Doubtful() bool { return len(m.Candidates) > 0 }

// New returns an import that has not begun. choose, unless it is nil, is called in Run for each
// doubtful line, and gives the place of the candidate to take, negative for none.
func New(c Catalog, choose func(Missing) int) *Import {
	return &Import{catalog: c, choose: choose}
}

// Progress returns how far the import has come. It does not wait.
func (in *Import) Progress() Progress {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.p
}

func (in *Import) change(f func(p *Progress)) {
	in.mu.Lock()
	defer in.mu.Unlock()
	f(&in.p)
}

// RunFile imports the list at a path, from whose folder relative paths start.
// The error is as in Run.
func (in *Import) RunFile(ctx context.Context, path string, format playlistfile.Format) error {
	f, err := os.Open(path)
	if err != nil {
		return FileError("read", path, err)
	}
	defer f.Close()
	return in.run(ctx, f, path, &listFile{path: path, format: format})
}

// Run imports the list in r; name is for errors. Relative paths start at the working directory.
// The error is that of the list itself, of a network that would not answer for the next line
// either, or of ctx; Progress has what had come by then.
func (in *Import) Run(ctx context.Context, r io.Reader, name string, format playlistfile.Format) error {
	return in.run(ctx, r, name, &listFile{format: format})
}

// FileError names the file that a system error is about, and nothing of how it came to it.
func FileError(verb, name string, err error) error {
	cause := err
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		cause = pe.Err
	} else if le, ok := errors.AsType[*os.LinkError](err); ok {
		cause = le.Err
	}
	return &source.Error{Line: fmt.Sprintf("cannot %s %q: %v", verb, source.Clean(name), cause), Hint: "check the path"}
}

// A listFile is a list that is being read, by the one that named it.
type listFile struct {
	path   string // empty for standard input
	format playlistfile.Format
	by     *listFile // nil for the one that is imported
}

// folder is where its relative paths start.
func (l *listFile) folder() string {
	if l.path == "" {
		return "."
	}
	return filepath.Dir(l.path)
}

// nested is how the list is named in what is told, empty for the one that is imported.
func (l *listFile) nested() string {
	if l.by == nil {
		return ""
	}
	return l.path
}

// run reads the whole list, so that its length is known and damage is found before anybody is
// asked, then takes its entries. A damaged list that another one names gives those before it.
func (in *Import) run(ctx context.Context, file io.Reader, name string, list *listFile) error {
	entries, damage := readAll(ctx, file, name, list.format)
	if damage != nil && list.by == nil {
		return damage
	}
	in.change(func(p *Progress) { p.Total += len(entries) })
	for _, e := range entries {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if in.p.Done == maxEntries { // only Run changes it
			return fmt.Errorf("%s: line %d: more than %d entries, with those of the lists that it names", source.Clean(name), e.Line, maxEntries)
		}
		if err := in.take(ctx, e, list); err != nil {
			return err
		}
	}
	return damage
}

func readAll(ctx context.Context, file io.Reader, name string, format playlistfile.Format) (entries []playlistfile.Entry, err error) {
	r := playlistfile.New(file, format, playlistfile.Options{Name: name})
	for ctx.Err() == nil {
		e, err := r.Read()
		if err == io.EOF {
			return entries, nil
		} else if err != nil {
			return entries, err
		}
		entries = append(entries, e)
	}
	return nil, ctx.Err()
}

// take deals with an entry. The error is one that ends the import.
func (in *Import) take(ctx context.Context, e playlistfile.Entry, list *listFile) (err error) {
	words := e.Location == ""
	in.change(func(p *Progress) { p.Searching = words })
	if words {
		err = in.lookUp(ctx, e, list)
	} else {
		err = in.locate(ctx, e, list)
	}
	if err == nil {
		in.change(func(p *Progress) { p.Done++; p.Searching = false })
	}
	return err
}

func (in *Import) add(tracks ...source.Track) {
	in.change(func(p *Progress) { p.Tracks = append(p.Tracks, tracks...) })
}

func (in *Import) miss(m Missing) {
	in.change(func(p *Progress) {
		m.At = len(p.Tracks)
		p.Missing = append(p.Missing, m)
	})
}

// locate takes what is at the entry's place. The error is one that ends the import.
func (in *Import) locate(ctx context.Context, e playlistfile.Entry, list *listFile) error {
	if known, ok := in.catalog.(source.Recognizer); ok {
		if t, ok := known.Recognize(e.Location); ok && e.Title != "" {
			in.add(described(t, e))
			return nil
		}
	}
	place, isPath := placeOf(e.Location, list.folder())
	if format, ok := playlistfile.FormatOf(place); ok && isPath && format != playlistfile.TextFormat {
		return in.readNested(ctx, e, &listFile{place, format, list})
	}
	page, err := in.catalog.Expand(ctx, place)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		in.leaveOut(e, list, player.Explain(err))
	case len(page.Tracks) == 0:
		in.leaveOut(e, list, "there is no track")
	case len(page.Tracks) == 1:
		in.add(described(page.Tracks[0], e))
	default:
		in.add(page.Tracks...)
	}
	return nil
}

func (in *Import) leaveOut(e playlistfile.Entry, list *listFile, reason string) {
	in.miss(Missing{List: list.nested(), Line: e.Line, Text: source.Redact(e.Location), Reason: reason})
}

// readNested takes the entries of a list that an entry names. One that led here, and so would name
// itself again and again, adds nothing; one that cannot be read is left out.
func (in *Import) readNested(ctx context.Context, e playlistfile.Entry, nested *listFile) error {
	depth := 0
	for l := nested.by; l != nil; l = l.by {
		if sameFile(l.path, nested.path) {
			return nil
		}
		depth++
	}
	if depth == maxNested {
		in.leaveOut(e, nested.by, fmt.Sprintf("more than %d lists that name each other", maxNested))
		return nil
	}
	f, err := os.Open(nested.path)
	if err == nil {
		defer f.Close()
		err = in.run(ctx, f, nested.path, nested)
	} else {
		err = FileError("read", nested.path, err)
	}
	if err != nil && ctx.Err() == nil && in.p.Done < maxEntries {
		in.leaveOut(e, nested.by, player.Explain(err))
		return nil
	}
	return err
}

// sameFile reports whether two paths lead to one file.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// described is a track with what the list says about it. M3U and PLS have one text for artist and
// title.
func described(t source.Track, e playlistfile.Entry) source.Track {
	if e.Artist == "" {
		if artist, title, ok := strings.Cut(e.Title, " - "); ok {
			e.Artist, e.Title = strings.TrimSpace(artist), strings.TrimSpace(title)
		}
	}
	t.Title, t.Artist, t.Album = cmp.Or(e.Title, t.Title), cmp.Or(e.Artist, t.Artist), cmp.Or(e.Album, t.Album)
	t.Duration = cmp.Or(t.Duration, e.Duration)
	return t
}

// placeOf makes a path one that is relative to here, and says whether it is one. Lists written on
// Windows have backslashes.
func placeOf(location, folder string) (place string, isPath bool) {
	if strings.Contains(location, "://") || strings.HasPrefix(location, "demo:") {
		return location, false
	}
	path := location
	if filepath.Separator == '/' && strings.Contains(path, `\`) && !strings.Contains(path, "/") {
		path = strings.ReplaceAll(path, `\`, "/")
	}
	if !filepath.IsAbs(path) {
		path = folder + string(filepath.Separator) + path
	}
	return path, true
}

// lookUp searches for an entry that is only words. The error is that of a network which
// would not answer for the next line either.
func (in *Import) lookUp(ctx context.Context, e playlistfile.Entry, list *listFile) error {
	ctx, cancel := context.WithTimeout(ctx, searchTimeout)
	defer cancel()
	words := strings.TrimSpace(e.Artist + " " + e.Title)
	page, err := in.catalog.Search(ctx, source.Query{Words: words})
	if err != nil && !errors.Is(err, source.ErrNotFound) {
		return fmt.Errorf("line %d: %w", e.Line, err)
	}
	ranked, sure := playlistfile.Choose(e, page.Tracks)
	ranked = ranked[:min(len(ranked), maxCandidates)]
	missing := Missing{List: list.nested(), Line: e.Line, Text: words, Reason: "doubtful", Candidates: ranked}
	choice := -1
	switch {
	case len(ranked) == 0:
		missing.Reason = "nothing is found for it"
	case sure:
		choice = 0
	case in.choose != nil:
		choice = in.choose(missing)
	}
	if choice >= 0 {
		in.add(ranked[choice])
		return nil
	}
	in.miss(missing)
	return nil
}
