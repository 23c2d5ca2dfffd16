package tui

import (
	"anyaudio/player"
	"anyaudio/source"
	"anyaudio/tui/tracklist"
)

// A shelf is what a question to a source has given so far.
type shelf struct {
	text     string          // what was asked, empty for the front page
	playlist source.Playlist // the playlist, on the playlist page
	rows     []tracklist.Row
	next     string // page token of what follows, empty at the end
	busy     bool   // an answer is awaited
	exact    bool   // an address or a path, not words
	failed   string // why there is nothing, one line
}

// take appends a page: its tracks, then its playlists.
func (s *shelf) take(p source.Page) {
	for _, t := range p.Tracks {
		s.rows = append(s.rows, tracklist.Row{Track: t})
	}
	for _, l := range p.Playlists {
		s.rows = append(s.rows, tracklist.Row{Playlist: &l})
	}
	s.next = p.Next
}

// tracks returns the tracks of the n rows from row i on.
func (s *shelf) tracks(i, n int) (tracks []source.Track) {
	for _, r := range s.rows[min(max(i, 0), len(s.rows)):] {
		if n--; n < 0 {
			break
		}
		if r.Playlist == nil {
			tracks = append(tracks, r.Track)
		}
	}
	return tracks
}

// shelfItems shows rows with the track that plays marked.
type shelfItems struct {
	rows    []tracklist.Row
	current source.Track
}

func (s shelfItems) Len() int { return len(s.rows) }

func (s shelfItems) Row(i int) tracklist.Row {
	r := s.rows[i]
	r.Current = r.Playlist == nil && s.current.ID != "" &&
		r.Track.ID == s.current.ID && r.Track.Provider == s.current.Provider
	return r
}

// queueItems shows queue entries.
type queueItems struct {
	entries []player.Entry
	current uint64
	index   int // of the current entry, -1 for none
}

func (q queueItems) Len() int { return len(q.entries) }

func (q queueItems) Row(i int) tracklist.Row {
	e := q.entries[i]
	return tracklist.Row{Track: e.Track, Current: e.ID == q.current && q.current != 0, Past: i < q.index}
}
