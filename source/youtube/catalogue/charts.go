package catalogue

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// chartPrefix and a country make the id of its chart.
const chartPrefix = "charts:"

// chartCountries have charts; others are given those of the United States.
const chartCountries = "AE AR AT AU BE BO BR CA CH CL CO CR CZ DE DK DO EC EE EG ES FI FR GB GT HN HU ID IE IL IN IS IT " +
	"JP KE KR LU MX NG NI NL NO NZ PA PE PL PT PY RO RS RU SA SE SV TR TZ UA UG US UY ZA ZW"

const fallbackCountry = "US"

// Home gives the lists to begin with: the chart of the country, the charts that YouTube
// Music names, and those of the options. When YouTube cannot be asked, the others come
// together with the error.
func (c *Catalogue) Home(ctx context.Context) ([]source.Playlist, error) {
	country := chartCountry(c.c.Country())
	trending, _ := c.playlist(chartPrefix+country, "Trending in "+country, "YouTube Charts", 0)
	lists := []source.Playlist{trending}
	w, _, err := c.ask(ctx, question{
		as: innertube.Remix, endpoint: "browse",
		body: map[string]any{
			"browseId": "FEmusic_charts",
			"formData": map[string]any{"selectedValues": []any{country}},
		},
		roots: []string{"contents.singleColumnBrowseResultsRenderer.tabs.0.tabRenderer.content"},
	}, cursor{})
	if err == nil {
		for _, p := range w.page.Playlists {
			if !isChannel(p.ID) && !slices.ContainsFunc(lists, func(q source.Playlist) bool { return q.ID == p.ID }) {
				lists = append(lists, p)
			}
		}
	}
	for _, p := range c.o.Home {
		if made, ok := c.playlist(p.ID, p.Title, p.Owner, int64(p.Count)); ok {
			lists = append(lists, made)
		}
	}
	return lists, err
}

func chartCountry(country string) string {
	country = strings.ToUpper(country)
	if slices.Contains(strings.Fields(chartCountries), country) {
		return country
	}
	return fallbackCountry
}

// chart lists what is trending in a country, at most 30 videos.
func (c *Catalogue) chart(ctx context.Context, id string) (source.Playlist, source.Page, error) {
	country := chartCountry(strings.TrimPrefix(id, chartPrefix))
	answer, err := c.askChart(ctx, country)
	if innertube.KindOf(err) == innertube.ErrRequest && country != fallbackCountry {
		answer, err = c.askChart(ctx, fallbackCountry)
	}
	if err != nil {
		return source.Playlist{}, source.Page{}, err
	}
	var page source.Page
	views := answer.At("contents.sectionListRenderer.contents.0.musicAnalyticsSectionRenderer.content.videos.0.videoViews")
	for _, n := range views.List() {
		if t, ok := c.track(readChartVideo(n)); ok {
			page.Tracks = append(page.Tracks, t)
		}
	}
	page.Total = len(page.Tracks)
	p, _ := c.playlist(id, "Trending in "+country, "YouTube Charts", int64(page.Total))
	return p, page, nil
}

func (c *Catalogue) askChart(ctx context.Context, country string) (node, error) {
	return c.c.Do(ctx, innertube.Call{
		Identity: c.as(innertube.Charts), Endpoint: "browse", Country: country,
		Query: url.Values{"alt": {"json"}},
		Body: map[string]any{
			"browseId": "FEmusic_analytics_charts_home",
			"query": "perspective=CHART_DETAILS&chart_params_country_code=" + country +
				"&chart_params_chart_type=TRENDING_VIDEOS",
		},
	})
}

func readChartVideo(n node) entry {
	var artists []string
	for _, a := range n.At("artists").List() {
		artists = append(artists, a.At("name").Str())
	}
	e := entry{
		id: n.At("id").Str(), title: n.At("title").Str(), artist: strings.Join(artists, ", "),
		duration: max(0, time.Duration(n.At("videoDuration").Int())) * time.Second,
	}
	if e.artist == "" {
		e.artist = n.At("channelName").Str()
	}
	if e.duration > 100*time.Hour {
		e.duration = 0
	}
	if a := n.At("isAvailable"); a.Exists() && !a.Bool() {
		e.note = noteUnavailable
	}
	return e
}
