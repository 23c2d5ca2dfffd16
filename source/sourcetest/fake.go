package sourcetest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"anyaudio/source"
)

// A Fake is a provider with everything, kept in memory: it searches its tracks by
// title, lists its playlists in pages, resolves to whatever Media says, and counts how
// often it was asked. Its exported fields are set before its first use; its methods
// may be called from any goroutine.
type Fake struct {
	// Name is the provider's name.
	Name string
	// Tracks are what it knows.
	Tracks []source.Track
	// Lists are its playlists.
	Lists []FakeList
	// PageSize is the number of tracks on a page. 0 means 20.
	PageSize int

	// Media answers the n-th resolve of a track, n from 1. Nil gives a URL that
	// names track and n, on a host that does not exist, and never expires.
	Media func(t source.Track, n int) (source.Media, error)
	// Delay is how long every call takes, in the time of the bubble when used in
	// testing/synctest.
	Delay time.Duration
	// Gate, when not nil, holds every call until it is closed. One that is never
	// closed makes a provider that hangs until the context ends.
	Gate <-chan struct{}
	// Err, when not nil, fails every search, list and expansion.
	Err error

	mu       sync.Mutex
	resolves map[string]int // by Track.Key
	searches int
	lists    int
}

// A FakeList is a playlist and what is in it.
type FakeList struct {
	Playlist source.Playlist
	Tracks   []source.Track
}

var (
	_ source.Searcher = (*Fake)(nil)
	_ source.Lister   = (*Fake)(nil)
	_ source.Resolver = (*Fake)(nil)
	_ source.Opener   = (*Fake)(nil)
)

// NewFake returns a provider with n tracks, "Track 1" to "Track n" of 3 minutes each,
// and one playlist that holds them all, "all".
func NewFake(name string, n int) *Fake {
	tracks := Tracks(name, n)
	return &Fake{
		Name:   name,
		Tracks: tracks,
		Lists: []FakeList{{
			Playlist: source.Playlist{Provider: name, ID: "all", Title: "All of " + name, Count: n},
			Tracks:   tracks,
		}},
	}
}

// Tracks returns n tracks, ids "1" to "n".
func Tracks(provider string, n int) []source.Track {
	var tracks []source.Track
	for i := range n {
		id := strconv.Itoa(i + 1)
		tracks = append(tracks, source.Track{
			Provider: provider, ID: id,
			Title: "Track " + id, Artist: "Nobody", Album: "Nothing",
			Duration: 3 * time.Minute,
			Link:     "https://" + provider + ".invalid/track/" + id,
		})
	}
	return tracks
}

// Search finds the tracks and playlists whose title contains the words, in any case.
func (f *Fake) Search(ctx context.Context, q source.Query) (source.Page, error) {
	f.mu.Lock()
	f.searches++
	f.mu.Unlock()
	if err := f.wait(ctx); err != nil {
		return source.Page{}, err
	}
	var found []source.Track
	for _, t := range f.Tracks {
		if contains(t.Title, q.Words) {
			found = append(found, t)
		}
	}
	page, err := f.page(found, q.Page)
	if q.Page != "" || err != nil {
		return page, err
	}
	for _, l := range f.Lists {
		if contains(l.Playlist.Title, q.Words) {
			page.Playlists = append(page.Playlists, l.Playlist)
		}
	}
	return page, nil
}

// List gives the tracks of a playlist.
func (f *Fake) List(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
	f.mu.Lock()
	f.lists++
	f.mu.Unlock()
	if err := f.wait(ctx); err != nil {
		return source.Page{}, err
	}
	for _, l := range f.Lists {
		if p.Provider == f.Name && p.ID == l.Playlist.ID {
			return f.page(l.Tracks, page)
		}
	}
	return source.Page{}, f.notFound("playlist", p.ID)
}

// Resolve answers as Media says.
func (f *Fake) Resolve(ctx context.Context, t source.Track) (source.Media, error) {
	f.mu.Lock()
	if f.resolves == nil {
		f.resolves = make(map[string]int)
	}
	f.resolves[t.Key()]++
	n := f.resolves[t.Key()]
	f.mu.Unlock()
	if err := f.gate(ctx); err != nil {
		return source.Media{}, err
	}
	known, ok := f.find(t.Provider, t.ID)
	switch {
	case !ok:
		return source.Media{}, f.notFound("track", t.ID)
	case f.Media != nil:
		return f.Media(known, n)
	}
	return source.Media{URL: fmt.Sprintf("http://%s.invalid/%s?resolve=%d", f.Name, t.ID, n)}, nil
}

// Expand opens "NAME:ID", with the name of the provider and the id of a track, or of a
// playlist.
func (f *Fake) Expand(ctx context.Context, arg string) (source.Page, error) {
	name, id, ok := strings.Cut(arg, ":")
	if !ok || name != f.Name {
		return source.Page{}, source.ErrNotMine
	}
	if err := f.wait(ctx); err != nil {
		return source.Page{}, err
	}
	if t, ok := f.find(name, id); ok {
		return source.Page{Tracks: []source.Track{t}, Total: 1}, nil
	}
	for _, l := range f.Lists {
		if l.Playlist.ID == id {
			return source.Page{Playlists: []source.Playlist{l.Playlist}}, nil
		}
	}
	return source.Page{}, f.notFound("track or playlist", id)
}

// Resolves returns how often Resolve was called for a track, "" for all of them.
func (f *Fake) Resolves(key string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if key != "" {
		return f.resolves[key]
	}
	total := 0
	for _, n := range f.resolves {
		total += n
	}
	return total
}

// Searches returns how often Search was called.
func (f *Fake) Searches() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.searches
}

// ListCalls returns how often List was called.
func (f *Fake) ListCalls() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.lists
}

// wait is gate with the scripted failure.
func (f *Fake) wait(ctx context.Context) error {
	if err := f.gate(ctx); err != nil {
		return err
	}
	return f.Err
}

// gate lets a call pass when the delay is over and the gate open.
func (f *Fake) gate(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if f.Delay > 0 {
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if f.Gate != nil {
		select {
		case <-f.Gate:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// page cuts a page out of a list; its token is the index of its first track.
func (f *Fake) page(tracks []source.Track, token string) (source.Page, error) {
	from := 0
	if token != "" {
		n, err := strconv.Atoi(token)
		if err != nil || n < 0 || n > len(tracks) {
			return source.Page{}, f.notFound("page", token)
		}
		from = n
	}
	size := f.PageSize
	if size <= 0 {
		size = 20
	}
	to := min(from+size, len(tracks))
	page := source.Page{Tracks: slices.Clone(tracks[from:to]), Total: len(tracks)}
	if to < len(tracks) {
		page.Next = strconv.Itoa(to)
	}
	return page, nil
}

func (f *Fake) find(provider, id string) (source.Track, bool) {
	i := slices.IndexFunc(f.Tracks, func(t source.Track) bool { return t.Provider == provider && t.ID == id })
	if i < 0 {
		return source.Track{}, false
	}
	return f.Tracks[i], true
}

func (f *Fake) notFound(what, id string) error {
	return &source.Error{Kind: source.ErrNotFound, Line: fmt.Sprintf("%s: no %s %q", f.Name, what, id)}
}

func contains(title, words string) bool {
	return strings.Contains(strings.ToLower(title), strings.ToLower(words))
}
