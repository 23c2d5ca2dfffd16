package stream

import (
	"cmp"
	"slices"
)

// pageSize is the unit in which memory is taken and given back, and the longest
// run with one checksum on disk.
const pageSize = 16 << 10

type page [pageSize]byte

// A store knows which bytes of one file are here, in memory or on disk. Which
// are is known exactly, so a page may be partly filled. It has no lock: its
// Stream's guards it.
type store struct {
	pages   map[int64]*page // by offset / pageSize
	have    rangeSet        // mem and disk
	mem     rangeSet        // in pages
	disk    rangeSet        // in the cache's item
	unsaved rangeSet        // came from the origin and is not on disk yet
}

// read copies the bytes that are in memory from off on, as far as they reach, and
// returns their number.
func (s *store) read(p []byte, off int64) (n int) {
	p = p[:min(int64(len(p)), s.mem.end(off)-off)]
	for n < len(p) {
		at := off + int64(n)
		n += copy(p[n:], s.pages[at/pageSize][at%pageSize:])
	}
	return n
}

// write stores p, which came from the origin, at off. Bytes that are present stay
// as they are.
func (s *store) write(p []byte, off int64, save bool) {
	end := off + int64(len(p))
	for at := off; at < end; {
		from := s.have.end(at)
		if from >= end {
			return
		}
		to := s.have.next(from, end)
		s.fill(p[from-off:to-off], from)
		s.have.add(Range{from, to})
		s.mem.add(Range{from, to})
		if save {
			s.unsaved.add(Range{from, to})
		}
		at = to
	}
}

// load stores p, which came from disk, at off.
func (s *store) load(p []byte, off int64) {
	s.fill(p, off) // the bytes are the same where some are in memory
	s.mem.add(Range{off, off + int64(len(p))})
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

// onDisk notes that the bytes of r are on disk, notOnDisk that they are not after all.
func (s *store) onDisk(r Range) {
	s.disk.add(r)
	s.have.add(r)
	s.unsaved.remove(r)
}

func (s *store) notOnDisk(r Range) {
	s.disk.remove(r)
	s.have.remove(r)
	addBoth(&s.have, &s.mem, r)
}

// addBoth adds to the set those bytes of r that are in from.
func addBoth(to, from *rangeSet, r Range) {
	for at := from.next(r.From, r.To); at < r.To; at = from.next(at, r.To) {
		end := min(from.end(at), r.To)
		to.add(Range{at, end})
		at = end
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

// drop gives back page n. What of it is on disk is still present.
func (s *store) drop(n int64) {
	r := Range{n * pageSize, (n + 1) * pageSize}
	delete(s.pages, n)
	s.mem.remove(r)
	s.unsaved.remove(r)
	s.have.remove(r)
	addBoth(&s.have, &s.disk, r)
}
