package tui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
)

// Golden frames: go test ./tui -run Frame -update writes them anew; look at the
// difference before it is committed.

// sizes are those with a layout of their own.
var sizes = [][2]int{{120, 40}, {80, 24}, {56, 16}, {40, 10}}

// scene is a state of the interface that has a frame for each size.
type scene struct {
	name    string
	options tui.Options
	library func(t *testing.T) *library.Library
	figures func(p *fakePlayer) player.Stats
	player  func(p *fakePlayer)
	keys    func(s *screen)
}

// inQueue is a minute into a queue of five.
func inQueue(p *fakePlayer) {
	p.PlayNow(songs("Queued", 5)...)
	p.SeekTo(63 * time.Second)
	p.buffered = []player.Span{{From: 0, To: .55}, {From: .7, To: .8}}
}

func with(f func(s *player.State)) func(*fakePlayer) {
	return func(p *fakePlayer) {
		inQueue(p)
		f(&p.state)
	}
}

func searched(words string) func(*screen) {
	return func(s *screen) {
		s.typeText(words)
		s.press("enter")
	}
}

func keys(keys string) func(*screen) {
	return func(s *screen) { s.press(strings.Fields(keys)...) }
}

// odd are titles that break players: wide, right to left, combining, joined, hostile,
// long, missing.
func odd() []source.Track {
	long := strings.Repeat("very ", 60) + "long"
	return []source.Track{
		{ID: "1", Title: "東京の夜はとても長くて寒いので眠れないまま朝を待つ", Artist: "初音ミクと仲間たちのオーケストラ", Album: "夜のアルバム", Duration: 4 * time.Minute},
		{ID: "2", Title: "שיר ערש לילדים קטנים", Artist: "זמרת אחת", Album: "אלבום", Duration: 3 * time.Minute},
		{ID: "3", Title: "أغنية الصباح", Artist: "مطربة", Duration: 3 * time.Minute},
		{ID: "4", Title: "Party 🎉🎉 with the 👨\u200d👩\u200d👧 family 👍🏽 ❤\ufe0f", Artist: "DJ 🐙", Duration: 3 * time.Minute},
		{ID: "5", Title: "Ame\u0301lie Z\u0351\u0343a\u0335\u0328l\u0334g\u0337o\u0336", Artist: "Sigur Ro\u0301s", Duration: 3 * time.Minute},
		{ID: "6", Title: "evil \x1b[2J\x1b[31mred\x1b]0;owned\a\r\nlines\ttabs \u202egnp.exe", Artist: "\x9b31mC1", Duration: time.Minute},
		{ID: "7", Title: long, Artist: long, Album: long, Duration: 100 * time.Hour},
		{ID: "8", Link: "https://user:pw@example.org/a.opus?sig=SECRET"},
		{ID: "9", Title: "한국어 노래", Artist: "가수", Note: "unplayable", Duration: time.Minute},
		{ID: "10", Title: "हिन्दी क्षमा स्ते गीत", Artist: "गायक", Live: true},
	}
}

