package catalogue

import (
	"context"
	"strings"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// Related gives what YouTube shows beside a track.
func (c *Catalogue) Related(ctx context.Context, t source.Track, page string) (source.Page, error) {
	at, err := c.checkTrack(ctx, t, page)
	if err != nil {
		return source.Page{}, err
	}
	w, _, err := c.ask(ctx, question{
		as: innertube.Web, endpoint: "next", body: map[string]any{"videoId": t.ID},
		roots: []string{"contents.twoColumnWatchNextResults.secondaryResults.secondaryResults.results"},
	}, at)
	if err != nil {
		return source.Page{}, err
	}
	w.page.Next = w.next.String()
	return w.page, nil
}

// Radio gives an endless sequence of tracks after t, as YouTube Music makes it up. No page
// holds a track twice, nor t.
func (c *Catalogue) Radio(ctx context.Context, t source.Track, page string) (source.Page, error) {
	at, err := c.checkTrack(ctx, t, page)
	if err != nil {
		return source.Page{}, err
	}
	w, err := c.radio(ctx, radioBody("RDAMVM"+t.ID, t.ID), at)
	if err != nil {
		return source.Page{}, err
	}
	return source.Page{Tracks: once(w.page.Tracks, t.ID), Next: w.next.String()}, nil
}

// mix lists a mix from its beginning. That of a video begins with the video.
func (c *Catalogue) mix(ctx context.Context, id string, at cursor) (source.Playlist, source.Page, error) {
	list, video := id, ""
	for _, prefix := range []string{"RDAMVM", "RDMM", "RD"} {
		rest, ok := strings.CutPrefix(id, prefix)
		if ok && IsVideoID(rest) {
			list, video = "RDAMVM"+rest, rest
			break
		}
	}
	w, err := c.radio(ctx, radioBody(list, video), at)
	if err != nil {
		return source.Playlist{}, source.Page{}, listError(err)
	}
	if len(w.page.Tracks) == 0 && at.Token == "" {
		return source.Playlist{}, source.Page{}, innertube.ErrNoList.Fail("", nil)
	}
	title := "Mix"
	if len(w.page.Tracks) > 0 {
		title = "Mix: " + w.page.Tracks[0].Title
	}
	p, _ := c.playlist(id, title, "", 0)
	return p, source.Page{Tracks: once(w.page.Tracks, ""), Next: w.next.String()}, nil
}

func radioBody(list, video string) map[string]any {
	body := map[string]any{
		"playlistId": list, "isAudioOnly": true, "enablePersistentPlaylistPanel": true,
		"tunerSettingValue": "AUTOMIX_SETTING_NORMAL", "params": "wAEB",
	}
	if video != "" {
		body["videoId"] = video
	}
	return body
}

func (c *Catalogue) radio(ctx context.Context, body map[string]any, at cursor) (*walk, error) {
	w, _, err := c.ask(ctx, question{
		as: innertube.Remix, endpoint: "next", body: body,
		roots: []string{
			"contents.singleColumnMusicWatchNextResultsRenderer.tabbedRenderer.watchNextTabbedResultsRenderer" +
				".tabs.0.tabRenderer.content.musicQueueRenderer.content",
		},
	}, at)
	return w, err
}

// checkTrack looks at what is asked before anything is asked.
func (c *Catalogue) checkTrack(ctx context.Context, t source.Track, page string) (cursor, error) {
	if !IsVideoID(t.ID) {
		return cursor{}, innertube.ErrRemoved.Fail("", nil)
	}
	if err := ctx.Err(); err != nil {
		return cursor{}, err
	}
	return parseCursor(page)
}

// once leaves out repetitions and one id.
func once(tracks []source.Track, without string) []source.Track {
	seen := map[string]bool{without: true}
	kept := tracks[:0]
	for _, t := range tracks {
		if !seen[t.ID] {
			seen[t.ID] = true
			kept = append(kept, t)
		}
	}
	return kept
}
