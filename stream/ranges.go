package stream

import "sort"

// A Range is a half-open span of bytes of a file.
type Range struct{ From, To int64 }

// Len is the number of bytes in r.
func (r Range) Len() int64 { return r.To - r.From }

// contains reports whether the byte at off lies in r.
func (r Range) contains(off int64) bool { return r.From <= off && off < r.To }

// A rangeSet is a set of bytes, kept as ranges in ascending order that neither
// overlap nor touch. The zero value is empty.
type rangeSet struct{ r []Range }

// search returns the index of the first range that ends at or after off.
func (s *rangeSet) search(off int64) int {
	return sort.Search(len(s.r), func(i int) bool { return s.r[i].To >= off })
}

// after returns the index of the first range that ends after off, which may be the
// greatest number: the end of a file whose length nobody knows.
func (s *rangeSet) after(off int64) int {
	return sort.Search(len(s.r), func(i int) bool { return s.r[i].To > off })
}

// add puts all bytes of x into the set.
func (s *rangeSet) add(x Range) {
	if x.From >= x.To {
		return
	}
	i := s.search(x.From)
	j := i
	for j < len(s.r) && s.r[j].From <= x.To {
		x.From = min(x.From, s.r[j].From)
		x.To = max(x.To, s.r[j].To)
		j++
	}
	s.replace(i, j, x)
}

// remove takes all bytes of x out of the set.
func (s *rangeSet) remove(x Range) {
	if x.From >= x.To {
		return
	}
	i := s.after(x.From)
	j := i
	var left []Range
	for j < len(s.r) && s.r[j].From < x.To {
		if s.r[j].From < x.From {
			left = append(left, Range{s.r[j].From, x.From})
		}
		if s.r[j].To > x.To {
			left = append(left, Range{x.To, s.r[j].To})
		}
		j++
	}
	s.replace(i, j, left...)
}

// replace puts the ranges of with in the place of s.r[i:j].
func (s *rangeSet) replace(i, j int, with ...Range) {
	if len(with) == 1 && j == i+1 { // the common case, and free of allocation
		s.r[i] = with[0]
		return
	}
	tail := append([]Range(nil), s.r[j:]...)
	s.r = append(append(s.r[:i], with...), tail...)
}

// end returns the first byte at or after off that is not in the set.
func (s *rangeSet) end(off int64) int64 {
	i := s.after(off)
	if i < len(s.r) && s.r[i].From <= off {
		return s.r[i].To
	}
	return off
}

// next returns the first byte at or after off that is in the set, or limit when
// there is none before it.
func (s *rangeSet) next(off, limit int64) int64 {
	i := s.after(off)
	if i >= len(s.r) {
		return limit
	}
	return min(max(off, s.r[i].From), limit)
}

// len is the number of bytes in the set.
func (s *rangeSet) len() (n int64) {
	for _, r := range s.r {
		n += r.Len()
	}
	return n
}

// snapshot returns a copy of the ranges.
func (s *rangeSet) snapshot() []Range { return append([]Range(nil), s.r...) }
