package tui

import (
	"anyaudio/player"
	"anyaudio/source"
)

// Every message that is not Bubble Tea's own, with the command that makes it.

// subscribedMsg carries the channel of player events (subscribeCmd).
type subscribedMsg struct{ events <-chan player.Event }

// eventMsg is one event of the player (waitForEvent).
type eventMsg struct{ event player.Event }

// eventsEndedMsg says that the player has been closed (waitForEvent).
type eventsEndedMsg struct{}

// tickMsg asks for the position. A tick of another chain than gen is dropped
// (tickCmd).
type tickMsg struct{ gen int }

// seekTimerMsg ends a series of seek presses, unless another press has come since
// (seekTimerCmd).
type seekTimerMsg struct{ gen int }

// noticeTimerMsg takes a notice away, unless it has been replaced (noticeTimerCmd).
type noticeTimerMsg struct{ gen int }

// panicMsg is the panic of a command, with its stack (guard).
type panicMsg struct{ text string }

// foundMsg answers what was typed into the search box, or asks for the front page
// when text is empty (lookUpCmd, homeCmd, loadCmd).
type foundMsg struct {
	id   uint64
	text string
	page source.Page
	err  error
	// exact says that text was an address or a path, not words.
	exact bool
}

// moreFoundMsg is a further page of a search (moreFoundCmd).
type moreFoundMsg struct {
	id   uint64
	page source.Page
	err  error
}

// listedMsg is a page of a playlist (listCmd).
type listedMsg struct {
	id   uint64
	page source.Page
	err  error
}

// collectedMsg is a whole playlist for the queue (collectCmd). No id: several may
// be under way, and none makes another stale.
type collectedMsg struct {
	playlist source.Playlist
	tracks   []source.Track
	next     bool // play next, else at the end
	err      error
}
