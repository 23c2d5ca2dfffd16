package catalogue

import (
	"context"
	"regexp"
	"strings"
	"time"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

const (
	maxDescription = 20_000 // characters; YouTube allows 5,000
	maxChapters    = 500
)

// Details tells what a page about a track shows. The track is given back with what was
// missing in it; its length is not known here. It makes no player call.
func (c *Catalogue) Details(ctx context.Context, t source.Track) (source.Details, error) {
	if _, err := c.checkTrack(ctx, t, ""); err != nil {
		return source.Details{}, err
	}
	answer, err := c.c.Do(ctx, innertube.Call{
		Identity: c.as(innertube.Web), Endpoint: "next", Body: map[string]any{"videoId": t.ID},
	})
	if err != nil {
		return source.Details{}, err
	}
	var primary, secondary node
	for _, n := range answer.At("contents.twoColumnWatchNextResults.results.results.contents").List() {
		if p := n.At("videoPrimaryInfoRenderer"); p.Exists() {
			primary = p
		}
		if s := n.At("videoSecondaryInfoRenderer"); s.Exists() {
			secondary = s
		}
	}
	if !primary.Exists() {
		return source.Details{}, innertube.ErrRemoved.Fail("", nil)
	}
	return c.readDetails(t, answer, primary, secondary), nil
}

func (c *Catalogue) readDetails(t source.Track, answer, primary, secondary node) source.Details {
	owner := secondary.At("owner.videoOwnerRenderer")
	counter := primary.At("viewCount.videoViewCountRenderer")
	views := counter.At("viewCount").Text()
	made, _ := c.track(entry{
		id: t.ID, title: primary.At("title").Text(), artist: owner.At("title").Text(),
		live: counter.At("isLive").Bool(),
	})
	d := source.Details{Track: fill(t, made), Views: parseCount(views), Age: source.Clean(text(primary, "relativeDateText", "dateText"))}
	d.Channel, _ = c.playlist(owner.At("navigationEndpoint.browseEndpoint.browseId").Str(), owner.At("title").Text(), "", 0)
	d.Description = cleanLines(text(secondary, "attributedDescription", "description"))
	d.Thumbnails = Thumbnails(c.c.Bases().Thumbs, t.ID)
	d.Chapters = readChapters(answer)
	if len(d.Chapters) == 0 {
		d.Chapters = chaptersIn(d.Description)
	}
	return d
}

// fill returns t with its empty fields taken from made.
func fill(t, made source.Track) source.Track {
	for _, f := range [...]struct{ to, from *string }{
		{&t.Provider, &made.Provider},
		{&t.Title, &made.Title},
		{&t.Artist, &made.Artist},
		{&t.Link, &made.Link},
		{&t.Note, &made.Note},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	t.Live = t.Live || made.Live
	return t
}

// Thumbnails are the pictures of a video; they need no question. The largest is not there
// for all.
func Thumbnails(base, id string) []source.Thumbnail {
	at := func(name string, w, h int) source.Thumbnail {
		return source.Thumbnail{URL: base + "/vi/" + id + "/" + name + ".jpg", Width: w, Height: h}
	}
	return []source.Thumbnail{
		at("default", 120, 90), at("mqdefault", 320, 180), at("hqdefault", 480, 360),
		at("sddefault", 640, 480), at("maxresdefault", 1280, 720),
	}
}

// readChapters reads those that YouTube itself has made out.
func readChapters(answer node) []source.Chapter {
	var found []source.Chapter
	for _, panel := range answer.At("engagementPanels").List() {
		list := panel.At("engagementPanelSectionListRenderer.content.macroMarkersListRenderer.contents")
		for _, n := range list.List() {
			m := n.At("macroMarkersListItemRenderer")
			title := source.Clean(m.At("title").Text())
			if title == "" || len(found) == maxChapters {
				continue
			}
			start := parseDuration(m.At("timeDescription").Text())
			if s := m.At("onTap.watchEndpoint.startTimeSeconds"); s.Exists() {
				start = time.Duration(min(max(s.Int(), 0), 1<<20)) * time.Second
			}
			found = append(found, source.Chapter{Title: title, Start: start})
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

var chapterLine = regexp.MustCompile(`^\W*((?:\d+:)?\d{1,2}:\d{2})\)?\W*\s(.+)$`)

// chaptersIn reads a description that is a list of times and titles: at least three, in
// order, from 0:00 on. These are the rules by which YouTube makes chapters.
func chaptersIn(description string) []source.Chapter {
	var found []source.Chapter
	for line := range strings.Lines(description) {
		m := chapterLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		at := parseDuration(m[1])
		if len(found) == 0 && at != 0 || len(found) > 0 && at <= found[len(found)-1].Start || len(found) == maxChapters {
			continue
		}
		found = append(found, source.Chapter{Title: source.Clean(m[2]), Start: at})
	}
	if len(found) < 3 {
		return nil
	}
	return found
}

// cleanLines is source.Clean for a text of several lines.
func cleanLines(s string) string {
	if len(s) > maxDescription {
		s = strings.ToValidUTF8(s[:maxDescription], "")
	}
	var lines []string
	for line := range strings.Lines(s) {
		lines = append(lines, source.Clean(line))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
