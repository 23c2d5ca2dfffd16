package taste

import (
	"fmt"
	"time"

	"anyaudio/source"
)

// reason says which term counted most for a candidate, with the figures that it is made of.
// "This week" and "this month" are the last 7 and 30 days.
func (p *profile) reason(c *candidate, r request, w weights) string {
	most := near
	for _, t := range [...]term{own, near, lists, artist, hour, searched} {
		if w[t]*c.value[t] > w[most]*c.value[most] {
			most = t
		}
	}
	switch {
	case most == own && c.heard != nil:
		return p.ownReason(c.heard)
	case most == searched:
		return p.searchReason(c.track.Artist)
	case most == artist || most == hour:
		return p.artistReason(c.track.Artist, most)
	case len(c.seeds) > 0:
		return p.seedReason(c, r, most)
	case c.heard != nil: // what counts for it is little, but something there is
		return p.ownReason(c.heard)
	}
	return p.artistReason(c.track.Artist, artist)
}

// ownReason is about the track itself.
func (p *profile) ownReason(h *heard) string {
	switch {
	case h.finished > 0 && p.at.Sub(h.last) >= 2*day:
		return fmt.Sprintf("you finished it %s, last heard %s", p.atLeast(times(h.finished)), ago(p.at.Sub(h.last)))
	case h.finished > 0:
		return "you finished it " + p.atLeast(times(h.finished))
	case h.saved > 0 && h.plays == 0:
		return "you saved it and have not heard it lately"
	case h.saved > 0:
		return "you saved it"
	}
	return "you heard it " + p.atLeast(times(h.plays))
}

// artistReason is about the artist of the track.
func (p *profile) artistReason(name string, t term) string {
	a := p.artist(source.Track{Artist: name})
	if t == hour {
		return fmt.Sprintf("because you finished %s %s %s", name, p.atLeast(times(a.hour)), partNames()[part(p.at)])
	}
	last := ""
	if p.part {
		last = "the last "
	}
	return fmt.Sprintf("because you finished %d of %s%d by %s", a.finished, last, a.plays, name)
}

// searchReason is about what was searched for.
func (p *profile) searchReason(name string) string {
	s := p.searchFor(name)
	return fmt.Sprintf("because you searched for %s %s", name, times(s.times))
}

func partNames() [4]string {
	return [4]string{"at night", "in the morning", "in the afternoon", "in the evening"}
}

// seedReason is about the tracks that the candidate was named for.
func (p *profile) seedReason(c *candidate, r request, t term) string {
	first := p.taste.Tracks[c.seeds[0]]
	h := &p.tracks[c.seeds[0]]
	others := len(c.seeds) - 1
	switch {
	case first.Key() == r.after:
		return "goes with " + first.Title
	case t == lists && others == 1:
		return fmt.Sprintf("goes with %s and %s, which you like", first.Title, p.taste.Tracks[c.seeds[1]].Title)
	case t == lists && others > 1:
		return fmt.Sprintf("goes with %s and %d others that you like", first.Title, others)
	case h.week > 0:
		return fmt.Sprintf("because you finished %s %s this week", first.Title, times(h.week))
	case h.month > 0:
		return fmt.Sprintf("because you finished %s %s this month", first.Title, times(h.month))
	case h.saved > 0:
		return "because you saved " + first.Title
	}
	return "because you finished " + first.Title
}

// atLeast is for a number of all time, of which only the last plays are known.
func (p *profile) atLeast(often string) string {
	if p.part {
		return "at least " + often
	}
	return often
}

// times says how often.
func times(n int) string {
	words := [...]string{"", "once", "twice", "three times", "four times", "five times", "six times", "seven times", "eight times", "nine times"}
	if n > 0 && n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n, " times")
}

// ago is a time of at least two days in a few words.
func ago(d time.Duration) string {
	switch n := int(d / day); {
	case n < 14:
		return fmt.Sprint(n, " days ago")
	case n < 60:
		return fmt.Sprint(n/7, " weeks ago")
	case n < 730:
		return fmt.Sprint(n/30, " months ago")
	default:
		return fmt.Sprint(n/365, " years ago")
	}
}
