package library

import (
	"context"
	"database/sql"
	"os"
	"time"

	"anyaudio/source"
)

// Stats are counts of what the library holds.
type Stats struct {
	Tracks     int `json:"tracks"`
	Plays      int `json:"plays"`
	Finished   int `json:"finished"`
	Skipped    int `json:"skipped"`
	Saved      int `json:"saved"`
	Playlists  int `json:"playlists"`
	Searches   int `json:"searches"`
	Offline    int `json:"offline"`
	Unplayable int `json:"unplayable"`

	Heard time.Duration `json:"heard"` // of all plays, in nanoseconds
	First time.Time     `json:"first"` // the first play, zero for none

	TopArtists []TopArtist `json:"top_artists"`
	TopTracks  []TopTrack  `json:"top_tracks"`

	Size    int64 `json:"size"` // of the file in bytes, 0 in memory
	Backups int   `json:"backups"`
}

// A TopArtist is one who was heard often.
type TopArtist struct {
	Artist string `json:"artist"`
	Plays  int    `json:"plays"`
}

// A TopTrack is a track that was heard often.
type TopTrack struct {
	Track source.Track `json:"track"`
	Plays int          `json:"plays"`
}

// Stats counts. Of artists and tracks it names the ten that were played most since the
// given time; zero means ever.
func (l *Library) Stats(ctx context.Context, since time.Time) (Stats, error) {
	var s Stats
	from := int64(0)
	if !since.IsZero() {
		from = since.UnixMilli()
	}
	err := l.read(ctx, func(tx *sql.Tx) (err error) {
		var heard, first int64
		if err := tx.QueryRowContext(ctx, `SELECT
			(SELECT count(*) FROM tracks), (SELECT count(*) FROM saved), (SELECT count(*) FROM playlists),
			(SELECT count(*) FROM searches), (SELECT count(*) FROM offline),
			(SELECT count(*) FROM tracks WHERE unplayable <> ''),
			count(*), count(*) FILTER (WHERE outcome = ?), count(*) FILTER (WHERE outcome = ?),
			coalesce(sum(heard), 0), coalesce(min(started), 0) FROM plays`, Finished, Skipped).
			Scan(&s.Tracks, &s.Saved, &s.Playlists, &s.Searches, &s.Offline, &s.Unplayable,
				&s.Plays, &s.Finished, &s.Skipped, &heard, &first); err != nil {
			return err
		}
		s.Heard = milliseconds(heard)
		if s.Plays > 0 {
			s.First = moment(first)
		}
		s.TopArtists, err = rows(ctx, tx, func(s scanner) (a TopArtist, err error) {
			err = s.Scan(&a.Artist, &a.Plays)
			return a, err
		}, `SELECT artist, count(*) AS n FROM plays JOIN tracks t ON t.id = plays.track
			WHERE artist <> '' AND started >= ? GROUP BY artist ORDER BY n DESC, artist LIMIT 10`, from)
		if err != nil {
			return err
		}
		s.TopTracks, err = rows(ctx, tx, func(s scanner) (t TopTrack, err error) {
			t.Track, err = scanTrack(s, &t.Plays)
			return t, err
		}, `SELECT `+trackColumns+`, p.n FROM (SELECT track, count(*) AS n FROM plays WHERE started >= ?
			GROUP BY track ORDER BY n DESC, track LIMIT 10) p JOIN tracks t ON t.id = p.track ORDER BY p.n DESC, t.id`, from)
		return err
	})
	if info, statErr := os.Stat(l.path); statErr == nil && l.OnDisk() {
		s.Size = info.Size()
	}
	s.Backups = len(l.Backups())
	return s, err
}
