package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"anyaudio/source"
	"anyaudio/source/library"
)

// PlaylistArgs are the arguments of the commands "playlist ...". A playlist is named by its
// name, the beginning of it, or its ID.
type PlaylistArgs struct {
	JSON bool `name:"json" help:"Answer in JSON."`

	List   struct{} `cmd:"" help:"List the playlists."`
	Show   nameArgs `cmd:"" help:"List the tracks of a playlist."`
	Create struct {
		Name string   `arg:""`
		Args []string `arg:"" optional:"" name:"url|path"`
	} `cmd:"" help:"Make a playlist, of what is at each URL and PATH."`
	Add struct {
		Name string   `arg:""`
		Args []string `arg:"" name:"words|url|path"`
	} `cmd:"" help:"Put tracks at the end: what is at each URL and PATH, or the first result for WORDS."`
	Remove struct {
		Name   string `arg:""`
		Places []int  `arg:"" help:"Numbers as show prints them."`
	} `cmd:"" help:"Take tracks out of a playlist."`
	Move struct {
		Name string `arg:""`
		From int    `arg:""`
		To   int    `arg:""`
	} `cmd:"" help:"Move a track to another place."`
	Rename    renameArgs `cmd:"" help:"Give a playlist another name."`
	Duplicate renameArgs `cmd:"" help:"Copy a playlist under a new name."`
	Merge     struct {
		Into string   `arg:""`
		From []string `arg:""`
	} `cmd:"" help:"Put playlists together into the first, each track once."`
	Delete nameArgs `cmd:"" help:"Delete a playlist."`
	Follow struct {
		URL    string `arg:"" name:"url"`
		Name   string `placeholder:"NAME" help:"Its name here."`
		Frozen bool   `help:"Copy it as it is now instead of following it."`
	} `cmd:"" help:"Keep a playlist of YouTube: as a link that is followed, or as a copy."`
	Import struct {
		File   string `arg:"" help:"M3U, PLS, XSPF, or lines of ARTIST - TITLE; - is standard input."`
		Name   string `placeholder:"NAME" help:"Its name here."`
		Format string `placeholder:"FORMAT" help:"m3u8, pls, xspf or txt, where the file's name does not say it."`
		Guess  bool   `help:"Take the likeliest track for a line that is doubtful, instead of asking."`
	} `cmd:"" help:"Make a playlist of a file."`
	Export struct {
		Name   string `arg:""`
		File   string `arg:"" optional:"" help:"Where to; standard output without. The ending says the format."`
		Format string `placeholder:"FORMAT" help:"m3u8, pls, xspf or txt."`
	} `cmd:"" help:"Write a playlist for other programs."`
}

type nameArgs struct {
	Name string `arg:""`
}

type renameArgs struct {
	Name string `arg:""`
	New  string `arg:""`
}

// PlaylistCommand runs one of the commands "playlist ..." and returns the exit status. The
// catalog is asked for what is added.
func PlaylistCommand(ctx context.Context, job LibraryJob, catalog Catalog, args *PlaylistArgs) int {
	if err := job.keeps(); err != nil {
		return job.result(ctx, err)
	}
	p := playlists{job, catalog, args}
	var err error
	switch strings.TrimPrefix(job.Command, "playlist ") {
	case "list":
		err = p.list(ctx)
	case "show":
		err = p.show(ctx)
	case "create":
		err = p.create(ctx)
	case "add":
		err = p.add(ctx)
	case "remove":
		err = p.remove(ctx)
	case "move":
		err = p.move(ctx)
	case "rename":
		err = p.rename(ctx)
	case "duplicate":
		err = p.duplicate(ctx)
	case "merge":
		err = p.merge(ctx)
	case "delete":
		err = p.delete(ctx)
	case "follow":
		err = p.follow(ctx)
	case "import":
		err = p.importList(ctx)
	case "export":
		err = p.export(ctx)
	}
	return job.result(ctx, err)
}

// playlists is one command with what it needs.
type playlists struct {
	LibraryJob
	catalog Catalog
	args    *PlaylistArgs
}

// A playlistLine is a line of playlist list --json; names are not changed once released.
type playlistLine struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count"`
	Kind  string `json:"kind"` // "own", "frozen" or "live"
	Link  string `json:"link,omitempty"`
}

