package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/listimport"
	screentext "anyaudio/tui/text"

	"github.com/adrg/xdg"
)

// LibraryPath is the file of the library in the XDG data directory, empty without a home.
func LibraryPath(env Lookup) string {
	if dir, _ := env("XDG_DATA_HOME"); dir == "" {
		if _, err := os.UserHomeDir(); err != nil {
			return ""
		}
	}
	return filepath.Join(xdg.DataHome, "anyaudio", "library.db")
}

// LibraryArgs are the arguments of the commands "library ...".
type LibraryArgs struct {
	JSON bool `name:"json" help:"Answer in JSON."`

	Export struct {
		File string `arg:"" optional:"" help:"Where to; standard output without."`
	} `cmd:"" help:"Write the whole library as one JSON document."`
	Import struct {
		File string `arg:"" help:"An export; - is standard input."`
	} `cmd:"" help:"Merge an export into the library; a backup is made before."`
	Stats struct {
		Since TimeArg `placeholder:"TIME" help:"Only plays of the last TIME, such as 720h."`
	} `cmd:"" help:"Count what there is, and what was played most."`
	Forget forgetArgs `cmd:"" help:"Forget what was heard. Saved tracks, playlists and the queue stay."`
	Backup struct{}   `cmd:"" help:"Make a backup now."`
	Check  struct{}   `cmd:"" help:"Examine the file."`
}

// forgetArgs say what is to be forgotten.
type forgetArgs struct {
	Track  string  `placeholder:"WORDS" xor:"what,until" help:"Tracks that the words are found in."`
	Artist string  `placeholder:"NAME" xor:"what,until" help:"All tracks of an artist."`
	Last   TimeArg `placeholder:"TIME" xor:"what" help:"What was played, searched for and edited in the last TIME, such as 2h."`
	From   DateArg `placeholder:"DATE" xor:"what" help:"The same from DATE on: 2026-11-29, or with a time as 2026-11-29T20:15."`
	To     DateArg `placeholder:"DATE" xor:"until" help:"Up to DATE, which is not included; without, up to now."`
	All    bool    `xor:"what,until" help:"Everything that was ever played or searched for."`
}

// A LibraryJob is what Library and Playlists need.
type LibraryJob struct {
	Library *library.Library
	// Command is the Invocation's.
	Command        string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// reading are the commands that are of use with a library that cannot be written: what could be
// read of it is there.
var reading = []string{
	"library export", "library stats", "library check", "playlist list", "playlist show", "playlist export",
}

// keeps returns an error for a command whose work would be gone with the program, since the library
// is not on disk. Why not has been reported.
func (job LibraryJob) keeps() error {
	if job.Library.OnDisk() || slices.Contains(reading, job.Command) {
		return nil
	}
	return errors.New("nothing was done, since it could not be kept")
}

// LibraryCommand runs one of the commands "library ..." and returns the exit status.
func LibraryCommand(ctx context.Context, job LibraryJob, args *LibraryArgs) int {
	if err := job.keeps(); err != nil {
		return job.result(ctx, err)
	}
	var err error
	switch job.Command {
	case "library export":
		err = job.export(ctx, args.Export.File)
	case "library import":
		err = job.importFile(ctx, args.Import.File, args.JSON)
	case "library stats":
		err = job.stats(ctx, time.Duration(args.Stats.Since), args.JSON)
	case "library forget":
		err = job.forget(ctx, args)
	case "library backup":
		var path string
		if path, err = job.Library.Backup(ctx); err == nil {
			err = job.answer(args.JSON, map[string]any{"backup": path}, path)
		}
	case "library check":
		err = job.examine(ctx, args.JSON)
	}
	return job.result(ctx, err)
}

// result reports err and returns the exit status.
func (job LibraryJob) result(ctx context.Context, err error) int {
	switch {
	case err == nil:
		return ExitOK
	case ctx.Err() != nil:
		return ExitInterrupted
	}
	Report(job.Stderr, err)
	return ExitFailed
}

// answer writes an answer for programs, or the line for people.
func (job LibraryJob) answer(asJSON bool, x any, line string) error {
	if !asJSON {
		_, err := fmt.Fprintln(job.Stdout, line)
		return err
	}
	e := json.NewEncoder(job.Stdout)
	e.SetEscapeHTML(false)
	return e.Encode(x)
}

// export writes to a file in one step, so that a full disk leaves the old one.
func (job LibraryJob) export(ctx context.Context, name string) error {
	if name == "" || name == "-" {
		return job.Library.Export(ctx, job.Stdout)
	}
	return writeFile(name, func(w io.Writer) error { return job.Library.Export(ctx, w) })
}

// writeFile writes a file that only its owner may read: the old one or the new one is there at any
// moment.
func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".anyaudio-*")
	if err != nil {
		return listimport.FileError("write", name, err)
	}
	defer os.Remove(f.Name()) // gone when the rename succeeds
	err = write(f)
	if _, ok := errors.AsType[*os.PathError](err); err != nil && !ok {
		_ = f.Close() // what is to be written is not to be had
		return err
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return listimport.FileError("write", name, err)
	}
	return nil
}

