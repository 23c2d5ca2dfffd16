package player

import (
	"context"
	"sync/atomic"

	"anyaudio/player/decode"
	"anyaudio/source"
)

// An Opener turns a track into bytes to read. Open may wait for the network and
// obeys ctx; the Input outlives that ctx.
type Opener interface {
	Open(ctx context.Context, t source.Track) (Input, error)
}

// An Input is an open track: the bytes that a decoder reads. The decode goroutine
// reads and seeks; Buffered and Close may be called from any goroutine.
type Input interface {
	decode.Input
	// SetContext makes the reads that follow obey ctx: when it ends, a waiting Read
	// returns its error and the input stays usable with another context. The
	// reading goroutine calls it.
	SetContext(ctx context.Context)
	// Hint names the format as far as it is known, a MIME type or a file name.
	Hint() string
	// Buffered returns the parts that can be read without waiting, as fractions of
	// the size in ascending order. It never blocks and works after Close.
	Buffered() []Span
	// Trouble returns why bytes that are wanted do not come, nil when all is well; the
	// input goes on trying. It never blocks and works after Close.
	Trouble() error
	// Close frees everything and makes a waiting Read return.
	Close() error
}

// An item is one playing of a queue entry, from its resolution to the last of its
// sound. Playing the same entry again is another item.
type item struct {
	gen   uint64
	entry Entry
	again bool // opened once more because the file had changed

	input atomic.Pointer[Input] // nil until opened; set by the decode goroutine
	dec   decode.Decoder        // decode goroutine only

	dropped bool // guarded by timeline.mu: it shall not be heard any more
}

// look asks the item's input, once it is open, what is there and what is wrong.
func (it *item) look() (buffered []Span, trouble string) {
	if in := it.input.Load(); in != nil {
		return (*in).Buffered(), Explain((*in).Trouble())
	}
	return nil, ""
}
