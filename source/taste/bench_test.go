package taste_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
	"anyaudio/source/taste"
)

// BenchmarkSuggest is a list of 30 out of a library with 100,000 plays of 20,000 tracks,
// 2,000 of them saved, 1,000 searches, and what 100 of them are related to. An operation reads the disk and
// ranks.
func BenchmarkSuggest(b *testing.B) {
	now := time.Date(2026, 6, 1, 20, 0, 0, 0, time.UTC)
	l := open(b, library.Options{Now: func() time.Time { return now }, NoKeeper: true})
	doc := library.Export{Format: library.ExportFormat, Version: library.ExportVersion}
	for i := range 20_000 {
		t := track(i)
		doc.Tracks = append(doc.Tracks, library.ExportTrack{Provider: t.Provider, ID: t.ID, Title: t.Title, Artist: t.Artist})
	}
	for i := range 100_000 {
		// Some tracks are heard much more than others.
		doc.Plays = append(doc.Plays, library.ExportPlay{
			Track: i * 7919 % (1 + i*31%20_000), Started: now.Add(-time.Duration(i) * 15 * time.Minute).UnixMilli(), Outcome: library.Outcome(i % 3),
		})
	}
	for i := range 2000 {
		doc.Saved = append(doc.Saved, library.ExportMark{Track: i * 7, At: now.Add(-time.Duration(i) * time.Hour).UnixMilli()})
	}
	for i := range 1000 {
		doc.Searches = append(doc.Searches, library.ExportSearch{Words: fmt.Sprint("the best of artist ", i), Last: now.Add(-time.Duration(i) * time.Hour).UnixMilli(), Count: int64(1 + i%3)})
	}
	text, err := json.Marshal(doc)
	ok(b, err)
	ok(b, l.Import(b.Context(), bytes.NewReader(text)))
	for i := range 100 {
		var tracks []source.Track
		for k := range 30 {
			tracks = append(tracks, track(30_000+i*25+k))
		}
		ok(b, l.PutRelated(b.Context(), track(i*7), tracks))
	}
	e, err := taste.New(taste.Options{Library: l, Now: func() time.Time { return now }})
	ok(b, err)
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		some, err := e.Suggest(b.Context(), 30)
		ok(b, err)
		if len(some) != 30 {
			b.Fatal(fmt.Sprint(len(some), " suggestions"))
		}
	}
}
