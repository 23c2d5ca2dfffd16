package library

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	maxBackups   = 5
	backupPrefix = "library-"
	backupTime   = "20060102-150405.000" // UTC, so that names sort by time
	backupSuffix = ".db"
)

// errInMemory is for what needs a file.
var errInMemory = errors.New("the library is in memory, there is no file")

func (l *Library) backupDir() string { return filepath.Join(filepath.Dir(l.path), "backups") }

// Backups gives the paths of the backups, the newest first.
func (l *Library) Backups() []string {
	if l.path == "" {
		return nil
	}
	names, _ := filepath.Glob(filepath.Join(escapeGlob(l.backupDir()), backupPrefix+"*"+backupSuffix)) // no folder, no backups
	slices.Sort(names)
	slices.Reverse(names)
	return names
}

func escapeGlob(path string) string {
	if filepath.Separator == '\\' {
		return path // there the backslash separates, and nothing escapes
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// backupDate is when a backup was made, zero for what is none.
func backupDate(path string) time.Time {
	name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), backupPrefix), backupSuffix)
	t, _ := time.Parse(backupTime, name)
	return t
}

// Backup writes a backup now and returns its path; the oldest beyond five go. It appears
// under its name when it is complete and on the disk.
func (l *Library) Backup(ctx context.Context) (string, error) {
	path := filepath.Join(l.backupDir(), backupPrefix+l.o.Now().UTC().Format(backupTime)+backupSuffix)
	err := l.use(ctx, func(f *file) error {
		if !f.onDisk() {
			return errInMemory
		}
		if err := os.MkdirAll(l.backupDir(), 0o700); err != nil {
			return err
		}
		return atomically(path, func(tmp string) error { return vacuumInto(ctx, f.path, tmp) })
	})
	if err != nil {
		return "", err
	}
	all := l.Backups()
	keep := all[:min(maxBackups, len(all))]
	return path, l.removeBackups(func(other string) bool { return !slices.Contains(keep, other) })
}

// vacuumInto copies the database on a connection of its own, so that nobody waits for it.
// It takes only what has been committed (https://www.sqlite.org/lang_vacuum.html).
func vacuumInto(ctx context.Context, from, to string) error {
	db, err := sql.Open("sqlite", dsn(from))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `VACUUM INTO ?`, to)
	return errors.Join(err, db.Close())
}

func (l *Library) removeBackups(old func(path string) bool) error {
	var errs []error
	for _, path := range l.Backups() {
		if old(path) {
			errs = append(errs, os.Remove(path))
		}
	}
	return errors.Join(errs...)
}

// atomically has f write a file beside path, and puts it in the place of path when it is
// complete.
func atomically(path string, f func(tmp string) error) (err error) {
	t, err := os.CreateTemp(filepath.Dir(path), ".tmp-*") // 0600, and empty, as VACUUM INTO wants it
	if err != nil {
		return err
	}
	defer os.Remove(t.Name()) //nolint:errcheck // it is gone when the rename succeeds
	if err := t.Close(); err != nil {
		return err
	}
	if err := f(t.Name()); err != nil {
		return err
	}
	if err := syncFile(t.Name()); err != nil {
		return err
	}
	return os.Rename(t.Name(), path)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it was only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
