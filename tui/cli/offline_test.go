package cli_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player/fetch"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/cli"
)

// keptTracks is what keeps tracks: each takes a second, one whose ID is "bad" fails.
type keptTracks struct{ items []fetch.Item }

func (k *keptTracks) Keep(tracks ...source.Track) error {
	for _, t := range tracks {
		k.items = append(k.items, fetch.Item{Track: t, Size: 2e6})
	}
	return nil
}

func (k *keptTracks) Drop(tracks ...source.Track) error {
	k.items = slices.DeleteFunc(k.items, func(i fetch.Item) bool { return slices.Contains(tracks, i.Track) })
	return nil
}

// Snapshot takes a step.
func (k *keptTracks) Snapshot() (s fetch.Snapshot) {
	stepped := false
	for n := range k.items {
		i := &k.items[n]
		if i.State == fetch.Waiting && !stepped {
			stepped = true
			i.State, i.Saved = fetch.Complete, i.Size
			if i.Track.ID == "bad" {
				i.State, i.Saved, i.Err = fetch.Failed, 0, &source.Error{Kind: source.ErrUnavailable, Line: "private"}
			}
		}
		if i.State == fetch.Complete {
			s.Complete++
		}
		if i.State == fetch.Failed {
			s.Failed++
		}
		s.Saved += i.Saved
	}
	s.Items = slices.Clone(k.items)
	return s
}

func keptTrack(id, title, artist string) source.Track {
	return source.Track{Provider: "test", ID: id, Title: title, Artist: artist, Link: "https://example.org/" + id}
}

// TestOfflineCommands keeps what is saved, a playlist and what is found, lists and drops it.
func TestOfflineCommands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lib, err := library.Open(t.Context(), library.Memory, library.Options{NoKeeper: true})
		if err != nil {
			t.Fatal(err)
		}
		defer lib.Close()
		saved, listed, found := keptTrack("a", "Night Train", "Band"), keptTrack("b", "Rain", "Other"), keptTrack("bad", "Secret", "")
		lib.Save(t.Context(), saved)
		if _, err := lib.Create(t.Context(), "Evening", listed); err != nil {
			t.Fatal(err)
		}
		kept := &keptTracks{}
		var out, complaints bytes.Buffer
		catalog := newGetRig(t)
		catalog.tracks = []source.Track{found}
		run := func(command string, change func(*cli.OfflineArgs)) (int, string, string) {
			out.Reset()
			complaints.Reset()
			var args cli.OfflineArgs
			if change != nil {
				change(&args)
			}
			job := cli.OfflineJob{
				LibraryJob: cli.LibraryJob{Library: lib, Command: "offline " + command, Stdout: &out, Stderr: &complaints},
				Catalog:    catalog, Tracks: kept,
			}
			return cli.Offline(t.Context(), job, &args), out.String(), complaints.String()
		}
		begun := time.Now()
		status, text, said := run("keep", func(a *cli.OfflineArgs) {
			a.JSON, a.Keep.Saved, a.Keep.Playlist, a.Keep.Args = true, true, "even", []string{"secret"}
		})
		if status != cli.ExitFailed || time.Since(begun) < 2*time.Second || strings.Count(text, "\n") != 3 || !strings.HasSuffix(text, `{"complete":2,"failed":1,"of":3,"bytes":4000000,"size":0}`+"\n") {
			t.Errorf("status %d, %s", status, text)
		}
		if !strings.Contains(said, `"Secret": private`) || strings.Count(said, "\n") != 1 {
			t.Errorf("said %q", said)
		}
		if marked, _ := lib.Offline(t.Context()); len(marked) != 3 {
			t.Errorf("marked %v", marked)
		}
		if _, text, _ := run("list", nil); !strings.Contains(text, "complete     2.0 MB  Night Train - Band\n") || !strings.Contains(text, "failed       0.0 MB  Secret  (private") {
			t.Errorf("list\n%s", text)
		}
		if status, _, said := run("drop", nil); status != cli.ExitFailed || len(kept.items) != 3 {
			t.Errorf("drop of nothing: %d, %q", status, said)
		}
		if status, text, _ := run("drop", func(a *cli.OfflineArgs) { a.Drop.Args = []string{"train", "band"} }); status != 0 || text != "1 tracks dropped\n" {
			t.Errorf("drop: %d, %q", status, text)
		}
		if marked, _ := lib.Offline(t.Context()); len(marked) != 2 || len(kept.items) != 2 {
			t.Errorf("marked %v", marked)
		}
		run("drop", func(a *cli.OfflineArgs) { a.Drop.All = true })
		if len(kept.items) != 0 {
			t.Error("not all are dropped")
		}
	})
}

// hereOnly takes paths and no addresses.
type hereOnly struct{ cli.Catalog }

func (hereOnly) ExpandAll(_ context.Context, args []string) (source.Page, []error) {
	if strings.HasPrefix(args[0], "./") {
		return source.Page{Tracks: []source.Track{keptTrack("file", args[0], "")}}, nil
	}
	return source.Page{}, []error{source.ErrNotMine}
}

// TestKeptCatalog: what is kept is found by words and by its address, another address is
// refused in a line, and words stay words.
func TestKeptCatalog(t *testing.T) {
	kept := &keptTracks{}
	kept.Keep(keptTrack("a", "Night Train", "Band"), keptTrack("b", "Rain", "Band"))
	c := cli.KeptCatalog{Tracks: kept, Here: hereOnly{}}
	if p, err := c.Search(t.Context(), source.Query{Words: "BAND night"}); err != nil || len(p.Tracks) != 1 || p.Tracks[0].ID != "a" {
		t.Errorf("%+v, %v", p, err)
	}
	p, errs := c.ExpandAll(t.Context(), []string{"https://example.org/a", "./x.mp3", "https://example.org/z?sig=1"})
	if len(p.Tracks) != 2 || p.Tracks[0].ID != "a" || p.Tracks[1].ID != "file" || len(errs) != 1 || strings.Contains(errs[0].Error(), "sig") {
		t.Errorf("%+v, %v", p, errs)
	}
	if p, err := c.Home(t.Context(), ""); err != nil || len(p.Tracks) != 2 {
		t.Errorf("front page %+v, %v", p, err)
	}
	if p, err := c.Expand(t.Context(), "https://example.org/b"); err != nil || len(p.Tracks) != 1 {
		t.Errorf("one address: %+v, %v", p, err)
	}
	if p, err := (cli.KeptCatalog{Here: hereOnly{}}).Search(t.Context(), source.Query{Words: "night"}); err != nil || len(p.Tracks) != 0 {
		t.Errorf("where nothing can be kept: %+v, %v", p, err)
	}
	if _, errs := c.ExpandAll(t.Context(), []string{"night", "train"}); len(errs) != 1 || !errors.Is(errs[0], source.ErrNotMine) {
		t.Errorf("words: %v", errs)
	}
	if _, err := c.SearchBy(t.Context(), source.FilterSongs, source.Query{}); !errors.Is(err, source.ErrUnsupported) {
		t.Errorf("filter: %v", err)
	}
}
