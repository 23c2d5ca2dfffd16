package tui

import (
	"context"
	"log/slog"
	"time"

	"anyaudio/player"
	"anyaudio/source"
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

	Progress() player.Progress
	State() player.State
	Queue() []player.Entry
	// Subscribe returns events until ctx ends, then closes the channel.
	Subscribe(ctx context.Context) <-chan player.Event
}

// Library is where tracks are found. Its methods run in commands, never in Update;
// they may take as long as they like and should give up when ctx ends.
type Library interface {
	source.Searcher
	source.Lister
	source.Opener
}

// A Browser is a Library with something to show before the first search. It is
// optional: Run asks the Library for it.
type Browser interface {
	Home(ctx context.Context) (source.Page, error)
}

// Options of the interface; the zero value of each field but Controls is usable.
type Options struct {
	// Controls is the player. Required.
	Controls Controls
	// Source is where tracks are found. Without one only the queue can be played.
	Source Library
	// Logger gets the whole chain of errors that the screen shows in one line.
	// It must not write to the terminal. Default: discard.
	Logger *slog.Logger

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
