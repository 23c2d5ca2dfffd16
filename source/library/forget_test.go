package library_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/source/sourcetest"
)

var source0 time.Time // since ever

func history(t *testing.T, l *library.Library) string {
	t.Helper()
	plays, _, err := l.History(t.Context(), library.HistoryQuery{Limit: 1000})
	ok(t, err)
	var all []source.Track
	for _, p := range plays {
		all = append(all, p.Track)
	}
	return ids(all)
}

func TestForget(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	playAll(t, l, tracks(0, 10)...)
	ok(t, l.Save(ctx, track(3)))
	if n := must(l.ForgetTrack(ctx, track(3)))(t); n != 1 {
		t.Errorf("%d plays forgotten, want 1", n)
	}
	if got := history(t, l); got != "9 8 7 6 5 4 2 1 0" {
		t.Errorf("history %q", got)
	}
	wantSaved(t, l, library.ByRecent, "3") // that was not asked for
	if n := must(l.ForgetArtist(ctx, "ÁRTIST 1"))(t); n != 2 {
		t.Errorf("%d plays forgotten, want 2", n)
	}
	if got := history(t, l); got != "9 7 6 5 4 2 0" {
		t.Errorf("history %q", got)
	}
	plays, _, err := l.History(ctx, library.HistoryQuery{})
	ok(t, err)
	ok(t, l.AddSearch(ctx, "later"))
	if n := must(l.ForgetSpan(ctx, plays[5].Started, plays[2].Started))(t); n != 3 {
		t.Errorf("%d plays forgotten, want 3", n)
	}
	if got := history(t, l); got != "9 7 6 0" {
		t.Errorf("history %q", got)
	}
	if s := must(l.Searches(ctx, 9))(t); len(s) != 1 {
		t.Errorf("searches %q", s)
	}
	must(l.ForgetAll(ctx))(t)
	s := must(l.Stats(ctx, source0))(t)
	if s.Plays != 0 || s.Searches != 0 || s.Tracks != 1 {
		t.Errorf("after forgetting all: %+v", s)
	}
	if n := must(l.ForgetArtist(ctx, "nobody"))(t); n != 0 {
		t.Errorf("%d plays of nobody", n)
	}
}

// What is forgotten is in no file any more, not in the log and not in the backups.
func TestForgottenIsOverwritten(t *testing.T) {
	path := newPath(t)
	l, ctx := open(t, path, library.Options{NoKeeper: true}), t.Context()
	secret := track(1)
	secret.Title = "Embarrassing tune"
	playAll(t, l, secret)
	ok(t, l.Save(ctx, secret, track(2)))
	ok(t, l.Unsave(ctx, secret)) // the command log knows it too
	must(l.Backup(ctx))(t)
	must(l.ForgetTrack(ctx, secret))(t)
	if len(l.Backups()) != 1 {
		t.Errorf("backups %q", l.Backups())
	}
	wantNowhere(t, l, path, "Embarrassing")
}

// wantNowhere wants no file of the library to have a text in it.
func wantNowhere(t *testing.T, l *library.Library, path, text string) {
	t.Helper()
	for _, f := range append(must(filepath.Glob(path+"*"))(t), l.Backups()...) {
		if bytes.Contains(must(os.ReadFile(f))(t), []byte(text)) {
			t.Errorf("%s still has %q", filepath.Base(f), text)
		}
	}
}

func TestForgottenSearches(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	help := track(1)
	help.Title, help.Artist = "Help!", "The Béatles"
	playAll(t, l, help)
	for _, words := range []string{"help me rhonda", "the beatles", "beatles live", "yellow submarine", "BEATLES, THE: best of"} {
		ok(t, l.AddSearch(ctx, words))
	}
	must(l.ForgetArtist(ctx, "The Béatles"))(t)
	if got := must(l.Searches(ctx, 9))(t); strings.Join(got, ",") != "yellow submarine,beatles live,help me rhonda" {
		t.Errorf("searches %q", got)
	}
	must(l.ForgetTrack(ctx, help, track(7)))(t)
	if got := must(l.Searches(ctx, 9))(t); strings.Join(got, ",") != "yellow submarine,beatles live" {
		t.Errorf("searches %q", got)
	}
}

