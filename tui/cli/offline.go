package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"anyaudio/player"
	"anyaudio/player/fetch"
	"anyaudio/source"
	"anyaudio/source/library"
)

// OfflineArgs are the arguments of the commands "offline ...".
type OfflineArgs struct {
	JSON bool `name:"json" help:"Answer in JSON."`

	List struct{} `cmd:"" help:"List what is kept, and how much of it is here."`
	Keep struct {
		Saved    bool     `help:"All saved tracks."`
		Playlist string   `placeholder:"NAME" help:"The tracks of a playlist of yours."`
		Args     []string `arg:"" optional:"" name:"words|url|path"`
	} `cmd:"" help:"Fetch tracks to play them without a network, and go on with those begun."`
	Drop struct {
		All  bool     `help:"Everything."`
		Args []string `arg:"" optional:"" name:"words"`
	} `cmd:"" help:"Delete what is kept of the tracks that WORDS are found in."`
}

// A KeptTracks is what Offline asks of what keeps tracks. *fetch.Fetcher is one.
type KeptTracks interface {
	Keep(tracks ...source.Track) error
	Drop(tracks ...source.Track) error
	Snapshot() fetch.Snapshot
}

// An OfflineJob is what Offline needs.
type OfflineJob struct {
	LibraryJob
	Catalog Catalog
	Tracks  KeptTracks
	// Status is the terminal for a line of progress, nil for none.
	Status io.Writer
}

// Offline runs one of the commands "offline ..." and returns the exit status. What is kept
// is marked in the library too.
func Offline(ctx context.Context, job OfflineJob, args *OfflineArgs) int {
	var err error
	switch strings.TrimPrefix(job.Command, "offline ") {
	case "list":
		err = job.list(args.JSON)
	case "keep":
		err = job.keep(ctx, args)
	case "drop":
		err = job.drop(ctx, args)
	}
	return job.result(ctx, err)
}

