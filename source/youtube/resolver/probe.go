package resolver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// deepOffset is beyond the part that a gated address still serves.
const deepOffset = 2 << 20

// probe asks for one byte deep in a file. Some clients are given addresses that serve the
// first minute and then refuse; asking there shows it before the listener hears it.
func probe(ctx context.Context, client *http.Client, m source.Media) error {
	at := int64(deepOffset)
	if m.Size > 0 {
		at = min(at, m.Size-1)
	}
	code, err := window(ctx, client, m, at, at)
	switch {
	case err != nil:
		return err
	case code == http.StatusForbidden:
		return innertube.ErrGated.Fail("", fmt.Errorf("media: HTTP status 403 at byte %d", at))
	}
	return nil
}

// window asks for the bytes from first to last and reads them. The connection is not
// kept: those to a media host are counted, and the player needs them.
func window(ctx context.Context, client *http.Client, m source.Media, first, last int64) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.URL, nil)
	if err != nil {
		return 0, innertube.ErrGarbled.Fail("", errors.New("media: not an address"))
	}
	for k, v := range m.Header {
		req.Header[k] = v
	}
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", first, last))
	req.Header.Set("Accept-Encoding", "identity")
	req.Close = true
	resp, err := client.Do(req)
	if err != nil {
		return 0, innertube.Network(ctx, "media", err)
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(resp.Body, last-first+1))
	if err != nil {
		return resp.StatusCode, innertube.Network(ctx, "media", err)
	}
	if resp.StatusCode == http.StatusPartialContent && n != last-first+1 {
		return resp.StatusCode, innertube.Network(ctx, "media", io.ErrUnexpectedEOF)
	}
	return resp.StatusCode, nil
}
