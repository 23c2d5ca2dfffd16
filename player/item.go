package player

import (
	"context"
	"io"
	"sync/atomic"
	"time"

	"anyaudio/player/decode"
	"anyaudio/player/output"
	"anyaudio/source"
	"anyaudio/stream"
)

// An Opener turns a track into bytes to read. Open may wait for the network and
// obeys ctx; the Input outlives that ctx.
type Opener interface {
	Open(ctx context.Context, t source.Track) (Input, error)
}

// An Input is an open track: the bytes that a decoder reads. The decode goroutine
// reads and seeks; Buffered and Close may be called from any goroutine.
//
// An Input that also has one of these methods is asked for what it knows, from any
// goroutine and after Close too:
//
//	Media() source.Media       loudness, format chosen and why, expiry of the link
//	StreamStats() stream.Stats requests, retries, bytes, for Player.Stats
//
// SetBitRate(bits int), on the reading goroutine, tells it what the decoder has found.
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

	// decode goroutine only
	raw    decode.Decoder // as the file has it
	dec    decode.Decoder // raw at the output's rate
	length int64          // of dec, as the loop was told it
	closer io.Closer      // of a decoder that holds resources, nil for none
	loud   measure

	decoded bool // to its end; loop goroutine only
	heard   bool // some of it, and its end is not told of yet; loop goroutine only

	dropped bool // guarded by timeline.mu: it shall not be heard any more
}

// look asks the item's input, once it is open, what is there and what is wrong.
func (it *item) look() (buffered []Span, trouble string) {
	if in := it.input.Load(); in != nil {
		return (*in).Buffered(), Explain((*in).Trouble())
	}
	return nil, ""
}

// media is what the source said when the item was opened, empty when it said nothing.
func (it *item) media() source.Media {
	if in := it.input.Load(); in != nil {
		if m, ok := (*in).(interface{ Media() source.Media }); ok {
			return m.Media()
		}
	}
	return source.Media{}
}

// streamStats are those of the item's stream; false when it is none.
func (it *item) streamStats() (stream.Stats, bool) {
	if in := it.input.Load(); in != nil {
		if s, ok := (*in).(interface{ StreamStats() stream.Stats }); ok {
			return s.StreamStats(), true
		}
	}
	return stream.Stats{}, false
}

// facts are what is known of an item once it is open.
type facts struct {
	format   string
	duration time.Duration
	reason   string
	loud     measure
	tags     *Tags
}

// facts reads them from the decoder and the input. The decode goroutine calls it.
func (it *item) facts() facts {
	format := it.raw.Format()
	tags := decode.TagsOf(it.dec)
	media := it.media()
	it.loud = measureOf(tags, media.Loudness)
	f := facts{format: formatLine(format), reason: media.Reason, loud: it.loud, tags: &tags}
	if it.length = it.dec.Len(); it.length > 0 {
		f.duration = output.Duration(it.length)
	}
	return f
}
