package decode

import "github.com/thesyncim/gopus"

// maxOpusFrames is the longest Opus packet, 120 ms at 48 kHz.
const maxOpusFrames = 5760

// A packetDecoder turns packets into interleaved float samples at 48 kHz. This is
// all that the player asks of an Opus library, so that another can take its place here.
type packetDecoder interface {
	// Decode decodes a packet into pcm. An empty packet stands for a lost one and
	// gives as many frames as pcm holds.
	Decode(packet []byte, pcm []float32) (frames int, err error)
	// Reset forgets what was decoded before.
	Reset()
	// Channels is the number of samples in a frame, 1 or 2.
	Channels() int
}

// newOpus returns gopus behind a guard.
func newOpus(channels int) (packetDecoder, error) {
	cfg := gopus.DefaultDecoderConfig(opusRate, channels)
	return guard(func() (packetDecoder, error) { return gopus.NewDecoder(cfg) })
}
