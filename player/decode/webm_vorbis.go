package decode

import (
	"fmt"
	"io"
	"math/bits"
	"time"

	"anyaudio/player/webm"
)

// vorbisLook is how many packets are looked at after a seek to find the place of the
// first from their rounded times.
const vorbisLook = 12

// webmVorbis gives the packets of a Vorbis track in WebM. Frames are counted; after a
// seek the place is found again from the rounded times of some packets, whose lengths
// are exact and which begin at multiples of a quarter of the short block.
type webmVorbis struct {
	demux     *webm.Demuxer
	head      *vorbisHead
	sizes     vorbisSizes
	first     webm.Packet // its Time and Offset
	begun     bool        // first is known
	lead      int64       // frames that the file gives the first packet, which is not heard
	leadKnown bool
	at        int64         // place of the next packet
	live      bool          // at goes on from the packet before
	time      time.Duration // of the packet before
}

func openWebMVorbis(in Input, demux *webm.Demuxer, track webm.Track) (*packetTrack, error) {
	heads, err := xiphHeads(track.Private)
	if err != nil {
		return nil, err
	}
	v, err := parseVorbis(heads[0], heads[2])
	if err != nil {
		return nil, fmt.Errorf("webm: %w", err)
	}
	codec, err := newVorbis(v, heads[0], heads[2])
	if err != nil {
		return nil, fmt.Errorf("webm: %w", err)
	}
	src := &webmVorbis{demux: demux, head: v, sizes: vorbisSizes{head: v}}
	f := Format{Container: demux.Info().DocType, Codec: "vorbis", Rate: v.rate, Channels: v.channels}
	return newPacketTrack(in, src, codec, f, v.primer(), v.primer())
}

// xiphHeads cuts the codec private data of Vorbis into its three headers (RFC 9559,
// section 5.1.4.1.22 and the codec's mapping: sizes as in Xiph lacing).
func xiphHeads(b []byte) (heads [3][]byte, err error) {
	wrong := fmt.Errorf("webm: %w: wrong headers of Vorbis", ErrDamaged)
	if len(b) < 3 || b[0] != 2 {
		return heads, wrong
	}
	b = b[1:]
	var sizes [2]int
	for i := range sizes {
		for {
			if len(b) == 0 {
				return heads, wrong
			}
			c := b[0]
			b = b[1:]
			sizes[i] += int(c)
			if c < 255 {
				break
			}
		}
	}
	if sizes[0]+sizes[1] > len(b) {
		return heads, wrong
	}
	heads[0], b = b[:sizes[0]], b[sizes[0]:]
	heads[1], heads[2] = b[:sizes[1]], b[sizes[1]:]
	return heads, nil
}

// grid is what all places are multiples of.
func (s *webmVorbis) grid() int64 { return int64(s.head.blocks[0] / 4) }

// count returns how many frames t lasts, rounded.
func (s *webmVorbis) count(t time.Duration) int64 {
	return scaled(max(0, int64(t)), int64(s.head.rate), int64(time.Second))
}

func (s *webmVorbis) length() int64 {
	d := s.demux.Info().Duration
	if d < 0 {
		return -1
	}
	return s.count(d-s.first.Time) - s.lead + s.head.primer()
}

func (s *webmVorbis) short(size int64) bool { return size >= 0 && s.demux.End() > size }

func (s *webmVorbis) next() (packet, error) {
	p, err := s.demux.Next()
	if err != nil {
		return packet{}, webmError(err)
	}
	hole := int64(0)
	switch {
	case !s.begun:
		s.first, s.begun = p, true
		fallthrough
	case s.isFirst(p):
		s.at = 0
		s.sizes.restart()
	case s.live && p.Lace == 0 && (p.Damaged || p.Time-s.time > gapStep+time.Second):
		hole = s.missing(p)
	}
	n := s.sizes.frames(p.Data)
	q := packet{
		data: p.Data, off: p.Offset, at: s.at, hole: hole, frames: n,
		keep: n - min(n, int(s.count(p.Discard))),
	}
	s.at += hole + int64(n)
	s.live, s.time = true, p.Time
	return q, nil
}

func (s *webmVorbis) isFirst(p webm.Packet) bool { return p.Offset == s.first.Offset && p.Lace == 0 }

// missing returns how many frames are missing before p, by its time, and starts anew.
func (s *webmVorbis) missing(p webm.Packet) int64 {
	s.sizes.restart()
	if p.Time > max(s.demux.Info().Duration, s.time)+10*time.Minute {
		return 0 // a damaged time
	}
	begin := s.count(p.Time-s.first.Time) - s.lead + s.block(p.Data)/2
	return max(0, multiple(begin, s.grid())-s.at)
}

// block is the size of a packet's block.
func (s *webmVorbis) block(p []byte) int64 {
	v := vorbisSizes{head: s.head, before: 1}
	v.frames(p)
	return int64(v.before)
}

func (s *webmVorbis) seek(place int64) error {
	s.live = false
	if err := s.learnLead(); err != nil {
		return err
	}
	// The packet there gives no sound yet, so it must be one before.
	begin := max(0, place-2*s.head.primer()+s.lead)
	t := s.first.Time + s.duration(begin) - max(2*time.Millisecond, s.demux.Info().Scale)
	if err := s.demux.Seek(t); err != nil {
		return webmError(err)
	}
	if err := s.locate(); err != nil {
		return webmError(err)
	}
	s.sizes.restart()
	return webmError(s.demux.Seek(t))
}

// learnLead finds out by the time of the second packet how long the file takes the first
// one to be: ffmpeg gives it half a block, others nothing.
func (s *webmVorbis) learnLead() error {
	if s.leadKnown {
		return nil
	}
	if err := s.demux.Seek(s.first.Time); err != nil {
		return webmError(err)
	}
	half := int64(0)
	for i := range 2 {
		p, err := s.demux.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return webmError(err)
		}
		if i == 0 {
			half = s.block(p.Data) / 2
		} else if n := s.count(p.Time - s.first.Time); p.Lace == 0 && 2*n > half {
			s.lead = half
		}
	}
	s.leadKnown = true
	return nil
}

// locate finds the place of the next packet, which counts as primer. Each of the packets
// that follow says by its rounded time where the first of them begins; the middle of
// what they say is near enough to tell one multiple of the grid from another.
func (s *webmVorbis) locate() error {
	s.sizes.restart()
	var least, most, sum int64
	for i := range vorbisLook {
		p, err := s.demux.Next()
		if err == io.EOF && i > 0 {
			break
		}
		if err != nil {
			return err
		}
		if i == 0 && s.isFirst(p) {
			s.at = 0
			return nil
		}
		n := int64(s.sizes.frames(p.Data))
		begin := s.count(p.Time-s.first.Time) - s.lead - sum
		switch {
		case i == 0:
			begin += s.block(p.Data) / 2 // in case that it is the last
			least, most = begin, begin
			continue
		case i == 1:
			least, most = begin, begin
		case p.Lace == 0:
			least, most = min(least, begin), max(most, begin)
		}
		sum += n
	}
	s.at = multiple((least+most)/2, s.grid())
	return nil
}

// duration returns how long n frames last.
func (s *webmVorbis) duration(n int64) time.Duration {
	hi, lo := bits.Mul64(uint64(n), uint64(time.Second))
	if hi >= uint64(s.head.rate) {
		return 1 << 62
	}
	q, _ := bits.Div64(hi, lo, uint64(s.head.rate))
	return time.Duration(min(q, 1<<62))
}
