package catalogue

import (
	"testing"
	"time"
	"unicode"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// FuzzWalk: whatever an answer holds, what comes out of it is fit to be shown, and reading it
// ends.
func FuzzWalk(f *testing.F) {
	for _, s := range []string{
		`{"sectionListRenderer":{"contents":[{"itemSectionRenderer":{"contents":[{"videoRenderer":{"videoId":"aaaaaaaaaa1","title":{"runs":[{"text":"x\u001b[31m"}]},` +
			`"lengthText":{"simpleText":"99999:99:99"},"viewCountText":{"simpleText":"1.5e9B views"}}}]}},{"continuationItemRenderer":{}}]}}`,
		`[{"lockupViewModel":{"contentId":"aaaaaaaaaa1","contentType":"LOCKUP_CONTENT_TYPE_VIDEO","metadata":{"lockupMetadataViewModel":{"title":{"content":"x"},` +
			`"metadata":{"contentMetadataViewModel":{"metadataRows":[{"metadataParts":[{"text":{"content":"1.2M views"}}]}]}}}}}}]`,
		`[{"musicResponsiveListItemRenderer":{"playlistItemData":{"videoId":"aaaaaaaaaa1"},"flexColumns":[{"musicResponsiveListItemFlexColumnRenderer":` +
			`{"text":{"runs":[{"text":"x"}]}}},{"musicResponsiveListItemFlexColumnRenderer":{"text":{"runs":[{"text":"a"},{"text":" • "},{"text":"3:32"}]}}}]}}]`,
		`[{"playlistVideoRenderer":{"videoId":"aaaaaaaaaa1","lengthSeconds":1e300,"isPlayable":"no"}},{"playlistPanelVideoWrapperRenderer":{"primaryRenderer":{}}}]`,
		`[{"musicCardShelfRenderer":{"title":{"runs":[{"navigationEndpoint":{"watchEndpoint":{"videoId":"aaaaaaaaaa1"}}}]},"contents":[{}]}}]`,
		`[{"richItemRenderer":{"content":{"richItemRenderer":{"content":{"richItemRenderer":{}}}}}},7,null,[[]]]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := innertube.Parse(b)
		if err != nil {
			return
		}
		c := New(Options{Provider: "youtube"})
		w := &walk{c: c}
		w.root(n)
		h := readHeader("MPREb_x", n)
		if h.Total < 0 {
			t.Errorf("%+v", h)
		}
		d := c.readDetails(source.Track{ID: "aaaaaaaaaa1"}, n, n, n)
		for _, ch := range d.Chapters {
			if ch.Start < 0 || ch.Title == "" {
				t.Errorf("%+v", ch)
			}
		}
		if _, list := topSongs(n); list != "" && !IsListID(list) {
			t.Errorf("list %q", list)
		}
		if err := alert(n); err != nil && innertube.KindOf(err) == nil {
			t.Errorf("alert %v", err)
		}
		tracks := append(w.page.Tracks, d.Track)
		if tr, ok := c.track(readChartVideo(n)); ok {
			tracks = append(tracks, tr)
		}
		for _, tr := range tracks {
			if !IsVideoID(tr.ID) || tr.Title == "" || tr.Duration < 0 || tr.Duration > 1e6*time.Hour {
				t.Errorf("%+v", tr)
			}
			wantClean(t, tr.Title, tr.Artist, tr.Album, tr.Note)
		}
		for _, p := range w.page.Playlists {
			if !IsListID(p.ID) || p.Title == "" || p.Count < 0 {
				t.Errorf("%+v", p)
			}
			wantClean(t, p.Title, p.Owner)
		}
		for _, s := range append(readSuggestions(n), readMusicSuggestions(n)...) {
			wantClean(t, s)
		}
		if len(c.unknown) > maxUnknown+1 {
			t.Errorf("%d names counted", len(c.unknown))
		}
	})
}

func wantClean(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		for _, r := range s {
			if unicode.IsControl(r) {
				t.Errorf("%q", s)
			}
		}
		if s != source.Clean(s) {
			t.Errorf("%q is not clean", s)
		}
	}
}

// FuzzCursor: a page that somebody made up is an error or a cursor that comes to an end.
func FuzzCursor(f *testing.F) {
	f.Add(`{"t":"x","n":3,"m":"y"}`, "z")
	f.Add(`{"l":"PLx"}`, "")
	f.Add(`{"n":-9223372036854775808,"t":"x"}`, "y")
	f.Fuzz(func(t *testing.T, page, token string) {
		at, err := parseCursor(page)
		if err != nil {
			return
		}
		next := at.follow(cursor{Token: token})
		if (token == "" || token == at.Token) && next != (cursor{}) {
			t.Errorf("%q after %q goes on", token, page)
		}
		if s := next.String(); s != "" {
			if _, err := parseCursor(s); err != nil && len(s) <= maxCursor {
				t.Errorf("%q is no cursor: %v", s, err)
			}
		}
	})
}

// FuzzText: the readers of human text.
func FuzzText(f *testing.F) {
	for _, s := range []string{"3:32", "1:02:03", "LIVE", "", "1,234,567 views", "1.4m plays", "12K watching", "No views", "9e999B views", "0:99999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d := parseDuration(s); d < 0 {
			t.Errorf("%q: %s", s, d)
		}
		if n := parseCount(s); n < -1 {
			t.Errorf("%q: %d", s, n)
		}
		shortViews(s)
		chaptersIn(s)
	})
}

func TestText(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"3:32": 212 * time.Second, "1:02:03": 3723 * time.Second, "0:00": 0, "LIVE": 0, "SHORTS": 0, "": 0, "1:2:3:4": 0, "-1:00": 0, "12": 0,
	} {
		if got := parseDuration(s); got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
	for s, want := range map[string]int64{
		"1,234,567 views": 1234567, "1.4M views": 1_400_000, "1.4m plays": 1_400_000, "12K watching": 12_000, "No views": 0, "1 view": 1,
		"102 videos": 102, "52 songs": 52, "views": -1, "": -1, "3 years ago": -1, "10.6k subscribers": 10_600,
	} {
		if got := parseCount(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1.0K", 1234567: "1.2M", 34_000_000: "34M", 999_999: "1.0M", 5_600_000_000: "5.6B"} {
		if got := shortCount(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// TestFollow: tokens that go round in a circle of any length come to an end.
func TestFollow(t *testing.T) {
	for circle := 1; circle < 40; circle++ {
		at, pages := cursor{}, 0
		for {
			token := string(rune('a' + pages%circle))
			next := at.follow(cursor{Token: token})
			if next.Token == "" {
				break
			}
			at = next
			if pages++; pages > 10*circle+10 {
				t.Fatalf("a circle of %d goes on", circle)
			}
		}
	}
	at := cursor{}
	for n := range 1000 {
		at = at.follow(cursor{Token: string(rune(1000 + n))})
		if at.Token == "" {
			t.Fatalf("a list of different tokens ends at page %d", n)
		}
	}
	if back, err := parseCursor(at.String()); err != nil || back != at {
		t.Errorf("%+v, %v, want %+v", back, err, at)
	}
}
