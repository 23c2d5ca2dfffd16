package decode

import (
	"fmt"
	"io"
	"math"
)

const (
	// framedStep is how many frames lie between two places that are remembered.
	framedStep = 32
	// framedWalk is how many bytes a seek over a network may read to find its place by
	// counting frames.
	framedWalk = 128 << 10
	// framedLost is how much may lie between two frames.
	framedLost = 4 << 20
	// framedHead is how much of a frame its header fills at most.
	framedHead = 10
)

// A frameHead is what the header of a frame tells.
type frameHead struct {
	size   int    // bytes with the header
	frames int    // of sound
	kind   uint32 // the fields that are equal in all headers of a file
}

// A framed source gives the frames of a file that is nothing but frames, each with a
// header that tells its size: MPEG audio and AAC in ADTS.
//
// Nothing in such a file numbers the frames, so a place is exact when all frames before it
// have been counted. It is, as far as the file has been played; everywhere, when the
// frames are of equal size or an input without Aim makes counting cheap; and
// within framedWalk of a place that is known. A seek further into a file of
// unequal frames over a network goes by the file's table or the mean size, and what
// follows is counted from that estimate.
type framed struct {
	name  string // of the container
	w     *window
	parse func(b []byte) (frameHead, bool)
	head  frameHead // of the first frame

	first    int64         // offset of the first frame of sound
	total    int64         // frames, -1 when the file does not say
	finish   int64         // place of the end, -1 when the file does not say; cuts the padding
	bytes    int64         // of all frames, 0 when the file does not say
	mean     float64       // bytes of a frame
	constant bool          // all frames have this size, up to a byte of padding
	index    []framedPoint // as the file tells them
	known    []int64       // offsets of frames 0, framedStep, 2*framedStep ...

	pos   int64 // of the next frame
	n     int64 // its number
	exact bool  // n has been counted
	cut   bool  // the file ends inside a frame
}

// A framedPoint is a frame and its offset, both possibly rounded.
type framedPoint struct{ n, off int64 }

func (s *framed) length() int64 {
	if s.finish >= 0 {
		return s.finish
	}
	size := s.w.Size()
	if size < 0 {
		return -1
	}
	return int64(math.Round(float64(max(0, size-s.first))/s.mean)) * int64(s.head.frames)
}

func (s *framed) short(size int64) bool {
	return s.cut || s.bytes > 0 && size >= 0 && s.first+s.bytes > size+int64(2*s.mean)
}

// start goes to the first frame.
func (s *framed) start() { s.pos, s.n, s.exact = s.first, 0, true }

func (s *framed) next() (packet, error) {
	off, h, err := s.find(s.pos)
	if err != nil {
		return packet{}, err
	}
	data, err := s.w.At(off, h.size)
	if err == io.EOF {
		s.cut = s.total < 0 || !s.exact || s.n < s.total
		return packet{}, err
	}
	if err != nil {
		return packet{}, err
	}
	p := packet{data: data, off: off, frames: h.frames, keep: h.frames}
	if lost := off - s.pos; lost > 0 {
		missing := int64(math.Round(float64(s.foreign(s.pos, lost)) / s.mean))
		s.n += missing
		p.hole = missing * int64(h.frames)
	}
	p.at = s.n * int64(h.frames)
	p.keep = s.keep(p, off+int64(h.size))
	s.learn(off)
	s.pos, s.n = off+int64(h.size), s.n+1
	if p.keep < p.frames { // what looks ahead may move the window
		p.data, err = s.w.At(off, h.size)
	}
	return p, err
}

// keep is how many frames of p are heard. Where numbers are estimates the end is found by
// what follows p.
func (s *framed) keep(p packet, after int64) int {
	if s.finish < 0 {
		return p.frames
	}
	at := p.at
	if !s.exact {
		size := s.w.Size()
		if size < 0 || size-after > 8<<10 {
			return p.frames
		}
		left := int64(0)
		for {
			b, err := s.w.At(after, framedHead)
			h, ok := s.parse(b)
			if err != nil && err != io.EOF || !ok || h.kind != s.head.kind || after+int64(h.size) > size {
				break
			}
			left++
			after += int64(h.size)
		}
		at = (s.total - 1 - left) * int64(s.head.frames)
	}
	return int(min(max(s.finish-at, 0), int64(p.frames)))
}

// learn remembers the offset of the frame that is next.
func (s *framed) learn(off int64) {
	if s.exact && s.n%framedStep == 0 && s.n/framedStep == int64(len(s.known)) {
		s.known = append(s.known, off)
	}
}

// find returns the first frame at or after pos.
func (s *framed) find(pos int64) (int64, frameHead, error) {
	b, err := s.w.At(pos, framedHead)
	if err != nil && err != io.EOF {
		return 0, frameHead{}, err
	}
	if h, ok := s.parse(b); ok && h.kind == s.head.kind {
		return pos, h, nil
	}
	return s.resync(pos+tagSize(b), framedLost)
}

// resync returns the first frame at or after pos that another follows.
func (s *framed) resync(pos int64, limit int64) (int64, frameHead, error) {
	for off := pos; off < pos+limit; off++ {
		b, err := s.w.At(off, windowBlock)
		if len(b) < 2 {
			if err == nil {
				err = io.EOF
			}
			return 0, frameHead{}, err
		}
		i := 0
		for i+1 < len(b) && (b[i] != 0xff || b[i+1]&0xe0 != 0xe0) {
			i++
		}
		if off += int64(i); i+1 == len(b) {
			if off--; err == io.EOF {
				return 0, frameHead{}, err
			}
			continue
		}
		h, err := s.chain(off)
		if err != nil {
			return 0, frameHead{}, err
		}
		if h.size > 0 {
			return off, h, nil
		}
	}
	return 0, frameHead{}, fmt.Errorf("%s at byte %d: %w: no sound in the next %d KiB", s.name, pos, ErrDamaged, limit>>10)
}

// chain returns the header at off if it is of this file and followed by another
// or by the end, else none.
func (s *framed) chain(off int64) (frameHead, error) {
	b, err := s.w.At(off, framedHead)
	if err != nil && err != io.EOF {
		return frameHead{}, err
	}
	h, ok := s.parse(b)
	if !ok || s.head.kind != 0 && h.kind != s.head.kind {
		return frameHead{}, nil
	}
	after := off + int64(h.size)
	b, err = s.w.At(after, framedHead)
	if err != nil && err != io.EOF {
		return frameHead{}, err
	}
	second, ok := s.parse(b)
	if ok && second.kind == h.kind || len(b) == 0 && after == s.w.Size() && s.head.kind != 0 {
		return h, nil
	}
	return frameHead{}, nil
}

// foreign returns how many of the n bytes at off are not those of a tag.
func (s *framed) foreign(off, n int64) int64 {
	b, err := s.w.At(off, framedHead)
	if err != nil {
		return n
	}
	if size := tagSize(b); size > 0 {
		return max(0, n-size)
	}
	return n
}