func scenes() []scene {
	oddities := catalogue()
	oddities.home = func(context.Context) (source.Page, error) { return source.Page{Tracks: odd()}, nil }
	silent := catalogue()
	silent.home = func(context.Context) (source.Page, error) { return source.Page{}, nil }
	waiting := catalogue()
	waiting.search = func(ctx context.Context, _ source.Query) (source.Page, error) {
		<-ctx.Done()
		return source.Page{}, ctx.Err()
	}
	failing := catalogue()
	failing.home = func(context.Context) (source.Page, error) { return source.Page{}, errors.New("no network") }
	stuck := rich()
	stuck.searchBy = func(ctx context.Context, _ source.Filter, q source.Query) (source.Page, error) {
		return waiting.search(ctx, q)
	}
	stuck.details = func(ctx context.Context, _ source.Track) (source.Details, error) {
		<-ctx.Done()
		return source.Details{}, ctx.Err()
	}
	cut := withLong(func(string) error { return errors.New("the line was cut") })
	return []scene{
		{name: "home", keys: func(*screen) {}},
		{name: "home-empty", options: tui.Options{Source: silent}, keys: func(*screen) {}},
		{name: "home-failed", options: tui.Options{Source: failing}, keys: func(*screen) {}},
		{name: "home-own", library: stocked, options: tui.Options{Source: slowFront(time.Second, nil)}, player: func(p *fakePlayer) {
			inQueue(p)
			p.TogglePause()
		}, keys: func(s *screen) { s.press("esc"); s.wait(2 * time.Second) }},
		{name: "home-loading", library: stocked, options: tui.Options{Source: slowFront(time.Hour, nil)}, keys: func(*screen) {}},
		{name: "library-saved", library: stocked, player: inQueue, keys: keys("esc g l j x")},
		{name: "library-playlists", library: stocked, player: inQueue, keys: keys("esc g p")},
		{name: "library-history", library: stocked, player: inQueue, keys: keys("esc g r f")},
		{name: "library-offline", library: stocked, player: inQueue, keys: keys("esc g l h")},
		{name: "library-find", library: stocked, player: inQueue, keys: func(s *screen) {
			s.press("esc", "g", "l", "/")
			s.typeText("saved")
		}},
		{name: "library-empty", library: newLibrary, keys: keys("esc g l")},
		{name: "chooser", library: stocked, player: inQueue, keys: keys("esc g l j x x w j")},
		{name: "import-progress", library: stocked, player: inQueue, options: tui.Options{Source: finder(time.Second)}, keys: func(s *screen) {
			s.press("esc")
			s.command("import " + listFile(s.t, "Mix.txt", numbered(3000)...))
			s.wait(2*time.Minute + 500*time.Millisecond)
		}},
		{name: "import-doubts", library: stocked, player: inQueue, options: tui.Options{Source: finder(0)}, keys: func(s *screen) {
			s.press("esc")
			s.command("import " + doubts(s.t))
			s.wait(time.Second)
			s.press("j", "j")
		}},
		{name: "own-playlist", library: stocked, player: inQueue, keys: keys("esc g p enter j x J")},
		{name: "actions", library: stocked, player: inQueue, options: tui.Options{Source: rich()}, keys: keys("esc g l j a j")},
		{name: "actions-list", library: stocked, player: inQueue, options: tui.Options{Source: rich()}, keys: keys("esc g p a G")},
		{name: "stats", player: inQueue, options: tui.Options{Source: rich()}, figures: figures, keys: keys("esc i")},
		{name: "stats-nothing", figures: figures, keys: keys("esc i")},
		{name: "errors", player: inQueue, keys: func(s *screen) {
			searched("broken")(s)
			s.send(tui.Event(player.TrackFailed{Entry: player.Entry{Track: songs("Bad", 1)[0]}, Err: fmt.Errorf(
				"open Bad song 1: resolve: innertube: all clients: %w", &source.Error{Kind: source.ErrUnavailable, Line: "the video is private", Err: errors.New("status LOGIN_REQUIRED at https://user:pw@example.org/player?key=SECRET")},
			)}))
			s.press("esc", "g", "!")
		}},
		{name: "sound", player: inQueue, keys: keys("esc S j")},
		{name: "sound-set", player: with(func(s *player.State) {
			s.Speed, s.Mono, s.EqualizerName, s.Crossfade = 1.25, true, "rock", 6*time.Second
			s.Sleep = player.Sleep{At: time.Now().Add(25 * time.Minute)}
		}), keys: keys("esc")},
		{name: "visualiser-playing", player: func(p *fakePlayer) { inQueue(p); p.sounds = chord }, options: tui.Options{Visualiser: true}, keys: func(s *screen) { s.press("esc"); s.wait(time.Second) }},
		{name: "visualiser-paused", player: inQueue, options: tui.Options{Visualiser: true}, keys: func(s *screen) { s.press("esc"); s.wait(time.Second); s.press("space"); s.wait(3 * time.Second) }},
		{name: "visualiser-command", player: inQueue, options: tui.Options{Visualiser: true}, keys: func(s *screen) { s.press("esc", ":"); s.typeText("1:23") }},
		{name: "private", library: stocked, player: inQueue, keys: keys("esc P")},
		{name: "search-playing", player: inQueue, keys: searched("daft punk")},
		{name: "search-paused", player: inQueue, keys: func(s *screen) { searched("daft punk")(s); s.press("space") }},
		{name: "search-buffering", keys: searched("daft punk"), player: with(func(s *player.State) { s.Status = player.Buffering })},
		{name: "search-loading", keys: searched("daft punk"), player: with(func(s *player.State) { s.Status, s.Format = player.Loading, "" })},
		{name: "search-error", player: inQueue, keys: searched("broken")},
		{name: "search-nothing", player: inQueue, keys: searched("nothing")},
		{name: "search-waiting", player: inQueue, options: tui.Options{Source: waiting}, keys: searched("daft punk")},
		{name: "search-modes", keys: searched("x"), player: with(func(s *player.State) {
			s.Shuffle, s.Repeat, s.Muted = true, player.RepeatAll, true
		})},
		{name: "search-notice", keys: searched("x"), player: with(func(s *player.State) {
			s.Output, s.Notice = "silent clock", "no sound server here – on your machine: ssh -R 4713:localhost:4713 host, then PULSE_SERVER=localhost"
		})},
		{name: "search-player-error", keys: searched("x"), player: with(func(s *player.State) {
			s.Status, s.Err = player.Paused, "three tracks in a row could not be played"
		})},
		{name: "playlist-playing", player: inQueue, keys: func(s *screen) { searched("x")(s); s.press("G", "enter", "j") }},
		{name: "queue-playing", player: inQueue, keys: func(s *screen) { s.press("esc", ">", "g", "q", "j") }},
		{name: "queue-empty", keys: keys("esc g q")},
		{name: "help", player: inQueue, keys: keys("f1")},
		{name: "command-line", player: inQueue, keys: func(s *screen) { s.press("esc", ":"); s.typeText("1:23") }},
		{name: "count", player: inQueue, keys: keys("esc 5 0")},
		{name: "prefix", player: inQueue, keys: keys("esc g")},
		{name: "seeking", player: inQueue, keys: keys("esc right right right")},
		{name: "odd-titles", player: func(p *fakePlayer) { p.PlayNow(odd()[0], odd()[5]) }, options: tui.Options{Source: oddities}, keys: keys("esc")},
		{name: "odd-queue", player: func(p *fakePlayer) { p.PlayNow(odd()...) }, keys: keys("esc g q")},
		{name: "suggest", options: tui.Options{Source: rich()}, keys: func(s *screen) {
			s.typeText("daft")
			s.wait(time.Second)
			s.press("down", "down")
		}},
		{name: "suggest-results", player: inQueue, options: tui.Options{Source: rich()}, keys: func(s *screen) {
			searched("daft punk")(s)
			s.press("/")
			s.typeText(" 東")
			s.wait(time.Second)
		}},
		{name: "filter-all", player: inQueue, options: tui.Options{Source: rich()}, keys: searched("daft punk")},
		{name: "filter-playlists", player: inQueue, options: tui.Options{Source: rich()}, keys: func(s *screen) { searched("daft punk")(s); s.press("h", "G") }},
		{name: "filter-stopped", player: inQueue, options: tui.Options{Source: stuck}, keys: func(s *screen) { searched("daft punk")(s); s.press("l", "esc") }},
		{name: "playlist-loading", player: inQueue, options: tui.Options{Source: halted()}, keys: openLong},
		{name: "playlist-stopped", player: inQueue, options: tui.Options{Source: halted()}, keys: func(s *screen) { openLong(s); s.press("G", "esc") }},
		{name: "playlist-failed", player: inQueue, options: tui.Options{Source: cut}, keys: openLong},
		{name: "queue-adding", player: inQueue, options: tui.Options{Source: halted()}, keys: func(s *screen) { searched("x")(s); s.press("e", "g", "q") }},
		{name: "related", player: inQueue, options: tui.Options{Source: rich()}, keys: keys("esc M")},
		{name: "details", player: inQueue, options: tui.Options{Source: rich()}, keys: keys("esc g q I")},
		{name: "details-end", player: inQueue, options: tui.Options{Source: rich()}, keys: keys("esc I G")},
		{name: "details-waiting", player: inQueue, options: tui.Options{Source: stuck}, keys: keys("esc I")},
		{name: "art", player: inQueue, options: tui.Options{Source: pictured()}, keys: func(s *screen) {
			s.send(colors)
			searched("daft punk")(s)
			s.wait(time.Second)
		}},
		{name: "art-details", player: inQueue, options: tui.Options{Source: pictured()}, keys: func(s *screen) {
			s.send(colors)
			s.press("esc", "I")
			s.wait(time.Second)
		}},
		{name: "live-row", player: inQueue, options: tui.Options{Source: oddities}, keys: keys("esc G enter")},
		{name: "live", player: with(func(s *player.State) {
			s.Entry.Track.Live, s.Duration, s.Entry.Track.Duration = true, 0, 0
		}), keys: keys("esc")},
	}
}

