package library_test

import (
	"errors"
	"testing"

	"anyaudio/source"
	"anyaudio/source/library"
)

func names(t *testing.T, l *library.Library) string {
	t.Helper()
	s := ""
	for _, p := range must(l.Playlists(t.Context()))(t) {
		s += p.Name + " "
	}
	return s
}

func spot(place, n int) library.Spot { return library.Spot{Place: place, Track: track(n)} }

func TestPlaylistEntries(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	id := must(l.Create(ctx, "Mix", tracks(1, 4)...))(t)
	wantTracks(t, l, id, "1 2 3")
	ok(t, l.Append(ctx, id, track(2), track(4)))
	wantTracks(t, l, id, "1 2 3 2 4")
	ok(t, l.Insert(ctx, id, 1, tracks(5, 7)...))
	wantTracks(t, l, id, "1 5 6 2 3 2 4")
	ok(t, l.Move(ctx, id, spot(0, 1), 100))
	wantTracks(t, l, id, "5 6 2 3 2 4 1")
	ok(t, l.Move(ctx, id, spot(5, 4), 0))
	wantTracks(t, l, id, "4 5 6 2 3 2 1")
	ok(t, l.Remove(ctx, id, spot(5, 2), spot(0, 4)))
	wantTracks(t, l, id, "5 6 2 3 1")
	ok(t, l.Replace(ctx, id, "sort", tracks(1, 4)...))
	wantTracks(t, l, id, "1 2 3")

	for _, err := range []error{
		l.Remove(ctx, id, spot(0, 2)), l.Remove(ctx, id, spot(3, 1)), l.Move(ctx, id, spot(-1, 1), 0), l.Remove(ctx, id, spot(0, 99)),
	} {
		if !errors.Is(err, library.ErrChanged) {
			t.Errorf("an edit of an entry that is elsewhere: error %v, want ErrChanged", err)
		}
	}
	wantTracks(t, l, id, "1 2 3")
}

func TestPlaylists(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	a := must(l.Create(ctx, " A ", tracks(1, 3)...))(t)
	b := must(l.Create(ctx, "B", tracks(2, 5)...))(t)
	c := must(l.Duplicate(ctx, a, "C"))(t)
	if got := names(t, l); got != "A B C " {
		t.Errorf("playlists %q", got)
	}
	ok(t, l.MovePlaylist(ctx, c, 0))
	ok(t, l.Rename(ctx, b, "D"))
	if got := names(t, l); got != "C A D " {
		t.Errorf("playlists %q", got)
	}
	ok(t, l.Append(ctx, c, track(9)))
	wantTracks(t, l, a, "1 2") // the copy is one
	ok(t, l.Merge(ctx, a, b, c, b))
	wantTracks(t, l, a, "1 2 3 4 9")
	if got := names(t, l); got != "A " {
		t.Errorf("playlists %q", got)
	}
	ok(t, l.Delete(ctx, a))
	for what, err := range map[string]error{
		"rename": l.Rename(ctx, a, "x"), "delete": l.Delete(ctx, a), "append": l.Append(ctx, a, track(1)),
		"merge": l.Merge(ctx, a, b), "move": l.MovePlaylist(ctx, a, 0), "refresh": l.Refresh(ctx, a),
	} {
		if line, hint := source.Explain(err); !errors.Is(err, source.ErrNotFound) || line == "" || hint == "" {
			t.Errorf("%s of a deleted playlist: error %v", what, err)
		}
	}
	if _, err := l.Create(ctx, " \n"); err == nil {
		t.Error("a playlist without a name was made")
	}
}

func TestLiveAndFrozen(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	remote := source.Playlist{Provider: "youtube", ID: "PL1", Title: "Theirs", Link: "https://youtube.invalid/PL1"}
	live := must(l.CreateRemote(ctx, "Live", library.Live, remote, tracks(1, 4)...))(t)
	frozen := must(l.CreateRemote(ctx, "Frozen", library.Frozen, remote, tracks(1, 4)...))(t)
	if err := l.Append(ctx, live, track(9)); !errors.Is(err, source.ErrUnsupported) {
		t.Errorf("append to a live link: %v", err)
	}
	ok(t, l.Append(ctx, frozen, track(9)))
	wantTracks(t, l, frozen, "1 2 3 9")
	ok(t, l.Refresh(ctx, live, tracks(2, 6)...))
	wantTracks(t, l, live, "2 3 4 5")
	if err := l.Refresh(ctx, frozen); !errors.Is(err, source.ErrUnsupported) {
		t.Errorf("refresh of a frozen copy: %v", err)
	}
	if p := must(l.Playlist(ctx, live))(t); p.Remote.ID != "PL1" || p.Remote.Provider != "youtube" || p.Kind != library.Live || p.Count != 4 {
		t.Errorf("live link %+v", p)
	}
	dup := must(l.Duplicate(ctx, live, "Copy"))(t)
	ok(t, l.Append(ctx, dup, track(9)))
}

func TestUnplayableIsMarkedNotDropped(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	id := must(l.Create(ctx, "Mix", tracks(1, 4)...))(t)
	ok(t, l.SetUnplayable(ctx, track(2), "removed by its owner"))
	ok(t, l.SetUnplayable(ctx, track(99), "not here"))
	for i, tr := range must(l.Tracks(ctx, id))(t) {
		if marked := tr.Note == library.Unplayable; marked != (i == 1) {
			t.Errorf("track %d: note %q", i, tr.Note)
		}
	}
	ok(t, l.SetUnplayable(ctx, track(2), ""))
	if got := must(l.Tracks(ctx, id))(t)[1]; got != track(2) {
		t.Errorf("playable again: %+v", got)
	}
}
