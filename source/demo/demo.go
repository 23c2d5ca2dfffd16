package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"anyaudio/source"
)

// DefaultURLLife is how long a resolved URL works unless Options say otherwise: short,
// so that a long listen meets an expiry as it would at a real origin.
const DefaultURLLife = 5 * time.Minute

// Options change how a Demo behaves; the zero value is the usual behaviour.
type Options struct {
	// Wire leads to the origin; nil for a port of the loopback.
	Wire *Wire
	// URLLife is how long a resolved URL works, DefaultURLLife when 0.
	URLLife time.Duration
	// Now is the clock for expiry, time.Now when nil.
	Now func() time.Time
	// Logger takes the origin's troubles, never an address with its query. nil discards them.
	Logger *slog.Logger
}

// A Demo is the catalogue and its origin. It implements source.Searcher,
// source.Lister, source.Resolver and source.Opener. All methods may be called from any goroutine.
type Demo struct {
	opts   Options
	signer *signer
	lib    func() (*library, error) // loads once
	stats  counters

	mu sync.Mutex // guards below
	// origin is nil until the first Resolve: a session that never plays the demo has none.
	origin *origin
	files  map[string]*file
	closed bool
}

type counters struct {
	searches, resolves, requests, refused atomic.Int64
}

// Stats is what a Demo has done so far.
type Stats struct {
	Searches int64 // calls of Search
	Resolves int64 // calls of Resolve that gave a URL
	Requests int64 // HTTP requests that reached the origin
	Refused  int64 // those of them that were answered 403 or 405
}

// Start returns a Demo. It does no work yet: the catalogue is read and the origin
// listens (on its Wire or a free port of the loopback) when they are first needed. It fails when
// opts make no sense. Close it when done.
func Start(opts Options) (*Demo, error) {
	if opts.URLLife < 0 {
		return nil, fmt.Errorf("demo: negative URL life %v", opts.URLLife)
	}
	if opts.URLLife == 0 {
		opts.URLLife = DefaultURLLife
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	return &Demo{
		opts:   opts,
		signer: newSigner(),
		lib:    sync.OnceValues(load),
		files:  map[string]*file{},
	}, nil
}

// Close stops the origin, cuts its connections and waits until all of its goroutines
// have ended. Searching and listing go on working; Resolve fails with an error
// wrapping os.ErrClosed. Closing twice is fine.
func (d *Demo) Close() error {
	d.mu.Lock()
	d.closed = true
	o := d.origin
	d.origin = nil
	d.mu.Unlock()
	if o == nil {
		return nil
	}
	return o.close()
}

// Stats returns the counts so far.
func (d *Demo) Stats() Stats {
	return Stats{
		Searches: d.stats.searches.Load(),
		Resolves: d.stats.resolves.Load(),
		Requests: d.stats.requests.Load(),
		Refused:  d.stats.refused.Load(),
	}
}

// Playlists returns the playlists of the catalogue: one for each album, and one of everything.
func (d *Demo) Playlists() ([]source.Playlist, error) {
	lib, err := d.lib()
	if err != nil {
		return nil, err
	}
	var out []source.Playlist
	for _, p := range lib.playlists {
		out = append(out, p.info)
	}
	return out, nil
}

// List implements source.Lister. The whole list is one page.
func (d *Demo) List(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
	if p.Provider != provider {
		return source.Page{}, source.ErrNotMine
	}
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	lib, err := d.lib()
	if err != nil {
		return source.Page{}, err
	}
	for _, list := range lib.playlists {
		if list.info.ID == p.ID && page == "" {
			return lib.page(list.pieces), nil
		}
	}
	return source.Page{}, fmt.Errorf("demo: playlist %q: %w", p.ID, source.ErrNotFound)
}

func (l *library) page(pieces []int) source.Page {
	out := source.Page{Total: len(pieces)}
	for _, i := range pieces {
		out.Tracks = append(out.Tracks, l.pieces[i].track)
	}
	return out
}

// Expand implements source.Opener for "demo:" followed by the id of a piece or of a playlist,
// or by nothing for everything.
func (d *Demo) Expand(ctx context.Context, arg string) (source.Page, error) {
	id, mine := strings.CutPrefix(arg, provider+":")
	if !mine {
		return source.Page{}, source.ErrNotMine
	}
	lib, err := d.lib()
	if err != nil {
		return source.Page{}, err
	}
	if i, ok := lib.byID[id]; ok {
		return lib.page([]int{i}), nil
	}
	if id == "" {
		id = lib.playlists[len(lib.playlists)-1].info.ID
	}
	return d.List(ctx, source.Playlist{Provider: provider, ID: id}, "")
}

// Resolve implements source.Resolver. The first call makes the origin listen.
func (d *Demo) Resolve(ctx context.Context, t source.Track) (source.Media, error) {
	if t.Provider != provider {
		return source.Media{}, source.ErrNotMine
	}
	if err := ctx.Err(); err != nil {
		return source.Media{}, err
	}
	f, err := d.file(t.ID)
	if err != nil {
		return source.Media{}, err
	}
	base, err := d.listen()
	if err != nil {
		return source.Media{}, err
	}
	d.stats.resolves.Add(1)
	p := f.piece
	expires := d.opts.Now().Add(d.opts.URLLife).Truncate(time.Second)
	return source.Media{
		URL:      base + d.signer.path(f, expires),
		Expires:  expires,
		Size:     f.size,
		Identity: "demo:" + p.track.ID + ":" + p.digest,
		BitRate:  int(float64(f.size*8) / p.track.Duration.Seconds()),
		Type:     `audio/webm; codecs="opus"`,
		Reason:   "the only format of the demo",
	}, nil
}

// file returns the piece laid out as a file, the same one each time.
func (d *Demo) file(id string) (*file, error) {
	lib, err := d.lib()
	if err != nil {
		return nil, err
	}
	i, ok := lib.byID[id]
	if !ok {
		return nil, fmt.Errorf("demo: track %q: %w", id, source.ErrNotFound)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.files[id]
	if f == nil {
		f = newFile(lib, &lib.pieces[i])
		d.files[id] = f
	}
	return f, nil
}

// listen starts the origin if it does not run yet and returns its base URL.
func (d *Demo) listen() (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return "", fmt.Errorf("demo: %w", os.ErrClosed)
	}
	if d.origin == nil {
		l, err := d.listener()
		if err != nil {
			return "", fmt.Errorf("demo: the origin cannot listen: %w", err)
		}
		d.origin = newOrigin(l, d, d.opts.Logger)
	}
	return d.origin.base, nil
}

func (d *Demo) listener() (net.Listener, error) {
	if d.opts.Wire != nil {
		return wired{d.opts.Wire.n}, nil
	}
	return loopback()
}

// loopback listens on a free port that only this machine can reach.
func loopback() (net.Listener, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err == nil {
		return l, nil
	}
	l, err6 := net.Listen("tcp6", "[::1]:0")
	if err6 != nil {
		return nil, errors.Join(err, err6)
	}
	return l, nil
}
