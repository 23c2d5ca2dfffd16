package direct

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/playlistfile"
)

// Name is the provider's name in Track.Provider.
const Name = "url"

// Options are the knobs of a Provider; the zero value means the defaults.
type Options struct {
	// Client fetches playlists. Default http.DefaultClient.
	Client *http.Client
	// Timeout is for fetching one playlist, whole. Default 15 s.
	Timeout time.Duration
	// MaxList is the largest playlist in bytes. Default 1 MiB.
	MaxList int64
}

// A Provider opens http and https URLs. It may be used from any goroutine and holds
// nothing that needs closing.
type Provider struct{ o Options }

var (
	_ source.Opener   = (*Provider)(nil)
	_ source.Resolver = (*Provider)(nil)
)

// New returns a provider.
func New(o Options) *Provider {
	if o.Client == nil {
		o.Client = http.DefaultClient
	}
	if o.Timeout <= 0 {
		o.Timeout = 15 * time.Second
	}
	if o.MaxList <= 0 {
		o.MaxList = 1 << 20
	}
	return &Provider{o}
}

// Expand gives the track of a URL, or the entries of the playlist it names. Arguments
// without a scheme, and file URLs, are ErrNotMine; those of other schemes are
// ErrUnsupported.
func (p *Provider) Expand(ctx context.Context, arg string) (source.Page, error) {
	if !isMine(arg) {
		return source.Page{}, source.ErrNotMine
	}
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	u, err := parse(arg)
	if err != nil {
		return source.Page{}, err
	}
	if playlistfile.IsM3U(u.Path) {
		tracks, err := p.fetchList(ctx, u)
		return source.Page{Tracks: tracks, Total: len(tracks)}, err
	}
	t, err := track(u)
	if err != nil {
		return source.Page{}, err
	}
	return source.Page{Tracks: []source.Track{t}, Total: 1}, nil
}

// Resolve says where the track's bytes are: at its id. That of a playlist, which lists
// may name, is where the bytes of its first entry are, as radio stations write
// them; only this asks the network.
func (p *Provider) Resolve(ctx context.Context, t source.Track) (source.Media, error) {
	// A list that names lists is followed a little, in case it names itself.
	for range 4 {
		if err := ctx.Err(); err != nil {
			return source.Media{}, err
		}
		if t.Provider != Name {
			return source.Media{}, &source.Error{
				Kind: source.ErrNotFound, Line: fmt.Sprintf("a track of %q is no URL", t.Provider),
			}
		}
		u, err := parse(t.ID)
		if err != nil {
			return source.Media{}, err
		}
		if !playlistfile.IsM3U(u.Path) {
			return media(u), nil
		}
		tracks, err := p.fetchList(ctx, u)
		if err != nil {
			return source.Media{}, err
		}
		t = tracks[0]
	}
	return source.Media{}, &source.Error{
		Kind: source.ErrUnsupported,
		Line: "playlists that name playlists without end: " + source.Redact(t.ID),
	}
}

// Track returns the track of a media URL, without any I/O. The error wraps
// ErrNotFound for what is no URL and ErrUnsupported for a scheme other than http and
// https.
func Track(rawURL string) (source.Track, error) {
	u, err := parse(rawURL)
	if err != nil {
		return source.Track{}, err
	}
	return track(u)
}

func track(u *url.URL) (source.Track, error) {
	if playlistfile.IsOther(u.Path) {
		return source.Track{}, &source.Error{
			Kind: source.ErrUnsupported,
			Line: "a kind of playlist that is not read: " + source.Redact(u.String()),
			Hint: "look for an M3U list, or paste the address of an audio file",
		}
	}
	return source.Track{Provider: Name, ID: u.String(), Title: title(u), Link: link(u)}, nil
}

// title is the last element of the path as a person would write it, without the
// extension of an audio file; the host when there is none.
func title(u *url.URL) string {
	name := path.Base(u.Path) // u.Path is unescaped
	if name == "." || name == "/" {
		return source.Clean(u.Host)
	}
	if source.TypeByName(name) != "" {
		name = strings.TrimSuffix(name, path.Ext(name))
	}
	if name = source.Clean(name); name == "" {
		return source.Clean(u.Host)
	}
	return name
}

// link is the address without the password and without the query when that looks as
// if it held a key: a link is shown, copied and saved.
func link(u *url.URL) string {
	shown := *u
	shown.User = nil
	for key := range u.Query() {
		if isSecret(key) {
			shown.RawQuery = ""
		}
	}
	return shown.String()
}

// isSecret reports whether a query parameter is a key or a part of a signature, by
// the names in use at the large file hosts.
func isSecret(key string) bool {
	key = strings.ToLower(key)
	if strings.HasPrefix(key, "x-amz-") || strings.HasPrefix(key, "x-goog-") {
		return true
	}
	for _, word := range []string{"sig", "token", "secret", "passw", "auth", "apikey", "api_key", "accesskey", "policy", "credential"} {
		if strings.Contains(key, word) {
			return true
		}
	}
	return slices.Contains([]string{"key", "pass", "pwd", "hash", "hmac", "expire", "expires", "jwt", "sid", "session"}, key)
}

// media is what to ask for: the password goes into the header that net/http would
// make of it, so that the URL can be passed on without it.
func media(u *url.URL) source.Media {
	m := source.Media{Type: source.TypeByName(u.Path), Reason: "the address as given"}
	if u.User != nil {
		password, _ := u.User.Password()
		basic := base64.StdEncoding.EncodeToString([]byte(u.User.Username() + ":" + password))
		m.Header = http.Header{"Authorization": {"Basic " + basic}}
		bare := *u
		bare.User = nil
		u = &bare
	}
	m.URL = u.String()
	return m
}
