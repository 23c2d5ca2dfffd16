package tui_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui"
)

// has checks what a playlist holds, by its name.
func (s *screen) has(name string, want ...string) {
	s.t.Helper()
	lib := libraryOf(s)
	lists, err := lib.Playlists(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	i := slices.IndexFunc(lists, func(l library.Playlist) bool { return l.Name == name })
	if i < 0 {
		s.t.Errorf("there is no playlist %q in %v", name, lists)
		return
	}
	tracks, err := lib.Tracks(context.Background(), lists[i].ID)
	if err != nil {
		s.t.Fatal(err)
	}
	var got []string
	for _, t := range tracks {
		got = append(got, t.Title)
	}
	if !slices.Equal(got, want) {
		s.t.Errorf("%s has %q, want %q", name, got, want)
	}
}

// hasNot checks that there is no playlist of a name.
func (s *screen) hasNot(name string) {
	s.t.Helper()
	lists, err := libraryOf(s).Playlists(context.Background())
	if err != nil || slices.ContainsFunc(lists, func(l library.Playlist) bool { return l.Name == name }) {
		s.t.Errorf("there is a playlist %q in %v (%v)", name, lists, err)
	}
}

// command types a line after ":".
func (s *screen) command(line string) {
	s.press(":")
	s.typeText(line)
	s.press("enter")
}

func TestWriteIntoPlaylist(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.typeText("new")
		s.press("enter", "x", "j", "x", "w")
		s.sees("Into which playlist? · 2 tracks", "▌  + a new playlist …", "≡ Morning run — 6 tracks")
		s.seesNot("Evening charts") // a live link is its provider's
		s.press("enter")
		s.sees(":write")
		s.typeText("Mine")
		s.press("enter")
		s.sees("new playlist Mine: 2 tracks", "[Search]")
		s.seesNot("✓")
		s.has("Mine", "new song 1", "new song 3")

		s.press("g", "g", "w", "j", "j", "enter")
		s.sees("new song 1 added to Mine")
		s.command("write mine")
		s.has("Mine", "new song 1", "new song 3", "new song 1", "new song 1")
		s.press("w", "esc")
		s.sees("[Search]", "▌  new song 1")
	})
}

func TestWriteAPlaylist(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.press("esc", "g", "p")
		s.command("new Empty")
		s.sees("new playlist Empty", "≡ Empty")
		s.press("g", "g")
		s.command("write Empty")
		s.sees("6 tracks added to Empty")
	})
}

func TestPlaylistVerbs(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.press("esc", "g", "p")
		s.command("rename")
		s.sees(":rename Morning run")
		s.typeText(" 2")
		s.press("enter")
		s.sees("Morning run is now Morning run 2", "≡ Morning run 2")
		s.command("duplicate Copy")
		s.sees("≡ Copy")
		s.has("Copy", "Run song 1", "Run song 2", "Run song 3", "Run song 4", "Run song 5", "Run song 6")
		s.command("merge")
		s.sees("mark the playlists with x")
		s.press("g", "g", "j", "x", "G", "x", "g", "g") // the live link and the copy
		s.command("merge")
		s.sees("2 playlists merged into Morning run 2", "≡ Morning run 2               ", "9 tracks")
		s.hasNot("Copy")
		s.press("d")
		s.sees("deleted Morning run 2", "There are no playlists yet.")
	})
}

// Entries of one's own playlists are moved and removed as those of the queue, and several
// keys in a row work on what is seen.
func TestPlaylistEntries(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.press("esc", "g", "p", "enter")
		s.sees("Morning run · 6 tracks · ")
		for _, k := range []string{"d", "J", "J", "2", "d"} { // without waiting for the library
			s.take(keyMsg(k))
		}
		s.settle()
		s.has("Morning run", "Run song 3", "Run song 4", "Run song 6")
		s.sees("Morning run · 3 tracks", "Run song 6")
		s.seesNot("Run song 2 ")
		s.press("g", "g", "x", "G", "x", "d")
		s.has("Morning run", "Run song 4")
		s.sees("2 tracks removed from Morning run", "▌  Run song 4")
		s.command("delete")
		s.sees("deleted Morning run", "[Library]")
		s.hasNot("Morning run")
		s.asks() // nothing of it is the player's business
	})
}

// What does not play any more stays, with a mark.
func TestUnplayableEntries(t *testing.T) {
	onStocked(t, func(s *screen) {
		if err := libraryOf(s).SetUnplayable(context.Background(), songs("Run", 2)[1], "gone"); err != nil {
			t.Fatal(err)
		}
		s.press("esc", "g", "p", "enter")
		s.sees("Run song 2 · unplayable")
	})
}

// A live link shows what it had, then what its origin has now.
func TestLiveLink(t *testing.T) {
	src := rich()
	fail := error(nil)
	src.list = func(ctx context.Context, p source.Playlist, _ string) (source.Page, error) {
		if p.ID != evening.ID {
			return source.Page{}, source.ErrNotFound
		}
		time.Sleep(2 * time.Second)
		return source.Page{Tracks: songs("Now", 2)}, fail
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.press("esc", "g", "p", "j", "enter")
		s.sees("Evening charts · live link · 3 tracks", "Chart song 1")
		s.wait(3 * time.Second)
		s.sees("Evening charts · live link · 2 tracks", "▌  Now song 1")
		s.seesNot("Chart song")
		fail = errors.New("no network")
		s.press("esc", "enter")
		s.wait(3 * time.Second)
		s.sees("the list is as it was last: no network", "Now song 2")
		s.press("d") // it is not the listener's to edit
		s.sees("Now song 1", "Now song 2")
	}, stocked)
}

func TestKeepAPlaylist(t *testing.T) {
	onStocked(t, func(s *screen) {
		s.typeText("x")
		s.press("enter", "G")
		s.sees("▌  ≡ Evening")
		s.command("keep copy")
		s.sees("Evening is in your library: 12 tracks")
		s.press("g", "p")
		s.sees("≡ Evening ", "12 tracks · copy")
		s.press("enter")
		s.command("keep")
		s.sees("this is one of your own already")
	})
}
