package library

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"anyaudio/source"
)

// LongTrack is the length above which a track remembers its place.
const LongTrack = 20 * time.Minute

// putPosition remembers the place in a long track.
func (l *Library) putPosition(ctx context.Context, tx *sql.Tx, track, position int64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO positions (track, position, at)
		SELECT id, ?, ? FROM tracks WHERE id = ? AND duration > ? AND NOT live
		ON CONFLICT DO UPDATE SET position = excluded.position, at = excluded.at`,
		position, l.now(), track, LongTrack.Milliseconds())
	return err
}

// Position is where a long track was left, 0 for one that was heard to its end, never
// played, or is not long.
func (l *Library) Position(ctx context.Context, t source.Track) (time.Duration, error) {
	var ms int64
	err := l.read(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT position FROM positions JOIN tracks t ON t.id = positions.track
			WHERE t.provider = ? AND t.track = ?`, t.Provider, t.ID).Scan(&ms)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return milliseconds(ms), err
}
