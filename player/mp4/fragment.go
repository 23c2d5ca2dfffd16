package mp4

import (
	"errors"
	"io"
)

// sampleDefaults is what a run of samples does not repeat.
type sampleDefaults struct{ duration, size uint32 }

// A sample is one access unit in the file.
type sample struct {
	off, time   int64
	size, ticks uint32
}

// A fragment is the samples of the chosen track in one moof box.
type fragment struct {
	off     int64 // of the moof
	samples []sample
	end     int64 // its last tick
}

func isDamage(err error) bool { return errors.Is(err, ErrDamaged) }

// readFragment reads the moof box b into d.frag. Without a time of its own it begins
// at start.
func (d *Demuxer) readFragment(b box, start int64) error {
	p, err := d.src.content(b, maxFragment)
	if err != nil {
		return err
	}
	frag := fragment{off: b.off, samples: d.frag.samples[:0], end: start}
	base := b.off // of a track's data, when the box does not say: behind the track's before
	err = eachIn(p, b.data, func(kind string, body []byte, off int64) error {
		if kind != "traf" {
			return nil
		}
		r := run{d: d, frag: &frag, moof: b.off, base: base, time: start}
		err := eachIn(body, off+8, r.box)
		base = r.next
		if r.mine {
			frag.end = r.time
		}
		return err
	})
	if err != nil {
		return err
	}
	d.frag, d.next = frag, 0
	return nil
}

// A run reads the boxes of a traf.
type run struct {
	d        *Demuxer
	frag     *fragment
	mine     bool // of the chosen track
	defaults sampleDefaults
	moof     int64
	base     int64 // what data offsets count from
	next     int64 // behind the data of the run before
	time     int64
}

func (r *run) box(kind string, body []byte, off int64) error {
	f := &fields{b: body}
	version, flags := f.version()
	switch kind {
	case "tfhd":
		r.header(f, flags)
	case "tfdt":
		r.time = f.long(version)
	case "trun":
		return r.samples(f, flags, off)
	default:
		return nil
	}
	if f.short || r.time > 1<<62 {
		return damaged(off, "box %q is too short or out of range", kind)
	}
	return nil
}

func (r *run) header(f *fields, flags uint32) {
	const baseOffset, description, duration, size, fromMoof = 0x1, 0x2, 0x8, 0x10, 0x20000
	id := f.u32()
	r.mine = r.d.track != nil && id == r.d.track.ID
	for _, t := range r.d.tracks {
		if t.ID == id {
			r.defaults = t.trex
		}
	}
	if flags&fromMoof != 0 {
		r.base = r.moof
	}
	if flags&baseOffset != 0 {
		r.base = min(f.i64(), 1<<62)
	}
	if flags&description != 0 {
		f.skip(4)
	}
	if flags&duration != 0 {
		r.defaults.duration = f.u32()
	}
	if flags&size != 0 {
		r.defaults.size = f.u32()
	}
	r.next = r.base
}

func (r *run) samples(f *fields, flags uint32, off int64) error {
	const dataOffset, firstFlags, duration, size, sampleFlags, composition = 0x1, 0x4, 0x100, 0x200, 0x400, 0x800
	n := int64(f.u32())
	if flags&dataOffset != 0 {
		r.next = r.base + int64(int32(f.u32()))
	}
	if flags&firstFlags != 0 {
		f.skip(4)
	}
	if !r.mine && flags&(duration|size|sampleFlags|composition) == 0 {
		r.next += n * int64(r.defaults.size)
		return nil
	}
	for range n {
		s := sample{off: r.next, time: r.time, size: r.defaults.size, ticks: r.defaults.duration}
		if flags&duration != 0 {
			s.ticks = f.u32()
		}
		if flags&size != 0 {
			s.size = f.u32()
		}
		if flags&sampleFlags != 0 {
			f.skip(4)
		}
		if flags&composition != 0 {
			f.skip(4)
		}
		if f.short || s.off < 0 || len(r.frag.samples) == maxSamples {
			return damaged(off, "run of %d samples", n)
		}
		r.next += int64(s.size)
		r.time += int64(s.ticks)
		if r.mine {
			r.frag.samples = append(r.frag.samples, s)
		}
	}
	return nil
}

// nextFragment goes on to the next fragment that holds samples of the chosen track.
// Damage is passed over. io.EOF means that there is none.
func (d *Demuxer) nextFragment() error {
	for {
		b, err := d.src.boxAt(d.pos, d.src.End())
		if err == nil && b.kind == "moof" {
			d.tried = max(d.tried, b.off)
			err = d.readFragment(b, d.time)
		}
		if isDamage(err) || err == nil && !known(b.kind) && !inFile(b.kind) {
			// The box before may have had the wrong size, so this goes back to the last moof.
			var off int64
			if off, err = d.src.scan(max(d.tried, d.first) + 1); err == nil {
				d.pos, d.tried = off, off
				continue
			}
		}
		if err != nil {
			return err
		}
		d.pos = b.end
		if b.kind == "moof" {
			d.learn(point{time: d.frag.end - d.frag.length(), off: b.off})
			d.time = d.frag.end
			if len(d.frag.samples) > 0 {
				return nil
			}
		}
	}
}

// inFile names the boxes between fragments, besides those that may begin a file.
func inFile(kind string) bool {
	switch kind {
	case "mfra", "ssix", "prft", "emsg", "meta", "udta":
		return true
	}
	return false
}

func (f *fragment) length() int64 {
	var n int64
	for _, s := range f.samples {
		n += int64(s.ticks)
	}
	return n
}

// learn notes a fragment that reading came upon, for files without an index.
func (d *Demuxer) learn(p point) {
	if n := len(d.points); d.indexed || n == maxPoints || n > 0 && (p.off <= d.points[n-1].off || p.time <= d.points[n-1].time) {
		return
	}
	d.points = append(d.points, p)
}

// readSidx reads an index of fragments (ISO/IEC 14496-12, section 8.16.3).
func (d *Demuxer) readSidx(b box) error {
	p, err := d.src.content(b, 1<<20)
	if err == io.EOF || isDamage(err) || d.indexed {
		return nil
	}
	if err != nil {
		return err
	}
	f := &fields{b: p}
	version, _ := f.version()
	f.skip(4)
	scale := int64(f.u32())
	if scale == 0 || len(d.tracks) == 0 {
		return nil
	}
	to := d.tracks[0].Timescale
	time := f.long(version)
	off := b.end + min(f.long(version), 1<<62)
	f.skip(2)
	var points []point
	for n := f.u16(); n > 0; n-- {
		size, ticks := f.u32()&0x7fffffff, f.u32()
		f.skip(4)
		if f.short || time > 1<<62 {
			return nil
		}
		points = append(points, point{time: rescale(time, to, scale), off: off})
		time += int64(ticks)
		off += int64(size)
	}
	if len(points) > 0 {
		d.points, d.indexed, d.indexEnd = points, true, rescale(time, to, scale)
	}
	return nil
}
