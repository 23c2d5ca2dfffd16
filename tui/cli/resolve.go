package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"anyaudio/player"
	"anyaudio/source"
)

// A ResolveJob is what Resolve needs.
type ResolveJob struct {
	Catalog  Catalog
	Resolver source.Resolver
	// Args are words, URLs and paths.
	Args []string
	// ShowURL prints addresses whole, with their signatures.
	ShowURL bool
	// JSON prints one object a line.
	JSON           bool
	Stdout, Stderr io.Writer
}

// A resolved is a line of resolve --json; names are not changed once released.
type resolved struct {
	Source  string    `json:"source"`
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	URL     string    `json:"url,omitempty"` // without its query unless that was asked for
	Path    string    `json:"path,omitempty"`
	Type    string    `json:"type,omitempty"`
	BitRate int       `json:"bitrate,omitempty"` // bits per second
	Size    int64     `json:"size,omitempty"`    // bytes
	Expires time.Time `json:"expires,omitzero"`
	Reason  string    `json:"reason,omitempty"`
}

// Resolve writes where the sound of the first track that the arguments stand for is, which
// format was chosen and why. It returns the exit status.
func Resolve(ctx context.Context, job ResolveJob) int {
	status := ExitOK
	for tracks, err := range find(ctx, job.Catalog, job.Args) {
		if err == nil && len(tracks) > 0 {
			err = job.one(ctx, tracks[0])
		}
		switch {
		case ctx.Err() != nil:
			return ExitInterrupted
		case err != nil:
			report(job.Stderr, player.Explain(err))
			status = ExitFailed
		case len(tracks) > 0:
			return status
		}
	}
	return status
}

// one resolves a track and writes what came of it.
func (job ResolveJob) one(ctx context.Context, t source.Track) error {
	m, err := job.Resolver.Resolve(ctx, t)
	if err != nil {
		return err
	}
	r := resolved{
		Source: t.Provider, ID: t.ID, Title: t.Title, URL: source.Redact(m.URL), Path: m.Path,
		Type: m.Type, BitRate: m.BitRate, Size: max(m.Size, 0), Expires: m.Expires, Reason: m.Reason,
	}
	if job.ShowURL {
		r.URL = m.URL
	}
	if job.JSON {
		e := json.NewEncoder(job.Stdout)
		e.SetEscapeHTML(false)
		return e.Encode(r)
	}
	return r.write(job.Stdout)
}

// write writes what is known, a line for each.
func (r resolved) write(w io.Writer) error {
	lines := [][2]string{{"title", r.Title}, {"source", r.Source}, {"address", r.URL}, {"file", r.Path}, {"type", r.Type}}
	if r.BitRate > 0 {
		lines = append(lines, [2]string{"bit rate", fmt.Sprintf("%d kb/s", (r.BitRate+500)/1000)})
	}
	if r.Size > 0 {
		lines = append(lines, [2]string{"size", fmt.Sprintf("%.1f MB", float64(r.Size)/1e6)})
	}
	if !r.Expires.IsZero() {
		lines = append(lines, [2]string{"good until", r.Expires.Local().Format("2006-01-02 15:04")})
	}
	lines = append(lines, [2]string{"chosen", r.Reason})
	for _, l := range lines {
		if l[1] == "" {
			continue
		}
		if _, err := fmt.Fprintf(w, "%-12s%s\n", l[0], source.Clean(l[1])); err != nil {
			return err
		}
	}
	return nil
}
