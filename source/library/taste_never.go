package library

import (
	"context"
	"database/sql"
	"strings"

	"anyaudio/source"
)

// The kinds in the table never.
const (
	neverArtist = "artist"
	neverTrack  = "track"
)

// Fold makes the names that a person takes for the same equal: lower case, no accents, no
// space around.
func Fold(s string) string { return strings.TrimSpace(fold(source.Clean(s))) }

// NeverArtist keeps an artist out of suggestions; case and accents do not matter. Without a
// name it does nothing.
func (l *Library) NeverArtist(ctx context.Context, artist string) error {
	return l.never(ctx, neverArtist, Fold(artist), source.Clean(artist))
}

// NeverTrack keeps a track out of suggestions. Its title is not kept.
func (l *Library) NeverTrack(ctx context.Context, t source.Track) error {
	return l.never(ctx, neverTrack, t.Key(), "")
}

func (l *Library) never(ctx context.Context, kind, key, name string) error {
	if key == "" {
		return nil
	}
	return l.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO never (kind, key, name, at) VALUES (?, ?, ?, ?)`, kind, key, name, l.now())
		return err
	})
}

// AllowArtist takes NeverArtist back.
func (l *Library) AllowArtist(ctx context.Context, artist string) error {
	return l.allow(ctx, neverArtist, Fold(artist))
}

// AllowTrack takes NeverTrack back.
func (l *Library) AllowTrack(ctx context.Context, t source.Track) error {
	return l.allow(ctx, neverTrack, t.Key())
}

func (l *Library) allow(ctx context.Context, kind, key string) error {
	return l.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM never WHERE kind = ? AND key = ?`, kind, key)
		return err
	})
}

// NeverArtists gives the artists that are never suggested, as they were named, the last one
// first.
func (l *Library) NeverArtists(ctx context.Context) ([]string, error) {
	var all []string
	err := l.read(ctx, func(tx *sql.Tx) (err error) {
		all, err = texts(ctx, tx, `SELECT name FROM never WHERE kind = ? ORDER BY at DESC, key`, neverArtist)
		return err
	})
	return all, err
}