func (job LibraryJob) importFile(ctx context.Context, name string, asJSON bool) error {
	in := job.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return listimport.FileError("read", name, err)
		}
		defer f.Close()
		in = f
	}
	if _, err := job.Library.Backup(ctx); err != nil && job.Library.OnDisk() {
		return fmt.Errorf("no backup, so nothing is imported: %w", err)
	}
	if err := job.Library.Import(ctx, in); err != nil {
		return err
	}
	st, err := job.Library.Stats(ctx, time.Time{})
	if err != nil {
		return err
	}
	return job.answer(asJSON, st, fmt.Sprintf("the library has %d tracks, %d plays and %d playlists now", st.Tracks, st.Plays, st.Playlists))
}

func (job LibraryJob) stats(ctx context.Context, last time.Duration, asJSON bool) error {
	since := time.Time{}
	if last > 0 {
		since = time.Now().Add(-last)
	}
	st, err := job.Library.Stats(ctx, since)
	if err != nil || asJSON {
		return errors.Join(err, job.unless(err, st))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d tracks, %d of them saved, %d kept offline; %d playlists; %d searches\n", st.Tracks, st.Saved, st.Offline, st.Playlists, st.Searches)
	fmt.Fprintf(&b, "%d plays, %d finished, %d skipped; %s heard\n", st.Plays, st.Finished, st.Skipped, FormatTime(st.Heard))
	for i, t := range st.TopArtists {
		fmt.Fprintf(&b, "%s%3d  %s\n", heading(i, "\nmost played artists\n"), t.Plays, source.Clean(t.Artist))
	}
	for i, t := range st.TopTracks {
		fmt.Fprintf(&b, "%s%3d  %s\n", heading(i, "\nmost played tracks\n"), t.Plays, trackLine(t.Track))
	}
	_, err = io.WriteString(job.Stdout, b.String())
	return err
}

func (job LibraryJob) unless(err error, x any) error {
	if err != nil {
		return nil
	}
	return job.answer(true, x, "")
}

func heading(i int, text string) string {
	if i == 0 {
		return text
	}
	return ""
}

// trackLine is a track in a few words.
func trackLine(t source.Track) string {
	if t.Artist == "" {
		return source.Clean(t.Title)
	}
	return source.Clean(t.Title) + " — " + source.Clean(t.Artist)
}

func (job LibraryJob) forget(ctx context.Context, args *LibraryArgs) error {
	f := args.Forget
	n, forgotten := int64(0), []source.Track{}
	var err error
	switch from, to, isSpan := f.span(time.Now()); {
	case f.All:
		n, err = job.Library.ForgetAll(ctx)
	case isSpan && !from.Before(to):
		err = errors.New("that span ends before it begins")
	case isSpan:
		n, err = job.Library.ForgetSpan(ctx, from, to)
	case f.Artist != "":
		n, err = job.Library.ForgetArtist(ctx, f.Artist)
	case f.Track != "":
		if forgotten, err = job.heard(ctx, f.Track); err == nil {
			n, err = job.Library.ForgetTrack(ctx, forgotten...)
		}
	default:
		return errors.New("forget what? give --track, --artist, --last, --from or --all")
	}
	if err != nil {
		return err
	}
	lines := make([]string, 0, len(forgotten)+1)
	for _, t := range forgotten {
		lines = append(lines, trackLine(t))
	}
	lines = append(lines, fmt.Sprintf("%s forgotten", screentext.Count(int(n), "play")))
	return job.answer(args.JSON, map[string]any{"forgotten": n, "tracks": append([]result{}, results(source.Page{Tracks: forgotten})...)}, strings.Join(lines, "\n"))
}

// span is the span of time that is asked for.
func (f *forgetArgs) span(now time.Time) (from, to time.Time, ok bool) {
	from, to = time.Time(f.From), time.Time(f.To)
	if f.Last > 0 {
		from = now.Add(-time.Duration(f.Last))
	}
	ok = !from.IsZero() || !to.IsZero()
	if from.IsZero() {
		from = time.UnixMilli(0)
	}
	if to.IsZero() {
		to = now.Add(time.Second) // what is on its way too
	}
	return from, to, ok
}

// heard gives the tracks that were heard and that the words are found in.
func (job LibraryJob) heard(ctx context.Context, words string) (found []source.Track, err error) {
	seen := map[string]bool{}
	for cursor := ""; ; {
		plays, next, err := job.Library.History(ctx, library.HistoryQuery{Words: words, Cursor: cursor})
		if err != nil {
			return nil, err
		}
		for _, p := range plays {
			if !seen[p.Track.Key()] {
				seen[p.Track.Key()] = true
				found = append(found, p.Track)
			}
		}
		if cursor = next; next == "" {
			return found, nil
		}
	}
}

func (job LibraryJob) examine(ctx context.Context, asJSON bool) error {
	wrong, err := job.Library.Check(ctx)
	if err != nil {
		return err
	}
	if wrong == nil {
		wrong = []string{}
	}
	line := "ok"
	if len(wrong) > 0 {
		line = strings.Join(wrong, "\n")
	}
	if err := job.answer(asJSON, map[string]any{"problems": wrong}, line); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return errors.New("the library is damaged: start anyaudio, which restores the newest good backup")
	}
	return nil
}
