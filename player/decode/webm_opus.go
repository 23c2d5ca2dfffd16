package decode

import (
	"errors"
	"fmt"
	"math"
	"time"

	"anyaudio/player/ogg"
	"anyaudio/player/webm"
)

const (
	// opusPreRoll is decoded and dropped after a seek, so that the decoder has forgotten
	// that it began in the middle. RFC 7845, section 4.6, asks for 80 ms, which leaves
	// music some 25 dB above the difference; each 80 ms more shrink that by 30 dB.
	opusPreRoll = 160 * time.Millisecond
	// gapStep is the least hole in the times of the packets that is taken for lost
	// sound. Below it is the jitter of live recordings, whose clock is not the sound's.
	gapStep = 100 * time.Millisecond
)

// webmOpus gives the packets of an Opus track in WebM.
//
// Its places are exact although the file's times are rounded: frames are counted, and
// after a seek the place is found again from the rounded time, because packets begin
// at multiples of 2.5 ms only.
type webmOpus struct {
	demux   *webm.Demuxer
	track   webm.Track
	preSkip int64
	loose   time.Duration // how far a rounded time may be off
	first   webm.Packet   // its Time and Offset
	begun   bool          // first is known
	equal   int           // frames of a packet while all have the same, else 0

	last  webm.Packet // begins the block before
	lastN int         // frames of that block, 0 after a seek
}

func openWebM(in Input) (Decoder, error) {
	demux, err := webm.Open(in)
	if err != nil {
		return nil, webmError(err)
	}
	track, err := chooseTrack(demux)
	if err != nil {
		return nil, err
	}
	open := openWebMOpus
	if track.Codec == "A_VORBIS" {
		open = openWebMVorbis
	}
	d, err := open(in, demux, track)
	if err != nil {
		return nil, err
	}
	return &taggedTrack{d, webmTags(demux)}, nil
}

func openWebMOpus(in Input, demux *webm.Demuxer, track webm.Track) (*packetTrack, error) {
	head, err := parseOpusHead(track.Private)
	if err != nil {
		return nil, fmt.Errorf("webm: %w", err)
	}
	codec, err := newOpus(head)
	if err != nil {
		return nil, err
	}
	src := &webmOpus{demux: demux, track: track, preSkip: head.preSkip, loose: max(2*time.Millisecond, demux.Info().Scale)}
	f := Format{Container: demux.Info().DocType, Codec: "opus", Rate: opusRate, Channels: head.channels}
	d, err := newPacketTrack(in, src, codec, f, head.preSkip, opusCount(max(opusPreRoll, track.SeekPreRoll)))
	if err != nil {
		return nil, err
	}
	d.gain = head.gain
	return d, nil
}

// chooseTrack takes the first track that can be played.
func chooseTrack(demux *webm.Demuxer) (webm.Track, error) {
	other := ""
	for _, t := range demux.Tracks() {
		if t.Type != webm.Audio {
			continue
		}
		if (t.Codec == "A_OPUS" || t.Codec == "A_VORBIS") && !t.Encoded {
			demux.Choose(t.Number)
			return t, nil
		}
		other = t.Codec
	}
	if other != "" {
		return webm.Track{}, fmt.Errorf("webm: %w: codec %q", ErrUnsupported, other)
	}
	return webm.Track{}, fmt.Errorf("webm: %w", ErrNoAudio)
}

// webmError gives damage its name here and leaves the errors of the input as they are.
func webmError(err error) error {
	if errors.Is(err, webm.ErrDamaged) || errors.Is(err, webm.ErrNotWebM) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

func (s *webmOpus) length() int64 {
	d := s.demux.Info().Duration
	if d < 0 {
		return -1
	}
	// The duration of the header counts from the time of the first packet, as the
	// places do, with the delay as CodecDelay gives it.
	return opusCount(d-s.first.Time-s.track.CodecDelay) + s.preSkip
}

func (s *webmOpus) short(size int64) bool { return size >= 0 && s.demux.End() > size }

func (s *webmOpus) next() (packet, error) {
	p, err := s.demux.Next()
	if err != nil {
		return packet{}, webmError(err)
	}
	n := ogg.OpusFrames(p.Data)
	if !s.begun {
		s.first, s.equal, s.begun = p, n, true
	}
	switch {
	case n == 0:
		n = max(s.equal, opusGrid)
	case n != s.equal:
		s.equal = 0
	}
	q := packet{
		data: p.Data, off: p.Offset, at: s.place(p), hole: s.missing(p), frames: n,
		keep: n - min(n, int(max(0, opusCount(p.Discard)))),
	}
	if p.Lace > 0 {
		s.lastN += n
	} else {
		s.last, s.lastN = p, n
	}
	return q, nil
}

func (s *webmOpus) seek(place int64) error {
	s.lastN = 0
	return webmError(s.demux.Seek(s.first.Time + opusTime(place) - s.loose))
}

// missing returns how many frames are missing between the block before and p, by
// their times.
func (s *webmOpus) missing(p webm.Packet) int64 {
	if s.lastN == 0 || p.Lace != 0 {
		return 0
	}
	step := p.Time - s.last.Time - opusTime(int64(s.lastN))
	if step < gapStep && !(p.Damaged && step > s.loose) {
		return 0
	}
	limit := s.demux.Info().Duration + time.Minute
	if limit <= time.Minute {
		limit = s.last.Time + 10*time.Minute
	}
	if p.Time > limit {
		return 0 // a damaged time
	}
	return max(0, s.place(p)-s.place(s.last)-int64(s.lastN))
}

// place returns where the packet p begins, from its rounded time.
func (s *webmOpus) place(p webm.Packet) int64 {
	if p.Offset == s.first.Offset && p.Lace == 0 {
		return 0
	}
	at := p.Time - s.first.Time
	if s.equal > 0 {
		// All packets so far were equally long, so that their multiples are likelier.
		n := multiple(opusCount(at), int64(s.equal))
		if (opusTime(n) - at).Abs() <= s.loose {
			return n
		}
	}
	return multiple(opusCount(at), opusGrid)
}

// multiple returns the multiple of grid that is nearest to n, not below zero.
func multiple(n, grid int64) int64 {
	return max(0, (n+grid/2)/grid*grid)
}

// opusCount returns how many frames t lasts, rounded.
func opusCount(t time.Duration) int64 {
	sec, rest := t/time.Second, t%time.Second
	return int64(sec)*opusRate + int64(math.Round(float64(rest)*opusRate/float64(time.Second)))
}

// opusTime returns how long n frames last.
func opusTime(n int64) time.Duration {
	sec, rest := n/opusRate, n%opusRate
	return time.Duration(sec)*time.Second + time.Duration(rest)*time.Second/opusRate
}
