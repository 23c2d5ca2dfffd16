package tui_test

import (
	"strings"
	"testing"
	"time"

	"anyaudio/tui"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// find returns the cell where words begin on the screen.
func (s *screen) find(words string) (x, y int) {
	s.t.Helper()
	for y, line := range strings.Split(s.frame(), "\n") {
		if at := strings.Index(line, words); at >= 0 {
			return ansi.StringWidth(line[:at]), y
		}
	}
	s.t.Errorf("no %q on the screen:\n%s", words, s.frame())
	return -1, -1
}

func (s *screen) click(words string) {
	s.t.Helper()
	x, y := s.find(words)
	s.clickAt(x, y)
}

func (s *screen) clickAt(x, y int) {
	s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}, tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
}

func TestClickRows(t *testing.T) {
	onScreen(t, tui.Options{}, func(s *screen) {
		s.click("Popular song 2")
		s.sees("▌  Popular song 2")
		s.asks()
		s.wait(time.Second) // too late for a double click
		s.click("Popular song 2")
		s.asks()
		s.click("Popular song 2")
		s.asks("PlayNow Popular song 2")
		s.click("Popular song 2") // the third is the first of the next
		s.asks()
		s.click("Popular song 1")
		s.click("Popular song 3") // two rows are no double click
		s.asks()
		s.clickAt(2, 15) // nothing there
		s.asks()
		s.click("❯")
		s.typeText("daft")
		s.sees("❯ daft")
	})
}

func TestClickTabs(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.click("Queue 5")
		s.sees("[Queue 5]")
		s.click("Queued song 4")
		s.click("Queued song 4")
		s.asks("PlayEntry 104")
		s.click("keys")
		s.sees("[keys]")
		s.typeText("shuffle")
		s.click("shuffle on, off")
		s.click("shuffle on, off")
		s.asks("SetShuffle true")
		s.click("Search")
		s.sees("[Search]")
		s.click("▶")
		s.asks("TogglePause")
	})
}

func TestClickFilter(t *testing.T) {
	o := tui.Options{Source: rich()}
	onScreen(t, o, func(s *screen) {
		s.typeText("daft")
		s.press("enter")
		s.click("albums")
		s.sees("[albums]")
	})
}

// A click on the bar is a jump; while it is held the target is seen at once, and the player
// is told when the mouse rests or lets go, not at every cell.
func TestClickAndDragOnBar(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) { // 3:00 on cells 5 to 74
		const y = 21
		s.send(tea.MouseClickMsg{X: 40, Y: y, Button: tea.MouseLeft})
		s.asks("SeekTo 1m31s")
		for x := 41; x < 60; x++ {
			s.send(tea.MouseMotionMsg{X: x, Y: 3, Button: tea.MouseLeft})
		}
		s.sees("2:20 ")
		s.asks()
		s.wait(200 * time.Millisecond)
		s.asks("SeekTo 2m20s")
		s.send(tea.MouseMotionMsg{X: 200, Y: y, Button: tea.MouseLeft})
		s.sees("3:00 ━")
		s.send(tea.MouseMotionMsg{X: 0, Y: y, Button: tea.MouseLeft})
		s.send(tea.MouseReleaseMsg{X: 0, Y: y})
		s.asks("SeekTo 0s")
		s.wait(time.Second)
		s.asks()
		s.send(tea.MouseMotionMsg{X: 30, Y: y, Button: tea.MouseLeft}) // not held any more
		s.asks()

		s.send(tea.MouseClickMsg{X: 40, Y: y, Button: tea.MouseLeft})
		s.player.Next()
		s.settle()
		s.player.asked()
		s.send(tea.MouseMotionMsg{X: 60, Y: y, Button: tea.MouseLeft}, tea.MouseReleaseMsg{X: 60, Y: y})
		s.wait(time.Second)
		s.asks() // what was held was the bar of the track before
	})
}

func TestWheel(t *testing.T) {
	o := tui.Options{}
	onScreen(t, o, func(s *screen) {
		s.typeText("many")
		s.press("enter")
		for range 4 {
			s.send(tea.MouseWheelMsg{X: 5, Y: 8, Button: tea.MouseWheelDown})
		}
		s.seesNot("Many song 11 ")
		s.sees("Many song 14 ")
		for range 40 {
			s.send(tea.MouseWheelMsg{X: 5, Y: 8, Button: tea.MouseWheelDown})
		}
		s.sees("More song 30") // the second page was asked for
		for range 40 {
			s.send(tea.MouseWheelMsg{X: 5, Y: 8, Button: tea.MouseWheelUp})
		}
		s.sees("Many song 1 ")
		s.send(tea.MouseWheelMsg{X: 5, Y: 21, Button: tea.MouseWheelUp})
		s.asks("SetVolume 82")
	})
}

// Clicks anywhere on any page at any size harm nothing.
func TestClickEverywhere(t *testing.T) {
	for _, size := range append(sizes, [2]int{30, 5}) {
		onPlaying(t, tui.Options{Source: rich()}, func(s *screen) {
			s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			for _, page := range []string{"esc", "g h", "g q", "?", "esc g h esc a"} {
				s.press(strings.Fields(page)...)
				for y := -1; y <= size[1]; y += 2 {
					for x := -1; x <= size[0]; x += 7 {
						s.clickAt(x, y)
						s.send(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown})
						s.send(tea.MouseMotionMsg{X: x + 1, Y: y, Button: tea.MouseLeft})
					}
				}
			}
		})
	}
}

func TestNoMouse(t *testing.T) {
	for _, off := range []bool{false, true} {
		onScreen(t, tui.Options{NoMouse: off}, func(s *screen) {
			if got := s.m.View().MouseMode == tea.MouseModeNone; got != off {
				t.Errorf("with NoMouse %v the mouse is off: %v", off, got)
			}
		})
	}
}

// What the last row names is done by a click there, also with a number before it.
func TestClickHints(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "g", "q")
		s.click("Space pause")
		s.asks("TogglePause")
		x, y := s.find("J K move")
		s.press("j")
		s.clickAt(x, y)
		s.asks("Move 102 to 2")
		s.clickAt(x+2, y)
		s.asks("Move 102 to 1")
		s.press("5", "0")
		s.click("of the track")
		s.sees("1:30 ")
		s.player.asked()
		s.press("g")
		s.click("h home")
		s.sees("[Search]")
		s.click("Esc leave the box")
		s.click("? keys")
		s.sees("[keys]")
	})
}

// The words of the strip are buttons.
func TestClickStrip(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		s.press("esc", "s", "r")
		s.wait(5 * time.Second) // what they say is gone
		s.player.asked()
		s.click("vol 80%")
		s.asks("ToggleMute")
		s.sees("muted")
		s.click("repeat all")
		s.asks("SetRepeat one")
		s.click("shuffle")
		s.asks("SetShuffle false")
		s.click("1/5")
		s.sees("[Queue 5]")
		s.click("▶ Queued song 1 —")
		s.asks("TogglePause")
	})
}

// The other button opens the menu of what it is pressed on.
func TestRightClick(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) {
		right := func(words string) {
			x, y := s.find(words)
			s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseRight}, tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseRight})
		}
		s.press("esc", "g", "q")
		right("Queued song 3")
		s.sees("What to do with Queued song 3")
		s.click("remove from the queue")
		s.asks("Remove [103]")
		right("1/4")
		s.sees("What to do with Queued song 1")
		s.press("esc", "g", "l")
		right("Saved song 2")
		s.sees("What to do with Saved song 2")
	}, stocked)
}
