package tui_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

func TestSearchAndPlay(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.sees("Popular song 1", "≡ Evening", "nothing playing")
		s.typeText("daft punk")
		s.press("enter")
		s.sees("5 results for “daft punk”", "▌  daft punk song 1")
		s.press("j", "enter")
		s.asks("PlayNow daft punk song 2")
		s.sees("▶ daft punk song 2 — The Artist", "1/1", "▌▶ daft punk song 2")
		if title := s.m.View().WindowTitle; title != "▶ daft punk song 2 — The Artist – anyaudio" {
			t.Errorf("window title %q", title)
		}
	})
}

// Nothing that is typed as text may be a command, not even what every key map has.
func TestTextIsNotCommands(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		const all = "qpqmsrz jkgGdDJKeE5%^/?:<>,.+-= x"
		s.typeText(all)
		s.press("left", "right", "shift+left", "home", "end", "delete", "ctrl+u")
		s.typeText(all)
		s.asks()
		if s.quit {
			t.Fatal("typing q quits")
		}
		s.sees("❯ " + strings.TrimSpace(all))
	})
}

func TestAddressesAreExpanded(t *testing.T) {
	const secret = "https://example.org/song?sig=SECRET"
	for typed, want := range map[string]struct {
		asks string
		sees string
	}{
		secret:                       {"PlayNow Linked song 1", "▶ Linked song 1"},
		"/music/one.opus":            {"PlayNow Linked song 1", "▶ Linked song 1"},
		"https://example.org/album":  {"", "▌  Album song 1"},
		"https://example/playlist":   {"", "Evening · demo · 12 tracks"},
		"words that are no address":  {"", "▌  words that are no address song 1"},
		"AC/DC":                      {"", "▌  AC/DC song 1"},
		"https://example.org/?key=1": {"PlayNow Linked song 1", "1 result for “https://example.org/”"},
	} {
		t.Run(typed, func(t *testing.T) {
			onScreen(t, tui.Options{}, func(s *screen) {
				s.send(tea.PasteMsg{Content: typed})
				s.press("enter")
				if want.asks != "" {
					s.asks(want.asks)
				} else {
					s.asks()
				}
				s.sees(want.sees)
				if typed == secret {
					_, below, _ := strings.Cut(s.frame(), "\n"+"──")
					if strings.Contains(below, "SECRET") {
						t.Errorf("the signature of a URL is shown outside the box:\n%s", s.frame())
					}
				}
			})
		})
	}
}

func TestPasteOutsideTheBoxGoesIntoIt(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "q")
		s.send(tea.PasteMsg{Content: "https://example.org/song"})
		s.sees("[Search]", "❯ https://example.org/song")
		s.asks()
		s.press("enter")
		s.asks("PlayNow Linked song 1")
	})
}

