package local

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
)

// someRecords are n records, among them one whose name is no UTF-8.
func someRecords(n int) map[string]*record {
	all := make(map[string]*record)
	for i := range n {
		path := filepath.Join(string(filepath.Separator), "music", fmt.Sprintf("%d \"é\n\xff.mp3", i))
		if runtime.GOOS == "windows" {
			path = "C:" + path
		}
		all[path] = &record{facts: facts{path: path, size: int64(i) - 1, time: 1e18 + int64(i), tags: tags{
			title: "T\t", artist: "A", album: "L", albumArtist: "B", number: i, disc: 2, duration: time.Minute,
		}}}
	}
	return all
}

func TestIndexRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sub", "index")
	want := someRecords(1000)
	for range 2 { // again, over the first
		if err := saveIndex(path, want); err != nil {
			t.Fatal(err)
		}
	}
	got, err := loadIndex(path, 1000)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d files, %v", len(got), err)
	}
	for _, f := range got {
		if want[f.path] == nil || want[f.path].facts != f {
			t.Errorf("got %+v, want %+v", f, want[f.path])
		}
	}
	if _, err := loadIndex(path, 999); err == nil {
		t.Error("an index of more than the limit is read")
	}
}

// Cut anywhere, or with a byte changed to what is no JSON, it is refused as a whole.
func TestIndexDamaged(t *testing.T) {
	var whole bytes.Buffer
	if err := writeIndex(&whole, someRecords(20)); err != nil {
		t.Fatal(err)
	}
	for n := range whole.Len() - 1 { // without its last line break it is whole
		if _, err := readIndex(bytes.NewReader(whole.Bytes()[:n]), 100); err == nil {
			t.Fatalf("cut to %d of %d bytes, and no error", n, whole.Len())
		}
	}
	for _, text := range []string{
		`{"anyaudio_music_index":2,"files":0}`,
		`{"anyaudio_music_index":1,"files":-1}`,
		`{"anyaudio_music_index":1,"files":1}` + "\n" + `{"path":"relative"}`,
		`{"anyaudio_music_index":1,"files":1}` + "\n" + `{"path":"/a/../b"}`,
		`{"anyaudio_music_index":1,"files":0}` + "\n" + `{"path":"/a"}`,
		`{"anyaudio_music_index":1,"files":1}` + "\n" + `{"path":"/` + strings.Repeat("a", maxIndexLine) + `"}`,
		"[]", "null", "\x00",
	} {
		if got, err := readIndex(strings.NewReader(text), 100); err == nil {
			t.Errorf("%.60q gives %v", text, got)
		}
	}
}

// A writer that is killed leaves the old index, and a file that a later one removes.
func TestIndexKilled(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "in[dex")
	if err := saveIndex(path, someRecords(3)); err != nil {
		t.Fatal(err)
	}
	left := path + ".123.tmp"
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := saveIndex(path, someRecords(4)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err != nil {
		t.Error("the file of a writer that may still be at work is removed")
	}
	old := time.Now().Add(-2 * leftoverAge)
	if err := os.Chtimes(left, old, old); err != nil {
		t.Fatal(err)
	}
	if err := saveIndex(path, someRecords(5)); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 {
		t.Errorf("left are %v, %v", names, err)
	}
	if got, err := loadIndex(path, 10); err != nil || len(got) != 5 {
		t.Errorf("%d files, %v", len(got), err)
	}
}

func FuzzIndex(f *testing.F) {
	var whole bytes.Buffer
	if err := writeIndex(&whole, someRecords(3)); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add(whole.Bytes()[:whole.Len()-5])
	f.Add([]byte(`{"anyaudio_music_index":1,"files":1}` + "\n" + `{"path":"/a","size":-9,"title":"\u001b","n":-1,"ms":9223372036854775807}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := readIndex(bytes.NewReader(data), 50)
		if err != nil {
			if all != nil {
				t.Error("an error and an index")
			}
			return
		}
		if len(all) > 50 {
			t.Errorf("%d files", len(all))
		}
		records := make(map[string]*record)
		for _, f := range all {
			if !filepath.IsAbs(f.path) {
				t.Errorf("path %q", f.path)
			}
			r := &record{facts: f, root: filepath.Dir(f.path)}
			track := newSong(r).track
			for _, s := range []string{track.Title, track.Artist, track.Album} {
				if s != source.Clean(s) {
					t.Errorf("text %q", s)
				}
			}
			if track.Title == "" || track.Duration < 0 {
				t.Errorf("track %+v", track)
			}
			records[f.path] = r
		}
		if err := writeIndex(io.Discard, records); err != nil {
			t.Error(err)
		}
		newCatalog(nil, records)
	})
}
