package decode

import (
	"encoding/binary"
	"fmt"
	"math"
)

// opusRate is the rate of all Opus sound, whatever was encoded (RFC 6716).
const opusRate = 48000

// maxOpusFrames is the longest Opus packet, 120 ms.
const maxOpusFrames = 5760

// opusGrid is the shortest Opus frame, 2.5 ms: every packet begins at a multiple of it.
const opusGrid = 120

// An opusHead is the identification header (RFC 7845, section 5.1), which WebM
// carries as codec private data.
type opusHead struct {
	channels int
	preSkip  int64   // frames to drop at the start
	gain     float32 // to multiply with
	// Of more than two channels: how many streams a packet has, how many of them are
	// stereo, and which of their channels each channel is.
	streams, coupled int
	mapping          []byte
}

func parseOpusHead(b []byte) (opusHead, error) {
	if len(b) < 19 || string(b[:8]) != "OpusHead" {
		return opusHead{}, fmt.Errorf("%w: no OpusHead", ErrDamaged)
	}
	h := opusHead{
		channels: int(b[9]),
		preSkip:  int64(binary.LittleEndian.Uint16(b[10:])),
		gain:     1,
	}
	if q8 := int16(binary.LittleEndian.Uint16(b[16:])); q8 != 0 {
		h.gain = float32(math.Pow(10, float64(q8)/256/20))
	}
	if b[8]>>4 != 0 {
		return h, fmt.Errorf("%w: opus version %d", ErrUnsupported, b[8])
	}
	family := b[18]
	switch {
	case h.channels == 0:
		return h, fmt.Errorf("%w: opus without channels", ErrDamaged)
	case family <= 1 && h.channels <= 2:
		return h, nil
	case family != 1 || h.channels > 8:
		return h, fmt.Errorf("%w: opus with %d channels of family %d", ErrUnsupported, h.channels, family)
	case len(b) < 21+h.channels:
		return h, fmt.Errorf("%w: OpusHead without its channels", ErrDamaged)
	}
	h.streams, h.coupled, h.mapping = int(b[19]), int(b[20]), b[21:21+h.channels]
	return h, nil
}
