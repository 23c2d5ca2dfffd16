package tui

import (
	"anyaudio/player"
	"anyaudio/player/fetch"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/tracklist"
)

// Every message that is not Bubble Tea's own, with the command that makes it.

// subscribedMsg carries the channel of player events (subscribeCmd).
type subscribedMsg struct{ events <-chan player.Event }

// newsMsg is a line from elsewhere in the program (waitForNews).
type newsMsg struct{ line string }

// eventMsg is one event of the player (waitForEvent).
type eventMsg struct{ event player.Event }

// eventsEndedMsg says that the player has been closed (waitForEvent).
type eventsEndedMsg struct{}

// tickMsg asks for the position. A tick of another chain than gen is dropped
// (tickCmd).
type tickMsg struct{ gen int }

// barsMsg asks for the next picture of what is heard (barsCmd).
type barsMsg struct{}

// restMsg says that a row has stayed highlighted, unless another one is now (restCmd).
type restMsg struct{ gen int }

// seekTimerMsg ends a series of seek presses, unless another press has come since
// (seekTimerCmd).
type seekTimerMsg struct{ gen int }

// noticeTimerMsg takes a notice away, unless it has been replaced (noticeTimerCmd).
type noticeTimerMsg struct{ gen int }

// panicMsg is the panic of a command, with its stack (guard).
type panicMsg struct{ text string }

// foundMsg answers what was typed into the search box, or Options.Load (lookUpCmd, loadCmd).
type foundMsg struct {
	id   uint64
	text string
	page source.Page
	err  error
	// exact says that text was an address or a path, not words.
	exact bool
	// limited says that the words are those of before, with another filter
	// (searchCmd).
	limited bool
}

// ownFrontMsg is what the library has for the front page (ownFrontCmd).
type ownFrontMsg struct {
	id  uint64
	own ownFront
	err error
}

// frontMsg is a page of what the source has for it; an error may come with a part of it
// (homeCmd).
type frontMsg struct {
	id   uint64
	page source.Page
	err  error
}

// matchedMsg has the rows that were looked for in the list in front.
type matchedMsg struct {
	id   uint64
	rows []int
	step int
}

// tabMsg is what a tab of the library page shows, with which tracks are saved when it is
// that tab (tabCmd).
type tabMsg struct {
	id     uint64
	tab    libraryTab
	rows   []tracklist.Row
	filter *library.Filter
	saved  map[rowKey]struct{} // nil when not read
	err    error
}

// heardMsg is what was heard in a span (heardCmd).
type heardMsg struct {
	id    uint64
	recap library.Recap
	err   error
}

// keptMsg is what is kept at a moment (keptCmd).
type keptMsg struct{ snapshot fetch.Snapshot }

// keptTimerMsg asks for it again while something is fetched (keptTimerCmd).
type keptTimerMsg struct{ gen int }

// keptListMsg are the tracks of lists that are to be kept, or no longer (collectKeptCmd).
type keptListMsg struct {
	tracks []source.Track
	err    error
}

// savedMsg says which tracks are saved, and whether the library records (savedCmd).
type savedMsg struct {
	saved   map[rowKey]struct{}
	private bool
	err     error
}

// editedMsg says that an edit of the library is done (editCmd).
type editedMsg struct {
	what   string
	edited edited
	err    error
}

// listsMsg are the playlists that tracks can be put into (listsCmd).
type listsMsg struct {
	id    uint64
	lists []library.Playlist
	err   error
}

// refreshedMsg says that a live link is up to date; list is empty when it is none
// (refreshCmd).
type refreshedMsg struct {
	id   uint64
	list string
	err  error
}

// importedMsg says that a list file has been read to its end, or as far as it goes (importCmd).
type importedMsg struct {
	id  uint64
	err error
}

// importTimerMsg looks at how far it is (importTimerCmd).
type importTimerMsg struct{ id uint64 }

// leaveMsg ends the wait for edits at the end (doQuit).
type leaveMsg struct{}

// suggestTimerMsg ends a pause in typing, unless another key has come since
// (suggestTimerCmd).
type suggestTimerMsg struct{ gen int }

// pathsMsg are the lines that go on from one with a path (pathsCmd).
type pathsMsg struct {
	typed string
	n     int
	lines []string
}

// suggestedMsg are completions of what has been typed (suggestCmd).
type suggestedMsg struct {
	id    uint64
	items []string
	err   error
}

// moreFoundMsg is a further page of a search (moreFoundCmd).
type moreFoundMsg struct {
	id   uint64
	page source.Page
	err  error
}

// listedMsg is a page of the list that is open (listCmd, relatedCmd).
type listedMsg struct {
	id   uint64
	page source.Page
	err  error
}

// fedMsg is a page of the list that goes into the queue (feedCmd).
type fedMsg struct {
	id   uint64
	page source.Page
	err  error
}

// radioMsg is a page of a track's radio (radioCmd).
type radioMsg struct {
	id   uint64
	page source.Page
	err  error
}

// detailsMsg is what is known of a track (detailsCmd).
type detailsMsg struct {
	id      uint64
	details source.Details
	err     error
}
