package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"anyaudio/source"
)

// Unplayable is the Note of a track that was marked with SetUnplayable.
const Unplayable = "unplayable"

// trackColumns are what scanTrack reads, from the table tracks under the name t.
const trackColumns = `t.provider, t.track, t.title, t.artist, t.album, t.duration, t.link, t.live, t.unplayable`

type scanner interface{ Scan(dest ...any) error }

// scanTrack reads trackColumns and whatever follows them.
func scanTrack(s scanner, more ...any) (source.Track, error) {
	var t source.Track
	var ms int64
	var unplayable string
	err := s.Scan(append([]any{&t.Provider, &t.ID, &t.Title, &t.Artist, &t.Album, &ms, &t.Link, &t.Live, &unplayable}, more...)...)
	t.Duration = milliseconds(ms)
	if unplayable != "" {
		t.Note = Unplayable
	}
	return t, err
}

// queryTracks runs a query that gives trackColumns.
func queryTracks(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]source.Track, error) {
	return rows(ctx, tx, func(s scanner) (source.Track, error) { return scanTrack(s) }, query, args...)
}

// rows collects the rows of a query.
func rows[T any](ctx context.Context, tx *sql.Tx, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	r, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // Err has what Close would say
	all := []T{}    // an empty list, not null, in JSON
	for r.Next() {
		v, err := scan(r)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, r.Err()
}

func texts(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]string, error) {
	return rows(ctx, tx, scanOne[string], query, args...)
}

func numbers(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]int64, error) {
	return rows(ctx, tx, scanOne[int64], query, args...)
}

func scanOne[T any](s scanner) (v T, err error) {
	err = s.Scan(&v)
	return v, err
}

// putTrackSQL keeps what is known of a track. What the newer one does not know (a length, an
// album) is kept from before.
const putTrackSQL = `
	INSERT INTO tracks (provider, track, title, artist, album, duration, link, live, fold)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (provider, track) DO UPDATE SET
		title = excluded.title,
		artist = iif(excluded.artist = '', artist, excluded.artist),
		album = iif(excluded.album = '', album, excluded.album),
		duration = iif(excluded.duration = 0, duration, excluded.duration),
		link = iif(excluded.link = '', link, excluded.link),
		live = excluded.live, fold = excluded.fold
	RETURNING id`

// putTrack keeps what is known of a track and returns its row. A note is of a moment and is
// not kept.
func putTrack(ctx context.Context, tx *sql.Tx, t source.Track) (int64, error) {
	rows, err := putTracks(ctx, tx, []source.Track{t})
	if err != nil {
		return 0, err
	}
	return rows[0], nil
}

func putTracks(ctx context.Context, tx *sql.Tx, tracks []source.Track) ([]int64, error) {
	ids := make([]int64, len(tracks))
	if len(tracks) == 0 {
		return ids, nil
	}
	put, err := tx.PrepareContext(ctx, putTrackSQL)
	if err != nil {
		return nil, err
	}
	defer put.Close() //nolint:errcheck // it ends with the transaction
	for i, t := range tracks {
		if t.Provider == "" || t.ID == "" {
			return nil, fmt.Errorf("track %d: a track without provider or id cannot be kept", i+1)
		}
		title := t.Title
		if title == "" {
			title = t.ID
		}
		if err := put.QueryRowContext(ctx, t.Provider, t.ID, title, t.Artist, t.Album, t.Duration.Milliseconds(), t.Link, t.Live,
			fold(t.Artist+" "+title+" "+t.Album)).Scan(&ids[i]); err != nil {
			return nil, fmt.Errorf("track %d: %w", i+1, err)
		}
	}
	return ids, nil
}

// trackRow finds the row of a track, 0 for one that is not kept.
func trackRow(ctx context.Context, tx *sql.Tx, t source.Track) (int64, error) {
	var row int64
	err := tx.QueryRowContext(ctx, `SELECT id FROM tracks WHERE provider = ? AND track = ?`, t.Provider, t.ID).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return row, err
}

// SetUnplayable marks a track that cannot be played, with the reason, and with an empty
// one takes the mark away. It stays wherever it is, with Unplayable as its Note. A track
// that the library does not hold is no error.
func (l *Library) SetUnplayable(ctx context.Context, t source.Track, reason string) error {
	return l.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE tracks SET unplayable = ? WHERE provider = ? AND track = ?`,
			source.Clean(reason), t.Provider, t.ID)
		return err
	})
}

// fold makes texts that a person takes for the same equal: lower case, no accents.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// patterns are the LIKE patterns of words of which each must occur.
func patterns(words string) []string {
	var all []string
	for _, w := range strings.Fields(fold(words)) {
		all = append(all, "%"+escapeLike(w)+"%")
	}
	return all
}

// escapeLike is for LIKE ... ESCAPE '\'.
func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// matching is the condition that column contains all words, and its arguments.
func matching(column, words string) (condition string, args []any) {
	condition = "1"
	for _, p := range patterns(words) {
		condition += ` AND ` + column + ` LIKE ? ESCAPE '\'`
		args = append(args, p)
	}
	return condition, args
}

func milliseconds(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }

func moment(ms int64) time.Time { return time.UnixMilli(ms) }
