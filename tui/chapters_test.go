package tui_test

import (
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/tui"
)

// Chapters have ticks on the bar, and keys that go from one to the next.
func TestChapterKeys(t *testing.T) {
	onPlaying(t, tui.Options{}, func(s *screen) { // a minute into 3:00
		s.press("esc", ")")
		s.sees("what plays has no chapters")
		s.player.state.Tags = &player.Tags{Chapters: []player.Chapter{
			{Title: "Intro"}, {Title: "Verse\x1b[2J", Start: 55 * time.Second}, {Title: "Coda", Start: 150 * time.Second},
		}}
		s.player.SetVolume(80) // for the event
		s.player.asked()
		s.settle()
		s.sees("│")
		s.press(")")
		s.asks("SeekTo 2m30s")
		s.sees("chapter 3 of 3: Coda")
		s.press(")")
		s.asks()
		s.sees("this is the last chapter")
		s.press("(") // just begun: the one before
		s.asks("SeekTo 55s")
		s.sees("chapter 2 of 3: Verse[2J")
		s.wait(5 * time.Second)
		s.press("(") // 5 s into it: its start
		s.asks("SeekTo 55s")
		s.press("2", "(")
		s.asks("SeekTo 0s")
		s.press(":")
		s.typeText("chapter 3")
		s.press("enter")
		s.asks("SeekTo 2m30s")
		s.press(":")
		s.typeText("chapter 4")
		s.press("enter")
		s.asks()
		s.sees("chapter next, prev, or 1 to 3")
	})
}
