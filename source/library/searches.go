package library

import (
	"context"
	"database/sql"
	"strings"

	"anyaudio/source"
)

// maxSearches is how many different searches are kept.
const maxSearches = 1000

// AddSearch records what was searched for. In private mode it does nothing.
func (l *Library) AddSearch(ctx context.Context, words string) error {
	words = source.Clean(words)
	if words == "" || l.Private() {
		return nil
	}
	return l.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO searches (words, fold, last) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET last = excluded.last, count = count + 1`, words, fold(words), l.now()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM searches WHERE words IN
			(SELECT words FROM searches ORDER BY last DESC LIMIT -1 OFFSET ?)`, maxSearches)
		return err
	})
}

// Searches gives the last searches, the newest first.
func (l *Library) Searches(ctx context.Context, limit int) ([]string, error) {
	return l.searchWords(ctx, `SELECT words FROM searches ORDER BY last DESC, words LIMIT ?`, limit)
}

// CompleteSearch gives searches that begin with these words, or have a word that does, the
// most frequent first. Case and accents do not matter.
func (l *Library) CompleteSearch(ctx context.Context, words string, limit int) ([]string, error) {
	p := escapeLike(fold(strings.TrimLeft(words, " "))) + "%"
	return l.searchWords(ctx, `SELECT words FROM searches WHERE fold LIKE ?1 ESCAPE '\' OR fold LIKE ?2 ESCAPE '\'
		ORDER BY fold LIKE ?1 ESCAPE '\' DESC, count DESC, last DESC, words LIMIT ?3`, p, "% "+p, limit)
}

// ForgetSearch forgets one search.
func (l *Library) ForgetSearch(ctx context.Context, words string) error {
	return l.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM searches WHERE words = ?`, source.Clean(words))
		return err
	})
}

func (l *Library) searchWords(ctx context.Context, query string, args ...any) ([]string, error) {
	var all []string
	err := l.read(ctx, func(tx *sql.Tx) (err error) {
		all, err = texts(ctx, tx, query, args...)
		return err
	})
	return all, err
}
