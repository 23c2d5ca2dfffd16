package decode

import "github.com/thesyncim/gopus"

// newOpus returns gopus behind a guard.
func newOpus(channels int) (packetDecoder, error) {
	cfg := gopus.DefaultDecoderConfig(opusRate, channels)
	return guard(func() (packetDecoder, error) { return gopus.NewDecoder(cfg) })
}
