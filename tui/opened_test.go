package tui_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anyaudio/source"
	"anyaudio/tui"
)

// withLong is a rich catalogue that finds the long playlist and nothing else; list, if
// not nil, is called before each of its pages is given.
func withLong(list func(page string) error) fakeCatalogue {
	src := rich()
	src.search = func(context.Context, source.Query) (source.Page, error) {
		return source.Page{Playlists: []source.Playlist{long, evening}}, nil
	}
	pages := src.list
	src.list = func(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
		if list != nil {
			if err := list(page); err != nil {
				return source.Page{}, err
			}
		}
		return pages(ctx, p, page)
	}
	return src
}

// openLong opens the long playlist.
func openLong(s *screen) {
	s.typeText("x")
	s.press("enter", "enter")
}

// A long playlist comes in page by page: each is on the screen before the next is asked
// for, up to the last, without a key.
func TestLongPlaylist(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, answer := make(chan string, 1), make(chan struct{})
		src := withLong(func(page string) error {
			asked <- page
			<-answer
			return nil
		})
		s := newScreen(t, tui.Options{Source: src}, 80, 24)
		openLong(s)
		for n := 0; n < 5000; n += 100 {
			switch n {
			case 0:
			case 1200:
				s.sees("Everything · 1,200 of 5,000 · loading …", "Entry 1 ")
			default:
				s.sees(strings.TrimPrefix(fmt.Sprintf("%d,%03d of 5,000", n/1000, n%1000), "0,"), "Entry 1 ")
			}
			if n > 0 && len(asked) > 0 {
				t.Fatalf("page %q is asked for as soon as the one before is there", <-asked)
			}
			s.wait(100 * time.Millisecond)
			if page := <-asked; page != strings.TrimPrefix(strconv.Itoa(n), "0") {
				t.Fatalf("with %d entries on the screen page %q is asked for", n, page)
			}
			answer <- struct{}{}
			s.settle()
		}
		s.wait(time.Minute)
		s.sees("Everything · someone · 5,000 tracks · 250:00:00", "▌  Entry 1 ")
		s.press("G")
		s.sees("▌  Entry 5000")
		if len(asked) > 0 {
			t.Errorf("page %q is asked for after the last", <-asked)
		}
		s.asks()
		s.end()
	})
}

// Esc stops the loading and keeps what has come; scrolling to the end goes on.
func TestLongPlaylistStopped(t *testing.T) {
	pages := 0
	src := withLong(func(string) error { pages++; time.Sleep(time.Second); return nil })
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		openLong(s)
		s.press("esc") // nothing has come yet: there is nothing to keep
		s.sees("[Search]")
		s.press("enter")
		s.wait(4 * time.Second)
		s.press("esc")
		s.sees("[Playlist]", "stopped at 300 of 5,000", "Entry 1 ")
		pages = 0
		s.wait(time.Minute)
		if pages != 0 {
			t.Errorf("%d pages were asked for after it was stopped", pages)
		}
		s.press("G")
		s.wait(time.Minute)
		s.sees("▌  Entry 300", "400 of 5,000") // one page for each time the end comes near
		s.press("esc")
		s.sees("[Search]")
		s.press("g", "o")
		s.sees("of 5,000", "▌  Entry 300")
	})
}

func TestLongPlaylistFails(t *testing.T) {
	broken := true
	src := withLong(func(page string) error {
		if page == "200" && broken {
			return errors.New("the line was cut")
		}
		return nil
	})
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		openLong(s)
		s.wait(time.Second)
		s.sees("200 of 5,000", "only 200 of 5,000 came: the line was cut – scroll to the end to try again")
		broken = false
		s.press("G")
		s.wait(time.Minute)
		s.sees("5,000 tracks", "▌  Entry 200")
	})
}

// A list of which nothing came can be asked for again where it should be.
func TestPlaylistFailsAtOnce(t *testing.T) {
	broken := true
	src := withLong(func(string) error {
		if broken {
			return errors.New("the line was cut")
		}
		return nil
	})
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		openLong(s)
		s.sees("the line was cut", "Enter tries again")
		broken = false
		s.press("enter")
		s.sees("▌  Entry 1 ")
	})
}

// A list that does not say how long it is may be endless.
func TestEndlessPlaylist(t *testing.T) {
	src := withLong(nil)
	src.search = func(context.Context, source.Query) (source.Page, error) {
		return source.Page{Playlists: []source.Playlist{{Provider: "fake", ID: "endless", Title: "A mix"}}}, nil
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		openLong(s)
		s.wait(time.Hour)
		s.press("9", "0", "0", "G")
		s.sees("1,000 tracks", "▌  Entry 900")
		s.press("G")
		s.wait(time.Minute)
		s.sees("1,100 tracks")
	})
}

// Playing a list that is still loading plays all of it, in order, and asks for no page
// twice but the one that was on its way.
func TestPlayWhileLoading(t *testing.T) {
	var asked []string
	src := withLong(func(page string) error {
		asked = append(asked, page)
		time.Sleep(100 * time.Millisecond)
		return nil
	})
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		openLong(s)
		s.wait(time.Second)
		s.press("3", "j", "enter")
		s.asks("PlayNow Entry 4,Entry 5,Entry 6,+694")
		s.wait(time.Second)
		s.press("g", "q")
		s.sees("Queue · adding 1,", " of 5,000 · Esc stops · Everything")
		s.wait(time.Minute)
		q := s.player.Queue()
		if len(q) != 4997 {
			t.Fatalf("%d tracks in the queue, want 4997", len(q))
		}
		for i, e := range q {
			if want := longPage("", 5000); i < 90 && e.Track.ID != want.Tracks[i+3].ID {
				t.Fatalf("entry %d is %q", i, e.Track.Title)
			}
		}
		if q[4996].Track.Title != "Entry 5000" {
			t.Errorf("the last is %q", q[4996].Track.Title)
		}
		if len(asked) > 51 {
			t.Errorf("%d pages asked for, want 50 and the one given up", len(asked))
		}
		s.press("g", "o")
		s.sees("5,000 tracks")
	})
}

