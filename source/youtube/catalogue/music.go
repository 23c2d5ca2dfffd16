package catalogue

import (
	"strings"
	"time"

	"anyaudio/source"
)

// byline is a row of texts with dots between, as YouTube Music puts under titles.
type byline struct {
	artist, album, kind string
	duration            time.Duration
	year, count         string
}

// kinds are the first words of rows in lists of mixed results.
var kinds = map[string]bool{
	"Song": true, "Video": true, "Album": true, "Single": true, "EP": true, "Artist": true,
	"Playlist": true, "Podcast": true, "Episode": true, "Profile": true, "Station": true,
}

// readByline classifies the runs of a text by where they lead to, and those that lead
// nowhere by what they look like: their order differs from list to list.
func readByline(texts ...node) byline {
	var b byline
	var artists strings.Builder
	done := false // the artists end at the first dot after one
	for _, text := range texts {
		for _, run := range text.At("runs").List() {
			s := run.At("text").Str()
			page := run.At("navigationEndpoint.browseEndpoint.browseEndpointContextSupportedConfigs.browseEndpointContextMusicConfig.pageType").Str()
			id := run.At("navigationEndpoint.browseEndpoint.browseId").Str()
			word := strings.TrimSpace(s)
			switch {
			case word == "•" || word == "·":
				done = artists.Len() > 0
			case strings.HasSuffix(page, "_ALBUM") || strings.HasPrefix(id, "MPREb_"):
				b.album = s
			case strings.HasSuffix(page, "_ARTIST") || strings.HasSuffix(page, "_USER_CHANNEL") || isChannel(id):
				if !done {
					artists.WriteString(s)
				}
			case durationForm.MatchString(word):
				b.duration = parseDuration(word)
			case yearForm.MatchString(word) && artists.Len() > 0:
				b.year = word
			case parseCount(word) >= 0:
				b.count = word
			case kinds[word] && b.kind == "" && artists.Len() == 0:
				b.kind = word
			case !done:
				artists.WriteString(s) // a name without a page, or " & " between names
			}
		}
		done = artists.Len() > 0
	}
	b.artist = strings.TrimSpace(artists.String())
	return b
}

// readMusicItem reads musicResponsiveListItemRenderer into page: a song, a video, an
// album, an artist or a playlist. It reports false for anything else.
func (c *Catalogue) readMusicItem(n node, page *source.Page) bool {
	var columns []node
	for _, col := range n.At("flexColumns").List() {
		columns = append(columns, col.At("musicResponsiveListItemFlexColumnRenderer.text"))
	}
	if len(columns) == 0 {
		return false
	}
	title := columns[0].Text()
	b := readByline(columns[1:]...)
	play := n.At("overlay.musicItemThumbnailOverlayRenderer.content.musicPlayButtonRenderer.playNavigationEndpoint")
	browse := n.At("navigationEndpoint.browseEndpoint.browseId").Str()
	video := n.First("playlistItemData.videoId").Str()
	if video == "" && browse == "" {
		video = play.At("watchEndpoint.videoId").Str()
	}
	if video == "" && browse == "" {
		video = columns[0].At("runs.0.navigationEndpoint.watchEndpoint.videoId").Str()
	}
	if video != "" {
		t, ok := c.track(musicEntry(n, video, title, b))
		if ok {
			page.Tracks = append(page.Tracks, t)
		}
		return ok
	}
	p, ok := c.playlist(browse, title, musicOwner(browse, b), parseCount(b.count))
	if ok && isChannel(p.ID) {
		p.Owner, p.Count = "", 0 // the count is of subscribers
	}
	if ok && !strings.HasSuffix(b.count, "songs") && !strings.HasSuffix(b.count, "tracks") {
		p.Count = 0
	}
	if ok {
		page.Playlists = append(page.Playlists, p)
	}
	return ok
}

func musicEntry(n node, video, title string, b byline) entry {
	e := entry{id: video, title: title, artist: b.artist, album: b.album, duration: b.duration, note: shortViews(b.count)}
	fixed := n.At("fixedColumns.0.musicResponsiveListItemFixedColumnRenderer.text").Text()
	if d := parseDuration(fixed); d > 0 {
		e.duration = d
	}
	if strings.HasSuffix(n.At("musicItemRendererDisplayPolicy").Str(), "_GREY_OUT") {
		e.note = noteUnavailable
	}
	return e
}

// musicOwner words who made a list, and when.
func musicOwner(id string, b byline) string {
	if strings.HasPrefix(id, "MPREb_") {
		return note(b.artist, b.year)
	}
	return b.artist
}

// readTwoRow reads musicTwoRowItemRenderer, a tile of a shelf.
func (c *Catalogue) readTwoRow(n node, page *source.Page) bool {
	title, b := n.At("title").Text(), readByline(n.At("subtitle"))
	if video := n.First("navigationEndpoint.watchEndpoint.videoId").Str(); video != "" {
		t, ok := c.track(entry{id: video, title: title, artist: b.artist, note: shortViews(b.count)})
		if ok {
			page.Tracks = append(page.Tracks, t)
		}
		return ok
	}
	id := n.First("navigationEndpoint.browseEndpoint.browseId", "title.runs.0.navigationEndpoint.browseEndpoint.browseId").Str()
	p, ok := c.playlist(id, title, musicOwner(id, b), 0)
	if ok {
		page.Playlists = append(page.Playlists, p)
	}
	return ok
}

// readCard reads musicCardShelfRenderer, the top result.
func (c *Catalogue) readCard(n node, page *source.Page) {
	title, b := n.At("title").Text(), readByline(n.At("subtitle"))
	to := n.At("title.runs.0.navigationEndpoint")
	if t, ok := c.track(entry{id: to.At("watchEndpoint.videoId").Str(), title: title, artist: b.artist, album: b.album, duration: b.duration}); ok {
		page.Tracks = append(page.Tracks, t)
		return
	}
	id := to.At("browseEndpoint.browseId").Str()
	if p, ok := c.playlist(id, title, musicOwner(id, b), 0); ok {
		page.Playlists = append(page.Playlists, p)
	}
}
