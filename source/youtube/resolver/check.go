package resolver

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// A Row is one line of what a check has found.
type Row struct {
	// Resolver and Client are who was asked, and as whom.
	Resolver, Client string
	Took             time.Duration
	// Result is a few words, also when it went well.
	Result string
	// Remedy is the first thing to try, empty when nothing is wrong.
	Remedy string
	Err    error
}

// checkWindow is how much of the beginning is fetched in a check.
const checkWindow = 64 << 10

// Check asks each way in turn for one video, and fetches a little of what it gives: at the
// beginning and deep inside. Ways that are being left alone are asked too.
func (c *Chain) Check(ctx context.Context, id string) []Row {
	var rows []Row
	for _, w := range c.ways {
		if ctx.Err() != nil {
			return rows
		}
		rows = append(rows, c.checkWay(ctx, w, id))
	}
	return rows
}

func (c *Chain) checkWay(ctx context.Context, w Way, id string) Row {
	row := Row{Resolver: w.Name(), Client: w.As()}
	began := c.o.Now()
	m, err := c.ask(ctx, w, id)
	row.Took = c.o.Now().Sub(began)
	if err == nil {
		row.Result = m.Reason
		err = c.checkMedia(ctx, m)
	}
	row.fail(err)
	return row
}

// checkMedia fetches two bounded windows.
func (c *Chain) checkMedia(ctx context.Context, m source.Media) error {
	last := int64(checkWindow - 1)
	if m.Size > 0 {
		last = min(last, m.Size-1)
	}
	code, err := window(ctx, c.o.HTTP, m, 0, last)
	if err != nil {
		return err
	}
	if code != http.StatusPartialContent {
		return innertube.ErrGated.Fail(fmt.Sprintf("HTTP status %d at its beginning", code), nil)
	}
	return c.probe(ctx, m)
}

// fail fills in what went wrong.
func (r *Row) fail(err error) {
	if err == nil {
		return
	}
	r.Err = err
	r.Result, r.Remedy = source.Explain(err)
}

// Failed returns the row of a check that is not about a way.
func Failed(resolver, client string, took time.Duration, result string, err error) Row {
	r := Row{Resolver: resolver, Client: client, Took: took, Result: result}
	r.fail(err)
	return r
}
