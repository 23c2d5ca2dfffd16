package library

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"anyaudio/source"
)

// Provider is the name under which the library's own lists are found. The tracks in them
// keep the names of their own providers, which resolve them.
const Provider = "library"

// The lists that every library has, as IDs for List.
const (
	SavedID   = "saved"
	HistoryID = "history"
)

// pageSize is the number of tracks on a page of List and Search.
const pageSize = 100

var (
	_ source.Lister   = (*Library)(nil)
	_ source.Searcher = (*Library)(nil)
	_ source.Homer    = (*Library)(nil)
)

// Home gives the saved tracks, the history and the playlists as lists.
func (l *Library) Home(ctx context.Context) ([]source.Playlist, error) {
	var lists []source.Playlist
	err := l.read(ctx, func(tx *sql.Tx) error {
		saved := source.Playlist{Provider: Provider, ID: SavedID, Title: "Saved"}
		history := source.Playlist{Provider: Provider, ID: HistoryID, Title: "History"}
		if err := tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM saved), (SELECT count(DISTINCT track) FROM plays)`).
			Scan(&saved.Count, &history.Count); err != nil {
			return err
		}
		own, err := listPlaylists(ctx, tx, `1`)
		lists = []source.Playlist{saved, history}
		for _, p := range own {
			lists = append(lists, p.Source())
		}
		return err
	})
	return lists, err
}

// List gives the tracks of a playlist, of the saved ones (the last saved first) or of the
// history (each track once, the last heard first).
func (l *Library) List(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
	if p.Provider != Provider {
		return source.Page{}, notFound("the list is not one of the library")
	}
	query, args := `FROM entries e JOIN tracks t ON t.id = e.track WHERE e.list = ? ORDER BY e.place`, []any{p.ID}
	switch p.ID {
	case SavedID:
		query, args = `FROM saved JOIN tracks t ON t.id = saved.track ORDER BY saved.at DESC, t.id`, nil
	case HistoryID:
		query, args = `FROM (SELECT track, max(started) AS last FROM plays GROUP BY track) p JOIN tracks t ON t.id = p.track ORDER BY p.last DESC, t.id`, nil
	}
	var result source.Page
	err := l.read(ctx, func(tx *sql.Tx) error {
		if args != nil {
			if _, err := wantPlaylist(ctx, tx, p.ID); err != nil {
				return err
			}
		}
		var err error
		result, err = trackPage(ctx, tx, page, query, args)
		return err
	})
	return result, err
}

// Search finds tracks that the library holds, by words that each must occur in artist,
// title or album; saved ones first, then those heard most often. The first page has the
// playlists whose name holds the words.
func (l *Library) Search(ctx context.Context, q source.Query) (source.Page, error) {
	condition, args := matching("t.fold", q.Words)
	if len(args) == 0 {
		return source.Page{}, ctx.Err()
	}
	var result source.Page
	err := l.read(ctx, func(tx *sql.Tx) (err error) {
		result, err = trackPage(ctx, tx, q.Page, `FROM tracks t WHERE `+condition+`
			ORDER BY EXISTS (SELECT 1 FROM saved WHERE saved.track = t.id) DESC,
			(SELECT count(*) FROM plays WHERE plays.track = t.id) DESC, t.id`, args)
		if err != nil || q.Page != "" {
			return err
		}
		result.Playlists, err = findPlaylists(ctx, tx, q.Words)
		return err
	})
	return result, err
}

func findPlaylists(ctx context.Context, tx *sql.Tx, words string) ([]source.Playlist, error) {
	all, err := listPlaylists(ctx, tx, `1`)
	var found []source.Playlist
	for _, p := range all {
		if containsAll(fold(p.Name), strings.Fields(fold(words))) {
			found = append(found, p.Source())
		}
	}
	return found, err
}

// trackPage gives one page of a query that ends in ORDER BY.
func trackPage(ctx context.Context, tx *sql.Tx, page, query string, args []any) (source.Page, error) {
	offset := 0
	if page != "" {
		var err error
		if offset, err = strconv.Atoi(page); err != nil || offset < 0 {
			return source.Page{}, notFound("there is no such page")
		}
	}
	var p source.Page
	if err := tx.QueryRowContext(ctx, `SELECT count(*) `+query, args...).Scan(&p.Total); err != nil {
		return p, err
	}
	var err error
	p.Tracks, err = queryTracks(ctx, tx, `SELECT `+trackColumns+` `+query+fmt.Sprintf(` LIMIT %d OFFSET %d`, pageSize, offset), args...)
	if end := offset + len(p.Tracks); len(p.Tracks) > 0 && end < p.Total {
		p.Next = strconv.Itoa(end)
	}
	return p, err
}
