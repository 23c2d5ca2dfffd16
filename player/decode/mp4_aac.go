package decode

import (
	"errors"
	"fmt"
	"math/bits"

	"anyaudio/player/mp4"
)

// aacPreRoll is decoded and dropped after a seek: a packet overlaps the one before.
const aacPreRoll = 2 * aacFrames

// mp4AAC gives the packets of an AAC track in MP4. Times in the file are exact, as
// ticks mostly of one frame.
type mp4AAC struct {
	demux *mp4.Demuxer
	track mp4.Track
	rate  int64
	first int64 // tick of the first packet
	begun bool
	last  int64 // place behind the packet before, -1 after a seek
}

func openMP4(in Input) (Decoder, error) {
	demux, err := mp4.Open(in)
	if err != nil {
		return nil, mp4Error(err)
	}
	track, err := chooseMP4(demux)
	if err != nil {
		return nil, err
	}
	codec, rate, err := newAAC(track.Config)
	if err != nil {
		return nil, fmt.Errorf("mp4: %w", err)
	}
	src := &mp4AAC{demux: demux, track: track, rate: int64(rate), last: -1}
	f := Format{Container: "mp4", Codec: "aac", Rate: rate, Channels: codec.Channels()}
	d, err := newPacketTrack(in, src, codec, f, 0, aacPreRoll)
	if err != nil {
		return nil, err
	}
	d.priming = max(0, src.place(track.Start))
	d.skip = d.priming
	// What kind of AAC it is shows in the packets only, and is better known now.
	if _, err := codec.Decode(d.ahead.data, d.pcm); errors.Is(err, ErrUnsupported) {
		return nil, fmt.Errorf("mp4: %w", err)
	}
	codec.Reset()
	return &taggedTrack{d, mp4Tags(demux)}, nil
}

// chooseMP4 takes the first track that can be played.
func chooseMP4(demux *mp4.Demuxer) (mp4.Track, error) {
	const mpeg4, mpeg2lc = 0x40, 0x67
	other := ""
	for _, t := range demux.Tracks() {
		aac := t.Codec == "mp4a" && (t.ObjectType == mpeg4 || t.ObjectType == mpeg2lc || t.ObjectType == 0)
		if aac && len(t.Config) >= 2 {
			demux.Choose(t.ID)
			return t, nil
		}
		other = t.Codec
	}
	switch other {
	case "":
		return mp4.Track{}, fmt.Errorf("mp4: %w", ErrNoAudio)
	case "enca":
		return mp4.Track{}, fmt.Errorf("mp4: %w", errEncrypted)
	}
	return mp4.Track{}, fmt.Errorf("mp4: %w: codec %q", ErrUnsupported, other)
}

// mp4Error gives damage its name here and leaves the errors of the input as they are.
func mp4Error(err error) error {
	if errors.Is(err, mp4.ErrDamaged) || errors.Is(err, mp4.ErrNotMP4) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// place returns the frame of a tick, rounded.
func (s *mp4AAC) place(tick int64) int64 {
	return scaled(max(0, tick-s.first), s.rate, s.track.Timescale)
}

// scaled returns n*to/from rounded, for numbers that are not negative.
func scaled(n, to, from int64) int64 {
	hi, lo := bits.Mul64(uint64(n), uint64(to))
	lo, carry := bits.Add64(lo, uint64(from/2), 0)
	if hi += carry; hi >= uint64(from) {
		return 1 << 60
	}
	q, _ := bits.Div64(hi, lo, uint64(from))
	return int64(min(q, 1<<60))
}

func (s *mp4AAC) length() int64 {
	if s.track.End < 0 {
		return -1
	}
	return s.place(s.track.End)
}

func (s *mp4AAC) short(int64) bool { return s.demux.Short() }

func (s *mp4AAC) next() (packet, error) {
	p, err := s.demux.Next()
	if err != nil {
		return packet{}, mp4Error(err)
	}
	if !s.begun {
		s.first, s.begun = p.Time, true
	}
	q := packet{data: p.Data, off: p.Offset, at: s.place(p.Time), frames: aacFrames, keep: aacFrames}
	// Ticks may be coarser than frames: places are multiples of packets unless they
	// clearly are not.
	if near := multiple(q.at, aacFrames); (near-q.at)*(near-q.at) <= 64*64 {
		q.at = near
	}
	if s.last >= 0 && q.at-s.last >= aacFrames {
		q.hole = q.at - s.last
	}
	s.last = q.at + aacFrames
	if end := s.length(); end >= 0 {
		q.keep = int(min(max(end-q.at, 0), aacFrames))
	}
	return q, nil
}

func (s *mp4AAC) seek(place int64) error {
	s.last = -1
	tick := s.first + int64(min(uint64(scaled(place, s.track.Timescale, s.rate)), 1<<60))
	return mp4Error(s.demux.SeekTick(tick))
}
