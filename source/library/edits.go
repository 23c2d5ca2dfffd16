package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"anyaudio/source"
)

// maxCommands is how many edits can be undone.
const maxCommands = 200

// ErrNothing says that there is nothing to undo or redo.
var ErrNothing = errors.New("nothing to undo or redo")

// A Command is an edit as the log shows it.
type Command struct {
	Label  string // in the imperative: "save Song", "rename Mix to Party"
	At     time.Time
	Undone bool
}

// edit makes the changes that plan finds and puts them into the command log, all in one
// transaction. No changes are no command. queue names the queue whose edit it is.
func (l *Library) edit(ctx context.Context, label, queue string, plan func(*sql.Tx) ([]change, error)) error {
	return l.write(ctx, func(tx *sql.Tx) error {
		changes, err := plan(tx)
		if err != nil || len(changes) == 0 {
			return err
		}
		if err := l.applyAll(ctx, tx, changes); err != nil {
			return err
		}
		return l.logCommand(ctx, tx, label, queue, changes)
	})
}

func (l *Library) logCommand(ctx context.Context, tx *sql.Tx, label, queue string, changes []change) error {
	text, err := json.Marshal(changes)
	if err != nil {
		return err
	}
	// What was undone and not done again is no longer of use: there is one stack of what is not of
	// somebody else's queue, whatever the newest edit is about.
	if _, err := tx.ExecContext(ctx, `DELETE FROM commands WHERE undone AND queue IN ('', ?)`, l.ownQueue()); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO commands (at, label, queue, changes) VALUES (?, ?, ?, ?)`,
		l.now(), source.Clean(label), queue, string(text)); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM commands WHERE id <= (SELECT id FROM commands ORDER BY id DESC LIMIT 1 OFFSET ?)`, maxCommands)
	return err
}

// Undo takes back the newest edit that was not undone, of saved tracks, of playlists or of
// this library's queue, also one from before a restart, and returns it. It gives
// ErrNothing when there is none. When what it changed has been changed since by something
// that is not in the log, it leaves everything as it is, drops the command and gives
// ErrChanged. After an undo of a queue edit, LoadQueue has the queue.
func (l *Library) Undo(ctx context.Context) (Command, error) { return l.step(ctx, true) }

// Redo makes the edit again that was undone last; as Undo otherwise.
func (l *Library) Redo(ctx context.Context) (Command, error) { return l.step(ctx, false) }

func (l *Library) step(ctx context.Context, undo bool) (Command, error) {
	var cmd Command
	var clash error
	defer l.saved.Store(nil) // the queue may be another one now
	err := l.write(ctx, func(tx *sql.Tx) error {
		id, changes, err := l.nextCommand(ctx, tx, undo, &cmd)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `SAVEPOINT step`); err != nil {
			return err
		}
		err = l.applyAll(ctx, tx, changes)
		if !errors.Is(err, ErrChanged) {
			return errors.Join(err, markUndone(ctx, tx, id, undo))
		}
		clash = err
		if _, err := tx.ExecContext(ctx, `ROLLBACK TO step`); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM commands WHERE id = ?`, id)
		return err
	})
	if err == nil {
		err = clash
	}
	cmd.Undone = undo
	return cmd, err
}

func markUndone(ctx context.Context, tx *sql.Tx, id int64, undone bool) error {
	_, err := tx.ExecContext(ctx, `UPDATE commands SET undone = ? WHERE id = ?`, undone, id)
	return err
}

func (l *Library) applyAll(ctx context.Context, tx *sql.Tx, changes []change) error {
	for _, c := range changes {
		if err := c.apply(ctx, tx, l.now()); err != nil {
			return err
		}
	}
	return nil
}

// nextCommand finds what Undo or Redo is about, and the changes in the order and direction
// in which they are to be made.
func (l *Library) nextCommand(ctx context.Context, tx *sql.Tx, undo bool, cmd *Command) (int64, []change, error) {
	order := `ASC`
	if undo {
		order = `DESC`
	}
	var id, at int64
	var text string
	err := tx.QueryRowContext(ctx, `SELECT id, at, label, changes FROM commands
		WHERE undone = ? AND queue IN ('', ?) ORDER BY id `+order+` LIMIT 1`, !undo, l.ownQueue()).
		Scan(&id, &at, &cmd.Label, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, ErrNothing
	}
	if err != nil {
		return 0, nil, err
	}
	cmd.At = moment(at)
	var changes []change
	if err := json.Unmarshal([]byte(text), &changes); err != nil {
		return 0, nil, err
	}
	if undo {
		slices.Reverse(changes)
		for i := range changes {
			changes[i] = changes[i].inverse()
		}
	}
	return id, changes, nil
}

// Commands gives the log, newest first: those of saved tracks, playlists and this
// library's queue.
func (l *Library) Commands(ctx context.Context) ([]Command, error) {
	var all []Command
	err := l.read(ctx, func(tx *sql.Tx) (err error) {
		all, err = rows(ctx, tx, func(s scanner) (c Command, err error) {
			var at int64
			err = s.Scan(&c.Label, &at, &c.Undone)
			c.At = moment(at)
			return c, err
		}, `SELECT label, at, undone FROM commands WHERE queue IN ('', ?) ORDER BY id DESC`, l.ownQueue())
		return err
	})
	return all, err
}
