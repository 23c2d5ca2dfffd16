package stream

import (
	"cmp"
	"slices"
)

// pageSize is the unit in which memory is taken and given back.
const pageSize = 16 << 10

type page [pageSize]byte

// A store keeps bytes of one file in pages. Which bytes are present is known
// exactly, so a page may be partly filled. It has no lock: its Stream's guards it.
type store struct {
	pages map[int64]*page // by offset / pageSize
	have  rangeSet
}

// read copies the bytes that are present from off on, as far as they reach, and
// returns their number.
func (s *store) read(p []byte, off int64) (n int) {
	p = p[:min(int64(len(p)), s.have.end(off)-off)]
	for n < len(p) {
		at := off + int64(n)
		n += copy(p[n:], s.pages[at/pageSize][at%pageSize:])
	}
	return n
}

// write stores p at off. Bytes that are present stay as they are. It returns the
// number of bytes that were new.
func (s *store) write(p []byte, off int64) (fresh int) {
	end := off + int64(len(p))
	for at := off; at < end; {
		from := s.have.end(at)
		if from >= end {
			break
		}
		to := s.have.next(from, end)
		s.fill(p[from-off:to-off], from)
		s.have.add(Range{from, to})
		fresh += int(to - from)
		at = to
	}
	return fresh
}

// fill copies p into the pages at off, making those that do not exist.
func (s *store) fill(p []byte, off int64) {
	for len(p) > 0 {
		pg := s.pages[off/pageSize]
		if pg == nil {
			pg = new(page)
			if s.pages == nil {
				s.pages = make(map[int64]*page)
			}
			s.pages[off/pageSize] = pg
		}
		n := copy(pg[off%pageSize:], p)
		p, off = p[n:], off+int64(n)
	}
}

// size is the memory that the pages take, in bytes.
func (s *store) size() int64 { return int64(len(s.pages)) * pageSize }

// evict gives back whole pages until at most limit bytes are taken or nothing
// more may go. Bytes in keep stay. What lies behind pos goes first, the
// farthest before the nearest, then what lies ahead, the farthest first.
func (s *store) evict(limit, pos int64, keep []Range) {
	if s.size() <= limit {
		return
	}
	var out []int64
	for n := range s.pages {
		r := Range{n * pageSize, (n + 1) * pageSize}
		if !slices.ContainsFunc(keep, func(k Range) bool { return k.From < r.To && r.From < k.To }) {
			out = append(out, n)
		}
	}
	at := pos / pageSize
	slices.SortFunc(out, func(a, b int64) int {
		if (a < at) != (b < at) {
			if a < at {
				return -1
			}
			return 1
		}
		if a < at {
			return cmp.Compare(a, b)
		}
		return cmp.Compare(b, a)
	})
	for _, n := range out {
		if s.size() <= limit {
			return
		}
		s.drop(n)
	}
}

// drop forgets page n.
func (s *store) drop(n int64) {
	delete(s.pages, n)
	s.have.remove(Range{n * pageSize, (n + 1) * pageSize})
}
