package catalogue

import (
	"context"
	"strings"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// List gives a page of anything that has an id: a playlist, an album (MPREb_...), an
// artist's or channel's songs (UC...), a mix (RD..., without end), a chart
// (charts:CC). A playlist is given complete, however long, one page of about a
// hundred for each call.
func (c *Catalogue) List(ctx context.Context, p source.Playlist, page string) (source.Page, error) {
	_, got, err := c.Open(ctx, p.ID, page)
	return got, err
}

// Open is List, and on the first page says what the list is called.
func (c *Catalogue) Open(ctx context.Context, id, page string) (source.Playlist, source.Page, error) {
	id = strings.TrimPrefix(id, "VL")
	at, err := parseCursor(page)
	if err != nil {
		return source.Playlist{}, source.Page{}, err
	}
	if !IsListID(id) {
		return source.Playlist{}, source.Page{}, innertube.ErrNoList.Fail("", nil)
	}
	if err := ctx.Err(); err != nil {
		return source.Playlist{}, source.Page{}, err
	}
	if at.List != "" {
		id = at.List
	}
	switch {
	case strings.HasPrefix(id, chartPrefix):
		return c.chart(ctx, id)
	case id == "LL" || id == "WL" || id == "LM":
		return source.Playlist{}, source.Page{}, innertube.ErrPrivateList.Fail("", nil)
	case isMix(id):
		return c.mix(ctx, id, at)
	case isChannel(id):
		return c.artist(ctx, id, at)
	}
	return c.browse(ctx, id, at)
}

// isMix reports whether a list is made up while it is listened to; those cannot be browsed.
func isMix(id string) bool { return strings.HasPrefix(id, "RD") && !strings.HasPrefix(id, "RDCLAK") }

// browse pages through a list that lies still.
func (c *Catalogue) browse(ctx context.Context, id string, at cursor) (source.Playlist, source.Page, error) {
	q := question{as: innertube.Web, endpoint: "browse", body: map[string]any{"browseId": browseID(id)}, roots: webList}
	if isMusic(id) {
		q.as, q.roots = innertube.Remix, musicList
	}
	w, answer, err := c.ask(ctx, q, at)
	if err != nil {
		return source.Playlist{}, source.Page{}, listError(err)
	}
	if err := alert(answer); err != nil {
		return source.Playlist{}, source.Page{}, err
	}
	h := header{Album: at.Album, Artist: at.Artist, Total: at.Total}
	if at.Token == "" {
		h = readHeader(id, answer)
		if !answer.At("contents").Exists() {
			return source.Playlist{}, source.Page{}, innertube.ErrNoList.Fail("", nil)
		}
	}
	c.inherit(w.page.Tracks, h)
	w.next.Total, w.next.Album, w.next.Artist = h.Total, h.Album, h.Artist
	// Playlists in a list of tracks are what goes with it, such as other albums.
	page := source.Page{Tracks: w.page.Tracks, Next: w.next.String(), Total: h.Total}
	p, _ := c.playlist(id, h.Title, h.Owner, int64(h.Total))
	return p, page, nil
}

var (
	webList = []string{
		"contents.twoColumnBrowseResultsRenderer.tabs.0.tabRenderer.content",
		"contents.singleColumnBrowseResultsRenderer.tabs.0.tabRenderer.content",
	}
	musicList = []string{
		"contents.twoColumnBrowseResultsRenderer.secondaryContents",
		"contents.singleColumnBrowseResultsRenderer.tabs.0.tabRenderer.content",
	}
)

// isMusic reports whether YouTube Music knows more of a list than YouTube does.
func isMusic(id string) bool {
	return strings.HasPrefix(id, "MPREb_") || strings.HasPrefix(id, "OLAK5uy_") || strings.HasPrefix(id, "RDCLAK")
}

func browseID(id string) string {
	if strings.HasPrefix(id, "MPREb_") {
		return id
	}
	return "VL" + id
}

// inherit gives the tracks of an album what its head says of all of them.
func (c *Catalogue) inherit(tracks []source.Track, h header) {
	for i := range tracks {
		if tracks[i].Album == "" {
			tracks[i].Album = h.Album
		}
		if tracks[i].Artist == "" {
			tracks[i].Artist = h.Artist
		}
	}
}

// alert is the error that an answer with status 200 may hold.
func alert(answer node) error {
	for _, a := range answer.At("alerts").List() {
		_, r := a.Only()
		if r.At("type").Str() != "ERROR" {
			continue
		}
		text := r.At("text").Text()
		switch {
		case strings.Contains(text, "does not exist"):
			return innertube.ErrNoList.Fail("", nil)
		case strings.Contains(text, "private"):
			return innertube.ErrPrivateList.Fail("", nil)
		}
		return innertube.ErrRefused.Fail(text, nil)
	}
	return nil
}

// listError says in words of a list what a failed question means.
func listError(err error) error {
	if innertube.IsNotFound(err) || innertube.KindOf(err) == innertube.ErrRequest {
		return innertube.ErrNoList.Fail("", err)
	}
	return err
}
