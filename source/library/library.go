package library

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Memory as a path opens a library that lives in memory only, without a report.
const Memory = ":memory:"

// Options of a library; the zero value means the defaults.
type Options struct {
	// Logger gets what a listener need not see. Default: nothing is logged.
	Logger *slog.Logger
	// Now is the clock. Default time.Now.
	Now func() time.Time
	// Report is told what the listener should know about the file, one call for each
	// event, from Open or later from any goroutine. It must not call the library.
	Report func(Report)
	// Private starts in private mode, see SetPrivate.
	Private bool
	// NoKeeper leaves out the check and the daily backup in the background; for
	// commands that are over in a moment.
	NoKeeper bool
}

// A Report is one event that the listener should know: the file was damaged, the disk is
// full. Line and Hint are as in source.Error: one line of plain text each.
type Report struct {
	Line string
	Hint string
	Err  error // the cause, for the log; may be nil
}

// A Library is an open library file. Its methods may be called from any goroutine; those
// with a context may wait for the disk, or up to 10 s for another process that writes, and
// are not for the goroutine that draws. After Close they return os.ErrClosed.
type Library struct {
	// Immutable after Open.
	path string // of the file that was asked for, empty without one
	o    Options
	log  *slog.Logger

	private atomic.Bool
	failing atomic.Bool // a failure to write was reported, and none has succeeded since

	mu     sync.RWMutex // guards what follows; read-locked while the file is in use
	file   *file
	closed bool

	holder   string                     // names this open library as the holder of its queue; immutable
	queueID  atomic.Pointer[string]     // the queue that is this library's, nil before there is one
	saved    atomic.Pointer[savedQueue] // what was saved of it, nil when that is not known
	progress progress

	stop context.CancelFunc
	wg   sync.WaitGroup
}

// Open opens the library at path, and creates it and its folder when they do not exist.
// It does not fail for what is wrong with the disk: when the file cannot be opened or
// written, the library works in memory, filled with what could be read, and
// Options.Report says so. A damaged file is set aside and the newest good backup takes its
// place. The error is that of ctx, or that there is no memory.
func Open(ctx context.Context, path string, o Options) (*Library, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	l := &Library{path: path, o: o, log: o.Logger, holder: newID()}
	if path == Memory {
		l.path = ""
	}
	l.private.Store(o.Private)
	f, err := l.openAny(ctx, path)
	if err != nil {
		return nil, err
	}
	l.file = f
	run, stop := context.WithCancel(context.Background())
	l.stop = stop
	l.progress.wake = make(chan struct{}, 1)
	l.progress.pending = make(map[*Play]Progress)
	l.wg.Go(func() { l.writeProgress(run) })
	if f.onDisk() && !o.NoKeeper {
		l.wg.Go(func() { l.keep(run) })
	}
	return l, nil
}

// openAny opens the file or, when that is not possible, a library in memory.
func (l *Library) openAny(ctx context.Context, path string) (*file, error) {
	var err error
	switch path {
	case Memory:
		return openMemory(ctx, "")
	case "":
		err = errNoHome
	default:
		var f *file
		f, err = openFile(ctx, path)
		if l.toRestore(err) {
			f, err = l.restore(ctx, nil)
		}
		if err == nil {
			return f, nil
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	l.report(memoryReport(err, path))
	from := path
	if errors.Is(err, errNewer) || errors.Is(err, errForeign) {
		from = ""
	}
	f, memErr := openMemory(ctx, from)
	if memErr != nil && from != "" {
		l.log.Warn("the library cannot be read either", "err", memErr)
		f, memErr = openMemory(ctx, "")
	}
	return f, memErr
}

// Close writes the last progress, ends the goroutines and closes the file. A backup that
// is being written is dropped. A second Close does nothing.
func (l *Library) Close() error {
	l.stop()
	l.wg.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil
	}
	l.closed = true
	return l.file.close()
}

// OnDisk reports whether the library is kept on disk, as opposed to in memory.
func (l *Library) OnDisk() bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return !l.closed && l.file.onDisk()
}

// SetPrivate turns private mode on or off. In it nothing is recorded of what is heard,
// searched or queued: plays, searches, positions and the queue. What the listener asks to
// be kept (Save, playlists, offline marks) is kept. What was recorded before is there to be
// read; a place in a long track (Position) is for who plays it to leave alone.
func (l *Library) SetPrivate(on bool) { l.private.Store(on) }

// Private reports whether private mode is on.
func (l *Library) Private() bool { return l.private.Load() }

// report tells the listener.
func (l *Library) report(r Report) {
	l.log.Warn(r.Line, "err", r.Err)
	if l.o.Report != nil {
		l.o.Report(r)
	}
}

// now is the time as it is kept: milliseconds since 1970.
func (l *Library) now() int64 { return l.o.Now().UnixMilli() }

// newID is a random name for a playlist or a queue, the same in every copy of it.
func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// read runs f on a connection that sees one state of the library.
func (l *Library) read(ctx context.Context, f func(*sql.Tx) error) error {
	return l.use(ctx, func(file *file) error { return transact(ctx, file.reader, f) })
}

// write runs f in a transaction that has the file to itself. When it returns nil, what f
// wrote is there after a kill.
func (l *Library) write(ctx context.Context, f func(*sql.Tx) error) error {
	err := l.use(ctx, func(file *file) error { return transact(ctx, file.writer, f) })
	switch {
	case err == nil:
		l.failing.Store(false)
	case writeFailure(err) && !l.failing.Swap(true):
		line, hint := words(err)
		l.report(Report{Line: line, Hint: hint, Err: err})
	}
	return err
}

// use calls f with the open file. One that was found to be damaged, or that another
// process has replaced, is opened again first, and f gets a second try.
func (l *Library) use(ctx context.Context, f func(*file) error) error {
	file, err := l.try(f)
	if file != nil && (damaged(err) || errors.Is(err, errReplaced)) {
		if again := l.reopen(ctx, file); again != nil {
			return explain(again)
		}
		_, err = l.try(f)
	}
	return explain(err)
}

func (l *Library) try(f func(*file) error) (*file, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.closed {
		return nil, os.ErrClosed
	}
	if l.file.replaced() {
		return l.file, errReplaced
	}
	return l.file, f(l.file)
}

// transact runs f between BEGIN and COMMIT.
func transact(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return tx.Commit()
}

// ignoreDone drops the complaint that a transaction has ended already, by its context.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}
