package player

import (
	"time"

	"anyaudio/source"
)

// Status is what the player is doing with the current track.
type Status int

const (
	// Stopped: there is no current track, or the queue has ended.
	Stopped Status = iota
	// Loading: the track is being resolved, opened and probed; no sound yet.
	Loading
	// Playing: sound is coming out (or about to, after a seek).
	Playing
	// Buffering: the listener wants sound and the bytes are not there yet.
	Buffering
	// Paused: the listener asked for silence; position is kept.
	Paused
)

// String returns the lower-case word for s.
func (s Status) String() string {
	switch s {
	case Stopped:
		return "stopped"
	case Loading:
		return "loading"
	case Playing:
		return "playing"
	case Buffering:
		return "buffering"
	case Paused:
		return "paused"
	}
	return "unknown"
}

// Repeat is what happens at the end of a track and of the queue.
type Repeat int

const (
	RepeatOff Repeat = iota // the queue plays to its end
	RepeatAll               // after the last entry comes the first
	RepeatOne               // the current entry plays again
)

// String returns "off", "all" or "one".
func (r Repeat) String() string { return [...]string{"off", "all", "one"}[r] }

// An Entry is a track's place in the queue. Its ID is unique for the life of the
// player, so that an edit names the entry it means even when the queue has
// changed in the meantime.
type Entry struct {
	ID    uint64
	Track source.Track
}

// State is everything an interface draws, whole: a lost event is repaired by the
// next one.
type State struct {
	// Generation grows by one for each start of a track, so that a late answer
	// about an earlier one can be told apart.
	Generation uint64
	Status     Status
	// Entry is the current queue entry; its ID is 0 when Stopped with nothing chosen.
	Entry Entry
	// Index is the entry's place in the queue, -1 when it is not in it.
	Index int
	// QueueLen is the number of entries.
	QueueLen int
	// Duration is the track's length, 0 when unknown.
	Duration time.Duration
	// Format describes the sound in a few words ("opus 48 kHz stereo 64 kb/s"),
	// empty until the file has been opened.
	Format string

	// Volume is in percent, 0 to 100.
	Volume  int
	Muted   bool
	Shuffle bool
	Repeat  Repeat

	// Output describes where the sound goes ("pulse unix:/run/...", "silent clock").
	Output string
	// Notice is one line about the output that the listener should know, with
	// what to do about it; empty when all is well.
	Notice string
	// Err is the one-line reason why playing stopped or moved on, empty when all is well.
	Err string
}

// An Event is something that happened in the player. Events are delivered in
// order. A subscriber that does not keep up loses older StateChanged and
// QueueChanged events (the newest is always delivered) and never a TrackFailed.
type Event interface{ event() }

// StateChanged carries the whole state after any change of it. It is not sent
// for the passing of time: ask Position.
type StateChanged struct{ State State }

// QueueChanged carries the whole queue after any change of its entries or order.
type QueueChanged struct{ Queue []Entry }

// TrackFailed says that an entry could not be played. The player goes on to the
// next entry, or pauses after three failures in a row. Not sent when the
// listener moved on first.
type TrackFailed struct {
	Entry Entry
	Err   error
}

func (StateChanged) event() {}
func (QueueChanged) event() {}
func (TrackFailed) event()  {}

// Progress is where the sound is and what is there to play, for a seek bar. It is
// a snapshot by value; ask for it on a tick.
type Progress struct {
	// Generation is that of the State it belongs to.
	Generation uint64
	// Position is what is heard now, the output's delay included.
	Position time.Duration
	// Duration is the track's length, 0 when unknown.
	Duration time.Duration
	// Buffered are the parts of the file that are here, as fractions of its
	// length in ascending order: half-open, 0 <= From < To <= 1.
	Buffered []Span
	// Ahead is how much sound is ready after Position, about.
	Ahead time.Duration
	// Trouble is one line about why bytes that are wanted do not come, such as
	// "connection refused: check the address"; empty when all is well. The player goes on
	// trying until it is told something else.
	Trouble string
	// Underruns counts the times that sound was wanted and missing, since the start.
	Underruns int64
}

// A Span is a half-open part of a track, as fractions of the whole.
type Span struct{ From, To float64 }
