package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"

	"anyaudio/source"
)

// maxImport bounds the size of a document that is read: a million plays are 100 MB.
const maxImport = 512 << 20

// Import takes back what Export has written and merges it with what is there, all or
// nothing. To import the same document twice changes nothing more. Of two sides that differ
// the longer play, the newer position and the playlist that was modified last win; a queue
// is taken only when there is none. It cannot be undone as an edit: make a Backup first.
func (l *Library) Import(ctx context.Context, r io.Reader) error {
	doc, err := readExport(r)
	if err != nil {
		return err
	}
	return l.write(ctx, func(tx *sql.Tx) error {
		m := importer{l: l, tx: tx, doc: doc}
		return m.run(ctx)
	})
}

func importError(format string, args ...any) error {
	return &source.Error{Line: "import: " + fmt.Sprintf(format, args...), Hint: "give a file that \"library export\" has written"}
}

// readExport reads a document and checks that what refers to tracks refers to one.
func readExport(r io.Reader) (*Export, error) {
	limited := &io.LimitedReader{R: r, N: maxImport + 1}
	d := json.NewDecoder(limited)
	// The head decides before all the rest is read, should it be another kind of file.
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, importError("the file is no JSON object")
	}
	doc, err := readFields(d)
	switch {
	case limited.N <= 0:
		return nil, importError("the file is larger than %d MiB", maxImport>>20)
	case err != nil:
		return nil, err
	}
	return doc, doc.check()
}

// readFields reads the fields of the document one after the other, since it is to fail at
// the first that makes no sense.
func readFields(d *json.Decoder) (*Export, error) {
	var doc Export
	fields := map[string]any{
		"format": &doc.Format, "version": &doc.Version, "tracks": &doc.Tracks, "plays": &doc.Plays,
		"searches": &doc.Searches, "saved": &doc.Saved, "offline": &doc.Offline, "positions": &doc.Positions,
		"playlists": &doc.Playlists, "queue": &doc.Queue, "never": &doc.Never,
	}
	for first := true; d.More(); first = false {
		name, err := d.Token()
		if err != nil {
			return nil, importError("at byte %d: no JSON", d.InputOffset())
		}
		field, ok := fields[fmt.Sprint(name)]
		switch {
		case first && name != "format":
			return nil, importError("the file is no export of a library: it does not begin with %q", "format")
		case !ok:
			return nil, importError("at byte %d: unknown field %q", d.InputOffset(), name)
		}
		if err := d.Decode(field); err != nil {
			return nil, importError("at byte %d: field %q: %v", d.InputOffset(), name, err)
		}
		if err := doc.checkHead(); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, importError("at byte %d: the file is cut short", d.InputOffset())
	}
	return &doc, nil
}

func (e *Export) checkHead() error {
	switch {
	case e.Format != ExportFormat:
		return importError("the file is no export of a library: its format is %q", e.Format)
	case e.Version < 0 || e.Version > ExportVersion:
		return importError("the export has version %d, this program knows %d", e.Version, ExportVersion)
	}
	return nil
}

func (e *Export) check() error {
	if e.Format != ExportFormat || e.Version == 0 {
		return importError("the file is no export of a library: format or version is missing")
	}
	for i, t := range e.Tracks {
		if t.Provider == "" || t.ID == "" || t.Duration < 0 {
			return importError("track %d has no provider, no id or a negative length", i)
		}
	}
	var err error
	check := func(what string, i, track int) {
		if err == nil && (track < 0 || track >= len(e.Tracks)) {
			err = importError("%s %d: there is no track %d", what, i, track)
		}
	}
	for i, p := range e.Plays {
		check("play", i, p.Track)
		if p.Heard < 0 || p.Outcome < BrokenOff || p.Outcome > Skipped {
			return importError("play %d has a negative length or an unknown outcome", i)
		}
	}
	for i, m := range e.Saved {
		check("saved", i, m.Track)
	}
	for i, m := range e.Offline {
		check("offline", i, m.Track)
	}
	for i, p := range e.Positions {
		check("position", i, p.Track)
		if p.Position < 0 {
			return importError("position %d is negative", i)
		}
	}
	for i, p := range e.Playlists {
		if p.ID == "" || p.Name == "" || p.ID == SavedID || p.ID == HistoryID {
			return importError("playlist %d has no name, or no id of its own", i)
		}
		if p.Kind < Own || p.Kind > Live {
			return importError("playlist %d has an unknown kind", i)
		}
		for _, t := range p.Tracks {
			check("playlist", i, t)
		}
	}
	for i, n := range e.Never {
		if Fold(n.Artist) == "" && (n.Provider == "" || n.ID == "") {
			return importError("what is never suggested, %d: there is no artist and no track", i)
		}
	}
	if e.Queue != nil {
		if e.Queue.Position < 0 || e.Queue.Repeat < 0 || e.Queue.Repeat > 2 {
			return importError("the queue has a negative position or an unknown mode")
		}
		for _, t := range e.Queue.Tracks {
			check("queue", 0, t)
		}
	}
	return err
}

// An importer puts a document into the library.
type importer struct {
	l    *Library
	tx   *sql.Tx
	doc  *Export
	rows []int64 // of the document's tracks
}

