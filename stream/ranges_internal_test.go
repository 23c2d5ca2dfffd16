package stream

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The end of a file of unknown length is the greatest number, behind every range.
func TestRangeSetAtTheEnd(t *testing.T) {
	var s rangeSet
	s.add(Range{0, 100})
	if end, next := s.end(math.MaxInt64), s.next(math.MaxInt64, math.MaxInt64); end != math.MaxInt64 || next != math.MaxInt64 {
		t.Errorf("end %d, next %d", end, next)
	}
}

// A rangeSet does what a bitmap does, and stays in order without touching ranges.
func TestRangeSetLikeABitmap(t *testing.T) {
	const size = 64
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		var s rangeSet
		var bits [size + 1]bool
		for range 60 {
			a, b := rnd.Int64N(size), rnd.Int64N(size)
			r := Range{min(a, b), max(a, b)}
			on := rnd.IntN(3) > 0
			if on {
				s.add(r)
			} else {
				s.remove(r)
			}
			for i := r.From; i < r.To; i++ {
				bits[i] = on
			}
			compareBitmap(t, &s, bits[:])
			if t.Failed() {
				t.Fatalf("seed %d after %v of %v: %v", seed, on, r, s.r)
			}
		}
	}
}

func compareBitmap(t *testing.T, s *rangeSet, bits []bool) {
	t.Helper()
	n := int64(0)
	for i := range int64(len(bits) - 1) {
		end, next := i, i
		for end < int64(len(bits)) && bits[end] {
			end++
		}
		for next < int64(len(bits)-1) && !bits[next] {
			next++
		}
		if got := s.end(i); got != end {
			t.Errorf("end(%d) is %d, want %d", i, got, end)
		}
		if got := s.next(i, int64(len(bits)-1)); got != next {
			t.Errorf("next(%d) is %d, want %d", i, got, next)
		}
		if bits[i] {
			n++
		}
	}
	if got := s.len(); got != n {
		t.Errorf("len is %d, want %d", got, n)
	}
	for i := range s.r {
		if s.r[i].From >= s.r[i].To || i > 0 && s.r[i-1].To >= s.r[i].From {
			t.Errorf("out of shape at %d", i)
		}
	}
}
