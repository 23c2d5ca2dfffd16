package local_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/direct"
	"anyaudio/source/local"
)

func TestList(t *testing.T) {
	dir := tree(t, "a.mp3", "sub/b.opus", "sub/c.flac", "Björk/Jóga.mp3", "odd", "sub/empty/")
	abs := filepath.Join(dir, "sub", "b.opus")
	for _, tt := range []struct{ name, text, want string }{
		{"relative", "a.mp3\n./sub/b.opus\nsub/../a.mp3", "a.mp3 sub/b.opus a.mp3"},
		{"absolute", abs, "sub/b.opus"},
		{"file URL", "file://" + filepath.ToSlash(dir) + "/Bj%C3%B6rk/J%C3%B3ga.mp3", "Björk/Jóga.mp3"},
		{"backslashes", `sub\b.opus` + "\r\n" + `.\sub\..\a.mp3`, "sub/b.opus a.mp3"},
		{"Latin-1", "Bj\xf6rk/J\xf3ga.mp3", "Björk/Jóga.mp3"},
		{"folder", "sub\nsub/", "sub/b.opus sub/c.flac sub/b.opus sub/c.flac"},
		{"folder without music", "sub/empty\na.mp3", "sub/empty! a.mp3"},
		{"any name", "odd", "odd"},
		{"missing stays", "none.mp3\nnone\na.mp3", "none.mp3 none a.mp3"},
		{"address", "http://h/x.mp3?a=b\nHTTPS://H/y", "http://h/x.mp3?a=b https://h/y"},
		{"other address", "mms://h/x\nhttp://\na.mp3", "mms://h/x! http://! a.mp3"},
		{"file elsewhere", "file://other/x.mp3\na.mp3", "file://other/x.mp3! a.mp3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			write(t, dir, "list.m3u", tt.text)
			page, err := local.New(local.Options{Dir: t.TempDir()}).Expand(t.Context(), filepath.Join(dir, "list.m3u"))
			if err != nil {
				t.Fatal(err)
			}
			if got := names(dir, page); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestListTitles(t *testing.T) {
	dir := tree(t, "a.mp3", "b.mp3")
	write(t, dir, "list.m3u", "#EXTM3U\n#EXTINF:61,Artist - Song\na.mp3\nb.mp3\n#EXTINF:-1,Radio\nhttp://h/x?sig=s3cr3t\nhttp://h/y.mp3\n")
	page, err := local.New(local.Options{Dir: dir}).Expand(t.Context(), "list.m3u")
	if err != nil {
		t.Fatal(err)
	}
	path := func(name string) string { return filepath.Join(dir, name) }
	want := []source.Track{
		{Provider: "file", ID: path("a.mp3"), Title: "Artist - Song", Duration: 61 * time.Second, Link: path("a.mp3")},
		{Provider: "file", ID: path("b.mp3"), Title: "b", Link: path("b.mp3")},
		{Provider: "url", ID: "http://h/x?sig=s3cr3t", Title: "Radio", Link: "http://h/x"},
		{Provider: "url", ID: "http://h/y.mp3", Title: "y", Link: "http://h/y.mp3"},
	}
	if len(page.Tracks) != len(want) {
		t.Fatalf("%d tracks, want %d", len(page.Tracks), len(want))
	}
	for i := range want {
		if page.Tracks[i] != want[i] {
			t.Errorf("track %d:\n got %+v\nwant %+v", i, page.Tracks[i], want[i])
		}
	}
	if want[2].Provider != direct.Name {
		t.Errorf("the provider of addresses is %q", direct.Name)
	}
}

func TestListsInLists(t *testing.T) {
	dir := tree(t, "a.mp3", "sub/b.mp3")
	write(t, dir, "all.m3u", "a.mp3\nsub/sub.m3u8\nall.m3u\nsub/sub.m3u8\nnone.m3u\nbad.m3u\nempty.m3u\nx.pls")
	write(t, dir, "sub/sub.m3u8", "b.mp3\n../all.m3u\n./sub.m3u8\n")
	write(t, dir, "bad.m3u", "#EXT-X-VERSION:3\n")
	write(t, dir, "empty.m3u", "")
	write(t, dir, "self.m3u", "self.m3u\n./self.m3u\n")
	p := local.New(local.Options{Dir: dir})
	page, err := p.Expand(t.Context(), "all.m3u")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(dir, page), "a.mp3 sub/b.mp3 sub/b.mp3 none.m3u! bad.m3u! x.pls!"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	_, err = p.Expand(t.Context(), "self.m3u")
	wantExplained(t, err, source.ErrNotFound, fmt.Sprintf("nothing to play in the list %q", filepath.Join(dir, "self.m3u")))
}

// Lists that each name the next one many times: the work must not multiply.
func TestListBounds(t *testing.T) {
	dir := tree(t, "a.mp3", "empty/")
	for i := range 40 {
		write(t, dir, fmt.Sprintf("deep%d.m3u", i), fmt.Sprintf("deep%d.m3u\n", i+1))
		write(t, dir, fmt.Sprintf("wide%d.m3u", i), strings.Repeat(fmt.Sprintf("wide%d.m3u\n", i+1), 50))
	}
	write(t, dir, "wide40.m3u", "")
	write(t, dir, "folders.m3u", strings.Repeat("empty\n", 2000))
	write(t, dir, "long.m3u", strings.Repeat("a.mp3\n", 1001))
	p := local.New(local.Options{Dir: dir, MaxTracks: 1000})
	_, err := p.Expand(t.Context(), "deep0.m3u")
	wantExplained(t, err, source.ErrUnsupported, filepath.Join(dir, "deep31.m3u")+": line 1: more than 32 lists that name each other")
	_, err = p.Expand(t.Context(), "wide12.m3u") // not so deep that the depth alone ends it
	wantExplained(t, err, source.ErrUnsupported, "more than 10000 files and lines")
	_, err = p.Expand(t.Context(), "folders.m3u")
	if err == nil {
		t.Error("2000 folders without music, and no error")
	}
	for i := range 30 {
		write(t, dir, fmt.Sprintf("empty/%d.txt", i), "")
	}
	write(t, dir, "folder.m3u", "empty\n")
	_, err = local.New(local.Options{Dir: dir, MaxTracks: 2}).Expand(t.Context(), "folder.m3u")
	wantExplained(t, err, source.ErrUnsupported, "more than 20 files and lines")
	_, err = p.Expand(t.Context(), "long.m3u")
	if line, _ := source.Explain(err); line != filepath.Join(dir, "long.m3u")+": line 1001: more than 1000 entries" {
		t.Errorf("explained as %q", line)
	}
}

// An absolute path of a Windows machine is kept, and says what it is when it is played.
func TestWindowsPaths(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // it is a path there
	}
	dir := tree(t, "a.mp3")
	write(t, dir, "list.m3u", `C:\Music\Song 1.mp3`+"\r\n"+`\\server\share\Song 2.mp3`+"\r\nD:/Music/Song 3.mp3\r\na.mp3\r\n")
	p := local.New(local.Options{Dir: dir})
	page, err := p.Expand(t.Context(), "list.m3u")
	if err != nil || len(page.Tracks) != 4 {
		t.Fatalf("%d tracks, %v", len(page.Tracks), err)
	}
	for i, title := range []string{"Song 1", "Song 2", "Song 3"} {
		track := page.Tracks[i]
		if track.Title != title {
			t.Errorf("title %q, want %q", track.Title, title)
		}
		_, err := p.Resolve(t.Context(), track)
		wantExplained(t, err, source.ErrNotFound, fmt.Sprintf("no such file or folder: %q", track.ID))
		if _, hint := source.Explain(err); hint != "this is a path of a Windows machine" {
			t.Errorf("hint %q", hint)
		}
	}
}

func BenchmarkList(b *testing.B) {
	dir := b.TempDir()
	var list strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&list, "#EXTINF:%d,Artist - Title %d\nMusic/Artist %d/Title %d.mp3\n", i, i, i%100, i)
	}
	p := local.New(local.Options{Dir: dir, Stdin: nil})
	path := filepath.Join(dir, "list.m3u")
	writeBench(b, path, list.String())
	b.ReportAllocs()
	for b.Loop() {
		page, err := p.Expand(b.Context(), path)
		if err != nil || len(page.Tracks) != 10_000 {
			b.Fatal(len(page.Tracks), err)
		}
	}
}

// PLS and XSPF are lists like any other, also in a list; a song without a place stays as an entry.
func TestOtherLists(t *testing.T) {
	dir := tree(t, "a.mp3", "sub/b.mp3")
	write(t, dir, "all.m3u", "one.pls\ntwo.xspf")
	write(t, dir, "one.pls", "[playlist]\nFile1=a.mp3\nTitle1=A\nLength1=61\nFile2=two.xspf\n")
	write(t, dir, "two.xspf", `<playlist><trackList><track><location>sub/b.mp3</location><creator>Band</creator></track>`+
		`<track><title>Somewhere</title></track><track><location>one.pls</location></track></trackList></playlist>`)
	page, err := local.New(local.Options{}).Expand(t.Context(), filepath.Join(dir, "all.m3u"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, track := range page.Tracks {
		got = append(got, fmt.Sprint(track.Title, "/", track.Artist, "/", track.Duration, "/", track.Note))
	}
	// The second list leads to the first again, which leads back to it.
	want := "A//1m1s/, b/Band/0s/, Somewhere//0s/unplayable, b/Band/0s/, Somewhere//0s/unplayable, A//1m1s/"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %s\nwant %s", strings.Join(got, ", "), want)
	}
}
