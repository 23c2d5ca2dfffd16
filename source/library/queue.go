package library

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"anyaudio/source"
)

// maxQueues is how many queues are kept: the newest is loaded, the others are those of
// players that ran beside it.
const maxQueues = 5

// A Queue is what a player needs to go on where it was.
type Queue struct {
	Tracks   []source.Track
	Index    int           // of the current track
	Position time.Duration // in it
	Repeat   int           // 0 off, 1 all, 2 one, as player.Repeat
	Shuffle  bool
}

// ownQueue is the id of this library's queue, empty before there is one.
func (l *Library) ownQueue() string {
	if id := l.queueID.Load(); id != nil {
		return *id
	}
	return ""
}

// SaveQueue keeps the queue. With a label the change of its tracks and of its index is an
// edit that Undo takes back; an empty one is for what is no edit, such as that the next
// track plays. In private mode it does nothing. When another player has loaded the queue
// in the meantime, that one keeps it and this one goes on with a queue of its own, so that
// neither overwrites the other's.
func (l *Library) SaveQueue(ctx context.Context, q Queue, label string) error {
	if l.Private() {
		return nil
	}
	var kept savedQueue
	err := l.write(ctx, func(tx *sql.Tx) error {
		id, current, fresh, err := l.holdQueue(ctx, tx)
		if err != nil {
			return err
		}
		kept = savedQueue{l.file, id, slices.Clone(q.Tracks)}
		changes, err := l.planQueue(ctx, tx, kept)
		if err != nil {
			return err
		}
		edited := len(changes) > 0
		if q.Index != current {
			changes = append(changes, change{Queue: &queueChange{ID: id, Before: current, After: q.Index}})
		}
		if err := l.applyAll(ctx, tx, changes); err != nil {
			return err
		}
		if edited && !fresh && label != "" {
			if err := l.logCommand(ctx, tx, label, id, changes); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `UPDATE queues SET position = ?, repeat = ?, shuffle = ?, updated = ? WHERE id = ?`,
			max(q.Position, 0).Milliseconds(), q.Repeat, q.Shuffle, l.now(), id)
		return err
	})
	if err == nil {
		l.saved.Store(&kept)
	}
	return err
}

// A savedQueue is what the library knows to be in the file. The tracks are not changed.
type savedQueue struct {
	file   *file
	id     string
	tracks []source.Track
}

// planQueue finds what is to be changed in a queue. To look at all tracks at each pause would cost
// seconds for a queue of 20,000.
func (l *Library) planQueue(ctx context.Context, tx *sql.Tx, q savedQueue) ([]change, error) {
	if s := l.saved.Load(); s != nil && s.file == q.file && s.id == q.id && slices.Equal(s.tracks, q.tracks) {
		return nil, nil
	}
	tracks, err := putTracks(ctx, tx, q.tracks)
	if err != nil {
		return nil, err
	}
	return planList(ctx, tx, q.id, func(*sql.Tx, []int64) ([]int64, error) { return tracks, nil })
}

// holdQueue finds this library's queue, or makes one.
func (l *Library) holdQueue(ctx context.Context, tx *sql.Tx) (id string, current int, fresh bool, err error) {
	id = l.ownQueue()
	err = tx.QueryRowContext(ctx, `SELECT current FROM queues WHERE id = ? AND holder = ?`, id, l.holder).Scan(&current)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, current, false, err
	}
	id = newID()
	if _, err := tx.ExecContext(ctx, `INSERT INTO queues (id, holder, updated) VALUES (?, ?, ?)`, id, l.holder, l.now()); err != nil {
		return "", 0, false, err
	}
	l.queueID.Store(&id) // should the transaction fail, nothing is found under it next time
	return id, 0, true, pruneQueues(ctx, tx, id)
}

// pruneQueues forgets the oldest queues, and the edits of them.
func pruneQueues(ctx context.Context, tx *sql.Tx, except string) error {
	old, err := texts(ctx, tx, `SELECT id FROM queues WHERE id <> ? ORDER BY updated DESC LIMIT -1 OFFSET ?`, except, maxQueues-1)
	if err != nil {
		return err
	}
	return dropQueues(ctx, tx, old)
}

// dropQueues deletes queues, and the edits of them.
func dropQueues(ctx context.Context, tx *sql.Tx, ids []string) error {
	for _, id := range ids {
		for _, q := range []string{
			`DELETE FROM entries WHERE list = ?`, `DELETE FROM commands WHERE queue = ?`, `DELETE FROM queues WHERE id = ?`,
		} {
			if _, err := tx.ExecContext(ctx, q, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// LoadQueue gives this library's queue; at first that is the one that was saved last by
// any player, which becomes this one's, but not in private mode. It is empty when there is none.
func (l *Library) LoadQueue(ctx context.Context) (Queue, error) {
	var q Queue
	private, use := l.Private(), l.write
	if private {
		use = l.read
	}
	err := use(ctx, func(tx *sql.Tx) error {
		var id string
		var position int64
		err := tx.QueryRowContext(ctx, `SELECT id, current, position, repeat, shuffle FROM queues
			ORDER BY id = ? AND holder = ? DESC, updated DESC LIMIT 1`, l.ownQueue(), l.holder).
			Scan(&id, &q.Index, &position, &q.Repeat, &q.Shuffle)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if q.Tracks, err = listTracks(ctx, tx, id); err != nil {
			return err
		}
		q.Position = milliseconds(position)
		if q.Index < 0 || q.Index >= len(q.Tracks) {
			q.Index, q.Position = 0, 0
		}
		if private {
			return nil
		}
		l.queueID.Store(&id)
		l.saved.Store(&savedQueue{l.file, id, slices.Clone(q.Tracks)})
		_, err = tx.ExecContext(ctx, `UPDATE queues SET holder = ? WHERE id = ?`, l.holder, id)
		return err
	})
	return q, err
}
