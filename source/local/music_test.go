package local_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/source/local"
	"anyaudio/source/sourcetest"
)

// open opens the music in a folder and waits until it has been looked at.
func open(t testing.TB, o local.Options) *local.Music {
	t.Helper()
	m := local.Open(o)
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	rescan(t, m)
	return m
}

func rescan(t testing.TB, m *local.Music) local.Scan {
	t.Helper()
	s, err := m.Rescan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func search(t testing.TB, m *local.Music, words string) source.Page {
	t.Helper()
	page, err := m.Search(t.Context(), source.Query{Words: words})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// titles are those of a page's tracks on one line.
func titles(page source.Page) string {
	var all []string
	for _, track := range page.Tracks {
		all = append(all, track.Title)
	}
	return strings.Join(all, ", ")
}

// lists are the titles of a page's playlists on one line.
func lists(page source.Page) string {
	var all []string
	for _, p := range page.Playlists {
		all = append(all, p.Title)
	}
	return strings.Join(all, ", ")
}

// A recorder is a log that remembers its messages, and calls seen for each.
type recorder struct {
	mu    sync.Mutex
	lines []string
	seen  func(line string)
}

func (r *recorder) Enabled(context.Context, slog.Level) bool { return true }
func (r *recorder) WithAttrs([]slog.Attr) slog.Handler       { return r }
func (r *recorder) WithGroup(string) slog.Handler            { return r }
func (r *recorder) Handle(_ context.Context, rec slog.Record) error {
	line := rec.Message
	rec.Attrs(func(a slog.Attr) bool {
		line += " " + a.String()
		return true
	})
	r.mu.Lock()
	r.lines = append(r.lines, line)
	r.mu.Unlock()
	if r.seen != nil {
		r.seen(line)
	}
	return nil
}

func (r *recorder) count(part string) (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, line := range r.lines {
		if strings.Contains(line, part) {
			n++
		}
	}
	return n
}

// Every format: the tags as they stand in the file, and the file's own ID.
func TestTags(t *testing.T) {
	dir := t.TempDir()
	for _, ext := range []string{"mp3", "flac", "opus", "m4a"} {
		t.Run(ext, func(t *testing.T) {
			name := "x/01 wrong." + ext
			s := said{title: "Jóga \x1b[2J", artist: "Björk " + ext, album: "Homogenic", by: "Björk", number: 2}
			path := put(t, dir, name, sound(name, s))
			m := open(t, local.Options{Folders: []string{dir}, NoWatch: true})
			page := search(t, m, "bjork "+ext)
			if len(page.Tracks) != 1 {
				t.Fatalf("%d tracks", len(page.Tracks))
			}
			want := source.Track{Provider: "file", ID: path, Title: "Jóga [2J", Artist: "Björk " + ext, Album: "Homogenic", Link: path}
			if ext == "flac" {
				want.Duration = 2 * time.Second
			}
			if page.Tracks[0] != want {
				t.Errorf("got  %+v\nwant %+v", page.Tracks[0], want)
			}
			media, err := m.Resolve(t.Context(), page.Tracks[0])
			if err != nil || media.Path != path {
				t.Errorf("resolves to %v, %v", media, err)
			}
		})
	}
}

// Without tags the names of file and folders have to do.
func TestGuess(t *testing.T) {
	for _, tt := range []struct{ path, want string }{
		{"Song.wav", "Song||"},
		{"07 Song.wav", "Song||"},
		{"Artist - Song.wav", "Song|Artist|"},
		{"03 - Artist - Song.wav", "Song|Artist|"},
		{"Artist - 03 - Song.wav", "Song|Artist|"},
		{"Artist/Song.wav", "Song|Artist|"},
		{"Album/Artist - Song.wav", "Song|Artist|Album"},
		{"Artist/Album/03. Song.wav", "Song|Artist|Album"},
		{"Artist/Album/CD 2/03_Song.wav", "Song|Artist|Album"},
		{"Various/Artist - Album/Song.wav", "Song|Artist|Album"},
		{"Artist/Album/1999.wav", "1999|Artist|Album"},
		{"Artist/Album/12.wav", "12|Artist|Album"},
		{"A/\xff\xfe.wav", "\ufffd\ufffd|A|"},
	} {
		if strings.Contains(tt.path, "\xff") && runtime.GOOS != "linux" {
			continue // no such names there
		}
		dir := t.TempDir()
		put(t, dir, tt.path, wav())
		page := search(t, open(t, local.Options{Folders: []string{dir}, NoWatch: true}), "")
		if len(page.Tracks) != 1 {
			t.Fatalf("%q: %d tracks", tt.path, len(page.Tracks))
		}
		track := page.Tracks[0]
		if got := track.Title + "|" + track.Artist + "|" + track.Album; got != tt.want {
			t.Errorf("%q is %q, want %q", tt.path, got, tt.want)
		}
	}
}

func TestSearch(t *testing.T) {
	dir := t.TempDir()
	for name, s := range map[string]said{
		"a.mp3": {title: "Blue", artist: "Joni Mitchell", album: "Blue"},
		"b.mp3": {title: "Blue Monday", artist: "New Order", album: "Substance"},
		"c.mp3": {title: "True Blues", artist: "Somebody", album: "Elsewhere"},
		"d.mp3": {title: "Carey", artist: "Joni Mitchell", album: "Blue"},
		"e.mp3": {title: "Ænima", artist: "Mötley Crüe & Łódź", album: "Straße"},
		"f.mp3": {title: "!!!", artist: "AC/DC", album: "Don’t Stop"},
		"g.mp3": {title: "東京", artist: "Ｆｕｌｌ", album: "x"},
		"h.wav": {},
	} {
		put(t, dir, name, sound(name, s))
	}
	put(t, dir, "i/Bluebird.wav", wav())
	m := open(t, local.Options{Folders: []string{dir}, NoWatch: true})
	for _, tt := range []struct{ words, want string }{
		{"blue", "Blue, Blue Monday, Carey, Bluebird, True Blues"},
		{"BLUE joni", "Blue, Carey"},
		{"joni mitchell", "Blue, Carey"},
		{"mitchell blu", "Blue, Carey"},
		{"monday blue", "Blue Monday"},
		{"aenima", "Ænima"},
		{"ÆNIMA", "Ænima"},
		{"motley crue lodz strasse", "Ænima"},
		{"Mötley Crüe", "Ænima"},
		{"ac/dc", "!!!"},
		{"!!!", "!!!"},
		{"dont stop", "!!!"},
		{"don't", "!!!"},
		{"京", "東京"},
		{"full", "東京"},
		{"lue ond", "Blue Monday"},
		{"blue nowhere", ""},
		{"h", "h, Bluebird"}, // the file name
	} {
		got := titles(search(t, m, tt.words))
		if tt.words == "h" { // others have the letter in them
			got = got[:1]
			tt.want = "h"
		}
		if got != tt.want {
			t.Errorf("%q finds %s\nwant %s", tt.words, got, tt.want)
		}
	}
	if got, want := lists(search(t, m, "joni")), "Joni Mitchell, Blue"; got != want {
		t.Errorf("lists %s, want %s", got, want)
	}
}

func TestFilters(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "1.mp3", mp3(said{title: "Echo", artist: "One", album: "Echo"}))
	put(t, dir, "2.mp3", mp3(said{title: "Two", artist: "Echo", album: "Other"}))
	m := open(t, local.Options{Folders: []string{dir}, NoWatch: true})
	for _, tt := range []struct {
		filter        source.Filter
		tracks, lists string
	}{
		{source.FilterNone, "Echo, Two", "Echo, Echo, Other"},
		{source.FilterSongs, "Echo, Two", ""},
		{source.FilterAlbums, "", "Echo, Other"},
		{source.FilterArtists, "", "Echo"},
	} {
		page, err := m.SearchBy(t.Context(), tt.filter, source.Query{Words: "echo"})
		if err != nil || titles(page) != tt.tracks || lists(page) != tt.lists {
			t.Errorf("%q: %s; %s; %v", tt.filter, titles(page), lists(page), err)
		}
	}
	_, err := m.SearchBy(t.Context(), source.FilterVideos, source.Query{Words: "echo"})
	wantExplained(t, err, source.ErrUnsupported, "music folders cannot be searched for videos only")
}

func TestLists(t *testing.T) {
	dir := t.TempDir()
	for name, s := range map[string]said{
		"A/10.mp3":      {title: "ten", artist: "X", album: "Long", by: "X", number: 10, disc: 1},
		"A/2.mp3":       {title: "two", artist: "X", album: "Long", by: "X", number: 2, disc: 1},
		"A/b.mp3":       {title: "second disc", artist: "X with Y", album: "Long", by: "X", number: 1, disc: 2},
		"A/z.mp3":       {title: "no number", artist: "X", album: "Long", by: "X"},
		"B/1.mp3":       {title: "b1", artist: "P", album: "Hits"},
		"B/2.mp3":       {title: "b2", artist: "Q", album: "Hits"},
		"C/cd1/1.mp3":   {title: "c1", artist: "P", album: "Hits"},
		"C/cd2/1.mp3":   {title: "c2", artist: "P", album: "Hits"},
		"B/sub/01.opus": {title: "deep", artist: "P"},
	} {
		put(t, dir, name, sound(name, s))
	}
	m := open(t, local.Options{Folders: []string{dir}, NoWatch: true})
	list := func(id string) source.Page {
		t.Helper()
		page, err := m.List(t.Context(), source.Playlist{Provider: "file", ID: id}, "")
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	albums := list(local.AlbumsID)
	got := map[string]string{}
	for _, p := range albums.Playlists {
		page := list(p.ID)
		if p.Count != len(page.Tracks) {
			t.Errorf("%s: count %d, %d tracks", p.Title, p.Count, len(page.Tracks))
		}
		got[titles(page)] = p.Title + " by " + p.Owner
	}
	for tracks, album := range map[string]string{
		"no number, two, ten, second disc": "Long by X",
		"b1, b2":                           "Hits by various artists",
		"c1, c2":                           "Hits by P",
		"deep":                             "sub by P",
	} {
		if got[tracks] != album {
			t.Errorf("album of %q is %q, want %q (all: %q)", tracks, got[tracks], album, got)
		}
	}
	if got, want := lists(list(local.ArtistsID)), "B, P, Q, X, X with Y"; got != want && got != "P, Q, X, X with Y" {
		t.Errorf("artists %s", got)
	}
	if got := titles(list("artist:x")); got != "no number, two, ten, second disc" {
		t.Errorf("artist: %s", got)
	}
	folder := list("folder:" + filepath.Join(dir, "B"))
	if titles(folder) != "b1, b2, deep" || lists(folder) != "sub" || folder.Playlists[0].Count != 1 {
		t.Errorf("folder: %s; %s", titles(folder), lists(folder))
	}
	if got := titles(list("folder:" + filepath.Join(dir, "A"))); got != "two, ten, second disc, no number" {
		t.Errorf("folder in the order of names: %s", got)
	}
	if got := list(local.AllID); len(got.Tracks) != 9 || got.Total != 9 {
		t.Errorf("all: %d of %d", len(got.Tracks), got.Total)
	}
	home, err := m.Home(t.Context())
	if err != nil || len(home) != 4 || home[3].Count != 9 {
		t.Errorf("home: %v, %v", home, err)
	}
}

func TestMusicConforms(t *testing.T) {
	dir := plant(t, 250)
	put(t, dir, "odd/c\x1bd.wav", wav())
	put(t, dir, "odd/ \u202e.mp3", mp3(said{title: "\x1b[2J\r\n", artist: "\u202e", album: "a\nb"}))
	m := open(t, local.Options{Dir: dir, Folders: []string{dir}, NoWatch: true})
	for _, list := range []string{local.AllID, "artist:artist 1", "folder:" + dir, albumID(t, m, "album 3")} {
		sourcetest.Run(t, m, sourcetest.Case{
			Name: "file", Words: "song", Nothing: "no such words",
			Playlist:        source.Playlist{Provider: "file", ID: list},
			UnknownPlaylist: source.Playlist{Provider: "file", ID: "album:none"},
			Args:            []string{"."},
			Missing:         []string{"none.mp3"},
			NotMine:         []string{"words", "http://h/a.mp3"},
			UnknownTrack:    source.Track{Provider: "file", ID: filepath.Join(dir, "none.mp3")},
		})
	}
}

func albumID(t testing.TB, m *local.Music, words string) string {
	t.Helper()
	page, err := m.SearchBy(t.Context(), source.FilterAlbums, source.Query{Words: words})
	if err != nil || len(page.Playlists) == 0 {
		t.Fatalf("no album %q: %v", words, err)
	}
	return page.Playlists[0].ID
}

// A registry asks it like the others.
func TestMusicInRegistry(t *testing.T) {
	dir := plant(t, 20)
	r := source.NewRegistry()
	r.Add("fake", sourcetest.NewFake("fake", 3))
	r.Add(local.Name, open(t, local.Options{Folders: []string{dir}, NoWatch: true}))
	page, err := r.Search(t.Context(), source.Query{Words: "song eight"})
	if err != nil || len(page.Tracks) != 2 || page.Tracks[0].Provider != "file" {
		t.Errorf("%s, %v", titles(page), err)
	}
}

func TestNoFolders(t *testing.T) {
	before := runtime.NumGoroutine()
	m := local.Open(local.Options{Index: filepath.Join(t.TempDir(), "index")})
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines started", n-before)
	}
	if got := search(t, m, ""); len(got.Tracks) > 0 {
		t.Errorf("finds %s", titles(got))
	}
	if _, err := m.Rescan(t.Context()); err != nil {
		t.Error(err)
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
}

// The whole of it: 20,000 files are read once, found, and not read again.
func TestTwentyThousand(t *testing.T) {
	const n = 20_000
	dir := plant(t, n)
	o := local.Options{Folders: []string{dir}, Index: filepath.Join(t.TempDir(), "sub", "music-index"), NoWatch: true}
	m := open(t, o)
	if got := m.Status().Tracks; got != n {
		t.Fatalf("%d tracks, want %d", got, n)
	}
	for i := 0; i < n; i += 997 {
		page := search(t, m, fmt.Sprintf("song %s album %d", words(i), i/10))
		if len(page.Tracks) == 0 || !strings.Contains(page.Tracks[0].ID, fmt.Sprintf("%cAlbum %d%c", filepath.Separator, i/10, filepath.Separator)) {
			t.Errorf("track %d is not found: %v", i, page.Tracks)
		}
	}
	count := 0
	for page, err := range source.Pages(t.Context(), m, source.Playlist{Provider: "file", ID: local.AllID}) {
		if err != nil {
			t.Fatal(err)
		}
		count += len(page.Tracks)
	}
	if count != n {
		t.Errorf("all is %d tracks", count)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}

	// One is gone, one is new, one has changed.
	changed := filepath.Join(dir, "Artíst 0", "Album 0")
	if err := os.Remove(filepath.Join(changed, "01 - Söng zero.mp3")); err != nil {
		t.Fatal(err)
	}
	put(t, changed, "new.mp3", mp3(said{title: "Brand New"}))
	put(t, changed, "05 - Söng four.mp3", mp3(said{title: "Other Words"}))
	log := &recorder{}
	o.Logger = slog.New(log)
	m = open(t, o)
	if log.count("tracks=20000 read=2 gone=1") != 1 {
		t.Errorf("the start has logged %q", log.lines)
	}
	if s := rescan(t, m); s.Tracks != n || s.Read != 0 || s.Gone != 0 {
		t.Errorf("and again: %+v", s)
	}
	for words, want := range map[string]string{"brand new": "Brand New", "other words": "Other Words"} {
		if got := titles(search(t, m, words)); got != want {
			t.Errorf("%q finds %q", words, got)
		}
	}
}

// What was read is shown while the rest is still to come.
func TestSearchDuringFirstScan(t *testing.T) {
	dir := plant(t, 150)
	put(t, dir, "Artíst 0/zz.mp3", nil)
	last := put(t, dir, "z/last.wav", wav())
	synctest.Test(t, func(t *testing.T) {
		stop := make(chan struct{})
		log := &recorder{seen: func(line string) {
			if strings.Contains(line, "not a file with sound in it") {
				<-stop
			}
		}}
		m := local.Open(local.Options{Folders: []string{dir}, NoWatch: true, Logger: slog.New(log)})
		synctest.Wait()
		if got := m.Status(); !got.Scanning || got.Tracks != 100 {
			t.Errorf("in the middle: %+v", got)
		}
		if got := search(t, m, "song four"); len(got.Tracks) == 0 {
			t.Error("nothing is found in the middle")
		}
		close(stop)
		rescan(t, m)
		if got := m.Status(); got.Scanning || got.Tracks != 151 {
			t.Errorf("at the end: %+v", got)
		}
		if got := search(t, m, "last"); len(got.Tracks) != 1 || got.Tracks[0].ID != last {
			t.Errorf("at the end: %s", titles(got))
		}
		if err := m.Close(); err != nil {
			t.Error(err)
		}
		if _, err := m.Rescan(context.Background()); !errors.Is(err, os.ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
		if got := m.Status().Tracks; got != 151 {
			t.Errorf("%d tracks after Close", got)
		}
	})
}
