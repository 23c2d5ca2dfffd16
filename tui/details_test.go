package tui_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"anyaudio/source"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
)

func TestDetails(t *testing.T) {
	onPlaying(t, tui.Options{Source: rich()}, func(s *screen) {
		s.typeText("daft")
		s.press("enter", "j", "I")
		s.sees("[Details]", "daft song 2", "≡ The Artist Channel", "3:07 · 1,234,567 views · 3 years ago",
			"Chapters", "1:30  第二章 The middle", "Description", "A song about the long night")
		s.seesNot("thumb.jpg")
		s.seesNot("Sound:")
		s.press("enter")
		s.asks("PlayNow daft song 2")
		s.sees("Sound: opus 48 kHz stereo") // it is the one that plays now
		seen := s.frame()
		for range 10 {
			s.press("pgdown")
			seen += s.frame()
		}
		for _, want := range []string{"Words: somebody", "a-very-long-address", "evil [2J line", "More words about it."} {
			if !strings.Contains(seen, want) {
				t.Errorf("the description never shows %q:\n%s", want, seen)
			}
		}
		s.press("g", "g", "e")
		s.asks("Add daft song 2")
		s.press("j", "enter")
		s.sees("[Playlist]", "The Artist Channel")
		s.press("esc")
		s.sees("[Details]", "▌  ≡ The Artist Channel")
		s.press("esc")
		s.sees("[Search]", "▌▶ daft song 2")
	})
}

// The link goes to the terminal, as it is meant to be shared and without what a terminal
// would take for a command.
func TestCopyLink(t *testing.T) {
	src := rich()
	src.search = func(context.Context, source.Query) (source.Page, error) {
		return source.Page{
			Tracks: []source.Track{
				{Provider: "fake", ID: "1", Title: "One", Link: "https://example.org/watch?v=1\x1b]52;c;evil\a"},
				{Provider: "fake", ID: "2", Title: "Two"},
			},
			Playlists: []source.Playlist{{Provider: "fake", ID: "p", Title: "List", Link: "https://example.org/list?list=p"}},
		}, nil
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "y", "I", "y", "esc", "j", "y")
		s.sees("there is no link to copy")
		s.press("j", "y")
		one := "https://example.org/watch?v=1]52;c;evil"
		if want := []string{one, one, "https://example.org/list?list=p"}; !slices.Equal(s.copied, want) {
			t.Errorf("copied %q, want %q", s.copied, want)
		}
		s.sees("copied https://example.org/list?list=p")
	})
}

// lineOf moves the cursor of the page to the line that shows text.
func (s *screen) lineOf(text string) {
	s.t.Helper()
	s.press("g", "g")
	for range 100 {
		for l := range strings.SplitSeq(s.frame(), "\n") {
			if strings.HasPrefix(l, "▌") && strings.Contains(l, text) {
				return
			}
		}
		s.press("j")
	}
	s.t.Errorf("no line with %q", text)
}

// Enter on a chapter plays from there: a seek in the track that plays, else that track.
func TestChapters(t *testing.T) {
	onPlaying(t, tui.Options{Source: rich()}, func(s *screen) {
		s.typeText("daft")
		s.press("enter", "I")
		s.lineOf("The middle")
		s.press("enter")
		s.asks("PlayNow daft song 1", "SeekTo 1m30s")
		s.lineOf("Outro")
		s.press("enter")
		s.asks("SeekTo 2m40s")
		s.sees("2:40 ")
	})
}

// The page is wrapped for the window it is in, and the cursor stays on it.
func TestDetailsResized(t *testing.T) {
	onPlaying(t, tui.Options{Source: rich()}, func(s *screen) {
		s.press("esc", "I", "G")
		for _, size := range [][2]int{{40, 10}, {200, 50}, {20, 5}, {56, 16}} {
			s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			s.press("G", "k")
			checkFits(t, s.m.View(), size[0], size[1])
		}
		s.sees("▌")
	})
}
