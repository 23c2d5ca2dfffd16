package library

import (
	"context"
	"database/sql"

	"anyaudio/source"
)

// SetOffline marks tracks that are to be kept on disk, or takes the mark away. Whether
// their bytes are there is for the cache to say.
func (l *Library) SetOffline(ctx context.Context, on bool, tracks ...source.Track) error {
	return l.write(ctx, func(tx *sql.Tx) error {
		for _, t := range tracks {
			var err error
			var row int64
			if on {
				row, err = putTrack(ctx, tx, t)
			} else {
				row, err = trackRow(ctx, tx, t)
			}
			if err != nil {
				return err
			}
			if on {
				_, err = tx.ExecContext(ctx, `INSERT OR IGNORE INTO offline (track, at) VALUES (?, ?)`, row, l.now())
			} else {
				_, err = tx.ExecContext(ctx, `DELETE FROM offline WHERE track = ?`, row)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Offline gives the tracks that are marked, the last one first.
func (l *Library) Offline(ctx context.Context) ([]source.Track, error) {
	var all []source.Track
	err := l.read(ctx, func(tx *sql.Tx) (err error) {
		all, err = queryTracks(ctx, tx, `SELECT `+trackColumns+` FROM offline JOIN tracks t ON t.id = offline.track ORDER BY offline.at DESC, t.id DESC`)
		return err
	})
	return all, err
}
