package decode

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
)

// Limits on what the headers of a Vorbis stream may make a decoder build. Encoders stay
// below a tenth of them.
const (
	maxVorbisEntries = 1 << 15 // of one code book
	maxVorbisTotal   = 1 << 18 // entries of all books
	maxVorbisValues  = 1 << 21 // numbers of all books
)

// A vorbisHead is what the headers of a Vorbis stream say about its packets (Vorbis I,
// section 4.2).
type vorbisHead struct {
	channels, rate int
	bitRate        int    // nominal, 0 when not given
	blocks         [2]int // frames of a short and a long block
	long           []bool // whether a mode is that of long blocks
	empty          []int  // bits of the setup header where a floor of no partitions has its classes
}

// parseVorbis reads the identification and the setup header, all of both: a decoder is
// given no header that would make it allocate without bound, index outside its
// tables or wait for ever.
func parseVorbis(ident, setup []byte) (*vorbisHead, error) {
	if len(ident) < 30 || string(ident[:7]) != "\x01vorbis" || ident[29]&1 == 0 {
		return nil, fmt.Errorf("%w: no Vorbis identification header", ErrDamaged)
	}
	le := binary.LittleEndian
	v := &vorbisHead{
		channels: int(ident[11]),
		rate:     int(le.Uint32(ident[12:])),
		bitRate:  int(max(0, int32(le.Uint32(ident[20:])))),
		blocks:   [2]int{1 << (ident[28] & 15), 1 << (ident[28] >> 4)},
	}
	if le.Uint32(ident[7:]) != 0 || v.blocks[0] < 64 || v.blocks[1] < v.blocks[0] || v.blocks[1] > 8192 ||
		v.channels == 0 || v.rate == 0 {
		return nil, fmt.Errorf("%w: wrong Vorbis identification header", ErrDamaged)
	}
	if v.channels > 8 || v.rate > 768000 {
		return nil, fmt.Errorf("%w: vorbis of %d channels at %d Hz", ErrUnsupported, v.channels, v.rate)
	}
	if len(setup) < 7 || string(setup[:7]) != "\x05vorbis" {
		return nil, fmt.Errorf("%w: no Vorbis setup header", ErrDamaged)
	}
	s := vorbisSetup{b: setup[7:], head: v}
	s.read()
	if s.wrong {
		return nil, fmt.Errorf("%w: wrong Vorbis setup header", ErrDamaged)
	}
	return v, nil
}

// primer is how long a packet counts that has none before it, and gives silence: at
// least as long as any packet lasts.
func (v *vorbisHead) primer() int64 { return int64(v.blocks[1] / 2) }

// A vorbisSizes tells how long packets last: half of the block before and half of
// their own overlap (Vorbis I, section 4.3.8).
type vorbisSizes struct {
	head   *vorbisHead
	before int // size of the block before, 0 when there is none
}

func (s *vorbisSizes) restart() { s.before = 0 }

// frames returns how long a packet lasts, 0 when it is no sound.
func (s *vorbisSizes) frames(p []byte) int {
	if len(p) == 0 || p[0]&1 != 0 {
		return 0
	}
	mode := int(p[0]) >> 1 & (1<<ilog(len(s.head.long)-1) - 1)
	if mode >= len(s.head.long) {
		return 0
	}
	size := s.head.blocks[0]
	if s.head.long[mode] {
		size = s.head.blocks[1]
	}
	n := int(s.head.primer())
	if s.before > 0 {
		n = (s.before + size) / 4
	}
	s.before = size
	return n
}

// ilog is the number of bits that n needs.
func ilog(n int) int { return bits.Len(uint(n)) }

// A vorbisSetup reads a setup header bit by bit. What it finds wrong it notes and goes on
// with zeros, as it does at the end.
type vorbisSetup struct {
	b     []byte
	at    int // bit
	wrong bool
	head  *vorbisHead

	books, floors, residues, mappings int
	entries, values                   int
	scalar                            []bool // books without values
}

func (s *vorbisSetup) bits(n int) int {
	if s.at+n > 8*len(s.b) {
		s.at, s.wrong = 8*len(s.b), true
		return 0
	}
	v := 0
	for i := range n {
		v |= int(s.b[(s.at+i)/8]>>((s.at+i)%8)&1) << i
	}
	s.at += n
	return v
}

// below reads n bits that must be less than limit.
func (s *vorbisSetup) below(n, limit int) int {
	v := s.bits(n)
	s.wrong = s.wrong || v >= limit
	return v
}

// each calls fn as often as the n bits say, plus one.
func (s *vorbisSetup) each(n int, fn func()) int {
	count := s.bits(n) + 1
	for i := 0; i < count && !s.wrong; i++ {
		fn()
	}
	return count
}

