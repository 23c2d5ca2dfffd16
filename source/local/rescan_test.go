package local_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/local"
)

func quoted(s string) string { return fmt.Sprintf("%q", s) }

// Where changes are not noticed, the folders are looked at now and then.
func TestRescanEvery(t *testing.T) {
	dir := plant(t, 3)
	synctest.Test(t, func(t *testing.T) {
		log := &recorder{}
		m := open(t, local.Options{Folders: []string{dir}, NoWatch: true, Every: time.Hour, Logger: slog.New(log)})
		put(t, dir, "new.mp3", mp3(said{title: "Brand New"}))
		before := log.count("looked at")
		time.Sleep(time.Hour - time.Second)
		if n := log.count("looked at"); n != before {
			t.Errorf("looked at %d times before it is time", n-before)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if n := log.count("looked at"); n != before+1 {
			t.Errorf("looked at %d times in an hour", n-before)
		}
		if got := titles(search(t, m, "brand new")); got != "Brand New" {
			t.Errorf("found %q", got)
		}
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
}

// Files that come, change and go are noticed, in folders that come too.
func TestWatch(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "windows" {
		return // not watched there
	}
	dir := plant(t, 3)
	looked := make(chan struct{}, 100)
	log := &recorder{seen: func(line string) {
		if strings.Contains(line, "looked at") {
			looked <- struct{}{}
		}
	}}
	m := open(t, local.Options{Folders: []string{dir}, Logger: slog.New(log)})
	until := func(words, want string) {
		t.Helper()
		for titles(search(t, m, words)) != want {
			select {
			case <-looked:
			case <-t.Context().Done():
				t.Fatalf("%q finds %s, want %s", words, titles(search(t, m, words)), want)
			}
		}
	}
	path := put(t, dir, "a/b/new.mp3", mp3(said{title: "Brand New"}))
	until("brand new", "Brand New")
	put(t, dir, "a/b/new.mp3", mp3(said{title: "Brand New Day"}))
	until("brand new", "Brand New Day")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	until("brand new", "")
}

// A tree with everything in it that is no music: no hang, and a line in the log for each,
// once.
func TestRoughTree(t *testing.T) {
	dir := plant(t, 20)
	log := &recorder{}
	expected := rough(t, dir)
	m := open(t, local.Options{Folders: []string{dir, filepath.Join(dir, "none"), dir}, NoWatch: true, Logger: slog.New(log)})
	for range 3 {
		rescan(t, m)
	}
	if got := m.Status().Tracks; got != 20+expected.music {
		t.Errorf("%d tracks, want %d", got, 20+expected.music)
	}
	for _, name := range expected.lines {
		if n := log.count(name); n != 1 {
			t.Errorf("%d lines about %q, want 1", n, name)
		}
	}
	if got := search(t, m, "huge"); len(got.Tracks) != 3 {
		t.Errorf("huge: %s", titles(got))
	}
}

type roughness struct {
	music int
	lines []string
}

// rough adds what is no music, and some that is.
func rough(t *testing.T, dir string) roughness {
	t.Helper()
	r := roughness{lines: []string{"none", "empty.mp3"}}
	put(t, dir, "empty.mp3", nil)
	put(t, dir, ".hidden/x.mp3", wav())
	put(t, dir, "notes.txt", []byte("x"))
	for _, name := range []string{"huge.mp3", "huge.flac", "huge.m4a"} { // with holes
		path := put(t, dir, "big/"+name, []byte("fLaC")[:len(name)%4])
		if strings.HasSuffix(name, "m4a") {
			put(t, dir, "big/"+name, []byte("\x00\x00\x00\x08ftyp"))
		}
		if err := os.Truncate(path, 1<<34); err != nil {
			t.Fatal(err)
		}
	}
	r.music += 3
	return r
}

// An index that was damaged is made anew; one that cannot be written does not matter.
func TestIndexFile(t *testing.T) {
	dir := plant(t, 30)
	index := filepath.Join(t.TempDir(), "index")
	for _, damage := range []string{"", "\x00\x00", `{"anyaudio_music_index":99,"files":0}` + "\n"} {
		if err := os.WriteFile(index, []byte(damage), 0o600); err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"read=30", "read=0"} {
			log := &recorder{}
			m := local.Open(local.Options{Folders: []string{dir}, Index: index, NoWatch: true, Logger: slog.New(log)})
			rescan(t, m)
			if err := m.Close(); err != nil {
				t.Error(err)
			}
			if log.count(want) == 0 || log.count("index cannot be read") != 1-i {
				t.Errorf("after %q, start %d has logged %q", damage, i, log.lines)
			}
		}
	}
	put(t, dir, "file", nil)
	log := &recorder{}
	m := open(t, local.Options{Folders: []string{dir}, Index: filepath.Join(dir, "file", "index"), NoWatch: true, Logger: slog.New(log)})
	put(t, dir, "new.wav", wav())
	rescan(t, m)
	if n := log.count("index cannot be written"); n != 1 || m.Status().Tracks != 31 {
		t.Errorf("%d tracks, logged %q", m.Status().Tracks, log.lines)
	}
}

// A search right after the start finds what the index has, without the folders.
func TestSearchAtOnce(t *testing.T) {
	o := local.Options{Folders: []string{plant(t, 500)}, Index: filepath.Join(t.TempDir(), "index"), NoWatch: true}
	if err := open(t, o).Close(); err != nil {
		t.Fatal(err)
	}
	m := local.Open(o)
	if got := search(t, m, ""); got.Total != 500 {
		t.Errorf("%d tracks at once", got.Total)
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
}

// The index is of the folders that were, too: other folders, other music.
func TestOtherFolders(t *testing.T) {
	one, two := plant(t, 3), plant(t, 4)
	index := filepath.Join(t.TempDir(), "index")
	for _, tt := range []struct {
		folders []string
		want    int
	}{{[]string{one}, 3}, {[]string{two}, 4}, {[]string{one, two, one + "/"}, 7}} {
		m := open(t, local.Options{Folders: tt.folders, Index: index, NoWatch: true})
		if got := m.Status().Tracks; got != tt.want {
			t.Errorf("%d tracks in %q", got, tt.folders)
		}
	}
}

// A disk that is not there takes its music along, and brings it back unread.
func TestFolderAway(t *testing.T) {
	dir := plant(t, 30)
	disk := filepath.Join(t.TempDir(), "disk")
	if err := os.Rename(dir, disk); err != nil {
		t.Fatal(err)
	}
	log := &recorder{}
	o := local.Options{Folders: []string{disk}, Index: filepath.Join(t.TempDir(), "index"), NoWatch: true, Logger: slog.New(log)}
	m := open(t, o)
	if err := os.Rename(disk, dir); err != nil {
		t.Fatal(err)
	}
	rescan(t, m)
	if got := search(t, m, ""); len(got.Tracks) != 0 {
		t.Errorf("%d tracks of a disk that is away", len(got.Tracks))
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	m = open(t, o) // and is still away at the next start
	if err := os.Rename(dir, disk); err != nil {
		t.Fatal(err)
	}
	if s := rescan(t, m); s.Tracks != 30 || s.Read != 0 {
		t.Errorf("back again: %+v", s)
	}
}

// A tree that is no music folder ends somewhere.
func TestMusicBounds(t *testing.T) {
	dir := plant(t, 50)
	log := &recorder{}
	m := open(t, local.Options{Folders: []string{dir}, NoWatch: true, MaxTracks: 20, Logger: slog.New(log)})
	if got := m.Status().Tracks; got != 20 {
		t.Errorf("%d tracks of at most 20", got)
	}
	if n := log.count("hold too much"); n != 1 {
		t.Errorf("%d lines about it", n)
	}
	deep := t.TempDir()
	put(t, deep, strings.Repeat("d/", 20)+"x.wav", wav())
	m = open(t, local.Options{Folders: []string{deep}, NoWatch: true, MaxDepth: 10, Logger: slog.New(log)})
	if got := m.Status().Tracks; got != 0 || log.count("too deep") != 1 {
		t.Errorf("%d tracks too deep", got)
	}
}

// Pages go on while the list gets shorter.
func TestPageAfterChange(t *testing.T) {
	dir := plant(t, 250)
	m := open(t, local.Options{Folders: []string{dir}, NoWatch: true})
	page, err := m.List(t.Context(), source.Playlist{Provider: "file", ID: local.AllID}, "")
	if err != nil || page.Next == "" {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "Artíst 1")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "Artíst 2")); err != nil {
		t.Fatal(err)
	}
	rescan(t, m)
	page, err = m.List(t.Context(), source.Playlist{Provider: "file", ID: local.AllID}, page.Next)
	if err != nil || len(page.Tracks) != 0 || page.Next != "" {
		t.Errorf("%d tracks, next %q, %v", len(page.Tracks), page.Next, err)
	}
	_, err = m.Search(t.Context(), source.Query{Words: "x", Page: "-1"})
	wantExplained(t, err, source.ErrNotFound, "not a page of this list")
}

// A new tag of the same length changes the time of the file only.
func TestSameSize(t *testing.T) {
	dir := t.TempDir()
	path := put(t, dir, "x.mp3", mp3(said{title: "Before"}))
	m := open(t, local.Options{Folders: []string{dir}, NoWatch: true})
	put(t, dir, "x.mp3", mp3(said{title: "Behind"}))
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(path, later, later); err != nil {
		t.Fatal(err)
	}
	if s := rescan(t, m); s.Read != 1 || titles(search(t, m, "behind")) != "Behind" {
		t.Errorf("%+v, finds %s", s, titles(search(t, m, "")))
	}
}
