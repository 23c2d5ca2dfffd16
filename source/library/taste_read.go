package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"anyaudio/source"
)

// Taste is what suggestions are made from, in one state of the library.
type Taste struct {
	// Tracks are those that Plays, Saved and Related name, by their places in it.
	Tracks  []source.Track
	Plays   []TastePlay // the newest first
	Saved   []TasteSaved
	Related []TasteRelated
	// Searches are what was searched for, the newest first.
	Searches []TasteSearch
	// Shown are suggestions that were on the screen, by Track.Key.
	Shown map[string]TasteShown
	// NeverArtists are folded names, NeverTracks are Track.Keys.
	NeverArtists, NeverTracks map[string]bool
}

// A TastePlay is one play.
type TastePlay struct {
	Track   int
	Started time.Time
	Outcome Outcome
}

// A TasteSaved is a saved track.
type TasteSaved struct {
	Track int
	At    time.Time
}

// A TasteRelated is what a provider named as like a track, when it was asked.
type TasteRelated struct {
	Seed   int
	Asked  time.Time
	Tracks []source.Track
}

// A TasteSearch is what was searched for, each wording once.
type TasteSearch struct {
	Words string
	Times int
	Last  time.Time
}

// A TasteShown says how often a suggestion was on the screen since it was last played, and
// when for the last time.
type TasteShown struct {
	Times int
	Last  time.Time
}

// Taste reads what suggestions are made from: the last plays, so many at the most, the
// tracks saved last, so many at the most, the last searches, and all of the rest. It is
// bounded, however long the history is.
func (l *Library) Taste(ctx context.Context, plays, saved int) (Taste, error) {
	var r tasteReader
	err := l.read(ctx, func(tx *sql.Tx) error {
		r = tasteReader{tx: tx, at: make(map[int64]int)}
		for _, part := range []func(context.Context) error{
			func(ctx context.Context) error { return r.plays(ctx, plays) },
			func(ctx context.Context) error { return r.saved(ctx, saved) },
			r.related, r.searches, r.shown, r.never, r.tracks,
		} {
			if err := part(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return r.taste, err
}

type tasteReader struct {
	tx    *sql.Tx
	taste Taste
	rows  []int64       // of the tracks, in the order of Taste.Tracks
	at    map[int64]int // the place of a row in rows
}

// place is where the track of a row will be.
func (r *tasteReader) place(row int64) int {
	i, ok := r.at[row]
	if !ok {
		i = len(r.rows)
		r.at[row] = i
		r.rows = append(r.rows, row)
	}
	return i
}

func (r *tasteReader) plays(ctx context.Context, limit int) (err error) {
	r.taste.Plays, err = rows(ctx, r.tx, func(s scanner) (p TastePlay, err error) {
		var row, started int64
		err = s.Scan(&row, &started, &p.Outcome)
		p.Track, p.Started = r.place(row), moment(started)
		return p, err
	}, `SELECT track, started, outcome FROM plays ORDER BY started DESC, id DESC LIMIT ?`, limit)
	return err
}

func (r *tasteReader) saved(ctx context.Context, limit int) (err error) {
	r.taste.Saved, err = rows(ctx, r.tx, func(s scanner) (m TasteSaved, err error) {
		var row, at int64
		err = s.Scan(&row, &at)
		m.Track, m.At = r.place(row), moment(at)
		return m, err
	}, `SELECT track, at FROM saved ORDER BY at DESC, track LIMIT ?`, limit)
	return err
}

func (r *tasteReader) related(ctx context.Context) (err error) {
	r.taste.Related, err = rows(ctx, r.tx, func(s scanner) (list TasteRelated, err error) {
		var row, asked int64
		var doc []byte
		if err := s.Scan(&row, &asked, &doc); err != nil {
			return list, err
		}
		list.Seed, list.Asked = r.place(row), moment(asked)
		if json.Unmarshal(doc, &list.Tracks) != nil {
			list.Asked, list.Tracks = time.Time{}, nil // as one that was never asked for
		}
		return list, nil
	}, `SELECT seed, asked, tracks FROM related ORDER BY asked DESC, seed`)
	return err
}

// tasteSearches is how many searches count for suggestions.
const tasteSearches = 200

func (r *tasteReader) searches(ctx context.Context) (err error) {
	r.taste.Searches, err = rows(ctx, r.tx, func(s scanner) (q TasteSearch, err error) {
		var last int64
		err = s.Scan(&q.Words, &q.Times, &last)
		q.Last = moment(last)
		return q, err
	}, `SELECT words, count, last FROM searches ORDER BY last DESC, words LIMIT ?`, tasteSearches)
	return err
}

func (r *tasteReader) shown(ctx context.Context) error {
	r.taste.Shown = make(map[string]TasteShown)
	_, err := rows(ctx, r.tx, func(s scanner) (struct{}, error) {
		var key string
		var times int
		var last int64
		err := s.Scan(&key, &times, &last)
		r.taste.Shown[key] = TasteShown{Times: times, Last: moment(last)}
		return struct{}{}, err
	}, `SELECT track, times, last FROM shown`)
	return err
}

func (r *tasteReader) never(ctx context.Context) error {
	r.taste.NeverArtists, r.taste.NeverTracks = make(map[string]bool), make(map[string]bool)
	_, err := rows(ctx, r.tx, func(s scanner) (struct{}, error) {
		var kind, key string
		err := s.Scan(&kind, &key)
		if kind == neverArtist {
			r.taste.NeverArtists[key] = true
		} else {
			r.taste.NeverTracks[key] = true
		}
		return struct{}{}, err
	}, `SELECT kind, key FROM never`)
	return err
}

// tracks comes last: it reads those that the other parts have named.
func (r *tasteReader) tracks(ctx context.Context) error {
	r.taste.Tracks = make([]source.Track, len(r.rows))
	_, err := rows(ctx, r.tx, func(s scanner) (struct{}, error) {
		var row int64
		t, err := scanTrack(s, &row)
		r.taste.Tracks[r.at[row]] = t
		return struct{}{}, err
	}, `SELECT `+trackColumns+`, t.id FROM tracks t WHERE t.id IN (SELECT value FROM json_each(?))`, jsonArray(r.rows))
	return err
}
