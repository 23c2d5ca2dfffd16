package decode

import (
	"fmt"
	"io"
)

const (
	// mp3PreRoll is decoded and dropped after a seek. A frame's data may lie in the nine
	// frames before it at the lowest bit rate, and its sound overlaps that of one more;
	// MPEG-2 has frames of half the length and a reservoir of half the size.
	mp3PreRoll = 12 * 1152
	// mp3Delay is how much later than an encoder thinks a decoder gives the sound.
	mp3Delay = 529
	// mp3Junk is how much may lie before the first frame, besides tags.
	mp3Junk = 64 << 10
)

// openMP3 opens MPEG audio, and what else may begin with an ID3 tag.
func openMP3(in Input) (Decoder, error) {
	w := newWindow(in)
	off, tags, err := skipTags(w)
	if err != nil {
		return nil, err
	}
	b, err := w.At(off, framedHead)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case prefix("fLaC")(b):
		return openFLACAt(w, off, tags)
	case isADTS(b):
		return openADTSAt(w, off, tags)
	}
	src := &framed{name: "mp3", w: w, parse: parseMP3Frame, total: -1, finish: -1}
	first, head, err := src.firstFrame(off)
	if err != nil {
		return nil, mp3Refusal(b, err)
	}
	src.first, src.head = first, head
	b, err = w.At(first, head.size)
	if err != nil {
		return nil, mp3Cut(err)
	}
	h, _ := parseMP3Header(b)
	if h.version == 0 {
		return nil, fmt.Errorf("mp3: %w: MPEG-2.5", ErrUnsupported)
	}
	info := parseMP3Info(b, h)
	if err := src.measure(info); err != nil {
		return nil, err
	}
	if src.constant && src.bytes == 0 {
		src.mean = h.mean()
	}
	codec, err := newMP3()
	if err != nil {
		return nil, err
	}
	f := Format{Container: "mp3", Codec: "mp3", Rate: h.rate, Channels: 2}
	if h.mono {
		f.Channels = 1
	}
	priming := int64(0)
	if info.gapless {
		priming = info.delay + mp3Delay
	}
	src.start()
	d, err := newPacketTrack(in, src, codec, f, priming, mp3PreRoll)
	if err != nil {
		return nil, err
	}
	if !tags.TrackGain.Known {
		tags.TrackGain, tags.TrackPeak = info.gain, max(info.peak, tags.TrackPeak)
	}
	return &taggedTrack{d, tags}, nil
}

// A taggedTrack is a track whose tags stood before it.
type taggedTrack struct {
	*packetTrack
	tags Tags
}

func (d *taggedTrack) Tags() Tags { return d.tags.clone() }

// mp3Refusal says why there is no first frame, when a header at the start tells.
func mp3Refusal(b []byte, err error) error {
	h, ok := parseMP3Header(b)
	switch {
	case ok && h.layer != 3:
		return fmt.Errorf("mp3: %w: MPEG audio layer %d", ErrUnsupported, h.layer)
	case ok && h.bitrate == 0:
		return fmt.Errorf("mp3: %w: free format", ErrUnsupported)
	}
	return mp3Cut(err)
}

func mp3Cut(err error) error {
	if err == io.EOF {
		return fmt.Errorf("mp3: %w: it ends before the first sound", ErrDamaged)
	}
	return err
}

// firstFrame finds the first frame at or after off.
func (s *framed) firstFrame(off int64) (int64, frameHead, error) {
	b, err := s.w.At(off, framedHead)
	if err != nil && err != io.EOF {
		return 0, frameHead{}, err
	}
	// A file of one frame has no second to agree with.
	if h, ok := s.parse(b); ok && off+int64(h.size) == s.w.Size() {
		return off, h, nil
	}
	return s.resync(off, mp3Junk)
}

// measure takes over what the info tells and finds the mean size of the frames.
func (s *framed) measure(info mp3Info) error {
	begin := s.first
	if info.found {
		s.first += int64(s.head.size)
	}
	s.mean = float64(s.head.size)
	if info.frames > 0 {
		s.total = info.frames
		s.finish = s.total * int64(s.head.frames)
		if info.gapless {
			s.finish -= max(0, info.padding-mp3Delay)
		}
		if info.bytes > int64(s.head.size) {
			s.bytes = info.bytes - int64(s.head.size)
			s.mean = float64(s.bytes) / float64(s.total)
		}
	}
	for _, p := range info.index {
		if p.off = max(p.off, s.first-begin) + begin; len(s.index) == 0 || p.n > s.index[len(s.index)-1].n {
			s.index = append(s.index, p)
		}
	}
	equal, mean, err := s.sample()
	if err != nil {
		return err
	}
	if s.bytes == 0 {
		s.mean = mean
	}
	s.constant = equal && (info.constant || !info.found)
	return nil
}

// sample looks at the first frames: whether they are equal, and their mean size.
func (s *framed) sample() (equal bool, mean float64, err error) {
	const many = 16
	least, most, sum, n := 1<<30, 0, 0, 0
	for off := s.first; n < many; n++ {
		b, err := s.w.At(off, framedHead)
		if err != nil && err != io.EOF {
			return false, 0, err
		}
		h, ok := s.parse(b)
		if !ok || h.kind != s.head.kind {
			break
		}
		least, most, sum = min(least, h.size), max(most, h.size), sum+h.size
		off += int64(h.size)
	}
	if n == 0 {
		return false, float64(s.head.size), nil
	}
	return most-least <= 1, float64(sum) / float64(n), nil
}