func TestTransportKeys(t *testing.T) {
	for _, c := range []struct{ keys, asks string }{
		{"space", "TogglePause"},
		{"p", "TogglePause"},
		{">", "Next"},
		{"<", "Prev"},
		{"3 >", "Next Next Next"},
		{"m", "ToggleMute"},
		{"+", "SetVolume 85"},
		{"=", "SetVolume 85"},
		{"-", "SetVolume 75"},
		{"2 -", "SetVolume 70"},
		{"+ + + + +", "SetVolume 85 SetVolume 90 SetVolume 95 SetVolume 100 SetVolume 100"},
		{"s", "SetShuffle true"},
		{"z z", "SetShuffle true SetShuffle false"},
		{"r r r", "SetRepeat all SetRepeat one SetRepeat off"},
		{"right", "SeekTo 1m5s"},
		{"left", "SeekTo 55s"},
		{"shift+right", "SeekTo 1m30s"},
		{"shift+left", "SeekTo 30s"},
		{".", "SeekTo 2m0s"},
		{",", "SeekTo 0s"},
		{"3 right", "SeekTo 1m15s"},
		{"^", "SeekTo 0s"},
		{"5 0 %", "SeekTo 1m30s"},
		{"0 %", "SeekTo 0s"},
		{"1 0 0 %", "SeekTo 3m0s"},
		{"%", ""},
		{"2 0 0 %", ""},
		{"5 esc %", ""},
	} {
		t.Run(c.keys, func(t *testing.T) {
			onPlaying(t, tui.Options{}, func(s *screen) {
				s.player.silent = true // the optimistic state alone must do
				s.press("esc")
				s.press(strings.Fields(c.keys)...)
				if got := strings.Join(s.player.asked(), " "); got != c.asks {
					t.Errorf("asked for %q, want %q", got, c.asks)
				}
			})
		})
	}
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct{ line, asks, sees string }{
		{"1:23", "SeekTo 1m23s", "1:23"},
		{"+30", "SeekTo 1m30s", "1:30"},
		{"-1m", "SeekTo 0s", "0:00"},
		{"50%", "SeekTo 1m30s", "1:30"},
		{"seek 0:10", "SeekTo 10s", "0:10"},
		{"volume 30", "SetVolume 30", "vol 30%"},
		{"volume -5", "SetVolume 75", "vol 75%"},
		{"repeat one", "SetRepeat one", "repeat one"},
		{"shuffle on", "SetShuffle true", "shuffle"},
		{"pause", "TogglePause", "paused"},
		{"search daft punk", "", "5 results for “daft punk”"},
		{"queue", "", "[Queue 5]"},
		{"", "", "Up"},
		{"seeek 5", "", `no command "seeek" – did you mean "seek"?`},
		{"frobnicate", "", `no command "frobnicate" – ? lists them`},
		{"seek", "", "seek where?"},
		{"1:99", "", `"1:99" is not a time`},
		{"200%", "", "is not between 0% and 100%"},
		{"volume loud", "", `"loud" is not a volume`},
		{"repeat twice", "", "repeat is off, all or one"},
	} {
		t.Run(c.line, func(t *testing.T) {
			onPlaying(t, tui.Options{}, func(s *screen) {
				s.press("esc", ":")
				s.typeText(c.line)
				s.press("enter")
				if got := strings.Join(s.player.asked(), " "); got != c.asks {
					t.Errorf("asked for %q, want %q", got, c.asks)
				}
				if c.line != "" {
					s.sees(c.sees)
				}
				s.seesNot("\n:" + c.line)
			})
		})
	}
}

func TestCommandLineQuitsAndCloses(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("esc", ":", "esc")
		s.seesNot("\n:")
		s.press(":", "backspace") // an empty line is left by backspace
		s.seesNot("\n:")
		s.press(":", "q", "enter")
		if !s.quit {
			t.Error(":q does not quit")
		}
	})
}

func TestQuitAndSuspendFromEverywhere(t *testing.T) {
	for _, before := range []string{"", "esc", "esc :", "f1", "esc g q"} {
		onScreen(t, tui.Options{}, func(s *screen) {
			s.press(strings.Fields(before)...)
			s.press("ctrl+c")
			if !s.quit {
				t.Errorf("after %q, Ctrl+C does not quit", before)
			}
		})
	}
}

func TestQueueEditing(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "q")
		s.sees("Queue · 5 tracks · 16:10", "▌▶ 1 Queued song 1")
		s.press("j", "J", "J")
		s.asks("Move 102 to 2", "Move 102 to 3")
		s.sees("▌  4 Queued song 2")
		s.press("K")
		s.asks("Move 102 to 2")
		s.press("2", "d")
		s.asks("Remove [102 104]") // 102 and the one below it
		s.sees("Queue · 3 tracks", "▌  3 Queued song 5")
		s.press("enter")
		s.asks("PlayEntry 105")
		s.sees("▶ Queued song 5", "3/3")
		s.press("g", "g", "E")
		s.asks("Move 101 to 2")
		s.press("D")
		s.asks()
		s.sees("remove all 3 tracks? press D again")
		s.press("j", "D")
		s.asks() // another key in between: asked again
		s.press("D")
		s.asks("Clear")
		s.sees("The queue is empty.", "nothing playing")
	})
}

// The cursor belongs to an entry: when the player changes the queue it goes along.
func TestCursorFollowsItsEntry(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "q", "3", "G")
		s.sees("▌  3 Queued song 3")
		s.player.PlayNext(songs("New", 2)...)
		s.settle()
		s.sees("▌  5 Queued song 3")
		s.player.Remove(103)
		s.settle()
		s.sees("▌  5 Queued song 4")
	})
}

