package library

import (
	"context"
	"database/sql"
	"errors"
)

// A change is one step of an edit, and holds both sides of it. It is kept as JSON in the
// command log. Exactly one of its fields is set.
type change struct {
	Saved    *savedChange    `json:"saved,omitempty"`
	Playlist *playlistChange `json:"playlist,omitempty"`
	List     *listChange     `json:"list,omitempty"`
	Queue    *queueChange    `json:"queue,omitempty"`
}

// savedChange saves a track or takes it out; a time of 0 means that it is not saved.
type savedChange struct {
	Track  int64 `json:"track"`
	Before int64 `json:"before,omitempty"`
	After  int64 `json:"after,omitempty"`
}

// playlistChange is about the playlist itself; nil is one that does not exist.
type playlistChange struct {
	ID     string       `json:"id"`
	Before *playlistRow `json:"before,omitempty"`
	After  *playlistRow `json:"after,omitempty"`
}

// listChange is about the tracks of a playlist or queue.
type listChange struct {
	ID string `json:"id"`
	splice
}

// queueChange moves the place in a queue.
type queueChange struct {
	ID     string `json:"id"`
	Before int    `json:"before"`
	After  int    `json:"after"`
}

func (c change) inverse() change {
	switch {
	case c.Saved != nil:
		return change{Saved: &savedChange{Track: c.Saved.Track, Before: c.Saved.After, After: c.Saved.Before}}
	case c.Playlist != nil:
		return change{Playlist: &playlistChange{ID: c.Playlist.ID, Before: c.Playlist.After, After: c.Playlist.Before}}
	case c.List != nil:
		return change{List: &listChange{ID: c.List.ID, splice: c.List.inverse()}}
	case c.Queue != nil:
		return change{Queue: &queueChange{ID: c.Queue.ID, Before: c.Queue.After, After: c.Queue.Before}}
	}
	return c
}

// apply makes the change, or fails with ErrChanged when its before side is not what is there.
func (c change) apply(ctx context.Context, tx *sql.Tx, now int64) error {
	switch {
	case c.Saved != nil:
		return c.Saved.apply(ctx, tx)
	case c.Playlist != nil:
		return c.Playlist.apply(ctx, tx)
	case c.List != nil:
		return c.List.apply(ctx, tx, now)
	case c.Queue != nil:
		return c.Queue.apply(ctx, tx)
	}
	return errors.New("a change of an unknown kind")
}

func (c *savedChange) apply(ctx context.Context, tx *sql.Tx) error {
	at, err := savedAt(ctx, tx, c.Track)
	switch {
	case err != nil:
		return err
	case (at == 0) != (c.Before == 0):
		return changed("the track was saved or removed elsewhere")
	case c.After == 0:
		_, err = tx.ExecContext(ctx, `DELETE FROM saved WHERE track = ?`, c.Track)
	default:
		_, err = tx.ExecContext(ctx, `INSERT INTO saved (track, at) VALUES (?, ?)
			ON CONFLICT DO UPDATE SET at = excluded.at`, c.Track, c.After)
	}
	return err
}

func (c *playlistChange) apply(ctx context.Context, tx *sql.Tx) error {
	row, err := readPlaylist(ctx, tx, c.ID)
	switch {
	case err != nil:
		return err
	case (row == nil) != (c.Before == nil), row != nil && row.Name != c.Before.Name:
		return changed("the playlist was changed elsewhere")
	case c.After == nil:
		_, err = tx.ExecContext(ctx, `DELETE FROM playlists WHERE id = ?`, c.ID)
		return err
	}
	return writePlaylist(ctx, tx, c.ID, *c.After)
}

func (c *listChange) apply(ctx context.Context, tx *sql.Tx, now int64) error {
	list, err := readList(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	if !c.fits(list) {
		return changed("the list was changed elsewhere")
	}
	if err := writeSplice(ctx, tx, c.ID, c.splice); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE playlists SET modified = ? WHERE id = ?`, now, c.ID)
	return err
}

func (c *queueChange) apply(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE queues SET current = ? WHERE id = ?`, c.After, c.ID)
	return err
}

// readList gives the rows of the tracks of a playlist or queue, in order.
func readList(ctx context.Context, tx *sql.Tx, id string) ([]int64, error) {
	return numbers(ctx, tx, `SELECT track FROM entries WHERE list = ? ORDER BY place`, id)
}

// writeSplice changes only the rows that the splice is about, and the places behind them.
func writeSplice(ctx context.Context, tx *sql.Tx, id string, s splice) error {
	if s.empty() {
		return nil
	}
	end := s.At + len(s.Removed)
	if _, err := tx.ExecContext(ctx, `DELETE FROM entries WHERE list = ? AND place >= ? AND place < ?`, id, s.At, end); err != nil {
		return err
	}
	if by := len(s.Inserted) - len(s.Removed); by != 0 {
		if _, err := tx.ExecContext(ctx, `UPDATE entries SET place = place + ? WHERE list = ? AND place >= ?`, by, id, end); err != nil {
			return err
		}
	}
	insert, err := tx.PrepareContext(ctx, `INSERT INTO entries (list, place, track) VALUES (?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // it ends with the transaction
	for i, track := range s.Inserted {
		if _, err := insert.ExecContext(ctx, id, s.At+i, track); err != nil {
			return err
		}
	}
	return nil
}
