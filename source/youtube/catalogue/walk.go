package catalogue

import (
	"anyaudio/source"
)

// A walk goes through the renderers of an answer and collects what is known.
type walk struct {
	c    *Catalogue
	page source.Page
	next cursor
	// depth of the continuation found: the outermost one continues the whole list.
	depth int
	songs node // where a shelf of songs says that all of them are
}

// maxDepth is deeper than any answer nests its lists.
const maxDepth = 12

// containers hold lists of renderers, at the path given.
var containers = map[string]string{
	"sectionListRenderer":              "contents",
	"itemSectionRenderer":              "contents",
	"playlistVideoListRenderer":        "contents",
	"musicPlaylistShelfRenderer":       "contents",
	"musicPlaylistShelfContinuation":   "contents",
	"musicShelfRenderer":               "contents",
	"musicShelfContinuation":           "contents",
	"musicCarouselShelfRenderer":       "contents",
	"gridRenderer":                     "items",
	"playlistPanelRenderer":            "contents",
	"playlistPanelContinuation":        "contents",
	"shelfRenderer":                    "content.verticalListRenderer.items",
	"sectionListContinuation":          "contents",
	"appendContinuationItemsAction":    "continuationItems",
	"reloadContinuationItemsCommand":   "continuationItems",
	"musicSideAlignedItemRenderer":     "",
	"adSlotRenderer":                   "",
	"reelShelfRenderer":                "",
	"gridShelfViewModel":               "",
	"didYouMeanRenderer":               "",
	"showingResultsForRenderer":        "",
	"includingResultsForRenderer":      "",
	"messageRenderer":                  "",
	"backgroundPromoRenderer":          "",
	"musicDescriptionShelfRenderer":    "",
	"playlistSidebarRenderer":          "",
	"horizontalCardListRenderer":       "",
	"searchRefinementCardRenderer":     "",
	"automixPreviewVideoRenderer":      "",
	"playlistVotingRefreshRenderer":    "",
	"musicResponsiveHeaderRenderer":    "",
	"feedFilterChipBarRenderer":        "",
	"compactAutoplayRenderer":          "",
	"searchPyvRenderer":                "",
	"promotedSparklesWebRenderer":      "",
	"relatedChipCloudRenderer":         "",
	"chipCloudRenderer":                "",
	"itemSectionHeaderRenderer":        "",
	"musicTastebuilderShelfRenderer":   "",
	"commentsEntryPointTeaserRenderer": "",
}

// list goes through a list of renderers.
func (w *walk) list(list node, depth int) {
	if depth > maxDepth {
		return
	}
	for _, n := range list.List() {
		key, inner := n.Only()
		w.one(key, inner, depth)
	}
}

func (w *walk) one(key string, n node, depth int) {
	if path, ok := containers[key]; ok {
		if path != "" {
			w.list(n.At(path), depth+1)
			w.continuations(n, depth)
		}
		if key == "musicShelfRenderer" && !w.songs.Exists() {
			w.songs = n.First("bottomEndpoint.browseEndpoint.browseId", "title.runs.0.navigationEndpoint.browseEndpoint.browseId")
		}
		return
	}
	switch key {
	case "continuationItemRenderer", "continuationItemViewModel":
		w.continuation(cursor{Token: continuationToken(n)}, depth)
	case "richItemRenderer":
		inner, content := n.At("content").Only()
		w.one(inner, content, depth+1)
	case "playlistPanelVideoWrapperRenderer":
		inner, content := n.At("primaryRenderer").Only()
		w.one(inner, content, depth+1)
	default:
		if !w.item(key, n) {
			w.c.count(key)
		}
	}
}

// item reads one renderer and reports whether it is known.
func (w *walk) item(key string, n node) bool {
	switch key {
	case "videoRenderer", "compactVideoRenderer", "gridVideoRenderer":
		return w.add(readVideo(n))
	case "playlistVideoRenderer":
		return w.add(readListVideo(n))
	case "playlistPanelVideoRenderer":
		e, playable := readPanelVideo(n)
		return !playable || w.add(e)
	case "lockupViewModel":
		return w.c.readLockup(n, &w.page)
	case "musicResponsiveListItemRenderer":
		return w.c.readMusicItem(n, &w.page)
	case "musicTwoRowItemRenderer":
		return w.c.readTwoRow(n, &w.page)
	case "musicCardShelfRenderer":
		w.c.readCard(n, &w.page)
		w.list(n.At("contents"), 1)
		return true
	case "playlistRenderer", "compactPlaylistRenderer", "radioRenderer", "compactRadioRenderer":
		return w.addList(w.c.playlist(n.At("playlistId").Str(), n.At("title").Text(),
			n.First("longBylineText", "shortBylineText").Text(), n.At("videoCount").Int()))
	case "channelRenderer":
		return w.addList(w.c.playlist(n.At("channelId").Str(), n.At("title").Text(), "", 0))
	}
	return false
}

func (w *walk) add(e entry) bool {
	t, ok := w.c.track(e)
	if ok {
		w.page.Tracks = append(w.page.Tracks, t)
	}
	return ok
}

func (w *walk) addList(p source.Playlist, ok bool) bool {
	if ok {
		w.page.Playlists = append(w.page.Playlists, p)
	}
	return ok
}

// continuations reads the older way of saying that there is more.
func (w *walk) continuations(n node, depth int) {
	data := n.First("continuations.0.nextContinuationData", "continuations.0.nextRadioContinuationData")
	w.continuation(cursor{Token: data.At("continuation").Str(), Query: true}, depth)
}

func (w *walk) continuation(next cursor, depth int) {
	if next.Token == "" || w.next.Token != "" && depth >= w.depth {
		return
	}
	w.next, w.depth = next, depth
}

// continuationToken knows all places where a token has been seen.
func continuationToken(n node) string {
	if t := n.First(
		"continuationEndpoint.continuationCommand.token",
		"continuationCommand.innertubeCommand.continuationCommand.token",
		"button.buttonRenderer.command.continuationCommand.token",
	).Str(); t != "" {
		return t
	}
	for _, cmd := range n.First(
		"continuationEndpoint.commandExecutorCommand.commands",
		"continuationCommand.innertubeCommand.commandExecutorCommand.commands",
	).List() {
		t := cmd.At("continuationCommand")
		if request := t.At("request").Str(); request == "" || request == "CONTINUATION_REQUEST_TYPE_BROWSE" {
			if s := t.At("token").Str(); s != "" {
				return s
			}
		}
	}
	return ""
}
