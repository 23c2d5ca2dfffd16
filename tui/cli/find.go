package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"strings"

	"anyaudio/player"
	"anyaudio/player/output"
	"anyaudio/source"
)

// A Catalog is what play and search ask of the sources. *source.Registry is one.
type Catalog interface {
	source.Searcher
	source.Lister
	// ExpandAll turns URLs and paths into what is there. A single error that wraps
	// source.ErrNotMine says that the arguments are words to look up.
	ExpandAll(ctx context.Context, args []string) (source.Page, []error)
}

// maxPages bounds the pages of one playlist, should a source never come to an end.
const maxPages = 1000

// find gives the tracks that the arguments of play stand for, batch by batch as they
// come, and an error for each thing that is not to be had. Words stand for the first
// track that is found for them.
func find(ctx context.Context, c Catalog, args []string) iter.Seq2[[]source.Track, error] {
	return func(yield func([]source.Track, error) bool) {
		page, errs := c.ExpandAll(ctx, args)
		if len(errs) == 1 && errors.Is(errs[0], source.ErrNotMine) {
			page, errs = lookUp(ctx, c, strings.Join(args, " "))
		}
		for _, err := range errs {
			if !yield(nil, err) {
				return
			}
		}
		if len(page.Tracks) > 0 && !yield(page.Tracks, nil) {
			return
		}
		for _, p := range page.Playlists {
			for tracks, err := range pages(ctx, c, p) {
				if !yield(tracks, err) {
					return
				}
			}
		}
	}
}

// lookUp returns the first track for the words, or the first playlist when there is no
// track.
func lookUp(ctx context.Context, c Catalog, words string) (source.Page, []error) {
	page, err := c.Search(ctx, source.Query{Words: words})
	switch {
	case err != nil:
		return source.Page{}, []error{err}
	case len(page.Tracks) > 0:
		return source.Page{Tracks: page.Tracks[:1]}, nil
	case len(page.Playlists) > 0:
		return source.Page{Playlists: page.Playlists[:1]}, nil
	}
	return source.Page{}, []error{errNothing(words)}
}

// errNothing says that a search has found nothing.
func errNothing(words string) error {
	return &source.Error{
		Kind: source.ErrNotFound,
		Line: fmt.Sprintf("nothing found for %q", words),
		Hint: "try other words, or give a URL or the path of a file",
	}
}

// pages gives the tracks of a playlist, page by page.
func pages(ctx context.Context, c Catalog, p source.Playlist) iter.Seq2[[]source.Track, error] {
	return func(yield func([]source.Track, error) bool) {
		next := ""
		for range maxPages {
			page, err := c.List(ctx, p, next)
			if !yield(page.Tracks, err) || err != nil || page.Next == "" {
				return
			}
			next = page.Next
		}
	}
}

// Report writes the one line that a listener reads about err.
func Report(w io.Writer, err error) { report(w, player.Explain(err)) }

// report writes a line with the program's name before it, as Unix programs do. Further lines
// are commands to be typed; they stand as they are, to be copied.
func report(w io.Writer, text string) {
	fmt.Fprintf(w, "anyaudio: %s\n", strings.TrimSpace(text))
}

// NoOutputHelp says that there is no sound output and what to do: in one line, or with
// the lines to type.
func NoOutputHelp(err error, getenv func(string) string) string {
	advice := output.Advice(err, getenv)
	switch len(advice) {
	case 0:
		return "no sound output"
	case 1:
		return "no sound output: " + advice[0]
	}
	return "no sound output here; type this, the first line at home:\n" + strings.Join(advice, "\n")
}

// Load finds everything that several arguments stand for, for the interface. What cannot be
// had is left to the log as long as there is anything.
func Load(ctx context.Context, c Catalog, args []string, log *slog.Logger) (source.Page, error) {
	page, errs := c.ExpandAll(ctx, args)
	if len(page.Tracks)+len(page.Playlists) == 0 {
		return page, errors.Join(errs...)
	}
	for _, err := range errs {
		log.Warn("argument left out", "err", source.RedactError(err))
	}
	return page, nil
}

// AreWords tells, without any I/O, whether the arguments are words to look up and
// not URLs or paths. The first one decides, as in ExpandAll.
func AreWords(o source.Opener, args []string) bool {
	if len(args) == 0 || args[0] == "-" {
		return len(args) == 0
	}
	// An Opener says ErrNotMine before it does anything; one that would do something
	// finds that there is no time for it.
	over, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := o.Expand(over, args[0])
	return errors.Is(err, source.ErrNotMine)
}
