package library_test

import (
	"reflect"
	"testing"
	"time"

	"anyaudio/source/library"
)

func TestQueueComesBack(t *testing.T) {
	path, o := newPath(t), library.Options{NoKeeper: true}
	l, ctx := open(t, path, o), t.Context()
	if q := must(l.LoadQueue(ctx))(t); len(q.Tracks) != 0 {
		t.Errorf("a new library has the queue %+v", q)
	}
	want := library.Queue{Tracks: append(tracks(1, 4), track(1)), Index: 2, Position: 83 * time.Second, Repeat: 1, Shuffle: true}
	ok(t, l.SaveQueue(ctx, want, ""))
	ok(t, l.Close())
	l = open(t, path, o)
	if got := must(l.LoadQueue(ctx))(t); !reflect.DeepEqual(got, want) {
		t.Errorf("loaded %+v\nwant %+v", got, want)
	}
}

func TestQueueWithAnIndexOutside(t *testing.T) {
	l, ctx := fresh(t), t.Context()
	ok(t, l.SaveQueue(ctx, library.Queue{Tracks: tracks(1, 3), Index: 2, Position: time.Second}, ""))
	if q := must(l.LoadQueue(ctx))(t); q.Index != 0 || q.Position != 0 {
		t.Errorf("index %d, position %s, want the beginning", q.Index, q.Position)
	}
}

// The player that loads the queue last has it; the other one goes on with its own, and
// neither overwrites the other's.
func TestTwoPlayersHaveTwoQueues(t *testing.T) {
	path, ctx := newPath(t), t.Context()
	o := library.Options{Now: newClock().Now, NoKeeper: true}
	a := open(t, path, o)
	ok(t, a.SaveQueue(ctx, library.Queue{Tracks: tracks(1, 3)}, ""))
	b := open(t, path, o)
	if q := must(b.LoadQueue(ctx))(t); ids(q.Tracks) != "1 2" {
		t.Fatalf("the second player loads %q", ids(q.Tracks))
	}
	ok(t, b.SaveQueue(ctx, library.Queue{Tracks: tracks(5, 7)}, "clear and add"))
	ok(t, a.SaveQueue(ctx, library.Queue{Tracks: tracks(1, 4)}, "add"))
	for l, want := range map[*library.Library]string{a: "1 2 3", b: "5 6"} {
		if q := must(l.LoadQueue(ctx))(t); ids(q.Tracks) != want {
			t.Errorf("queue %q, want %q", ids(q.Tracks), want)
		}
	}
	if _, err := a.Undo(ctx); err == nil {
		t.Error("one player has undone the edit of the other's queue")
	}
	must(b.Undo(ctx))(t)
	if q := must(b.LoadQueue(ctx))(t); ids(q.Tracks) != "1 2" {
		t.Errorf("after undo: %q", ids(q.Tracks))
	}
}

// A save that changes only the place leaves the tracks alone, and is still right after the
// tracks were changed by something else: an undo, or another player that has taken the queue.
func TestSaveQueueAgain(t *testing.T) {
	path, ctx := newPath(t), t.Context()
	o := library.Options{Now: newClock().Now, NoKeeper: true}
	a := open(t, path, o)
	list := tracks(1, 4)
	ok(t, a.SaveQueue(ctx, library.Queue{Tracks: list}, ""))
	ok(t, a.SaveQueue(ctx, library.Queue{Tracks: list, Index: 2, Position: time.Minute, Repeat: 2}, ""))
	if q := must(a.LoadQueue(ctx))(t); ids(q.Tracks) != "1 2 3" || q.Index != 2 || q.Position != time.Minute || q.Repeat != 2 {
		t.Errorf("queue %+v", q)
	}
	ok(t, a.SaveQueue(ctx, library.Queue{Tracks: list[:2]}, "remove"))
	must(a.Undo(ctx))(t)
	ok(t, a.SaveQueue(ctx, library.Queue{Tracks: list[:2]}, ""))
	if q := must(a.LoadQueue(ctx))(t); ids(q.Tracks) != "1 2" {
		t.Errorf("saved after an undo: %q", ids(q.Tracks))
	}
	b := open(t, path, o)
	must(b.LoadQueue(ctx))(t)
	ok(t, b.SaveQueue(ctx, library.Queue{}, "clear"))
	ok(t, a.SaveQueue(ctx, library.Queue{Tracks: list[:2], Index: 1}, ""))
	if q := must(a.LoadQueue(ctx))(t); ids(q.Tracks) != "1 2" || q.Index != 1 {
		t.Errorf("after another player took the queue: %+v", q)
	}
}
