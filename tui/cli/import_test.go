package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/source/local"
	"anyaudio/tui/cli"
)

// importFile imports a list into a new library and gives the tracks, and what was said.
func importFile(t *testing.T, file string) (tracks []source.Track, said string) {
	t.Helper()
	lib, err := library.Open(t.Context(), filepath.Join(t.TempDir(), "library.db"), library.Options{NoKeeper: true})
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	r := source.NewRegistry()
	r.Add(local.Name, local.New(local.Options{}))
	var out bytes.Buffer
	job := cli.LibraryJob{Library: lib, Command: "playlist import", Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out}
	args := new(cli.PlaylistArgs)
	args.Import.File = file
	if status := cli.PlaylistCommand(t.Context(), job, r, args); status != cli.ExitOK {
		t.Fatalf("status %d: %s", status, &out)
	}
	lists, err := lib.Playlists(t.Context())
	if err != nil || len(lists) != 1 {
		t.Fatalf("playlists %+v, %v", lists, err)
	}
	tracks, err = lib.Tracks(t.Context(), lists[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return tracks, out.String()
}

// A list of 10,000 lines as Windows programs write it: a byte order mark, CRLF, Latin-1 titles,
// backslashes. Each line is the right track, and what is missing is named by its line.
func TestImportLongList(t *testing.T) {
	dir := t.TempDir()
	var list strings.Builder
	list.WriteString("\xef\xbb\xbf#EXTM3U\r\n")
	for i := range 100 {
		if err := os.MkdirAll(filepath.Join(dir, fmt.Sprint("Band ", i%10)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint("Band ", i%10), fmt.Sprintf("%d.mp3", i)), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	path := func(i int) string { return fmt.Sprintf("Band %d%c%d.mp3", i%10, `\/`[i%2], i%100) }
	for i := range 10_000 {
		if i == 4321 {
			list.WriteString("#EXTINF:1,gone\r\nBand 1\\gone.mp3\r\n")
			continue
		}
		fmt.Fprintf(&list, "#EXTINF:%d,B\xf6nd %d - S\xf6ng %d\r\n%s\r\n", i%600+1, i%10, i, path(i))
	}
	file := filepath.Join(dir, "long.m3u")
	if err := os.WriteFile(file, []byte(list.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	tracks, said := importFile(t, file)
	if len(tracks) != 9_999 || strings.Count(said, "\n") != 2 || !strings.Contains(said, `line 8645: Band 1\gone.mp3: no such file`) {
		t.Fatalf("%d tracks, and it says\n%.500s", len(tracks), said)
	}
	// A track has one name, whatever the lists say: the last one counts, here of the same file.
	for _, i := range []int{0, 4320, 4321, 9_998} {
		n := i
		if i >= 4321 {
			n++
		}
		want := filepath.Join(dir, filepath.FromSlash(strings.ReplaceAll(path(n), `\`, "/")))
		got := tracks[i]
		if got.ID != want || got.Artist != fmt.Sprint("Bönd ", n%10) || !strings.HasPrefix(got.Title, "Söng ") || got.Duration < time.Second {
			t.Errorf("track %d is %+v, want %s", i, got, want)
		}
	}
}
