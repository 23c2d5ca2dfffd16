package youtube

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
	"anyaudio/source/youtube/resolver"
)

// A Row is one line of what Check has found: who was asked and as whom, how long it took, the
// result in a few words, and the first thing to try when it is bad.
type Row = resolver.Row

const (
	// CheckVideo is what Check resolves: public, in all countries, for more than ten years.
	CheckVideo = "dQw4w9WgXcQ"
	checkWords = "never gonna give you up"
)

// Check asks YouTube whether it works from here and now: one search, and one video by
// each way in turn, with two small parts of its sound, one from deep inside. It takes up to
// a minute; what has been found when ctx ends is returned.
func (p *Provider) Check(ctx context.Context) []Row { return p.CheckWith(ctx, CheckVideo) }

// CheckWith is Check with another video.
func (p *Provider) CheckWith(ctx context.Context, video string) []Row {
	began := p.now()
	page, err := p.catalogue.Search(ctx, source.Query{Words: checkWords})
	result := fmt.Sprintf("%d tracks, %d lists", len(page.Tracks), len(page.Playlists))
	if err == nil && len(page.Tracks)+len(page.Playlists) == 0 {
		err = innertube.ErrGarbled.Fail(p.unread(), nil)
	}
	rows := []Row{resolver.Failed("search", "web", p.now().Sub(began), result, err)}
	return append(rows, p.chain.Check(ctx, video)...)
}

// unread words that an answer had nothing in it that is known, and what it had instead.
func (p *Provider) unread() string {
	names := slices.Sorted(maps.Keys(p.Unknown()))
	if len(names) == 0 {
		return "nothing is found in it"
	}
	return "it has only new things in it: " + strings.Join(names[:min(len(names), 3)], ", ")
}
