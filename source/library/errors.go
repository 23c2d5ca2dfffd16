package library

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"anyaudio/source"
)

// code is the primary result code of SQLite in err, 0 for none.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff // the rest refines it (https://www.sqlite.org/rescode.html)
	}
	return 0
}

func busy(err error) bool {
	return code(err) == sqlite3.SQLITE_BUSY || code(err) == sqlite3.SQLITE_LOCKED
}

// damaged reports whether err says that the file is no sound database.
func damaged(err error) bool {
	if _, ok := errors.AsType[damage](err); ok {
		return true
	}
	switch code(err) {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return true
	case sqlite3.SQLITE_ERROR:
		// What SQLite says of a header whose schema format makes no sense.
		return strings.Contains(err.Error(), "unsupported file format")
	}
	return false
}

// writeFailure reports whether err is the disk's doing and not the caller's.
func writeFailure(err error) bool {
	if damaged(err) {
		return true
	}
	switch code(err) {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
		sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY:
		return true
	}
	return false
}

const playsOn = "what plays goes on; the last changes are not kept"

// words says what is wrong with the disk.
func words(err error) (line, hint string) {
	if damaged(err) {
		return "the library is damaged", "start again to restore the newest backup"
	}
	switch code(err) {
	case sqlite3.SQLITE_FULL:
		return "the library cannot be written: the disk is full", "free some space; " + playsOn
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
		return "the library may not be written", "check who owns its file and folder; " + playsOn
	case sqlite3.SQLITE_BUSY:
		return "the library is held by another program", "end that program; " + playsOn
	}
	return "the library cannot be written: the disk reports an error", "check the disk; " + playsOn
}

// explain puts the failures of the disk into the listener's words.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded
	}
	if _, ok := errors.AsType[*source.Error](err); ok || !writeFailure(err) {
		return err
	}
	line, hint := words(err)
	return &source.Error{Line: line, Hint: hint, Err: err}
}

// memoryReport says why the library at path is in memory.
func memoryReport(err error, path string) Report {
	r := Report{Line: "the library cannot be opened", Hint: "nothing is kept after this run; check the disk", Err: err}
	switch {
	case errors.Is(err, errNewer):
		r.Line, r.Hint = "the library was written by a newer version of this program", "it is left as it is and nothing is kept after this run; update the program"
	case errors.Is(err, errForeign):
		r.Line, r.Hint = "the library's file belongs to another program", "it is left as it is and nothing is kept after this run; move it away"
	case errors.Is(err, fs.ErrPermission), code(err) == sqlite3.SQLITE_READONLY, code(err) == sqlite3.SQLITE_PERM, code(err) == sqlite3.SQLITE_CANTOPEN:
		r.Line, r.Hint = "the library may not be written", "nothing is kept after this run; check who owns its file and folder"
	case code(err) == sqlite3.SQLITE_FULL, code(err) == sqlite3.SQLITE_IOERR && full(path):
		r.Line, r.Hint = "the library cannot be written: the disk is full", "nothing is kept after this run; free some space"
	case errors.Is(err, errNoHome):
		r.Line, r.Hint = "there is no home directory for the library", "nothing is kept after this run; set HOME or XDG_DATA_HOME"
	}
	if pe, ok := errors.AsType[*os.PathError](err); ok && r.Line == "the library cannot be opened" {
		r.Line += ": " + pe.Err.Error()
	}
	return r
}

// full reports whether there is no room for another file beside that at path. Of the index of
// its log, which SQLite makes when it opens the file, it only says that there was an error.
func full(path string) bool {
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return false
	}
	_, err = f.Write(make([]byte, 64<<10))
	_ = errors.Join(f.Close(), os.Remove(f.Name())) // what counts is the write
	return err != nil
}

var errNoHome = errors.New("no home directory")

// notFound is the error for a playlist or track that is not there.
func notFound(line string) error {
	return &source.Error{Kind: source.ErrNotFound, Line: line, Hint: "it may have been deleted elsewhere"}
}

// ErrChanged says that what an edit, or its undo, refers to has been changed since.
var ErrChanged = errors.New("changed since")

func changed(line string) error {
	return &source.Error{Kind: ErrChanged, Line: line, Hint: "look at the list again, then repeat the change"}
}
