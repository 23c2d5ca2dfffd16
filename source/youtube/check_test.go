package youtube_test

import (
	"errors"
	"strings"
	"testing"

	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

// TestCheck: a row for the search and for each way, whether it works or not, and the first
// remedy beside what does not.
func TestCheck(t *testing.T) {
	f := youtubetest.Default()
	v := f.Videos["aaaaaaaaaa1"]
	f.Videos[youtube.CheckVideo] = &youtubetest.Video{ID: youtube.CheckVideo, Title: "Never gonna give you up", Files: v.Files}
	p := open(t, f, youtube.Options{Resolvers: []string{"innertube", "yt-dlp", "kkdai", "muxed"}, YtDlp: "/nonexistent/yt-dlp"})
	rows := p.Check(t.Context())
	var got []string
	for _, r := range rows {
		state := "ok"
		if r.Err != nil {
			state = "bad"
		}
		got = append(got, r.Resolver+"/"+r.Client+"/"+state)
		if r.Result == "" || (r.Remedy == "") != (r.Err == nil) || r.Took < 0 {
			t.Errorf("%+v", r)
		}
	}
	want := "search/web/ok innertube/visionos/ok innertube/visionos_native/ok yt-dlp//bad kkdai/visionos/ok muxed/android_reel/bad muxed/android/bad"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	// Two windows for each of the three ways that gave an address.
	if n := f.Calls("media"); n != 6 {
		t.Errorf("%d windows, want 6", n)
	}
}

// TestCheckNothing: a search that finds nothing, for words that stand in thousands of titles, is
// an answer that is not understood.
func TestCheckNothing(t *testing.T) {
	p := open(t, youtubetest.Default(), youtube.Options{Clients: []string{"visionos"}})
	row := p.CheckWith(t.Context(), song.ID)[0]
	if !errors.Is(row.Err, youtube.ErrGarbled) || !strings.Contains(row.Result, "cannot be read: ") || row.Remedy == "" {
		t.Errorf("%+v", row)
	}
}

// TestCheckGate: the deep window finds what the first one does not.
func TestCheckGate(t *testing.T) {
	f := youtubetest.Default()
	f.Videos["aaaaaaaaaa1"].Files[0].Data = youtubetest.Blob(3 << 20)
	f.Gate(1 << 20)
	p := open(t, f, youtube.Options{Clients: []string{"visionos"}})
	rows := p.CheckWith(t.Context(), "aaaaaaaaaa1")
	if last := rows[len(rows)-1]; !errors.Is(last.Err, youtube.ErrGated) || last.Remedy == "" {
		t.Errorf("%+v", last)
	}
}
