package decode

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"anyaudio/player/webm"
)

const (
	// preRoll is decoded and dropped after a seek, so that the decoder has forgotten
	// that it began in the middle. RFC 7845, section 4.6, asks for 80 ms, which leaves
	// music some 25 dB above the difference; each 80 ms more shrink that by 30 dB.
	preRoll = 160 * time.Millisecond
	// gapStep is the least hole in the times of the packets that is taken for lost
	// sound. Below it is the jitter of live recordings, whose clock is not the sound's.
	gapStep = 100 * time.Millisecond
	// gapFill is the longest hole that is filled with silence. Longer ones are passed
	// over, and the position jumps.
	gapFill = opusRate
	// maxBad is how many packets in a row may be undecodable.
	maxBad = 250
)

// webmOpus decodes an Opus track in WebM.
//
// Its positions are exact although the file's times are rounded: raw counts the
// decoded frames from the first packet on, and after a seek it is found again from
// the rounded time, because packets begin at multiples of 2.5 ms only.
type webmOpus struct {
	in     Input
	demux  *webm.Demuxer
	track  webm.Track
	head   opusHead
	codec  packetDecoder
	first  webm.Packet   // its Time and Offset
	length int           // of a packet in frames, while all have the same
	loose  time.Duration // how far a rounded time may be off

	raw    int64 // frames before the next packet, from the start of the first
	skip   int64 // frames to drop before the next that is handed out
	last   webm.Packet
	lastN  int         // frames of the last packet
	ahead  webm.Packet // read and not decoded yet
	has    bool
	hole   int64 // frames missing before ahead
	end    int64 // length of the track, -1 until it has been reached
	bad    int   // undecodable packets in a row
	broken error // of an interrupted seek

	pcm []float32 // room for one packet
	out []float32 // stereo frames of it that are not handed out yet
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
	d := &webmOpus{in: in, demux: demux, track: track, end: -1, pcm: make([]float32, 2*maxOpusFrames)}
	d.loose = max(2*time.Millisecond, demux.Info().Scale)
	if d.head, err = parseOpusHead(track.Private); err != nil {
		return nil, fmt.Errorf("webm: %w", err)
	}
	if d.codec, err = newOpus(d.head.channels); err != nil {
		return nil, err
	}
	d.first, err = demux.Next()
	if err == io.EOF {
		return nil, fmt.Errorf("webm: %w: it ends before the first sound", ErrDamaged)
	}
	if err != nil {
		return nil, webmError(err)
	}
	d.length = opusFrames(d.first.Data)
	d.ahead, d.has = d.first, true
	d.skip = d.head.preSkip
	return d, nil
}

