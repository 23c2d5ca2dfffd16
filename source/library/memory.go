package library

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// openMemory opens a library in memory. With the path of a file that can be read but not
// written it starts with what that holds, so that saved tracks can be seen and played.
func openMemory(ctx context.Context, from string) (*file, error) {
	db, err := sql.Open("sqlite", "file::memory:?_pragma=foreign_keys(ON)&_dqs=0")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // the connection is the database
	f := &file{writer: db, reader: db}
	if err := prepare(ctx, db); err != nil {
		return nil, fmt.Errorf("%w (and %w)", err, f.close())
	}
	if from == "" {
		return f, nil
	}
	// Without the right to write, a database with a write-ahead log opens only when its
	// log's index is there already. Failing that, it is read without its log.
	err = copyFrom(ctx, db, dsn(from, "mode=ro"))
	if err != nil {
		err = copyFrom(ctx, db, dsn(from, "immutable=1"))
	}
	if err != nil {
		return nil, fmt.Errorf("%w (closed: %v)", err, f.close())
	}
	return f, nil
}

// copyFrom fills an empty library with all rows of another of the same version.
func copyFrom(ctx context.Context, db *sql.DB, dsn string) error {
	if _, err := db.ExecContext(ctx, `ATTACH ? AS disk`, dsn); err != nil {
		return err
	}
	err := transact(ctx, db, func(tx *sql.Tx) error {
		var version int
		if err := tx.QueryRowContext(ctx, `PRAGMA disk.user_version`).Scan(&version); err != nil {
			return err
		}
		if version != schemaVersion {
			return fmt.Errorf("schema %d, not %d", version, schemaVersion)
		}
		names, err := texts(ctx, tx, `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `PRAGMA defer_foreign_keys = ON`); err != nil {
			return err
		}
		for _, name := range names {
			copyTable := strings.ReplaceAll(`INSERT INTO main.NAME SELECT * FROM disk.NAME`, "NAME", name)
			if _, err := tx.ExecContext(ctx, copyTable); err != nil {
				return err
			}
		}
		return nil
	})
	_, detachErr := db.ExecContext(context.WithoutCancel(ctx), `DETACH disk`)
	if err == nil {
		err = detachErr
	}
	return err
}
