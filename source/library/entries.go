package library

import (
	"context"
	"database/sql"
	"slices"

	"anyaudio/source"
)

// A Spot is an entry of a playlist: its place, from 0, and the track that the caller sees
// there. When another player has changed the playlist meanwhile and the track is elsewhere,
// the edit fails with ErrChanged rather than hit another one.
type Spot struct {
	Place int
	Track source.Track
}

// editList changes the tracks of a playlist by way of f, which may change its argument.
func (l *Library) editList(ctx context.Context, id, label string, f func(tx *sql.Tx, list []int64) ([]int64, error)) error {
	return l.edit(ctx, label, "", func(tx *sql.Tx) ([]change, error) {
		row, err := wantPlaylist(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if row.Kind == Live {
			return nil, &source.Error{Kind: source.ErrUnsupported, Line: "the playlist is a live link and follows its origin", Hint: "duplicate it, then change the copy"}
		}
		return planList(ctx, tx, id, f)
	})
}

func planList(ctx context.Context, tx *sql.Tx, id string, f func(tx *sql.Tx, list []int64) ([]int64, error)) ([]change, error) {
	before, err := readList(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	after, err := f(tx, slices.Clone(before))
	if err != nil {
		return nil, err
	}
	s := diff(before, after)
	if s.empty() {
		return nil, nil
	}
	return []change{{List: &listChange{ID: id, splice: s}}}, nil
}

// Append puts tracks at the end of a playlist. A track may be in it more than once.
func (l *Library) Append(ctx context.Context, id string, tracks ...source.Track) error {
	return l.Insert(ctx, id, int(^uint(0)>>1), tracks...)
}

// Insert puts tracks before the entry at a place; one beyond the end is the end.
func (l *Library) Insert(ctx context.Context, id string, at int, tracks ...source.Track) error {
	return l.editList(ctx, id, "add "+trackNames(tracks)+" to playlist", func(tx *sql.Tx, list []int64) ([]int64, error) {
		rows, err := putTracks(ctx, tx, tracks)
		return slices.Insert(list, min(max(at, 0), len(list)), rows...), err
	})
}

// Remove takes entries out of a playlist.
func (l *Library) Remove(ctx context.Context, id string, spots ...Spot) error {
	var tracks []source.Track
	for _, s := range spots {
		tracks = append(tracks, s.Track)
	}
	return l.editList(ctx, id, "remove "+trackNames(tracks)+" from playlist", func(tx *sql.Tx, list []int64) ([]int64, error) {
		for _, s := range spots {
			if err := s.check(ctx, tx, list); err != nil {
				return nil, err
			}
		}
		for _, s := range spots {
			list[s.Place] = 0 // no row has it
		}
		return slices.DeleteFunc(list, func(row int64) bool { return row == 0 }), nil
	})
}

// Move puts an entry at another place of its playlist; one beyond the end is the end.
func (l *Library) Move(ctx context.Context, id string, s Spot, to int) error {
	return l.editList(ctx, id, "move "+quoted(s.Track.Title), func(tx *sql.Tx, list []int64) ([]int64, error) {
		if err := s.check(ctx, tx, list); err != nil {
			return nil, err
		}
		row := list[s.Place]
		list = slices.Delete(list, s.Place, s.Place+1)
		return slices.Insert(list, min(max(to, 0), len(list)), row), nil
	})
}

func (s Spot) check(ctx context.Context, tx *sql.Tx, list []int64) error {
	row, err := trackRow(ctx, tx, s.Track)
	if err == nil && (s.Place < 0 || s.Place >= len(list) || row == 0 || list[s.Place] != row) {
		err = changed("the playlist was changed elsewhere")
	}
	return err
}

// Replace gives a playlist these tracks instead of those it has: sorted, shuffled or
// edited as a file.
func (l *Library) Replace(ctx context.Context, id, label string, tracks ...source.Track) error {
	return l.editList(ctx, id, label, func(tx *sql.Tx, _ []int64) ([]int64, error) { return putTracks(ctx, tx, tracks) })
}

// Refresh gives a live link the tracks that its origin has now. It is no edit: it cannot
// be undone.
func (l *Library) Refresh(ctx context.Context, id string, tracks ...source.Track) error {
	return l.write(ctx, func(tx *sql.Tx) error {
		row, err := wantPlaylist(ctx, tx, id)
		if err == nil && row.Kind != Live {
			err = &source.Error{Kind: source.ErrUnsupported, Line: "only a live link can be refreshed", Hint: "the playlist keeps its own tracks"}
		}
		if err != nil {
			return err
		}
		changes, err := planList(ctx, tx, id, func(tx *sql.Tx, _ []int64) ([]int64, error) { return putTracks(ctx, tx, tracks) })
		if err != nil {
			return err
		}
		return l.applyAll(ctx, tx, changes)
	})
}

// Merge appends to a playlist the tracks of others that it does not have, and deletes the
// others, as one edit.
func (l *Library) Merge(ctx context.Context, into string, from ...string) error {
	return l.edit(ctx, "merge playlists", "", func(tx *sql.Tx) ([]change, error) {
		var deletions []change
		changes, err := planList(ctx, tx, into, func(tx *sql.Tx, list []int64) ([]int64, error) {
			if row, err := wantPlaylist(ctx, tx, into); err != nil || row.Kind == Live {
				return nil, cannotMerge(err)
			}
			has := make(map[int64]bool)
			for _, row := range list {
				has[row] = true
			}
			done := map[string]bool{into: true}
			for _, id := range from {
				if done[id] {
					continue
				}
				done[id] = true
				d, err := planDelete(ctx, tx, id)
				if err != nil {
					return nil, err
				}
				deletions = append(deletions, d...)
				for _, row := range d[0].List.Removed {
					if !has[row] {
						list = append(list, row)
					}
					has[row] = true
				}
			}
			return list, nil
		})
		return append(changes, deletions...), err
	})
}

func cannotMerge(err error) error {
	if err != nil {
		return err
	}
	return &source.Error{Kind: source.ErrUnsupported, Line: "a live link cannot take tracks of other playlists", Hint: "duplicate it, then merge into the copy"}
}
