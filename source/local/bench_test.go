package local_test

import (
	"path/filepath"
	"testing"

	"anyaudio/source"
	"anyaudio/source/local"
)

// The first look at 20,000 files, index included.
func BenchmarkColdScan(b *testing.B) {
	dir := plant(b, 20_000)
	b.ReportAllocs()
	for b.Loop() {
		m := local.Open(local.Options{Folders: []string{dir}, Index: filepath.Join(b.TempDir(), "index"), NoWatch: true})
		for m.Status().Scanning {
			rescan(b, m)
		}
		if err := m.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/20_000, "µs/file")
}

// A start with an index of 20,000 files: until they can be searched, and until the folders
// have been looked at.
func BenchmarkWarmStart(b *testing.B) {
	o := local.Options{Folders: []string{plant(b, 20_000)}, Index: filepath.Join(b.TempDir(), "index"), NoWatch: true}
	open(b, o)
	b.Run("look", func(b *testing.B) {
		for b.Loop() {
			m := local.Open(o)
			rescan(b, m)
			if err := m.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open", func(b *testing.B) { // what the start of the player waits for
		for b.Loop() {
			m := local.Open(o)
			b.StopTimer()
			if err := m.Close(); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	m := open(b, local.Options{Folders: []string{plant(b, 20_000)}, NoWatch: true})
	for _, words := range []string{"s", "song", "song one two three", "artist 77 song", "nothing like it"} {
		b.Run(words, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := m.Search(b.Context(), source.Query{Words: words}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
