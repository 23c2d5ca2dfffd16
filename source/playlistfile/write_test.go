package playlistfile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/playlistfile"
)

// roundTrip writes entries, reads them again and wants the same as far as the format can
// say it. Entries that it cannot say at all must be refused.
func roundTrip(t *testing.T, f playlistfile.Format, entries []playlistfile.Entry) {
	t.Helper()
	var b strings.Builder
	if err := playlistfile.Write(&b, f, "A list", entries); err != nil {
		if line, hint := source.Explain(err); !errors.Is(err, source.ErrUnsupported) || line == "" || hint == "" {
			t.Errorf("format %d: %v", f, err)
		}
		return
	}
	got, err := drain(playlistfile.New(strings.NewReader(b.String()), f, playlistfile.Options{}))
	if err != nil {
		t.Fatalf("format %d: what was written cannot be read: %v\n%s", f, err, b.String())
	}
	if f == playlistfile.TextFormat {
		return // one text, from which artist and title are guessed anew
	}
	if len(got) != len(entries) {
		t.Fatalf("format %d: %d entries written, %d read\n%s", f, len(entries), len(got), b.String())
	}
	for i, e := range entries {
		if want := asRead(f, e); asRead(f, got[i]) != want {
			t.Errorf("format %d: entry %d: got\n%+v\nwant\n%+v\n%s", f, i, asRead(f, got[i]), want, b.String())
		}
	}
}

// asRead is what is left of an entry after it was written and read.
func asRead(f playlistfile.Format, e playlistfile.Entry) playlistfile.Entry {
	e.Line = 0
	if f == playlistfile.XSPFFormat {
		e.Duration = e.Duration.Truncate(time.Millisecond)
		e.Location = strings.ReplaceAll(e.Location, `\`, "/") // a URI knows one slash
		return e
	}
	label := e.Title
	if e.Artist != "" && e.Title != "" {
		label = e.Artist + " - " + e.Title
	} else if e.Artist != "" {
		label = e.Artist
	}
	e.Location = strings.TrimPrefix(e.Location, "./")
	return playlistfile.Entry{Location: e.Location, Title: source.Clean(label), Duration: e.Duration.Round(time.Second)}
}

func TestRoundTrip(t *testing.T) {
	var entries []playlistfile.Entry
	for i, location := range []string{
		"a.mp3", "/music/a b#c?d%20.mp3", "../x/ü.flac", `C:\Music\a b.mp3`, `\\nas\share\c d.mp3`, "https://h/a?b=1&c=%20#d", "youtube:abc",
		"#1 hit.mp3", "<x>.mp3", "[playlist]", "100%.mp3", "a:b/c", "-", "'\"&", "C:/x",
	} {
		entries = append(entries, playlistfile.Entry{
			Location: location, Title: fmt.Sprintf("Title <%d> & \"more\"", i), Artist: "Ärtist, the", Album: "Album", Duration: time.Duration(i) * time.Second,
		})
	}
	entries = append(entries, playlistfile.Entry{Location: "bare"})
	for f := range playlistfile.Format(4) {
		roundTrip(t, f, entries)
		roundTrip(t, f, nil)
	}
	large := make([]playlistfile.Entry, 10_000)
	for i := range large {
		large[i] = playlistfile.Entry{Location: fmt.Sprintf("Music/Artist %d/Title %d.mp3", i%100, i), Title: fmt.Sprint("Title ", i), Duration: time.Minute}
	}
	for f := range playlistfile.Format(4) {
		roundTrip(t, f, large)
	}
}

func TestWriteRefusesWhatCannotBeSaid(t *testing.T) {
	for _, location := range []string{"a\nb", "a\rb", " a", "a ", ""} {
		for _, f := range []playlistfile.Format{playlistfile.M3UFormat, playlistfile.PLSFormat} {
			err := playlistfile.Write(&strings.Builder{}, f, "", []playlistfile.Entry{{Location: "ok"}, {Location: location, Title: "T"}})
			if line, hint := source.Explain(err); !strings.HasPrefix(line, `entry 2 ("T") cannot be written`) || hint == "" {
				t.Errorf("location %q in format %d: explained as %q", location, f, line)
			}
		}
	}
}

// failing is a disk that is full after some bytes.
type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return 0, errors.New("disk full")
	}
	f.left -= len(p)
	return len(p), nil
}

func TestWriteError(t *testing.T) {
	entries := make([]playlistfile.Entry, 5000)
	for i := range entries {
		entries[i] = playlistfile.Entry{Location: "x", Title: "y"}
	}
	for f := range playlistfile.Format(4) {
		if err := playlistfile.Write(&failing{5000}, f, "", entries); err == nil {
			t.Errorf("format %d: no error", f)
		}
	}
}

func ExampleWrite() {
	tracks := []source.Track{
		{Provider: "youtube", ID: "abc", Title: "Jóga", Artist: "Björk", Duration: 305 * time.Second, Link: "https://youtu.be/abc"},
		{Provider: "demo", ID: "blues", Title: "Blues"},
	}
	var entries []playlistfile.Entry
	for _, t := range tracks {
		entries = append(entries, playlistfile.FromTrack(t))
	}
	var b strings.Builder
	if err := playlistfile.Write(&b, playlistfile.M3UFormat, "Mix", entries); err != nil {
		return
	}
	fmt.Print(b.String())
	// Output:
	// #EXTM3U
	// #PLAYLIST:Mix
	// #EXTINF:305,Björk - Jóga
	// https://youtu.be/abc
	// #EXTINF:-1,Blues
	// demo:blues
}
