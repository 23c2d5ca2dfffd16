package tui_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui"
)

// listFile writes a list file into a folder of its own.
func listFile(t *testing.T, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	check(t, os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600))
	return path
}

// numbered are n lines of text with an artist and a title each.
func numbered(n int) (lines []string) {
	for i := range n {
		lines = append(lines, fmt.Sprint("Band - Song ", i+1))
	}
	return lines
}

// finder answers each search after a while: "Live" songs only as another version, "Gone" ones not
// at all, every other one as what was asked for.
func finder(after time.Duration) fakeCatalogue {
	src := rich()
	src.search = func(ctx context.Context, q source.Query) (source.Page, error) {
		select {
		case <-time.After(after):
		case <-ctx.Done():
			return source.Page{}, ctx.Err()
		}
		title := strings.TrimPrefix(q.Words, "Band ")
		found := source.Track{Provider: "fake", ID: title, Title: title, Artist: "Band", Duration: 3 * time.Minute}
		switch {
		case strings.HasPrefix(title, "Doubt"):
			cover, live := found, found
			cover.ID, cover.Title = title+" cover", title+" (cover)"
			live.ID, live.Title = title+" live", title+" (live)"
			return source.Page{Tracks: []source.Track{cover, live}}, nil
		case strings.HasPrefix(title, "Gone"):
			return source.Page{}, source.ErrNotFound
		}
		return source.Page{Tracks: []source.Track{found}}, nil
	}
	return src
}

func onImport(t *testing.T, src fakeCatalogue, f func(s *screen)) {
	t.Helper()
	onScreen(t, tui.Options{Source: src}, f, newLibrary)
}

func TestImport(t *testing.T) {
	path := listFile(t, "Mix.txt", numbered(3000)...)
	onImport(t, finder(99500*time.Microsecond), func(s *screen) {
		s.press("esc")
		s.command("import " + path)
		s.sees("Library · Mix: reading the list", "[Library]")
		s.wait(12*time.Second + 30*time.Millisecond)
		s.sees("Library · Mix: 120 of 3,000 · looking up lines · Esc stops", "Esc stop importing")
		s.press("g", "q") // and everything else works meanwhile
		s.sees("[Queue]")
		s.command("import") // says how far it is
		s.sees("Mix: 120 of 3,000")
		s.command("import other.m3u")
		s.sees("Mix: 120 of 3,000")
		s.wait(287 * time.Second)
		s.sees("Mix: 3,000 tracks")
		s.press("g", "p")
		s.sees("≡ Mix ", "3,000 tracks")
		s.press("u")
		s.hasNot("Mix")
	})
}

// Esc keeps what has come, as in every list that is loading.
func TestImportStopped(t *testing.T) {
	path := listFile(t, "Mix.txt", numbered(3000)...)
	src, asked := finder(time.Second), 0
	answers := src.search
	src.search = func(ctx context.Context, q source.Query) (source.Page, error) {
		asked++
		return answers(ctx, q)
	}
	onImport(t, src, func(s *screen) {
		s.press("esc")
		s.command("import " + path + " as My mix")
		s.wait(3500 * time.Millisecond)
		s.sees("My mix: 3 of 3,000")
		s.press("esc")
		s.sees("stopped at 3 of 3,000 – My mix: 3 tracks", "≡ My mix", "[Library]")
		s.has("My mix", "Song 1", "Song 2", "Song 3")
		s.wait(time.Minute)
		s.has("My mix", "Song 1", "Song 2", "Song 3")
		if asked != 4 {
			t.Errorf("%d lines were looked up, want 4", asked)
		}
		s.press("esc")
		s.sees("[Search]")
	})
}

// A source that never answers holds up neither a key nor Esc, and is given up after a minute.
func TestImportFromABlockedSource(t *testing.T) {
	path := listFile(t, "Mix.txt", numbered(2)...)
	src := rich()
	var answer chan struct{}
	src.search = func(context.Context, source.Query) (source.Page, error) { <-answer; return source.Page{}, nil }
	onImport(t, src, func(s *screen) {
		answer = make(chan struct{})
		s.press("esc")
		s.command("import " + path)
		s.wait(time.Second)
		s.sees("Mix: 0 of 2 · looking up lines")
		s.press("g", "q")
		s.sees("[Queue]")
		s.press("g", "p", "esc")
		s.sees("stopped at 0 of 2")
		s.hasNot("Mix")
		s.command("import")
		s.sees(":import")
		close(answer)
	})
	onImport(t, finder(time.Hour), func(s *screen) {
		s.press("esc")
		s.command("import " + path)
		s.wait(61 * time.Second)
		s.sees("no answer in time")
		s.hasNot("Mix")
	})
}

// What has come before the network goes stays.
func TestImportFails(t *testing.T) {
	path := listFile(t, "Mix.txt", numbered(20)...)
	src := finder(time.Second)
	answers := src.search
	n := 0
	src.search = func(ctx context.Context, q source.Query) (source.Page, error) {
		if n++; n > 5 {
			return source.Page{}, errors.New("no network")
		}
		return answers(ctx, q)
	}
	onImport(t, src, func(s *screen) {
		s.press("esc")
		s.command("import " + path)
		s.wait(time.Minute / 6)
		s.sees("Mix: only 5 of 20 came: line 6: no network – Mix: 5 tracks")
		s.has("Mix", "Song 1", "Song 2", "Song 3", "Song 4", "Song 5")
	})
}

