package library_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
)

// taste reads everything.
func taste(t *testing.T, l *library.Library) library.Taste {
	t.Helper()
	return must(l.Taste(t.Context(), 1000, 1000))(t)
}

func TestTaste(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	playAll(t, l, track(1), track(2), track(1))
	p := must(l.Begin(ctx, track(3), "search"))(t)
	ok(t, p.End(ctx, library.Skipped, library.Progress{}))
	ok(t, l.Save(ctx, track(2), track(4)))
	ok(t, l.PutRelated(ctx, track(1), tracks(20, 23)))
	ok(t, l.PutRelated(ctx, track(4), nil))
	ok(t, l.PutRelated(ctx, track(99), tracks(1, 3))) // is not in the library
	got := taste(t, l)
	var plays, saved, related []string
	for _, p := range got.Plays {
		plays = append(plays, fmt.Sprint(got.Tracks[p.Track].ID, " ", p.Outcome))
	}
	for _, s := range got.Saved {
		saved = append(saved, got.Tracks[s.Track].ID)
	}
	for _, r := range got.Related {
		related = append(related, got.Tracks[r.Seed].ID+": "+ids(r.Tracks))
	}
	if s := fmt.Sprint(plays, saved, related); s != "[3 skipped 1 finished 2 finished 1 finished] [4 2] [4:  1: 20 21 22]" {
		t.Errorf("taste %s", s)
	}
	if got.Tracks[got.Plays[1].Track] != track(1) || got.Related[1].Tracks[0] != track(20) || got.Plays[0].Started.IsZero() {
		t.Errorf("tracks are not as they were put: %+v", got)
	}
	some := must(l.Taste(ctx, 2, 1))(t)
	if len(some.Plays) != 2 || len(some.Saved) != 1 {
		t.Errorf("%d plays and %d saved, want 2 and 1", len(some.Plays), len(some.Saved))
	}
}

// What is related to a track is no track of the library.
func TestRelatedIsNotSearched(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	playAll(t, l, track(1))
	ok(t, l.PutRelated(ctx, track(1), tracks(20, 23)))
	if page := must(l.Search(ctx, source.Query{Words: "song"}))(t); ids(page.Tracks) != "1" {
		t.Errorf("found %q", ids(page.Tracks))
	}
}

func TestShown(t *testing.T) {
	c := newClock()
	l, ctx := open(t, newPath(t), library.Options{Now: c.Now, NoKeeper: true}), t.Context()
	want := func(n int) {
		t.Helper()
		if got := taste(t, l).Shown[track(1).Key()]; got.Times != n || n > 0 && got.Last.IsZero() {
			t.Errorf("shown %+v, want %d times", got, n)
		}
	}
	want(0)
	ok(t, l.Shown(ctx, tracks(1, 3)...))
	want(1)
	ok(t, l.Shown(ctx, track(1))) // drawn again
	want(1)
	c.advance(2 * time.Hour)
	ok(t, l.Shown(ctx, track(1)))
	want(2)
	playAll(t, l, track(1))
	c.advance(2 * time.Hour)
	ok(t, l.Shown(ctx, track(1)))
	want(1) // since it was played
	l.SetPrivate(true)
	c.advance(2 * time.Hour)
	ok(t, l.Shown(ctx, track(1)))
	want(1)
}

func TestNever(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	ok(t, l.NeverArtist(ctx, "Björk"))
	ok(t, l.NeverArtist(ctx, "BJORK "))
	ok(t, l.NeverArtist(ctx, " "))
	ok(t, l.NeverArtist(ctx, "Prince"))
	ok(t, l.NeverTrack(ctx, track(1)))
	if got := must(l.NeverArtists(ctx))(t); !slices.Equal(got, []string{"Prince", "Björk"}) {
		t.Errorf("never %q", got)
	}
	got := taste(t, l)
	if !got.NeverArtists[library.Fold("björk")] || !got.NeverTracks[track(1).Key()] || len(got.NeverArtists)+len(got.NeverTracks) != 3 {
		t.Errorf("never %v %v", got.NeverArtists, got.NeverTracks)
	}
	ok(t, l.AllowArtist(ctx, "bjork"))
	ok(t, l.AllowTrack(ctx, track(1)))
	if got := taste(t, l); len(got.NeverArtists) != 1 || len(got.NeverTracks) != 0 {
		t.Errorf("never %v %v", got.NeverArtists, got.NeverTracks)
	}
}

// What was kept because of a track goes with it, also from the file.
func TestForgetTaste(t *testing.T) {
	path := newPath(t)
	l, ctx := open(t, path, library.Options{NoKeeper: true}), t.Context()
	playAll(t, l, tracks(1, 5)...)
	ok(t, l.Save(ctx, track(2)))
	must(l.Create(ctx, "Mix", track(3)))(t)
	secret := track(50)
	secret.Title = "Embarrassing tune"
	for i := 1; i < 5; i++ {
		ok(t, l.PutRelated(ctx, track(i), []source.Track{secret}))
	}
	ok(t, l.Shown(ctx, tracks(1, 5)...))
	for i := 1; i < 4; i++ {
		must(l.ForgetTrack(ctx, track(i)))(t)
	}
	got := taste(t, l)
	var seeds []string
	for _, r := range got.Related {
		seeds = append(seeds, got.Tracks[r.Seed].ID)
	}
	slices.Sort(seeds)
	if strings.Join(seeds, " ") != "2 4" || len(got.Shown) != 1 { // the saved one and the one that was not forgotten
		t.Errorf("seeds %q, shown %v", seeds, got.Shown)
	}
	ok(t, l.Unsave(ctx, track(2)))
	must(l.ForgetAll(ctx))(t)
	if got := taste(t, l); len(got.Related)+len(got.Shown) != 0 {
		t.Errorf("after forgetting all: %+v", got)
	}
	for _, f := range must(filepath.Glob(path + "*"))(t) {
		if bytes.Contains(must(os.ReadFile(f))(t), []byte("Embarrassing")) {
			t.Errorf("%s still has it", filepath.Base(f))
		}
	}
}
