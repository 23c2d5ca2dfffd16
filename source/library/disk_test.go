package library_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"anyaudio/source"
	"anyaudio/source/library"
)

const runtimeUnix = runtime.GOOS != "windows" && runtime.GOOS != "plan9"

// wantMemory wants a library that works in memory, and says why in one line.
func wantMemory(t *testing.T, path, words string) *library.Library {
	t.Helper()
	var r reports
	l := open(t, path, library.Options{Report: r.add})
	r.want(t, words)
	if l.OnDisk() {
		t.Error("it is on disk")
	}
	id := must(l.Create(t.Context(), "Mix", tracks(1, 3)...))(t)
	playAll(t, l, track(1))
	wantTracks(t, l, id, "1 2")
	return l
}

func TestNoHome(t *testing.T) { wantMemory(t, "", "no home directory") }

func TestParentIsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	ok(t, os.WriteFile(file, nil, 0o600))
	wantMemory(t, filepath.Join(file, "anyaudio", "library.db"), "cannot be opened")
}

func TestPathIsAFolder(t *testing.T) { wantMemory(t, t.TempDir(), "cannot be opened") }

func TestNewerFileIsLeftAlone(t *testing.T) {
	path := newPath(t)
	l := open(t, path, library.Options{NoKeeper: true})
	ok(t, l.Save(t.Context(), track(1)))
	ok(t, l.Exec("PRAGMA user_version = 99"))
	ok(t, l.Close())
	before := must(os.ReadFile(path))(t)
	l = wantMemory(t, path, "newer version")
	ok(t, l.Close())
	if after := must(os.ReadFile(path))(t); string(after) != string(before) {
		t.Error("the file has changed")
	}
}

func TestForeignDatabaseIsLeftAlone(t *testing.T) {
	path := newPath(t)
	l := open(t, path, library.Options{NoKeeper: true})
	ok(t, l.Exec("PRAGMA application_id = 1234"))
	ok(t, l.Close())
	before := must(os.ReadFile(path))(t)
	ok(t, wantMemory(t, path, "another program").Close())
	if after := must(os.ReadFile(path))(t); string(after) != string(before) {
		t.Error("the file has changed")
	}
}

func TestDiskFull(t *testing.T) {
	path := newPath(t)
	var r reports
	l := open(t, path, library.Options{Report: r.add, NoKeeper: true})
	ctx := t.Context()
	ok(t, l.Save(ctx, track(1)))
	ok(t, l.Exec("PRAGMA max_page_count = 60"))
	var err error
	n := 2
	for ; err == nil && n < 100_000; n++ {
		err = l.Save(ctx, track(n))
	}
	line, hint := source.Explain(err)
	if line != "the library cannot be written: the disk is full" || hint == "" {
		t.Fatalf("error %v", err)
	}
	for range 3 {
		if l.Save(ctx, tracks(n, n+100)...) == nil {
			t.Error("no error while the disk is full")
		}
	}
	r.want(t, "the disk is full") // once
	if found := must(l.Check(ctx))(t); len(found) > 0 {
		t.Errorf("check found %q", found)
	}
	if got := len(must(l.Saved(ctx, library.ByRecent))(t)); got != n-2 {
		t.Errorf("%d tracks are saved, want the %d of which there was no error", got, n-2)
	}
	ok(t, l.Exec("PRAGMA max_page_count = 100000"))
	ok(t, l.Save(ctx, track(n)))
	ok(t, l.Exec("PRAGMA max_page_count = 60"))
	for ; l.Save(ctx, track(n)) == nil; n++ {
	}
	if lines := r.all(); len(lines) != 2 {
		t.Errorf("reports %q, want a second one after it had worked again", lines)
	}
}

func TestCancelledAndClosed(t *testing.T) {
	l, err := library.Open(t.Context(), newPath(t), library.Options{NoKeeper: true})
	ok(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Save(ctx, track(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("with a cancelled context: %v", err)
	}
	ok(t, l.Close())
	ok(t, l.Close())
	if err := l.Save(t.Context(), track(1)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if _, err := l.Saved(t.Context(), library.ByRecent); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestFilesAreTheOwnersOnly(t *testing.T) {
	if !runtimeUnix {
		return // the modes below are those of Unix
	}
	path := newPath(t)
	l := open(t, path, library.Options{NoKeeper: true})
	ok(t, l.Save(t.Context(), track(1)))
	for _, p := range []string{path, path + "-wal", path + "-shm"} {
		if mode := must(os.Stat(p))(t).Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", filepath.Base(p), mode)
		}
	}
}
