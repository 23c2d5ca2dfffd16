package decode

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"anyaudio/player/ogg"
)

// maxOggHeads bounds how many pages may stand before the first sound.
const maxOggHeads = 4096

// An oggLink is the sound of one link of an Ogg file.
type oggLink struct {
	src   *oggSource
	track *packetTrack
	d     Decoder // track, at the rate of the chain
	tags  Tags
}

// more reports that the link is known to end before the file does.
func (l *oggLink) more(in Input) bool {
	_, end, known := l.src.r.End()
	return known && end < in.Size()
}

// openOggLink opens the link at off: the first stream in it that can be played. Errors
// wrap ogg.ErrNotOgg when there is none at all.
func openOggLink(in Input, off int64) (*oggLink, error) {
	r := ogg.NewReader(in, off)
	first, err := chooseOgg(r)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(first, []byte("OpusHead")) {
		return openOggOpus(in, r, first)
	}
	return openOggVorbis(in, r, first)
}

// chooseOgg takes the first stream that can be played, by its first packet.
func chooseOgg(r *ogg.Reader) (head []byte, err error) {
	other, seen := "", false
	for range maxOggHeads {
		p, err := r.Next()
		if err == io.EOF || err == nil && !p.First {
			break
		}
		if err != nil {
			return nil, oggError(err)
		}
		seen = true
		if len(p.Packets) == 0 {
			continue
		}
		switch b := p.Packets[0]; {
		case bytes.HasPrefix(b, []byte("OpusHead")), bytes.HasPrefix(b, []byte("\x01vorbis")):
			r.Choose(p.Serial)
			return slices.Clone(b), nil
		case bytes.HasPrefix(b, []byte("\x7fFLAC")):
			other = "flac"
		case bytes.HasPrefix(b, []byte("Speex   ")):
			other = "speex"
		}
	}
	switch {
	case other != "":
		return nil, fmt.Errorf("ogg: %w: codec %s", ErrUnsupported, other)
	case seen:
		return nil, fmt.Errorf("ogg: %w", ErrNoAudio)
	}
	return nil, fmt.Errorf("ogg: %w: it ends before the first sound", ErrDamaged)
}

// oggHeads reads the n header packets behind the first, and where the sound begins.
func oggHeads(r *ogg.Reader, n int) (heads [][]byte, err error) {
	for range maxOggHeads {
		p, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, oggError(err)
		}
		for _, b := range p.Packets {
			heads = append(heads, slices.Clone(b))
		}
		if len(heads) >= n {
			r.SetStart(r.Offset())
			return heads[:n], nil
		}
	}
	return nil, fmt.Errorf("ogg: %w: it ends before the first sound", ErrDamaged)
}

func openOggOpus(in Input, r *ogg.Reader, first []byte) (*oggLink, error) {
	head, err := parseOpusHead(first)
	if err != nil {
		return nil, fmt.Errorf("ogg: %w", err)
	}
	heads, err := oggHeads(r, 1)
	if err != nil {
		return nil, err
	}
	codec, err := newOpus(head)
	if err != nil {
		return nil, err
	}
	l := &oggLink{}
	if c, ok := bytes.CutPrefix(heads[0], []byte("OpusTags")); ok {
		l.tags = commentTags(Tags{}, c)
	}
	before := opusGrid
	l.src = &oggSource{r: r, rate: opusRate, restart: func() {}, frames: func(p []byte) int {
		if n := ogg.OpusFrames(p); n > 0 {
			before = n
		}
		return before
	}}
	f := Format{Container: "ogg", Codec: "opus", Rate: opusRate, Channels: head.channels}
	l.track, err = newPacketTrack(in, l.src, codec, f, head.preSkip, opusCount(opusPreRoll))
	if err != nil {
		return nil, err
	}
	l.track.gain = head.gain
	return l, nil
}

func openOggVorbis(in Input, r *ogg.Reader, first []byte) (*oggLink, error) {
	heads, err := oggHeads(r, 2)
	if err != nil {
		return nil, err
	}
	v, err := parseVorbis(first, heads[1])
	if err != nil {
		return nil, fmt.Errorf("ogg: %w", err)
	}
	codec, err := newVorbis(v, first, heads[1])
	if err != nil {
		return nil, fmt.Errorf("ogg: %w", err)
	}
	l := &oggLink{}
	if c, ok := bytes.CutPrefix(heads[0], []byte("\x03vorbis")); ok {
		l.tags = commentTags(Tags{}, c)
	}
	sizes := vorbisSizes{head: v}
	l.src = &oggSource{r: r, rate: int64(v.rate), restart: sizes.restart, frames: sizes.frames, primer: v.primer()}
	f := Format{Container: "ogg", Codec: "vorbis", Rate: v.rate, Channels: v.channels, BitRate: v.bitRate}
	l.track, err = newPacketTrack(in, l.src, codec, f, 0, v.primer())
	if err != nil {
		return nil, err
	}
	// A stream that was cut begins inside its first packets.
	l.track.priming = max(v.primer(), -l.src.base)
	l.track.skip = l.track.priming
	return l, nil
}

// oggError gives damage its name here and leaves the errors of the input as they are.
func oggError(err error) error {
	if errors.Is(err, ogg.ErrNotOgg) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}
