package youtubetest

import (
	"net/http"
	"strings"
)

// next answers for what goes with a video.
func (f *Fake) next(q question, music bool) any {
	id := q.str("videoId")
	if music {
		return f.radio(q.str("playlistId"), id)
	}
	v, ok := f.video(id)
	if !ok {
		return obj{"contents": obj{"twoColumnWatchNextResults": obj{"results": obj{"results": obj{"contents": arr{}}}}}}
	}
	var items arr
	for i, other := range f.others(v) {
		if f.newShape(i) {
			items = append(items, videoLockup(other), noise(i))
			continue
		}
		items = append(items, obj{"compactVideoRenderer": obj{
			"videoId": other.ID, "title": simple(other.Title), "lengthText": simple(clock(other.Duration)),
			"longBylineText": runs(other.Artist),
		}})
	}
	answer := f.related(items, 0)
	answer["contents"].(obj)["twoColumnWatchNextResults"].(obj)["results"] = watchPage(v)
	if v.Chapters {
		answer["engagementPanels"] = chapterPanel()
	}
	return answer
}

// others are the recorded videos but one.
func (f *Fake) others(but *Video) []*Video {
	all, _ := f.matches("")
	var kept []*Video
	for _, v := range all {
		if v.ID != but.ID && !v.Live && !v.Upcoming {
			kept = append(kept, v)
		}
	}
	return kept
}

// related is the first page of what stands beside a video.
func (f *Fake) related(items arr, from int) obj {
	to, rest := bounds(from, f.pageSize(), len(items))
	list := append(arr{}, items[from:to]...)
	if rest {
		token := f.more("next", to, 0, func(from int) any {
			later := f.related(items, from)
			results := later["contents"].(obj)["twoColumnWatchNextResults"].(obj)["secondaryResults"].(obj)["secondaryResults"].(obj)["results"]
			return obj{"onResponseReceivedEndpoints": arr{obj{"appendContinuationItemsAction": obj{"continuationItems": results}}}}
		})
		list = append(list, continuationItem(token, 0))
	}
	return obj{"contents": obj{"twoColumnWatchNextResults": obj{
		"secondaryResults": obj{"secondaryResults": obj{"results": list}},
	}}}
}

func watchPage(v *Video) obj {
	return obj{"results": obj{"contents": arr{
		obj{"videoPrimaryInfoRenderer": obj{
			"title": runs(v.Title), "dateText": simple("Jan 23, 2023"), "relativeDateText": simple("3 years ago"),
			"viewCount": obj{"videoViewCountRenderer": obj{"viewCount": simple(commas(v.Views) + " views"), "isLive": v.Live}},
		}},
		obj{"videoSecondaryInfoRenderer": obj{
			"owner": obj{"videoOwnerRenderer": obj{
				"title":              obj{"runs": arr{channelRun(v.Artist, v.ChannelID)}},
				"navigationEndpoint": obj{"browseEndpoint": obj{"browseId": v.ChannelID}},
			}},
			"attributedDescription": obj{"content": v.Description},
		}},
	}}}
}

func chapterPanel() arr {
	marker := func(title, at string, seconds int) obj {
		return obj{"macroMarkersListItemRenderer": obj{
			"title": simple(title), "timeDescription": simple(at),
			"onTap": obj{"watchEndpoint": obj{"startTimeSeconds": seconds}},
		}}
	}
	return arr{obj{"engagementPanelSectionListRenderer": obj{"content": obj{"macroMarkersListRenderer": obj{"contents": arr{
		marker("Intro", "0:00", 0), marker("Verse", "0:30", 30), marker("Chorus", "1:05", 65),
	}}}}}}
}

// radio is YouTube Music's endless sequence: all videos, again and again.
func (f *Fake) radio(list, video string) any {
	seed, ok := f.video(video)
	if !ok && video == "" {
		seed, ok = &Video{}, strings.HasPrefix(list, "RD")
	}
	if !ok {
		return obj{"contents": obj{}}
	}
	all := f.others(seed)
	if video != "" {
		all = append([]*Video{seed}, all...)
	}
	return f.radioPage(list, all, 0)
}

