package decode

import (
	"errors"
	"fmt"

	"github.com/jfreymuth/vorbis"
)

// newVorbis returns the library's decoder behind a guard.
func newVorbis(v *vorbisHead, ident, setup []byte) (packetDecoder, error) {
	setup = withClasses(v, setup)
	return guard(func() (d packetDecoder, err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("%w: vorbis headers: %v", ErrUnsupported, r)
			}
		}()
		return readVorbis(v, ident, setup)
	})
}

func readVorbis(v *vorbisHead, ident, setup []byte) (packetDecoder, error) {
	d := &vorbisDecoder{mix: xiphMix(v.channels), channels: v.channels}
	if err := errors.Join(d.dec.ReadHeader(ident), d.dec.ReadHeader(setup)); err != nil {
		return nil, err
	}
	d.buf = make([]float32, d.dec.BufferSize())
	return d, nil
}

// vorbisDecoder gives as many frames as it is asked for. A packet without the one
// before it decodes to nothing and gives silence.
type vorbisDecoder struct {
	dec      vorbis.Decoder
	mix      [][2]float32
	channels int
	buf      []float32
}

func (d *vorbisDecoder) Decode(packet []byte, pcm []float32) (int, error) {
	if len(packet) == 0 {
		return 0, fmt.Errorf("%w: empty vorbis packet", ErrDamaged)
	}
	got, err := d.dec.DecodeInto(packet, d.buf)
	if err != nil {
		return 0, err
	}
	n := len(pcm) / d.Channels()
	switch {
	case len(got)/d.channels != n:
		clear(pcm)
	case d.channels <= 2:
		copy(pcm, got)
	default:
		mixDown(pcm, got, d.mix)
	}
	return n, nil
}

func (d *vorbisDecoder) Reset() { d.dec.Clear() }

func (d *vorbisDecoder) Channels() int { return min(d.channels, 2) }

// withClasses inserts a class, which takes 13 bits, into every floor of no partitions, as
// low-frequency channels have: the library reads one there although there is none.
func withClasses(v *vorbisHead, setup []byte) []byte {
	if len(v.empty) == 0 {
		return setup
	}
	const class = 13
	out := make([]byte, len(setup)+(class*len(v.empty)+7)/8)
	gaps, to := v.empty, 0
	for from := range 8 * len(setup) {
		if len(gaps) > 0 && from == gaps[0] {
			gaps = gaps[1:]
			to += class
		}
		out[to/8] |= setup[from/8] >> (from % 8) & 1 << (to % 8)
		to++
	}
	return out
}
