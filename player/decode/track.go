package decode

import (
	"cmp"
	"fmt"
	"io"
)

const (
	// gapFill is the longest hole, in seconds, that is filled with silence. Longer ones are
	// passed over, and the position jumps.
	gapFill = 1
	// maxBad is how many packets in a row may be undecodable.
	maxBad = 250
	// maxFrames is the longest packet of all codecs, 120 ms of Opus.
	maxFrames = maxOpusFrames
)

// A packetDecoder turns packets into interleaved float samples. This is all that the
// player asks of a codec's library, so that another can take its place in one file.
type packetDecoder interface {
	// Decode decodes a packet into pcm, which has room for it. An empty packet
	// stands for a lost one and gives as many frames as pcm holds, or an error.
	Decode(packet []byte, pcm []float32) (frames int, err error)
	// Reset forgets what was decoded before.
	Reset()
	// Channels is the number of samples in a frame, 1 or 2.
	Channels() int
}

// A packet is one unit of the codec, with its place. Places count decoded frames from
// the start of the first packet, so that the priming is included.
type packet struct {
	data   []byte
	off    int64 // in the file
	at     int64 // its place as the file gives it; used after a seek
	hole   int64 // frames that are missing before it
	frames int   // that it lasts, at most maxFrames
	keep   int   // of these, without the padding at the end of the track
}

// A packetSource is a demuxer and its knowledge of places.
type packetSource interface {
	// next returns the next packet, io.EOF after the last. After an error of the
	// input it may be called again.
	next() (packet, error)
	// seek makes next return the packet that holds the given place, or one before.
	seek(place int64) error
	// short reports, after io.EOF, that the file of size bytes (-1 unknown) ends before
	// it says that it does.
	short(size int64) bool
	// length is the place of the end as far as it is known, -1 when not.
	length() int64
}

// A packetTrack is the Decoder of everything that comes in packets. It counts, trims,
// conceals and seeks.
type packetTrack struct {
	src     packetSource
	codec   packetDecoder
	format  Format
	input   Input
	priming int64   // frames to drop at the start
	preRoll int64   // frames to decode and drop after a seek
	gain    float32 // 1 leaves the sound as it is

	raw    int64  // place of the next packet
	skip   int64  // frames to drop before the next that is handed out
	ahead  packet // read and not decoded yet
	has    bool
	end    int64 // length without priming, -1 until it has been reached
	bad    int   // undecodable packets in a row
	broken error // of an interrupted seek

	pcm []float32 // room for one packet
	out []float32 // stereo frames of it that are not handed out yet
}

// newPacketTrack returns a track that stands at its start. Its source has given no
// packet yet; the first is read here.
func newPacketTrack(in Input, src packetSource, codec packetDecoder, f Format, priming, preRoll int64) (*packetTrack, error) {
	d := &packetTrack{
		src: src, codec: codec, format: f, input: in, priming: priming, preRoll: preRoll,
		gain: 1, skip: priming, end: -1, pcm: make([]float32, 2*maxFrames),
	}
	if err := d.fetch(); err == io.EOF {
		return nil, fmt.Errorf("%s: %w: it ends before the first sound", f.Container, ErrDamaged)
	} else if err != nil {
		return nil, err
	}
	d.ahead.hole = 0
	return d, nil
}

func (d *packetTrack) Format() Format {
	f := d.format
	if size, n := d.input.Size(), d.Len(); f.BitRate == 0 && size > 0 && n > 0 {
		f.BitRate = int(float64(size) * 8 * float64(f.Rate) / float64(n))
	}
	return f
}

// Len may be off by some milliseconds until the end has been reached once, where the
// file tells the exact length in its last packet only.
func (d *packetTrack) Len() int64 {
	if d.end >= 0 {
		return d.end
	}
	if n := d.src.length(); n >= 0 {
		return max(0, n-d.priming)
	}
	return -1
}

// Frame is the number of the frame that the next Read begins with. It differs from
// what a caller counts only where a long hole in a damaged file was passed over.
func (d *packetTrack) Frame() int64 {
	return max(0, d.raw-int64(len(d.out)/2)+d.skip-d.priming)
}

func (d *packetTrack) Read(p []float32) (int, error) {
	if d.broken != nil {
		return 0, d.broken
	}
	for len(d.out) == 0 {
		if err := d.decode(); err == io.EOF && d.src.short(d.input.Size()) {
			return 0, cutShort(d.format.Container)
		} else if err != nil {
			return 0, err
		}
	}
	n := copy(p[:len(p)&^1], d.out)
	d.out = d.out[n:]
	return n / 2, nil
}

