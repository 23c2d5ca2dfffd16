package youtubetest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

func (f *Fake) browse(q question, music bool) any {
	id := q.str("browseId")
	list, isList := strings.CutPrefix(id, "VL")
	switch {
	case id == "FEmusic_analytics_charts_home":
		return f.charts(q)
	case id == "FEmusic_charts":
		return f.chartLists()
	case isList && strings.HasPrefix(list, "RD") && !strings.HasPrefix(list, "RDCLAK"):
		return alertAnswer("This playlist type is unviewable.")
	case isList:
		return f.browseList(list, music)
	case strings.HasPrefix(id, "MPREb_"):
		return f.browseAlbum(id)
	case strings.HasPrefix(id, "UC"):
		return f.browseArtist(id)
	}
	return invalidArgument()
}

func invalidArgument() any {
	return obj{"error": obj{"code": 400.0, "message": "Request contains an invalid argument.", "status": "INVALID_ARGUMENT"}}
}

func alertAnswer(text string) any {
	return obj{"alerts": arr{obj{"alertRenderer": obj{"type": "ERROR", "text": simple(text)}}}}
}

func (f *Fake) browseList(id string, music bool) any {
	l, ok := f.Lists[id]
	switch {
	case !ok || l.Missing:
		return alertAnswer("The playlist does not exist.")
	case l.Private:
		return alertAnswer("This playlist is private.")
	case music:
		return f.musicList(l, 0)
	}
	return f.webList(l, 0, 0)
}

// webList is a page of a playlist of YouTube itself.
func (f *Fake) webList(l *List, from, empty int) any {
	to, rest := bounds(from, f.listPageSize(), f.size(l))
	if empty > 0 {
		to, rest = from, true
	}
	items := arr{}
	for i := from; i < to; i++ {
		items = append(items, f.listItem(f.entry(l, i), i))
	}
	if l.Loop {
		f.mu.Lock()
		f.tokens["LOOP%3D%3D"] = continuation{"browse", func(int) any { return appended(items) }, 0, 0}
		f.mu.Unlock()
		items = append(items, continuationItem("LOOP%3D%3D", 0))
	} else if rest {
		next := l.EmptyPages
		if empty > 0 {
			next = empty - 1
		}
		token := f.more("browse", to, next, func(from int) any { return f.webList(l, from, next) })
		items = append(items, continuationItem(token, 1+len(items)%2))
	}
	if from > 0 || empty > 0 {
		return appended(items)
	}
	contents := items
	if f.Shape != New {
		contents = arr{obj{"playlistVideoListRenderer": obj{"playlistId": l.ID, "contents": items}}}
	}
	return obj{
		"contents": obj{"twoColumnBrowseResultsRenderer": obj{"tabs": arr{obj{"tabRenderer": obj{"content": obj{
			"sectionListRenderer": obj{"contents": arr{obj{"itemSectionRenderer": obj{"contents": contents}}}},
		}}}}}},
		"header": f.listHeader(l),
	}
}

// appended is the answer to a continuation.
func appended(items arr) any {
	return obj{"onResponseReceivedActions": arr{obj{"clickTrackingParams": "x", "appendContinuationItemsAction": obj{"continuationItems": items}}}}
}

func (f *Fake) listHeader(l *List) obj {
	if f.Shape == New {
		return obj{"pageHeaderRenderer": obj{"pageTitle": l.Title, "content": obj{"pageHeaderViewModel": obj{"metadata": obj{
			"contentMetadataViewModel": obj{"metadataRows": arr{obj{"metadataParts": arr{
				obj{"text": obj{"content": l.Owner}}, obj{"text": obj{"content": strconv.Itoa(f.size(l)) + " videos"}},
			}}}},
		}}}}}
	}
	return obj{"playlistHeaderRenderer": obj{
		"playlistId": l.ID, "title": simple(l.Title),
		"numVideosText": runs(commas(int64(f.size(l))), " videos"), "ownerText": runs(l.Owner),
	}}
}

// listItem is an entry of a playlist.
func (f *Fake) listItem(v *Video, n int) obj {
	if f.newShape(n) {
		return videoLockup(v)
	}
	r := obj{"videoId": v.ID, "title": runs(v.Title), "index": simple(strconv.Itoa(n + 1)), "isPlayable": !v.Deleted}
	if !v.Deleted {
		r["shortBylineText"] = obj{"runs": arr{channelRun(v.Artist, v.ChannelID)}}
		r["lengthSeconds"] = strconv.Itoa(int(v.Duration.Seconds()))
		r["lengthText"] = simple(clock(v.Duration))
		r["videoInfo"] = runs(commas(v.Views)+" views", " • ", "3 years ago")
	}
	return obj{"playlistVideoRenderer": r}
}

