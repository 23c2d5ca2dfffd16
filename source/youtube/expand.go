package youtube

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// Expand opens what ParseLink reads. A video gives its track, a list its Playlist; the
// address of a video within a list gives both, since either may be meant. A video in a
// mix gives the mix, which begins with it.
//
// Each costs one question, two for a handle. The first page of a list that was just
// expanded is not asked for again by List.
func (p *Provider) Expand(ctx context.Context, arg string) (source.Page, error) {
	l, ok := ParseLink(arg)
	if !ok {
		return source.Page{}, source.ErrNotMine
	}
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	if l.Handle != "" {
		id, err := p.resolveHandle(ctx, l.Handle)
		if err != nil {
			return source.Page{}, err
		}
		l.List = id
	}
	if l.List == "" {
		return p.expandVideo(ctx, l.Video)
	}
	list, first, err := p.catalogue.Open(ctx, l.List, "")
	if err != nil {
		if l.Video != "" && !isNetwork(err) && ctx.Err() == nil {
			// The list may be somebody's own; the video was named as well.
			return p.expandVideo(ctx, l.Video)
		}
		return source.Page{}, err
	}
	p.pasted.put(l.List, first, p.now())
	page := source.Page{Playlists: []source.Playlist{list}}
	i := slices.IndexFunc(first.Tracks, func(t source.Track) bool { return t.ID == l.Video })
	switch {
	case l.Video == "" || i == 0 && list.Count == 0:
		return page, nil
	case i >= 0:
		page.Tracks = []source.Track{first.Tracks[i]}
		return page, nil
	}
	video, err := p.expandVideo(ctx, l.Video)
	page.Tracks = video.Tracks
	return page, err
}

// Recognize knows the video that an address or an id names.
func (p *Provider) Recognize(arg string) (source.Track, bool) {
	l, ok := ParseLink(arg)
	if !ok || l.Video == "" {
		return source.Track{}, false
	}
	return source.Track{Provider: Name, ID: l.Video, Link: "https://www.youtube.com/watch?v=" + l.Video}, true
}

func (p *Provider) expandVideo(ctx context.Context, id string) (source.Page, error) {
	d, err := p.catalogue.Details(ctx, source.Track{Provider: Name, ID: id})
	if err != nil {
		return source.Page{}, err
	}
	return source.Page{Tracks: []source.Track{d.Track}, Total: 1}, nil
}

func isNetwork(err error) bool {
	return errors.Is(err, innertube.ErrNetwork) || errors.Is(err, innertube.ErrRateLimited)
}

// resolveHandle asks for the id of a channel.
func (p *Provider) resolveHandle(ctx context.Context, handle string) (string, error) {
	web, ok := p.client.Table().Get(innertube.Web)
	if !ok {
		web, _ = innertube.DefaultTable().Get(innertube.Web)
	}
	n, err := p.client.Do(ctx, innertube.Call{
		Identity: web, Endpoint: "navigation/resolve_url",
		Body: map[string]any{"url": "https://www.youtube.com/" + handle},
	})
	id := n.At("endpoint.browseEndpoint.browseId").Str()
	switch {
	case innertube.IsNotFound(err), innertube.KindOf(err) == innertube.ErrRequest, err == nil && id == "":
		return "", innertube.ErrNoList.Fail("", err)
	}
	return id, err
}

// pastedFor is how long the first page of an expanded list is good for.
const pastedFor = time.Minute

// pasted keeps the first page of the list that was expanded last: the next thing that is
// asked is that page.
type pasted struct {
	mu   sync.Mutex // guards below
	id   string
	page source.Page
	at   time.Time
}

func (p *pasted) put(id string, page source.Page, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	page.Tracks = slices.Clone(page.Tracks)
	p.id, p.page, p.at = id, page, now
}

// take gives the page away: it belongs to the caller.
func (p *pasted) take(id string, now time.Time) (source.Page, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id == "" || p.id != id || now.Sub(p.at) > pastedFor {
		return source.Page{}, false
	}
	page := p.page
	p.id, p.page = "", source.Page{}
	return page, true
}
