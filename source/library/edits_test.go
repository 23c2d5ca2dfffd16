package library_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"anyaudio/source"
	"anyaudio/source/library"
)

// picture is everything that edits change, as text.
func picture(t *testing.T, l *library.Library) string {
	t.Helper()
	ctx := t.Context()
	s := ""
	for _, st := range must(l.Saved(ctx, library.ByRecent))(t) {
		s += fmt.Sprintf("saved %s at %d\n", st.Track.ID, st.At.UnixMilli())
	}
	for _, p := range must(l.Playlists(ctx))(t) {
		s += fmt.Sprintf("playlist %s %s: %s\n", p.ID, p.Name, ids(must(l.Tracks(ctx, p.ID))(t)))
	}
	q := must(l.LoadQueue(ctx))(t)
	return s + fmt.Sprintf("queue %s, %d", ids(q.Tracks), q.Index)
}

// anEdit makes some edit of what is there.
func anEdit(t *testing.T, l *library.Library, r *rand.Rand) {
	t.Helper()
	ctx := t.Context()
	lists := must(l.Playlists(ctx))(t)
	if len(lists) == 0 {
		must(l.Create(ctx, "First", tracks(0, 10)...))(t)
		return
	}
	p := lists[r.IntN(len(lists))].ID
	entries := must(l.Tracks(ctx, p))(t)
	at := r.IntN(len(entries) + 1)
	some := tracks(r.IntN(20), 20+r.IntN(10))
	switch n := r.IntN(12); {
	case n == 0:
		ok(t, l.Save(ctx, some...))
	case n == 1:
		ok(t, l.Unsave(ctx, some...))
	case n == 2:
		must(l.Create(ctx, fmt.Sprint("New ", r.IntN(100)), some...))(t)
	case n == 3:
		ok(t, l.Rename(ctx, p, fmt.Sprint("Name ", r.IntN(100))))
	case n == 4:
		must(l.Duplicate(ctx, p, "Copy"))(t)
	case n == 5:
		ok(t, l.MovePlaylist(ctx, p, r.IntN(4)))
	case n == 6:
		ok(t, l.Insert(ctx, p, at, some...))
	case n == 7 && at < len(entries):
		ok(t, l.Remove(ctx, p, library.Spot{Place: at, Track: entries[at]}))
	case n == 8 && at < len(entries):
		ok(t, l.Move(ctx, p, library.Spot{Place: at, Track: entries[at]}, r.IntN(30)))
	case n == 9 && len(lists) > 3:
		ok(t, l.Delete(ctx, p))
	case n == 10 && len(lists) > 2:
		ok(t, l.Merge(ctx, p, lists[0].ID, lists[1].ID))
	default:
		ok(t, l.SaveQueue(ctx, library.Queue{Tracks: some, Index: r.IntN(5)}, "change the queue"))
	}
}

// Whatever is edited, undoing it all leads back through the same states, and redoing
// forward again, with the program started anew at every step.
func TestUndoRedo(t *testing.T) {
	path := newPath(t)
	o := library.Options{Now: newClock().Now, NoKeeper: true}
	l := open(t, path, o)
	ok(t, l.SaveQueue(t.Context(), library.Queue{Tracks: tracks(0, 3)}, ""))
	r := rand.New(rand.NewPCG(1, 2))
	states := []string{picture(t, l)}
	for len(states) < 60 {
		before := len(must(l.Commands(t.Context()))(t))
		anEdit(t, l, r)
		if len(must(l.Commands(t.Context()))(t)) > before { // not one that changed nothing
			states = append(states, picture(t, l))
		}
	}
	restart := func() {
		ok(t, l.Close())
		l = open(t, path, o)
		must(l.LoadQueue(t.Context()))(t)
	}
	for i := len(states) - 2; i >= 0; i-- {
		if i%10 == 0 {
			restart()
		}
		cmd, err := l.Undo(t.Context())
		ok(t, err)
		if got := picture(t, l); got != states[i] {
			t.Fatalf("undo of %q: got\n%s\nwant\n%s", cmd.Label, got, states[i])
		}
	}
	if _, err := l.Undo(t.Context()); !errors.Is(err, library.ErrNothing) {
		t.Errorf("undo at the beginning: %v", err)
	}
	for i := 1; i < len(states); i++ {
		if i%10 == 0 {
			restart()
		}
		cmd, err := l.Redo(t.Context())
		ok(t, err)
		if got := picture(t, l); got != states[i] {
			t.Fatalf("redo of %q: got\n%s\nwant\n%s", cmd.Label, got, states[i])
		}
	}
	if _, err := l.Redo(t.Context()); !errors.Is(err, library.ErrNothing) {
		t.Errorf("redo at the end: %v", err)
	}
	if found := must(l.Check(t.Context()))(t); len(found) > 0 {
		t.Errorf("check found %q", found)
	}
}

func TestNewEditEndsRedo(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	ok(t, l.Save(ctx, track(1)))
	cmd, err := l.Undo(ctx)
	ok(t, err)
	if cmd.Label != `save "Song 1"` || !cmd.Undone || cmd.At.IsZero() {
		t.Errorf("undone %+v", cmd)
	}
	ok(t, l.Save(ctx, track(2)))
	if _, err := l.Redo(ctx); !errors.Is(err, library.ErrNothing) {
		t.Errorf("redo after another edit: %v", err)
	}
}

// An edit of a playlist ends the redo of the queue's edits too: done again after it, they would
// come in an order that nobody made.
func TestNewEditEndsRedoOfTheQueue(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	ok(t, l.SaveQueue(ctx, library.Queue{Tracks: tracks(1, 3)}, ""))
	ok(t, l.SaveQueue(ctx, library.Queue{}, "clear the queue"))
	must(l.Undo(ctx))(t)
	ok(t, l.Save(ctx, track(4)))
	must(l.Undo(ctx))(t)
	if done, err := l.Redo(ctx); err != nil || done.Label != `save "Song 4"` {
		t.Errorf("redo of %q, %v", done.Label, err)
	}
	if done, err := l.Redo(ctx); !errors.Is(err, library.ErrNothing) {
		t.Errorf("a second redo, of %q, %v", done.Label, err)
	}
}

func TestCommandsAreBounded(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	for i := range 210 {
		ok(t, l.Save(ctx, track(i)))
	}
	for range 200 {
		if _, err := l.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Undo(ctx); !errors.Is(err, library.ErrNothing) {
		t.Errorf("undo number 201: %v", err)
	}
	wantSaved(t, l, library.ByTitle, "0 1 2 3 4 5 6 7 8 9")
}

// An undo that no longer fits leaves everything as it is, and does not stand in the way of
// the one before.
func TestUndoOfWhatWasChangedSince(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	ok(t, l.Save(ctx, track(1)))
	live := must(l.CreateRemote(ctx, "Live", library.Live, source.Playlist{Provider: "p", ID: "x"}, track(1)))(t)
	ok(t, l.Refresh(ctx, live, track(2)))
	_, err := l.Undo(ctx)
	if line, hint := source.Explain(err); !errors.Is(err, library.ErrChanged) || line == "" || hint == "" {
		t.Errorf("undo: %v", err)
	}
	wantTracks(t, l, live, "2")
	must(l.Undo(ctx))(t)
	wantSaved(t, l, library.ByRecent, "")
}
