package youtube

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/catalogue"
	"anyaudio/source/youtube/innertube"
)

const (
	coverWidth   = 320 // the smallest that has the shape of the video
	maxCover     = 2 << 20
	coverTimeout = 15 * time.Second
)

// Cover fetches the thumbnail of a track, of 320 pixels. It asks the host of pictures and no
// other. One of more than 2 MB is an error.
func (p *Provider) Cover(ctx context.Context, t source.Track) (source.Cover, error) {
	if !catalogue.IsVideoID(t.ID) {
		return source.Cover{}, innertube.ErrRemoved.Fail("", nil)
	}
	for _, thumb := range catalogue.Thumbnails(p.client.Bases().Thumbs, t.ID) {
		if thumb.Width == coverWidth {
			return p.fetchCover(ctx, thumb.URL)
		}
	}
	return source.Cover{}, source.ErrNotFound
}

func (p *Provider) fetchCover(parent context.Context, address string) (source.Cover, error) {
	ctx, cancel := context.WithTimeout(parent, coverTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return source.Cover{}, fmt.Errorf("thumbnail: %w", source.RedactError(err))
	}
	reply, err := p.http.Do(req)
	if err != nil {
		return source.Cover{}, innertube.Network(parent, "thumbnail", err)
	}
	defer reply.Body.Close()
	switch reply.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound: // with a grey picture
		return source.Cover{}, fmt.Errorf("thumbnail: %w", source.ErrNotFound)
	default:
		return source.Cover{}, fmt.Errorf("thumbnail: status %d", reply.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(reply.Body, maxCover+1))
	if err != nil {
		return source.Cover{}, innertube.Network(parent, "thumbnail", err)
	}
	c, ok := source.CoverOf(data)
	switch {
	case len(data) > maxCover:
		return source.Cover{}, fmt.Errorf("thumbnail: more than %d bytes", maxCover)
	case !ok:
		return source.Cover{}, fmt.Errorf("thumbnail: %d bytes that are no picture", len(data))
	}
	return c, nil
}