// A keptLine is a line of offline list --json; names are not changed once released.
type keptLine struct {
	Source string `json:"source"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	Artist string `json:"artist,omitempty"`
	State  string `json:"state"` // "waiting", "fetching", "complete" or "failed"
	Bytes  int64  `json:"bytes"`
	Size   int64  `json:"size,omitempty"`
	Reason string `json:"reason,omitempty"`
}

func keptLineOf(i fetch.Item) keptLine {
	l := keptLine{
		Source: i.Track.Provider, ID: i.Track.ID, Title: i.Track.Title, Artist: i.Track.Artist,
		State: [...]string{"waiting", "fetching", "complete", "failed"}[i.State], Bytes: i.Saved, Size: i.Size,
	}
	if i.Err != nil {
		l.Reason = player.Explain(i.Err)
	}
	return l
}

// text is "complete  12.3 MB  Title - Artist".
func (l keptLine) text() string {
	state := l.State
	if l.State != "complete" && l.State != "failed" && l.Size > 0 {
		state = fmt.Sprintf("%d %%", 100*l.Bytes/l.Size)
	}
	if l.Reason != "" {
		l.Reason = "  (" + l.Reason + ")"
	}
	who := ""
	if l.Artist != "" {
		who = " - " + l.Artist
	}
	return fmt.Sprintf("%-9s %6.1f MB  %s%s", state, float64(l.Bytes)/1e6, source.Clean(l.Title+who), l.Reason)
}

// list lists what is kept.
func (job OfflineJob) list(asJSON bool) error {
	for _, i := range job.Tracks.Snapshot().Items {
		l := keptLineOf(i)
		if err := job.answer(asJSON, l, l.text()); err != nil {
			return err
		}
	}
	return nil
}

// keep has tracks fetched and waits for all that are to be kept.
func (job OfflineJob) keep(ctx context.Context, args *OfflineArgs) error {
	tracks, err := job.wanted(ctx, args)
	if err != nil {
		return err
	}
	if err := job.Tracks.Keep(tracks...); err != nil {
		return err
	}
	if err := job.Library.SetOffline(ctx, true, tracks...); err != nil {
		return err
	}
	return job.wait(ctx, args.JSON)
}

// wanted are the tracks that keep is asked for.
func (job OfflineJob) wanted(ctx context.Context, args *OfflineArgs) (all []source.Track, err error) {
	if args.Keep.Saved {
		saved, err := job.Library.Saved(ctx, library.ByRecent)
		if err != nil {
			return nil, err
		}
		for _, t := range saved {
			all = append(all, t.Track)
		}
	}
	if name := args.Keep.Playlist; name != "" {
		l, err := playlists{LibraryJob: job.LibraryJob}.find(ctx, name)
		if err != nil {
			return nil, err
		}
		tracks, err := job.Library.Tracks(ctx, l.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, tracks...)
	}
	if len(args.Keep.Args) == 0 {
		return all, nil
	}
	for tracks, err := range find(ctx, job.Catalog, args.Keep.Args) {
		if err != nil {
			return nil, err
		}
		all = append(all, tracks...)
	}
	return all, nil
}

// A keptProgress is a line of offline keep --json, one a second; names are not changed once
// released.
type keptProgress struct {
	Complete int    `json:"complete"`
	Failed   int    `json:"failed"`
	Of       int    `json:"of"`
	Bytes    int64  `json:"bytes"`
	Size     int64  `json:"size"` // as far as it is known
	Trouble  string `json:"trouble,omitempty"`
}

// wait shows how far it is until everything is complete or has failed.
func (job OfflineJob) wait(ctx context.Context, asJSON bool) error {
	line := newStatusLine(job.Status)
	defer line.clear()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		s := job.Tracks.Snapshot()
		p := keptProgress{Complete: s.Complete, Failed: s.Failed, Of: len(s.Items), Bytes: s.Saved, Size: s.Size, Trouble: s.Trouble}
		switch {
		case asJSON:
			if err := job.answer(true, p, ""); err != nil {
				return err
			}
		case line.w != nil:
			line.draw(p.text())
		}
		if s.Complete+s.Failed == len(s.Items) {
			line.clear()
			return job.failures(s)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (p keptProgress) text() string {
	text := fmt.Sprintf("%d of %d kept, %.1f MB", p.Complete, p.Of, float64(p.Bytes)/1e6)
	if p.Trouble != "" {
		text += "  " + p.Trouble
	}
	return text
}

// failures tells what could not be had.
func (job OfflineJob) failures(s fetch.Snapshot) error {
	var last error
	for _, i := range s.Items {
		if i.State != fetch.Failed {
			continue
		}
		if last != nil {
			Report(job.Stderr, last)
		}
		last = &source.Error{Line: fmt.Sprintf("%q: %s", source.Clean(i.Track.Title), player.Explain(i.Err)), Err: i.Err}
	}
	return last
}

// drop deletes what the words are found in.
func (job OfflineJob) drop(ctx context.Context, args *OfflineArgs) error {
	words := strings.Join(args.Drop.Args, " ")
	if (words == "") != args.Drop.All {
		return &source.Error{Line: "nothing to drop", Hint: "give words of the title or artist, or --all"}
	}
	tracks := KeptMatching(job.Tracks.Snapshot(), words)
	if len(tracks) == 0 && words != "" {
		return &source.Error{Kind: source.ErrNotFound, Line: fmt.Sprintf("nothing is kept that has %q", words), Hint: "`anyaudio offline list` shows all"}
	}
	if err := errors.Join(job.Tracks.Drop(tracks...), job.Library.SetOffline(ctx, false, tracks...)); err != nil {
		return err
	}
	return job.answer(args.JSON, map[string]int{"dropped": len(tracks)}, fmt.Sprintf("%d tracks dropped", len(tracks)))
}

// KeptMatching gives the tracks of s in whose title, artist or album every word is found.
func KeptMatching(s fetch.Snapshot, words string) (out []source.Track) {
	for _, i := range s.Items {
		if matches(i.Track, words) {
			out = append(out, i.Track)
		}
	}
	return out
}

// matches tells whether every word is found in the title, the artist or the album.
func matches(t source.Track, words string) bool {
	text := library.Fold(t.Title + " " + t.Artist + " " + t.Album)
	for w := range strings.FieldsSeq(library.Fold(words)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