// chooseTrack takes the first track that can be played.
func chooseTrack(demux *webm.Demuxer) (webm.Track, error) {
	other := ""
	for _, t := range demux.Tracks() {
		if t.Type != webm.Audio {
			continue
		}
		if t.Codec == "A_OPUS" && !t.Encoded {
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

func (d *webmOpus) Format() Format {
	f := Format{Container: d.demux.Info().DocType, Codec: "opus", Rate: opusRate, Channels: d.head.channels}
	if s, l := d.in.Size(), d.demux.Info().Duration.Seconds(); s > 0 && l > 0 {
		f.BitRate = int(float64(s) * 8 / l)
	}
	return f
}

// Len is within some milliseconds until the end has been reached once: the file tells
// the exact length in its last packet only.
func (d *webmOpus) Len() int64 {
	if d.end >= 0 {
		return d.end
	}
	length := d.demux.Info().Duration
	if length < 0 {
		return -1
	}
	return max(0, opusCount(length-d.first.Time-d.track.CodecDelay))
}

// Frame is the number of the frame that the next Read begins with. It differs from
// what a caller counts only where a long hole in a damaged file was passed over.
func (d *webmOpus) Frame() int64 {
	return max(0, d.raw-int64(len(d.out)/2)+d.skip-d.head.preSkip)
}

func (d *webmOpus) Read(p []float32) (int, error) {
	if d.broken != nil {
		return 0, d.broken
	}
	for len(d.out) == 0 {
		if err := d.decode(); err != nil {
			return 0, err
		}
	}
	n := copy(p[:len(p)&^1], d.out)
	d.out = d.out[n:]
	return n / 2, nil
}

// fetch makes ahead the next packet, and hole what is missing before it.
func (d *webmOpus) fetch() error {
	if d.has {
		return nil
	}
	p, err := d.demux.Next()
	if err == io.EOF && d.lastN > 0 {
		d.end = max(0, d.raw-d.head.preSkip)
	}
	if err != nil {
		return webmError(err)
	}
	d.ahead, d.has, d.hole = p, true, d.missing(p)
	return nil
}

// missing returns how many frames are missing between the last packet and p, by
// their times.
func (d *webmOpus) missing(p webm.Packet) int64 {
	if d.lastN == 0 || p.Lace != 0 {
		return 0
	}
	step := p.Time - d.last.Time - opusTime(int64(d.lastN))
	if step < gapStep && !(p.Damaged && step > d.loose) {
		return 0
	}
	limit := d.demux.Info().Duration + time.Minute
	if limit <= time.Minute {
		limit = d.last.Time + 10*time.Minute
	}
	if p.Time > limit {
		return 0 // a damaged time
	}
	return max(0, d.place(p)-d.raw)
}

// take ends the fetch: it returns the packet and the frames it lasts.
func (d *webmOpus) take() (p webm.Packet, frames, keep int) {
	p = d.ahead
	d.has, d.hole = false, 0
	n := opusFrames(p.Data)
	switch {
	case n == 0:
		n = max(d.length, opusGrid)
	case n != d.length:
		d.length = 0
	}
	if p.Lace > 0 {
		d.lastN += n
	} else {
		d.last, d.lastN = p, n
	}
	return p, n, n - min(n, int(max(0, opusCount(p.Discard))))
}

// decode decodes the next packet into out, which may stay empty.
func (d *webmOpus) decode() error {
	if err := d.fetch(); err != nil {
		return err
	}
	if d.hole > gapFill {
		d.raw, d.hole = d.raw+d.hole, 0
	}
	if d.hole > 0 {
		n := int(min(d.hole, maxOpusFrames, int64(max(d.lastN, opusGrid))))
		d.hole -= int64(n)
		d.conceal(n)
		d.give(n, n)
		return nil
	}
	p, n, keep := d.take()
	got, err := d.codec.Decode(p.Data, d.pcm[:n*d.codec.Channels()])
	if err != nil || got != n {
		if d.bad++; d.bad > maxBad {
			return fmt.Errorf("webm at byte %d: %w", p.Offset, cmp.Or(err, ErrDamaged))
		}
		d.conceal(n)
	} else {
		d.bad = 0
	}
	d.give(n, keep)
	return nil
}

// conceal puts n frames in place of lost ones: what the codec makes up, else silence.
func (d *webmOpus) conceal(n int) {
	pcm := d.pcm[:n*d.codec.Channels()]
	if got, err := d.codec.Decode(nil, pcm); err != nil || got != n {
		clear(pcm)
	}
}

// give hands out keep of the n frames in pcm, as stereo with the gain of the header.
func (d *webmOpus) give(n, keep int) {
	if d.codec.Channels() == 1 {
		for i := n - 1; i >= 0; i-- {
			d.pcm[2*i], d.pcm[2*i+1] = d.pcm[i], d.pcm[i]
		}
	}
	d.out = d.pcm[:2*keep]
	if d.head.gain != 1 {
		for i := range d.out {
			d.out[i] *= d.head.gain
		}
	}
	d.raw += int64(keep)
	drop := min(d.skip, int64(keep))
	d.out = d.out[2*drop:]
	d.skip -= drop
}

func (d *webmOpus) SeekFrame(frame int64) (int64, error) {
	frame = min(max(frame, 0), 1<<47) // its time fits in a Duration
	landed, err := d.seek(frame + d.head.preSkip)
	d.broken = err
	return max(0, landed-d.head.preSkip), err
}

// seek makes target, counted like raw, the next frame that is handed out. Between
// target and the place where decoding must begin, packets are read and not decoded.
func (d *webmOpus) seek(target int64) (int64, error) {
	d.out, d.has, d.hole, d.lastN, d.bad = nil, false, 0, 0, 0
	start := max(0, target-opusCount(max(preRoll, d.track.SeekPreRoll)))
	if err := d.demux.Seek(d.first.Time + opusTime(start) - d.loose); err != nil {
		return 0, webmError(err)
	}
	for begun := false; ; begun = true {
		err := d.fetch()
		switch {
		case err == io.EOF && begun:
			d.skip = 0
			return d.raw, nil
		case err == io.EOF:
			return 0, fmt.Errorf("webm: %w: nothing at the place of the index", ErrDamaged)
		case err != nil:
			return 0, err
		}
		if !begun {
			d.raw = d.place(d.ahead)
		}
		if d.raw += d.hole; d.raw > target && d.hole > 0 {
			return d.landInHole(target), nil
		}
		d.hole = 0
		if d.raw+int64(opusFrames(d.ahead.Data)) > start {
			break
		}
		_, _, keep := d.take()
		d.raw += int64(keep)
	}
	d.codec.Reset()
	d.skip = max(0, target-d.raw)
	for len(d.out) == 0 {
		if err := d.decode(); err == io.EOF {
			d.skip = 0
			break // target lies behind the end
		} else if err != nil {
			return 0, err
		}
	}
	return d.raw - int64(len(d.out)/2), nil
}

// landInHole ends a seek into a part that is missing: at its place when it will be
// filled with silence, behind it when it is too long.
func (d *webmOpus) landInHole(target int64) int64 {
	d.codec.Reset()
	d.skip = 0
	hole := d.hole
	d.hole = min(d.raw-target, hole)
	if hole > gapFill {
		d.hole = 0
	}
	d.raw -= d.hole
	return d.raw
}

// place returns where the packet p begins, counted like raw, from its rounded time.
func (d *webmOpus) place(p webm.Packet) int64 {
	if p.Offset == d.first.Offset && p.Lace == 0 {
		return 0
	}
	at := p.Time - d.first.Time
	if d.length > 0 {
		// All packets so far were equally long, so that their multiples are likelier.
		n := multiple(opusCount(at), int64(d.length))
		if (opusTime(n) - at).Abs() <= d.loose {
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
