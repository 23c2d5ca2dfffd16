package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/source/taste"
)

// SuggestArgs are the arguments of the commands "suggest ...".
type SuggestArgs struct {
	JSON bool `name:"json" help:"Answer in JSON, one object a line."`

	List struct {
		N       int  `name:"number" short:"n" default:"30" placeholder:"N" help:"How many."`
		Refresh bool `help:"Ask the network first for what goes with what you heard."`
	} `cmd:"" default:"withargs" help:"Print what is suggested, and why."`
	Forget struct {
		Words []string `arg:"" name:"words"`
	} `cmd:"" help:"Forget the tracks that WORDS are found in, of those heard or suggested, and never suggest them."`
	Never struct {
		Artist []string `arg:"" name:"artist"`
	} `cmd:"" help:"Never suggest an artist."`
	Allow struct {
		Artist []string `arg:"" optional:"" name:"artist"`
	} `cmd:"" help:"Suggest an artist again; list those that are not without a name."`
}

// A Suggestions is what Suggest asks for. *taste.Engine is one.
type Suggestions interface {
	Refresher
	Suggest(ctx context.Context, n int) ([]taste.Suggestion, error)
	Forget(ctx context.Context, t source.Track) error
	Never(ctx context.Context, artist string) error
	Allow(ctx context.Context, artist string) error
}

// Suggest runs one of the commands "suggest ..." and returns the exit status.
func Suggest(ctx context.Context, job LibraryJob, engine Suggestions, args *SuggestArgs) int {
	var err error
	switch strings.TrimPrefix(job.Command, "suggest ") {
	case "list":
		err = job.suggest(ctx, engine, args)
	case "forget":
		err = job.forgetThese(ctx, engine, strings.Join(args.Forget.Words, " "), args.JSON)
	case "never":
		err = job.never(ctx, engine, source.Clean(strings.Join(args.Never.Artist, " ")), args.JSON)
	case "allow":
		err = job.allow(ctx, engine, source.Clean(strings.Join(args.Allow.Artist, " ")), args.JSON)
	}
	return job.result(ctx, err)
}

// A suggestLine is a line of suggest --json; names are not changed once released.
type suggestLine struct {
	Source string `json:"source"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	Artist string `json:"artist,omitempty"`
	Link   string `json:"link,omitempty"`
	Reason string `json:"reason"`
}

// suggest prints what is suggested. Without an answer of the network what is known has to do.
func (job LibraryJob) suggest(ctx context.Context, engine Suggestions, args *SuggestArgs) error {
	if args.List.Refresh {
		if _, err := engine.Refresh(ctx); err != nil {
			Report(job.Stderr, err)
		}
	}
	some, err := engine.Suggest(ctx, args.List.N)
	if err != nil {
		return err
	}
	if len(some) == 0 {
		return &source.Error{Kind: source.ErrNotFound, Line: "nothing to suggest yet", Hint: "hear some tracks to their end, or save some"}
	}
	for _, s := range some {
		t := s.Track
		l := suggestLine{t.Provider, t.ID, t.Title, t.Artist, t.Link, s.Reason}
		if err := job.answer(args.JSON, l, trackLine(t)+"  ("+s.Reason+")"); err != nil {
			return err
		}
	}
	return nil
}

// forgetThese forgets what was heard or is suggested and has the words.
func (job LibraryJob) forgetThese(ctx context.Context, engine Suggestions, words string, asJSON bool) error {
	found := map[string]source.Track{}
	for cursor, first := "", true; first || cursor != ""; first = false {
		plays, next, err := job.Library.History(ctx, library.HistoryQuery{Words: words, Cursor: cursor})
		if err != nil {
			return err
		}
		for _, p := range plays {
			found[p.Track.Key()] = p.Track
		}
		cursor = next
	}
	some, err := engine.Suggest(ctx, taste.ListLength)
	if err != nil {
		return err
	}
	for _, s := range some {
		if matches(s.Track, words) {
			found[s.Track.Key()] = s.Track
		}
	}
	if len(found) == 0 {
		return &source.Error{Kind: source.ErrNotFound, Line: fmt.Sprintf("nothing was heard or is suggested that has %q", words), Hint: "`anyaudio suggest` lists what is"}
	}
	var errs []error
	for _, t := range found {
		errs = append(errs, engine.Forget(ctx, t))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return job.answer(asJSON, map[string]int{"forgotten": len(found)}, fmt.Sprintf("forgotten, and not suggested any more: %d", len(found)))
}

func (job LibraryJob) never(ctx context.Context, engine Suggestions, name string, asJSON bool) error {
	if name == "" {
		return &source.Error{Line: "never whom? give the name of an artist"}
	}
	if err := engine.Never(ctx, name); err != nil {
		return err
	}
	return job.answer(asJSON, map[string]string{"never": name}, fmt.Sprintf("nothing by %s is suggested any more; `anyaudio suggest allow` takes that back", name))
}

func (job LibraryJob) allow(ctx context.Context, engine Suggestions, name string, asJSON bool) error {
	if name != "" {
		if err := engine.Allow(ctx, name); err != nil {
			return err
		}
		return job.answer(asJSON, map[string]string{"allowed": name}, name+" may be suggested again")
	}
	names, err := job.Library.NeverArtists(ctx)
	if err != nil {
		return err
	}
	for _, n := range names {
		if err := job.answer(asJSON, map[string]string{"never": n}, source.Clean(n)); err != nil {
			return err
		}
	}
	return nil
}
