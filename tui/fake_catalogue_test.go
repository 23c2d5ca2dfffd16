package tui_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"anyaudio/source"
)

// fakeCatalogue is a fakeSource with everything that a library may offer beside.
type fakeCatalogue struct {
	fakeSource
	suggest  func(context.Context, string) ([]string, error)
	searchBy func(context.Context, source.Filter, source.Query) (source.Page, error)
	related  func(context.Context, source.Track, string) (source.Page, error)
	radio    func(context.Context, source.Track, string) (source.Page, error)
	details  func(context.Context, source.Track) (source.Details, error)
}

var _ interface {
	source.Suggester
	source.FilterSearcher
	source.Relater
	source.Detailer
} = fakeCatalogue{}

func (c fakeCatalogue) Suggest(ctx context.Context, words string) ([]string, error) {
	return c.suggest(ctx, words)
}

func (fakeCatalogue) Filters() []source.Filter {
	return []source.Filter{
		source.FilterSongs, source.FilterVideos, source.FilterAlbums, source.FilterArtists, source.FilterPlaylists,
	}
}

func (c fakeCatalogue) SearchBy(ctx context.Context, f source.Filter, q source.Query) (source.Page, error) {
	return c.searchBy(ctx, f, q)
}

func (c fakeCatalogue) Related(ctx context.Context, t source.Track, page string) (source.Page, error) {
	return c.related(ctx, t, page)
}

func (c fakeCatalogue) Radio(ctx context.Context, t source.Track, page string) (source.Page, error) {
	return c.radio(ctx, t, page)
}

func (c fakeCatalogue) Details(ctx context.Context, t source.Track) (source.Details, error) {
	return c.details(ctx, t)
}

// rich is a catalogue that offers everything. Its "long" playlist has 5,000 entries in
// pages of 100, its "endless" one no end.
func rich() fakeCatalogue {
	c := fakeCatalogue{fakeSource: catalogue()}
	c.list = func(_ context.Context, p source.Playlist, page string) (source.Page, error) {
		switch p.ID {
		case "long":
			return longPage(page, 5000), nil
		case "endless":
			p := longPage(page, 1<<20)
			p.Total = 0
			return p, nil
		}
		return source.Page{Tracks: songs(p.Title, 12)}, nil
	}
	c.suggest = func(_ context.Context, words string) ([]string, error) {
		return []string{words + " live", words + " around the world", words + " one more time", words + " 東京"}, nil
	}
	c.searchBy = func(_ context.Context, f source.Filter, q source.Query) (source.Page, error) {
		switch f {
		case source.FilterAlbums, source.FilterArtists, source.FilterPlaylists:
			name := strings.TrimSuffix(string(f), "s")
			var page source.Page
			for i := range 40 {
				page.Playlists = append(page.Playlists, source.Playlist{
					Provider: "fake", ID: fmt.Sprint(name, i), Title: fmt.Sprintf("%s %s %d", q.Words, name, i+1), Owner: "The Artist",
				})
			}
			return page, nil
		}
		return source.Page{Tracks: songs(q.Words+" "+string(f), 40)}, nil
	}
	c.related = func(_ context.Context, t source.Track, _ string) (source.Page, error) {
		return source.Page{Tracks: songs("Like "+t.Title, 8), Playlists: []source.Playlist{evening}}, nil
	}
	c.radio = func(_ context.Context, t source.Track, page string) (source.Page, error) {
		n, _ := strconv.Atoi(page)
		tracks := songs("Radio "+page, 10)
		return source.Page{Tracks: append(tracks, songs("Queued", 3)...), Next: strconv.Itoa(n + 1)}, nil
	}
	c.details = func(_ context.Context, t source.Track) (source.Details, error) {
		return source.Details{
			Track: t, Views: 1234567, Age: "3 years ago",
			Channel:    source.Playlist{Provider: "fake", ID: "channel", Title: "The Artist Channel"},
			Thumbnails: []source.Thumbnail{{URL: "https://example.org/thumb.jpg", Width: 320, Height: 180}},
			Chapters: []source.Chapter{
				{Title: "Intro", Start: 0}, {Title: "第二章 The middle", Start: 90 * time.Second}, {Title: "Outro", Start: 160 * time.Second},
			},
			Description: "A song about the long night in the city, recorded in one take with " +
				"everybody in the same room.\n\nWords: somebody\nhttps://example.org/" + strings.Repeat("a-very-long-address/", 6) +
				"\nevil \x1b[2J line\n" + strings.Repeat("More words about it. ", 40),
		}, nil
	}
	return c
}

var long = source.Playlist{Provider: "fake", ID: "long", Title: "Everything", Owner: "someone", Count: 5000}

// longPage is a page of 100 of a list of n tracks.
func longPage(page string, n int) source.Page {
	from, _ := strconv.Atoi(page)
	p := source.Page{Total: n}
	for i := from; i < min(from+100, n); i++ {
		p.Tracks = append(p.Tracks, source.Track{
			Provider: "fake", ID: strconv.Itoa(i), Title: fmt.Sprintf("Entry %d", i+1), Artist: "Various", Duration: 3 * time.Minute,
		})
	}
	if from+100 < n {
		p.Next = strconv.Itoa(from + 100)
	}
	return p
}
