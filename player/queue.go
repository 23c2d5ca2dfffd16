package player

import (
	"math/rand/v2"
	"slices"

	"anyaudio/source"
)

// historyLen bounds the list of tracks that were heard.
const historyLen = 200

// A queue is the list of entries in the order in which they play, the place in it,
// and the modes. It is plain data: the loop goroutine owns it.
type queue struct {
	entries []Entry
	current uint64 // ID of the current entry, 0 for none
	// place is where the current entry is, or where it was before it was removed:
	// the next one is at place then.
	place   int
	lastID  uint64
	repeat  Repeat
	shuffle bool
	// unshuffled is the order before the shuffle, by ID.
	unshuffled []uint64
	history    []source.Track // newest last
	rand       *rand.Rand
}

func (q *queue) index(id uint64) int {
	return slices.IndexFunc(q.entries, func(e Entry) bool { return e.ID == id })
}

// entry returns the entry with that id.
func (q *queue) entry(id uint64) (Entry, bool) {
	if i := q.index(id); i >= 0 {
		return q.entries[i], true
	}
	return Entry{}, false
}

// insert puts tracks at place at and returns their entries.
func (q *queue) insert(at int, tracks []source.Track) []Entry {
	added := make([]Entry, len(tracks))
	for i, t := range tracks {
		q.lastID++
		added[i] = Entry{ID: q.lastID, Track: t}
	}
	at = min(max(at, 0), len(q.entries))
	q.entries = slices.Insert(q.entries, at, added...)
	if i := q.index(q.current); i >= 0 {
		q.place = i
	} else if at < q.place {
		q.place += len(added)
	}
	return added
}

// behind is the place after the last entry of a track, the end when there is none.
func (q *queue) behind(t source.Track) int {
	for i := len(q.entries) - 1; i >= 0; i-- {
		if q.entries[i].Track.Key() == t.Key() {
			return i + 1
		}
	}
	return len(q.entries)
}

// replace makes tracks the queue, with the current entry at index if it is that track.
func (q *queue) replace(tracks []source.Track, index int) {
	index = min(max(index, 0), len(tracks))
	old := make(map[string][]Entry, len(q.entries)) // by key, in order
	playing, playsOn := q.entry(q.current)
	playsOn = playsOn && index < len(tracks) && tracks[index].Key() == playing.Track.Key()
	for _, e := range q.entries {
		if !playsOn || e.ID != q.current {
			old[e.Track.Key()] = append(old[e.Track.Key()], e)
		}
	}
	entries := make([]Entry, len(tracks))
	for i, t := range tracks {
		was := old[t.Key()]
		switch {
		case playsOn && i == index:
			entries[i] = playing
		case len(was) > 0 && was[0].ID != q.current:
			entries[i], old[t.Key()] = was[0], was[1:]
		default:
			q.lastID++
			entries[i] = Entry{ID: q.lastID, Track: t}
		}
	}
	q.entries, q.place, q.unshuffled = entries, index, nil
	q.shuffle = false
}

// afterCurrent is the place where "play next" inserts.
func (q *queue) afterCurrent() int {
	if i := q.index(q.current); i >= 0 {
		return i + 1
	}
	return min(q.place, len(q.entries))
}

// remove takes out the entries with these ids.
func (q *queue) remove(ids ...uint64) {
	for _, id := range ids {
		i := q.index(id)
		if i < 0 {
			continue
		}
		q.entries = slices.Delete(q.entries, i, i+1)
		if i < q.place {
			q.place--
		}
	}
}

// move puts the entry with that id at place to; other entries make room.
func (q *queue) move(id uint64, to int) {
	i := q.index(id)
	if i < 0 {
		return
	}
	e := q.entries[i]
	q.entries = slices.Delete(q.entries, i, i+1)
	q.entries = slices.Insert(q.entries, min(max(to, 0), len(q.entries)), e)
	if c := q.index(q.current); c >= 0 {
		q.place = c
	}
}

// setCurrent makes the entry with that id the current one.
func (q *queue) setCurrent(id uint64) {
	q.current = id
	if i := q.index(id); i >= 0 {
		q.place = i
	}
}

// after returns the entry that plays when the one with that id has ended by itself
// (natural) or when the listener asks for the next one.
func (q *queue) after(id uint64, natural bool) (Entry, bool) {
	i := q.index(id)
	if natural && q.repeat == RepeatOne && i >= 0 {
		return q.entries[i], true
	}
	next := i + 1
	if i < 0 {
		next = q.place // it was removed: its successor moved up
	}
	if next >= len(q.entries) {
		if q.repeat != RepeatAll || len(q.entries) == 0 {
			return Entry{}, false
		}
		next = 0
	}
	return q.entries[next], true
}

// preceding returns the entry before the current one.
func (q *queue) preceding() (Entry, bool) {
	i := q.index(q.current)
	if i < 0 {
		i = q.place
	}
	switch {
	case len(q.entries) == 0:
		return Entry{}, false
	case i > 0:
		return q.entries[i-1], true
	case q.repeat == RepeatAll:
		return q.entries[len(q.entries)-1], true
	}
	return Entry{}, false
}

// setShuffle puts what follows the current entry in random order, or restores the
// order from before; entries that came since stay where they are, relative to
// their neighbour.
func (q *queue) setShuffle(on bool) {
	if on == q.shuffle {
		return
	}
	q.shuffle = on
	if on {
		q.unshuffled = q.unshuffled[:0]
		for _, e := range q.entries {
			q.unshuffled = append(q.unshuffled, e.ID)
		}
		// The current entry comes first, so that everything else still plays.
		if i := q.index(q.current); i > 0 {
			e := q.entries[i]
			q.entries = slices.Delete(q.entries, i, i+1)
			q.entries = slices.Insert(q.entries, 0, e)
		}
		rest := q.entries
		if q.index(q.current) == 0 {
			rest = q.entries[1:]
		}
		q.rand.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	} else {
		rank := make(map[uint64]int, len(q.unshuffled))
		for i, id := range q.unshuffled {
			rank[id] = i
		}
		// An entry that came since ranks right behind the one before it.
		before := -1
		for _, e := range q.entries {
			if r, ok := rank[e.ID]; ok {
				before = r
			} else {
				rank[e.ID] = before
			}
		}
		slices.SortStableFunc(q.entries, func(a, b Entry) int { return rank[a.ID] - rank[b.ID] })
		q.unshuffled = nil
	}
	if i := q.index(q.current); i >= 0 {
		q.place = i
	}
}

// setShuffled switches the mode on for a queue that has been shuffled already.
func (q *queue) setShuffled() {
	q.shuffle, q.unshuffled = true, q.unshuffled[:0]
	for _, e := range q.entries {
		q.unshuffled = append(q.unshuffled, e.ID)
	}
}

// remember adds a heard track to the history.
func (q *queue) remember(t source.Track) {
	if n := len(q.history); n > 0 && q.history[n-1].Key() == t.Key() {
		return
	}
	q.history = append(q.history, t)
	if len(q.history) > historyLen {
		q.history = slices.Delete(q.history, 0, len(q.history)-historyLen)
	}
}