// halted finds the long playlist, whose second page never comes.
func halted() fakeCatalogue {
	src := withLong(nil)
	list := src.list
	src.list = func(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
		if page != "" {
			<-ctx.Done()
			return source.Page{}, ctx.Err()
		}
		return list(ctx, p, page)
	}
	return src
}

// frameOf sets a scene up at a size and returns its frame.
func frameOf(t *testing.T, sc scene, width, height int) (frame tea.View) {
	synctest.Test(t, func(t *testing.T) {
		p := newFakePlayer()
		if sc.player != nil {
			sc.player(p)
		}
		o := sc.options
		o.Controls = p
		p.figures = sc.figures
		if sc.library != nil {
			o.Library = sc.library(t)
			defer o.Library.Close()
		}
		s := newScreen(t, o, width, height)
		sc.keys(s)
		frame = s.m.View()
		s.end()
	})
	return frame
}

func TestFrames(t *testing.T) {
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			for _, size := range sizes {
				t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
					v := frameOf(t, sc, size[0], size[1])
					golden.RequireEqual(t, plainFrame(v))
				})
			}
		})
	}
}

// TestStyledFrames has the colours, for a dark and a light terminal.
func TestStyledFrames(t *testing.T) {
	for _, background := range []string{"dark", "light"} {
		t.Run(background, func(t *testing.T) {
			sc := scene{player: inQueue, keys: func(s *screen) {
				if background == "light" {
					s.send(tea.BackgroundColorMsg{Color: ansi.White})
				}
				searched("daft punk")(s)
				s.press("enter")
			}}
			golden.RequireEqual(t, frameOf(t, sc, 80, 24).Content)
		})
	}
}

