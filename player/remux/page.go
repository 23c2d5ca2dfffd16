package remux

import (
	"encoding/binary"
	"io"

	"anyaudio/player/ogg"
)

// A pager puts packets on the pages of one logical stream (RFC 3533, section 6).
type pager struct {
	w      io.Writer
	serial uint32

	seq       uint32
	lace      []byte
	body      []byte
	granule   int64 // at the end of the last packet that ends on the page, -1 for none
	continued bool  // the page begins inside a packet
}

// The kinds of page in its header.
const (
	pageContinued = 1
	pageFirst     = 2
	pageLast      = 4
)

// add puts a packet behind the others. A page is written when it is full and more comes, so
// that the last one is still there to be marked.
func (p *pager) add(packet []byte, granule int64) error {
	for begun := false; ; begun = true {
		if len(p.lace) == 255 {
			if err := p.flush(0); err != nil {
				return err
			}
			p.continued = begun
		}
		n := min(len(packet), 255)
		p.lace = append(p.lace, byte(n))
		p.body = append(p.body, packet[:n]...)
		packet = packet[n:]
		if n < 255 {
			p.granule = granule
			return nil
		}
	}
}

// flush writes the page, with the kind as far as it does not follow from the packets.
func (p *pager) flush(kind byte) error {
	if p.continued {
		kind |= pageContinued
	}
	b := make([]byte, 27, 27+len(p.lace)+len(p.body))
	copy(b, "OggS")
	b[5] = kind
	binary.LittleEndian.PutUint64(b[6:], uint64(p.granule))
	binary.LittleEndian.PutUint32(b[14:], p.serial)
	binary.LittleEndian.PutUint32(b[18:], p.seq)
	b[26] = byte(len(p.lace))
	b = append(append(b, p.lace...), p.body...)
	binary.LittleEndian.PutUint32(b[22:], ogg.Sum(b))
	p.seq++
	p.lace, p.body, p.granule, p.continued = p.lace[:0], p.body[:0], -1, false
	_, err := p.w.Write(b)
	return err
}
