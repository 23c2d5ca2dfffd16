package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"

	"anyaudio/source"
)

// ForgetTrack forgets that tracks were ever heard: their plays, their remembered positions, and
// the searches that have all words of a title. Like the other methods of that name it leaves
// alone what the listener has put somewhere (saved, playlists, the queue), returns how many
// plays are gone, and cannot be undone. What is forgotten is overwritten in the file, and in
// the backups too: they make way for a new one.
func (l *Library) ForgetTrack(ctx context.Context, tracks ...source.Track) (int64, error) {
	var titles []string
	for _, t := range tracks {
		titles = append(titles, t.Title)
	}
	return l.forgetTracks(ctx, titles, func(tx *sql.Tx) (rows []int64, err error) {
		for _, t := range tracks {
			row, err := trackRow(ctx, tx, t)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	})
}

// ForgetArtist is ForgetTrack for all tracks of an artist, and the searches that have all
// words of the name; case and accents do not matter.
func (l *Library) ForgetArtist(ctx context.Context, artist string) (int64, error) {
	return l.forgetTracks(ctx, []string{artist}, func(tx *sql.Tx) (rows []int64, err error) {
		names, err := texts(ctx, tx, `SELECT DISTINCT artist FROM tracks`)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if fold(name) != fold(artist) {
				continue
			}
			more, err := numbers(ctx, tx, `SELECT id FROM tracks WHERE artist = ?`, name)
			if err != nil {
				return nil, err
			}
			rows = append(rows, more...)
		}
		return rows, nil
	})
}

// forgetTracks forgets the tracks of the rows that find gives, and the searches for the names.
func (l *Library) forgetTracks(ctx context.Context, names []string, find func(*sql.Tx) ([]int64, error)) (plays int64, err error) {
	err = l.write(ctx, func(tx *sql.Tx) error {
		rows, err := find(tx)
		if err != nil {
			return err
		}
		played, err := numbers(ctx, tx, `DELETE FROM plays WHERE track IN (SELECT value FROM json_each(?)) RETURNING track`, jsonArray(rows))
		if err != nil {
			return err
		}
		plays = int64(len(played))
		if _, err := tx.ExecContext(ctx, `DELETE FROM positions WHERE track IN (SELECT value FROM json_each(?))`, jsonArray(rows)); err != nil {
			return err
		}
		if err := forgetSearches(ctx, tx, names); err != nil {
			return err
		}
		if err := forgetTaste(ctx, tx, rows); err != nil {
			return err
		}
		return dropOrphans(ctx, tx, rows)
	})
	if err != nil {
		return 0, err
	}
	return plays, l.scrub(ctx)
}

