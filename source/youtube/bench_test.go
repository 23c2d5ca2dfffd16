package youtube_test

import (
	"runtime"
	"testing"

	"anyaudio/source"
	"anyaudio/source/youtube"
	"anyaudio/source/youtube/youtubetest"
)

// BenchmarkLongList lists 5,000 entries and says what each of them keeps in memory, of
// the first thousand and of all: the same, since nothing of the answers stays.
func BenchmarkLongList(b *testing.B) {
	f := youtubetest.Default()
	p := open(b, f, youtube.Options{})
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	var first, whole float64
	b.ReportAllocs()
	for b.Loop() {
		before := heap()
		var pages []source.Page
		n := 0
		for page, err := range source.Pages(b.Context(), p, source.Playlist{ID: "PLlonglonglonglon1"}) {
			if err != nil {
				b.Fatal(err)
			}
			pages = append(pages, page)
			if n += len(page.Tracks); n == 1000 {
				first = float64(heap()-before) / float64(n)
			}
		}
		whole = float64(heap()-before) / float64(n)
		runtime.KeepAlive(pages)
	}
	b.ReportMetric(first, "B/entry-of-1000")
	b.ReportMetric(whole, "B/entry-of-5000")
}