func TestAddingToTheQueue(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "e")
		s.asks("Add x song 1")
		s.sees("x song 1 added to the queue", "▌  x song 2")
		s.press("2", "E")
		s.asks("PlayNext x song 2,x song 3")
		s.sees("2 tracks play next")
		s.press("G")
		s.sees("▌  ≡ Evening")
		s.press("e")
		s.asks("Add Evening song 1,Evening song 2,Evening song 3,+9")
		s.sees("12 tracks added to the queue")
	})
}

func TestPlaylist(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "G", "enter")
		s.sees("[Playlist]", "Evening · demo · 12 tracks · 43:42", "▌  Evening song 1")
		s.press("1", "0", "G", "enter")
		s.asks("PlayNow Evening song 10,Evening song 11,Evening song 12") // and what follows
		s.press("esc")
		s.sees("[Search]", "▌  ≡ Evening")
		s.press("g", "o")
		s.sees("[Playlist]")
	})
}

func TestTabGoesRound(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		if s.m.View().Cursor == nil {
			t.Fatal("the search box does not have the cursor at the start")
		}
		s.press("tab")
		s.sees("[Search]", "▌")
		if s.m.View().Cursor != nil {
			t.Error("the cursor is shown while the list has the keys")
		}
		s.press("tab")
		s.sees("[Queue]")
		s.press("tab")
		if s.m.View().Cursor == nil {
			t.Error("Tab does not come round to the box")
		}
		s.press("shift+tab")
		s.sees("[Queue]")
	})
}

func TestHelpShowsEveryKeyAndScrolls(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.press("f1")
		s.sees("[keys]", "first row", "R                   radio")
		seen := s.frame()
		for range 10 {
			s.press("pgdown")
			seen += s.frame()
		}
		s.press("pgup", "pgup", "pgup", "pgup", "pgup")
		for _, want := range []string{"remove all, after asking", "g s", "fg comes back", "Commands, after :", "1:23 | +30 | -1m | 50%"} {
			if !strings.Contains(seen, want) {
				t.Errorf("the help never shows %q", want)
			}
		}
		s.press("?")
		s.sees("[Search]")
	})
}

func TestBackReturnsToWhereTheKeysWere(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.typeText("half a sent")
		s.press("f1", "esc")
		s.typeText("ence")
		s.sees("❯ half a sentence")
		s.press("tab", "?", "esc", "j")
		s.sees("❯ half a sentence", "▌  Popular song 2")
	})
}

func TestMovingWithCounts(t *testing.T) {
	for keys, want := range map[string]string{
		"5 j":               "Queued song 6",
		"1 2 j 3 k":         "Queued song 10",
		"G":                 "Queued song 40",
		"7 G":               "Queued song 7",
		"G g g":             "Queued song 1",
		"G home":            "Queued song 1",
		"ctrl+d":            "Queued song 8",
		"2 ctrl+d ctrl+u":   "Queued song 8",
		"pgdown":            "Queued song 15",
		"end pgup":          "Queued song 26",
		"9 9 9 9 9 9 9 j":   "Queued song 40",
		"5 Y j":             "Queued song 2", // an unknown key ends a count
		"g Y j":             "Queued song 2", // and a sequence
		"5 esc j":           "Queued song 2",
		"down down up":      "Queued song 2",
		"9 9 9 9 9 9 9 9 k": "Queued song 1",
	} {
		t.Run(keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newFakePlayer()
				p.PlayNow(songs("Queued", 40)...)
				s := newScreen(t, tui.Options{Controls: p}, 80, 24)
				defer s.end()
				s.press("esc", "g", "q")
				s.press(strings.Fields(keys)...)
				at := regexp.MustCompile(`▌[▶ ] +\d+ ([\w ]+?) {2,}`).FindStringSubmatch(s.frame())
				if at == nil || at[1] != want {
					t.Errorf("the cursor is at %q, want %q:\n%s", at, want, s.frame())
				}
			})
		})
	}
}

// Once the terminal says that it draws grapheme clusters, the renderer counts them, and
// so must we: Devanagari is where the two counts differ.
func TestMeasureFollowsTheTerminal(t *testing.T) {
	src := catalogue()
	src.home = func(context.Context) (source.Page, error) { return source.Page{Tracks: odd()}, nil }
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.press("esc")
		end := func(measure func(string) int) int {
			for _, l := range strings.Split(s.frame(), "\n") {
				if strings.Contains(l, "हिन्दी") {
					return measure(l)
				}
			}
			return -1
		}
		if end(ansi.StringWidthWc) != 80 || end(ansi.StringWidth) == 80 {
			t.Errorf("at first a row is %d cells by code point and %d by cluster", end(ansi.StringWidthWc), end(ansi.StringWidth))
		}
		s.send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
		if end(ansi.StringWidth) != 80 {
			t.Errorf("then it is %d by cluster, want 80", end(ansi.StringWidth))
		}
	})
}