func (f *Fake) radioPage(list string, all []*Video, from int) any {
	items := arr{obj{"automixPreviewVideoRenderer": obj{}}}
	for i := from; i < from+f.pageSize() && len(all) > 0; i++ {
		v := all[i%len(all)]
		entry := obj{"playlistPanelVideoRenderer": obj{
			"videoId": v.ID, "title": runs(v.Title), "lengthText": runs(clock(v.Duration)),
			"longBylineText": obj{"runs": arr{channelRun(v.Artist, v.ChannelID), dot, albumRun("Invented Album", "MPREb_aaaaaaaaaaa"), dot, obj{"text": "2017"}}},
			"selected":       i == 0,
		}}
		if i%2 == 1 {
			entry = obj{"playlistPanelVideoWrapperRenderer": obj{"primaryRenderer": entry, "counterpart": arr{obj{"counterpartRenderer": obj{
				"playlistPanelVideoRenderer": obj{"videoId": "iiiiiiiiiii"},
			}}}}}
		}
		items = append(items, entry)
	}
	items = append(items, obj{"playlistPanelVideoRenderer": obj{
		"videoId": "jjjjjjjjjjj", "title": runs("Gone"), "unplayableText": runs("Song is unavailable"),
	}})
	to := from + f.pageSize()
	token := f.more("next", to, 0, func(from int) any { return f.radioPage(list, all, from) })
	panel := obj{
		"playlistId": list, "isInfinite": true, "contents": items,
		"continuations": arr{obj{"nextRadioContinuationData": obj{"continuation": token}}},
	}
	if from > 0 {
		return obj{"continuationContents": obj{"playlistPanelContinuation": panel}}
	}
	return obj{"contents": obj{"singleColumnMusicWatchNextResultsRenderer": obj{"tabbedRenderer": obj{
		"watchNextTabbedResultsRenderer": obj{"tabs": arr{obj{"tabRenderer": obj{"title": "Up next", "content": obj{
			"musicQueueRenderer": obj{"content": obj{"playlistPanelRenderer": panel}},
		}}}}},
	}}}}
}

// suggest completes words with the titles there are.
func (f *Fake) suggest(r *http.Request) any {
	q := r.URL.Query()
	words := q.Get("q")
	if words == "" || q.Get("hl") != "en" || q.Get("ds") != "yt" {
		f.violate("suggest: q %q, hl %q, ds %q", words, q.Get("hl"), q.Get("ds"))
	}
	if q.Get("client") == "youtube" && q.Get("xhr") != "t" {
		f.violate("suggest: without xhr=t the answer is no JSON")
	}
	var found arr
	for _, title := range f.titles(words) {
		found = append(found, arr{title, 0, arr{512}})
	}
	return arr{words, found, obj{"q": "x"}}
}

func (f *Fake) titles(words string) []string {
	videos, _ := f.matches(words)
	var titles []string
	for _, v := range videos {
		titles = append(titles, strings.ToLower(v.Title))
	}
	return titles
}

func (f *Fake) musicSuggest(q question) any {
	var found arr
	for _, title := range f.titles(q.str("input")) {
		found = append(found, obj{"searchSuggestionRenderer": obj{
			"suggestion": runs(title), "navigationEndpoint": obj{"searchEndpoint": obj{"query": title}},
		}})
	}
	if found == nil {
		return obj{}
	}
	return obj{"contents": arr{obj{"searchSuggestionsSectionRenderer": obj{"contents": found}}}}
}

// resolveURL knows the handles of artists: their names in small letters.
func (f *Fake) resolveURL(q question) any {
	_, handle, _ := strings.Cut(q.str("url"), "youtube.com/")
	for _, a := range f.Artists {
		if "@"+strings.ReplaceAll(strings.ToLower(a.Name), " ", "") == handle {
			return obj{"endpoint": obj{"browseEndpoint": obj{"browseId": a.ID}}}
		}
	}
	return obj{"error": obj{"code": 404.0, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}
}
