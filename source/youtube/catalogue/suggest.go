package catalogue

import (
	"context"
	"net/url"
	"strings"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// maxSuggestions is how many are shown.
const maxSuggestions = 10

// Suggest completes words. When the usual place has no answer that can be read, YouTube
// Music is asked.
func (c *Catalogue) Suggest(ctx context.Context, words string) ([]string, error) {
	words = strings.TrimSpace(words)
	if words == "" {
		return nil, ctx.Err()
	}
	q := url.Values{"client": {"youtube"}, "ds": {"yt"}, "hl": {"en"}, "gl": {c.c.Country()}, "q": {words}, "xhr": {"t"}}
	n, err := c.c.Get(ctx, c.c.Bases().Suggest+"/complete/search?"+q.Encode(), "suggestions")
	if err == nil {
		return readSuggestions(n), nil
	}
	if kind := innertube.KindOf(err); kind != innertube.ErrGarbled && kind != innertube.ErrRequest && kind != innertube.ErrConsent {
		return nil, err
	}
	n, err = c.c.Do(ctx, innertube.Call{
		Identity: c.as(innertube.Remix), Endpoint: "music/get_search_suggestions", Body: map[string]any{"input": words},
	})
	if err != nil {
		return nil, err
	}
	return readMusicSuggestions(n), nil
}

// readSuggestions reads both forms: [words, [[text, ...], ...]] and [words, [text, ...]].
func readSuggestions(n node) []string {
	var found []string
	for _, s := range n.At("1").List() {
		text := s.Str()
		if text == "" {
			text = s.At("0").Str()
		}
		found = appendSuggestion(found, text)
	}
	return found
}

func readMusicSuggestions(n node) []string {
	var found []string
	for _, section := range n.At("contents").List() {
		for _, s := range section.At("searchSuggestionsSectionRenderer.contents").List() {
			_, r := s.Only()
			found = appendSuggestion(found, text(r, "navigationEndpoint.searchEndpoint.query", "suggestion"))
		}
	}
	return found
}

func appendSuggestion(found []string, s string) []string {
	if s = source.Clean(s); s == "" || len(found) == maxSuggestions {
		return found
	}
	return append(found, s)
}
