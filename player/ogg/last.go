package ogg

import (
	"io"
	"math"
	"slices"
)

// FindEnd reads the end of the file, once, by ReadAt where the input has that; in a
// chained file it looks for the end of the link. Where Next stands is not changed. It does
// nothing while the length of the file is not known.
func (r *Reader) FindEnd() error {
	size := r.src.End()
	if size == math.MaxInt64 || r.end.off != 0 {
		return nil
	}
	end, err := r.findEnd(size)
	if err == nil {
		r.end = end
	}
	return err
}

// End is what FindEnd has found: the granule position at the end of the chosen stream, -1
// when it cannot be told, and the offset at which the link ends.
func (r *Reader) End() (granule, off int64, known bool) {
	return r.end.granule, r.end.off, r.end.off != 0
}

func (r *Reader) findEnd(size int64) (point, error) {
	last, foreign := point{-1, size}, false
	for _, n := range looks() {
		from := max(size-n, r.begin)
		err := r.look(from, size, func(h header, _ int64) bool {
			foreign = !slices.Contains(r.serials, h.serial)
			if h.serial == r.serial && h.granule >= 0 {
				last.granule = h.granule
			}
			return true
		})
		if err != nil {
			return point{}, err
		}
		if foreign {
			return r.linkEnd(size)
		}
		if last.granule >= 0 || from == r.begin {
			break
		}
	}
	return last, nil
}

// looks are how many bytes are looked at for a page: one is rarely longer than the
// first, never longer than the second.
func looks() []int64 { return []int64{20 << 10, 2 * maxPage} }

// look calls fn for the sound pages that lie whole between from and to, until it
// returns false.
func (r *Reader) look(from, to int64, fn func(h header, off int64) bool) error {
	b := make([]byte, to-from)
	n, err := r.ends.ReadAt(b, from)
	if err != nil && err != io.EOF {
		return err
	}
	soundPages(b[:n], func(h header, off int) bool { return fn(h, from+int64(off)) })
	return nil
}

// linkEnd halves the file until it has the place where the pages of this link end.
func (r *Reader) linkEnd(size int64) (point, error) {
	lo, hi := r.begin, size
	for hi-lo > 2*maxPage {
		mid := lo + (hi-lo)/2
		ours := false
		for _, n := range looks() {
			met := false
			err := r.look(mid, min(mid+n, size), func(h header, _ int64) bool {
				met, ours = true, slices.Contains(r.serials, h.serial)
				return false
			})
			if err != nil {
				return point{}, err
			}
			if met {
				break
			}
		}
		if ours {
			lo = mid
		} else {
			hi = mid
		}
	}
	end := point{-1, hi}
	err := r.look(lo, min(hi+2*maxPage, size), func(h header, off int64) bool {
		if !slices.Contains(r.serials, h.serial) {
			end.off = off
			return false
		}
		if h.serial == r.serial && h.granule >= 0 {
			end.granule = h.granule
		}
		return true
	})
	return end, err
}