func TestEndlessResults(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.typeText("many")
		s.press("enter")
		s.sees("30 results and more")
		s.press("G")
		s.sees("60 results for", "More song 1")
	})
}

// A front page of which only a part could be had shows it, and says what is missing.
func TestHomeInPart(t *testing.T) {
	src := catalogue()
	src.home = func(context.Context) (source.Page, error) {
		return source.Page{Playlists: []source.Playlist{evening}}, errors.New("no charts today")
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		s.sees("≡ Evening", "no charts today – g h tries again")
	})
}

func TestNothingFoundAndErrors(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.typeText("nothing")
		s.press("enter")
		s.sees("nothing found for “nothing”", "try fewer or other words")
		s.press("ctrl+u")
		s.typeText("broken")
		s.press("enter")
		s.sees("the source is tired – wait a few minutes, then try again")
		s.wait(20 * time.Second)
		s.seesNot("wait a few minutes")
	})
}

// The answer to an older question must not replace the newer one's, whatever order
// they come in.
func TestStaleAnswersAreDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		src := catalogue()
		cancelled := make(chan string, 1)
		src.search = func(ctx context.Context, q source.Query) (source.Page, error) {
			wait := time.Second
			if q.Words == "slow" {
				wait = 10 * time.Second // and deaf: it answers although it was cancelled
			}
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				cancelled <- q.Words
				time.Sleep(wait)
			}
			return source.Page{Tracks: songs(q.Words, 3)}, nil
		}
		s := newScreen(t, tui.Options{Source: src}, 80, 24)
		s.typeText("slow")
		s.press("enter")
		s.sees("searching for “slow” …")
		s.press("ctrl+u")
		s.typeText("quick")
		s.press("enter")
		if got := <-cancelled; got != "slow" {
			t.Errorf("cancelled %q", got)
		}
		s.wait(2 * time.Second)
		s.sees("quick song 1")
		s.wait(30 * time.Second)
		s.sees("quick song 1")
		s.seesNot("slow song")
		s.end()
	})
}

// Keys that come while an answer is under way must not be taken by the list that the
// answer brings.
func TestAnswerDoesNotTakeTheKeysFromOneWhoTypes(t *testing.T) {
	src := catalogue()
	src.search = func(_ context.Context, q source.Query) (source.Page, error) {
		time.Sleep(time.Second)
		return source.Page{Tracks: songs(q.Words, 3)}, nil
	}
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("a")
		s.press("enter")
		s.typeText("dq") // goes on typing
		s.wait(2 * time.Second)
		s.typeText("q")
		s.asks()
		s.sees("❯ adqq", "a song 1")
		if s.quit {
			t.Error("a letter of a search quit the program")
		}
	})
}

