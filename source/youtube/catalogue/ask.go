package catalogue

import (
	"context"
	"net/url"

	"anyaudio/source/youtube/innertube"
)

// A question is what the first page of a list is asked with.
type question struct {
	as       string // name of an identity
	endpoint string
	body     map[string]any
	roots    []string // where the answer has its lists
}

// more are the places where answers to continuations have their lists.
var more = []string{
	"onResponseReceivedCommands",
	"onResponseReceivedActions",
	"onResponseReceivedEndpoints",
	"continuationContents",
}

// rootKeys are the renderers that a root may hold.
var rootKeys = []string{
	"sectionListRenderer", "itemSectionRenderer", "playlistPanelRenderer", "gridRenderer", "richGridRenderer",
	"musicShelfContinuation", "musicPlaylistShelfContinuation", "playlistPanelContinuation", "sectionListContinuation",
}

// maxEmpty is how many pages without anything but a token are passed over.
const maxEmpty = 2

// ask gets one page: the first one for the zero cursor. The cursor of the walk is that
// of the next page.
func (c *Catalogue) ask(ctx context.Context, q question, at cursor) (*walk, node, error) {
	for empty := 0; ; empty++ {
		answer, err := c.c.Do(ctx, c.call(q, at))
		if err != nil {
			return nil, answer, err
		}
		w := &walk{c: c}
		roots := q.roots
		if at.Token != "" {
			roots = more
		}
		for _, path := range roots {
			w.root(answer.At(path))
		}
		w.next = at.follow(w.next)
		nothing := len(w.page.Tracks)+len(w.page.Playlists) == 0
		if !nothing || w.next.Token == "" {
			return w, answer, nil
		}
		if empty == maxEmpty {
			w.next = cursor{}
			return w, answer, nil
		}
		at = w.next
	}
}

func (c *Catalogue) call(q question, at cursor) innertube.Call {
	call := innertube.Call{Identity: c.as(q.as), Endpoint: q.endpoint, Body: q.body}
	switch {
	case at.Token == "":
	case at.Query:
		call.Query = url.Values{"ctoken": {at.Token}, "continuation": {at.Token}}
	default:
		call.Body = map[string]any{"continuation": at.Token}
	}
	return call
}

// root goes through what stands at a root: a list, or one of the renderers that hold one.
func (w *walk) root(n node) {
	w.list(n, 0)
	for _, key := range rootKeys {
		if inner := n.At(key); inner.Exists() {
			w.one(key, inner, 0)
		}
	}
}
