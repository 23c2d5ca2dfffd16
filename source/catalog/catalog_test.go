package catalog_test

import (
	"net/http"
	"slices"
	"testing"

	"anyaudio/source"
	"anyaudio/source/catalog"
	"anyaudio/source/local"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

// open puts all sources together, with a fake YouTube among them.
func open(t *testing.T, o catalog.Options) *catalog.Catalog {
	t.Helper()
	s := youtubetest.Start(t, youtubetest.Default())
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	o.YouTube.Bases, o.YouTube.HTTP = youtube.At(s.URL), &http.Client{Transport: transport}
	o.YouTube.Resolvers = []string{"innertube"}
	c, err := catalog.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// TestSearched: words go to YouTube, and to the listener's own folders first when there are any; to
// the demo only when it is named. What names its source itself is always found.
func TestSearched(t *testing.T) {
	folder := local.Options{Folders: []string{t.TempDir()}}
	for name, c := range map[string]struct {
		o    catalog.Options
		want []string
	}{
		"auto":         {catalog.Options{}, []string{youtube.Name}},
		"with folders": {catalog.Options{Searched: catalog.Auto, Local: folder}, []string{local.Name, youtube.Name}},
		"the demo":     {catalog.Options{Searched: catalog.Demo}, []string{catalog.Demo}},
	} {
		all := open(t, c.o)
		if got := all.Searchable(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q are searched, want %q", name, got, c.want)
		}
		page, err := all.Expand(t.Context(), "https://youtu.be/aaaaaaaaaa1")
		if err != nil || len(page.Tracks) != 1 || page.Tracks[0].Provider != youtube.Name {
			t.Errorf("%s: a link of YouTube is %+v, error %v", name, page.Tracks, err)
		}
		if page, err := all.Expand(t.Context(), "https://example.org/a.webm"); err != nil || page.Tracks[0].Provider != "url" {
			t.Errorf("%s: another link is %+v, error %v", name, page.Tracks, err)
		}
	}
}

// TestHome: the pieces of the demo come at once, the lists of YouTube for the next page, and the
// first part also when YouTube does not answer.
func TestHome(t *testing.T) {
	all := open(t, catalog.Options{})
	here, err := all.Home(t.Context(), "")
	if err != nil || len(here.Tracks) == 0 || here.Tracks[0].Provider != catalog.Demo || here.Next == "" {
		t.Fatalf("%d tracks, next %q, error %v", len(here.Tracks), here.Next, err)
	}
	lists, err := all.Home(t.Context(), here.Next)
	if err != nil || len(lists.Playlists) < 2 || lists.Playlists[0].Provider != youtube.Name || lists.Next != "" {
		t.Errorf("%+v, error %v", lists.Playlists, err)
	}
	m, err := all.Resolve(t.Context(), here.Tracks[0])
	if err != nil || m.URL == "" {
		t.Errorf("a piece of the demo: %v, error %v", m, err)
	}
}

// TestOpenErrors: what is wrong in an option is told before anything runs.
func TestOpenErrors(t *testing.T) {
	for name, o := range map[string]catalog.Options{
		"source":  {Searched: "attic"},
		"quality": {YouTube: youtube.Options{Quality: "loud"}},
	} {
		c, err := catalog.Open(o)
		if line, hint := source.Explain(err); err == nil || line == "" || hint == "" {
			t.Errorf("%s: %v, error %v", name, c, err)
		}
	}
}
