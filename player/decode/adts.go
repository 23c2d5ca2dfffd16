package decode

import (
	"errors"
	"fmt"
	"io"
)

// isADTS knows the header of a frame of AAC in ADTS, of MPEG-2 or MPEG-4.
func isADTS(b []byte) bool {
	_, ok := parseADTSFrame(b)
	return ok
}

// adtsRates are the rates by sampling_frequency_index (ISO/IEC 14496-3, table 1.16).
func adtsRate(i byte) int {
	rates := [...]int{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350}
	if int(i) >= len(rates) {
		return 0
	}
	return rates[i]
}

// parseADTSFrame reads the fixed and the variable header (ISO/IEC 14496-3, section
// 1.A.2.2). The kind is the fixed header without the bits that may change.
func parseADTSFrame(b []byte) (frameHead, bool) {
	if len(b) < 7 || b[0] != 0xff || b[1]&0xf6 != 0xf0 || adtsRate(b[2]>>2&15) == 0 {
		return frameHead{}, false
	}
	h := frameHead{
		size:   int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5])>>5,
		frames: aacFrames * (1 + int(b[6]&3)),
		kind:   uint32(b[1])<<16 | uint32(b[2]&0xfd)<<8 | uint32(b[3]&0xc0),
	}
	return h, h.size > adtsHeader(b)
}

// adtsHeader is the length of the header: two bytes more with a check sum.
func adtsHeader(b []byte) int {
	if b[1]&1 == 0 {
		return 9
	}
	return 7
}

// adts gives the packets inside the frames.
type adts struct{ framed }

func (s *adts) next() (packet, error) {
	p, err := s.framed.next()
	if err != nil {
		return p, err
	}
	p.data = p.data[adtsHeader(p.data):]
	return p, nil
}

func openADTS(in Input) (Decoder, error) {
	w := newWindow(in)
	off, tags, err := skipTags(w)
	if err != nil {
		return nil, err
	}
	return openADTSAt(w, off, tags)
}

// openADTSAt opens what lies behind the tags.
func openADTSAt(w *window, off int64, tags Tags) (Decoder, error) {
	src := &adts{framed{name: "aac", w: w, parse: parseADTSFrame, total: -1, finish: -1}}
	first, head, err := src.firstFrame(off)
	if err == io.EOF {
		return nil, fmt.Errorf("aac: %w: it ends before the first sound", ErrDamaged)
	} else if err != nil {
		return nil, err
	}
	src.first, src.head = first, head
	if _, src.mean, err = src.sample(); err != nil {
		return nil, err
	}
	b, err := w.At(first, framedHead)
	if err != nil {
		return nil, err
	}
	if head.frames != aacFrames {
		return nil, fmt.Errorf("aac: %w: more than one block in a frame", ErrUnsupported)
	}
	codec, rate, err := newAAC(adtsConfig(b))
	if err != nil {
		return nil, fmt.Errorf("aac: %w", err)
	}
	src.start()
	f := Format{Container: "adts", Codec: "aac", Rate: rate, Channels: codec.Channels()}
	d, err := newPacketTrack(w.in, src, codec, f, 0, aacPreRoll)
	if err != nil {
		return nil, err
	}
	// What kind of AAC it is shows in the packets only.
	if _, err := codec.Decode(d.ahead.data, d.pcm); errors.Is(err, ErrUnsupported) {
		return nil, fmt.Errorf("aac: %w", err)
	}
	codec.Reset()
	return &taggedTrack{d, tags}, nil
}

// adtsConfig is the AudioSpecificConfig of the header b.
func adtsConfig(b []byte) []byte {
	object, rate, channels := b[2]>>6+1, b[2]>>2&15, b[2]&1<<2|b[3]>>6
	return []byte{object<<3 | rate>>1, rate<<7 | channels<<3}
}
