package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"anyaudio/source"
	"anyaudio/source/playlistfile"
	"anyaudio/tui/listimport"

	"github.com/charmbracelet/x/term"
)

// A missingLine is an entry that has been left out. Names are not changed once released.
type missingLine struct {
	List       string   `json:"list,omitempty"` // that has the line, if the imported one names it
	Line       int      `json:"line"`
	Text       string   `json:"text"`
	Reason     string   `json:"reason"`
	Candidates []result `json:"candidates,omitempty"`
}

// opening is a Catalog that one place at a time is asked of.
type opening struct{ Catalog }

func (o opening) Expand(ctx context.Context, arg string) (source.Page, error) {
	page, errs := o.ExpandAll(ctx, []string{arg})
	return page, errors.Join(errs...)
}

func (o opening) Recognize(arg string) (source.Track, bool) {
	if known, ok := o.Catalog.(source.Recognizer); ok {
		return known.Recognize(arg)
	}
	return source.Track{}, false
}

// importList makes a playlist of a file. An entry that cannot be had is left out and listed.
func (p playlists) importList(ctx context.Context) error {
	args := p.args.Import
	format, err := formatOf(args.Format, args.File)
	if err != nil {
		return err
	}
	name := args.Name
	if name == "" && args.File != "-" {
		name = strings.TrimSuffix(filepath.Base(args.File), filepath.Ext(args.File))
	}
	if name == "" {
		return errors.New("what is it to be called? give --name")
	}
	in := listimport.New(opening{p.catalog}, p.chooser())
	if args.File == "-" {
		err = in.Run(ctx, p.Stdin, args.File, format)
	} else {
		err = in.RunFile(ctx, args.File, format)
	}
	if err != nil {
		return err
	}
	got := in.Progress()
	id, err := p.Library.Create(ctx, name, got.Tracks...)
	if err != nil {
		return err
	}
	return p.reportImport(ctx, id, got.Missing)
}

// formatOf is the format that was asked for, or that the name of the file ends in.
func formatOf(asked, file string) (playlistfile.Format, error) {
	name := file
	if asked != "" {
		name = "x." + asked
	}
	format, ok := playlistfile.FormatOf(name)
	if !ok {
		return 0, errors.New("which format? give --format m3u8, pls, xspf or txt")
	}
	return format, nil
}

// chooser decides about a doubtful line: the likeliest track where the listener wants it so, or the
// one that they say at the terminal; nil where nobody can be asked.
func (p playlists) chooser() func(listimport.Missing) int {
	if p.args.Import.Guess {
		return func(listimport.Missing) int { return 0 }
	}
	t, ok := p.Stdin.(*os.File)
	if !ok || p.args.Import.File == "-" || !term.IsTerminal(t.Fd()) {
		return nil
	}
	ask := bufio.NewReader(t)
	return func(m listimport.Missing) int { return p.choose(ask, m) }
}

// choose asks the listener which track is meant; -1 for none.
func (p playlists) choose(ask *bufio.Reader, m listimport.Missing) int {
	fmt.Fprintf(p.Stderr, "\nline %d: %s\n", m.Line, source.Clean(m.Text))
	for i, t := range m.Candidates {
		fmt.Fprintf(p.Stderr, "  %d  %s  %s\n", i+1, trackLine(t), FormatTime(t.Duration))
	}
	fmt.Fprintf(p.Stderr, "which one? 1 to %d, Enter for none: ", len(m.Candidates))
	answer, _ := ask.ReadString('\n') // the end of input is none
	n, err := strconv.Atoi(strings.TrimSpace(answer))
	if err != nil || n < 1 || n > len(m.Candidates) {
		return -1
	}
	return n - 1
}

// reportImport says what has become of it.
func (p playlists) reportImport(ctx context.Context, id string, all []listimport.Missing) error {
	l, err := p.Library.Playlist(ctx, id)
	if err != nil {
		return err
	}
	missing := make([]missingLine, len(all))
	for i, m := range all {
		missing[i] = missingLine{List: m.List, Line: m.Line, Text: m.Text, Reason: m.Reason}
		if m.Doubtful() {
			missing[i].Candidates = results(source.Page{Tracks: m.Candidates})
		}
	}
	if p.args.JSON {
		return p.answer(true, struct {
			playlistLine
			Missing []missingLine `json:"missing"`
		}{lineOf(l), missing}, "")
	}
	for _, m := range missing {
		where := ""
		if m.List != "" {
			where = source.Clean(m.List) + ": "
		}
		fmt.Fprintf(p.Stderr, "%sline %d: %s: %s\n", where, m.Line, source.Clean(m.Text), m.Reason)
		for _, c := range m.Candidates {
			fmt.Fprintf(p.Stderr, "    %s  %s\n", source.Clean(c.Title+" — "+c.Artist), c.Link)
		}
	}
	what := "imported"
	if n := len(missing); n > 0 {
		what = fmt.Sprintf("imported without %d of its entries", n)
	}
	return p.done(ctx, id, what)
}

// export writes a playlist in the format that was asked for, or that the file's name ends in.
func (p playlists) export(ctx context.Context) error {
	e := p.args.Export
	if e.Format == "" && (e.File == "" || e.File == "-") {
		e.Format = "m3u8"
	}
	format, err := formatOf(e.Format, e.File)
	if err != nil {
		return err
	}
	l, err := p.find(ctx, e.Name)
	if err != nil {
		return err
	}
	all, err := p.Library.Tracks(ctx, l.ID)
	if err != nil {
		return err
	}
	entries := make([]playlistfile.Entry, len(all))
	for i, t := range all {
		entries[i] = playlistfile.FromTrack(t)
	}
	if e.File == "" || e.File == "-" {
		return playlistfile.Write(p.Stdout, format, l.Name, entries)
	}
	return writeFile(e.File, func(w io.Writer) error { return playlistfile.Write(w, format, l.Name, entries) })
}