func (s *vorbisSetup) read() {
	s.books = s.each(8, s.book)
	s.each(6, func() { s.below(16, 1) }) // time domain transforms
	s.floors = s.each(6, s.floor)
	s.residues = s.each(6, s.residue)
	s.mappings = s.each(6, s.mapping)
	s.each(6, func() {
		s.head.long = append(s.head.long, s.bits(1) == 1)
		s.below(32, 1) // window and transform
		s.below(8, s.mappings)
	})
	s.wrong = s.wrong || s.bits(1) == 0
}

// book reads a code book (Vorbis I, section 3.2.1).
func (s *vorbisSetup) book() {
	s.wrong = s.wrong || s.bits(24) != 0x564342
	dims, n := s.bits(16), s.bits(24)
	s.entries += n
	s.values += n * dims
	if s.wrong || dims == 0 || n == 0 || n > maxVorbisEntries || s.entries > maxVorbisTotal {
		s.wrong = true
		return
	}
	used := n
	if s.bits(1) == 1 { // ordered
		s.bits(5)
		for i := 0; i < n && !s.wrong; {
			k := s.bits(ilog(n - i))
			i += k
			s.wrong = s.wrong || i > n
		}
	} else {
		sparse := s.bits(1) == 1
		for range n {
			if sparse && s.bits(1) == 0 {
				used--
				continue
			}
			s.bits(5)
		}
	}
	s.wrong = s.wrong || used == 0
	kind := s.below(4, 3)
	s.scalar = append(s.scalar, kind == 0)
	if kind == 0 {
		s.values -= n * dims
		return
	}
	s.bits(64)
	width, count := s.bits(4)+1, n*dims
	s.bits(1)
	if kind == 1 {
		count = int(math.Floor(math.Pow(float64(n), 1/float64(dims))))
	}
	if s.values > maxVorbisValues || s.at+width*count > 8*len(s.b) {
		s.wrong = true
		return
	}
	s.at += width * count
}

// floor reads the configuration of a floor (sections 6.2.1 and 7.2.2).
func (s *vorbisSetup) floor() {
	if s.below(16, 2) == 0 {
		s.wrong = s.wrong || s.bits(8) == 0 // order
		s.wrong = s.wrong || s.bits(16) == 0 || s.bits(16) == 0
		s.bits(6 + 8)
		for range s.bits(4) + 1 {
			s.vectors(s.below(8, s.books))
		}
		return
	}
	classes := make([]int, s.bits(5))
	for i := range classes {
		classes[i] = s.bits(4)
	}
	dims := [16]int{}
	last := -1
	for _, c := range classes {
		last = max(last, c)
	}
	if last < 0 {
		s.head.empty = append(s.head.empty, 8*len("\x05vorbis")+s.at)
	}
	for c := range last + 1 {
		dims[c] = s.bits(3) + 1
		sub := s.bits(2)
		if sub > 0 {
			s.below(8, s.books)
		}
		for range 1 << sub {
			s.below(8, s.books+1)
		}
	}
	s.bits(2)
	width := s.bits(4)
	seen := map[int]bool{0: true, 1 << width: true}
	for _, c := range classes {
		for range dims[c] {
			x := s.bits(width)
			s.wrong = s.wrong || seen[x] // two at one place would divide by zero
			seen[x] = true
		}
	}
}

// vectors notes that the values of a book are used, so that it must have some.
func (s *vorbisSetup) vectors(book int) {
	s.wrong = s.wrong || book >= len(s.scalar) || s.scalar[book]
}

// residue reads the configuration of a residue (section 8.6.1).
func (s *vorbisSetup) residue() {
	s.below(16, 3)
	s.bits(24 + 24)
	s.bits(24)
	classes := s.bits(6) + 1
	s.below(8, s.books)
	cascade := make([]int, classes)
	for i := range cascade {
		cascade[i] = s.bits(3)
		if s.bits(1) == 1 {
			cascade[i] |= s.bits(5) << 3
		}
	}
	for _, c := range cascade {
		for range bits.OnesCount8(uint8(c)) {
			s.vectors(s.below(8, s.books))
		}
	}
}

// mapping reads a mapping (section 4.2.4).
func (s *vorbisSetup) mapping() {
	s.below(16, 1)
	submaps := 1
	if s.bits(1) == 1 {
		submaps = s.bits(4) + 1
	}
	if s.bits(1) == 1 {
		width := ilog(s.head.channels - 1)
		s.each(8, func() {
			a, b := s.below(width, s.head.channels), s.below(width, s.head.channels)
			s.wrong = s.wrong || a == b
		})
	}
	s.below(2, 1)
	if submaps > 1 {
		for range s.head.channels {
			s.below(4, submaps)
		}
	}
	for range submaps {
		s.bits(8)
		s.below(8, s.floors)
		s.below(8, s.residues)
	}
}
