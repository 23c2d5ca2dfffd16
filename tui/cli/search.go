package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"anyaudio/player"
	"anyaudio/source"

	"github.com/charmbracelet/x/ansi"
)

// Search writes what is found for the words, of one kind when filter is not empty: a table on a terminal, lines with tabs
// between the columns elsewhere, JSON objects when asJSON. It returns the exit status, ExitFailed
// when nothing is found.
func Search(ctx context.Context, s source.FilterSearcher, words []string, filter string, asJSON bool, stdout, stderr io.Writer) int {
	query := strings.Join(words, " ")
	page, err := s.SearchBy(ctx, source.Filter(filter), source.Query{Words: query})
	switch {
	case ctx.Err() != nil:
		return ExitInterrupted
	case err == nil && len(page.Tracks)+len(page.Playlists) == 0:
		err = errNothing(query)
		fallthrough
	case err != nil:
		Report(stderr, err)
		return ExitFailed
	}
	if asJSON {
		err = writeJSON(stdout, page)
	} else {
		err = writeTable(stdout, page, terminalWidth(stdout))
	}
	if err != nil {
		report(stderr, player.Explain(err))
		return ExitFailed
	}
	return ExitOK
}

// A result is a line of search --json. Its fields are there when they are known; names
// are not changed once released.
type result struct {
	Type     string  `json:"type"` // "track" or "playlist"
	Source   string  `json:"source"`
	ID       string  `json:"id"`
	Title    string  `json:"title"`
	Artist   string  `json:"artist,omitempty"`
	Album    string  `json:"album,omitempty"`
	Owner    string  `json:"owner,omitempty"`
	Count    int     `json:"count,omitempty"`
	Duration float64 `json:"duration,omitempty"` // seconds
	Live     bool    `json:"live,omitempty"`
	Link     string  `json:"link,omitempty"`
	Note     string  `json:"note,omitempty"`
}

func results(page source.Page) []result {
	var all []result
	for _, t := range page.Tracks {
		all = append(all, result{
			Type: "track", Source: t.Provider, ID: t.ID, Title: t.Title, Artist: t.Artist, Album: t.Album,
			Duration: t.Duration.Seconds(), Live: t.Live, Link: t.Link, Note: t.Note,
		})
	}
	for _, p := range page.Playlists {
		all = append(all, result{
			Type: "playlist", Source: p.Provider, ID: p.ID, Title: p.Title, Owner: p.Owner, Count: p.Count, Link: p.Link,
		})
	}
	return all
}

func writeJSON(w io.Writer, page source.Page) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, r := range results(page) {
		if err := e.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// row is a result as text: title, who, length, link.
func (r result) row(number int, durationText string) []string {
	who, length := r.Artist, durationText
	if r.Type == "playlist" {
		who, length = r.Owner, "list"
		if r.Count > 0 {
			length = fmt.Sprintf("%d tracks", r.Count)
		}
	}
	if r.Live {
		length = "live"
	}
	row := []string{strconv.Itoa(number), r.Title, who, length, r.Link}
	for i, cell := range row {
		row[i] = source.Clean(cell)
	}
	return row
}

// writeTable writes aligned columns that fit width, or tabs between them when width is 0.
func writeTable(w io.Writer, page source.Page, width int) error {
	var rows [][]string
	for i, r := range results(page) {
		length := ""
		if i < len(page.Tracks) && page.Tracks[i].Duration > 0 {
			length = FormatTime(page.Tracks[i].Duration)
		}
		rows = append(rows, r.row(i+1, length))
	}
	var b strings.Builder
	widths := columnWidths(rows, width)
	for _, row := range rows {
		if width == 0 {
			b.WriteString(strings.Join(row, "\t") + "\n")
			continue
		}
		var line strings.Builder
		for i, cell := range row {
			cell = ansi.Truncate(cell, widths[i], "…")
			line.WriteString(cell + strings.Repeat(" ", widths[i]-ansi.StringWidth(cell)+2))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// columnWidths gives each column what its longest cell needs; when that is too much, the
// title and the artist give way, and then the link.
func columnWidths(rows [][]string, width int) []int {
	widths := make([]int, 5)
	total := 2 * (len(widths) - 1)
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], ansi.StringWidth(cell))
		}
	}
	for _, n := range widths {
		total += n
	}
	for _, shrink := range []struct{ column, least int }{{1, 30}, {2, 12}, {4, 20}, {1, 8}, {2, 4}, {4, 0}} {
		if total <= width {
			break
		}
		less := min(max(widths[shrink.column]-shrink.least, 0), total-width)
		widths[shrink.column] -= less
		total -= less
	}
	return widths
}
