package webm

import (
	"cmp"
	"errors"
	"io"
	"math"
	"slices"
	"sort"
	"time"
)

const (
	// maxAim bounds what one seek asks its input to bring.
	maxAim = 256 << 10
	// overEdge is the most that is wanted of the cluster behind when a seek goes to the
	// last second of one: the pre-roll lies before the edge then, the sound behind it.
	overEdge = 32 << 10
)

// noTrack is the number of no track; a damaged one may read as -1.
const noTrack = -2

// A point of the index: a cluster and its time in units of Scale.
type point struct{ time, off int64 }

// Seek makes Next go on at or shortly before t (t counts as Packet.Time does): the
// next packet's time is then not after t, unless t is before the first. It begins at the last
// point of the index before t, or where that is regular at a guess between it and
// the next. The Cues are read when they are needed first. An input with a method
// Aim(off, n int64) is told which bytes will be wanted. After an error of
// the input the demuxer stands where it was and Seek may be called again.
func (d *Demuxer) Seek(t time.Duration) error {
	at, resync := d.at, d.resync
	d.frames, d.given, d.before = d.frames[:0], 0, 0
	err := d.seek(int64(t / d.info.Scale))
	if err == io.EOF {
		return nil // Next will say so
	}
	if err != nil {
		d.at, d.resync = at, resync
		return err
	}
	return nil
}

func (d *Demuxer) seek(t int64) error {
	if d.cuesAt != 0 {
		if size := d.src.End(); size != math.MaxInt64 {
			d.src.Aim(d.cuesAt, min(size-d.cuesAt, maxAim)) // they mostly end the file
		}
		if err := d.readCues(); err != nil {
			return err
		}
	}
	if len(d.cues) > 0 {
		ok, err := d.seekIndex(d.cues, t)
		if ok || err != nil {
			return err
		}
		d.cues = nil // they do not point to clusters
	}
	if err := d.walk(t); err != nil {
		return err
	}
	_, err := d.seekIndex(d.learnt, t)
	return err
}

// seekIndex goes to the last point at or before t whose first packet is not after t. It
// reports false when the index is wrong.
func (d *Demuxer) seekIndex(index []point, t int64) (ok bool, err error) {
	i := sort.Search(len(index), func(i int) bool { return index[i].time > t }) - 1
	if i >= 0 {
		if s, regular := d.spanAt(index, i); regular {
			if ok, err := d.within(s, t); ok || err != nil {
				return ok, err
			}
			d.frames = d.frames[:0]
		}
	}
	for ; i >= 0; i-- {
		p := index[i]
		d.src.Aim(p.off, d.reach(index, i, t))
		d.src.jump(p.off)
		e, err := d.src.head()
		if errors.Is(err, ErrDamaged) || err == io.EOF || err == nil && e.id != IDCluster {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		d.at = from(p.off)
		if err = d.load(); err == nil && int64(d.frames[0].Time/d.info.Scale) <= t {
			return true, nil
		}
		if err != nil && err != io.EOF {
			return false, err
		}
		d.frames = d.frames[:0]
	}
	d.at = from(d.firstCluster)
	return true, d.load()
}

// reach is how many bytes from point i of the index on are wanted for t: to a second
// behind it, as far as that can be estimated, which may lie in the next cluster.
func (d *Demuxer) reach(index []point, i int, t int64) int64 {
	if i+1 == len(index) {
		return min(d.src.End()-index[i].off, maxAim)
	}
	s := span{index[i], index[i+1]}
	ahead, slack := s.guess(t + int64(time.Second/d.info.Scale))
	return min(ahead+slack, s.end.off+overEdge, s.begin.off+maxAim) - s.begin.off
}

// readCues reads the Cues. Damage in them only costs the index.
func (d *Demuxer) readCues() error {
	var cues []point
	d.src.jump(d.cuesAt)
	e, err := d.src.head()
	if err == nil && e.id == IDCues {
		err = d.src.children(e, func(c element) error {
			if c.id != IDCuePoint || len(cues) == maxCues {
				return nil
			}
			p, err := d.readCue(c)
			if err == nil && p.off >= d.segment.data {
				cues = append(cues, p)
			}
			return err
		})
	}
	if err != nil && err != io.EOF && !errors.Is(err, ErrDamaged) {
		return err
	}
	d.cuesAt = 0
	d.cues = clean(cues)
	return nil
}

func (d *Demuxer) readCue(e element) (point, error) {
	p := point{off: -1}
	err := d.src.children(e, func(c element) (err error) {
		switch c.id {
		case IDCueTime:
			p.time, err = d.src.positive(c)
		case IDCueTrackPositions:
			err = d.src.children(c, func(c element) error {
				if c.id != IDCueClusterPosition {
					return nil
				}
				off, err := d.src.positive(c)
				if off < math.MaxInt64-d.segment.data && (p.off < 0 || d.segment.data+off < p.off) {
					p.off = d.segment.data + off
				}
				return err
			})
		}
		return err
	})
	return p, err
}

// clean sorts points by time and keeps those that also lie behind one another.
func clean(cues []point) []point {
	slices.SortStableFunc(cues, func(a, b point) int {
		if a.time != b.time {
			return int(max(-1, min(1, a.time-b.time)))
		}
		return int(max(-1, min(1, a.off-b.off)))
	})
	kept := cues[:0]
	for _, p := range cues {
		if len(kept) == 0 || p.off > kept[len(kept)-1].off {
			kept = append(kept, p)
		}
	}
	return kept
}

// find returns the index of the point at off.
func find(index []point, off int64) (int, bool) {
	return slices.BinarySearchFunc(index, off, func(p point, off int64) int { return cmp.Compare(p.off, off) })
}

// learn notes a cluster that reading came upon, for files without Cues.
func (d *Demuxer) learn(p point) {
	if d.cuesAt != 0 || len(d.cues) > 0 || len(d.learnt) == maxCues {
		return
	}
	if n := len(d.learnt); n > 0 && (p.off <= d.learnt[n-1].off || p.time <= d.learnt[n-1].time) {
		return
	}
	d.learnt = append(d.learnt, p)
}

// walk goes from cluster to cluster until the learnt points reach beyond t: by
// their sizes where these are known, which reads some bytes of each, else block by block.
func (d *Demuxer) walk(t int64) error {
	d.at = from(d.firstCluster)
	if n := len(d.learnt); n > 0 {
		if d.learnt[n-1].time > t {
			return nil
		}
		d.at.pos = d.learnt[n-1].off
	}
	defer func(track int64) { d.track = track }(d.track)
	d.track = noTrack // no block is of interest
	for {
		if err := d.step(); err != nil {
			if err == io.EOF {
				err = nil
			}
			return err
		}
		if !d.at.inside || !d.at.timed {
			continue
		}
		if d.at.time > t {
			return nil
		}
		if d.at.end != math.MaxInt64 {
			d.at = from(d.at.end)
		}
	}
}
