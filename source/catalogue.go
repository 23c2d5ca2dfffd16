package source

import (
	"context"
	"iter"
	"net/http"
	"time"
)

// The interfaces below are what a provider with a catalogue may offer beyond Searcher and
// Lister. Like those they are called from any goroutine, and stop soon when ctx ends.

// A Filter limits a search to one kind of result. Providers name those that they know;
// the empty one is the provider's usual search.
type Filter string

// The filters that have the same meaning everywhere.
const (
	FilterNone      Filter = ""
	FilterSongs     Filter = "songs"
	FilterVideos    Filter = "videos"
	FilterAlbums    Filter = "albums"
	FilterArtists   Filter = "artists"
	FilterPlaylists Filter = "playlists"
)

// A FilterSearcher can limit a search. Albums and artists are Playlists of a Page. A
// filter that Filters does not name is ErrUnsupported. The Next of a page belongs to the
// filter that it was found with.
type FilterSearcher interface {
	Filters() []Filter
	SearchBy(ctx context.Context, f Filter, q Query) (Page, error)
}

// A Suggester completes words that are being typed, the likeliest first, ten at the most.
// It is called for every pause in typing: callers wait 150 to 250 ms after a key, cancel
// the call before, and drop its answer.
type Suggester interface {
	Suggest(ctx context.Context, words string) ([]string, error)
}

// A Relater finds what goes with a track. Page is as in Lister.
type Relater interface {
	// Related gives tracks and playlists like t.
	Related(ctx context.Context, t Track, page string) (Page, error)
	// Radio gives an endless sequence that begins after t. It may repeat itself: who
	// puts it into a queue leaves out what is there already.
	Radio(ctx context.Context, t Track, page string) (Page, error)
}

// A Homer has lists to begin with: charts, and those that the listener has chosen. An
// error may come together with the lists that could be had.
type Homer interface {
	Home(ctx context.Context) ([]Playlist, error)
}

// A Detailer knows more of a track than a list shows.
type Detailer interface {
	Details(ctx context.Context, t Track) (Details, error)
}

// A Coverer has pictures of tracks. ErrNotFound says that there is none of this track. What is
// beyond a limit of bytes that the provider sets is refused.
type Coverer interface {
	Cover(ctx context.Context, t Track) (Cover, error)
}

// A Cover is a picture as it was found; nothing but its kind has been checked.
type Cover struct {
	Data []byte
	// Type is the MIME type of the bytes: image/jpeg, image/png, image/gif or image/webp.
	Type string
}

// CoverOf looks at the bytes of a picture, false when they are of none of the kinds.
func CoverOf(data []byte) (Cover, bool) {
	kind := http.DetectContentType(data)
	switch kind {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
		return Cover{data, kind}, true
	}
	return Cover{}, false
}

// Details are what a page about one track shows. All texts are clean; what is not known
// is empty.
type Details struct {
	Track       Track
	Description string // several lines
	Channel     Playlist
	// Views is -1 when unknown. Age is as the source words it, "3 years ago".
	Views int64
	Age   string
	// Thumbnails are from small to large.
	Thumbnails []Thumbnail
	Chapters   []Chapter
}

// A Thumbnail is a picture; width and height are in pixels, 0 when unknown.
type Thumbnail struct {
	URL           string
	Width, Height int
}

// A Chapter is a named part of a track.
type Chapter struct {
	Title string
	Start time.Duration
}

// Pages gives the pages of a list one after the other: the next one is asked for when the
// one before has been dealt with. It ends after an error. A list may be endless; breaking off
// is free, and what has come stays with the caller.
func Pages(ctx context.Context, l Lister, p Playlist) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		next := ""
		for {
			page, err := l.List(ctx, p, next)
			if !yield(page, err) || err != nil || page.Next == "" {
				return
			}
			next = page.Next
		}
	}
}
