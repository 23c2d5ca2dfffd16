package tui_test

import (
	"testing"
	"testing/synctest"

	"anyaudio/tui"
)

// TestNews: what the rest of the program has to say is shown, one line after the other.
func TestNews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		news := make(chan string, 2)
		news <- "the library is damaged"
		s := newScreen(t, tui.Options{Notices: news}, 80, 24)
		defer s.end()
		s.sees("the library is damaged")
		news <- "the disk is full\x1b[2J: nothing is kept"
		s.settle()
		s.sees("nothing is kept")
		s.seesNot("damaged")
	})
}
