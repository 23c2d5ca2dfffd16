package catalogue

import (
	"strings"
	"time"

	"anyaudio/source"
)

// readLockup reads lockupViewModel, the new shape of everything, into page. It reports
// false for a kind that is not known.
func (c *Catalogue) readLockup(n node, page *source.Page) bool {
	kind := strings.TrimPrefix(n.At("contentType").Str(), "LOCKUP_CONTENT_TYPE_")
	l := readLockupParts(n)
	switch kind {
	case "VIDEO", "SHORT", "EPISODE", "MOVIE", "SONG":
		if t, ok := c.track(l.entry()); ok {
			page.Tracks = append(page.Tracks, t)
			return true
		}
	case "PLAYLIST", "PODCAST", "ALBUM", "MIX":
		if p, ok := c.playlist(l.id, l.title, l.channel, l.count); ok {
			page.Playlists = append(page.Playlists, p)
			return true
		}
	case "CHANNEL", "ARTIST":
		if p, ok := c.playlist(l.id, l.title, "", 0); ok {
			page.Playlists = append(page.Playlists, p)
			return true
		}
	}
	return false
}

// lockup is what a lockupViewModel says.
type lockup struct {
	id, title, channel string
	views, age         string
	duration           time.Duration
	live, upcoming     bool
	count              int64
}

func readLockupParts(n node) lockup {
	l := lockup{id: n.At("contentId").Str(), title: n.At("metadata.lockupMetadataViewModel.title").Text()}
	l.readRows(n.At("metadata.lockupMetadataViewModel.metadata.contentMetadataViewModel.metadataRows"))
	image := n.First("contentImage.thumbnailViewModel", "contentImage.collectionThumbnailViewModel.primaryThumbnail.thumbnailViewModel")
	for _, o := range image.At("overlays").List() {
		for _, b := range o.First("thumbnailOverlayBadgeViewModel.thumbnailBadges", "thumbnailBottomOverlayViewModel.badges").List() {
			l.readBadge(b.At("thumbnailBadgeViewModel"))
		}
	}
	return l
}

// readRows sorts the texts below the title by what they look like: rows have been seen
// joined, so their order says nothing.
func (l *lockup) readRows(rows node) {
	for _, row := range rows.List() {
		for _, part := range row.At("metadataParts").List() {
			text := part.At("text")
			s := text.Text()
			isLink := text.At("commandRuns.0.onTap.innertubeCommand.browseEndpoint").Exists()
			switch {
			case isLink && l.channel == "":
				l.channel = s
			case parseCount(s) >= 0 && l.views == "":
				l.views = s
			case ageForm.MatchString(s):
				l.age = s
			case l.channel == "" && s != "" && s != "Playlist" && s != "Album":
				l.channel = s
			}
		}
	}
}

func (l *lockup) readBadge(b node) {
	s, style := b.At("text").Text(), b.At("badgeStyle").Str()
	switch {
	case strings.HasSuffix(style, "_LIVE") || strings.EqualFold(s, "live"):
		l.live = true
	case strings.EqualFold(s, "upcoming"):
		l.upcoming = true
	case durationForm.MatchString(s):
		l.duration = parseDuration(s)
	case parseCount(s) >= 0:
		l.count = parseCount(s)
	}
}

func (l *lockup) entry() entry {
	e := entry{id: l.id, title: l.title, artist: l.channel, duration: l.duration, live: l.live}
	switch {
	case l.live || strings.HasSuffix(l.views, " watching"):
		e.live = true
		e.note = note(noteLive, shortViews(l.views))
	case l.upcoming:
		e.note = noteUpcoming
	case l.title == "[Deleted video]" || l.title == "[Private video]":
		e.note = noteUnavailable
	default:
		e.note = note(shortViews(l.views), l.age)
	}
	return e
}
