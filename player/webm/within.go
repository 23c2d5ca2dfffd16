package webm

import (
	"io"
	"math"
	"time"
)

const (
	// probes is how often one seek guesses inside a cluster before it reads from its start.
	probes = 3
	// shortWay is the distance in bytes that is rather read than guessed.
	shortWay = 16 << 10
	// maxProbe is how far a guess may lie from a block that can be recognised.
	maxProbe = 16 << 10
	// coarsest is the coarsest unit of times for which any block tells a place exactly.
	coarsest = 2 * time.Millisecond
)

// A span is a cluster between two points of an index: begin is its header, end the
// header of the next (or the end of the file).
type span struct{ begin, end point }

// guess returns the byte where t is when the bytes are spread evenly, and how far off
// that may well be.
func (s span) guess(t int64) (off, slack int64) {
	bytes, units := s.end.off-s.begin.off, s.end.time-s.begin.time
	part := float64(t-s.begin.time) / float64(units)
	return s.begin.off + int64(part*float64(bytes)), 4<<10 + bytes/16
}

// within goes to a block shortly before t inside the cluster c: it estimates the byte,
// asks for what lies around it, and looks for a row of blocks there. It reports false,
// with nothing lost, when the cluster must be read from its start: because t is near
// to that, or because blocks are laced, in groups, of several tracks or elsewhere than expected.
func (d *Demuxer) within(c span, t int64) (ok bool, err error) {
	if len(d.tracks) != 1 || d.info.Scale > coarsest || c.end.time <= c.begin.time || c.end.off <= c.begin.off {
		return false, nil
	}
	second := int64(time.Second / d.info.Scale)
	s := c
	for range probes {
		at, slack := s.guess(t)
		from := at - slack
		if from < s.begin.off+shortWay {
			if s.begin == c.begin {
				return false, nil
			}
			from = s.begin.off
		}
		ahead, _ := c.guess(t + second)
		d.src.Aim(from, min(ahead+slack, c.end.off+overEdge, from+maxAim)-from)
		found, err := d.probe(c, from)
		if err != nil || found.off == 0 {
			return false, err
		}
		near, slack := span{found, c.end}.guess(t)
		switch {
		case found.time > t:
			if found.off >= s.end.off {
				return false, nil
			}
			s.end = found
		case near-found.off > 3*slack+shortWay && found.off > s.begin.off:
			s.begin = found
		default:
			return true, nil
		}
		d.frames = d.frames[:0]
	}
	return false, nil
}

// probe looks for a row of blocks of the cluster c from off on and loads the first. A
// point at offset 0 means that there is none, or not at its time.
func (d *Demuxer) probe(c span, off int64) (point, error) {
	d.at = place{
		pos: off, last: off, inside: true, cluster: c.begin.off, end: c.end.off,
		timed: true, time: c.begin.time,
	}
	err := d.search(off, off+maxProbe)
	if err == io.EOF || err == nil && !d.at.inside {
		return point{}, nil
	}
	if err != nil {
		return point{}, err
	}
	d.resync = false // nothing was lost
	if err := d.load(); err != nil || len(d.frames) != 1 {
		if err == io.EOF {
			err = nil
		}
		return point{}, err
	}
	p := point{int64(d.frames[0].Time / d.info.Scale), d.frames[0].Offset}
	length := c.end.time - c.begin.time
	even := c.begin.time + int64(float64(p.off-c.begin.off)/float64(c.end.off-c.begin.off)*float64(length))
	if p.time < c.begin.time || p.time > c.end.time || p.time-even > length/3 || even-p.time > length/3 {
		return point{}, nil
	}
	return p, nil
}

// spanAt returns the cluster at point i of an index. ok is false when it cannot be told
// where and when it ends, or when the index may not name every cluster with its time:
// the first cluster, which was read, must be as its two first points say.
func (d *Demuxer) spanAt(index []point, i int) (s span, ok bool) {
	if d.odd || len(index) < 2 || index[0] != d.first.begin || index[1].off != d.first.end.off {
		return s, false
	}
	s.begin = index[i]
	if i+1 < len(index) {
		s.end = index[i+1]
		return s, true
	}
	s.end = point{int64(d.info.Duration / d.info.Scale), d.src.End()}
	return s, d.info.Duration > 0 && s.end.off != math.MaxInt64
}

// met compares a cluster that reading comes upon with the index, and notes where the
// first one ends. One that the index does not know as it is shows that times cannot
// be taken from there.
func (d *Demuxer) met(p point) {
	switch {
	case p.off == d.firstCluster:
		d.first.begin = p
		if d.at.end != math.MaxInt64 {
			d.first.end.off = d.at.end
		}
	case d.first.end.off == 0 && d.before == d.firstCluster:
		d.first.end.off = p.off
	}
	if i, ok := find(d.cues, p.off); len(d.cues) > 0 && (!ok || d.cues[i].time != p.time) {
		d.odd = true
	}
	d.before = p.off
}
