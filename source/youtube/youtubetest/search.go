package youtubetest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// matches finds what a search finds, by title.
func (f *Fake) matches(words string) (videos []*Video, lists []*List) {
	words = strings.ToLower(words)
	has := func(title string) bool { return strings.Contains(strings.ToLower(title), words) }
	for _, v := range f.Videos {
		if has(v.Title+" "+v.Artist) && !v.Hidden && !v.Deleted {
			videos = append(videos, v)
		}
	}
	for _, l := range f.Lists {
		if has(l.Title) && !l.Missing && !l.Private {
			lists = append(lists, l)
		}
	}
	slices.SortFunc(videos, func(a, b *Video) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(lists, func(a, b *List) int { return cmp.Compare(a.ID, b.ID) })
	return videos, lists
}

func (f *Fake) search(q question, music bool) any {
	words, params := q.str("query"), strings.ReplaceAll(q.str("params"), "%3D", "=")
	if words == "" {
		f.violate("search: no query")
	}
	if music {
		return f.musicSearch(words, params)
	}
	videos, lists := f.matches(words)
	switch params {
	case "":
	case "EgIQAQ==":
		lists = nil
	case "EgIQAw==":
		videos = nil
	default:
		f.violate("search: params %q", params)
	}
	var items arr
	for i, v := range videos {
		items = append(items, f.result(v, i))
	}
	for i, l := range lists {
		items = append(items, f.listResult(l, i))
	}
	if len(items) == 0 {
		items = arr{obj{"backgroundPromoRenderer": obj{"title": runs("No results found")}}}
	}
	return f.webResults(items, 0)
}

// webResults is a page of results of YouTube itself.
func (f *Fake) webResults(items arr, from int) any {
	to, rest := bounds(from, f.pageSize(), len(items))
	var list arr
	for i, item := range items[from:to] {
		list = append(list, noise(i), item)
	}
	sections := arr{obj{"itemSectionRenderer": obj{"contents": list}}}
	if rest {
		token := f.more("search", to, 0, func(from int) any { return f.webResults(items, from) })
		sections = append(sections, continuationItem(token, 0))
	}
	if from > 0 {
		return obj{"onResponseReceivedCommands": arr{obj{"appendContinuationItemsAction": obj{"continuationItems": sections}}}}
	}
	return obj{
		"estimatedResults": strconv.Itoa(len(items)),
		"contents": obj{"twoColumnSearchResultsRenderer": obj{"primaryContents": obj{"sectionListRenderer": obj{
			"contents": sections,
		}}}},
	}
}

// musicSearch is the search of YouTube Music.
func (f *Fake) musicSearch(words, params string) any {
	videos, lists := f.matches(words)
	var items arr
	switch params {
	case "", "EgWKAQIIAWoMEA4QChADEAQQCRAF", "EgWKAQIQAWoMEA4QChADEAQQCRAF":
		for _, v := range videos {
			if !v.Live && !v.Upcoming {
				items = append(items, musicItem(v, false))
			}
		}
	case "EgWKAQIYAWoMEA4QChADEAQQCRAF":
		for _, id := range slices.Sorted(maps.Keys(f.Albums)) {
			if a := f.Albums[id]; strings.Contains(strings.ToLower(a.Title+" "+a.Artist), strings.ToLower(words)) {
				items = append(items, musicLink(a.ID, a.Title, obj{"text": "Album"}, dot, channelRun(a.Artist, "UCaaaaaaaaaaaaaaaaaaaaaa"), dot, obj{"text": a.Year}))
			}
		}
	case "EgWKAQIgAWoMEA4QChADEAQQCRAF":
		for _, id := range slices.Sorted(maps.Keys(f.Artists)) {
			if a := f.Artists[id]; strings.Contains(strings.ToLower(a.Name), strings.ToLower(words)) {
				items = append(items, musicLink(a.ID, a.Name, obj{"text": "Artist"}, dot, obj{"text": "10.6k subscribers"}))
			}
		}
	case "EgeKAQQoADgBagwQDhAKEAMQBBAJEAU=":
		for _, l := range lists {
			items = append(items, musicLink("VL"+l.ID, l.Title, obj{"text": "YouTube Music"}, dot, obj{"text": strconv.Itoa(f.size(l)) + " songs"}))
		}
	default:
		f.violate("search: params %q of music", params)
	}
	if len(items) == 0 {
		return musicRoot(arr{obj{"itemSectionRenderer": obj{"contents": arr{obj{"messageRenderer": obj{"text": runs("No results for " + words)}}}}}})
	}
	return f.musicResults(items, 0)
}

func (f *Fake) musicResults(items arr, from int) any {
	to, rest := bounds(from, f.pageSize(), len(items))
	shelf := obj{"title": runs("Songs"), "contents": append(arr{obj{"fooViewModel": obj{}}}, items[from:to]...)}
	if rest {
		token := f.more("search", to, 0, func(from int) any { return f.musicResults(items, from) })
		shelf["continuations"] = arr{obj{"nextContinuationData": obj{"continuation": token}}}
	}
	if from > 0 {
		return obj{"continuationContents": obj{"musicShelfContinuation": shelf}}
	}
	return musicRoot(arr{obj{"musicShelfRenderer": shelf}})
}

func musicRoot(sections arr) any {
	return obj{"contents": obj{"tabbedSearchResultsRenderer": obj{"tabs": arr{obj{"tabRenderer": obj{"content": obj{
		"sectionListRenderer": obj{"contents": sections},
	}}}}}}}
}
