package library

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"anyaudio/source"
)

// A Kind is what a playlist has to do with one of a provider.
type Kind int

// The kinds of playlists. A frozen copy of a provider's playlist is as own as any, but
// knows where it is from. A live link holds what was there at the last Refresh, and the
// listener's edits of it are refused.
const (
	Own Kind = iota
	Frozen
	Live
)

// A Playlist is one of the listener's, without its tracks.
type Playlist struct {
	ID       string // stable, the same after export and import
	Name     string
	Count    int
	Kind     Kind
	Remote   source.Playlist // provider, ID and link of the origin, for Frozen and Live
	Created  time.Time
	Modified time.Time
}

// Source is the playlist in the terms of source.Lister, which Library is.
func (p Playlist) Source() source.Playlist {
	return source.Playlist{Provider: Provider, ID: p.ID, Title: p.Name, Count: p.Count, Link: p.Remote.Link}
}

// playlistRow is a row of the table without its id.
type playlistRow struct {
	Place    int64  `json:"place"`
	Name     string `json:"name"`
	Created  int64  `json:"created"`
	Modified int64  `json:"modified"`
	Kind     Kind   `json:"kind,omitempty"`
	Provider string `json:"provider,omitempty"`
	Remote   string `json:"remote,omitempty"`
	Link     string `json:"link,omitempty"`
}

const playlistColumns = `place, name, created, modified, kind, provider, remote, link`

func (r *playlistRow) fields() []any {
	return []any{&r.Place, &r.Name, &r.Created, &r.Modified, &r.Kind, &r.Provider, &r.Remote, &r.Link}
}

