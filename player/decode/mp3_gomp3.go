package decode

import (
	"encoding/binary"
	"io"

	mp3 "github.com/hajimehoshi/go-mp3"
)

// goMP3 turns the library's stream into packets: each frame is put in the way of the decoder
// alone, through a reader without Seek, since with one the library reads the whole file first.
//
// A frame's data may begin in the frames before it (the bit reservoir). Where those
// are not there, behind a seek or damage, the library would decode noise; such a frame is
// given to it as silence, which keeps its data for the frames that follow.
type goMP3 struct {
	dec  *mp3.Decoder
	feed mp3Feed
	have int // bytes of the frames before that the decoder holds
	pcm  []byte

	reservoir    []byte // the last data of the frames before
	data, mended []byte // room for mend
}

// An mp3Feed is a reader without Seek that ends after each frame.
type mp3Feed struct{ b, rest []byte }

func (f *mp3Feed) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

// newMP3 returns go-mp3 behind a guard.
func newMP3() (packetDecoder, error) {
	return guard(func() (packetDecoder, error) {
		return &goMP3{pcm: make([]byte, 1152*4)}, nil
	})
}

// Channels is always 2: the library makes two of one.
func (m *goMP3) Channels() int { return 2 }

func (m *goMP3) Reset() { m.dec, m.have, m.reservoir = nil, 0, m.reservoir[:0] }

func (m *goMP3) Decode(packet []byte, out []float32) (int, error) {
	h, ok := parseMP3Header(packet)
	if !ok || len(packet) < h.size() || h.size() < 6+h.side() || 2*h.frames() > len(out) {
		return 0, ErrDamaged
	}
	m.feed.b = append(m.feed.b[:0], packet[:h.size()]...)
	m.feed.rest = m.feed.b
	m.bridge(h, m.feed.b)
	pcm := m.pcm[:h.frames()*4]
	if err := m.read(pcm); err != nil {
		m.Reset()
		return 0, err
	}
	for i := range 2 * h.frames() {
		out[i] = unround(int16(binary.LittleEndian.Uint16(pcm[2*i:])))
	}
	return h.frames(), nil
}

// unround returns the middle of what the library made x of: it multiplies by 32767 and
// rounds towards zero.
func unround(x int16) float32 {
	switch {
	case x > 0:
		return min((float32(x)+0.5)/32767, 1)
	case x < 0:
		return max((float32(x)-0.5)/32767, -1)
	}
	return 0
}

func (m *goMP3) read(pcm []byte) (err error) {
	if m.dec == nil {
		if m.dec, err = mp3.NewDecoder(&m.feed); err != nil {
			return err
		}
	}
	if _, err = io.ReadFull(m.dec, pcm); err == io.EOF || err == io.ErrUnexpectedEOF {
		return ErrDamaged
	}
	return err
}

// bridge makes the frame b fit for the library: silent when it refers to data that are
// not there, mended where it is of a kind that the library gets wrong.
func (m *goMP3) bridge(h mp3Header, b []byte) {
	at, limit := 4, 511
	if h.crc {
		at = 6
	}
	begin := int(b[at])<<1 | int(b[at+1]>>7)
	if h.version != 3 {
		begin, limit = int(b[at]), 255
	}
	main := b[at+h.side():]
	if begin <= m.have {
		if mended, rest := m.mend(h, b, at); mended != nil {
			m.feed.rest, m.have = mended, rest
			m.keep(main)
			return
		}
	} else {
		begin = min(m.have, limit)
		clear(b[at : at+h.side()])
		if h.version == 3 {
			b[at], b[at+1] = byte(begin>>1), byte(begin<<7)
		} else {
			b[at] = byte(begin)
		}
	}
	m.have = begin + len(main)
	m.keep(main)
}

// keep adds a frame's data to the reservoir.
func (m *goMP3) keep(main []byte) {
	m.reservoir = append(m.reservoir, main...)
	if extra := len(m.reservoir) - 511; extra > 0 {
		m.reservoir = m.reservoir[:copy(m.reservoir, m.reservoir[extra:])]
	}
}
