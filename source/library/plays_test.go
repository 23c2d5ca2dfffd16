package library_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
)

func playAll(t *testing.T, l *library.Library, tracks ...source.Track) {
	t.Helper()
	for _, tr := range tracks {
		p := must(l.Begin(t.Context(), tr, "search"))(t)
		ok(t, p.End(t.Context(), library.Finished, library.Progress{Heard: time.Minute}))
	}
}

func TestHistory(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	playAll(t, l, tracks(0, 25)...)
	var all []string
	cursor := ""
	for n := 0; ; n++ {
		plays, next, err := l.History(ctx, library.HistoryQuery{Limit: 10, Cursor: cursor})
		ok(t, err)
		for _, p := range plays {
			all = append(all, p.Track.ID)
			if p.Heard != time.Minute || p.Outcome != library.Finished || p.Origin != "search" || p.Started.IsZero() {
				t.Errorf("play %+v", p)
			}
		}
		if n == 0 {
			playAll(t, l, track(99)) // what comes in between moves nothing
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	if got := strings.Join(all, " "); got != "24 23 22 21 20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0" {
		t.Errorf("history %q", got)
	}
	plays, _, err := l.History(ctx, library.HistoryQuery{Words: "SÓNG 24 artist"})
	ok(t, err)
	if len(plays) != 1 {
		var got []string
		for _, p := range plays {
			got = append(got, p.Track.Title+" by "+p.Track.Artist+" on "+p.Track.Album)
		}
		t.Errorf("%d plays match: %q", len(plays), got)
	}
	if _, _, err := l.History(ctx, library.HistoryQuery{Cursor: "nonsense"}); err == nil {
		t.Error("a cursor of nonsense was accepted")
	}
}

// Progress is written at once and then every second, so that a kill takes no more.
func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, err := library.Open(t.Context(), library.Memory, library.Options{})
		ok(t, err)
		defer func() { ok(t, l.Close()) }()
		long := track(1)
		long.Duration = 0
		ok(t, l.SaveQueue(t.Context(), library.Queue{Tracks: []source.Track{long}}, ""))
		p := must(l.Begin(t.Context(), long, ""))(t)
		at := func(s int) library.Progress {
			d := time.Duration(s) * time.Second
			return library.Progress{Position: d, Heard: d, Duration: time.Hour}
		}
		written := func() string {
			synctest.Wait()
			plays, _, err := l.History(t.Context(), library.HistoryQuery{})
			ok(t, err)
			q := must(l.LoadQueue(t.Context()))(t)
			return fmt.Sprint(plays[0].Heard, q.Position, must(l.Position(t.Context(), long))(t))
		}
		p.Progress(at(1))
		if got := written(); got != "1s 1s 1s" {
			t.Errorf("the first progress: %s", got)
		}
		p.Progress(at(2))
		p.Progress(at(3))
		if got := written(); got != "1s 1s 1s" {
			t.Errorf("within the second: %s", got)
		}
		time.Sleep(time.Second)
		if got := written(); got != "3s 3s 3s" {
			t.Errorf("after a second: %s", got)
		}
		ok(t, p.End(t.Context(), library.Skipped, at(5)))
		if got := written(); got != "5s 5s 5s" {
			t.Errorf("after the end: %s", got)
		}
		p = must(l.Begin(t.Context(), long, ""))(t)
		ok(t, p.End(t.Context(), library.Finished, at(3600)))
		if got := must(l.Position(t.Context(), long))(t); got != 0 {
			t.Errorf("a track heard to its end is left at %s", got)
		}
	})
}

func TestCloseWritesTheLastProgress(t *testing.T) {
	path := newPath(t)
	l := open(t, path, library.Options{NoKeeper: true})
	p := must(l.Begin(t.Context(), track(1), ""))(t)
	for i := range 10 {
		p.Progress(library.Progress{Heard: time.Duration(i) * time.Second})
	}
	ok(t, l.Close())
	l = open(t, path, library.Options{NoKeeper: true})
	plays, _, err := l.History(t.Context(), library.HistoryQuery{})
	ok(t, err)
	if plays[0].Heard != 9*time.Second || plays[0].Outcome != library.BrokenOff {
		t.Errorf("play %+v", plays[0])
	}
}

func TestOnlyLongTracksRememberTheirPlace(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	for i, tt := range []struct {
		duration time.Duration
		live     bool
		want     time.Duration
	}{
		{20 * time.Minute, false, 0},
		{20*time.Minute + time.Second, false, time.Minute},
		{time.Hour, true, 0},
		{0, false, 0},
	} {
		tr := track(i)
		tr.Duration, tr.Live = tt.duration, tt.live
		p := must(l.Begin(ctx, tr, ""))(t)
		ok(t, p.End(ctx, library.Skipped, library.Progress{Position: time.Minute}))
		if got := must(l.Position(ctx, tr))(t); got != tt.want {
			t.Errorf("a track of %s is left at %s, want %s", tt.duration, got, tt.want)
		}
	}
}

func TestPrivateModeRecordsNothing(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	ok(t, l.SaveQueue(ctx, library.Queue{Tracks: tracks(1, 3)}, ""))
	begun := must(l.Begin(ctx, track(1), ""))(t)
	l.SetPrivate(true)
	ok(t, begun.End(ctx, library.Finished, library.Progress{Heard: time.Minute}))
	playAll(t, l, track(2))
	ok(t, l.AddSearch(ctx, "secret"))
	ok(t, l.SaveQueue(ctx, library.Queue{Tracks: tracks(5, 9)}, "edit"))
	ok(t, l.Save(ctx, track(3))) // that was asked for
	l.SetPrivate(false)
	plays, _, err := l.History(ctx, library.HistoryQuery{})
	ok(t, err)
	if len(plays) != 1 || plays[0].Heard != 0 {
		t.Errorf("plays %+v", plays)
	}
	if s := must(l.Searches(ctx, 10))(t); len(s) != 0 {
		t.Errorf("searches %q", s)
	}
	if q := must(l.LoadQueue(ctx))(t); ids(q.Tracks) != "1 2" {
		t.Errorf("queue %q", ids(q.Tracks))
	}
	wantSaved(t, l, library.ByRecent, "3")
}

func TestSearches(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	for _, words := range []string{"blue train", "Björk live", "blue", "blue in green", "blue train", "deep blue", " "} {
		ok(t, l.AddSearch(ctx, words))
	}
	for _, tt := range []struct{ words, want string }{
		{"blue", "[blue train blue in green blue deep blue]"},
		{"bjo", "[Björk live]"},
		{"LIV", "[Björk live]"},
		{"100%", "[]"},
		{"", "[blue train deep blue]"},
	} {
		limit := 10
		if tt.words == "" {
			limit = 2
		}
		if got := fmt.Sprint(must(l.CompleteSearch(ctx, tt.words, limit))(t)); got != tt.want {
			t.Errorf("%q is completed to %s, want %s", tt.words, got, tt.want)
		}
	}
	if got := fmt.Sprint(must(l.Searches(ctx, 3))(t)); got != "[deep blue blue train blue in green]" {
		t.Errorf("recent %s", got)
	}
	ok(t, l.ForgetSearch(ctx, "deep blue"))
	if got := fmt.Sprint(must(l.Searches(ctx, 1))(t)); got != "[blue train]" {
		t.Errorf("recent %s", got)
	}
}
