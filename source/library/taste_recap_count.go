package library

import (
	"cmp"
	"slices"
	"time"
)

// A recapCount adds up plays, which come in the order in which they were begun.
type recapCount struct {
	r       Recap
	now     time.Time
	start   func(time.Time) time.Time // of the part that a time is in
	next    func(time.Time) time.Time // the start of the part after one
	tracks  map[int64]*recapTrack
	artists map[string]*recapArtist // by folded name

	day    time.Time // the last one on which anything was heard
	streak int       // that it ends
	inSpan int       // of those, the days in the span
}

type recapTrack struct {
	RecapTrack
	in bool // was played in the span
}

type recapArtist struct {
	RecapArtist
	first time.Time
	in    bool
}

func newRecapCount(span Span, now time.Time) *recapCount {
	c := &recapCount{now: now, tracks: make(map[int64]*recapTrack), artists: make(map[string]*recapArtist)}
	today := midnight(now)
	switch span {
	case Week:
		c.r.From = today.AddDate(0, 0, -6)
		c.start, c.next = midnight, func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
	case Month:
		c.r.From = today.AddDate(0, 0, -29)
		c.start, c.next = monday, func(t time.Time) time.Time { return t.AddDate(0, 0, 7) }
	case Year:
		c.r.From = today.AddDate(-1, 0, 1)
		c.start = func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location()) }
		c.next = func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }
	case Ever:
		c.start = func(t time.Time) time.Time { return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, t.Location()) }
		c.next = func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }
	}
	c.r.To, c.r.Parts = now, []RecapPart{} // a list, not null, in JSON
	if span != Ever {
		c.fill(c.r.From)
	}
	return c
}

// fill adds the parts from a time to now.
func (c *recapCount) fill(from time.Time) {
	for t := c.start(from); !t.After(c.now); t = c.next(t) {
		c.r.Parts = append(c.r.Parts, RecapPart{From: t})
	}
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// monday is the start of the week (ISO 8601).
func monday(t time.Time) time.Time { return midnight(t).AddDate(0, 0, -(int(t.Weekday())+6)%7) }

// add counts one play. One from the future, by another clock, is left out.
func (c *recapCount) add(t *recapTrack, at time.Time, heard time.Duration, outcome Outcome) {
	if at.After(c.now) {
		return
	}
	a := c.artist(t.Track.Artist)
	if t.First.IsZero() {
		t.First = at
	}
	if a.first.IsZero() {
		a.first = at
	}
	if c.r.First == nil {
		c.r.First = &t.RecapTrack
	}
	in := !at.Before(c.r.From)
	c.addDay(midnight(at), in)
	if !in {
		return
	}
	t.in, a.in = true, true
	c.r.Plays++
	switch outcome {
	case Finished:
		c.r.Finished++
	case Skipped:
		c.r.Skipped++
	}
	if outcome != Skipped {
		t.Plays++
		a.Plays++
	}
	t.Heard += heard
	a.Heard += heard
	c.r.Heard += heard
	c.r.Hours[at.Hour()] += heard
	c.part(at).Heard += heard
}

func (c *recapCount) artist(name string) *recapArtist {
	key := fold(name)
	a := c.artists[key]
	if a == nil {
		a = &recapArtist{RecapArtist: RecapArtist{Artist: name}}
		c.artists[key] = a
	}
	return a
}

// part is the one that a time is in.
func (c *recapCount) part(at time.Time) *RecapPart {
	if len(c.r.Parts) == 0 {
		c.fill(at) // ever begins with the first play
	}
	i, found := slices.BinarySearchFunc(c.r.Parts, at, func(p RecapPart, t time.Time) int { return p.From.Compare(t) })
	if !found {
		i--
	}
	return &c.r.Parts[i]
}

// addDay counts a day on which something was heard. Days are not 24 hours where clocks
// change: it is the day after when it is that by the calendar.
func (c *recapCount) addDay(day time.Time, in bool) {
	if day.Equal(c.day) {
		return
	}
	if !c.day.IsZero() && day.Equal(c.day.AddDate(0, 0, 1)) {
		c.streak++
	} else {
		c.streak, c.inSpan = 1, 0
	}
	c.day = day
	if !in {
		return
	}
	c.r.Days++
	if c.inSpan++; c.inSpan > c.r.Longest {
		c.r.Longest, c.r.LongestFrom = c.inSpan, day.AddDate(0, 0, 1-c.inSpan)
	}
}

// finish makes the tops.
func (c *recapCount) finish() Recap {
	r := &c.r
	if !c.day.IsZero() && !c.day.Before(midnight(c.now).AddDate(0, 0, -1)) {
		r.Current = c.streak
	}
	r.TopTracks, r.Firsts, r.TopArtists = []RecapTrack{}, []RecapTrack{}, []RecapArtist{}
	for _, t := range c.tracks {
		if !t.in {
			continue
		}
		r.Tracks++
		if t.Plays > 0 {
			r.TopTracks = append(r.TopTracks, t.RecapTrack)
		}
		if !t.First.Before(r.From) {
			r.NewTracks++
			if t.Plays > 0 {
				r.Firsts = append(r.Firsts, t.RecapTrack)
			}
		}
	}
	for name, a := range c.artists {
		if !a.in || name == "" {
			continue
		}
		r.Artists++
		if a.Plays > 0 {
			r.TopArtists = append(r.TopArtists, a.RecapArtist)
		}
		if !a.first.Before(r.From) {
			r.NewArtists++
		}
	}
	r.TopTracks, r.Firsts = topTracks(r.TopTracks), topTracks(r.Firsts)
	slices.SortFunc(r.TopArtists, func(a, b RecapArtist) int {
		return cmp.Or(cmp.Compare(b.Plays, a.Plays), cmp.Compare(b.Heard, a.Heard), cmp.Compare(a.Artist, b.Artist))
	})
	r.TopArtists = r.TopArtists[:min(recapTop, len(r.TopArtists))]
	return *r
}

func topTracks(all []RecapTrack) []RecapTrack {
	slices.SortFunc(all, func(a, b RecapTrack) int {
		return cmp.Or(cmp.Compare(b.Plays, a.Plays), cmp.Compare(b.Heard, a.Heard), cmp.Compare(a.Track.Key(), b.Track.Key()))
	})
	return all[:min(recapTop, len(all))]
}