// musicList is a page of a playlist of YouTube Music.
func (f *Fake) musicList(l *List, from int) any {
	to, rest := bounds(from, f.listPageSize(), f.size(l))
	items := arr{}
	for i := from; i < to; i++ {
		items = append(items, musicItem(f.entry(l, i), false))
	}
	if rest {
		token := f.more("browse", to, 0, func(from int) any { return f.musicList(l, from) })
		items = append(items, continuationItem(token, 0))
	}
	if from > 0 {
		return obj{"onResponseReceivedActions": arr{obj{"appendContinuationItemsAction": obj{"continuationItems": items}}}}
	}
	return musicPage(obj{
		"title": runs(l.Title), "facepile": obj{"avatarStackViewModel": obj{"text": obj{"content": l.Owner}}},
		"secondSubtitle": runs("36M views", " • ", strconv.Itoa(f.size(l))+" tracks"),
	}, obj{"musicPlaylistShelfRenderer": obj{"contents": items}})
}

// musicPage is a page of two columns, header and list.
func musicPage(header, shelf obj) any {
	return obj{"contents": obj{"twoColumnBrowseResultsRenderer": obj{
		"tabs": arr{obj{"tabRenderer": obj{"content": obj{"sectionListRenderer": obj{"contents": arr{
			obj{"musicResponsiveHeaderRenderer": header},
		}}}}}},
		"secondaryContents": obj{"sectionListRenderer": obj{"contents": arr{shelf}}},
	}}}
}

func (f *Fake) browseAlbum(id string) any {
	a, ok := f.Albums[id]
	if !ok {
		return invalidArgument()
	}
	var items arr
	for _, v := range a.Videos {
		if v, ok := f.video(v); ok {
			items = append(items, musicItem(v, true))
		}
	}
	return musicPage(obj{
		"title": runs(a.Title), "straplineTextOne": obj{"runs": arr{channelRun(a.Artist, "UCaaaaaaaaaaaaaaaaaaaaaa")}},
		"subtitle": runs("Album", " • ", a.Year), "secondSubtitle": runs(strconv.Itoa(len(items))+" songs", " • ", "45 minutes"),
	}, obj{"musicShelfRenderer": obj{"contents": items}})
}

func (f *Fake) browseArtist(id string) any {
	a, ok := f.Artists[id]
	if !ok {
		return invalidArgument()
	}
	var items arr
	for _, v := range a.Videos {
		if v, ok := f.video(v); ok {
			items = append(items, musicItem(v, false))
		}
	}
	var sections arr
	if len(items) > 0 {
		shelf := obj{"title": runs("Top songs"), "contents": items}
		if a.Songs != "" {
			shelf["bottomEndpoint"] = obj{"browseEndpoint": obj{"browseId": "VL" + a.Songs}}
		}
		sections = append(sections, obj{"musicShelfRenderer": shelf})
	}
	sections = append(sections, obj{"musicCarouselShelfRenderer": obj{"contents": arr{}}})
	return obj{
		"header": obj{"musicImmersiveHeaderRenderer": obj{"title": runs(a.Name)}},
		"contents": obj{"singleColumnBrowseResultsRenderer": obj{"tabs": arr{obj{"tabRenderer": obj{"content": obj{
			"sectionListRenderer": obj{"contents": sections},
		}}}}}},
	}
}

// charts are the first thirty videos.
func (f *Fake) charts(q question) any {
	text := q.str("query")
	country := q.str("context.client.gl")
	if !strings.Contains(text, "chart_params_country_code="+country) {
		f.violate("charts: query %q in country %q", text, country)
	}
	videos, _ := f.matches("")
	videos = slices.DeleteFunc(videos, func(v *Video) bool { return v.Live || v.Upcoming })
	var views arr
	for i, v := range videos[:min(30, len(videos))] {
		views = append(views, obj{
			"id": v.ID, "title": v.Title, "videoDuration": int(v.Duration / time.Second), "channelName": "InventedVEVO",
			"artists": arr{obj{"name": v.Artist}}, "isAvailable": true, "chartEntryMetadata": obj{"currentPosition": i + 1},
		})
	}
	return obj{"contents": obj{"sectionListRenderer": obj{"contents": arr{obj{"musicAnalyticsSectionRenderer": obj{
		"content": obj{"videos": arr{obj{"videoViews": views}}},
	}}}}}}
}

// chartLists are the playlists that are charts.
func (f *Fake) chartLists() any {
	_, lists := f.matches("")
	var tiles arr
	for _, l := range lists {
		tiles = append(tiles, obj{"musicTwoRowItemRenderer": obj{"title": obj{"runs": arr{obj{
			"text": l.Title, "navigationEndpoint": obj{"browseEndpoint": obj{"browseId": "VL" + l.ID}},
		}}}, "subtitle": runs("Chart", " • ", "YouTube Music")}})
	}
	return obj{"contents": obj{"singleColumnBrowseResultsRenderer": obj{"tabs": arr{obj{"tabRenderer": obj{"content": obj{
		"sectionListRenderer": obj{"contents": arr{
			obj{"musicShelfRenderer": obj{"subheaders": arr{}}},
			obj{"musicCarouselShelfRenderer": obj{"contents": tiles}},
		}},
	}}}}}}}
}
