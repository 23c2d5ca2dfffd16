package library

import (
	"context"
	"database/sql"
	"time"

	"anyaudio/source"
)

// A Span is the time that a Recap is about. All but Ever end now and begin at a midnight.
type Span int

// The spans: everything, the last 7 days, 30 days and 12 months, today included.
const (
	Ever Span = iota
	Week
	Month
	Year
)

// recapTop is how many tracks and artists a Recap names.
const recapTop = 10

// A Recap is what was heard in a span. Durations are of what was really heard, in
// nanoseconds in JSON; days and hours are those of the location of Options.Now.
type Recap struct {
	From time.Time `json:"from"` // zero for ever
	To   time.Time `json:"to"`

	Heard    time.Duration `json:"heard"`
	Plays    int           `json:"plays"`
	Finished int           `json:"finished"`
	Skipped  int           `json:"skipped"`
	Tracks   int           `json:"tracks"` // different ones
	Artists  int           `json:"artists"`

	// The tops are by plays that were not skipped, then by the time heard.
	TopTracks  []RecapTrack  `json:"top_tracks"`
	TopArtists []RecapArtist `json:"top_artists"`

	// Parts are the days of a week, the weeks of a month, the months of a year or all
	// years, without a gap; the first and the last one may be cut by the span.
	Parts []RecapPart `json:"parts"`
	// Hours are the hours of the day.
	Hours [24]time.Duration `json:"hours"`

	// Days are those on which anything was heard, Longest the most of them in a row, with
	// its first day. Current is how many there are in a row up to today or yesterday,
	// also from before the span.
	Days        int       `json:"days"`
	Longest     int       `json:"longest_streak"`
	LongestFrom time.Time `json:"longest_streak_from"`
	Current     int       `json:"current_streak"`

	// NewTracks and NewArtists were heard for the first time; Firsts are those new tracks
	// that were played most since.
	NewTracks  int          `json:"new_tracks"`
	NewArtists int          `json:"new_artists"`
	Firsts     []RecapTrack `json:"firsts"`
	// First is the first play of all, nil before there is one.
	First *RecapTrack `json:"first,omitempty"`
}

// A RecapTrack is a track in a Recap.
type RecapTrack struct {
	Track source.Track  `json:"track"`
	Plays int           `json:"plays"`
	Heard time.Duration `json:"heard"`
	First time.Time     `json:"first"` // when it was heard for the first time ever
}

// A RecapArtist is an artist in a Recap.
type RecapArtist struct {
	Artist string        `json:"artist"`
	Plays  int           `json:"plays"`
	Heard  time.Duration `json:"heard"`
}

// A RecapPart is a part of the span.
type RecapPart struct {
	From  time.Time     `json:"from"`
	Heard time.Duration `json:"heard"`
}

// Recap adds up what was heard in a span. It reads the whole history, for what was heard
// for the first time.
func (l *Library) Recap(ctx context.Context, span Span) (Recap, error) {
	c := newRecapCount(span, l.o.Now())
	err := l.read(ctx, func(tx *sql.Tx) error {
		_, err := rows(ctx, tx, func(s scanner) (struct{}, error) {
			var row int64
			t, err := scanTrack(s, &row)
			c.tracks[row] = &recapTrack{RecapTrack: RecapTrack{Track: t}}
			return struct{}{}, err
		}, `SELECT `+trackColumns+`, t.id FROM tracks t WHERE EXISTS (SELECT 1 FROM plays WHERE plays.track = t.id)`)
		if err != nil {
			return err
		}
		_, err = rows(ctx, tx, func(s scanner) (struct{}, error) {
			var row, started, heard int64
			var outcome Outcome
			err := s.Scan(&row, &started, &heard, &outcome)
			if err == nil {
				c.add(c.tracks[row], moment(started).In(c.now.Location()), milliseconds(heard), outcome)
			}
			return struct{}{}, err
		}, `SELECT track, started, heard, outcome FROM plays ORDER BY started, id`)
		return err
	})
	if err != nil {
		return Recap{}, err
	}
	return c.finish(), nil
}
