package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// reopen deals with a file that turned out to be damaged, or was replaced. Other goroutines
// may have come here with the same one; the first does the work.
func (l *Library) reopen(ctx context.Context, old *file) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.file != old {
		return nil
	}
	isNew := old.replaced()
	if err := old.close(); err != nil {
		l.log.Warn("closing the library", "err", err)
	}
	var f *file
	var err error
	if isNew {
		f, err = openFile(ctx, l.path)
	}
	if !isNew || l.toRestore(err) {
		f, err = l.restore(ctx, old.info)
	}
	if err == nil {
		l.file = f
		return nil
	}
	// Playing goes on, whatever the disk does.
	l.report(memoryReport(err, l.path))
	f, memErr := openMemory(context.WithoutCancel(ctx), "")
	if memErr != nil {
		return errors.Join(err, memErr)
	}
	l.file = f
	return nil
}

// toRestore reports whether err, of opening the file, says that it is damaged. One that does
// not look like a library although there are backups of it has lost its header.
func (l *Library) toRestore(err error) bool {
	return damaged(err) || errors.Is(err, errForeign) && len(l.Backups()) > 0
}

// restore sets the damaged file aside and puts the newest good backup in its place, or an
// empty library when there is none. was is the file that is known to be damaged, nil for
// the one that is there now. Of several processes that find it damaged one does it.
func (l *Library) restore(ctx context.Context, was os.FileInfo) (*file, error) {
	unlock, err := l.lockRestore(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if was == nil {
		f, err := openFile(ctx, l.path)
		if !l.toRestore(err) {
			return f, err
		}
	} else if info, err := os.Stat(l.path); err != nil || !os.SameFile(info, was) {
		return openFile(ctx, l.path)
	}
	aside := l.path + ".damaged-" + l.o.Now().UTC().Format(backupTime)
	backup, err := l.exchange(ctx, aside)
	if err != nil {
		return nil, err
	}
	f, err := openFile(ctx, l.path)
	if err != nil {
		return nil, err
	}
	line := "the library was damaged and there was no good backup: it begins anew"
	if backup != "" {
		line = "the library was damaged: the backup of " + backupDate(backup).Local().Format(time.DateTime) + " is in use"
	}
	l.report(Report{Line: line, Hint: "the damaged file is kept as " + aside})
	return f, nil
}

// exchange puts the newest good backup, whose path it returns, in the place of the file and
// the file aside. At no moment is there nothing under the file's name: after a kill in
// between, the damaged file is found again.
func (l *Library) exchange(ctx context.Context, aside string) (backup string, err error) {
	for _, path := range l.Backups() {
		if goodBackup(ctx, path) {
			backup = path
			break
		}
	}
	err = atomically(l.path, func(tmp string) error {
		if backup != "" {
			if err := copyFile(backup, tmp); err != nil {
				return err
			}
		}
		// A log that stayed would be taken for that of the new file.
		for _, log := range []string{"-wal", "-shm"} {
			if err := os.Rename(l.path+log, aside+log); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		if os.Link(l.path, aside) == nil {
			return nil
		}
		return os.Rename(l.path, aside) // a file system without links
	})
	return backup, err
}

// goodBackup reports whether a backup is sound and of a version that can be read.
func goodBackup(ctx context.Context, path string) bool {
	db, err := sql.Open("sqlite", dsn(path, "immutable=1"))
	if err != nil {
		return false
	}
	defer db.Close() //nolint:errcheck // it was only read
	version, app, err := versions(ctx, db)
	if err != nil || app != applicationID || version > schemaVersion {
		return false
	}
	var first string
	err = db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&first)
	return err == nil && first == "ok"
}

// lockRestore keeps other processes from restoring at the same time. The lock is that of a
// small database beside the file: SQLite's locks work on every system, and end with the
// process that holds them.
func (l *Library) lockRestore(ctx context.Context) (unlock func(), err error) {
	path := filepath.Join(filepath.Dir(l.path), ".library-lock")
	db, err := sql.Open("sqlite", dsn(path, "_txlock=exclusive"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, fmt.Errorf("lock for restoring: %w (%v)", err, db.Close())
	}
	return func() {
		if err := errors.Join(tx.Rollback(), db.Close()); err != nil {
			l.log.Warn("lock for restoring", "err", err)
		}
	}, nil
}
