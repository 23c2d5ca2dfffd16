package library_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"anyaudio/source"
	"anyaudio/source/library"
)

func exported(t *testing.T, l *library.Library) string {
	t.Helper()
	var b bytes.Buffer
	ok(t, l.Export(t.Context(), &b))
	return b.String()
}

// What Export writes Import takes back whole: the copy gives the same document.
func TestExportImport(t *testing.T) {
	want := exported(t, full(t, newPath(t)))
	l := fresh(t)
	for range 2 { // the second time nothing changes
		ok(t, l.Import(t.Context(), strings.NewReader(want)))
		if got := exported(t, l); got != want {
			t.Errorf("the copy holds\n%s\nwant\n%s", got, want)
		}
	}
	if found := must(l.Check(t.Context()))(t); len(found) > 0 {
		t.Errorf("check found %q", found)
	}
}

// An import adds to what is there and takes nothing away.
func TestImportMerges(t *testing.T) {
	ctx := t.Context()
	a, b := fresh(t), fresh(t)
	ok(t, a.Save(ctx, track(1), track(2)))
	shared := must(a.Create(ctx, "Shared", track(1)))(t)
	playAll(t, a, track(1))
	ok(t, b.Import(ctx, strings.NewReader(exported(t, a))))
	ok(t, b.Save(ctx, track(3)))
	own := must(b.Create(ctx, "Own", track(9)))(t)
	ok(t, b.SaveQueue(ctx, library.Queue{Tracks: tracks(7, 9)}, ""))
	playAll(t, b, track(2))

	ok(t, a.Append(ctx, shared, track(2)))
	ok(t, a.SaveQueue(ctx, library.Queue{Tracks: tracks(1, 3)}, ""))
	ok(t, b.Import(ctx, strings.NewReader(exported(t, a))))
	wantTracks(t, b, shared, "1 2") // the newer one
	wantTracks(t, b, own, "9")
	wantSaved(t, b, library.ByTitle, "1 2 3")
	if q := must(b.LoadQueue(ctx))(t); ids(q.Tracks) != "7 8" {
		t.Errorf("queue %q, want its own", ids(q.Tracks))
	}
	if s := must(b.Stats(ctx, source0))(t); s.Plays != 2 {
		t.Errorf("%d plays, want 2", s.Plays)
	}
	ok(t, a.Import(ctx, strings.NewReader(exported(t, b))))
	wantTracks(t, a, own, "9")
}

func TestImportRefuses(t *testing.T) {
	l := fresh(t)
	head := `{"format":"anyaudio-library","version":1,`
	for _, tt := range []struct{ in, want string }{
		{``, "no JSON object"},
		{`[]`, "no JSON object"},
		{`{"a":1}`, "does not begin with"},
		{`{"format":"x"}`, `its format is "x"`},
		{`{"format":"anyaudio-library","version":2,"tracks":[]}`, "has version 2"},
		{`{"format":"anyaudio-library"}`, "version is missing"},
		{head + `"songs":[]}`, `unknown field "songs"`},
		{head + `"tracks":[{"id":1}]}`, `field "tracks"`},
		{head + `"tracks":[{"id":"1"}]}`, "track 0 has no provider"},
		{head + `"plays":[{"track":0}]}`, "play 0: there is no track 0"},
		{head + `"saved":[{"track":-1}]}`, "saved 0: there is no track -1"},
		{head + `"playlists":[{"id":"a","name":"b","tracks":[3]}]}`, "playlist 0: there is no track 3"},
		{head + `"playlists":[{"id":"saved","name":"b"}]}`, "playlist 0 has no name, or no id"},
		{head + `"queue":{"tracks":[0]}}`, "queue 0: there is no track 0"},
		{head + `"queue":{"repeat":3}}`, "unknown mode"},
		{head + `"plays":[{"outcome":7}]}`, "unknown outcome"},
		{head + `"positions":[{"position":-1}]}`, "is negative"},
		{head + `"playlists":[{"id":"a","name":"b","kind":-1}]}`, "unknown kind"},
		{head + `"tracks":[]`, "cut short"},
		{head + `"tracks":[{"provider":"p","id":"1","title":"t"}`, "at byte"},
	} {
		err := l.Import(t.Context(), strings.NewReader(tt.in))
		line, hint := source.Explain(err)
		if !strings.Contains(line, tt.want) || !strings.HasPrefix(line, "import: ") || hint == "" {
			t.Errorf("%s: explained as %q (%s), want %q", tt.in, line, hint, tt.want)
		}
	}
	if s := must(l.Stats(t.Context(), source0))(t); s.Tracks != 0 {
		t.Errorf("%d tracks have come in", s.Tracks)
	}
}

// endless counts what is read of a file without end.
type endless struct {
	head io.Reader
	n    int
}

func (e *endless) Read(p []byte) (int, error) {
	if n, err := e.head.Read(p); err == nil {
		return n, nil
	}
	for i := range p {
		p[i] = 'x'
	}
	e.n += len(p)
	return len(p), nil
}

func TestImportDoesNotReadJunkToItsEnd(t *testing.T) {
	for _, head := range []string{"", `{`, `{"format":"anyaudio-library","version":9,"tracks":"`} {
		e := &endless{head: strings.NewReader(head)}
		if fresh(t).Import(t.Context(), e) == nil {
			t.Errorf("%q and junk was imported", head)
		}
		if e.n > 1<<20 {
			t.Errorf("%d bytes were read of %q and junk", e.n, head)
		}
	}
}

func ExampleLibrary_Export() {
	l, err := library.Open(background, library.Memory, library.Options{Now: newClock().Now})
	if err != nil {
		return
	}
	defer func() { _ = l.Close() }()
	_ = l.Save(background, source.Track{Provider: "demo", ID: "blues", Title: "Blues"})
	var b strings.Builder
	_ = l.Export(background, &b)
	fmt.Println(b.String())
	// Output:
	// {
	//  "format": "anyaudio-library",
	//  "version": 1,
	//  "tracks": [
	//   {
	//    "provider": "demo",
	//    "id": "blues",
	//    "title": "Blues"
	//   }
	//  ],
	//  "plays": [],
	//  "searches": [],
	//  "saved": [
	//   {
	//    "track": 0,
	//    "at": 1767323046000
	//   }
	//  ],
	//  "offline": [],
	//  "positions": [],
	//  "playlists": []
	// }
}