// fetch makes ahead the next packet.
func (d *packetTrack) fetch() (err error) {
	if !d.has {
		d.ahead, err = d.src.next()
		d.has = err == nil
	}
	return err
}

// decode decodes the next packet into out, which may stay empty.
func (d *packetTrack) decode() error {
	if err := d.fetch(); err == io.EOF {
		d.skip = 0
		d.end = max(0, d.raw-d.priming)
		return err
	} else if err != nil {
		return err
	}
	p := &d.ahead
	if p.hole > int64(gapFill*d.format.Rate) {
		d.raw, p.hole = d.raw+p.hole, 0
	}
	if p.hole > 0 {
		n := int(min(p.hole, int64(max(p.frames, 1))))
		p.hole -= int64(n)
		d.conceal(n)
		d.give(n, n)
		return nil
	}
	d.has = false
	got, err := d.codec.Decode(p.data, d.pcm[:p.frames*d.codec.Channels()])
	if err != nil || got != p.frames {
		if d.bad++; d.bad > maxBad {
			return fmt.Errorf("%s at byte %d: %w", d.format.Container, p.off, cmp.Or(err, ErrDamaged))
		}
		d.conceal(p.frames)
	} else {
		d.bad = 0
	}
	d.give(p.frames, p.keep)
	return nil
}

// conceal puts n frames in place of lost ones: what the codec makes up, else silence.
func (d *packetTrack) conceal(n int) {
	pcm := d.pcm[:n*d.codec.Channels()]
	if got, err := d.codec.Decode(nil, pcm); err != nil || got != n {
		clear(pcm)
	}
}

// give hands out keep of the n frames in pcm, as stereo.
func (d *packetTrack) give(n, keep int) {
	if d.codec.Channels() == 1 {
		for i := n - 1; i >= 0; i-- {
			d.pcm[2*i], d.pcm[2*i+1] = d.pcm[i], d.pcm[i]
		}
	}
	d.out = d.pcm[:2*keep]
	if d.gain != 1 {
		for i := range d.out {
			d.out[i] *= d.gain
		}
	}
	d.raw += int64(keep)
	drop := min(d.skip, int64(keep))
	d.out = d.out[2*drop:]
	d.skip -= drop
}

func (d *packetTrack) SeekFrame(frame int64) (int64, error) {
	frame = min(max(frame, 0), 1<<47) // its time fits in a time.Duration
	landed, err := d.seek(frame + d.priming)
	d.broken = err
	return max(0, landed-d.priming), err
}

// seek makes the frame at target the next that is handed out. Packets before the place
// where decoding must begin are read and not decoded.
func (d *packetTrack) seek(target int64) (int64, error) {
	d.out, d.has, d.skip, d.bad = nil, false, 0, 0
	start := max(0, target-d.preRoll)
	if err := d.src.seek(start); err != nil {
		return 0, err
	}
	for begun := false; ; begun = true {
		err := d.fetch()
		switch {
		case err == io.EOF && begun:
			d.end = max(0, d.raw-d.priming)
			return d.raw, nil
		case err == io.EOF:
			return 0, fmt.Errorf("%s: %w: nothing at the place of the index", d.format.Container, ErrDamaged)
		case err != nil:
			return 0, err
		}
		p := &d.ahead
		if !begun {
			d.raw, p.hole = p.at, 0
		}
		if p.hole > 0 && d.raw+p.hole > target {
			return d.landInHole(target), nil
		}
		d.raw, p.hole = d.raw+p.hole, 0
		if d.raw+int64(p.frames) > start {
			break
		}
		d.raw += int64(p.keep)
		d.has = false
	}
	d.codec.Reset()
	d.skip = max(0, target-d.raw)
	for len(d.out) == 0 {
		if err := d.decode(); err == io.EOF {
			break // target lies behind the end
		} else if err != nil {
			return 0, err
		}
	}
	return d.raw - int64(len(d.out)/2), nil
}

// landInHole ends a seek into a part that is missing: at its place when it will be
// filled with silence, behind it when it is too long.
func (d *packetTrack) landInHole(target int64) int64 {
	d.codec.Reset()
	whole := d.ahead.hole
	d.raw += whole
	d.ahead.hole = 0
	if whole <= int64(gapFill*d.format.Rate) {
		d.ahead.hole = d.raw - target
		d.raw = target
	}
	return d.raw
}
