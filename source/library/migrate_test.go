package library_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"anyaudio/source/library"
)

var writeFixture = flag.Bool("write-fixture", false, "write testdata/v<n>.db and .json of the current schema")

// A file as each released version has left it, with something in every table, is brought
// up to date and holds what it held. testdata/v<n>.db is written once, with -write-fixture,
// by the version that introduces schema n, and never again.
func TestMigrations(t *testing.T) {
	if *writeFixture {
		fixture(t)
	}
	for version := 1; version <= library.SchemaVersion; version++ {
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			name := fmt.Sprintf("testdata/v%d", version)
			path := newPath(t)
			ok(t, os.MkdirAll(filepath.Dir(path), 0o700))
			ok(t, os.WriteFile(path, must(os.ReadFile(name+".db"))(t), 0o600))
			l := open(t, path, library.Options{NoKeeper: true})
			if found := must(l.Check(t.Context()))(t); len(found) > 0 {
				t.Errorf("check found %q", found)
			}
			var got bytes.Buffer
			ok(t, l.Export(t.Context(), &got))
			if want := must(os.ReadFile(name + ".json"))(t); got.String() != string(want) {
				t.Errorf("the library holds\n%s\nwant\n%s", got.String(), want)
			}
			if must(l.Undo(t.Context()))(t).Label == "" {
				t.Error("the command log is lost")
			}
			ok(t, l.Save(t.Context(), track(100)))
		})
	}
}

// full makes a library with something in every table.
func full(t *testing.T, path string) *library.Library {
	t.Helper()
	ctx := t.Context()
	l := open(t, path, library.Options{Now: newClock().Now, NoKeeper: true})
	ok(t, l.Save(ctx, track(1), track(2)))
	playAll(t, l, tracks(2, 5)...)
	long := track(5)
	long.Duration, long.Title = 2*library.LongTrack, "Långt stycke <&>"
	p := must(l.Begin(ctx, long, "search"))(t)
	ok(t, p.End(ctx, library.Skipped, library.Progress{Position: library.LongTrack, Heard: library.LongTrack / 2}))
	ok(t, l.AddSearch(ctx, "långt"))
	ok(t, l.SetOffline(ctx, true, track(3)))
	ok(t, l.SetUnplayable(ctx, track(4), "removed"))
	must(l.Create(ctx, "Mix", track(4), track(1), track(4)))(t)
	must(l.CreateRemote(ctx, "Theirs", library.Live, library.Playlist{}.Source(), track(8)))(t)
	ok(t, l.NeverArtist(ctx, "Märtha"))
	ok(t, l.NeverTrack(ctx, track(9)))
	ok(t, l.PutRelated(ctx, track(2), tracks(9, 11)))
	ok(t, l.Shown(ctx, track(10)))
	ok(t, l.SaveQueue(ctx, library.Queue{Tracks: tracks(1, 4), Index: 1, Position: library.LongTrack, Repeat: 2, Shuffle: true}, ""))
	ok(t, l.SaveQueue(ctx, library.Queue{Tracks: tracks(1, 5), Index: 2, Position: library.LongTrack, Repeat: 2, Shuffle: true}, "add"))
	return l
}

func fixture(t *testing.T) {
	t.Helper()
	path := newPath(t)
	l := full(t, path)
	name := fmt.Sprintf("testdata/v%d", library.SchemaVersion)
	var doc bytes.Buffer
	ok(t, l.Export(t.Context(), &doc))
	ok(t, l.Exec("VACUUM"))
	ok(t, l.Close()) // the last one to close empties the log into the file
	ok(t, os.MkdirAll("testdata", 0o755))
	ok(t, os.WriteFile(name+".db", must(os.ReadFile(path))(t), 0o644))
	ok(t, os.WriteFile(name+".json", doc.Bytes(), 0o644))
}