func TestImportRefusals(t *testing.T) {
	damaged := listFile(t, "damaged.m3u", "#EXTM3U", "a.mp3", "\x00\x01\x02\x7fELF\x00", strings.Repeat("x", 70_000))
	empty := listFile(t, "empty.m3u", "#EXTM3U")
	onImport(t, finder(0), func(s *screen) {
		s.press("esc")
		for _, test := range []struct{ arg, sees string }{
			{"mix.doc", "which list file? its name ends in .m3u, .m3u8, .pls, .xspf or .txt"},
			{filepath.Join(filepath.Dir(empty), "none.m3u"), "no such file or directory – check the path"},
			{damaged, "damaged.m3u: line 3"},
			{empty, "there is nothing to play in the list"},
		} {
			s.command("import " + test.arg)
			s.wait(time.Second)
			if got := strings.Join(strings.Fields(s.frame()), " "); !strings.Contains(got, test.sees) {
				t.Errorf("import %s does not say %q:\n%s", test.arg, test.sees, s.frame())
			}
		}
		lists, err := libraryOf(s).Playlists(context.Background())
		if len(lists) > 0 || err != nil {
			t.Errorf("playlists %v, %v", lists, err)
		}
	})
	onScreen(t, tui.Options{Source: rich()}, func(s *screen) {
		s.press("esc")
		s.command("import " + empty)
		s.sees("there is no library here")
	})
}

// doubts is a list of which two lines are doubtful and one cannot be had.
func doubts(t *testing.T) string {
	return listFile(t, "Mix.txt", "Band - Song 1", "Band - Doubt 2", "Band - Doubt 3", "Band - Gone 4", "Band - Song 5")
}

func TestImportDoubts(t *testing.T) {
	path := doubts(t)
	onImport(t, finder(time.Second), func(s *screen) {
		s.press("esc")
		s.command("import '" + path + "'")
		s.wait(6 * time.Second)
		s.sees("Mix: 2 tracks, 2 lines doubtful, 1 line left out", "Mix · which tracks are meant?",
			"line 2: Band Doubt 2", "line 3: Band Doubt 3", "line 4: Band Gone 4 – nothing is found for it")
		s.has("Mix", "Song 1", "Song 5")
		s.press("j", "j", "enter") // the later line first
		s.sees("added to Mix", "line 2: Band Doubt 2")
		s.seesNot("line 3: ")
		s.press("esc")
		s.sees("[Library]")
		s.command("import") // the others, when the listener has time for them
		s.press("enter")
		s.has("Mix", "Song 1", "Doubt 2 (cover)", "Doubt 3 (cover)", "Song 5")
		s.press("esc", "u")
		s.has("Mix", "Song 1", "Doubt 3 (cover)", "Song 5")
	})
}

// Leaving the program stops the import, and what has come is kept.
func TestQuitWhileImporting(t *testing.T) {
	path := listFile(t, "Mix.txt", numbered(3000)...)
	onImport(t, finder(time.Second), func(s *screen) {
		s.press("esc")
		s.command("import " + path)
		s.wait(2500 * time.Millisecond)
		s.press("q")
		s.wait(time.Second)
		if !s.quit {
			t.Error("it does not end")
		}
		s.has("Mix", "Song 1", "Song 2")
	})
}

// At home "~" is the listener's folder, and what a list names is found beside it.
func TestImportOfFiles(t *testing.T) {
	path := listFile(t, "Files.m3u8", "#EXTM3U", "#EXTINF:10,Band - One", "one.mp3", "two.mp3")
	t.Setenv("HOME", filepath.Dir(path))
	t.Setenv("USERPROFILE", filepath.Dir(path))
	src := rich()
	src.expand = func(_ context.Context, arg string) (source.Page, error) {
		if arg != filepath.Join(filepath.Dir(path), "one.mp3") {
			return source.Page{}, source.ErrNotFound
		}
		return source.Page{Tracks: []source.Track{{Provider: "fake", ID: arg, Title: "one.mp3"}}}, nil
	}
	onImport(t, src, func(s *screen) {
		s.press("esc")
		s.command("import ~/Files.m3u8")
		s.wait(time.Second)
		s.sees("Files: 1 track, 1 line left out", "Files · left out", "line 4: two.mp3")
		s.has("Files", "One")
	})
}

// In lines, the doubtful ones are printed and chosen by number.
func TestPlainImport(t *testing.T) {
	path := doubts(t)
	var lib *library.Library
	lib, err := library.Open(context.Background(), filepath.Join(t.TempDir(), "library.db"), library.Options{NoKeeper: true})
	check(t, err)
	defer lib.Close()
	got, err := plainly(t, tui.Options{Controls: newFakePlayer(), Source: finder(0), Library: lib},
		"import "+path, "row 3", "play", "row 2", "play", "undo", "redo")
	check(t, err)
	at := 0
	for _, want := range []string{
		"importing Mix …\n", "Mix: 2 tracks, 2 lines doubtful, 1 line left out\n", "Mix · which tracks are meant?\n",
		"line 2: Band Doubt 2:\n2. Doubt 2 (cover) — Band  3:00\n3. Doubt 2 (live) — Band  3:00\n", "line 3: Band Doubt 3:\n",
		"line 4: Band Gone 4 – nothing is found for it\n",
		"Doubt 2 (live) added to Mix\n", "Doubt 3 (cover) added to Mix\n", "undone: ", "done again: ",
	} {
		i := strings.Index(got[at:], want)
		if i < 0 {
			t.Fatalf("no %q after %q", want, got[at:])
		}
		at += i
	}
	lists, err := lib.Playlists(context.Background())
	check(t, err)
	if len(lists) != 1 || lists[0].Count != 4 {
		t.Errorf("playlists %+v", lists)
	}
}
