package player

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"anyaudio/player/decode"
	"anyaudio/player/output"
	"anyaudio/source"
)

// Options are the settings of a Player; a zero value of any but Opener is its default.
type Options struct {
	// Opener opens tracks. Required.
	Opener Opener
	// OpenOutput opens the sound output, again after each loss. An error that wraps
	// output.ErrNoOutput makes the player run on a silent clock and try again every
	// 2 s; any other error is final. Default: output.Open with "auto".
	OpenOutput func(context.Context) (output.Output, error)
	// NoOutputHelp turns the error of OpenOutput into the line that the listener
	// reads in State.Notice. Default: the error's text.
	NoOutputHelp func(error) string
	// Place says where a track of that length begins that nobody sent to a place, such as where a
	// long one was left; nil, and 0, for its start. The decode goroutine calls it when the track is
	// open, which may be long before it is heard; it may read a file.
	Place func(ctx context.Context, t source.Track, length time.Duration) time.Duration
	// FFmpeg is the path of an ffmpeg program, which decodes what this package cannot. Default
	// none.
	FFmpeg string
	// Volume at the start, in percent; 0 is the default of 100.
	Volume int
	// Loudness, Equalizer, Balance (-1 to 1), Mono, Speed (0.5 to 2, 0 is 1) and Crossfade
	// (at most 12 s) are what the methods of like name set.
	Loudness  Loudness
	Equalizer Equalizer
	Balance   float64
	Mono      bool
	Speed     float64
	Crossfade time.Duration
	// Logger gets the full chains of errors. Default: none.
	Logger *slog.Logger
	// Rand shuffles. Default: randomly seeded.
	Rand *rand.Rand
}

// A Player plays a queue of tracks. Its methods may be called from any goroutine: those
// that change something post a command to the loop and return at once. After
// Close they do nothing.
type Player struct {
	commands chan func(*loop)
	cancel   context.CancelFunc
	life     context.Context
	wg       sync.WaitGroup
	hub      hub
	guard    *guard

	ring  *ring
	tl    *timeline
	sound *sound

	// written by the loop, read by anyone
	state   atomic.Pointer[State]
	queue   atomic.Pointer[[]Entry]
	history atomic.Pointer[[]source.Track]
}

// ringFrames is the size of the ring (5.4 s, 2 MB) and ringHistory what stays behind its
// reader: more than any output holds, so that everything that an output takes back can be
// rendered again.
const (
	ringFrames  = 1 << 18
	ringHistory = 3 * output.Rate / 2
)

