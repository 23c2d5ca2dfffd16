package decode

import (
	"errors"
	"fmt"
)

// guarded contains the panics of a third-party decoder: the packet is reported as
// damaged and the decoder, whose state cannot be trusted any more, is made anew.
type guarded struct {
	packetDecoder
	fresh func() (packetDecoder, error)
}

func guard(fresh func() (packetDecoder, error)) (packetDecoder, error) {
	d, err := fresh()
	if err != nil && !errors.Is(err, ErrUnsupported) {
		err = fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	if err != nil {
		return nil, err
	}
	return &guarded{packetDecoder: d, fresh: fresh}, nil
}

func (g *guarded) Decode(packet []byte, pcm []float32) (frames int, err error) {
	defer g.contain(&frames, &err)
	frames, err = g.packetDecoder.Decode(packet, pcm)
	if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrUnsupported) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return frames, err
}

func (g *guarded) Reset() {
	defer g.contain(new(int), new(error))
	g.packetDecoder.Reset()
}

func (g *guarded) contain(frames *int, err *error) {
	r := recover()
	if r == nil {
		return
	}
	*frames, *err = 0, fmt.Errorf("%w: the decoder failed: %v", ErrDamaged, r)
	if d, e := g.fresh(); e == nil {
		g.packetDecoder = d
	}
}