// Forgetting a span takes with it what was in a queue and never played, the edits of that time
// and what they name, and queues that nobody sees. Edits of before can still be undone.
func TestForgetSpanLeavesNothing(t *testing.T) {
	path, c := newPath(t), newClock()
	o := library.Options{Now: c.Now, NoKeeper: true}
	other, ctx := open(t, path, o), t.Context()
	l := open(t, path, o)
	ok(t, l.Save(ctx, track(1), track(2)))
	ok(t, l.Unsave(ctx, track(2)))
	from := c.Now()
	secret := track(50)
	secret.Title = "Embarrassing tune"
	ok(t, l.SaveQueue(ctx, library.Queue{Tracks: []source.Track{track(1), secret}}, ""))
	ok(t, l.SaveQueue(ctx, library.Queue{Tracks: []source.Track{track(1)}}, "remove Embarrassing tune"))
	id := must(l.Create(ctx, "Embarrassing tunes", secret))(t)
	ok(t, l.Delete(ctx, id))
	ok(t, l.AddSearch(ctx, "Embarrassing tune"))
	secret.ID = "51"
	ok(t, other.SaveQueue(ctx, library.Queue{Tracks: []source.Track{secret}}, "add Embarrassing tune"))
	ok(t, other.Close())
	ok(t, l.SaveQueue(ctx, library.Queue{Tracks: tracks(1, 3)}, ""))
	must(l.Backup(ctx))(t)
	must(l.ForgetSpan(ctx, from, c.Now()))(t)
	wantNowhere(t, l, path, "Embarrassing")
	if q := must(l.LoadQueue(ctx))(t); ids(q.Tracks) != "1 2" {
		t.Errorf("queue %q", ids(q.Tracks))
	}
	must(l.Undo(ctx))(t)
	wantSaved(t, l, library.ByRecent, "2 1")
	if found := must(l.Check(ctx))(t); len(found) > 0 {
		t.Errorf("check found %q", found)
	}
	must(l.ForgetAll(ctx))(t)
	if all := must(l.Commands(ctx))(t); len(all) > 0 {
		t.Errorf("commands %+v", all)
	}
}

// What plays and is forgotten is not remembered again while it goes on.
func TestForgetWhatPlays(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	long := track(1)
	long.Duration = time.Hour
	play := must(l.Begin(ctx, long, ""))(t)
	must(l.ForgetTrack(ctx, long))(t)
	ok(t, l.Save(ctx, long, track(2)))
	ok(t, play.End(ctx, library.Skipped, library.Progress{Position: 30 * time.Minute, Heard: time.Minute, Duration: time.Hour}))
	if at := must(l.Position(ctx, long))(t); at != 0 {
		t.Errorf("its position is %s", at)
	}
	if got := history(t, l); got != "" {
		t.Errorf("history %q", got)
	}
}

func TestStats(t *testing.T) {
	l, ctx := full(t, newPath(t)), t.Context()
	s := must(l.Stats(ctx, source0))(t)
	if s.Tracks != 6 || s.Plays != 4 || s.Finished != 3 || s.Skipped != 1 || s.Saved != 2 || s.Playlists != 2 || s.Searches != 1 ||
		s.Offline != 1 || s.Unplayable != 1 || s.Heard != 13*time.Minute || s.Size == 0 || s.First.IsZero() {
		t.Errorf("stats %+v", s)
	}
	if len(s.TopArtists) != 4 || s.TopArtists[0].Plays != 1 || len(s.TopTracks) != 4 {
		t.Errorf("tops %+v %+v", s.TopArtists, s.TopTracks)
	}
	if s := must(l.Stats(ctx, time.Now().Add(time.Hour)))(t); len(s.TopArtists)+len(s.TopTracks) != 0 {
		t.Errorf("tops of the future: %+v", s)
	}
}

// The suite wants tracks of one provider's name; here that is the demo's, since tracks keep
// the name of theirs.
func TestConformance(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	id := must(l.Create(ctx, "Mix", tracks(0, 250)...))(t)
	ok(t, l.Save(ctx, tracks(0, 120)...))
	playAll(t, l, tracks(0, 150)...)
	playAll(t, l, tracks(0, 10)...)
	for list, count := range map[string]int{id: 250, library.SavedID: 120, library.HistoryID: 150} {
		t.Run(list, func(t *testing.T) {
			sourcetest.Run(t, l, sourcetest.Case{
				Name: "demo", Words: "song", Nothing: "100%",
				Playlist:        source.Playlist{Provider: library.Provider, ID: list, Count: count},
				UnknownPlaylist: source.Playlist{Provider: library.Provider, ID: "nothing"},
			})
		})
	}
}

func TestSearchAndHome(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	id := must(l.Create(ctx, "Söngs", tracks(0, 250)...))(t)
	ok(t, l.Save(ctx, track(249)))
	page := must(l.Search(ctx, source.Query{Words: "songs"}))(t)
	if len(page.Playlists) != 1 || page.Playlists[0].ID != id || page.Playlists[0].Count != 250 {
		t.Errorf("playlists %+v", page.Playlists)
	}
	page = must(l.Search(ctx, source.Query{Words: "ÁRTIST song 24 "}))(t)
	if page.Tracks[0].ID != "249" || len(page.Tracks) != 13 {
		t.Errorf("found %q, want the saved one first", ids(page.Tracks))
	}
	home := must(l.Home(ctx))(t)
	if len(home) != 3 || home[0].Count != 1 || home[2].ID != id {
		t.Errorf("home %+v", home)
	}
}
