package catalogue

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// The filters beyond those of package source: YouTube Music's own view of videos and
// playlists, and its mixed results.
const (
	FilterMusic          source.Filter = "music"
	FilterMusicVideos    source.Filter = "music-videos"
	FilterMusicPlaylists source.Filter = "music-playlists"
)

// searches say for each filter whom to ask, and with which parameter.
func searches() map[source.Filter]question {
	web := func(params string) question {
		return searchQuestion(innertube.Web, params, "contents.twoColumnSearchResultsRenderer.primaryContents")
	}
	music := func(params string) question {
		return searchQuestion(innertube.Remix, params, "contents.tabbedSearchResultsRenderer.tabs.0.tabRenderer.content", "contents")
	}
	return map[source.Filter]question{
		source.FilterNone:      web(""),
		source.FilterVideos:    web("EgIQAQ=="),
		source.FilterPlaylists: web("EgIQAw=="),
		source.FilterSongs:     music("EgWKAQIIAWoMEA4QChADEAQQCRAF"),
		source.FilterAlbums:    music("EgWKAQIYAWoMEA4QChADEAQQCRAF"),
		source.FilterArtists:   music("EgWKAQIgAWoMEA4QChADEAQQCRAF"),
		FilterMusic:            music(""),
		FilterMusicVideos:      music("EgWKAQIQAWoMEA4QChADEAQQCRAF"),
		FilterMusicPlaylists:   music("EgeKAQQoADgBagwQDhAKEAMQBBAJEAU="),
	}
}

func searchQuestion(as, params string, roots ...string) question {
	body := map[string]any{}
	if params != "" {
		body["params"] = params
	}
	return question{as: as, endpoint: "search", body: body, roots: roots}
}

// Filters are all that SearchBy knows, sorted, without the empty one.
func (c *Catalogue) Filters() []source.Filter {
	var all []source.Filter
	for f := range searches() {
		if f != source.FilterNone {
			all = append(all, f)
		}
	}
	slices.Sort(all)
	return all
}

// Search is SearchBy with the filter of the options.
func (c *Catalogue) Search(ctx context.Context, q source.Query) (source.Page, error) {
	return c.SearchBy(ctx, c.o.Default, q)
}

// SearchBy finds tracks and lists. Live streams, and videos whose length is not known, are
// among them and say so.
func (c *Catalogue) SearchBy(ctx context.Context, f source.Filter, q source.Query) (source.Page, error) {
	ask, ok := searches()[f]
	if !ok {
		return source.Page{}, c.errFilter(f)
	}
	at, err := parseCursor(q.Page)
	if err != nil {
		return source.Page{}, err
	}
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	words := strings.Join(strings.Fields(q.Words), " ")
	if words == "" {
		return source.Page{}, nil
	}
	ask.body["query"] = words
	w, _, err := c.ask(ctx, ask, at)
	if err != nil {
		return source.Page{}, err
	}
	w.page.Next = w.next.String()
	return w.page, nil
}

func (c *Catalogue) errFilter(f source.Filter) error {
	var names []string
	for _, known := range c.Filters() {
		names = append(names, string(known))
	}
	return &source.Error{
		Kind: source.ErrUnsupported,
		Line: fmt.Sprintf("no way to search for %q only", string(f)),
		Hint: "the ways are: " + strings.Join(names, ", "),
	}
}
