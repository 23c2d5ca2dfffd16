package library

import (
	"context"
	"database/sql"
	"time"

	"anyaudio/source"
)

// An Outcome is how a play ended.
type Outcome int

// The outcomes. A play that is going on, or whose program was killed, is BrokenOff.
const (
	BrokenOff Outcome = iota
	Finished
	Skipped
)

// String returns "broken off", "finished" or "skipped".
func (o Outcome) String() string {
	switch o {
	case Finished:
		return "finished"
	case Skipped:
		return "skipped"
	}
	return "broken off"
}

// A Play is one track being played, from Begin to End. Its methods may be called from any
// goroutine.
type Play struct {
	l     *Library
	id    int64 // 0 in private mode: nothing is recorded
	track int64
}

// Begin records that a track begins to play. Origin says what it was played from, in the
// words of the interface ("search", "saved", the ID of a playlist). In private mode the
// Play records nothing. On an error it is not nil and records nothing either.
func (l *Library) Begin(ctx context.Context, t source.Track, origin string) (*Play, error) {
	p := &Play{l: l}
	if l.Private() {
		return p, nil
	}
	err := l.write(ctx, func(tx *sql.Tx) (err error) {
		if p.track, err = putTrack(ctx, tx, t); err != nil {
			return err
		}
		// One millisecond has room for one play of a track, so that an import knows it again.
		return tx.QueryRowContext(ctx, `
			INSERT INTO plays (track, started, origin)
			VALUES (?1, max(?2, coalesce((SELECT max(started) + 1 FROM plays WHERE track = ?1 AND started >= ?2), 0)), ?3)
			RETURNING id`, p.track, l.now(), source.Clean(origin)).Scan(&p.id)
	})
	if err != nil {
		return &Play{l: l}, err
	}
	return p, nil
}

// End records how the play ended, and its last progress. A Progress afterwards does
// nothing that lasts: End is called last. In private mode, also when that began during the
// play, it records nothing.
func (p *Play) End(ctx context.Context, how Outcome, at Progress) error {
	p.l.progress.drop(p)
	if p.id == 0 || p.l.Private() {
		return nil
	}
	return p.l.write(ctx, func(tx *sql.Tx) error {
		if err := p.l.putProgress(ctx, tx, p, at); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE plays SET outcome = ? WHERE id = ?`, how, p.id); err != nil {
			return err
		}
		if how != Finished {
			return nil
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM positions WHERE track = ?`, p.track)
		return err
	})
}

// A PastPlay is one entry of the history.
type PastPlay struct {
	Track   source.Track
	Started time.Time
	Origin  string
	Heard   time.Duration
	Outcome Outcome
}
