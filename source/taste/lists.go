package taste

import (
	"context"
	"fmt"

	"anyaudio/source"
)

// Provider is the name under which the list of suggestions is found. The tracks in it keep
// the names of their own providers, which resolve them.
const Provider = "taste"

// forYou is the ID of the list.
const forYou = "for-you"

// ListLength is how many tracks the list "For you" has at the most.
const ListLength = 30

// ForYou is the list of suggestions as a playlist, for List.
func ForYou(count int) source.Playlist {
	return source.Playlist{Provider: Provider, ID: forYou, Title: "For you", Count: count}
}

var _ source.Lister = (*Engine)(nil)

// List gives the tracks of "For you" in one page, each with its reason as the Note. That the
// list was seen is for the caller to say, with Shown.
func (e *Engine) List(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
	if p.Provider != Provider || p.ID != forYou || page != "" {
		return source.Page{}, &source.Error{Kind: source.ErrNotFound, Line: fmt.Sprintf("there is no list %q of suggestions", p.ID)}
	}
	some, err := e.Suggest(ctx, ListLength)
	return source.Page{Tracks: noted(some), Total: len(some)}, err
}