// forgetSearches forgets the searches that have all words of one of the names.
func forgetSearches(ctx context.Context, tx *sql.Tx, names []string) error {
	all, err := texts(ctx, tx, `SELECT words FROM searches`)
	if err != nil {
		return err
	}
	for _, search := range all {
		has := wordsOf(search)
		named := slices.ContainsFunc(names, func(name string) bool {
			words := wordsOf(name)
			return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(has, w) })
		})
		if !named {
			continue
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM searches WHERE words = ?`, search); err != nil {
			return err
		}
	}
	return nil
}

// wordsOf are the words of a text, folded.
func wordsOf(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// ForgetSpan forgets what was done from a time up to another, which is not included: plays,
// searches, positions that were remembered, edits that could be undone, and the queues of
// other players that were used last in it.
func (l *Library) ForgetSpan(ctx context.Context, from, to time.Time) (int64, error) {
	return l.forgetSpan(ctx, from.UnixMilli(), to.UnixMilli())
}

// ForgetAll forgets all plays, positions and searches, and the edits that could be undone.
func (l *Library) ForgetAll(ctx context.Context) (int64, error) {
	return l.forgetSpan(ctx, int64(-1)<<62, int64(1)<<62)
}

func (l *Library) forgetSpan(ctx context.Context, from, to int64) (plays int64, err error) {
	err = l.write(ctx, func(tx *sql.Tx) error {
		played, err := numbers(ctx, tx, `DELETE FROM plays WHERE started >= ? AND started < ? RETURNING track`, from, to)
		if err != nil {
			return err
		}
		plays = int64(len(played))
		for _, query := range []string{
			`DELETE FROM positions WHERE at >= ? AND at < ?`,
			`DELETE FROM searches WHERE last >= ? AND last < ?`,
			`DELETE FROM shown WHERE last >= ? AND last < ?`,
			`DELETE FROM commands WHERE at >= ? AND at < ?`,
		} {
			if _, err := tx.ExecContext(ctx, query, from, to); err != nil {
				return err
			}
		}
		if err := l.forgetQueues(ctx, tx, from, to); err != nil {
			return err
		}
		if err := forgetTaste(ctx, tx, played); err != nil {
			return err
		}
		// Also what was in the queue once and never played, as long as no edit could bring it back.
		rest, err := numbers(ctx, tx, `SELECT id FROM tracks WHERE id NOT IN
			(SELECT j.value FROM commands c, json_tree(c.changes) j WHERE `+isTrack+`)`)
		if err != nil {
			return err
		}
		return dropOrphans(ctx, tx, append(rest, played...))
	})
	if err != nil {
		return 0, err
	}
	return plays, l.scrub(ctx)
}

// forgetQueues forgets the queues of other players, which nobody sees. The newest is the one
// that the next player takes up. A player that still has one of the others saves it anew.
func (l *Library) forgetQueues(ctx context.Context, tx *sql.Tx, from, to int64) error {
	old, err := texts(ctx, tx, `SELECT id FROM queues WHERE updated >= ? AND updated < ? AND id <> ?
		AND id <> (SELECT id FROM queues ORDER BY updated DESC LIMIT 1)`, from, to, l.ownQueue())
	if err != nil {
		return err
	}
	return dropQueues(ctx, tx, old)
}

// isTrack holds for the element j of a command's changes that is the row of a track.
const isTrack = `j.type = 'integer' AND (j.key = 'track' OR j.path LIKE '%.removed' OR j.path LIKE '%.inserted')`

// dropOrphans deletes those of the tracks that nothing refers to any more. The command log
// could bring them back, which is why a command about one goes with it.
func dropOrphans(ctx context.Context, tx *sql.Tx, tracks []int64) error {
	orphans, err := numbers(ctx, tx, `
		SELECT DISTINCT value FROM json_each(?) WHERE value NOT IN (SELECT track FROM plays)
		AND value NOT IN (SELECT track FROM saved) AND value NOT IN (SELECT track FROM entries)
		AND value NOT IN (SELECT track FROM offline) AND value NOT IN (SELECT track FROM positions)`, jsonArray(tracks))
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM commands WHERE EXISTS (
		SELECT 1 FROM json_tree(commands.changes) j WHERE `+isTrack+`
		AND j.value IN (SELECT value FROM json_each(?)))`, jsonArray(orphans)); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM tracks WHERE id IN (SELECT value FROM json_each(?))`, jsonArray(orphans))
	return err
}

// scrub takes what was deleted out of the log and the backups.
func (l *Library) scrub(ctx context.Context) error {
	err := l.use(ctx, func(f *file) error {
		if !f.onDisk() {
			return nil
		}
		_, err := f.writer.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
		return err
	})
	if err != nil || !l.OnDisk() || len(l.Backups()) == 0 {
		return err
	}
	path, err := l.Backup(ctx)
	if err != nil {
		return err
	}
	return l.removeBackups(func(other string) bool { return other != path })
}

// jsonArray is a list of rows as an argument of json_each.
func jsonArray(rows []int64) string {
	b, err := json.Marshal(rows)
	if err != nil {
		panic("library: " + err.Error()) // numbers can always be written
	}
	return string(b)
}
