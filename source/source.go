package source

import (
	"context"
	"net/http"
	"time"
)

// A Track is one thing that can be played: what a list shows, and enough to
// find its sound later. It is a small value, copied freely; nothing in it
// expires.
type Track struct {
	// Provider names the source that can resolve the track ("demo", "youtube",
	// "url", "file").
	Provider string `json:"provider"`
	// ID identifies the track within its provider and is stable across runs:
	// provider and id together key saved songs, history and the cache, and are
	// enough to resolve the track. It is for programs: the id of a URL that the
	// listener typed is that URL, with its query.
	ID string `json:"id"`

	Title  string `json:"title"`
	Artist string `json:"artist,omitempty"`
	Album  string `json:"album,omitempty"`

	// Duration is 0 when unknown until the file has been opened.
	Duration time.Duration `json:"duration,omitempty"`
	// Link is what a person would paste to share the track: a page, a media URL or
	// a path. It carries no signature.
	Link string `json:"link,omitempty"`
	// Live marks an endless broadcast.
	Live bool `json:"live,omitempty"`
	// Note is one short remark shown beside the title, such as "unplayable" or
	// "1.2M views".
	Note string `json:"note,omitempty"`
}

// Key identifies the track across providers.
func (t Track) Key() string { return t.Provider + ":" + t.ID }

// A Playlist is a named list of tracks that can be fetched with a Lister.
type Playlist struct {
	Provider string `json:"provider"`
	ID       string `json:"id"`
	Title    string `json:"title"`
	Owner    string `json:"owner,omitempty"`
	// Count is the number of tracks, 0 when unknown.
	Count int    `json:"count,omitempty"`
	Link  string `json:"link,omitempty"`
}

// A Page is one part of a list of results.
type Page struct {
	Tracks    []Track
	Playlists []Playlist
	// Next asks for the page that follows when it is given back in Query.Page or
	// ListRequest.Page; empty at the end.
	Next string
	// Total is the number of tracks in the whole list, 0 when unknown.
	Total int
}

// A Query is a search as the listener typed it.
type Query struct {
	Words string
	// Page is empty for the first page, otherwise the Next of the page before.
	Page string
}

// Media says where the bytes of a track are, now. It is short-lived: never save
// it, never log its URL.
type Media struct {
	// URL is an http(s) address, empty when Path is set.
	URL    string
	Header http.Header
	// Path is a local file, empty when URL is set.
	Path string
	// Expires is when the URL stops working, zero for never.
	Expires time.Time
	// Size is the length in bytes, 0 or less when unknown.
	Size int64
	// Identity is equal for two Media exactly when they hold the same bytes, so
	// that a refreshed URL may be continued at the same byte; empty when the
	// source cannot tell.
	Identity string
	// BitRate is the average in bits per second, 0 when unknown.
	BitRate int
	// Loudness is how much louder than the source's reference the track is, in dB; the
	// gain that evens it out is the negative. 0 when unknown.
	Loudness float64
	// Type is the MIME type if known. The bytes decide, this only hints.
	Type string
	// Reason says in a few words which format was chosen and why.
	Reason string
}

// A Searcher finds tracks and playlists by words. Finding nothing is an empty Page and
// no error. The Page belongs to the caller.
//
// This and the interfaces below are called from any goroutine, several at a time. When
// ctx ends they stop soon and return its error.
type Searcher interface {
	Search(ctx context.Context, q Query) (Page, error)
}

// A Lister gives the tracks of a playlist, page by page. Page is empty for the
// first one, otherwise the Next of the page before. A playlist that does not exist is
// ErrNotFound. The provider and the ID of p are enough. The Page belongs to the caller.
type Lister interface {
	List(ctx context.Context, p Playlist, page string) (Page, error)
}

// A Resolver finds where a track's bytes are. It is called when the track is
// about to be played, never for a whole list. A track that does not exist is
// ErrNotFound. The provider and the ID of t are enough. The Media belongs to the
// caller, its Header included.
type Resolver interface {
	Resolve(ctx context.Context, t Track) (Media, error)
}

// An Opener turns what a person typed or pasted (a URL, a path) into tracks. It
// answers ErrNotMine at once, even when ctx has ended, for an argument that is not of
// its kind, without network; it may look whether a file of that name exists. What is of
// its kind and not there is ErrNotFound.
type Opener interface {
	Expand(ctx context.Context, arg string) (Page, error)
}
