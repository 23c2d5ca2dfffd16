package local

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestNaturalOrder(t *testing.T) {
	want := []string{
		"", "!", "0", "00", "0a", "01", "1", "1a", "2", "9", "10", "10.mp3", "10a", "18446744073709551616",
		"18446744073709551617", "_", "A", "a", "a0", "a01", "a1", "a1b", "a2", "A10", "a10", "ab", "B", "b", "Track 2", "track 10",
		"É", "é", "日", "\xff",
	}
	got := slices.Clone(want)
	for range 20 {
		rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		slices.SortFunc(got, naturalCompare)
		if !slices.Equal(got, want) {
			t.Fatalf("got\n%q\nwant\n%q", got, want)
		}
	}
}

// The order must be one, or sorting depends on where one starts.
func FuzzNaturalCompare(f *testing.F) {
	f.Add("a1", "a01", "A1")
	f.Add("a\xff", "a9", "a")
	f.Add("1٣", "13", "1 3")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if naturalCompare(a, b) != -naturalCompare(b, a) {
			t.Errorf("%q and %q", a, b)
		}
		if (naturalCompare(a, b) == 0) != (a == b) {
			t.Errorf("%q and %q are taken for equal, or not", a, b)
		}
		if naturalCompare(a, b) <= 0 && naturalCompare(b, c) <= 0 && naturalCompare(a, c) > 0 {
			t.Errorf("%q <= %q <= %q, but not the first and the last", a, b, c)
		}
	})
}

func BenchmarkNaturalCompare(b *testing.B) {
	x, y := "Disc 1/Artist - Title "+strings.Repeat("x", 20)+" 19", "Disc 1/Artist - Title "+strings.Repeat("x", 20)+" 20"
	b.ReportAllocs()
	for b.Loop() {
		if naturalCompare(x, y) >= 0 {
			b.Fatal("wrong order")
		}
	}
}
