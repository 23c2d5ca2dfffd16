package mp4

import (
	"io"

	"anyaudio/player/seekbuf"
)

// readBlock is how much is asked of the input at once when less is needed. What lies
// ahead may have to come over a network.
const readBlock = 4 << 10

// input is the file.
type input struct{ *seekbuf.Reader }

func newInput(in io.ReadSeeker) *input {
	return &input{seekbuf.New(in, seekbuf.Options{Block: readBlock, Room: readBlock})}
}

// bytes reads n bytes from off. What is read is allocated as it comes, so that a
// wrong size costs no more than the file is long.
func (s *input) bytes(off, n int64) ([]byte, error) {
	const step = 256 << 10
	p := make([]byte, min(n, step))
	for done := int64(0); ; {
		if _, err := s.ReadAt(p[done:], off+done); err != nil {
			return nil, err
		}
		if done = int64(len(p)); done == n {
			return p, nil
		}
		p = append(p, make([]byte, min(n-done, max(done, step)))...)
	}
}
