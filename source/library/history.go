package library

import (
	"context"
	"database/sql"
	"fmt"
)

// A HistoryQuery asks for a part of the history.
type HistoryQuery struct {
	Words  string // each must occur in title, artist or album; empty for all
	Limit  int    // plays at the most; 0 means 100
	Cursor string // where the part before ended; empty for the newest
}

// History gives past plays, the newest first, and the cursor of the part that follows,
// empty at the end. Plays that come in between move nothing.
func (l *Library) History(ctx context.Context, q HistoryQuery) (plays []PastPlay, next string, err error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	started, id := int64(1)<<62, int64(0)
	if q.Cursor != "" {
		if _, err := fmt.Sscanf(q.Cursor, "%d.%d", &started, &id); err != nil {
			return nil, "", notFound("there is no such page of the history")
		}
	}
	condition, args := matching("t.fold", q.Words)
	args = append([]any{started, id}, args...)
	err = l.read(ctx, func(tx *sql.Tx) (err error) {
		plays, err = rows(ctx, tx, func(s scanner) (p PastPlay, err error) {
			var heard int64
			p.Track, err = scanTrack(s, &id, &started, &p.Origin, &heard, &p.Outcome)
			p.Started, p.Heard = moment(started), milliseconds(heard)
			return p, err
		}, `SELECT `+trackColumns+`, plays.id, started, origin, heard, outcome
			FROM plays JOIN tracks t ON t.id = plays.track
			WHERE (started, plays.id) < (?, ?) AND `+condition+`
			ORDER BY started DESC, plays.id DESC LIMIT `+fmt.Sprint(limit), args...)
		return err
	})
	if len(plays) == limit {
		next = fmt.Sprintf("%d.%d", started, id)
	}
	return plays, next, err
}
