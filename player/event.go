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
	// Reason says which format the source has chosen and why, empty when it does not.
	Reason string
	// Tags are what the file says about itself, chapters included; nil until it has been
	// opened. They are shared: do not change them.
	Tags *Tags

	// Volume is in percent, 0 to 100.
	Volume  int
	Muted   bool
	Shuffle bool
	Repeat  Repeat
	// Balance is from -1, left only, to 1, right only.
	Balance float64
	Mono    bool

	// Loudness is the setting, Gain what it makes of the current track, in dB, and
	// GainReason why, in a few words.
	Loudness   Loudness
	Gain       float64
	GainReason string
	// Equalizer is the curve, and EqualizerName that of its preset or "custom".
	Equalizer     Equalizer
	EqualizerName string
	// Speed is 0.5 to 2, 1 as recorded.
	Speed float64
	// Crossfade is how long two tracks sound together at a join, 0 for none.
	Crossfade time.Duration
	// Sleep is the sleep timer; what is left of it is in Progress.
	Sleep Sleep

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
// QueueChanged events (the newest is always delivered) and never another.
type Event interface{ event() }

// StateChanged carries the whole state after any change of it. It is not sent
// for the passing of time: ask Position.
type StateChanged struct{ State State }

// QueueChanged carries the whole queue after any change of its entries or order.
type QueueChanged struct{ Queue []Entry }

// TrackFailed says that an entry could not be played. When that is its own fault (it is
// not there, damaged, of an unknown kind) the player goes on to the next entry, or pauses after
// three in a row; when it is not (no network, a source that asks to wait) the player pauses
// at the entry. Not sent when the listener moved on first.
type TrackFailed struct {
	Entry Entry
	Err   error
}

// TrackEnded says that a track that was heard is heard no more. Finished is whether that was
// at its end; Position is where it was otherwise. It is not sent when the player is closed.
type TrackEnded struct {
	Entry    Entry
	Finished bool
	Position time.Duration
	Duration time.Duration // 0 when unknown
}

func (StateChanged) event() {}
func (TrackEnded) event()   {}
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
	// Sleep is the time until the sleep timer pauses, 0 when it is off or the length
	// of the track is not known.
	Sleep time.Duration
}

// A Span is a half-open part of a track, as fractions of the whole.
type Span struct{ From, To float64 }
