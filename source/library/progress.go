package library

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// progressEvery is the time between two writes of a play's progress: what a kill may take.
const progressEvery = time.Second

// Progress is how far a play is.
type Progress struct {
	Position time.Duration // in the track
	Heard    time.Duration // what was really heard, without what was skipped
	Duration time.Duration // of the track, 0 when unknown
}

// progress are the plays whose progress is yet to be written.
type progress struct {
	wake    chan struct{} // holds a token when pending is not empty
	mu      sync.Mutex    // guards what follows
	pending map[*Play]Progress
}

// Progress keeps how far the play is, and the position of the queue and of a long track.
// It only takes a note and may be called from any goroutine at any rate; once a second the
// newest one is written.
func (p *Play) Progress(at Progress) {
	if p.id == 0 || p.l.Private() {
		return
	}
	w := &p.l.progress
	w.mu.Lock()
	w.pending[p] = at
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *progress) drop(p *Play) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.pending, p)
}

func (w *progress) take() map[*Play]Progress {
	w.mu.Lock()
	defer w.mu.Unlock()
	taken := w.pending
	w.pending = make(map[*Play]Progress)
	return taken
}

// writeProgress is the goroutine that writes it, and at the end the last one.
func (l *Library) writeProgress(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			l.flushProgress()
			return
		case <-l.progress.wake:
		}
		l.flushProgress()
		timer.Reset(progressEvery)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
	}
}

// flushProgress writes what is pending. A failure is reported by write; the next progress
// makes up for what was lost.
func (l *Library) flushProgress() {
	taken := l.progress.take()
	if len(taken) == 0 || l.Private() {
		return
	}
	ctx := context.Background() // what was taken is written, also while Close waits
	err := l.write(ctx, func(tx *sql.Tx) error {
		for p, at := range taken {
			if err := l.putProgress(ctx, tx, p, at); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		l.log.Debug("progress not written", "err", err)
	}
}

func (l *Library) putProgress(ctx context.Context, tx *sql.Tx, p *Play, at Progress) error {
	position := max(at.Position, 0).Milliseconds()
	play, err := tx.ExecContext(ctx, `UPDATE plays SET heard = max(heard, ?) WHERE id = ?`, at.Heard.Milliseconds(), p.id)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE queues SET position = ?, updated = ? WHERE id = ? AND holder = ?`,
		position, l.now(), l.ownQueue(), l.holder); err != nil {
		return err
	}
	if n, err := play.RowsAffected(); n == 0 || err != nil {
		return err // it was forgotten, and its row may be another track's now
	}
	if _, err := tx.ExecContext(ctx, `UPDATE tracks SET duration = ?1 WHERE id = ?2 AND duration = 0 AND ?1 > 0`,
		at.Duration.Milliseconds(), p.track); err != nil {
		return err
	}
	return l.putPosition(ctx, tx, p.track, position)
}
