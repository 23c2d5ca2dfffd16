package library

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// ExportFormat and ExportVersion stand at the head of an export. A program that finds
// another format or a newer version refuses it.
const (
	ExportFormat  = "anyaudio-library"
	ExportVersion = 1
)

// An Export is the whole library as one JSON document: what Export writes and Import
// reads. Elsewhere in it a track is named by its place in Tracks, from 0. Times are
// milliseconds since 1970 (UTC), lengths and positions milliseconds. The command log is not
// in it: it undoes edits of this very file. Nor is what suggestions were made from and which
// were shown: that comes again.
type Export struct {
	Format  string `json:"format"`
	Version int    `json:"version"`

	Tracks    []ExportTrack    `json:"tracks"`
	Plays     []ExportPlay     `json:"plays"`
	Searches  []ExportSearch   `json:"searches"`
	Saved     []ExportMark     `json:"saved"`
	Offline   []ExportMark     `json:"offline"`
	Positions []ExportPosition `json:"positions"`
	Playlists []ExportPlaylist `json:"playlists"`
	Queue     *ExportQueue     `json:"queue,omitempty"` // the one saved last
	Never     []ExportNever    `json:"never,omitempty"`
}

// ExportTrack is a track; provider and id identify it.
type ExportTrack struct {
	Provider   string `json:"provider"`
	ID         string `json:"id"`
	Title      string `json:"title"`
	Artist     string `json:"artist,omitempty"`
	Album      string `json:"album,omitempty"`
	Duration   int64  `json:"duration,omitempty"`
	Link       string `json:"link,omitempty"`
	Live       bool   `json:"live,omitempty"`
	Unplayable string `json:"unplayable,omitempty"` // why
}

// ExportPlay is one play; the outcome is 0 broken off, 1 finished, 2 skipped.
type ExportPlay struct {
	Track   int     `json:"track"`
	Started int64   `json:"started"`
	Origin  string  `json:"origin,omitempty"`
	Heard   int64   `json:"heard,omitempty"`
	Outcome Outcome `json:"outcome,omitempty"`
}

// ExportSearch is what was searched for, when last and how often.
type ExportSearch struct {
	Words string `json:"words"`
	Last  int64  `json:"last"`
	Count int64  `json:"count"`
}

// ExportMark is a track that was saved, or marked to be kept offline.
type ExportMark struct {
	Track int   `json:"track"`
	At    int64 `json:"at"`
}

// ExportPosition is where a long track was left.
type ExportPosition struct {
	Track    int   `json:"track"`
	Position int64 `json:"position"`
	At       int64 `json:"at"`
}

// ExportPlaylist is a playlist; the kind is 0 own, 1 frozen copy, 2 live link, the latter
// two of the playlist Remote of Provider.
type ExportPlaylist struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Created  int64  `json:"created"`
	Modified int64  `json:"modified"`
	Kind     Kind   `json:"kind,omitempty"`
	Provider string `json:"provider,omitempty"`
	Remote   string `json:"remote,omitempty"`
	Link     string `json:"link,omitempty"`
	Tracks   []int  `json:"tracks"`
}

// ExportQueue is the queue; repeat is 0 off, 1 all, 2 one.
type ExportQueue struct {
	Tracks   []int `json:"tracks"`
	Index    int   `json:"index"`
	Position int64 `json:"position"`
	Repeat   int   `json:"repeat"`
	Shuffle  bool  `json:"shuffle"`
}

// ExportNever is what is never suggested: an artist by name, or a track.
type ExportNever struct {
	Artist   string `json:"artist,omitempty"`
	Provider string `json:"provider,omitempty"`
	ID       string `json:"id,omitempty"`
	At       int64  `json:"at"`
}

// Export writes the whole library as JSON, see the type Export. Equal libraries give equal
// documents.
func (l *Library) Export(ctx context.Context, w io.Writer) error {
	var x exporter
	if err := l.read(ctx, func(tx *sql.Tx) error { return x.collect(ctx, tx) }); err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	j := json.NewEncoder(b)
	j.SetIndent("", " ")
	j.SetEscapeHTML(false)
	if err := j.Encode(x.doc); err != nil {
		return err
	}
	return b.Flush()
}

// An exporter collects the document.
type exporter struct {
	doc Export
	at  map[int64]int // the place of a track, by its row
}

