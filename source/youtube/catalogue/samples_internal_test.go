package catalogue

import (
	"os"
	"slices"
	"testing"
	"time"

	"anyaudio/source/youtube/innertube"
)

// sample reads one of the written samples, or a part of it. They do not come from the fake,
// which could have the same mistake as the code here.
func sample(t *testing.T, name, part string) node {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	n, err := innertube.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return n.At(part)
}

func walked(n node, roots ...string) *walk {
	w := &walk{c: New(Options{Provider: "youtube"})}
	for _, r := range roots {
		w.root(n.At(r))
	}
	return w
}

func ids(w *walk) []string {
	var all []string
	for _, t := range w.page.Tracks {
		all = append(all, t.ID)
	}
	for _, p := range w.page.Playlists {
		all = append(all, p.ID)
	}
	return all
}

func TestSamples(t *testing.T) {
	for name, c := range map[string]struct {
		n     node
		roots []string
		ids   []string
		token string
	}{
		"search": {
			sample(t, "search-web", ""), searches()[""].roots,
			[]string{"aaaaaaaaaaa", "eeeeeeeeeee", "PLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
			"EpMDFAKE%3D%3D",
		},
		"songs":        {sample(t, "search-music", ""), searches()["songs"].roots, []string{"aaaaaaaaaaa"}, "EpMDMUSIC%3D"},
		"old list":     {sample(t, "playlist", "old"), webList, []string{"aaaaaaaaaaa", "bbbbbbbbbbb"}, "4qmFPAGE2%3D"},
		"new list":     {sample(t, "playlist", "new"), webList, []string{"aaaaaaaaaaa"}, "4qmFPAGE2%3D"},
		"continuation": {sample(t, "playlist", "continuation"), more, []string{"ccccccccccc"}, ""},
		"radio": {
			sample(t, "radio", "contents.singleColumnMusicWatchNextResultsRenderer.tabbedRenderer.watchNextTabbedResultsRenderer.tabs.0.tabRenderer.content"),
			[]string{"musicQueueRenderer.content"},
			[]string{"aaaaaaaaaaa", "hhhhhhhhhhh"},
			"CBkSRADIO%3D",
		},
		"related": {
			sample(t, "various", "related"),
			[]string{"contents.twoColumnWatchNextResults.secondaryResults.secondaryResults.results"},
			[]string{"hhhhhhhhhhh", "kkkkkkkkkkk"},
			"CBQREL%3D",
		},
	} {
		w := walked(c.n, c.roots...)
		if got := ids(w); !slices.Equal(got, c.ids) || w.next.Token != c.token || len(w.c.unknown) > 0 {
			t.Errorf("%s: %q, token %q, unknown %v, want %q, %q", name, got, w.next.Token, w.c.unknown, c.ids, c.token)
		}
	}
}

func TestSampleFields(t *testing.T) {
	live := walked(sample(t, "search-web", ""), searches()[""].roots...).page
	if tr := live.Tracks[1]; !tr.Live || tr.Note != "live · 1.2K watching" || tr.Artist != "Some Channel" {
		t.Errorf("%+v", tr)
	}
	if p := live.Playlists[0]; p.Count != 102 || p.Owner != "Some Channel" {
		t.Errorf("%+v", p)
	}
	song := walked(sample(t, "search-music", ""), searches()["songs"].roots...).page.Tracks[0]
	if song.Artist != "Invented Artist" || song.Album != "Invented Album" || song.Duration != 212*time.Second {
		t.Errorf("%+v", song)
	}
	old := sample(t, "playlist", "old")
	if h := readHeader("PLaaa", old); h.Title != "Invented Mixtape" || h.Total != 102 || h.Owner != "Some Channel" {
		t.Errorf("%+v", h)
	}
	if h := readHeader("PLaaa", sample(t, "playlist", "new")); h.Title != "Invented Mixtape" {
		t.Errorf("%+v", h)
	}
	if got := readSuggestions(sample(t, "various", "suggest_xhr")); !slices.Equal(got, []string{"invented song", "invented artist"}) {
		t.Errorf("%q", got)
	}
	if got := readSuggestions(sample(t, "various", "suggest_firefox")); !slices.Equal(got, []string{"invented song", "invented artist"}) {
		t.Errorf("%q", got)
	}
	if got := readMusicSuggestions(sample(t, "various", "music_suggest")); !slices.Equal(got, []string{"invented song"}) {
		t.Errorf("%q", got)
	}
	chart := sample(t, "various", "charts.contents.sectionListRenderer.contents.0.musicAnalyticsSectionRenderer.content.videos.0.videoViews.0")
	if e := readChartVideo(chart); e.id != "aaaaaaaaaaa" || e.artist != "Invented Artist" || e.duration != 212*time.Second {
		t.Errorf("%+v", e)
	}
}
