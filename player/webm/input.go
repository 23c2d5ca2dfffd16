package webm

import (
	"io"

	"anyaudio/player/seekbuf"
)

// readBlock is how much the demuxer asks of its input at once. It is small because
// what lies ahead may have to come over a network, and because a block of sound is some
// hundred bytes.
const readBlock = 4 << 10

// lookAhead is the most that peek can show at once: enough for some blocks in a row.
const lookAhead = 16 << 10

// input is the file with the place that is read next.
type input struct {
	*seekbuf.Reader
	off int64
}

func newInput(in io.ReadSeeker) *input {
	return &input{Reader: seekbuf.New(in, seekbuf.Options{Block: readBlock, Room: lookAhead})}
}

// pos is the offset of the next byte.
func (s *input) pos() int64 { return s.off }

// jump makes off the offset of the next byte.
func (s *input) jump(off int64) { s.off = off }

// peek returns the next n bytes without taking them; fewer with io.EOF at the end of
// the file. n is at most lookAhead.
func (s *input) peek(n int) ([]byte, error) { return s.At(s.off, n) }

// readFull fills p; io.EOF means that the file ends inside it.
func (s *input) readFull(p []byte) error {
	n, err := s.ReadAt(p, s.off)
	s.off += int64(n)
	return err
}