// Esc, there and in the queue, ends what goes into the queue; what has come stays.
func TestPlayWhileLoadingStopped(t *testing.T) {
	for _, before := range []string{"", "g q"} {
		src := withLong(func(string) error { time.Sleep(100 * time.Millisecond); return nil })
		onScreen(t, tui.Options{Source: src}, func(s *screen) {
			openLong(s)
			s.wait(time.Second)
			s.press("enter")
			s.wait(time.Second)
			s.press(strings.Fields(before)...)
			s.press("esc")
			s.sees("stopped at 1,", "of 5,000")
			n := len(s.player.Queue())
			s.wait(time.Minute)
			if got := len(s.player.Queue()); got != n || n < 1000 || n > 2000 {
				t.Errorf("%d tracks in the queue, and a minute later %d", n, got)
			}
		})
	}
}

// What has not come yet cannot go before the rest of the queue, and that is said.
func TestPlayWhileLoadingBeforeOthers(t *testing.T) {
	src := withLong(func(string) error { time.Sleep(100 * time.Millisecond); return nil })
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		openLong(s)
		s.wait(500 * time.Millisecond)
		s.press("enter")
		s.sees("what has not come yet goes to the end of the queue")
		s.wait(time.Minute)
		q := s.player.Queue()
		if n := len(q); n != 5005 || q[1].Track.Title != "Entry 1" || q[n-1].Track.Title != "Entry 5000" {
			t.Errorf("%d entries, the second is %q, the last %q", n, q[1].Track.Title, q[n-1].Track.Title)
		}
	})
}

// Lists go into the queue one after the other, each whole and in order, while another
// one is looked at.
func TestListsIntoTheQueue(t *testing.T) {
	src := withLong(func(string) error { time.Sleep(50 * time.Millisecond); return nil })
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "e", "j", "e", "E", "enter")
		s.sees("[Playlist]", "Evening")
		s.wait(time.Minute)
		q := s.player.Queue()
		if len(q) != 5+12+5000+12 {
			t.Fatalf("%d entries in the queue", len(q))
		}
		for i, want := range map[int]string{
			0: "Queued song 1", 1: "Evening song 1", 12: "Evening song 12", 13: "Queued song 2",
			17: "Entry 1", 5016: "Entry 5000", 5017: "Evening song 1",
		} {
			if q[i].Track.Title != want {
				t.Errorf("entry %d is %q, want %q", i, q[i].Track.Title, want)
			}
		}
	})
}

func TestListIntoTheQueueFails(t *testing.T) {
	src := withLong(func(page string) error {
		if page == "300" {
			return errors.New("the line was cut")
		}
		return nil
	})
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "e")
		s.wait(5 * time.Second)
		s.sees("Everything: 300 of 5,000, then the line was cut")
		if n := len(s.player.Queue()); n != 305 {
			t.Errorf("%d entries in the queue", n)
		}
	})
}

// Esc in the queue ends one list; the next one still comes.
func TestOneOfTwoListsStopped(t *testing.T) {
	src := withLong(func(string) error { time.Sleep(time.Second); return nil })
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "e", "j", "e")
		s.wait(3 * time.Second)
		s.press("g", "q", "esc")
		s.sees("stopped at 200 of 5,000")
		s.wait(time.Minute)
		if n := len(s.player.Queue()); n != 5+200+12 {
			t.Errorf("%d entries in the queue", n)
		}
		s.press("esc")
		s.sees("[Search]")
	})
}

// Clearing the queue means it: nothing comes in afterwards.
func TestClearStopsWhatComes(t *testing.T) {
	src := withLong(func(string) error { time.Sleep(time.Second); return nil })
	onPlaying(t, tui.Options{Source: src}, func(s *screen) {
		s.typeText("x")
		s.press("enter", "e")
		s.wait(5 * time.Second)
		s.press("g", "q", "D", "D")
		s.wait(time.Minute)
		if n := len(s.player.Queue()); n != 0 {
			t.Errorf("%d entries in a cleared queue", n)
		}
	})
}

// A list that is opened from another leads back to it, and that one goes on loading.
func TestListWithinAList(t *testing.T) {
	src := withLong(func(string) error { time.Sleep(100 * time.Millisecond); return nil })
	list := src.list
	src.list = func(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
		if p.ID == "artist" {
			return source.Page{Tracks: songs("Hit", 3), Playlists: []source.Playlist{long, evening}}, nil
		}
		return list(ctx, p, page)
	}
	src.search = func(context.Context, source.Query) (source.Page, error) {
		return source.Page{Playlists: []source.Playlist{{Provider: "fake", ID: "artist", Title: "The Artist"}}}, nil
	}
	onScreen(t, tui.Options{Source: src}, func(s *screen) {
		openLong(s)
		s.sees("The Artist", "Hit song 1")
		s.press("G", "k", "enter")
		s.wait(time.Second)
		s.sees("Everything", "loading …")
		s.press("esc", "esc")
		s.sees("The Artist", "▌  ≡ Everything")
		s.press("j", "enter")
		s.wait(time.Second)
		s.sees("Evening", "Evening song 1")
		s.press("esc", "esc")
		s.sees("[Search]", "≡ The Artist")
	})
}