func lineOf(l library.Playlist) playlistLine {
	return playlistLine{l.ID, l.Name, l.Count, [...]string{"own", "frozen", "live"}[l.Kind], l.Remote.Link}
}

// done answers with the playlist as it is now.
func (p playlists) done(ctx context.Context, id, what string) error {
	l, err := p.Library.Playlist(ctx, id)
	if err != nil {
		return err
	}
	return p.answer(p.args.JSON, lineOf(l), fmt.Sprintf("%s: %s, %s", source.Clean(l.Name), what, tracks(l.Count)))
}

func tracks(n int) string {
	if n == 1 {
		return "1 track"
	}
	return fmt.Sprintf("%d tracks", n)
}

// find finds the playlist that a name means.
func (p playlists) find(ctx context.Context, name string) (library.Playlist, error) {
	all, err := p.Library.Playlists(ctx)
	if err != nil {
		return library.Playlist{}, err
	}
	var begin []library.Playlist
	for _, l := range all {
		if l.ID == name || l.Name == name {
			return l, nil
		}
		if strings.HasPrefix(strings.ToLower(l.Name), strings.ToLower(name)) {
			begin = append(begin, l)
		}
	}
	switch len(begin) {
	case 1:
		return begin[0], nil
	case 0:
		return library.Playlist{}, &source.Error{Kind: source.ErrNotFound, Line: fmt.Sprintf("no playlist %q", name), Hint: "`anyaudio playlist list` shows all"}
	}
	return library.Playlist{}, &source.Error{Kind: source.ErrNotFound, Line: fmt.Sprintf("%d playlists begin with %q", len(begin), name), Hint: "give more of the name, or the ID"}
}

func (p playlists) list(ctx context.Context) error {
	all, err := p.Library.Playlists(ctx)
	if err != nil {
		return err
	}
	lines := make([]playlistLine, len(all))
	var text []string
	for i, l := range all {
		lines[i] = lineOf(l)
		kind := ""
		if l.Kind != library.Own {
			kind = "  (" + lines[i].Kind + ")"
		}
		text = append(text, fmt.Sprintf("%4d  %s%s", l.Count, source.Clean(l.Name), kind))
	}
	if len(all) == 0 {
		text = []string{"no playlists yet: anyaudio playlist create NAME"}
	}
	return p.answer(p.args.JSON, lines, strings.Join(text, "\n"))
}

func (p playlists) show(ctx context.Context) error {
	l, err := p.find(ctx, p.args.Show.Name)
	if err != nil {
		return err
	}
	all, err := p.Library.Tracks(ctx, l.ID)
	if err != nil {
		return err
	}
	page := source.Page{Tracks: all}
	if p.args.JSON {
		return writeJSON(p.Stdout, page)
	}
	return writeTable(p.Stdout, page, terminalWidth(p.Stdout))
}

// gather gives the tracks that arguments stand for; what is not there is reported and left
// out, as long as there is anything.
func (p playlists) gather(ctx context.Context, args []string) ([]source.Track, error) {
	var all []source.Track
	var failed error
	if len(args) == 0 {
		return nil, nil
	}
	for some, err := range find(ctx, p.catalog, args) {
		all = append(all, some...)
		if err != nil && failed != nil {
			Report(p.Stderr, failed)
		}
		if err != nil {
			failed = err
		}
	}
	if failed != nil && len(all) > 0 && ctx.Err() == nil {
		Report(p.Stderr, failed)
		failed = nil
	}
	return all, failed
}

func (p playlists) create(ctx context.Context) error {
	all, err := p.gather(ctx, p.args.Create.Args)
	if err != nil {
		return err
	}
	id, err := p.Library.Create(ctx, p.args.Create.Name, all...)
	if err != nil {
		return err
	}
	return p.done(ctx, id, "made")
}

func (p playlists) add(ctx context.Context) error {
	l, err := p.find(ctx, p.args.Add.Name)
	if err != nil {
		return err
	}
	all, err := p.gather(ctx, p.args.Add.Args)
	if err != nil {
		return err
	}
	if err := p.Library.Append(ctx, l.ID, all...); err != nil {
		return err
	}
	return p.done(ctx, l.ID, tracks(len(all))+" added")
}

