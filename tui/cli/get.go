package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"anyaudio/player"
	"anyaudio/source"
)

// A GetJob is what Get needs.
type GetJob struct {
	Catalog Catalog
	// Opener opens tracks for reading; *player.MediaOpener is one.
	Opener player.Opener
	// Details tells chapters and pictures of a track, nil for none.
	Details source.Detailer
	// Client fetches covers, nil for none.
	Client *http.Client

	Args []string
	// Dir is the folder for the files, which is made; the current one when empty.
	Dir string
	// Template names the files, DefaultTemplate when empty.
	Template string
	// Archive is a file that lists what has been fetched before and is left out now; empty
	// for none.
	Archive string
	// JSON prints what happens, one object a line.
	JSON bool

	Stdout, Stderr io.Writer
	// Status is the terminal for a line of progress, nil for none.
	Status io.Writer
}

// A getting is a GetJob that is being done.
type getting struct {
	GetJob
	archive *archive
	name    nameTemplate
	taken   map[string]bool // names in use by this run, in lower case
	show    *getShow
	status  int
}

// errSkipped says that a file was there.
type errSkipped struct{ reason string }

func (e errSkipped) Error() string { return e.reason }

// Get writes the sound of what the arguments stand for into files, as the codec has it, and
// prints their names. What fails is told in a line and does not keep it from the others; what
// has come of it stays in a file that ends in ".part", and the next Get goes on there. It
// returns the exit status.
func Get(ctx context.Context, job GetJob) int {
	g := &getting{GetJob: job, name: nameTemplate(cmp.Or(job.Template, DefaultTemplate)), taken: map[string]bool{}}
	if err := g.name.check(); err != nil {
		Report(job.Stderr, err)
		return ExitUsage
	}
	var err error
	if g.archive, err = openArchive(job.Archive); err != nil {
		Report(job.Stderr, fmt.Errorf("archive: %w", err))
		return ExitFailed
	}
	g.show = newGetShow(job)
	defer g.show.close()
	g.all(ctx)
	if ctx.Err() != nil {
		return ExitInterrupted
	}
	return g.status
}

// all goes through the arguments until there is no more, or no more room.
func (g *getting) all(ctx context.Context) {
	page, errs := g.Catalog.ExpandAll(ctx, g.Args)
	if len(errs) == 1 && errors.Is(errs[0], source.ErrNotMine) {
		page, errs = lookUp(ctx, g.Catalog, strings.Join(g.Args, " "))
	}
	for _, err := range errs {
		g.fail(ctx, source.Track{}, err)
	}
	for i, t := range page.Tracks {
		f := nameFields{track: t}
		if len(page.Tracks) > 1 {
			f.index, f.of = i+1, len(page.Tracks)
		}
		if !g.one(ctx, f) {
			return
		}
	}
	for _, p := range page.Playlists {
		if !g.list(ctx, p) {
			return
		}
	}
}

// list goes through a playlist; false ends it all.
func (g *getting) list(ctx context.Context, p source.Playlist) bool {
	index := 0
	for tracks, err := range pages(ctx, g.Catalog, p) {
		for _, t := range tracks {
			index++
			if !g.one(ctx, nameFields{track: t, playlist: p.Title, index: index, of: p.Count}) {
				return false
			}
		}
		if err != nil {
			g.fail(ctx, source.Track{}, err)
		}
		if ctx.Err() != nil {
			return false
		}
	}
	return true
}

// one gets a track; false ends it all: no more room, or told to stop.
func (g *getting) one(ctx context.Context, f nameFields) bool {
	if ctx.Err() != nil {
		return false
	}
	if g.archive.has(f.track) {
		g.show.event(getEvent{Event: "skipped", Reason: "in the archive"}.of(f.track))
		return true
	}
	file, err := g.file(ctx, f)
	var skipped errSkipped
	switch {
	case err == nil:
		err = g.archive.add(f.track)
	case errors.As(err, &skipped):
		g.show.event(getEvent{Event: "skipped", Reason: skipped.reason, File: file}.of(f.track))
		return true
	}
	if err != nil {
		g.fail(ctx, f.track, err)
	}
	return ctx.Err() == nil && !errors.Is(err, syscall.ENOSPC)
}

// fail tells of an error, but for the one that comes of being told to stop.
func (g *getting) fail(ctx context.Context, t source.Track, err error) {
	if ctx.Err() != nil {
		return
	}
	g.status = ExitFailed
	line := player.Explain(err)
	if errors.Is(err, syscall.ENOSPC) {
		line = "the disk is full; what has come so far stays, and the next get goes on with it"
	}
	g.show.event(getEvent{Event: "failed", Reason: line}.of(t))
}

// place is the path for a track without the extension. A name that another track has gets
// the ID as well.
func (g *getting) place(f nameFields) (path string, err error) {
	path = filepath.Join(g.Dir, g.name.name(f))
	there := present(path)
	if g.taken[strings.ToLower(path)] || there != "" && g.archive.path != "" {
		path += " [" + fileName(f.track.ID) + "]"
		there = present(path)
	}
	if there != "" {
		return there, errSkipped{"the file is there"}
	}
	g.taken[strings.ToLower(path)] = true
	return path, os.MkdirAll(filepath.Dir(path), 0o755)
}

// extensions are those of what is written.
var extensions = []string{".opus", ".m4a", ".mp4", ".ogg", ".flac", ".mp3", ".wav", ".webm", ".mkv", ".mka", ".aac", ".aiff", ".bin"}

// present gives the file of a place, empty for none.
func present(path string) string {
	i := slices.IndexFunc(extensions, func(ext string) bool {
		_, err := os.Stat(path + ext)
		return err == nil
	})
	if i < 0 {
		return ""
	}
	return path + extensions[i]
}
