package tui

import (
	"fmt"
	"runtime"
	"testing"

	"anyaudio/source"
)

// BenchmarkShelf is what an entry of a long list costs in memory beside its texts: the
// same in a list of 500 and of 50,000.
func BenchmarkShelf(b *testing.B) {
	for _, n := range []int{500, 5_000, 50_000} {
		page := source.Page{Tracks: make([]source.Track, 100)}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var before, after runtime.MemStats
			var s shelf
			for b.Loop() {
				s = shelf{}
				runtime.GC()
				runtime.ReadMemStats(&before)
				for i := range n / 100 {
					page.Next = fmt.Sprint(i)
					s.take(page)
				}
				runtime.GC()
				runtime.ReadMemStats(&after)
			}
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "B/entry")
			runtime.KeepAlive(s)
		})
	}
}
