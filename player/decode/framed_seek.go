package decode

import (
	"io"
	"math"
	"sort"
)

// seek goes to the frame that holds the place, or to the last.
func (s *framed) seek(place int64) error {
	s.cut = false
	n := max(0, place/int64(s.head.frames))
	if s.total > 0 {
		n = min(n, s.total-1)
	}
	if len(s.known) == 0 {
		s.known = append(s.known, s.first)
	}
	last := int64(len(s.known)-1) * framedStep
	if n < last+framedStep || !s.w.Remote() {
		return s.walk(n)
	}
	guess := s.guess(n)
	if from := s.known[len(s.known)-1]; guess-from < framedWalk {
		return s.walk(n)
	}
	return s.jump(n, guess)
}

// walk counts frames from the nearest place before n that is known. In a file that ends
// before n it goes to its last frame.
func (s *framed) walk(n int64) error {
	i := min(n/framedStep, int64(len(s.known)-1))
	s.pos, s.n, s.exact = s.known[i], i*framedStep, true
	s.w.Aim(s.pos, s.reach(s.guess(n)-s.pos))
	for at, number := s.pos, s.n; ; {
		off, err := s.skip()
		if err == io.EOF || err == nil && s.n-1 > n { // n lies behind the end, or is missing
			s.pos, s.n = at, number
			return nil
		}
		if err != nil {
			return err
		}
		at, number = off, s.n-1
		if number == n {
			s.pos, s.n = at, number
			return nil
		}
	}
}

// skip goes over one frame, whose offset it returns, without reading it.
func (s *framed) skip() (int64, error) {
	off, h, err := s.find(s.pos)
	if err != nil {
		return 0, err
	}
	if size := s.w.Size(); size >= 0 && off+int64(h.size) > size {
		return 0, io.EOF
	}
	if lost := off - s.pos; lost > 0 {
		s.n += int64(math.Round(float64(s.foreign(s.pos, lost)) / s.mean))
	}
	s.learn(off)
	s.pos, s.n = off+int64(h.size), s.n+1
	return off, nil
}

// guess returns about where frame n begins.
func (s *framed) guess(n int64) int64 {
	a := framedPoint{0, s.first}
	i := sort.Search(len(s.index), func(i int) bool { return s.index[i].n > n })
	if i > 0 {
		a = s.index[i-1]
	}
	if i < len(s.index) {
		b := s.index[i]
		return a.off + int64(float64(n-a.n)/float64(b.n-a.n)*float64(b.off-a.off))
	}
	return a.off + int64(float64(n-a.n)*s.mean)
}

// jump goes to the frame that begins at the guess or just before, and believes that
// it is n, or what its offset says in a file of equal frames.
func (s *framed) jump(n, guess int64) error {
	if size := s.w.Size(); size >= 0 {
		guess = min(guess, size-int64(4*s.mean))
	}
	from := max(s.first, guess-int64(s.mean/2))
	s.w.Aim(from, s.reach(0))
	off, h, err := s.resync(from, framedLost)
	if err == io.EOF { // the last frames are damaged
		return s.walk(n)
	}
	if err != nil {
		return err
	}
	if math.Abs(float64(h.size)-s.mean) > 1 {
		s.constant = false
	}
	if s.constant {
		n = int64(math.Round(float64(off-s.first) / s.mean))
	} else {
		n += int64(math.Round(float64(off-guess) / s.mean))
	}
	s.pos, s.n, s.exact = off, max(0, n), s.constant
	return nil
}

// reach is how many bytes a seek should bring: ten seconds of sound behind the ahead bytes
// that come first, within bounds.
func (s *framed) reach(ahead int64) int64 {
	const frames = 400 // some ten seconds
	return min(max(0, ahead)+min(max(int64(frames*s.mean), 16<<10), 256<<10), 384<<10)
}
