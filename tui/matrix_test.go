package tui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui"

	"github.com/charmbracelet/x/exp/golden"
)

// Every screen in every state, at the four sizes, with titles that break players: one table of
// screens, one of states, and a golden file for each pair. TestFrames has what is special
// about a screen.

// matrixScreens are the ways to the screens, from the front page.
var matrixScreens = []struct{ name, keys string }{
	{"front", "esc"},
	{"search", "x enter"},
	{"playlist", "x enter esc G enter"},
	{"library", "esc g l"},
	{"queue", "esc g q"},
	{"details", "esc g q I"},
	{"figures", "esc i"},
	{"menu", "esc A"},
	{"help", "esc ?"},
}

// matrixStates are what the player and the network do.
var matrixStates = []struct {
	name   string
	set    func(s *player.State) // of a player with a queue; nil for none
	source func() fakeCatalogue
}{
	{"playing", func(*player.State) {}, oddCatalogue},
	{"paused", func(s *player.State) { s.Status = player.Paused }, oddCatalogue},
	{"buffering", func(s *player.State) { s.Status = player.Buffering }, oddCatalogue},
	{"error", func(s *player.State) { s.Status, s.Err = player.Paused, "three tracks in a row could not be played" }, oddCatalogue},
	{"offline", func(s *player.State) { s.Notice = "no sound output: start a sound server" }, cutOff},
	{"empty", nil, nothingThere},
}

// oddCatalogue has the odd titles everywhere.
func oddCatalogue() fakeCatalogue {
	c := rich()
	page := source.Page{Tracks: oddTracks(), Playlists: []source.Playlist{{Provider: "fake", ID: "夜", Title: "夜の音楽 🎧 לילה", Owner: "مستمع", Count: 10}}}
	c.home = func(context.Context) (source.Page, error) { return page, nil }
	c.search = func(context.Context, source.Query) (source.Page, error) { return page, nil }
	c.list = func(context.Context, source.Playlist, string) (source.Page, error) {
		return source.Page{Tracks: oddTracks()}, nil
	}
	c.details = func(_ context.Context, t source.Track) (source.Details, error) {
		return source.Details{Track: t, Description: "夜の音楽について。\nעל המוזיקה של הלילה 🎧 and a \x1b[31mred\x1b[0m word"}, nil
	}
	return c
}

// cutOff is a source that the network does not reach.
func cutOff() fakeCatalogue {
	c := oddCatalogue()
	none := errors.New("cannot reach the source: no network")
	c.home = func(context.Context) (source.Page, error) { return source.Page{}, none }
	c.search = func(context.Context, source.Query) (source.Page, error) { return source.Page{}, none }
	c.details = func(context.Context, source.Track) (source.Details, error) { return source.Details{}, none }
	return c
}

// nothingThere finds nothing.
func nothingThere() fakeCatalogue {
	c := rich()
	c.home = func(context.Context) (source.Page, error) { return source.Page{}, nil }
	c.search = func(context.Context, source.Query) (source.Page, error) { return source.Page{}, nil }
	return c
}

func TestFrameMatrix(t *testing.T) {
	for _, at := range matrixScreens {
		for _, state := range matrixStates {
			sc := scene{options: tui.Options{Source: state.source()}, figures: figures, keys: func(s *screen) {
				for _, k := range strings.Fields(at.keys) {
					s.press(k)
				}
				s.wait(time.Millisecond)
			}}
			sc.library = newLibrary
			if state.set != nil {
				sc.library = oddLibrary
				sc.player = func(p *fakePlayer) {
					p.PlayNow(oddTracks()...)
					p.SeekTo(63 * time.Second)
					p.buffered = []player.Span{{From: 0, To: .55}, {From: .7, To: .8}}
					state.set(&p.state)
				}
			}
			t.Run(at.name+"-"+state.name, func(t *testing.T) {
				var b strings.Builder
				for _, size := range sizes {
					fmt.Fprintf(&b, "%dx%d\n%s\n", size[0], size[1], plainFrame(frameOf(t, sc, size[0], size[1])))
				}
				golden.RequireEqual(t, b.String())
			})
		}
	}
}

// oddTracks are the odd ones as those of a source.
func oddTracks() []source.Track {
	tracks := odd()
	for i := range tracks {
		tracks[i].Provider = "fake"
	}
	return tracks
}

// oddLibrary has the odd titles saved.
func oddLibrary(t *testing.T) *library.Library {
	t.Helper()
	l := newLibrary(t)
	check(t, l.Save(t.Context(), oddTracks()...))
	return l
}
