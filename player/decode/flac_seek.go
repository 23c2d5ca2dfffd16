package decode

import (
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
)

const (
	// flacNear is how many bytes before a sample a seek starts to read through.
	flacNear = 48 << 10
	// flacProbes is how often a seek may guess.
	flacProbes = 24
)

func (d *flacTrack) SeekFrame(sample int64) (int64, error) {
	sample = max(0, sample)
	if n := d.Len(); n >= 0 {
		sample = min(sample, n)
	}
	landed, err := d.seek(sample)
	d.moved = err
	return landed, err
}

// seek goes to a frame at or before the sample and decodes up to it.
func (d *flacTrack) seek(sample int64) (int64, error) {
	d.hole, d.out = 0, nil
	at, err := d.locate(sample)
	if err != nil {
		return 0, err
	}
	d.pos, d.frame = at.off, at.sample
	for {
		if err := d.decode(); err == io.EOF {
			d.end = d.frame
			if d.info.total > 0 {
				d.end, d.frame = -1, sample // the end, or a part that is not there
			}
			return d.frame, nil
		} else if err != nil {
			return 0, err
		}
		ends := d.frame + d.hole + int64(len(d.out)/2)
		if ends > sample {
			break
		}
		d.frame, d.hole, d.out = ends, 0, nil
	}
	n := max(0, sample-d.frame)
	d.frame += n
	silent := min(n, d.hole)
	d.hole -= silent
	d.out = d.out[2*(n-silent):]
	return d.frame, nil
}

// locate returns a frame at or before the sample, flacNear before it at the most as far
// as the file's density tells. It narrows the range between two known frames by
// interpolation, checking each guess by the number of the frame that is found there.
func (d *flacTrack) locate(sample int64) (flacPoint, error) {
	low, high, err := d.around(sample)
	if err != nil {
		return low, err
	}
	for probe := 0; low.off < high.off && low.sample < sample; probe++ {
		density := float64(high.off-low.off) / float64(max(1, high.sample-low.sample))
		ahead := int64(density * float64(sample-low.sample))
		if ahead <= flacNear || high.off-low.off <= flacNear || probe == flacProbes {
			d.w.Aim(low.off, min(ahead+256<<10, 384<<10))
			return low, nil
		}
		guess := low.off + ahead - flacNear/2
		if probe%4 == 3 { // the density misleads
			guess = low.off + (high.off-low.off)/2
		}
		d.w.Aim(guess, 2*flacNear)
		off, head, err := d.probe(guess, high.off)
		switch {
		case err == io.EOF: // no frame between
			high.off = guess
		case err != nil:
			return low, err
		case head.sample <= sample && head.sample >= low.sample:
			low = flacPoint{head.sample, off}
		case head.sample > sample && head.sample <= high.sample:
			high = flacPoint{head.sample, guess}
		default: // no header after all
			high.off = guess
		}
	}
	return low, nil
}

// around returns the frames of the table on both sides of the sample, or the start and
// the end of the file.
func (d *flacTrack) around(sample int64) (low, high flacPoint, err error) {
	low = flacPoint{0, d.info.data}
	size := d.w.Size()
	if size < 0 {
		return low, low, nil // read on from the start
	}
	high = flacPoint{d.Len(), size}
	p := d.info.points
	i := sort.Search(len(p), func(i int) bool { return p[i].sample > sample })
	if i > 0 && p[i-1].off < size {
		low = p[i-1]
	}
	if i < len(p) && p[i].off < size {
		high = p[i]
	}
	if low != (flacPoint{0, d.info.data}) {
		b, err := d.w.At(low.off, flacHead)
		if err != nil && err != io.EOF {
			return low, high, err
		}
		if h, ok := d.info.parseFrame(b); !ok || h.sample != low.sample { // the table lies
			low, high = flacPoint{0, d.info.data}, flacPoint{d.Len(), size}
		}
	}
	if high.sample < 0 {
		high.sample, err = d.lastSample(size)
	}
	return low, high, err
}

// lastSample looks for the end of a file whose header does not tell its length.
func (d *flacTrack) lastSample(size int64) (int64, error) {
	last := int64(-1)
	for off := max(d.info.data, size-64<<10); ; {
		at, head, err := d.info.find(d.w, off, math.MaxInt64)
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
		off, last = at+1, max(last, head.sample+int64(head.block))
	}
	if last < 0 {
		return 0, fmt.Errorf("flac: %w: no frame at its end", ErrDamaged)
	}
	return last, nil
}

// probe returns the first frame at or after off and before limit; io.EOF means none.
func (d *flacTrack) probe(off, limit int64) (int64, flacFrame, error) {
	at, head, err := d.info.find(d.w, off, limit)
	if err == nil && at >= limit {
		err = io.EOF
	}
	if errors.Is(err, ErrDamaged) {
		err = io.EOF
	}
	return at, head, err
}