// A source that never answers and does not care for its context: every key still does
// what it does.
func TestSourceThatBlocksForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{}) // at the end of the test; before, for ever
		block := func() (source.Page, error) { <-release; return source.Page{}, errors.New("released") }
		p := newFakePlayer()
		p.PlayNow(songs("Queued", 5)...)
		src := fakeCatalogue{
			fakeSource: fakeSource{
				search: func(context.Context, source.Query) (source.Page, error) { return block() },
				list:   func(context.Context, source.Playlist, string) (source.Page, error) { return block() },
				expand: func(context.Context, string) (source.Page, error) { return block() },
				home:   func(context.Context) (source.Page, error) { return block() },
			},
			suggest:  func(context.Context, string) ([]string, error) { _, err := block(); return nil, err },
			searchBy: func(context.Context, source.Filter, source.Query) (source.Page, error) { return block() },
			related:  func(context.Context, source.Track, string) (source.Page, error) { return block() },
			radio:    func(context.Context, source.Track, string) (source.Page, error) { return block() },
			details: func(context.Context, source.Track) (source.Details, error) {
				_, err := block()
				return source.Details{}, err
			},
		}
		s := newScreen(t, tui.Options{Controls: p, Source: src}, 80, 24)
		p.asked()
		s.typeText("any")
		s.wait(time.Second) // a pause: completions are asked for
		s.typeText("thing")
		s.wait(time.Second)
		s.press("enter")
		s.sees("searching for “anything” … Esc stops")
		s.press("tab", "space", "right", ">", "+", "m", "j", "k", "G")
		s.asks("TogglePause", "SeekTo 7s", "Next", "SetVolume 85", "ToggleMute")
		s.press("g", "q", "j", "d", "?", "esc", ":", "1", "enter")
		s.asks("Remove [102]", "SeekTo 1s")
		s.press("g", "s", "enter", "enter", "esc", "esc")
		s.sees("search stopped")
		s.press("g", "q", "M")
		s.sees("[Related]", "loading …")
		s.press("esc")
		s.sees("[Queue")
		s.press("R", "I")
		s.sees("[Details]", "loading …")
		s.press("j", "G", "g", "g", "e", ">", "esc", "space")
		s.asks("Add Queued song 3", "Next", "TogglePause")
		s.press("q")
		if !s.quit {
			t.Error("q does not quit")
		}
		close(release)
		s.end()
	})
}

func TestAutoPlay(t *testing.T) {
	for query, want := range map[string]string{
		"daft punk":                 "PlayNow daft punk song 1",
		"https://example.org/album": "PlayNow Album song 1,Album song 2,Album song 3,+5",
		"https://example/playlist":  "PlayNow Evening song 1,Evening song 2,Evening song 3,+9",
		"nothing":                   "",
		"broken":                    "",
	} {
		t.Run(query, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScreen(t, tui.Options{Query: query, AutoPlay: true}, 80, 24)
				if got := strings.Join(s.player.asked(), " "); got != want {
					t.Errorf("asked for %q, want %q", got, want)
				}
				s.press("esc", "/", "ctrl+u")
				s.typeText("again")
				s.press("enter")
				s.asks() // only at the start
				s.end()
			})
		})
	}
}

func TestLoad(t *testing.T) {
	load := func(context.Context) (source.Page, error) { return source.Page{Tracks: songs("Listed", 4)}, nil }
	synctest.Test(t, func(t *testing.T) {
		s := newScreen(t, tui.Options{Load: load, AutoPlay: true}, 80, 24)
		s.asks("PlayNow Listed song 1,Listed song 2,Listed song 3,+1")
		s.sees("Listed song 4")
		s.end()
	})
}

func TestPlayerTroubleIsShown(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		p := s.player
		p.mu.Lock()
		p.state.Notice = "no sound server – ssh -R …"
		p.emit(player.StateChanged{State: p.state})
		p.mu.Unlock()
		s.settle()
		s.sees("no sound server – ssh -R …")
		p.mu.Lock()
		p.emit(player.TrackFailed{
			Entry: p.queue[1],
			Err:   &source.Error{Kind: source.ErrUnavailable, Line: "it is private\x1b[31m"},
		})
		p.mu.Unlock()
		s.settle()
		s.sees("Queued song 2: it is private", "choose another track")
		s.wait(20 * time.Second)
		s.sees("no sound server") // comes back when the failure has been read
	})
}

func TestSuspend(t *testing.T) {
	saved := 0
	onScreen(t, tui.Options{OnSuspend: func() { saved++ }}, func(s *screen) {
		tui.SetCanSuspend(&s.m, true)
		s.press("ctrl+z")
		if saved != 1 || s.stopped != 1 {
			t.Errorf("Ctrl+Z saved %d times and stopped %d times", saved, s.stopped)
		}
		s.send(tea.ResumeMsg{})
		tui.SetCanSuspend(&s.m, false)
		s.press("ctrl+z")
		if s.stopped != 1 {
			t.Error("stops where nothing could continue it")
		}
		s.sees("there is no shell to go back to")
	})
}

// A question is gone with the key that is no answer.
func TestQuestionGoes(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "q", "D")
		s.sees("remove all 5 tracks?")
		s.press("esc") // says no, and does not leave the page
		s.seesNot("remove all")
		s.sees("[Queue 5]")
		s.press("D", "j")
		s.seesNot("remove all")
		s.press("D")
		s.asks()
		s.press("D")
		s.asks("Clear")
	})
}
