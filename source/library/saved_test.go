package library_test

import (
	"testing"

	"anyaudio/source/library"
)

func TestSaved(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	ok(t, l.Save(ctx, track(3)))
	ok(t, l.Save(ctx, track(1)))
	ok(t, l.Save(ctx, track(2)))
	ok(t, l.Save(ctx, track(3))) // again: it keeps its place
	for range 2 {
		play := must(l.Begin(ctx, track(1), "saved"))(t)
		ok(t, play.End(ctx, library.Skipped, library.Progress{}))
	}
	wantSaved(t, l, library.ByRecent, "2 1 3")
	wantSaved(t, l, library.ByTitle, "1 2 3")
	wantSaved(t, l, library.ByPlays, "1 2 3")
	ok(t, l.Save(ctx, track(7))) // by "Artist 0"
	wantSaved(t, l, library.ByArtist, "7 1 2 3")
	ok(t, l.Unsave(ctx, track(1), track(1), track(99)))
	wantSaved(t, l, library.ByRecent, "7 2 3")
	for n, want := range map[int]bool{1: false, 2: true} {
		if got := must(l.IsSaved(ctx, track(n)))(t); got != want {
			t.Errorf("track %d saved: %t, want %t", n, got, want)
		}
	}
	if got := must(l.Saved(ctx, library.ByRecent))(t)[1]; got.Track != track(2) || got.At.IsZero() {
		t.Errorf("saved %+v, want %+v", got, track(2))
	}
}

// What a later list does not know of a track does not wipe out what an earlier one knew.
func TestTrackKeepsWhatIsKnown(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	ok(t, l.Save(ctx, track(1)))
	poor := track(1)
	poor.Title, poor.Album, poor.Duration, poor.Link = "New title", "", 0, ""
	ok(t, l.SetOffline(ctx, true, poor))
	want := track(1)
	want.Title = "New title"
	if got := must(l.Saved(ctx, library.ByRecent))(t)[0].Track; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestSaveRefusesTracksWithoutID(t *testing.T) {
	l := fresh(t)
	bad := track(1)
	bad.ID = ""
	if l.Save(t.Context(), track(2), bad) == nil {
		t.Error("no error for a track without an id")
	}
	wantSaved(t, l, library.ByRecent, "") // all or nothing
}

func TestOffline(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	ok(t, l.SetOffline(ctx, true, track(1)))
	ok(t, l.SetOffline(ctx, true, track(2)))
	ok(t, l.SetOffline(ctx, true, track(1)))
	ok(t, l.SetOffline(ctx, false, track(2), track(9)))
	if got := ids(must(l.Offline(ctx))(t)); got != "1" {
		t.Errorf("offline %q, want 1", got)
	}
}
