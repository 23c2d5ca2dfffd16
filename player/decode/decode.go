package decode

import (
	"errors"
	"fmt"
	"io"
)

// An Input is the file to decode. Only one goroutine uses it. A Read that fails
// with an error that is neither io.EOF nor from a damaged file (a cancelled
// context, a lost network) is passed on as it is; the decoder stays usable and the
// next SeekFrame puts it right.
type Input interface {
	io.ReadSeeker
	// Size is the length in bytes, -1 when unknown. It does no I/O; it may become
	// known after the first Read.
	Size() int64
}

// An Aimer is an Input that takes a hint: the n bytes from offset off are wanted next,
// so that one request can bring them all. It does no I/O and keeps the cursor.
type Aimer interface {
	Aim(off, n int64)
}

// Format describes the sound of a track.
type Format struct {
	Container string // "webm", "wav"
	Codec     string // "opus", "pcm s16le"
	Rate      int    // frames per second that Decoder.Read gives
	Channels  int    // of the file; Read always gives stereo
	BitRate   int    // bits per second of the file, 0 when unknown
}

// A Decoder gives the sound of one track as stereo frames at Format().Rate. It is
// used by one goroutine. It holds no resources of its own: the Input is closed by its owner.
type Decoder interface {
	// Format may be called at any time.
	Format() Format
	// Len is the length in frames, -1 when unknown.
	Len() int64
	// Read fills p with interleaved stereo samples and returns the number of
	// frames; it may return fewer than fit. At the end it returns 0, io.EOF, or an error that
	// wraps io.ErrUnexpectedEOF where the file says that it goes on and does not. Damage
	// that it can step over is stepped over; an error wrapping ErrDamaged ends the track, or
	// ErrUnsupported where a chained file goes on in another format.
	Read(p []float32) (frames int, err error)
	// SeekFrame makes the next Read start exactly at the given frame, or at the end when it
	// lies beyond. It may be called after any error and repeated after an
	// interrupted one. It returns the frame it landed on, and the errors of Read where one
	// of these lies on the way.
	SeekFrame(frame int64) (int64, error)
}

// Errors of Open and Read. They are wrapped with the place in the file.
var (
	// ErrUnknownFormat: the bytes are of no format that this player knows.
	ErrUnknownFormat = errors.New("unknown format")
	// ErrUnsupported: the format is known and this build cannot play it.
	ErrUnsupported = errors.New("unsupported")
	// ErrNoFFmpeg comes with ErrUnsupported where OpenWith was given no ffmpeg, which may play it.
	ErrNoFFmpeg = errors.New("it needs ffmpeg, which is not installed")
	// ErrDamaged: the bytes contradict their format.
	ErrDamaged = errors.New("damaged file")
	// ErrNoAudio: the file is whole and has no sound track in it.
	ErrNoAudio = errors.New("no audio in this file")
)

// cutShort is the error at the end of a file that says that it goes on.
func cutShort(container string) error {
	return fmt.Errorf("%s: %w: it is longer than what there is of it", container, io.ErrUnexpectedEOF)
}
