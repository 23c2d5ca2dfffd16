package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// applicationID marks the file as a library of this program ("AnyA"), so that the database
// of another program is never written to (https://www.sqlite.org/pragma.html#pragma_application_id).
const applicationID = 0x416e7941

// migrations are the steps from one version of the schema to the next: the first makes
// version 1 out of nothing. A step that was released is never changed; whoever adds one
// also adds testdata/v<n>.db, a file as that version left it, to the test of migrations.
var migrations = []string{schema1, schema2}

// schemaVersion is the version that this program reads and writes.
const schemaVersion = 2

// Times are milliseconds since 1970, durations and positions milliseconds.
const schema1 = `
CREATE TABLE tracks (
	id         INTEGER PRIMARY KEY,
	provider   TEXT NOT NULL,
	track      TEXT NOT NULL,             -- the id within the provider
	title      TEXT NOT NULL,
	artist     TEXT NOT NULL DEFAULT '',
	album      TEXT NOT NULL DEFAULT '',
	duration   INTEGER NOT NULL DEFAULT 0,
	link       TEXT NOT NULL DEFAULT '',
	live       INTEGER NOT NULL DEFAULT 0,
	unplayable TEXT NOT NULL DEFAULT '',  -- why, empty when it plays
	fold       TEXT NOT NULL DEFAULT '',  -- artist, title and album for searching
	UNIQUE (provider, track)
) STRICT;

CREATE TABLE plays (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	track   INTEGER NOT NULL REFERENCES tracks,
	started INTEGER NOT NULL,
	origin  TEXT NOT NULL DEFAULT '',     -- what it was played from
	heard   INTEGER NOT NULL DEFAULT 0,
	outcome INTEGER NOT NULL DEFAULT 0,
	UNIQUE (track, started)
) STRICT;
CREATE INDEX plays_started ON plays (started, id);

CREATE TABLE searches (
	words TEXT PRIMARY KEY,
	fold  TEXT NOT NULL,
	last  INTEGER NOT NULL,
	count INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

CREATE TABLE saved (
	track INTEGER PRIMARY KEY REFERENCES tracks,
	at    INTEGER NOT NULL
) STRICT;

CREATE TABLE playlists (
	id       TEXT PRIMARY KEY,
	place    INTEGER NOT NULL,
	name     TEXT NOT NULL,
	created  INTEGER NOT NULL,
	modified INTEGER NOT NULL,
	kind     INTEGER NOT NULL DEFAULT 0,  -- own, frozen, live
	provider TEXT NOT NULL DEFAULT '',    -- of the playlist it was made from
	remote   TEXT NOT NULL DEFAULT '',
	link     TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE queues (
	id       TEXT PRIMARY KEY,
	holder   TEXT NOT NULL,               -- the open library that may write it
	updated  INTEGER NOT NULL,
	current  INTEGER NOT NULL DEFAULT 0,  -- place in the list
	position INTEGER NOT NULL DEFAULT 0,  -- in the track
	repeat   INTEGER NOT NULL DEFAULT 0,
	shuffle  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- The tracks of playlists and queues, which is where list points.
CREATE TABLE entries (
	id    INTEGER PRIMARY KEY,
	list  TEXT NOT NULL,
	place INTEGER NOT NULL,
	track INTEGER NOT NULL REFERENCES tracks
) STRICT;
CREATE INDEX entries_list ON entries (list, place);
CREATE INDEX entries_track ON entries (track);

CREATE TABLE offline (
	track INTEGER PRIMARY KEY REFERENCES tracks,
	at    INTEGER NOT NULL
) STRICT;

CREATE TABLE positions (
	track    INTEGER PRIMARY KEY REFERENCES tracks,
	position INTEGER NOT NULL,
	at       INTEGER NOT NULL
) STRICT;

CREATE TABLE commands (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	at      INTEGER NOT NULL,
	label   TEXT NOT NULL,
	queue   TEXT NOT NULL DEFAULT '',     -- the queue that it edits, empty for none
	undone  INTEGER NOT NULL DEFAULT 0,
	changes TEXT NOT NULL                 -- JSON, see change
) STRICT;
`

// schema2 adds what suggestions need beside the history.
const schema2 = `
-- What is never suggested.
CREATE TABLE never (
	kind TEXT NOT NULL,                   -- artist, track
	key  TEXT NOT NULL,                   -- the folded name of an artist, provider:id of a track
	name TEXT NOT NULL,                   -- of an artist as the listener saw it, empty for a track
	at   INTEGER NOT NULL,
	PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- What a provider has named as like a track. The tracks are JSON, since nobody has chosen
-- them: a search of the library does not find them.
CREATE TABLE related (
	seed   INTEGER PRIMARY KEY REFERENCES tracks ON DELETE CASCADE,
	asked  INTEGER NOT NULL,
	tracks TEXT NOT NULL
) STRICT;

-- Suggestions that were on the screen.
CREATE TABLE shown (
	track TEXT PRIMARY KEY,               -- provider:id
	times INTEGER NOT NULL,               -- since it was last played
	last  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

// walTries bounds the tries to switch a new file to a write-ahead log, which does not
// honour the busy timeout while another process does the same.
const walTries = 200

// prepare brings an open database to the schema of this program. It is quick when there
// is nothing to do.
func prepare(ctx context.Context, db *sql.DB) error {
	version, app, err := versions(ctx, db)
	if err != nil {
		return err
	}
	switch {
	case version > schemaVersion && app == applicationID:
		return fmt.Errorf("%w (schema %d, this program knows %d)", errNewer, version, schemaVersion)
	case app != applicationID && (version != 0 || app != 0):
		return errForeign
	case version == schemaVersion:
		return nil
	}
	if err := useWAL(ctx, db); err != nil {
		return err
	}
	return transact(ctx, db, func(tx *sql.Tx) error { return migrate(ctx, tx) })
}

type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func versions(ctx context.Context, q queryer) (version, app int, err error) {
	err = q.QueryRowContext(ctx, `SELECT user_version, application_id FROM pragma_user_version, pragma_application_id`).
		Scan(&version, &app)
	return version, app, err
}

// useWAL is done once in the life of a file, which remembers it.
func useWAL(ctx context.Context, db *sql.DB) error {
	for try := 1; ; try++ {
		_, err := db.ExecContext(ctx, `PRAGMA journal_mode = WAL`)
		if err == nil || !busy(err) || try == walTries {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(busyTimeout / walTries):
		}
	}
}

// migrate runs the steps that the file lacks, all or none. Another process may have done
// so since the version was read.
func migrate(ctx context.Context, tx *sql.Tx) error {
	version, app, err := versions(ctx, tx)
	if err != nil || version >= schemaVersion {
		return err
	}
	if version == 0 && app == 0 {
		var tables int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
			return err
		}
		if tables > 0 {
			return errForeign
		}
	}
	for i, step := range migrations[version:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("step to schema %d: %w", version+i+1, err)
		}
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = %d`, applicationID, schemaVersion))
	return err
}

var (
	errNewer    = errors.New("the library is that of a newer program")
	errForeign  = errors.New("the file is the database of another program")
	errReplaced = errors.New("the file was replaced")
)