// readPlaylist gives nil for one that does not exist.
func readPlaylist(ctx context.Context, tx *sql.Tx, id string) (*playlistRow, error) {
	var r playlistRow
	err := tx.QueryRowContext(ctx, `SELECT `+playlistColumns+` FROM playlists WHERE id = ?`, id).Scan(r.fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &r, err
}

func writePlaylist(ctx context.Context, tx *sql.Tx, id string, r playlistRow) error {
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO playlists (`+playlistColumns+`, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		append(r.fields(), id)...)
	return err
}

// wantPlaylist is readPlaylist for one that must exist.
func wantPlaylist(ctx context.Context, tx *sql.Tx, id string) (playlistRow, error) {
	r, err := readPlaylist(ctx, tx, id)
	if err == nil && r == nil {
		err = notFound("there is no such playlist")
	}
	if err != nil {
		return playlistRow{}, err
	}
	return *r, nil
}

// Playlists gives the playlists in the listener's order.
func (l *Library) Playlists(ctx context.Context) ([]Playlist, error) {
	var all []Playlist
	err := l.read(ctx, func(tx *sql.Tx) (err error) {
		all, err = listPlaylists(ctx, tx, `1`)
		return err
	})
	return all, err
}

// Playlist gives one playlist; source.ErrNotFound when it does not exist.
func (l *Library) Playlist(ctx context.Context, id string) (Playlist, error) {
	var p Playlist
	err := l.read(ctx, func(tx *sql.Tx) error {
		all, err := listPlaylists(ctx, tx, `id = ?`, id)
		if err == nil && len(all) == 0 {
			err = notFound("there is no such playlist")
		}
		if err == nil {
			p = all[0]
		}
		return err
	})
	return p, err
}

func listPlaylists(ctx context.Context, tx *sql.Tx, where string, args ...any) ([]Playlist, error) {
	return rows(ctx, tx, func(s scanner) (p Playlist, err error) {
		var r playlistRow
		err = s.Scan(append(r.fields(), &p.ID, &p.Count)...)
		p.Name, p.Kind, p.Created, p.Modified = r.Name, r.Kind, moment(r.Created), moment(r.Modified)
		if r.Kind != Own {
			p.Remote = source.Playlist{Provider: r.Provider, ID: r.Remote, Title: r.Name, Link: r.Link}
		}
		return p, err
	}, `SELECT `+playlistColumns+`, id, (SELECT count(*) FROM entries WHERE list = playlists.id)
		FROM playlists WHERE `+where+` ORDER BY place, created, id`, args...)
}

// Tracks gives the tracks of a playlist, in order; those that do not play any more have
// the Note Unplayable. The error is source.ErrNotFound when the playlist does not exist.
func (l *Library) Tracks(ctx context.Context, id string) ([]source.Track, error) {
	var tracks []source.Track
	err := l.read(ctx, func(tx *sql.Tx) error {
		if _, err := wantPlaylist(ctx, tx, id); err != nil {
			return err
		}
		var err error
		tracks, err = listTracks(ctx, tx, id)
		return err
	})
	return tracks, err
}

func listTracks(ctx context.Context, tx *sql.Tx, id string) ([]source.Track, error) {
	return queryTracks(ctx, tx, `SELECT `+trackColumns+` FROM entries e JOIN tracks t ON t.id = e.track
		WHERE e.list = ? ORDER BY e.place`, id)
}

// errNoName refuses a playlist without a name.
var errNoName = &source.Error{Line: "a playlist needs a name", Hint: "give it a name"}

func playlistName(name string) (string, error) {
	if name = strings.TrimSpace(source.Clean(name)); name == "" {
		return "", errNoName
	}
	return name, nil
}

// Create makes a playlist of these tracks, the last one in order, and returns its ID. Two
// playlists may have the same name.
func (l *Library) Create(ctx context.Context, name string, tracks ...source.Track) (string, error) {
	return l.create(ctx, name, playlistRow{}, tracks)
}

// CreateRemote makes a playlist out of one of a provider: Frozen or Live.
func (l *Library) CreateRemote(ctx context.Context, name string, kind Kind, remote source.Playlist, tracks ...source.Track) (string, error) {
	return l.create(ctx, name, playlistRow{Kind: kind, Provider: remote.Provider, Remote: remote.ID, Link: remote.Link}, tracks)
}

func (l *Library) create(ctx context.Context, name string, row playlistRow, tracks []source.Track) (string, error) {
	name, err := playlistName(name)
	if err != nil {
		return "", err
	}
	id := newID()
	err = l.edit(ctx, "create playlist "+quoted(name), "", func(tx *sql.Tx) ([]change, error) {
		rows, err := putTracks(ctx, tx, tracks)
		if err != nil {
			return nil, err
		}
		return l.planCreate(ctx, tx, id, name, row, rows)
	})
	return id, err
}

func (l *Library) planCreate(ctx context.Context, tx *sql.Tx, id, name string, row playlistRow, tracks []int64) ([]change, error) {
	row.Name, row.Created, row.Modified = name, l.now(), l.now()
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(place) + 1, 0) FROM playlists`).Scan(&row.Place); err != nil {
		return nil, err
	}
	return []change{
		{Playlist: &playlistChange{ID: id, After: &row}},
		{List: &listChange{ID: id, splice: splice{Inserted: tracks}}},
	}, nil
}

// Rename gives a playlist another name.
func (l *Library) Rename(ctx context.Context, id, name string) error {
	name, err := playlistName(name)
	if err != nil {
		return err
	}
	return l.edit(ctx, "rename playlist to "+quoted(name), "", func(tx *sql.Tx) ([]change, error) {
		before, err := wantPlaylist(ctx, tx, id)
		if err != nil || before.Name == name {
			return nil, err
		}
		after := before
		after.Name, after.Modified = name, l.now()
		return []change{{Playlist: &playlistChange{ID: id, Before: &before, After: &after}}}, nil
	})
}

// MovePlaylist puts a playlist at a place of the list of playlists, from 0; one beyond the
// end is the end.
func (l *Library) MovePlaylist(ctx context.Context, id string, to int) error {
	return l.edit(ctx, "move playlist", "", func(tx *sql.Tx) ([]change, error) {
		if _, err := wantPlaylist(ctx, tx, id); err != nil {
			return nil, err
		}
		order, err := texts(ctx, tx, `SELECT id FROM playlists ORDER BY place, created, id`)
		if err != nil {
			return nil, err
		}
		var changes []change
		for place, other := range moved(order, id, to) {
			before, err := wantPlaylist(ctx, tx, other)
			if err != nil {
				return nil, err
			}
			if after := before; before.Place != int64(place) {
				after.Place = int64(place)
				changes = append(changes, change{Playlist: &playlistChange{ID: other, Before: &before, After: &after}})
			}
		}
		return changes, nil
	})
}

// moved puts one element at a place of the list.
func moved[T comparable](list []T, v T, to int) []T {
	rest := make([]T, 0, len(list))
	for _, other := range list {
		if other != v {
			rest = append(rest, other)
		}
	}
	to = min(max(to, 0), len(rest))
	return append(rest[:to:to], append([]T{v}, rest[to:]...)...)
}

// Duplicate copies a playlist under a new name and returns the copy's ID. The copy of a
// live link is frozen.
func (l *Library) Duplicate(ctx context.Context, id, name string) (string, error) {
	name, err := playlistName(name)
	if err != nil {
		return "", err
	}
	newID := newID()
	err = l.edit(ctx, "duplicate playlist as "+quoted(name), "", func(tx *sql.Tx) ([]change, error) {
		row, err := wantPlaylist(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		list, err := readList(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if row.Kind == Live {
			row.Kind = Frozen
		}
		return l.planCreate(ctx, tx, newID, name, row, list)
	})
	return newID, err
}

// Delete deletes a playlist.
func (l *Library) Delete(ctx context.Context, id string) error {
	return l.edit(ctx, "delete playlist", "", func(tx *sql.Tx) ([]change, error) { return planDelete(ctx, tx, id) })
}

func planDelete(ctx context.Context, tx *sql.Tx, id string) ([]change, error) {
	row, err := wantPlaylist(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	list, err := readList(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	return []change{
		{List: &listChange{ID: id, splice: splice{Removed: list}}},
		{Playlist: &playlistChange{ID: id, Before: &row}},
	}, nil
}
