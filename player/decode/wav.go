package decode

import (
	"fmt"
	"io"
	"math"
)

// wavBlock is how much of the file is read at once.
const wavBlock = 16 << 10

// wav decodes RIFF/WAVE, RF64 and BW64.
type wav struct {
	in     Input
	head   wavHeader
	sample func([]byte) float32
	mix    [][2]float32 // of each channel in left and right, nil for mono and stereo

	frame int64 // the next that Read gives
	moved bool  // in does not stand after what is in buf
	buf   []byte
	n     int // bytes of buf that are waiting
}

func openWAV(in Input) (Decoder, error) {
	h, err := readWAVHeader(in)
	if err != nil {
		return nil, err
	}
	d := &wav{in: in, head: h, sample: h.sample()}
	if d.sample == nil {
		return nil, fmt.Errorf("wav: %w: %s", ErrUnsupported, h.codec())
	}
	if h.channels > 2 {
		d.mix = downmix(h.channels, h.mask)
	}
	d.buf = make([]byte, max(1, wavBlock/h.block)*h.block)
	return d, nil
}

func (d *wav) Format() Format {
	h := d.head
	return Format{
		Container: "wav", Codec: h.codec(), Rate: h.rate, Channels: h.channels,
		BitRate: h.rate * h.block * 8,
	}
}

// Len follows the file where that is shorter than its header says.
func (d *wav) Len() int64 {
	n := d.head.size
	if size := d.in.Size(); size >= 0 {
		if rest := max(0, size-d.head.data); n < 0 || rest < n {
			n = rest
		}
	}
	if n < 0 {
		return -1
	}
	return n / int64(d.head.block)
}

func (d *wav) Read(p []float32) (int, error) {
	want := int64(len(p) / 2)
	if d.head.size >= 0 {
		want = min(want, d.head.size/int64(d.head.block)-d.frame)
	}
	if want <= 0 {
		if len(p) < 2 {
			return 0, nil
		}
		return 0, io.EOF
	}
	block := d.head.block
	if err := d.fill(int(min(want, int64(len(d.buf)/block))) * block); err == io.EOF && d.head.size >= 0 {
		return 0, cutShort("wav")
	} else if err != nil {
		return 0, err
	}
	frames := d.n / block
	d.convert(p, d.buf[:frames*block])
	d.n = copy(d.buf, d.buf[frames*block:d.n])
	d.frame += int64(frames)
	return frames, nil
}

// fill reads until buf holds a whole frame, at most want bytes. What came before
// an error stays, so that reading can go on.
func (d *wav) fill(want int) error {
	if d.moved {
		if _, err := d.in.Seek(d.head.data+d.frame*int64(d.head.block), io.SeekStart); err != nil {
			return err
		}
		d.moved, d.n = false, 0
	}
	for empty := 0; d.n < d.head.block; {
		n, err := d.in.Read(d.buf[d.n:want])
		d.n += n
		if d.n >= d.head.block {
			return nil
		}
		if err != nil {
			return err
		}
		if n > 0 {
			empty = 0
		} else if empty++; empty == 100 {
			return io.ErrNoProgress
		}
	}
	return nil
}

// convert turns the frames in b into stereo.
func (d *wav) convert(p []float32, b []byte) {
	size := d.head.block / d.head.channels
	for i := 0; len(b) > 0; i++ {
		frame := b[:d.head.block]
		b = b[d.head.block:]
		switch {
		case d.mix != nil:
			var l, r float32
			for c, m := range d.mix {
				s := d.sample(frame[c*size:])
				l += s * m[0]
				r += s * m[1]
			}
			p[2*i], p[2*i+1] = l, r
		case d.head.channels == 1:
			s := d.sample(frame)
			p[2*i], p[2*i+1] = s, s
		default:
			p[2*i], p[2*i+1] = d.sample(frame), d.sample(frame[size:])
		}
	}
}

func (d *wav) SeekFrame(frame int64) (int64, error) {
	frame = max(0, frame)
	if n := d.Len(); n >= 0 {
		frame = min(frame, n)
	}
	frame = min(frame, (math.MaxInt64-d.head.data)/int64(d.head.block))
	d.frame, d.moved = frame, true
	if a, ok := d.in.(Aimer); ok {
		off := frame * int64(d.head.block)
		n := int64(256 << 10)
		if d.head.size >= 0 {
			n = min(n, d.head.size-off)
		}
		if n > 0 {
			a.Aim(d.head.data+off, n)
		}
	}
	return frame, nil
}
