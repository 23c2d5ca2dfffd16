package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// busyTimeout is how long a writer waits for that of another process. SQLite keeps the
// queue: transactions here are short, the longest is an import.
const busyTimeout = 10 * time.Second

// A file is the open database: one connection that writes, so that the writers of this
// process queue up in Go, and some that read beside it. In memory both are the same one.
type file struct {
	path           string // empty in memory
	info           os.FileInfo
	writer, reader *sql.DB
}

// dsn is the address of the database file for the driver. The journal is a write-ahead log
// (https://www.sqlite.org/wal.html): readers and the writer do not wait for each other.
// synchronous=NORMAL does not wait for the disk at every commit: what was committed
// survives the death of the process, and the loss of power may take the last commits but
// not the file. secure_delete overwrites what was forgotten.
func dsn(path string, params ...string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/Users
	}
	base := []string{
		fmt.Sprintf("_pragma=busy_timeout(%d)", busyTimeout.Milliseconds()),
		"_pragma=synchronous(NORMAL)", "_pragma=secure_delete(ON)", "_pragma=foreign_keys(ON)", "_dqs=0",
	}
	return "file://" + (&url.URL{Path: slashed}).EscapedPath() + "?" + strings.Join(append(base, params...), "&")
}

// openFile opens or creates the database and brings its schema up to date.
func openFile(ctx context.Context, path string) (*file, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := create(path); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	f := &file{path: path, info: info}
	if f.writer, err = sql.Open("sqlite", dsn(path, "_txlock=immediate")); err != nil {
		return nil, err
	}
	f.writer.SetMaxOpenConns(1)
	if f.reader, err = sql.Open("sqlite", dsn(path, "_pragma=query_only(ON)")); err != nil {
		return nil, errors.Join(err, f.writer.Close())
	}
	f.reader.SetMaxOpenConns(2)
	f.reader.SetMaxIdleConns(2)
	if err := prepare(ctx, f.writer); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

// create makes the folder and an empty file that only their owner may read: what somebody
// listens to is nobody else's business. SQLite gives its other files the same mode.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (f *file) onDisk() bool { return f.path != "" }

// replaced reports whether another process has put another file in the place of this one.
// A look at the folder costs some microseconds.
func (f *file) replaced() bool {
	if !f.onDisk() {
		return false
	}
	info, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	return err == nil && !os.SameFile(info, f.info)
}

func (f *file) close() error {
	if f.reader == f.writer {
		return f.writer.Close()
	}
	return errors.Join(f.reader.Close(), f.writer.Close())
}
