package catalogue

import (
	"context"
	"strings"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// artist gives all songs of an artist: the page of YouTube Music names the list that has
// them. A channel that is no artist has its uploads instead.
func (c *Catalogue) artist(ctx context.Context, id string, at cursor) (source.Playlist, source.Page, error) {
	q := question{as: innertube.Remix, endpoint: "browse", body: map[string]any{"browseId": id}}
	answer, err := c.c.Do(ctx, c.call(q, cursor{}))
	if err != nil && innertube.KindOf(err) != innertube.ErrRequest && !innertube.IsNotFound(err) {
		return source.Playlist{}, source.Page{}, err
	}
	title := text(answer, "header.musicImmersiveHeaderRenderer.title", "header.musicVisualHeaderRenderer.title")
	shelf, list := topSongs(answer)
	if list != "" {
		return c.inner(ctx, id, list, title)
	}
	if len(shelf) > 0 {
		w := &walk{c: c}
		for _, n := range shelf {
			w.one("musicResponsiveListItemRenderer", n, 0)
		}
		p, _ := c.playlist(id, title, "", int64(len(w.page.Tracks)))
		return p, source.Page{Tracks: w.page.Tracks, Total: len(w.page.Tracks)}, nil
	}
	return c.inner(ctx, id, "UU"+strings.TrimPrefix(id, "UC"), title)
}

// inner gives the list that stands for an artist; later pages go there directly.
func (c *Catalogue) inner(ctx context.Context, id, list, title string) (source.Playlist, source.Page, error) {
	inner, page, err := c.browse(ctx, list, cursor{})
	if err != nil {
		return source.Playlist{}, source.Page{}, err
	}
	if page.Next != "" {
		next, err := parseCursor(page.Next)
		if err != nil {
			return source.Playlist{}, source.Page{}, err
		}
		next.List = list
		page.Next = next.String()
	}
	if title == "" {
		title = inner.Title
	}
	p, _ := c.playlist(id, title, "", int64(page.Total))
	return p, page, nil
}

// topSongs finds the first shelf of songs on an artist's page, and the id of the list of
// all of them.
func topSongs(answer node) (shelf []node, list string) {
	sections := answer.At("contents.singleColumnBrowseResultsRenderer.tabs.0.tabRenderer.content.sectionListRenderer.contents")
	for _, s := range sections.List() {
		m := s.At("musicShelfRenderer")
		if !m.Exists() {
			continue
		}
		list = text(m, "bottomEndpoint.browseEndpoint.browseId", "title.runs.0.navigationEndpoint.browseEndpoint.browseId")
		list = strings.TrimPrefix(list, "VL")
		if !IsListID(list) || isChannel(list) {
			list = ""
		}
		for _, item := range m.At("contents").List() {
			if n := item.At("musicResponsiveListItemRenderer"); n.Exists() {
				shelf = append(shelf, n)
			}
		}
		return shelf, list
	}
	return nil, ""
}