// plainFrame is a frame without colours and trailing blanks, with the cursor and the
// window title below it.
func plainFrame(v tea.View) string {
	lines := strings.Split(ansi.Strip(v.Content), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	cursor := "none"
	if v.Cursor != nil {
		cursor = fmt.Sprintf("%d,%d", v.Cursor.X, v.Cursor.Y)
	}
	return strings.Join(lines, "\n") + fmt.Sprintf("\n[cursor %s] [title %s]\n", cursor, v.WindowTitle)
}

// A frame fits its terminal in every state and at every size, in the measure that the
// renderer starts with; at most as many lines as there are rows.
func TestFramesFit(t *testing.T) {
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newFakePlayer()
				if sc.player != nil {
					sc.player(p)
				}
				o := sc.options
				o.Controls = p
				p.figures = sc.figures
				if sc.library != nil {
					o.Library = sc.library(t)
					defer o.Library.Close()
				}
				s := newScreen(t, o, 80, 24)
				defer s.end()
				sc.keys(s)
				for width := 1; width <= 140; width += 1 + width/20 {
					for height := 1; height <= 45; height += 1 + height/12 {
						s.m, _ = s.m.Update(tea.WindowSizeMsg{Width: width, Height: height})
						checkFits(t, s.m.View(), width, height)
					}
				}
			})
		})
	}
}

func checkFits(t *testing.T, v tea.View, width, height int) {
	t.Helper()
	lines := strings.Split(v.Content, "\n")
	if len(lines) > height || (width >= 40 && height >= 10 && len(lines) != height) {
		t.Fatalf("%dx%d: %d lines\n%s", width, height, len(lines), ansi.Strip(v.Content))
	}
	for _, l := range lines {
		if w := ansi.StringWidthWc(l); w > width {
			t.Fatalf("%dx%d: a line of %d cells: %q", width, height, w, ansi.Strip(l))
		}
	}
	if c := v.Cursor; c != nil && (c.X < 0 || c.X >= width || c.Y < 0 || c.Y >= height) {
		t.Fatalf("%dx%d: cursor at %d,%d", width, height, c.X, c.Y)
	}
	if strings.ContainsAny(ansi.Strip(v.Content), "\x1b\a\r\t\u009b") {
		t.Fatalf("%dx%d: a control character is drawn", width, height)
	}
}
