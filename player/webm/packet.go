package webm

import (
	"encoding/binary"
	"errors"
	"math"
	"time"
)

// A Packet is one frame of the chosen track.
type Packet struct {
	// Data is what the codec wrote. It is valid until the next call of a method.
	Data []byte
	// Time is when the packet begins, rounded to Info.Scale as the file rounds it.
	// CodecDelay is not subtracted. For the frames of a lace after the first it is only
	// known when the track has a DefaultDuration; Lace tells.
	Time time.Duration
	// Lace is the number of the frame in its block, 0 nearly always.
	Lace int
	// Discard is how much sound to drop at the end of the decoded packet (at its
	// beginning when negative).
	Discard time.Duration
	// Offset is where the packet's SimpleBlock or BlockGroup begins in the file.
	Offset int64
	// Damaged: something before this packet was lost.
	Damaged bool
}

// Next returns the next packet of the chosen track, and io.EOF after the last. A file
// that was cut off ends at its last whole packet; End tells. Damage is passed over: reading goes
// on at the next sound place. After an error of the input, Next may be called again and goes on where
// it was.
func (d *Demuxer) Next() (Packet, error) {
	if err := d.load(); err != nil {
		return Packet{}, err
	}
	d.given++
	return d.frames[d.given-1], nil
}

// load makes sure that there is a frame to hand out.
func (d *Demuxer) load() error {
	for d.given == len(d.frames) {
		before := d.at
		d.frames, d.given = d.frames[:0], 0
		if err := d.step(); err != nil {
			d.at = before
			return err
		}
	}
	return nil
}

// step takes one element at d.at and leaves d.at after it. Damage makes it search;
// what it returns is io.EOF or an error of the input.
func (d *Demuxer) step() error {
	d.src.jump(d.at.pos)
	if d.at.inside && d.at.pos >= d.at.end {
		d.at.inside = false
	}
	e, err := d.src.head()
	if err == nil {
		if d.at.inside && !topLevel(e.id) {
			err = d.clusterElement(e)
		} else {
			err = d.segmentElement(e)
		}
	}
	if errors.Is(err, ErrDamaged) {
		// The element before may have been the wrong one, with a size that led here.
		return d.search(d.at.last+1, math.MaxInt64)
	}
	return err
}

// segmentElement enters a cluster or passes over anything else.
func (d *Demuxer) segmentElement(e element) error {
	switch {
	case e.id == IDCluster:
		d.at = place{pos: e.data, last: e.off, inside: true, cluster: e.off, end: e.end()}
	case e.id == IDSegment: // of a second file that was appended
		d.at = from(e.data)
	case !topLevel(e.id) && e.id != IDVoid && e.id != IDCRC32:
		return damaged(e.off, "unknown element %#x", e.id)
	case e.size < 0:
		return damaged(e.off, "element %#x must have a size", e.id)
	default:
		d.at = place{pos: e.end(), last: e.off}
	}
	return nil
}

// clusterElement takes one child of a cluster.
func (d *Demuxer) clusterElement(e element) error {
	if e.size < 0 || e.end() > d.at.end || !inCluster(e.id) {
		return damaged(e.off, "element %#x in a cluster", e.id)
	}
	var err error
	switch e.id {
	case IDTimestamp:
		d.at.time, err = d.src.positive(e)
		if err == nil && d.at.time > math.MaxInt64/4/int64(d.info.Scale) {
			err = damaged(e.off, "time out of range")
		}
		if err == nil {
			d.at.timed = true
			d.learn(point{d.at.time, d.at.cluster})
			d.met(point{d.at.time, d.at.cluster})
		}
	case IDSimpleBlock:
		_, err = d.readBlock(e)
	case IDBlockGroup:
		err = d.readGroup(e)
	}
	if err == nil {
		d.at.last, d.at.pos = e.off, e.end()
	}
	return err
}

