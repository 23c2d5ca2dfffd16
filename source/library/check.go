package library

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
)

// damage is what a check found; it counts as damaged, as SQLite's own error does.
type damage struct{ what string }

func (d damage) Error() string { return "the file is damaged: " + d.what }

// quickCheck reads every page of the file (https://www.sqlite.org/pragma.html#pragma_quick_check).
// When the file is damaged a backup takes its place.
func (l *Library) quickCheck(ctx context.Context) error {
	return l.use(ctx, func(f *file) error {
		var first string
		if err := f.reader.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&first); err != nil {
			return err
		}
		if first != "ok" {
			return damage{first}
		}
		return nil
	})
}

// Check examines the file whole, indexes and references included, and returns what is
// wrong with it, one line each; nothing when it is sound. It changes nothing.
func (l *Library) Check(ctx context.Context) ([]string, error) {
	var found []string
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.closed {
		return nil, os.ErrClosed
	}
	err := transact(ctx, l.file.reader, func(tx *sql.Tx) error {
		lines, err := texts(ctx, tx, `PRAGMA integrity_check`)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if line != "ok" {
				found = append(found, strings.TrimSpace(line))
			}
		}
		dangling, err := texts(ctx, tx, `SELECT "table" || ' row ' || coalesce(rowid, '?') || ' refers to nothing in ' || parent FROM pragma_foreign_key_check`)
		found = append(found, dangling...)
		if err != nil {
			return err
		}
		lost, err := numbers(ctx, tx, `SELECT count(*) FROM entries WHERE list NOT IN (SELECT id FROM playlists UNION ALL SELECT id FROM queues) HAVING count(*) > 0`)
		for _, n := range lost {
			found = append(found, fmt.Sprintf("%d entries of no list", n))
		}
		return err
	})
	if damaged(err) {
		return append(found, err.Error()), nil
	}
	return found, explain(err)
}
