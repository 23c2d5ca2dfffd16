package library_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/source/library"
)

// filled makes a library with 700 saved tracks, backs it up, saves one more and closes.
func filled(t *testing.T, o library.Options) string {
	t.Helper()
	path := newPath(t)
	o.NoKeeper = true
	l := open(t, path, o)
	ok(t, l.Save(t.Context(), tracks(0, 700)...))
	must(l.Backup(t.Context()))(t)
	ok(t, l.Save(t.Context(), track(5000)))
	ok(t, l.Close())
	return path
}

// overwrite puts junk into the file at a place given as a fraction of its length.
func overwrite(t *testing.T, path string, at float64, n int) {
	t.Helper()
	overwriteAt(t, path, int64(float64(must(os.Stat(path))(t).Size())*at), n)
}

func overwriteAt(t *testing.T, path string, offset int64, n int) {
	t.Helper()
	f := must(os.OpenFile(path, os.O_RDWR, 0))(t)
	_, err := f.WriteAt([]byte(strings.Repeat("junk", n/4)), offset)
	ok(t, err)
	ok(t, f.Close())
}

func TestDamagedFileIsReplacedByTheBackup(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, path string){
		"header":    func(t *testing.T, path string) { overwrite(t, path, 0, 100) },
		"schema":    func(t *testing.T, path string) { overwriteAt(t, path, 100, 3900) },
		"format":    func(t *testing.T, path string) { overwriteAt(t, path, 44, 4) },
		"name":      func(t *testing.T, path string) { overwriteAt(t, path, 68, 4) },
		"truncated": func(t *testing.T, path string) { ok(t, os.Truncate(path, must(os.Stat(path))(t).Size()/2)) },
		"cut odd":   func(t *testing.T, path string) { ok(t, os.Truncate(path, 1000)) },
		"middle":    func(t *testing.T, path string) { overwrite(t, path, 0.4, 40_000) },
		"end":       func(t *testing.T, path string) { overwrite(t, path, 0.9, 8000) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newClock()
			path := filled(t, library.Options{Now: c.Now})
			harm(t, path)
			var r reports
			// What Open does not see, the keeper finds in the background.
			l := open(t, path, library.Options{Now: c.Now, Report: r.add})
			wait(t, func() bool { return len(r.all()) > 0 })
			r.want(t, "the library was damaged: the backup of 2026-01-02")
			if got := len(must(l.Saved(t.Context(), library.ByRecent))(t)); got != 700 {
				t.Errorf("%d tracks are saved, want those of the backup", got)
			}
			ok(t, l.Save(t.Context(), track(6000)))
			if aside := must(filepath.Glob(path + ".damaged-2026*"))(t); len(aside) == 0 {
				t.Error("the damaged file is gone")
			}
			ok(t, l.Close())
			again := open(t, path, library.Options{NoKeeper: true})
			if found := must(again.Check(t.Context()))(t); len(found) > 0 {
				t.Errorf("check found %q", found)
			}
		})
	}
}

// wait polls for what another goroutine does with real files.
func wait(t *testing.T, done func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for !done() {
		select {
		case <-deadline:
			t.Fatal("not done in time")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func TestDamagedBackupIsPassedOver(t *testing.T) {
	c := newClock()
	path := filled(t, library.Options{Now: c.Now})
	l := open(t, path, library.Options{Now: c.Now, NoKeeper: true})
	newest := must(l.Backup(t.Context()))(t)
	ok(t, l.Close())
	overwrite(t, newest, 0.4, 40_000)
	overwrite(t, path, 0, 100)
	var r reports
	l = open(t, path, library.Options{Report: r.add, NoKeeper: true})
	r.want(t, "the backup of 2026-01-02")
	if got := len(must(l.Saved(t.Context(), library.ByRecent))(t)); got != 700 {
		t.Errorf("%d tracks are saved, want those of the older backup", got)
	}
}

func TestDamageWithoutBackupBeginsAnew(t *testing.T) {
	path := newPath(t)
	ok(t, os.MkdirAll(filepath.Dir(path), 0o700))
	ok(t, os.WriteFile(path, []byte(strings.Repeat("this is no database ", 500)), 0o600))
	var r reports
	l := open(t, path, library.Options{Report: r.add, NoKeeper: true})
	r.want(t, "no good backup")
	ok(t, l.Save(t.Context(), track(1)))
	if !l.OnDisk() {
		t.Error("it is in memory")
	}
	aside := must(filepath.Glob(path + ".damaged-*"))(t)
	if b := must(os.ReadFile(aside[0]))(t); !strings.HasPrefix(string(b), "this is no database") {
		t.Errorf("set aside: %.30q", b)
	}
}

// A use of the library that comes across the damage is answered from the backup.
func TestDamageInUse(t *testing.T) {
	c := newClock()
	path := filled(t, library.Options{Now: c.Now})
	var r reports
	l := open(t, path, library.Options{Now: c.Now, Report: r.add, NoKeeper: true})
	other := open(t, path, library.Options{Now: c.Now, NoKeeper: true}) // another process
	must(other.IsSaved(t.Context(), track(1)))(t)
	overwriteAt(t, path, 100, 100_000)
	if got := len(must(l.Saved(t.Context(), library.ByRecent))(t)); got != 700 {
		t.Errorf("%d tracks are saved, want those of the backup", got)
	}
	r.want(t, "the library was damaged: the backup of")
	// The other one notices that the file was replaced and does not write into the old one.
	ok(t, other.Save(t.Context(), track(7000)))
	if !must(l.IsSaved(t.Context(), track(7000)))(t) {
		t.Error("what the other process saved after the restore is not there")
	}
}

func TestBackupsRotate(t *testing.T) {
	c := newClock()
	path := newPath(t)
	for day := range 8 {
		for range 2 { // a second start on the same day makes no other backup
			l := open(t, path, library.Options{Now: c.Now})
			ok(t, l.Save(t.Context(), track(day)))
			wait(t, func() bool { return len(l.Backups()) == min(day+1, 5) && noTemporary(t, path) })
			ok(t, l.Close())
		}
		c.advance(25 * time.Hour)
	}
	l := open(t, path, library.Options{NoKeeper: true})
	for i, b := range l.Backups() {
		copyOf := open(t, b, library.Options{NoKeeper: true})
		if got := len(must(copyOf.Saved(t.Context(), library.ByRecent))(t)); got < 3+4-i-1 || got > 8 {
			t.Errorf("backup %d has %d tracks", i, got)
		}
	}
	if runtimeUnix && must(os.Stat(l.Backups()[0]))(t).Mode().Perm() != 0o600 {
		t.Error("others may read the backups")
	}
}

func noTemporary(t *testing.T, path string) bool {
	t.Helper()
	return len(must(filepath.Glob(filepath.Join(filepath.Dir(path), "backups", ".tmp*")))(t)) == 0
}

func TestCheckNamesDamage(t *testing.T) {
	path := filled(t, library.Options{})
	l := open(t, path, library.Options{NoKeeper: true})
	if found := must(l.Check(t.Context()))(t); len(found) != 0 {
		t.Fatalf("a sound library: %q", found)
	}
	ok(t, l.Close())
	overwrite(t, path, 0.5, 40_000)
	l = open(t, path, library.Options{NoKeeper: true})
	if found := must(l.Check(t.Context()))(t); len(found) == 0 {
		t.Error("check finds nothing in a damaged file")
	} else {
		t.Logf("%.200s", found[0])
	}
}
