package tui

import (
	"context"
	"slices"
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/tui/text"

	tea "charm.land/bubbletea/v2"
)

// One stack of what can be taken back: edits of the queue, of playlists and of saved tracks,
// which the library logs, and on top of it the last seek while nothing has come after it.
//
// Whoever keeps the queue in the library is told the name of an edit before the player gets
// it (Options.QueueEdit), and logs it under that name.

// lastSeek is the seek that can be taken back.
type lastSeek struct {
	gen      uint64 // of the track, 0 for none
	from, to time.Duration
	undone   bool
}

// queueEdit gives the edit of the queue that follows its name.
func (m *Model) queueEdit(label string) {
	m.lastSeek = lastSeek{}
	if m.queueEdits != nil {
		m.queueEdits(label)
	}
}

// The edits of the queue that need no more than a name. from is where the tracks are from, for
// the heading of the queue.

func (m *Model) playNow(from string, tracks ...source.Track) {
	if m.queueFrom.name == "" && len(m.queue) > 0 { // nobody knows of the others, and these play
		m.queueFrom = queueFrom{from, from != ""}
	}
	m.takenFrom(from)
	m.queueEdit("play " + names(tracks))
	m.controls.PlayNow(tracks...)
}

func (m *Model) playNext(from string, tracks ...source.Track) {
	m.takenFrom(from)
	m.queueEdit("play " + names(tracks) + " next")
	m.controls.PlayNext(tracks...)
}

func (m *Model) addTracks(from string, tracks ...source.Track) {
	m.takenFrom(from)
	m.queueEdit("add " + names(tracks))
	m.controls.Add(tracks...)
}

// sought remembers where a seek came from.
func (m *Model) sought(from, to time.Duration) {
	m.lastSeek = lastSeek{gen: m.state.Generation, from: from, to: to}
}

// heardAt is where the sound is.
func (m *Model) heardAt() time.Duration {
	if p := m.controls.Progress(); p.Generation == m.state.Generation {
		return p.Position
	}
	return 0
}

// seekBack takes the last seek back, or makes it again.
func (m *Model) seekBack(undo bool) (tea.Cmd, bool) {
	s := m.lastSeek
	if s.gen == 0 || s.gen != m.state.Generation || s.undone == undo {
		return nil, false
	}
	to, line := s.from, "back at "
	if !undo {
		to, line = s.to, "at "
	}
	s.undone = undo
	cmd := m.seekTo(to)
	m.lastSeek = s
	return tea.Batch(cmd, m.say(line+text.Clock(to))), true
}

func (m *Model) doUndo(command) (tea.Cmd, error) {
	if cmd, done := m.seekBack(true); done {
		return cmd, nil
	}
	return m.step("undone", (*library.Library).Undo), nil
}

func (m *Model) doRedo(command) (tea.Cmd, error) {
	if cmd, done := m.seekBack(false); done {
		return cmd, nil
	}
	return m.step("done again", (*library.Library).Redo), nil
}

// step takes an edit back or makes it again. When it was one of the queue, the player gets
// the queue.
func (m *Model) step(done string, step func(*library.Library, context.Context) (library.Command, error)) tea.Cmd {
	return m.edit("undo", func(ctx context.Context, lib *library.Library) (edited, error) {
		if lib.Private() { // the queue is not kept
			c, err := step(lib, ctx)
			return edited{line: done + ": " + c.Label}, err
		}
		before, err := lib.LoadQueue(ctx)
		if err != nil {
			return edited{}, err
		}
		c, err := step(lib, ctx)
		if err != nil {
			return edited{}, err
		}
		after, err := lib.LoadQueue(ctx)
		e := edited{line: done + ": " + c.Label}
		if !slices.EqualFunc(before.Tracks, after.Tracks, sameTrack) {
			e.queue = &after
		}
		return e, err
	})
}

func sameTrack(a, b source.Track) bool { return a.Key() == b.Key() }

// takeQueue gives the player a queue in which what plays goes on.
func (m *Model) takeQueue(q library.Queue) {
	at := q.Index
	if m.state.Entry.ID != 0 {
		at = nearestPlace(q.Tracks, m.state.Entry, max(m.state.Index, 0))
	}
	m.controls.SetQueue(q.Tracks, at)
}

// nearestPlace is where an entry is among tracks, the place nearest to at when it is there
// more than once, and at itself when it is not there.
func nearestPlace(tracks []source.Track, e player.Entry, at int) int {
	for d := range len(tracks) {
		for _, i := range []int{at - d, at + d} {
			if i >= 0 && i < len(tracks) && sameTrack(tracks[i], e.Track) {
				return i
			}
		}
	}
	return min(at, len(tracks))
}
