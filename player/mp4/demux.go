package mp4

import (
	"io"
	"sort"
)

const (
	// maxAim bounds what one seek asks its input to bring.
	maxAim = 256 << 10
	// nearAim is how much may be brought before the wanted sample to save a request.
	nearAim = 48 << 10
	// tableAim is asked for when only a fragment's table is wanted.
	tableAim = 16 << 10
)

// A Packet is one sample of the chosen track.
type Packet struct {
	Data   []byte // valid until the next call of a method
	Time   int64  // its first tick
	Ticks  int64  // that it lasts
	Offset int64  // in the file
}

// rewind goes to the start of the chosen track.
func (d *Demuxer) rewind() {
	d.frag.samples, d.next = d.frag.samples[:0], 0
	d.pos, d.tried, d.time = d.first, 0, 0
	d.at = cursor{done: true}
	if d.track != nil {
		d.at = d.track.table.start()
	}
}

// Next returns the next sample of the chosen track, and io.EOF after the last. A file that
// was cut off ends at its last whole sample, and Short reports it; a sample whose place in the file is
// nonsense comes without data. After an error of the input, Next may be called again and
// goes on where it was.
func (d *Demuxer) Next() (Packet, error) {
	if d.track == nil {
		return Packet{}, io.EOF
	}
	if !d.at.done {
		t := &d.track.table
		s := sample{off: d.at.off, time: d.at.time, size: uint32(t.sizeOf(d.at.sample)), ticks: uint32(t.ticks(&d.at))}
		p, err := d.read(s)
		if err == nil {
			t.step(&d.at)
		}
		d.short = err == io.EOF
		return p, err
	}
	for {
		for d.next >= len(d.frag.samples) {
			if !d.pieces {
				return Packet{}, io.EOF
			}
			if err := d.nextFragment(); err != nil {
				return Packet{}, err
			}
		}
		p, err := d.read(d.frag.samples[d.next])
		if err == io.EOF { // the end of the file, or a wrong offset
			d.next, d.short = len(d.frag.samples), true
			continue
		}
		if err == nil {
			d.next, d.short = d.next+1, false
		}
		return p, err
	}
}

// Short reports that the io.EOF of Next came before the samples that the file announces.
func (d *Demuxer) Short() bool { return d.short }

func (d *Demuxer) read(s sample) (Packet, error) {
	p := Packet{Time: s.time, Ticks: int64(s.ticks), Offset: s.off}
	if s.size > maxSample {
		return p, nil
	}
	if cap(d.sample) < int(s.size) {
		d.sample = make([]byte, max(int(s.size), readBlock))
	}
	p.Data = d.sample[:s.size]
	_, err := d.src.ReadAt(p.Data, s.off)
	return p, err
}

// SeekTick makes Next go on at the sample in which the tick t lies, or at the last one
// before. In a file of fragments it goes by their index, else from fragment to fragment. An
// input with a method Aim(off, n int64) is told which bytes will be wanted. After an error
// of the input SeekTick may be called again.
func (d *Demuxer) SeekTick(t int64) error {
	if d.track == nil {
		return nil
	}
	table := &d.track.table
	if table.count > 0 && (t < table.length || !d.pieces) {
		d.at = table.find(t)
		d.frag.samples, d.next, d.pos, d.tried, d.time = d.frag.samples[:0], 0, d.first, 0, table.length
		d.src.Aim(d.at.off, d.reach())
		return nil
	}
	err := d.seekFragment(t)
	if err == io.EOF {
		err = nil // Next will say so
	}
	return err
}

// reach is how many bytes lie between the sample at the cursor and the one ten
// seconds later, within bounds.
func (d *Demuxer) reach() int64 {
	later := d.track.table.find(d.at.time + 10*d.track.Timescale)
	if later.done || d.at.done {
		return maxAim
	}
	return min(max(later.off+d.track.table.sizeOf(later.sample)-d.at.off, 4<<10), maxAim)
}

func (d *Demuxer) seekFragment(t int64) error {
	if !d.indexed {
		if err := d.walk(t); err != nil && err != io.EOF {
			return err
		}
	}
	i := sort.Search(len(d.points), func(i int) bool { return d.points[i].time > t }) - 1
	for i = max(i, 0); ; i-- {
		p := point{off: d.first, time: d.track.table.length}
		if i >= 0 && len(d.points) > 0 {
			p = d.points[i]
		}
		if err := d.enter(p, i, t); err != nil && (err != io.EOF || i <= 0) {
			return err
		}
		if i <= 0 || len(d.frag.samples) > 0 && d.frag.samples[0].time <= t {
			return nil
		}
	}
}

// enter reads the fragment at p, which is point i of the index, and goes to the sample at t.
// When that lies far behind the fragment's table, the two are asked for apart.
func (d *Demuxer) enter(p point, i int, t int64) error {
	whole, ahead := int64(maxAim), int64(0)
	if i >= 0 && i+1 < len(d.points) {
		end := d.points[i+1]
		whole = end.off - p.off
		ahead = rescale(max(0, t-p.time), whole, max(1, end.time-p.time))
	}
	near := ahead <= nearAim
	if near {
		d.src.Aim(p.off, min(whole, maxAim))
	} else {
		d.src.Aim(p.off, tableAim)
	}
	d.frag.samples, d.next = d.frag.samples[:0], 0
	d.at, d.pos, d.tried, d.time = cursor{done: true}, p.off, p.off, p.time
	if err := d.nextFragment(); err != nil {
		return err
	}
	s := d.frag.samples
	d.next = max(0, sort.Search(len(s), func(i int) bool { return s[i].time > t })-1)
	if !near && d.next < len(s) {
		d.src.Aim(s[d.next].off, min(p.off+whole-s[d.next].off, maxAim))
	}
	return nil
}

// walk goes from fragment to fragment until those that are known reach beyond t.
func (d *Demuxer) walk(t int64) error {
	d.at = cursor{done: true}
	d.frag.samples, d.next = d.frag.samples[:0], 0
	d.pos, d.tried, d.time = d.first, 0, d.track.table.length
	if n := len(d.points); n > 0 {
		if d.points[n-1].time > t {
			return nil
		}
		d.pos, d.tried, d.time = d.points[n-1].off, 0, d.points[n-1].time
	}
	for {
		if err := d.nextFragment(); err != nil {
			return err
		}
		if d.frag.end > t {
			return nil
		}
	}
}
