package decode

import "anyaudio/player/seekbuf"

const (
	// windowBlock is how much is asked of the input at once when less is needed.
	windowBlock = 4 << 10
	// windowRoom is the most that can be asked of a window.
	windowRoom = 128 << 10
	// windowSkip is the longest gap that is read over.
	windowSkip = 16 << 10
)

// A window reads a file of frames at absolute places.
type window struct {
	*seekbuf.Reader
	in Input
}

func newWindow(in Input) *window {
	return &window{seekbuf.New(in, seekbuf.Options{Block: windowBlock, Room: windowRoom, Skip: windowSkip}), in}
}