// readGroup reads a BlockGroup: a block and what belongs to it.
func (d *Demuxer) readGroup(e element) error {
	var discard int64
	var frames []Packet
	err := d.src.children(e, func(c element) (err error) {
		switch c.id {
		case IDBlock:
			frames, err = d.readBlock(c)
		case IDDiscardPadding:
			discard, err = d.src.int(c)
		}
		return err
	})
	if err != nil {
		d.frames = d.frames[:0]
		return err
	}
	for i := range frames {
		frames[i].Offset = e.off
	}
	if len(frames) > 0 {
		frames[len(frames)-1].Discard = time.Duration(discard)
	}
	return nil
}

// readBlock reads a block's frames into d.frames if they are of the chosen track.
func (d *Demuxer) readBlock(e element) ([]Packet, error) {
	if !d.at.timed {
		return nil, damaged(e.off, "block in a cluster without a time")
	}
	b, err := d.src.peek(int(min(e.size, maxHead)))
	if err != nil {
		return nil, err
	}
	track, n := vint(b)
	if n == 0 || len(b) < n+3 {
		return nil, damaged(e.off, "block of %d bytes", e.size)
	}
	if track != d.track {
		return nil, nil
	}
	if e.size > maxBlock {
		return nil, damaged(e.off, "block of %d bytes", e.size)
	}
	if int64(cap(d.block)) < e.size {
		d.block = make([]byte, max(e.size, readBlock))
	}
	d.block = d.block[:e.size]
	if err := d.src.readFull(d.block); err != nil {
		return nil, err
	}
	rel := int16(binary.BigEndian.Uint16(d.block[n:]))
	first := Packet{
		Time:    time.Duration(d.at.time+int64(rel)) * d.info.Scale,
		Offset:  e.off,
		Damaged: d.resync,
	}
	frames, err := unlace(d.frames[:0], d.block[n+3:], d.block[n+2]>>1&3, first, d.lace)
	if err != nil {
		return nil, damaged(e.off, "lacing: %v", err)
	}
	d.frames, d.resync = frames, false
	return frames, nil
}

var errLace = errors.New("sizes do not fit")

// unlace cuts the content of a block into frames (RFC 9559, section 10.3) and
// appends them to dst.
func unlace(dst []Packet, b []byte, kind byte, first Packet, step time.Duration) ([]Packet, error) {
	if kind == 0 {
		first.Data = b
		return append(dst, first), nil
	}
	if len(b) == 0 {
		return nil, errLace
	}
	count := int(b[0]) + 1
	sizes, rest, err := laceSizes(b[1:], kind, count)
	if err != nil {
		return nil, err
	}
	for i := range count {
		p := first
		p.Lace = i
		p.Time += time.Duration(i) * step
		p.Damaged = first.Damaged && i == 0
		p.Data, rest = rest[:sizes[i]], rest[sizes[i]:]
		dst = append(dst, p)
	}
	return dst, nil
}

// laceSizes decodes the sizes of count frames; rest begins with the first of them.
func laceSizes(b []byte, kind byte, count int) (sizes []int, rest []byte, err error) {
	const xiph, fixed = 1, 2
	sizes = make([]int, count)
	if kind == fixed {
		for i := range sizes {
			sizes[i] = len(b) / count
		}
		if len(b)%count != 0 {
			return nil, nil, errLace
		}
		return sizes, b, nil
	}
	sum := 0
	for i := range count - 1 {
		var v int64
		var n int
		switch {
		case kind == xiph:
			v, n = xiphSize(b)
		case i == 0:
			v, n = vint(b)
		default: // a signed difference to the size before
			v, n = vint(b)
			v += int64(sizes[i-1]) - (1<<max(7*n-1, 0) - 1)
		}
		if n == 0 || v < 0 || v > maxBlock {
			return nil, nil, errLace
		}
		b = b[n:]
		sizes[i] = int(v)
		sum += int(v)
	}
	if sum > len(b) {
		return nil, nil, errLace
	}
	sizes[count-1] = len(b) - sum
	return sizes, b, nil
}

// xiphSize decodes a size written as a run of 255s and one smaller byte.
func xiphSize(b []byte) (v int64, n int) {
	for i, c := range b {
		v += int64(c)
		if c != 255 {
			return v, i + 1
		}
	}
	return 0, 0
}
