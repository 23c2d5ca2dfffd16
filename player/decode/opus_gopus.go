package decode

import (
	"slices"

	"github.com/thesyncim/gopus"
)

// newOpus returns gopus behind a guard.
func newOpus(h opusHead) (packetDecoder, error) {
	if h.channels > 2 {
		return newOpusMix(h)
	}
	cfg := gopus.DefaultDecoderConfig(opusRate, h.channels)
	return guard(func() (packetDecoder, error) { return gopus.NewDecoder(cfg) })
}

// opusMix decodes more than two channels and mixes them down to two.
type opusMix struct {
	*gopus.MultistreamDecoder
	mix [][2]float32
	buf []float32
}

func newOpusMix(h opusHead) (packetDecoder, error) {
	mapping := slices.Clone(h.mapping)
	return guard(func() (packetDecoder, error) {
		d, err := gopus.NewMultistreamDecoder(opusRate, h.channels, h.streams, h.coupled, mapping)
		return &opusMix{d, xiphMix(h.channels), make([]float32, maxOpusFrames*h.channels)}, err
	})
}

func (d *opusMix) Decode(packet []byte, pcm []float32) (int, error) {
	n, err := d.MultistreamDecoder.Decode(packet, d.buf[:len(pcm)/2*len(d.mix)])
	if err == nil {
		mixDown(pcm[:2*n], d.buf, d.mix)
	}
	return n, err
}

func (d *opusMix) Channels() int { return 2 }