// spot is the entry with a number, from 1.
func spot(all []source.Track, number int) (library.Spot, error) {
	if number < 1 || number > len(all) {
		return library.Spot{}, fmt.Errorf("no number %d: it has %s", number, tracks(len(all)))
	}
	return library.Spot{Place: number - 1, Track: all[number-1]}, nil
}

func (p playlists) remove(ctx context.Context) error {
	l, err := p.find(ctx, p.args.Remove.Name)
	if err != nil {
		return err
	}
	all, err := p.Library.Tracks(ctx, l.ID)
	if err != nil {
		return err
	}
	var spots []library.Spot
	for _, n := range p.args.Remove.Places {
		s, err := spot(all, n)
		if err != nil {
			return err
		}
		spots = append(spots, s)
	}
	if err := p.Library.Remove(ctx, l.ID, spots...); err != nil {
		return err
	}
	return p.done(ctx, l.ID, tracks(len(spots))+" removed")
}

func (p playlists) move(ctx context.Context) error {
	m := p.args.Move
	l, err := p.find(ctx, m.Name)
	if err != nil {
		return err
	}
	all, err := p.Library.Tracks(ctx, l.ID)
	if err != nil {
		return err
	}
	s, err := spot(all, m.From)
	if err != nil {
		return err
	}
	if err := p.Library.Move(ctx, l.ID, s, max(m.To-1, 0)); err != nil {
		return err
	}
	return p.done(ctx, l.ID, "moved to "+strconv.Itoa(m.To))
}

func (p playlists) rename(ctx context.Context) error {
	l, err := p.find(ctx, p.args.Rename.Name)
	if err != nil {
		return err
	}
	if err := p.Library.Rename(ctx, l.ID, p.args.Rename.New); err != nil {
		return err
	}
	return p.done(ctx, l.ID, "renamed")
}

func (p playlists) duplicate(ctx context.Context) error {
	l, err := p.find(ctx, p.args.Duplicate.Name)
	if err != nil {
		return err
	}
	id, err := p.Library.Duplicate(ctx, l.ID, p.args.Duplicate.New)
	if err != nil {
		return err
	}
	return p.done(ctx, id, "copied")
}

func (p playlists) merge(ctx context.Context) error {
	into, err := p.find(ctx, p.args.Merge.Into)
	if err != nil {
		return err
	}
	var from []string
	for _, name := range p.args.Merge.From {
		l, err := p.find(ctx, name)
		if err != nil {
			return err
		}
		if l.ID != into.ID && !slices.Contains(from, l.ID) {
			from = append(from, l.ID)
		}
	}
	if len(from) == 0 {
		return errors.New("there is nothing to merge it with")
	}
	if err := p.Library.Merge(ctx, into.ID, from...); err != nil {
		return err
	}
	return p.done(ctx, into.ID, "merged")
}

func (p playlists) delete(ctx context.Context) error {
	l, err := p.find(ctx, p.args.Delete.Name)
	if err != nil {
		return err
	}
	if err := p.Library.Delete(ctx, l.ID); err != nil {
		return err
	}
	return p.answer(p.args.JSON, lineOf(l), source.Clean(l.Name)+": deleted")
}

// follow keeps a playlist of a provider, as a live link or a frozen copy.
func (p playlists) follow(ctx context.Context) error {
	f := p.args.Follow
	page, errs := p.catalog.ExpandAll(ctx, []string{f.URL})
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if len(page.Playlists) == 0 {
		return &source.Error{Kind: source.ErrNotFound, Line: "there is no playlist at " + source.Redact(f.URL), Hint: "anyaudio playlist add takes tracks"}
	}
	remote := page.Playlists[0]
	var all []source.Track
	for some, err := range pages(ctx, p.catalog, remote) {
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	name, kind := f.Name, library.Live
	if name == "" {
		name = remote.Title
	}
	if f.Frozen {
		kind = library.Frozen
	}
	id, err := p.Library.CreateRemote(ctx, name, kind, remote, all...)
	if err != nil {
		return err
	}
	return p.done(ctx, id, "kept")
}
