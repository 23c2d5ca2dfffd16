package tui

import (
	"time"

	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui/tracklist"
)

// A shelf is what a question to a source has given so far.
type shelf struct {
	text     string          // what was asked, empty for the front page
	playlist source.Playlist // the playlist, on the playlist page
	like     source.Track    // on the playlist page: the track that this goes with
	rows     []tracklist.Row
	length   time.Duration // of all tracks together
	total    int           // tracks in the whole list, 0 when unknown
	next     string        // page token of what follows, empty at the end
	busy     bool          // an answer is awaited
	stopped  bool          // the listener does not want all of it
	asked    bool          // there has been an answer, if only that there is nothing
	exact    bool          // an address or a path, not words
	front    bool          // the front page
	again    bool          // the next page replaces what there is
	failed   string        // why there is nothing, one line
	// seen are the rows of a list that is to have each only once: results come again
	// when the source's order changes between two pages. A playlist may repeat itself.
	seen map[rowKey]struct{}
}

// rowKey tells rows apart. It shares the strings of the row.
type rowKey struct {
	playlist     bool
	provider, id string
	entry        uint64 // of the queue, where a track may be more than once
}

// keyOf is the key of a row that is no heading.
func keyOf(r tracklist.Row) rowKey {
	switch {
	case r.Entry != 0:
		return rowKey{entry: r.Entry}
	case r.Playlist != nil:
		return rowKey{playlist: true, provider: r.Playlist.Provider, id: r.Playlist.ID}
	}
	return trackKey(r.Track)
}

func trackKey(t source.Track) rowKey { return rowKey{provider: t.Provider, id: t.ID} }

// once makes the shelf drop what it has already.
func (s shelf) once() shelf {
	s.seen = map[rowKey]struct{}{}
	return s
}

// take appends a page: its tracks, then its playlists. It reports whether that brought
// anything.
func (s *shelf) take(p source.Page) bool {
	before := len(s.rows)
	for _, t := range p.Tracks {
		if s.isNew(trackKey(t)) {
			s.rows = append(s.rows, tracklist.Row{Track: t})
			s.length += t.Duration
		}
	}
	for _, l := range p.Playlists {
		if s.isNew(rowKey{playlist: true, provider: l.Provider, id: l.ID}) {
			s.rows = append(s.rows, tracklist.Row{Playlist: &l})
		}
	}
	if p.Next == s.next {
		p.Next = "" // the same page again: this would never end
	}
	s.next = p.Next
	s.total = max(s.total, p.Total)
	s.asked = true
	return len(s.rows) > before
}

func (s *shelf) isNew(k rowKey) bool {
	if s.seen == nil {
		return true
	}
	_, old := s.seen[k]
	s.seen[k] = struct{}{}
	return !old
}

// is reports whether the shelf holds that playlist.
func (s *shelf) is(p source.Playlist) bool {
	return p.ID != "" && s.playlist.ID == p.ID && s.playlist.Provider == p.Provider
}

// open reports whether the playlist page has anything to show.
func (s *shelf) open() bool { return s.playlist != (source.Playlist{}) || s.isLike() }

func (s *shelf) isLike() bool { return s.like.ID != "" }

// size is how many tracks the whole list has, 0 when unknown.
func (s *shelf) size() int { return max(s.total, s.playlist.Count) }

// tracks returns the tracks of the n rows from row i on, without those that cannot be
// played in a queue.
func (s *shelf) tracks(i, n int) (tracks []source.Track) {
	for _, r := range s.rows[min(max(i, 0), len(s.rows)):] {
		if n--; n < 0 {
			break
		}
		if r.Playlist == nil && r.Heading == "" && !r.Track.Live {
			tracks = append(tracks, r.Track)
		}
	}
	return tracks
}

// signed says which rows have a sign: the track that plays, those saved, kept or marked.
type signed struct {
	current       source.Track
	saved, marked map[rowKey]struct{}
	kept          map[rowKey]tracklist.Kept
}

func (s signed) sign(r tracklist.Row) tracklist.Row {
	if r.Heading != "" {
		return r
	}
	_, r.Marked = s.marked[keyOf(r)]
	if r.Playlist == nil {
		_, r.Saved = s.saved[trackKey(r.Track)]
		r.Kept = s.kept[trackKey(r.Track)]
	}
	return r
}

// shelfItems shows rows, all or those of the places in only.
type shelfItems struct {
	signed
	rows []tracklist.Row
	only []int // nil for all
}

func (s shelfItems) Len() int {
	if s.only != nil {
		return len(s.only)
	}
	return len(s.rows)
}

func (s shelfItems) Row(i int) tracklist.Row {
	if s.only != nil {
		i = s.only[i]
	}
	r := s.rows[i]
	r.Current = r.Playlist == nil && s.current.ID != "" &&
		r.Track.ID == s.current.ID && r.Track.Provider == s.current.Provider
	return s.sign(r)
}

// queueItems shows queue entries.
type queueItems struct {
	signed
	entries []player.Entry
	current uint64
	index   int // of the current entry, -1 for none
}

func (q queueItems) Len() int { return len(q.entries) }

func (q queueItems) Row(i int) tracklist.Row {
	e := q.entries[i]
	return q.sign(tracklist.Row{
		Track: e.Track, Entry: e.ID, Current: e.ID == q.current && q.current != 0, Past: i < q.index,
	})
}