func (m *importer) run(ctx context.Context) error {
	for _, part := range []func(context.Context) error{m.tracks, m.plays, m.searches, m.marks, m.positions, m.playlists, m.queue, m.never} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// each runs a statement for every element, with the arguments that it gives.
func each[T any](ctx context.Context, tx *sql.Tx, query string, all []T, args func(T) []any) error {
	s, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // it ends with the transaction
	for _, v := range all {
		if _, err := s.ExecContext(ctx, args(v)...); err != nil {
			return err
		}
	}
	return nil
}

func (m *importer) tracks(ctx context.Context) error {
	m.rows = make([]int64, len(m.doc.Tracks))
	for i, t := range m.doc.Tracks {
		track := source.Track{
			Provider: t.Provider, ID: t.ID, Title: source.Clean(t.Title), Artist: source.Clean(t.Artist),
			Album: source.Clean(t.Album), Duration: milliseconds(t.Duration), Link: t.Link, Live: t.Live,
		}
		var err error
		if m.rows[i], err = putTrack(ctx, m.tx, track); err != nil {
			return err
		}
	}
	return each(ctx, m.tx, `UPDATE tracks SET unplayable = ?3 WHERE provider = ?1 AND track = ?2 AND ?3 <> ''`, m.doc.Tracks,
		func(t ExportTrack) []any { return []any{t.Provider, t.ID, source.Clean(t.Unplayable)} })
}

func (m *importer) plays(ctx context.Context) error {
	return each(ctx, m.tx, `INSERT INTO plays (track, started, origin, heard, outcome) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET heard = max(heard, excluded.heard), outcome = max(outcome, excluded.outcome)`, m.doc.Plays,
		func(p ExportPlay) []any {
			return []any{m.rows[p.Track], p.Started, source.Clean(p.Origin), p.Heard, p.Outcome}
		})
}

func (m *importer) searches(ctx context.Context) error {
	return each(ctx, m.tx, `INSERT INTO searches (words, fold, last, count) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET last = max(last, excluded.last), count = max(count, excluded.count)`, m.doc.Searches,
		func(s ExportSearch) []any {
			words := source.Clean(s.Words)
			return []any{words, fold(words), s.Last, s.Count}
		})
}

func (m *importer) marks(ctx context.Context) error {
	args := func(e ExportMark) []any { return []any{m.rows[e.Track], e.At} }
	if err := each(ctx, m.tx, `INSERT OR IGNORE INTO saved (track, at) VALUES (?, ?)`, m.doc.Saved, args); err != nil {
		return err
	}
	return each(ctx, m.tx, `INSERT OR IGNORE INTO offline (track, at) VALUES (?, ?)`, m.doc.Offline, args)
}

func (m *importer) positions(ctx context.Context) error {
	return each(ctx, m.tx, `INSERT INTO positions (track, position, at) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET position = excluded.position, at = excluded.at WHERE excluded.at > at`, m.doc.Positions,
		func(p ExportPosition) []any { return []any{m.rows[p.Track], p.Position, p.At} })
}

func (m *importer) list(places []int) []int64 {
	rows := make([]int64, len(places))
	for i, p := range places {
		rows[i] = m.rows[p]
	}
	return rows
}

func (m *importer) playlists(ctx context.Context) error {
	for _, p := range m.doc.Playlists {
		row, err := readPlaylist(ctx, m.tx, p.ID)
		if err != nil {
			return err
		}
		if row != nil && row.Modified >= p.Modified {
			continue
		}
		next := playlistRow{Created: p.Created, Kind: p.Kind, Provider: p.Provider, Remote: p.Remote, Link: p.Link}
		if row != nil {
			next.Place = row.Place
		} else if err := m.tx.QueryRowContext(ctx, `SELECT coalesce(max(place) + 1, 0) FROM playlists`).Scan(&next.Place); err != nil {
			return err
		}
		if next.Name, err = playlistName(p.Name); err != nil {
			return err
		}
		before, err := readList(ctx, m.tx, p.ID)
		if err != nil {
			return err
		}
		if err := writeSplice(ctx, m.tx, p.ID, diff(before, m.list(p.Tracks))); err != nil {
			return err
		}
		next.Modified = p.Modified
		if err := writePlaylist(ctx, m.tx, p.ID, next); err != nil {
			return err
		}
	}
	return nil
}

func (m *importer) queue(ctx context.Context) error {
	q := m.doc.Queue
	var queues int
	if err := m.tx.QueryRowContext(ctx, `SELECT count(*) FROM queues`).Scan(&queues); err != nil || queues > 0 || q == nil {
		return err
	}
	id := newID()
	if _, err := m.tx.ExecContext(ctx, `INSERT INTO queues (id, holder, updated, current, position, repeat, shuffle)
		VALUES (?, '', ?, ?, ?, ?, ?)`, id, m.l.now(), q.Index, q.Position, q.Repeat, q.Shuffle); err != nil {
		return err
	}
	return writeSplice(ctx, m.tx, id, splice{Inserted: m.list(q.Tracks)})
}

func (m *importer) never(ctx context.Context) error {
	return each(ctx, m.tx, `INSERT OR IGNORE INTO never (kind, key, name, at) VALUES (?, ?, ?, ?)`, m.doc.Never,
		func(n ExportNever) []any {
			if Fold(n.Artist) != "" {
				return []any{neverArtist, Fold(n.Artist), source.Clean(n.Artist), n.At}
			}
			return []any{neverTrack, source.Track{Provider: n.Provider, ID: n.ID}.Key(), "", n.At}
		})
}
