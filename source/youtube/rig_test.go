package youtube_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode"

	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

// song is the first of the fake's songs.
var song = source.Track{Provider: youtube.Name, ID: "aaaaaaaaaa1"}

// open starts a fake and returns it with a provider that asks it. Ways that need a
// program are left out unless the options name them.
func open(t testing.TB, f *youtubetest.Fake, o youtube.Options) *youtube.Provider {
	t.Helper()
	s := youtubetest.Start(t, f)
	o.Bases = youtube.At(s.URL)
	o.Now = f.Now
	if o.Resolvers == nil {
		o.Resolvers = []string{"innertube"}
	}
	if o.HTTP == nil {
		transport := &http.Transport{}
		t.Cleanup(transport.CloseIdleConnections)
		o.HTTP = &http.Client{Transport: transport}
	}
	p, err := youtube.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// wantKind checks what a program and what a listener see of an error.
func wantKind(t *testing.T, err, kind error) (line, hint string) {
	t.Helper()
	line, hint = source.Explain(err)
	if !errors.Is(err, kind) {
		t.Fatalf("error %v, want %v", err, kind)
	}
	if line == "" || hint == "" || unicode.IsUpper([]rune(line)[0]) || strings.HasSuffix(line, ".") {
		t.Errorf("error %v: the listener sees %q, %q", err, line, hint)
	}
	return line, hint
}

// wantOnly checks that an error is reported as no other kind than the one.
func wantOnly(t *testing.T, err, kind error) {
	t.Helper()
	for _, other := range allKinds() {
		if other != kind && errors.Is(err, other) {
			t.Errorf("error %v is also reported as %q", err, other)
		}
	}
}

// all walks a list to its end.
func all(t *testing.T, l source.Lister, id string) []source.Track {
	t.Helper()
	var tracks []source.Track
	for page, err := range source.Pages(t.Context(), l, source.Playlist{Provider: youtube.Name, ID: id}) {
		if err != nil {
			t.Fatal(err)
		}
		tracks = append(tracks, page.Tracks...)
	}
	return tracks
}

func titles(tracks []source.Track) []string {
	var titles []string
	for _, t := range tracks {
		titles = append(titles, t.Title)
	}
	return titles
}

func wantTitles(t *testing.T, got []source.Track, want ...string) {
	t.Helper()
	if !slices.Equal(titles(got), want) {
		t.Errorf("got %q, want %q", titles(got), want)
	}
}
