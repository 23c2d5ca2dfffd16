package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"anyaudio/source"
)

const (
	// maxRelated is how many tracks have their related ones kept, those asked for last.
	maxRelated = 100
	// maxShown is how many suggestions are remembered as shown, the last ones.
	maxShown = 2000
	// shownAgain is how long a suggestion is on the screen once: a list that is drawn
	// twice in that time was seen once.
	shownAgain = time.Hour
)

// PutRelated keeps what a provider named as like a track; an empty list says that it was
// asked and has nothing. In private mode, and for a track that the library does not hold,
// it does nothing.
func (l *Library) PutRelated(ctx context.Context, seed source.Track, tracks []source.Track) error {
	if l.Private() {
		return nil
	}
	doc, err := json.Marshal(tracks)
	if err != nil {
		return err
	}
	return l.write(ctx, func(tx *sql.Tx) error {
		row, err := trackRow(ctx, tx, seed)
		if err != nil || row == 0 {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO related (seed, asked, tracks) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET asked = excluded.asked, tracks = excluded.tracks`, row, l.now(), string(doc)); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM related WHERE seed IN
			(SELECT seed FROM related ORDER BY asked DESC, seed LIMIT -1 OFFSET ?)`, maxRelated)
		return err
	})
}

// Shown remembers that suggestions were on the screen. How often is counted from the last
// time that they were played, and once an hour at the most. In private mode it does nothing.
func (l *Library) Shown(ctx context.Context, tracks ...source.Track) error {
	if l.Private() || len(tracks) == 0 {
		return nil
	}
	return l.write(ctx, func(tx *sql.Tx) error {
		now := l.now()
		for _, t := range tracks {
			if _, err := tx.ExecContext(ctx, `INSERT INTO shown (track, times, last) VALUES (?1, 1, ?2)
				ON CONFLICT DO UPDATE SET last = ?2, times = iif(EXISTS (SELECT 1 FROM plays JOIN tracks t ON t.id = plays.track
					WHERE t.provider = ?4 AND t.track = ?5 AND started >= shown.last), 1, times + 1)
				WHERE last <= ?2 - ?3`, t.Key(), now, shownAgain.Milliseconds(), t.Provider, t.ID); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM shown WHERE track IN
			(SELECT track FROM shown ORDER BY last DESC, track LIMIT -1 OFFSET ?)`, maxShown)
		return err
	})
}

// forgetTaste takes what is known of the tracks out of what suggestions are made from. What
// was related to a track that is neither heard nor saved any more tells that it was.
func forgetTaste(ctx context.Context, tx *sql.Tx, tracks []int64) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM shown WHERE track IN
		(SELECT provider || ':' || track FROM tracks WHERE id IN (SELECT value FROM json_each(?)))`, jsonArray(tracks)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM related WHERE NOT EXISTS (SELECT 1 FROM plays WHERE plays.track = seed)
		AND seed NOT IN (SELECT track FROM saved)`)
	return err
}