func (x *exporter) collect(ctx context.Context, tx *sql.Tx) error {
	x.doc.Format, x.doc.Version, x.at = ExportFormat, ExportVersion, make(map[int64]int)
	for _, part := range []func(context.Context, *sql.Tx) error{
		x.tracks, x.plays, x.searches, x.marks, x.positions, x.playlists, x.queue, x.never,
	} {
		if err := part(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

func (x *exporter) tracks(ctx context.Context, tx *sql.Tx) (err error) {
	x.doc.Tracks, err = rows(ctx, tx, func(s scanner) (t ExportTrack, err error) {
		var row int64
		err = s.Scan(&row, &t.Provider, &t.ID, &t.Title, &t.Artist, &t.Album, &t.Duration, &t.Link, &t.Live, &t.Unplayable)
		x.at[row] = len(x.at)
		return t, err
	}, `SELECT id, provider, track, title, artist, album, duration, link, live, unplayable FROM tracks ORDER BY provider, track`)
	return err
}

func (x *exporter) plays(ctx context.Context, tx *sql.Tx) (err error) {
	x.doc.Plays, err = rows(ctx, tx, func(s scanner) (p ExportPlay, err error) {
		var row int64
		err = s.Scan(&row, &p.Started, &p.Origin, &p.Heard, &p.Outcome)
		p.Track = x.at[row]
		return p, err
	}, `SELECT p.track, started, origin, heard, outcome FROM plays p JOIN tracks t ON t.id = p.track ORDER BY started, t.provider, t.track`)
	return err
}

func (x *exporter) searches(ctx context.Context, tx *sql.Tx) (err error) {
	x.doc.Searches, err = rows(ctx, tx, func(s scanner) (e ExportSearch, err error) {
		err = s.Scan(&e.Words, &e.Last, &e.Count)
		return e, err
	}, `SELECT words, last, count FROM searches ORDER BY last, words`)
	return err
}

func (x *exporter) marks(ctx context.Context, tx *sql.Tx) (err error) {
	mark := func(s scanner) (m ExportMark, err error) {
		var row int64
		err = s.Scan(&row, &m.At)
		m.Track = x.at[row]
		return m, err
	}
	x.doc.Saved, err = rows(ctx, tx, mark, `SELECT s.track, at FROM saved s JOIN tracks t ON t.id = s.track ORDER BY at, t.provider, t.track`)
	if err != nil {
		return err
	}
	x.doc.Offline, err = rows(ctx, tx, mark, `SELECT o.track, at FROM offline o JOIN tracks t ON t.id = o.track ORDER BY at, t.provider, t.track`)
	return err
}

func (x *exporter) positions(ctx context.Context, tx *sql.Tx) (err error) {
	x.doc.Positions, err = rows(ctx, tx, func(s scanner) (p ExportPosition, err error) {
		var row int64
		err = s.Scan(&row, &p.Position, &p.At)
		p.Track = x.at[row]
		return p, err
	}, `SELECT p.track, position, at FROM positions p JOIN tracks t ON t.id = p.track ORDER BY t.provider, t.track`)
	return err
}

func (x *exporter) playlists(ctx context.Context, tx *sql.Tx) (err error) {
	x.doc.Playlists, err = rows(ctx, tx, func(s scanner) (p ExportPlaylist, err error) {
		err = s.Scan(&p.ID, &p.Name, &p.Created, &p.Modified, &p.Kind, &p.Provider, &p.Remote, &p.Link)
		return p, err
	}, `SELECT id, name, created, modified, kind, provider, remote, link FROM playlists ORDER BY place, created, id`)
	for i := range x.doc.Playlists {
		if err == nil {
			x.doc.Playlists[i].Tracks, err = x.list(ctx, tx, x.doc.Playlists[i].ID)
		}
	}
	return err
}

func (x *exporter) queue(ctx context.Context, tx *sql.Tx) error {
	var id string
	var q ExportQueue
	err := tx.QueryRowContext(ctx, `SELECT id, current, position, repeat, shuffle FROM queues ORDER BY updated DESC, id LIMIT 1`).
		Scan(&id, &q.Index, &q.Position, &q.Repeat, &q.Shuffle)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	x.doc.Queue = &q
	q.Tracks, err = x.list(ctx, tx, id)
	return err
}

func (x *exporter) never(ctx context.Context, tx *sql.Tx) (err error) {
	x.doc.Never, err = rows(ctx, tx, func(s scanner) (n ExportNever, err error) {
		var key string
		err = s.Scan(&key, &n.Artist, &n.At)
		if n.Artist == "" {
			n.Provider, n.ID, _ = strings.Cut(key, ":")
		}
		return n, err
	}, `SELECT key, name, at FROM never ORDER BY kind, key`)
	return err
}

func (x *exporter) list(ctx context.Context, tx *sql.Tx, id string) ([]int, error) {
	tracks, err := readList(ctx, tx, id)
	places := make([]int, len(tracks))
	for i, row := range tracks {
		places[i] = x.at[row]
	}
	return places, err
}
