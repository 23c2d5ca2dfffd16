package taste

import (
	"math"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
)

// How fast what was heard loses weight: half of it in this time.
const (
	halfTaste  = 30 * day
	halfMood   = 36 * time.Hour
	halfSaved  = 60 * day
	halfSearch = 14 * day

	day = 24 * time.Hour
)

// half is what is left of 1 after an age, when half goes in every span.
func half(age, span time.Duration) float64 { return math.Exp2(-float64(max(age, 0)) / float64(span)) }

// heard is what is known of one track or artist.
type heard struct {
	good, bad float64 // finishes and skips with decay
	mood      float64 // finishes with fast decay
	saved     float64 // with decay, 0 when it is not saved
	now       float64 // finishes at this part of the day, with decay

	last                         time.Time // when it was last begun
	plays, finished, week, month int       // counts; finishes of the last 7 and 30 days
	hour                         int       // finishes at this part of the day
}

// rate is how it was received, from -1 for skips only to 1, near 0 when little is known.
func (h *heard) rate() float64 { return (h.good - h.bad) / (h.good + h.bad + 2) }

// pull is how much it draws what is like it, from 0 to 1.
func (h *heard) pull() float64 {
	p := max(h.good-h.bad+h.saved+2*h.mood, 0)
	return p / (p + 1)
}

// A profile is a taste added up, as of a moment.
type profile struct {
	taste   library.Taste
	at      time.Time
	tracks  []heard            // by place in taste.Tracks
	places  map[string]int     // by Track.Key
	artists map[string]*heard  // by folded name
	folded  map[string]string  // names that were folded already
	sought  map[string]*sought // by words in a row that were searched for
	all     heard

	playable func(source.Track) bool // nil for all
	part     bool                    // of the history: what came before is not counted
}

func newProfile(t library.Taste, now time.Time) *profile {
	p := &profile{
		taste: t, at: now, tracks: make([]heard, len(t.Tracks)), places: make(map[string]int, len(t.Tracks)),
		artists: make(map[string]*heard), folded: make(map[string]string), sought: newSought(t.Searches),
	}
	by := make([]*heard, len(t.Tracks))
	for i, track := range t.Tracks {
		p.places[track.Key()] = i
		by[i] = p.artist(track)
	}
	for _, play := range t.Plays {
		for _, h := range [...]*heard{&p.tracks[play.Track], by[play.Track], &p.all} {
			h.add(play, now)
		}
	}
	for _, s := range t.Saved {
		p.tracks[s.Track].saved = half(now.Sub(s.At), halfSaved)
	}
	return p
}

// add counts a play; the newest comes first.
func (h *heard) add(play library.TastePlay, now time.Time) {
	age := now.Sub(play.Started)
	w := half(age, halfTaste)
	if h.plays++; h.plays == 1 {
		h.last = play.Started
	}
	switch play.Outcome {
	case library.Skipped:
		h.bad += w
	case library.Finished:
		h.good += w
		h.mood += half(age, halfMood)
		h.finished++
		if age < 7*day {
			h.week++
		}
		if age < 30*day {
			h.month++
		}
		if part(play.Started.In(now.Location())) == part(now) {
			h.now += w
			h.hour++
		}
	}
}

// part is the part of the day: night, morning, afternoon, evening.
func part(t time.Time) int { return t.Hour() / 6 }

// artist is what is known of the artist of a track. For videos that is the channel.
func (p *profile) artist(t source.Track) *heard {
	name := p.fold(t.Artist)
	h := p.artists[name]
	if h == nil {
		h = new(heard)
		p.artists[name] = h
	}
	return h
}

// never reports whether the listener wants no suggestion of a track, nor because of it.
func (p *profile) never(t source.Track, key string) bool {
	return p.taste.NeverTracks[key] || p.taste.NeverArtists[p.fold(t.Artist)]
}

func (p *profile) fold(name string) string {
	f, ok := p.folded[name]
	if !ok {
		f = library.Fold(name)
		p.folded[name] = f
	}
	return f
}
