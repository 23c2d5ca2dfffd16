package player

// A level is the gain of a segment: from where on, before and after a change of mode.
type level struct {
	start    int64
	from, to float64
}

// levels are the gains of the segments that lie in the ring, as a function of the ring
// position: at a join the gain changes between two samples, as the tracks do; when the
// listener changes the mode it does so in a ramp.
type levels struct {
	old, now Loudness
	ramp     ramp // 0 to 1: from old to now
	segs     []level
}

// boosts reports that something may get louder than it is in the ring.
func (v *levels) boosts() bool {
	for _, s := range v.segs {
		if s.from > 1 || s.to > 1 {
			return true
		}
	}
	return false
}

// apply multiplies the frames of block, which lie from pos on.
func (v *levels) apply(pos int64, block [][2]float64) {
	for i, s := range v.segs {
		n := int64(len(block))
		if i+1 < len(v.segs) {
			n = min(max(v.segs[i+1].start-pos, 0), n)
		}
		v.applyOne(s, pos, block[:n])
		pos, block = pos+n, block[n:]
	}
}

func (v *levels) applyOne(s level, pos int64, block [][2]float64) {
	g := s.to
	steady := v.ramp.over(pos) || s.from == s.to
	if steady && g == 1 {
		return
	}
	for i := range block {
		if !steady {
			g = s.from + (s.to-s.from)*v.ramp.at(pos+int64(i))
		}
		block[i][0] *= g
		block[i][1] *= g
	}
}
