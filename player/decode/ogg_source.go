package decode

import "anyaudio/player/ogg"

// oggSource gives the packets of Opus or Vorbis in Ogg, whose granule positions count
// frames (RFC 7845, section 4; Vorbis I, appendix A.2). They are exact, so that the place of
// the packets of a page follows from its granule position and their lengths.
type oggSource struct {
	r       *ogg.Reader
	rate    int64
	frames  func(packet []byte) int // how long it lasts, given the one before
	restart func()                  // the next packet has none before it

	primer int64 // how long a packet counts that has none before it

	base  int64 // granule position at place 0
	first int64 // offset of the first page
	begun bool  // base is known
	page  ogg.Page
	lens  []int // of the packets of page
	i     int   // of the next packet
	at    int64 // its place
	hole  int64 // before it
	live  bool  // at goes on from the page before
	last  bool  // the page that ends the stream has been met
}

func (s *oggSource) length() int64 {
	if n, _, known := s.r.End(); known && n >= s.base {
		return n - s.base
	}
	return -1
}

func (s *oggSource) short(int64) bool { return !s.last && s.r.Short() }

func (s *oggSource) next() (packet, error) {
	for s.i == len(s.page.Packets) {
		page, err := s.r.Next()
		if err != nil {
			return packet{}, oggError(err)
		}
		s.page, s.i = page, 0
		if len(page.Packets) > 0 && !s.place() {
			if err := s.seek(0); err != nil {
				return packet{}, err
			}
		}
	}
	n := s.lens[s.i]
	p := packet{data: s.page.Packets[s.i], off: s.page.Offset, at: s.at, hole: s.hole, frames: n, keep: n}
	if s.page.Last && s.page.Granule >= 0 { // its end may lie inside a packet
		p.keep = int(min(max(s.page.Granule-s.base-s.at, 0), int64(n)))
	}
	s.at, s.hole = s.at+int64(n), 0
	s.i++
	return p, nil
}

// place finds the place of the packets of a new page. It reports false when that cannot
// be told: the granule position of the last page is that of a cut, so that it must be met
// in order.
func (s *oggSource) place() bool {
	if s.page.Lost || !s.live {
		s.restart()
	}
	s.lens = s.lens[:0]
	total := int64(0)
	for _, b := range s.page.Packets {
		n := s.frames(b)
		s.lens = append(s.lens, n)
		total += int64(n)
	}
	s.last = s.page.Last
	told := s.page.Granule >= 0 && !s.page.Last
	at := s.page.Granule - s.base - total
	switch {
	case !s.begun:
		s.begun, s.first, s.base = true, s.page.Offset, -s.primer
		if told {
			s.base = s.page.Granule - total
		}
		s.at = 0
	case s.page.Offset <= s.first:
		s.at = 0
	case s.live && s.page.Lost && told:
		s.hole = max(0, at-s.at)
		if at < s.at { // less is lost than the first packet would stand for
			s.lens[0] -= int(min(s.at-at, int64(s.lens[0])))
		}
		s.at += s.hole
	case !s.live && !told:
		return false
	case !s.live:
		s.at = max(0, at)
	}
	s.live = true
	return true
}

func (s *oggSource) seek(place int64) error {
	// The last page alone does not tell its place.
	if n := s.length(); n > 0 {
		place = min(place, n-1)
	}
	s.page, s.i, s.live, s.hole = ogg.Page{}, 0, false, 0
	return s.r.SeekGranule(place+s.base, s.rate)
}
