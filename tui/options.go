package tui

import (
	"context"
	"log/slog"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/library"
)

// Controls is what the keys can do to the player. Every method may be called from
// Update: those that change something only post a command, the others return a
// snapshot, and none of them waits.
type Controls interface {
	// PlayNow inserts the tracks after the current entry and starts the first.
	PlayNow(tracks ...source.Track)
	PlayNext(tracks ...source.Track)
	Add(tracks ...source.Track)

	PlayEntry(id uint64)
	Remove(ids ...uint64)
	Move(id uint64, to int)
	Clear()
	// SetQueue replaces the queue. What plays goes on, as the entry at index when that is
	// the same track.
	SetQueue(tracks []source.Track, index int)

	Next()
	Prev()
	TogglePause()
	SeekTo(pos time.Duration)
	SeekBy(d time.Duration)
	SeekFraction(f float64)

	SetVolume(percent int)
	ToggleMute()
	SetShuffle(on bool)
	SetRepeat(r player.Repeat)

	SetSpeed(speed float64)
	SetLoudness(mode player.LoudnessMode, preamp float64)
	SetEqualizer(e player.Equalizer)
	SetCrossfade(d time.Duration)
	SetBalance(b float64)
	SetMono(on bool)
	SleepAfter(d time.Duration)
	SleepAtEnd()
	CancelSleep()

	Progress() player.Progress
	State() player.State
	Queue() []player.Entry
	// Subscribe returns events until ctx ends, then closes the channel.
	Subscribe(ctx context.Context) <-chan player.Event
}

// Library is where tracks are found. Its methods run in commands, never in Update;
// they may take as long as they like and should give up when ctx ends.
//
// It may offer more, and what it does not is left out, with a line from the key that
// would need it: a Browser a front page, a source.Suggester the completion of words, a
// source.FilterSearcher results of one kind (its Filters are asked for in New, and must not
// wait), a source.Relater more like a track and its radio, a source.Detailer the details,
// a source.Coverer pictures.
type Library interface {
	source.Searcher
	source.Lister
	source.Opener
}

// A Browser is a Library with something to show before the first search. It is
// optional: Run asks the Library for it.
type Browser interface {
	// Home gives the front page in parts, as source.Lister gives a playlist: page is empty
	// for the first one, which should need no network, otherwise the Next of the one before.
	// An error may come together with what could be had.
	Home(ctx context.Context, page string) (source.Page, error)
}

// Options of the interface; the zero value of each field but Controls is usable.
type Options struct {
	// Controls is the player. Required.
	Controls Controls
	// Source is where tracks are found. Without one only the queue can be played.
	Source Library
	// Library is what the listener has heard and saved; nil for none, and then what needs
	// it says so in one line. The caller closes it after Run.
	Library *library.Library
	// Taste suggests tracks for the front page; nil for none. It needs the Library.
	Taste Taster
	// Kept keeps tracks for when there is no network; nil where there is no disk for it.
	Kept Kept
	// QueueEdit is called before each edit of the queue, with the name that Undo will call it
	// by: whoever saves the queue in the Library saves the next change of its tracks under
	// that name. It must not wait. Default: the queue cannot be undone.
	QueueEdit func(label string)
	// Ready is called with a track whose row has stayed highlighted for a moment: whoever can
	// makes it ready for being played. It must not wait. Nil for nobody.
	Ready func(t source.Track)
	// Notices are lines for the listener from elsewhere in the program, such as that the disk
	// is full; nil for none.
	Notices <-chan string
	// Logger gets the whole chain of errors that the screen shows in one line.
	// It must not write to the terminal. Default: discard. When its handler is a LogRing, the
	// page of errors has what others have logged too.
	Logger *slog.Logger

	// Keys says which keys give which commands.
	Keys Keys

	// Theme says which colours are drawn with.
	Theme Theme
	// Visualiser shows a spectrum of what is heard from the start, where the window has room
	// for it and Controls can say what is heard (Heard, as a player.Player has it).
	Visualiser bool
	// Art says how pictures of tracks are drawn: "auto", "kitty", "sixel", "blocks" or "off";
	// empty is auto. They are a source.Coverer's, which Source may be.
	Art string
	// NoMouse leaves the mouse to the terminal, for selecting text without a modifier.
	NoMouse bool

	// Remote is the path of a unix socket to listen at for other programs of the same user
	// (package remote). Empty for none, which is the default.
	Remote string

	// Query is looked up at the start: words, a URL or a path.
	Query string
	// Load, when set, is called instead of looking Query up, in the background: for
	// several arguments or a list on stdin.
	Load func(ctx context.Context) (source.Page, error)
	// AutoPlay plays what Query or Load gives: the first track found by words, all
	// tracks of an address, a path or Load.
	AutoPlay bool

	// OnSuspend is called before Ctrl+Z stops the process, for saving what should
	// outlive it.
	OnSuspend func()
}
