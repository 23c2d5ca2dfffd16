package library

import "slices"

// A splice is a change of a list: at a place some rows go and others come. Every edit of a
// list is one, a move too; that which undoes it is the same with the two swapped.
type splice struct {
	At       int     `json:"at"`
	Removed  []int64 `json:"removed,omitempty"` // tracks, as rows
	Inserted []int64 `json:"inserted,omitempty"`
}

// diff is the splice that turns before into after, without what is equal at both ends.
func diff(before, after []int64) splice {
	n := 0
	for n < min(len(before), len(after)) && before[n] == after[n] {
		n++
	}
	before, after = before[n:], after[n:]
	tail := 0
	for tail < min(len(before), len(after)) && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	return splice{At: n, Removed: slices.Clone(before[:len(before)-tail]), Inserted: slices.Clone(after[:len(after)-tail])}
}

func (s splice) inverse() splice { return splice{At: s.At, Removed: s.Inserted, Inserted: s.Removed} }

func (s splice) empty() bool { return len(s.Removed) == 0 && len(s.Inserted) == 0 }

// fits reports whether what the splice removes is there in list.
func (s splice) fits(list []int64) bool {
	return s.At >= 0 && s.At+len(s.Removed) <= len(list) && slices.Equal(list[s.At:s.At+len(s.Removed)], s.Removed)
}
