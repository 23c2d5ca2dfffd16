package direct

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"anyaudio/source"
	"anyaudio/source/playlistfile"
)

// fetchList gives the tracks of the list at u, at least one.
func (p *Provider) fetchList(ctx context.Context, u *url.URL) ([]source.Track, error) {
	// The listener's context is kept apart, so that its end is not taken for a slow
	// server.
	fetchCtx, cancel := context.WithTimeout(ctx, p.o.Timeout)
	defer cancel()
	tracks, err := p.readList(fetchCtx, u)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case fetchCtx.Err() != nil && err != nil:
		return nil, &source.Error{
			Line: fmt.Sprintf("no playlist from %s within %s", u.Host, p.o.Timeout),
			Hint: "check the network, then try again",
			Err:  err,
		}
	}
	return tracks, err
}

func (p *Provider) readList(ctx context.Context, u *url.URL) ([]source.Track, error) {
	m := media(u)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.URL, nil)
	if err != nil {
		return nil, notURL(m.URL, "")
	}
	if m.Header != nil {
		req.Header = m.Header
	}
	resp, err := p.o.Client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("playlist at %s: %w", u.Host, source.RedactError(err))
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, statusError(u, resp.StatusCode)
	}
	// After redirects the entries are relative to where the list really is (RFC 3986
	// section 5.1.3). The password is for the host that it was given for.
	base := *resp.Request.URL
	if base.Scheme == u.Scheme && base.Host == u.Host {
		base.User = u.User
	}
	return p.entries(resp.Body, &base)
}

// statusError has the words for an answer other than 200.
func statusError(u *url.URL, status int) error {
	e := &source.Error{
		Line: fmt.Sprintf("%s: the server answered %d", source.Redact(u.String()), status),
		Hint: "try again later",
	}
	switch status {
	case http.StatusNotFound, http.StatusGone:
		e.Kind, e.Hint = source.ErrNotFound, "check the address"
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		e.Kind, e.Hint = source.ErrUnavailable, "the server refuses this list; it may want a password or another link"
	case http.StatusTooManyRequests:
		e.Kind, e.Hint = source.ErrRateLimited, "wait a few minutes, then try again"
	}
	return e
}

// entries reads the list in body. Entries that are no http or https address are passed
// over: a list from the web has no business with this machine's files.
func (p *Provider) entries(body io.Reader, base *url.URL) ([]source.Track, error) {
	name := source.Redact(base.String())
	limited := &io.LimitedReader{R: body, N: p.o.MaxList + 1}
	list := playlistfile.NewM3U(limited, playlistfile.Options{Name: name})
	var tracks []source.Track
	for {
		e, err := list.Read()
		if limited.N <= 0 {
			return nil, &source.Error{
				Line: fmt.Sprintf("%s: larger than %d KiB, not a playlist", name, p.o.MaxList>>10),
				Hint: "paste the address of an audio file or of an M3U list",
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if t, ok := entryTrack(base, e); ok {
			tracks = append(tracks, t)
		}
	}
	if len(tracks) == 0 {
		return nil, &source.Error{
			Kind: source.ErrNotFound,
			Line: name + ": no playable address in this list",
			Hint: "paste the address of an audio file",
		}
	}
	return tracks, nil
}

func entryTrack(base *url.URL, e playlistfile.Entry) (source.Track, bool) {
	u, err := base.Parse(e.Location)
	if err != nil {
		return source.Track{}, false
	}
	t, err := Track(u.String())
	if err != nil {
		return source.Track{}, false
	}
	if e.Title != "" {
		t.Title = e.Title
	}
	t.Duration = e.Duration
	return t, true
}
