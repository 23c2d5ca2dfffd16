package youtubetest

import (
	"fmt"
	"strconv"
	"time"
)

// obj and arr are shorter names for what JSON is made of.
type (
	obj = map[string]any
	arr = []any
)

func runs(texts ...string) obj {
	var list arr
	for _, t := range texts {
		list = append(list, obj{"text": t})
	}
	return obj{"runs": list}
}

func simple(s string) obj { return obj{"simpleText": s} }

func clock(d time.Duration) string {
	s := int(d.Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// commas writes a number as English does.
func commas(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// channelRun is a run that leads to a channel.
func channelRun(name, id string) obj {
	return obj{"text": name, "navigationEndpoint": obj{"browseEndpoint": obj{
		"browseId": id, "canonicalBaseUrl": "/@invented",
		"browseEndpointContextSupportedConfigs": obj{"browseEndpointContextMusicConfig": obj{"pageType": "MUSIC_PAGE_TYPE_ARTIST"}},
	}}}
}

func albumRun(title, id string) obj {
	return obj{"text": title, "navigationEndpoint": obj{"browseEndpoint": obj{
		"browseId":                              id,
		"browseEndpointContextSupportedConfigs": obj{"browseEndpointContextMusicConfig": obj{"pageType": "MUSIC_PAGE_TYPE_ALBUM"}},
	}}}
}

var dot = obj{"text": " • "}

// noise is what stands between results and is none.
func noise(n int) obj {
	switch n % 3 {
	case 0:
		return obj{"adSlotRenderer": obj{}}
	case 1:
		return obj{"reelShelfRenderer": obj{"items": arr{}}}
	}
	return obj{"fooViewModel": obj{"nobody": "knows"}}
}

// newShape decides for the n-th of a list.
func (f *Fake) newShape(n int) bool { return f.Shape == New || f.Shape == Mixed && n%2 == 1 }

// result is a video among the results of a search.
func (f *Fake) result(v *Video, n int) obj {
	if f.newShape(n) {
		return videoLockup(v)
	}
	r := obj{
		"videoId": v.ID, "title": runs(v.Title), "ownerText": obj{"runs": arr{channelRun(v.Artist, v.ChannelID)}},
		"thumbnail": obj{"thumbnails": arr{obj{"url": "http://127.0.0.1:9/vi/" + v.ID + "/hq720.jpg", "width": 360, "height": 202}}},
	}
	switch {
	case v.Live:
		r["viewCountText"] = runs("1.2K", " watching")
		r["badges"] = arr{obj{"metadataBadgeRenderer": obj{"style": "BADGE_STYLE_TYPE_LIVE_NOW", "label": "LIVE"}}}
	case v.Upcoming:
		r["upcomingEventData"] = obj{"startTime": "1795478400"}
	default:
		r["viewCountText"] = simple(commas(v.Views) + " views")
		r["publishedTimeText"] = simple("3 years ago")
		if v.Duration > 0 {
			r["lengthText"] = simple(clock(v.Duration))
		}
	}
	return obj{"videoRenderer": r}
}

// videoLockup is the new shape of a video anywhere.
func videoLockup(v *Video) obj {
	var badge obj
	rows := arr{obj{"metadataParts": arr{obj{"text": obj{"content": v.Artist, "commandRuns": arr{obj{"onTap": obj{
		"innertubeCommand": obj{"browseEndpoint": obj{"browseId": v.ChannelID}},
	}}}}}}}}
	switch {
	case v.Live:
		badge = obj{"text": "LIVE", "badgeStyle": "THUMBNAIL_OVERLAY_BADGE_STYLE_LIVE"}
		rows = append(rows, obj{"metadataParts": arr{obj{"text": obj{"content": "1.2K watching"}}}})
	case v.Duration > 0:
		badge = obj{"text": clock(v.Duration), "badgeStyle": "THUMBNAIL_OVERLAY_BADGE_STYLE_DEFAULT"}
		rows = append(rows, obj{"metadataParts": arr{
			obj{"text": obj{"content": commas(v.Views) + " views"}}, obj{"text": obj{"content": "3 years ago"}},
		}})
	}
	image := obj{"image": obj{"sources": arr{obj{"url": "http://127.0.0.1:9/vi/" + v.ID + "/hqdefault.jpg"}}}}
	if badge != nil {
		image["overlays"] = arr{obj{"thumbnailBottomOverlayViewModel": obj{"badges": arr{obj{"thumbnailBadgeViewModel": badge}}}}}
	}
	return obj{"lockupViewModel": obj{
		"contentId": v.ID, "contentType": "LOCKUP_CONTENT_TYPE_VIDEO",
		"contentImage": obj{"thumbnailViewModel": image},
		"metadata": obj{"lockupMetadataViewModel": obj{
			"title":    obj{"content": v.Title},
			"metadata": obj{"contentMetadataViewModel": obj{"metadataRows": rows, "delimiter": " • "}},
		}},
	}}
}

// listResult is a playlist among the results of a search.
func (f *Fake) listResult(l *List, n int) obj {
	if !f.newShape(n) {
		return obj{"playlistRenderer": obj{
			"playlistId": l.ID, "title": simple(l.Title), "videoCount": strconv.Itoa(f.size(l)), "longBylineText": runs(l.Owner),
		}}
	}
	return obj{"lockupViewModel": obj{
		"contentId": l.ID, "contentType": "LOCKUP_CONTENT_TYPE_PLAYLIST",
		"contentImage": obj{"collectionThumbnailViewModel": obj{"primaryThumbnail": obj{"thumbnailViewModel": obj{
			"overlays": arr{obj{"thumbnailOverlayBadgeViewModel": obj{"thumbnailBadges": arr{obj{"thumbnailBadgeViewModel": obj{
				"text": strconv.Itoa(f.size(l)) + " videos",
			}}}}}},
		}}}},
		"metadata": obj{"lockupMetadataViewModel": obj{
			"title": obj{"content": l.Title},
			"metadata": obj{"contentMetadataViewModel": obj{"metadataRows": arr{obj{"metadataParts": arr{
				obj{"text": obj{"content": l.Owner}}, obj{"text": obj{"content": "Playlist"}},
			}}}}},
		}},
	}}
}

// musicItem is a track in a list of YouTube Music.
func musicItem(v *Video, inAlbum bool) obj {
	column := func(list arr) obj {
		return obj{"musicResponsiveListItemFlexColumnRenderer": obj{"text": obj{"runs": list}}}
	}
	watch := obj{"watchEndpoint": obj{"videoId": v.ID}}
	item := obj{
		"playlistItemData": obj{"videoId": v.ID},
		"overlay": obj{"musicItemThumbnailOverlayRenderer": obj{"content": obj{"musicPlayButtonRenderer": obj{
			"playNavigationEndpoint": watch,
		}}}},
	}
	title := column(arr{obj{"text": v.Title, "navigationEndpoint": watch}})
	if inAlbum {
		item["flexColumns"] = arr{title, column(nil)}
		item["fixedColumns"] = arr{obj{"musicResponsiveListItemFixedColumnRenderer": obj{"text": runs(clock(v.Duration))}}}
		return obj{"musicResponsiveListItemRenderer": item}
	}
	by := arr{channelRun(v.Artist, v.ChannelID)}
	if v.Album != "" {
		by = append(by, dot, albumRun(v.Album, v.AlbumID))
	}
	by = append(by, dot, obj{"text": clock(v.Duration)})
	item["flexColumns"] = arr{title, column(by), column(arr{obj{"text": "1.4m plays"}})}
	return obj{"musicResponsiveListItemRenderer": item}
}

// musicLink is an album, artist or playlist in a list of YouTube Music.
func musicLink(id, title string, by ...any) obj {
	return obj{"musicResponsiveListItemRenderer": obj{
		"navigationEndpoint": obj{"browseEndpoint": obj{"browseId": id}},
		"flexColumns": arr{
			obj{"musicResponsiveListItemFlexColumnRenderer": obj{"text": runs(title)}},
			obj{"musicResponsiveListItemFlexColumnRenderer": obj{"text": obj{"runs": by}}},
		},
	}}
}
