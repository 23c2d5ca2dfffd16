package decode

import (
	"errors"
	"fmt"
	"io"

	"github.com/mewkiz/flac/frame"
)

// A flacDecoder decodes single frames with the library's frame parser.
//
// The library logs to standard error when a header states one of two rates, so
// headers are given to it without their rate; their check sums are changed with them,
// and the one of the whole frame is checked here.
type flacDecoder struct {
	w    *window
	info *flacInfo
	pcm  []float32
	sub  []*frame.Subframe

	head []byte // what is read before the bytes at pos
	pos  int64
	crc  uint16
	err  error // of the input
	room [flacHead]byte
	crcs [256]uint16
}

func newFLAC(w *window, info *flacInfo) *flacDecoder {
	d := &flacDecoder{w: w, info: info, pcm: make([]float32, 2*info.block)}
	for i := range d.crcs {
		crc := uint16(i) << 8
		for range 8 {
			crc = crc<<1 ^ 0x8005*(crc>>15)
		}
		d.crcs[i] = crc
	}
	return d
}

// Read gives the library the frame.
func (d *flacDecoder) Read(p []byte) (int, error) {
	if len(d.head) > 0 {
		n := copy(p, d.head)
		d.head = d.head[n:]
		return n, nil
	}
	b, err := d.w.At(d.pos, len(p))
	if len(b) == 0 {
		d.err = err
		return 0, err
	}
	d.sum(b)
	d.pos += int64(len(b))
	return copy(p, b), nil
}

func (d *flacDecoder) sum(b []byte) {
	for _, c := range b {
		d.crc = d.crc<<8 ^ d.crcs[byte(d.crc>>8)^c]
	}
}

// decode decodes the frame at off and returns where it ends.
func (d *flacDecoder) decode(off int64, head flacFrame) (end int64, err error) {
	b, err := d.w.At(off, head.head)
	if err != nil {
		return 0, err
	}
	d.crc, d.err = 0, nil
	d.sum(b)
	d.head = append(d.room[:0], b...)
	d.neutral()
	d.pos = off + int64(head.head)
	ok := d.parse()
	if d.err != nil && d.err != io.EOF {
		return 0, d.err
	}
	if !ok || d.crc != 0 {
		return 0, fmt.Errorf("flac at byte %d: %w: a frame that is not whole", off, ErrDamaged)
	}
	return d.pos, nil
}

// neutral takes the rate out of the header.
func (d *flacDecoder) neutral() {
	h := d.head
	extra := [16]int{12: 1, 13: 2, 14: 2}[h[2]&15]
	h[2] &= 0xf0
	h = h[:len(h)-extra]
	h[len(h)-1] = crc8(h[:len(h)-1])
	d.head = h
}

// parse runs the library over the frame. Its own check sum fails with the changed header,
// after everything has been decoded.
func (d *flacDecoder) parse() (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	f, err := frame.New(d)
	if err != nil {
		return false
	}
	if f.BitsPerSample == 0 { // as the stream says
		f.BitsPerSample = uint8(d.info.bits)
	}
	err = f.Parse()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || len(f.Subframes) != d.info.channels {
		return false
	}
	for _, s := range f.Subframes {
		if s == nil || len(s.Samples) != int(f.BlockSize) {
			return false
		}
	}
	d.sub = f.Subframes
	return true
}

// stereo converts the n decoded samples.
func (d *flacDecoder) stereo(n int, mix [][2]float32) []float32 {
	scale := 1 / float32(int(1)<<(d.info.bits-1))
	left, right := d.sub[0].Samples[:n], d.sub[min(1, len(d.sub)-1)].Samples[:n]
	out := d.pcm[:2*n]
	if mix == nil {
		for i, x := range left {
			out[2*i], out[2*i+1] = float32(x)*scale, float32(right[i])*scale
		}
		return out
	}
	clear(out)
	for c, m := range mix {
		for i, x := range d.sub[c].Samples[:n] {
			out[2*i] += float32(x) * scale * m[0]
			out[2*i+1] += float32(x) * scale * m[1]
		}
	}
	return out
}
