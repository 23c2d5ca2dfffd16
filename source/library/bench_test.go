package library_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"anyaudio/source"
	"anyaudio/source/library"
)

var words = []string{
	"Blue", "Train", "Midnight", "Sun", "Love", "River", "Dance", "Night", "Green", "Heart", "Träume", "Señora", "Rain",
	"Stone", "Electric", "Moon", "Summer", "Fire", "Golden", "Street", "Ocean", "Paper", "Silver", "Winter",
}

// song has a name as songs have.
func song(i int) source.Track {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	w := func() string { return words[r.IntN(len(words))] }
	t := track(i)
	t.Title = fmt.Sprintf("%s %s of the %s", w(), w(), w())
	t.Artist = fmt.Sprintf("%s and the %s %d", w(), w(), i%500)
	t.Album = w() + " " + w()
	return t
}

func songs(n int) []source.Track {
	var all []source.Track
	for i := range n {
		all = append(all, song(i))
	}
	return all
}

// large makes a library of 20,000 saved tracks and 100,000 plays.
func large(b *testing.B) string {
	b.Helper()
	path := newPath(b)
	l := open(b, path, library.Options{NoKeeper: true})
	ok(b, l.Save(b.Context(), songs(20_000)...))
	ok(b, l.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
		INSERT INTO plays (track, started, origin, heard, outcome)
		SELECT 1 + i * 7919 % 20000, 1700000000000 + i * 200000, 'search', 180000, i % 3 FROM n`))
	ok(b, l.SaveQueue(b.Context(), library.Queue{Tracks: songs(100), Index: 50}, ""))
	ok(b, l.Close())
	return path
}

// BenchmarkStart is what the library adds to the start of the player: open, and load the
// queue.
func BenchmarkStart(b *testing.B) {
	path := large(b)
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		l, err := library.Open(b.Context(), path, library.Options{NoKeeper: true})
		ok(b, err)
		if q := must(l.LoadQueue(b.Context()))(b); len(q.Tracks) != 100 {
			b.Fatal(len(q.Tracks))
		}
		b.StopTimer()
		ok(b, l.Close())
		b.StartTimer()
	}
}

func BenchmarkUse(b *testing.B) {
	path := large(b)
	l := open(b, path, library.Options{NoKeeper: true})
	ctx := b.Context()
	id := must(l.Create(ctx, "Long", songs(10_000)...))(b)
	play := must(l.Begin(ctx, song(1), ""))(b)
	longQueue := songs(20_000)
	for _, bm := range []struct {
		name string
		f    func(i int) error
	}{
		{"save and unsave", func(i int) error {
			t := track(1_000_000)
			if i%2 == 0 {
				return l.Save(ctx, t)
			}
			return l.Unsave(ctx, t)
		}},
		{"begin and end a play", func(i int) error {
			p, err := l.Begin(ctx, song(i%20_000), "")
			if err != nil {
				return err
			}
			return p.End(ctx, library.Finished, library.Progress{})
		}},
		{"progress", func(int) error {
			play.Progress(library.Progress{Position: time.Second})
			return nil
		}},
		{"all saved", func(int) error { _, err := l.Saved(ctx, library.ByRecent); return err }},
		{"all saved by plays", func(int) error { _, err := l.Saved(ctx, library.ByPlays); return err }},
		{"first page of history", func(int) error { _, _, err := l.History(ctx, library.HistoryQuery{}); return err }},
		{"history with words", func(int) error {
			_, _, err := l.History(ctx, library.HistoryQuery{Words: "blue 499"})
			return err
		}},
		{"search", func(int) error { _, err := l.Search(ctx, source.Query{Words: "blue train"}); return err }},
		{"insert into 10,000", func(int) error { return l.Insert(ctx, id, 5, song(5)) }},
		{"save a queue of 100", func(i int) error {
			return l.SaveQueue(ctx, library.Queue{Tracks: songs(100), Index: i % 100}, "")
		}},
		{"place in a queue of 20,000", func(i int) error {
			return l.SaveQueue(ctx, library.Queue{Tracks: longQueue, Index: i % 100}, "")
		}},
		{"stats", func(int) error { _, err := l.Stats(ctx, time.Time{}); return err }},
		{"recap", func(int) error { _, err := l.Recap(ctx, library.Year); return err }},
		{"taste", func(int) error { _, err := l.Taste(ctx, 4000, 1000); return err }},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				ok(b, bm.f(i))
				i++
			}
		})
	}
}

// BenchmarkFilter types patterns key by key into a filter of 20,000 tracks; an operation is
// one key.
func BenchmarkFilter(b *testing.B) {
	list := songs(20_000)
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			library.NewFilter(list)
		}
	})
	f := library.NewFilter(list)
	for _, pattern := range []string{"e", "en", "ent", "entr", "midnight train", "zq"} {
		b.Run(pattern, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.Match("") // so that nothing is left from the key before
				f.Match(pattern)
			}
		})
	}
}

func BenchmarkBackup(b *testing.B) {
	l := open(b, large(b), library.Options{NoKeeper: true})
	for b.Loop() {
		must(l.Backup(b.Context()))(b)
	}
}
