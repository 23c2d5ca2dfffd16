package catalogue

import (
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

type node = innertube.Node

const (
	watchLink   = "https://www.youtube.com/watch?v="
	listLink    = "https://www.youtube.com/playlist?list="
	channelLink = "https://www.youtube.com/channel/"
	browseLink  = "https://music.youtube.com/browse/"
)

// What Note says of tracks that are no plain recordings.
const (
	noteLive        = "live"
	noteUpcoming    = "not started yet"
	noteUnavailable = "unavailable"
)

// entry is what a renderer says of a track, as it stands there.
type entry struct {
	id, title, artist, album string
	duration                 time.Duration
	note                     string
	live                     bool
}

// track makes a track of what a renderer said. It reports false for one that cannot be
// one.
func (c *Catalogue) track(e entry) (source.Track, bool) {
	if !IsVideoID(e.id) {
		return source.Track{}, false
	}
	t := source.Track{
		Provider: c.o.Provider, ID: e.id, Link: watchLink + e.id,
		Title:    source.Clean(e.title),
		Artist:   source.Clean(artistName(e.artist)),
		Album:    source.Clean(e.album),
		Duration: e.duration,
		Note:     source.Clean(e.note),
		Live:     e.live,
	}
	if t.Title == "" {
		t.Title = e.id
	}
	return t, true
}

// playlist makes a playlist, album or artist.
func (c *Catalogue) playlist(id, title, owner string, count int64) (source.Playlist, bool) {
	id = strings.TrimPrefix(id, "VL")
	if !IsListID(id) {
		return source.Playlist{}, false
	}
	p := source.Playlist{
		Provider: c.o.Provider, ID: id,
		Title: source.Clean(title), Owner: source.Clean(artistName(owner)),
		Link: linkOf(id),
	}
	if p.Title == "" {
		p.Title = id
	}
	if count > 0 && count < 1<<20 {
		p.Count = int(count)
	}
	return p, true
}

func linkOf(id string) string {
	switch {
	case strings.HasPrefix(id, chartPrefix):
		return "https://charts.youtube.com/"
	case strings.HasPrefix(id, "MPREb_"):
		return browseLink + id
	case isChannel(id):
		return channelLink + id
	}
	return listLink + id
}

func isChannel(id string) bool { return strings.HasPrefix(id, "UC") && len(id) == 24 }

// readVideo reads videoRenderer, compactVideoRenderer, gridVideoRenderer.
func readVideo(n node) entry {
	e := entry{
		id:       n.At("videoId").Str(),
		title:    n.At("title").Text(),
		artist:   n.First("ownerText", "longBylineText", "shortBylineText").Text(),
		duration: parseDuration(n.At("lengthText").Text()),
	}
	views := n.First("viewCountText", "shortViewCountText").Text()
	switch {
	case isLive(n) || strings.HasSuffix(views, " watching"):
		e.live = true
		e.note = note(noteLive, shortViews(views))
	case n.At("upcomingEventData").Exists():
		e.note = noteUpcoming
	default:
		e.note = note(shortViews(views), n.At("publishedTimeText").Text())
	}
	return e
}

func isLive(n node) bool {
	for _, b := range n.At("badges").List() {
		if strings.HasPrefix(b.At("metadataBadgeRenderer.style").Str(), "BADGE_STYLE_TYPE_LIVE") {
			return true
		}
	}
	for _, o := range n.At("thumbnailOverlays").List() {
		if o.At("thumbnailOverlayTimeStatusRenderer.style").Str() == "LIVE" {
			return true
		}
	}
	return false
}

// readListVideo reads playlistVideoRenderer.
func readListVideo(n node) entry {
	e := entry{
		id:       n.At("videoId").Str(),
		title:    n.At("title").Text(),
		artist:   n.At("shortBylineText").Text(),
		duration: time.Duration(n.At("lengthSeconds").Int()) * time.Second,
	}
	if e.duration <= 0 {
		e.duration = parseDuration(n.At("lengthText").Text())
	}
	if playable := n.At("isPlayable"); playable.Exists() && !playable.Bool() {
		e.note = noteUnavailable
		return e
	}
	var parts []string
	for _, r := range n.At("videoInfo.runs").List() {
		if s := r.At("text").Str(); strings.Trim(s, " •") != "" {
			parts = append(parts, shortViews(s))
		}
	}
	e.note = note(parts...)
	return e
}

// readPanelVideo reads playlistPanelVideoRenderer, an entry of a radio or a queue.
func readPanelVideo(n node) (entry, bool) {
	b := readByline(n.First("longBylineText", "shortBylineText"))
	e := entry{
		id: n.At("videoId").Str(), title: n.At("title").Text(),
		artist: b.artist, album: b.album,
		duration: parseDuration(n.At("lengthText").Text()),
	}
	return e, !n.At("unplayableText").Exists()
}
