package fetch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"syscall"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/stream"
)

// Options are those of a Fetcher.
type Options struct {
	// Dir is the folder of the index. It is made when the first track is kept.
	Dir string
	// Opener opens what is not kept; Resolver finds what is to be fetched.
	Opener   player.Opener
	Resolver player.Resolver
	// Pool fetches and Cache keeps: the cache that the pool was made with.
	Pool  *stream.Pool
	Cache *stream.Cache
	// Stream are the options for playing what is kept; Key is set for each track.
	Stream stream.Options

	// Rate bounds what is fetched in bytes per second, 0 for no bound. It is exact over some
	// seconds; single requests run at full speed.
	Rate int64
	// MaxBytes bounds what is kept in all, 0 for no bound but the room on the disk.
	MaxBytes int64
	// Offline forbids to fetch anything.
	Offline bool
	// Here tells tracks that play without a network though they are not kept, such as
	// files; nil for none.
	Here func(t source.Track) bool
	// Report gets one line for a listener when the disk is full, and another when it goes on.
	// The worker calls it.
	Report func(line string)
	// Logger gets what went wrong; nil for none.
	Logger *slog.Logger
}

// ErrOffline says that something is not here and the network must not be used.
var ErrOffline = errors.New("offline")

func errNotKept(t source.Track) error {
	return &source.Error{
		Line: fmt.Sprintf("%q is not kept here, and the network is off", source.Clean(t.Title)),
		Hint: "start without --offline, or choose a track that is kept",
		Err:  ErrOffline,
	}
}

func errPartly(t source.Track) error {
	return &source.Error{
		Line: fmt.Sprintf("the rest of %q is not kept here, and the network is off", source.Clean(t.Title)),
		Hint: "start without --offline",
		Err:  ErrOffline,
	}
}

// errNoNote says that a track cannot be put on the list of what is kept.
func errNoNote(t source.Track, err error) error {
	line := fmt.Sprintf("%q cannot be kept: the list of what is kept cannot be written", source.Clean(t.Title))
	hint := "look at the disk and the folder of the cache"
	if errors.Is(err, syscall.ENOSPC) {
		line, hint = fmt.Sprintf("%q cannot be kept: the disk is full", source.Clean(t.Title)), "make room, and keep it again"
	}
	return &source.Error{Line: line, Hint: hint, Err: err}
}

// NoDial is a DialContext that opens nothing: what else in the program wants the network with
// --offline gets its error.
func NoDial(context.Context, string, string) (net.Conn, error) {
	return nil, &source.Error{Line: "the network is off", Hint: "start without --offline", Err: ErrOffline}
}
