package decode

import (
	"errors"
	"fmt"
	"io"
)

// flacLost is how far the next good frame is searched for.
const flacLost = 4 << 20

// A flacTrack decodes FLAC. Frames carry their sample numbers, so that every position is
// exact: what is missing or damaged is silence, or passed over when it lasts longer
// than gapFill.
type flacTrack struct {
	w     *window
	info  *flacInfo
	codec *flacDecoder
	mix   [][2]float32 // of more than two channels

	pos   int64 // where the next frame is looked for
	frame int64 // the next that Read gives
	hole  int64 // silent frames before out
	out   []float32
	end   int64 // length, -1 while only the header tells
	moved error // of an interrupted seek
}

func openFLAC(in Input) (Decoder, error) { return openFLACAt(newWindow(in), 0, Tags{}) }

// openFLACAt opens the stream at off, behind tags that are no part of it.
func openFLACAt(w *window, off int64, tags Tags) (Decoder, error) {
	info, err := readFLACInfo(w, off, tags)
	if err != nil {
		return nil, err
	}
	d := &flacTrack{w: w, info: info, codec: newFLAC(w, info), pos: info.data, end: -1}
	if info.channels > 2 {
		d.mix = downmix(info.channels, 0)
	}
	if err := d.decode(); err == io.EOF {
		return nil, fmt.Errorf("flac: %w: it ends before the first sound", ErrDamaged)
	} else if err != nil {
		return nil, err
	}
	return d, nil
}

func (d *flacTrack) Format() Format {
	f := Format{Container: "flac", Codec: fmt.Sprintf("flac %d-bit", d.info.bits), Rate: d.info.rate, Channels: d.info.channels}
	if size, n := d.w.Size(), d.Len(); size > 0 && n > 0 {
		f.BitRate = int(float64(size-d.info.data) * 8 * float64(f.Rate) / float64(n))
	}
	return f
}

func (d *flacTrack) Tags() Tags { return d.info.tags.clone() }

func (d *flacTrack) Len() int64 {
	switch {
	case d.end >= 0:
		return d.end
	case d.info.total > 0:
		return d.info.total
	}
	return -1
}

// Frame is the number of the frame that the next Read begins with; it jumps where a long
// hole in a damaged file was passed over.
func (d *flacTrack) Frame() int64 { return d.frame }

func (d *flacTrack) Read(p []float32) (int, error) {
	if d.moved != nil {
		return 0, d.moved
	}
	if len(p) < 2 {
		return 0, nil
	}
	for d.hole == 0 && len(d.out) == 0 {
		if err := d.decode(); err == io.EOF {
			return 0, d.finish()
		} else if err != nil {
			return 0, err
		}
	}
	n := 0
	if d.hole > 0 {
		n = int(min(d.hole, int64(len(p)/2)))
		clear(p[:2*n])
		d.hole -= int64(n)
	} else {
		n = copy(p[:len(p)&^1], d.out) / 2
		d.out = d.out[2*n:]
	}
	d.frame += int64(n)
	return n, nil
}

// finish ends the track: with an error when the header promised more.
func (d *flacTrack) finish() error {
	if d.frame < d.info.total {
		return cutShort("flac")
	}
	d.end = d.frame
	return io.EOF
}

// decode decodes the next frame that can be decoded, at or after pos.
func (d *flacTrack) decode() error {
	for from := d.pos; ; {
		off, head, err := d.info.find(d.w, from, d.pos+flacLost)
		if err != nil {
			return err
		}
		if head.sample+int64(head.block) <= d.frame { // behind damage, or no header
			from = off + 1
			continue
		}
		end, err := d.codec.decode(off, head)
		if errors.Is(err, ErrDamaged) {
			from = off + 1
			continue
		}
		if err != nil {
			return err
		}
		d.pos = end
		d.give(head)
		return nil
	}
}

// give hands out what was decoded, from the frame that is next, and silence for what
// is missing before it.
func (d *flacTrack) give(head flacFrame) {
	d.out = d.codec.stereo(head.block, d.mix)
	if early := d.frame - head.sample; early > 0 {
		d.out = d.out[2*early:]
	}
	if d.hole = max(0, head.sample-d.frame); d.hole > int64(gapFill*d.info.rate) {
		d.frame, d.hole = head.sample, 0
	}
}

// find returns the first frame header at or after off and before limit.
func (info *flacInfo) find(w *window, off, limit int64) (int64, flacFrame, error) {
	for start := off; ; off++ {
		b, err := w.At(off, windowBlock)
		if err != nil && err != io.EOF {
			return 0, flacFrame{}, err
		}
		for i := range b {
			if b[i] != 0xff || i+1 < len(b) && b[i+1]&0xfe != 0xf8 {
				continue
			}
			if err == nil && len(b)-i < flacHead { // the rest comes with the next block
				off += int64(i) - 1
				b = nil
				break
			}
			if f, ok := info.parseFrame(b[i:]); ok {
				return off + int64(i), f, nil
			}
		}
		if err == io.EOF {
			return 0, flacFrame{}, io.EOF
		}
		if b != nil {
			off += int64(len(b)) - 1
		}
		if off >= limit {
			return 0, flacFrame{}, fmt.Errorf("flac at byte %d: %w: no sound in the next %d KiB", start, ErrDamaged, (off-start)>>10)
		}
	}
}