// New starts a player. Close it after use.
func New(opts Options) *Player {
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.OpenOutput == nil {
		auto, err := output.NewOpener("auto", output.Options{Logger: opts.Logger})
		if err != nil {
			panic("player: " + err.Error()) // "auto" is a good spec
		}
		opts.OpenOutput = auto.Open
	}
	if opts.NoOutputHelp == nil {
		opts.NoOutputHelp = func(err error) string { return err.Error() }
	}
	if opts.Rand == nil {
		opts.Rand = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	p := &Player{
		commands: make(chan func(*loop), 64),
		ring:     newRing(ringFrames, ringHistory),
		tl:       new(timeline),
	}
	p.life, p.cancel = context.WithCancel(context.Background())
	p.guard = &guard{log: opts.Logger, cancel: p.cancel, failed: make(chan struct{})}
	p.hub.guard = p.guard
	notes := make(chan note, 16)
	data, room := make(chan struct{}, 1), make(chan struct{}, 1)
	outs := &outputs{open: opts.OpenOutput, log: opts.Logger, data: data, lost: make(chan struct{}, 1)}
	l := &loop{
		p: p, opts: opts, log: opts.Logger,
		queue: queue{rand: opts.Rand}, set: settingsOf(opts),
		feeder: newFeeder(opts.Opener, p.ring, p.tl, opts.Logger, notes, data, room, p.guard),
	}
	p.sound = newSound(p.ring, p.tl, opts.Logger, notes, data, room, outs, l.wishes())
	l.feeder.ffmpeg, l.feeder.place = opts.FFmpeg, opts.Place
	l.sound = p.sound
	l.publish()
	p.start("outputs", func() { outs.run(p.life) })
	p.start("decode", func() { l.feeder.run(p.life) })
	p.start("sound", func() { p.sound.run(p.life) })
	p.start("loop", func() { l.run(p.life, notes) })
	return p
}

// start starts a goroutine that ends the player when it panics.
func (p *Player) start(name string, run func()) {
	p.wg.Go(func() {
		defer p.guard.catch(name)
		run()
	})
}

// Close ends the sound in a fade, closes everything and waits for it. It may be called
// more than once.
func (p *Player) Close() error {
	p.cancel()
	p.wg.Wait()
	p.hub.close()
	return nil
}

func (p *Player) post(f func(*loop)) {
	select {
	case p.commands <- f:
	case <-p.life.Done():
	}
}

// PlayNow puts tracks behind the current entry and starts the first of them.
func (p *Player) PlayNow(tracks ...source.Track) { p.PlayFrom(0, tracks...) }

// PlayFrom is PlayNow with the first of them from pos on; nothing before that is opened or heard.
func (p *Player) PlayFrom(pos time.Duration, tracks ...source.Track) {
	p.post(func(l *loop) { l.playNow(tracks, max(pos, 0)) })
}

// PlayNext puts tracks behind the current entry.
func (p *Player) PlayNext(tracks ...source.Track) {
	p.post(func(l *loop) { l.edit(func(q *queue) { q.insert(q.afterCurrent(), tracks) }) })
}

// Add puts tracks at the end of the queue.
func (p *Player) Add(tracks ...source.Track) {
	p.post(func(l *loop) { l.edit(func(q *queue) { q.insert(len(q.entries), tracks) }) })
}

// Restore fills the queue with tracks and waits, paused, at position pos of the one at
// index; nothing is opened before the listener goes on. It does nothing unless the
// queue is empty.
func (p *Player) Restore(tracks []source.Track, index int, pos time.Duration) {
	p.post(func(l *loop) { l.restore(tracks, index, pos) })
}

// RestoreShuffle says that the restored queue stands in the random order of an earlier run: the
// mode is on, and nothing is moved, also not when it is switched off.
func (p *Player) RestoreShuffle() {
	p.post(func(l *loop) { l.edit((*queue).setShuffled) })
}

// PlayEntry starts the entry with that id, if it is in the queue.
func (p *Player) PlayEntry(id uint64) { p.post(func(l *loop) { l.playEntry(id) }) }

// InsertAfter puts tracks behind the last entry of a track, at the end when there is none of
// it: the rest of a list that comes page by page.
func (p *Player) InsertAfter(after source.Track, tracks ...source.Track) {
	p.post(func(l *loop) { l.edit(func(q *queue) { q.insert(q.behind(after), tracks) }) })
}

// SetQueue replaces the queue, for an undo. What plays goes on: as the entry at index when that
// is the same track, and otherwise as one that has been removed before that place. Tracks
// that were in the queue keep their entries' IDs.
func (p *Player) SetQueue(tracks []source.Track, index int) {
	p.post(func(l *loop) { l.edit(func(q *queue) { q.replace(tracks, index) }) })
}

// Remove takes entries out of the queue. When the current one goes, the next one
// starts.
func (p *Player) Remove(ids ...uint64) { p.post(func(l *loop) { l.remove(ids) }) }

// Move puts the entry with that id at index to of the queue.
func (p *Player) Move(id uint64, to int) {
	p.post(func(l *loop) { l.edit(func(q *queue) { q.move(id, to) }) })
}

// Clear empties the queue and stops.
func (p *Player) Clear() { p.post((*loop).clear) }

// Next starts the next entry; at the queue's end it stops.
func (p *Player) Next() { p.post(func(l *loop) { l.skip() }) }

// Prev starts the current track again when more than 3 s of it have been heard, and the
// entry before it otherwise.
func (p *Player) Prev() { p.post((*loop).prev) }

// Stop ends the sound; the queue and the place in it stay.
func (p *Player) Stop() { p.post((*loop).stop) }

// SetPaused pauses or goes on. Going on with nothing current starts the queue.
func (p *Player) SetPaused(on bool) { p.post(func(l *loop) { l.setPaused(on) }) }

// TogglePause pauses, or goes on.
func (p *Player) TogglePause() {
	p.post(func(l *loop) { l.setPaused(!l.paused && l.cur != nil) })
}

// SeekTo jumps to a position of the current track, the last one asked for counts.
func (p *Player) SeekTo(pos time.Duration) { p.post(func(l *loop) { l.seek(pos) }) }

// SeekBy jumps relative to the position heard, or to the one last asked for when the
// player is on its way there.
func (p *Player) SeekBy(d time.Duration) {
	p.post(func(l *loop) { l.seek(l.position() + d) })
}

// SeekFraction jumps to a part of the track's length, 0 to 1. It does nothing
// while the length is not known.
func (p *Player) SeekFraction(f float64) {
	p.post(func(l *loop) {
		if d := l.facts.duration; d > 0 {
			l.seek(time.Duration(min(max(f, 0), 1) * float64(d)))
		}
	})
}

// SetVolume sets the volume in percent, 0 to 100, and ends a mute.
func (p *Player) SetVolume(percent int) {
	p.post(func(l *loop) { l.setVolume(min(max(percent, 0), 100), false) })
}

// ToggleMute silences, or goes back to the volume.
func (p *Player) ToggleMute() { p.post(func(l *loop) { l.setVolume(l.set.volume, !l.set.muted) }) }

// SetShuffle puts what follows in random order, or restores the order.
func (p *Player) SetShuffle(on bool) {
	p.post(func(l *loop) { l.edit(func(q *queue) { q.setShuffle(on) }) })
}

// SetRepeat sets what happens at the end of a track and of the queue.
func (p *Player) SetRepeat(r Repeat) {
	p.post(func(l *loop) { l.edit(func(q *queue) { q.repeat = r }) })
}

// State returns the present state.
func (p *Player) State() State { return *p.state.Load() }

// Queue returns the present queue, in the order in which it plays. The slice is
// the caller's.
func (p *Player) Queue() []Entry { return slices.Clone(*p.queue.Load()) }

// History returns the tracks that were heard, newest last, at most 200.
func (p *Player) History() []source.Track { return slices.Clone(*p.history.Load()) }

// Subscribe returns a channel of events that begins with the present state and queue.
// It is closed when ctx ends or the player is closed.
func (p *Player) Subscribe(ctx context.Context) <-chan Event {
	return p.hub.subscribe(ctx, p.life, StateChanged{p.State()}, QueueChanged{p.Queue()})
}

// Progress returns where the ear is and what is there to be played.
func (p *Player) Progress() Progress {
	st := p.State()
	it, frame, _ := p.tl.heard()
	pr := Progress{
		Position:  output.Duration(frame),
		Ahead:     output.Duration(p.tl.ahead(p.ring.w.Load())),
		Underruns: p.sound.underruns.Load(),
	}
	if !st.Sleep.At.IsZero() {
		pr.Sleep = max(time.Until(st.Sleep.At), 0)
	}
	if it == nil {
		return pr
	}
	pr.Generation = it.gen
	if it.gen == st.Generation {
		pr.Duration = st.Duration
		if st.Duration > 0 {
			pr.Position = min(pr.Position, st.Duration)
			if st.Sleep.AtEnd {
				pr.Sleep = time.Duration(float64(st.Duration-pr.Position) / st.Speed)
			}
		}
	}
	pr.Buffered, pr.Trouble = it.look()
	return pr
}

// A TrackError says what could not be done with which track.
type TrackError struct {
	Track source.Track
	Op    string
	Err   error
}

func (e *TrackError) Error() string { return fmt.Sprintf("%s %s: %v", e.Op, e.Track.Title, e.Err) }
func (e *TrackError) Unwrap() error { return e.Err }

// ErrNoTracks is State.Err's cause after three failures in a row.
var ErrNoTracks = errors.New("three tracks in a row could not be played")

// formatLine describes a sound in a few words.
func formatLine(f decode.Format) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %g kHz", f.Codec, float64(f.Rate)/1000)
	switch f.Channels {
	case 1:
		b.WriteString(" mono")
	case 2:
		b.WriteString(" stereo")
	default:
		fmt.Fprintf(&b, " %d channels", f.Channels)
	}
	if f.BitRate > 0 {
		fmt.Fprintf(&b, " %d kb/s", (f.BitRate+500)/1000)
	}
	return b.String()
}
