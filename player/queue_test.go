package player

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"anyaudio/source"
)

func newQueue(n int) *queue {
	q := &queue{rand: rand.New(rand.NewPCG(1, 2))}
	var ts []source.Track
	for i := range n {
		ts = append(ts, source.Track{ID: string(rune('a' + i))})
	}
	q.insert(0, ts)
	return q
}

func (q *queue) String() string {
	var b strings.Builder
	for _, e := range q.entries {
		b.WriteString(e.Track.ID)
	}
	return b.String()
}

func ids(q *queue, names string) (ids []uint64) {
	for _, n := range names {
		ids = append(ids, q.entries[slices.IndexFunc(q.entries, func(e Entry) bool { return e.Track.ID == string(n) })].ID)
	}
	return ids
}

func tracksOf(names string) (tracks []source.Track) {
	for _, n := range names {
		tracks = append(tracks, source.Track{ID: string(n)})
	}
	return tracks
}

// TestQueueReplaceKeepsIDs: what is in both lists is the same entry, each one once.
func TestQueueReplaceKeepsIDs(t *testing.T) {
	q := newQueue(4)
	q.setCurrent(ids(q, "c")[0])
	before := slices.Clone(q.entries)
	q.replace(tracksOf("ccxa"), 1)
	if q.entries[1] != before[2] || q.entries[3] != before[0] {
		t.Errorf("entries %v, before %v", q.entries, before)
	}
	seen := map[uint64]bool{}
	for _, e := range q.entries {
		if seen[e.ID] {
			t.Errorf("entry %d twice", e.ID)
		}
		seen[e.ID] = true
	}
}

func TestQueueOrder(t *testing.T) {
	for _, tt := range []struct {
		name    string
		current string
		do      func(*queue)
		want    string // the order, then what follows by itself
	}{
		{"plain", "b", func(*queue) {}, "abcd c"},
		{"last", "d", func(*queue) {}, "abcd -"},
		{"last, repeat all", "d", func(q *queue) { q.repeat = RepeatAll }, "abcd a"},
		{"repeat one", "b", func(q *queue) { q.repeat = RepeatOne }, "abcd b"},
		{"play next", "b", func(q *queue) { q.insert(q.afterCurrent(), []source.Track{{ID: "x"}, {ID: "y"}}) }, "abxycd x"},
		{"insert before current", "b", func(q *queue) { q.insert(0, []source.Track{{ID: "x"}}) }, "xabcd c"},
		{"remove before", "c", func(q *queue) { q.remove(ids(q, "ab")...) }, "cd d"},
		{"remove current", "b", func(q *queue) { q.remove(ids(q, "b")...) }, "acd c"},
		{"remove current and around", "b", func(q *queue) { q.remove(ids(q, "abc")...) }, "d d"},
		{"remove current, then play next", "b", func(q *queue) {
			q.remove(ids(q, "b")...)
			q.insert(q.afterCurrent(), []source.Track{{ID: "x"}})
		}, "axcd x"},
		{"remove last when current", "d", func(q *queue) { q.remove(ids(q, "d")...) }, "abc -"},
		{"remove last, repeat all", "d", func(q *queue) { q.repeat = RepeatAll; q.remove(ids(q, "d")...) }, "abc a"},
		{"move current", "a", func(q *queue) { q.move(ids(q, "a")[0], 2) }, "bcad d"},
		{"move another over it", "b", func(q *queue) { q.move(ids(q, "d")[0], 0) }, "dabc c"},
		{"move out of range", "a", func(q *queue) { q.move(ids(q, "b")[0], 99) }, "acdb c"},
		{"replace, the same current", "b", func(q *queue) { q.replace(tracksOf("dbx"), 1) }, "dbx x"},
		{"replace, another current", "b", func(q *queue) { q.replace(tracksOf("xyz"), 1) }, "xyz y"},
		{"shuffled before", "b", func(q *queue) { q.setShuffled(); q.setShuffle(true); q.setShuffle(false) }, "abcd c"},
		{"replace by nothing", "b", func(q *queue) { q.replace(nil, 0) }, " -"},
		{"behind the last of a track", "a", func(q *queue) { q.insert(q.behind(source.Track{ID: "b"}), tracksOf("xy")) }, "abxycd b"},
		{"behind a track that is gone", "a", func(q *queue) { q.insert(q.behind(source.Track{ID: "q"}), tracksOf("xy")) }, "abcdxy b"},
		{"nothing current", "", func(*queue) {}, "abcd a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := newQueue(4)
			if tt.current != "" {
				q.setCurrent(ids(q, tt.current)[0])
			}
			tt.do(q)
			next := "-"
			if e, ok := q.after(q.current, true); ok {
				next = e.Track.ID
			}
			if got := fmt.Sprint(q, " ", next); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestQueueShuffle(t *testing.T) {
	q := newQueue(8)
	q.setCurrent(ids(q, "d")[0])
	q.setShuffle(true)
	shuffled := q.String()
	if shuffled[0] != 'd' || shuffled == "dabcefgh" {
		t.Errorf("shuffled to %q: want d first and the rest in another order", shuffled)
	}
	letters := []byte(shuffled)
	slices.Sort(letters)
	if string(letters) != "abcdefgh" {
		t.Errorf("shuffled to %q: entries lost or doubled", shuffled)
	}
	q.insert(q.afterCurrent(), []source.Track{{ID: "x"}})
	q.remove(ids(q, "a")...)
	q.setShuffle(false)
	if got := q.String(); got != "bcdxefgh" {
		t.Errorf("back in order: %q, want bcdxefgh", got)
	}
	if i := q.index(q.current); q.place != i || q.entries[i].Track.ID != "d" {
		t.Errorf("place %d, current at %d", q.place, i)
	}
}

// Whatever is done to a queue, no entry is lost or doubled, and place is current's.
func TestQueueModel(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		q := newQueue(0)
		want := map[uint64]bool{}
		for range 40 {
			pick := func() uint64 {
				if len(q.entries) == 0 {
					return 0
				}
				return q.entries[r.IntN(len(q.entries))].ID
			}
			switch r.IntN(6) {
			case 0, 1:
				for _, e := range q.insert(r.IntN(len(q.entries)+2)-1, make([]source.Track, r.IntN(3))) {
					want[e.ID] = true
				}
			case 2:
				id := pick()
				q.remove(id)
				delete(want, id)
			case 3:
				q.move(pick(), r.IntN(12)-2)
			case 4:
				if id := pick(); id != 0 {
					q.setCurrent(id)
				}
			case 5:
				q.setShuffle(r.IntN(2) == 0)
			}
			if len(q.entries) != len(want) {
				t.Fatalf("%d entries, want %d", len(q.entries), len(want))
			}
			for _, e := range q.entries {
				if !want[e.ID] {
					t.Fatalf("entry %d should not be there", e.ID)
				}
			}
			if i := q.index(q.current); i >= 0 && i != q.place {
				t.Fatalf("place %d, current at %d", q.place, i)
			}
			if q.place < 0 || q.place > len(q.entries) {
				t.Fatalf("place %d of %d", q.place, len(q.entries))
			}
		}
	}
}
