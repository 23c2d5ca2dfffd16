package youtube_test

import (
	"testing"

	"anyaudio/source"
	"anyaudio/source/sourcetest"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

func TestConformance(t *testing.T) {
	for name, shape := range map[string]youtubetest.Shape{"mixed": youtubetest.Mixed, "old": youtubetest.Old, "new": youtubetest.New} {
		t.Run(name, func(t *testing.T) {
			f := youtubetest.Default()
			f.Shape, f.PageSize, f.ListPageSize = shape, 4, 2
			p := open(t, f, youtube.Options{})
			list := func(id string) source.Playlist { return source.Playlist{Provider: youtube.Name, ID: id} }
			sourcetest.Run(t, p, sourcetest.Case{
				Name: youtube.Name, Words: "song", Nothing: "qqqqqq",
				Playlist:        source.Playlist{Provider: youtube.Name, ID: "PLshortshortshort1", Count: 3},
				UnknownPlaylist: list("PLnonononononono11"),
				Args: []string{
					"https://www.youtube.com/watch?v=aaaaaaaaaa1", "youtu.be/aaaaaaaaaa2?t=3",
					"https://music.youtube.com/playlist?list=PLshortshortshort1", "https://www.youtube.com/@inventedartist",
				},
				Missing: []string{"https://youtu.be/nonononono1", "https://www.youtube.com/playlist?list=PLnonononononono11", "youtube:@nobody"},
				NotMine: []string{"invented song", "documentary", "https://example.com/watch?v=aaaaaaaaaa1", "./aaaaaaaaaa1"},
				Tracks:  []source.Track{song}, UnknownTrack: source.Track{Provider: youtube.Name, ID: "nonononono1"},
				Secrets: []string{"sig=", "expire=", "Q0FFU0FnZ0I"},
			})
		})
	}
}
