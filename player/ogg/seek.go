package ogg

import (
	"cmp"
	"io"
	"math"
	"slices"
)

const (
	// maxGuesses bounds one seek; each halves what is left at least every second time.
	maxGuesses = 60
	// nearBy is the distance in bytes that is rather read than guessed again.
	nearBy = 48 << 10
	// least is how much a guess asks for.
	least = 32 << 10
	// maxKnown is how many pages are remembered, sparse so that they span the file.
	maxKnown  = 4096
	knownStep = 64 << 10
)

// A point is a page of the chosen stream: where it begins and the granule position at
// its end.
type point struct{ granule, off int64 }

// SetStart says that the sound begins on the page at off. Seek does not go before it.
func (r *Reader) SetStart(off int64) { r.start = off }

// learn remembers a page that was met.
func (r *Reader) learn(p point) {
	i, found := slices.BinarySearchFunc(r.known, p.off, func(k point, off int64) int { return cmp.Compare(k.off, off) })
	if found || p.granule < 0 || r.start == 0 || p.off < r.start || len(r.known) == maxKnown ||
		i > 0 && (r.known[i-1].granule > p.granule || p.off-r.known[i-1].off < knownStep) ||
		i < len(r.known) && (r.known[i].granule < p.granule || r.known[i].off-p.off < knownStep) {
		return
	}
	r.known = slices.Insert(r.known, i, p)
}

// SeekGranule makes Next go on with a page whose granule position is not above granule, the
// last such or one shortly before, and with the first page of sound when there is
// none. lead is added to what an input with Aim(off, n int64) is told to bring: a hint
// in granules, of what will be read behind the place. After an error of the input Seek
// may be called again.
func (r *Reader) SeekGranule(granule, lead int64) error {
	lo, hi, err := r.between(granule)
	if err != nil {
		return err
	}
	var rate, ahead float64
	var met probe
	for i := 0; i < maxGuesses && hi.off-lo.off > nearBy; i++ {
		rate = float64(hi.off-lo.off) / float64(max(hi.granule-lo.granule, 1))
		ahead = float64(granule-lo.granule) * rate
		if hi.granule > lo.granule && (ahead < nearBy || i > 1 && hi.off-lo.off < 2*nearBy) {
			break
		}
		slack := 4<<10 + int64(r.longest) + min((hi.off-lo.off)/16, 8<<10)
		from := lo.off + int64(min(ahead, float64(hi.off-lo.off))) - slack
		if hi.granule <= lo.granule || i%2 == 1 && i > 2 {
			from = lo.off + (hi.off-lo.off)/2
		} else if d := float64(granule-met.granule) * met.rate; met.off != 0 && math.Abs(d) < float64(hi.off-lo.off)/2 {
			slack += int64(min(math.Abs(d)/8, 24<<10))
			from = met.off + int64(d) - slack // the rate there is likelier than that of all
		}
		from = min(max(from, lo.off+1), hi.off-1)
		r.aim(from, 2*float64(slack)+float64(lead)*rate)
		p, err := r.find(from, hi.off)
		switch {
		case err != nil:
			return err
		case p.off == 0:
			hi.off = from
		case p.granule > granule:
			hi, met = point{p.granule, from}, p
		default:
			lo, met = p.point, p
		}
	}
	if lo.off != r.pos {
		r.aim(lo.off, min(ahead, nearBy)+float64(lead)*rate)
	}
	r.goTo(lo.off)
	return nil
}

// aim tells the input that about n bytes will be read from off on.
func (r *Reader) aim(off int64, n float64) {
	r.src.Aim(off, int64(max(least, min(n, 2*least))))
}

// goTo makes off the place of the next page, whatever was read before.
func (r *Reader) goTo(off int64) {
	r.pos, r.isCounted, r.isOpen, r.short = off, false, false, false
	r.open = r.open[:0]
}

// between returns the known pages around granule.
func (r *Reader) between(granule int64) (lo, hi point, err error) {
	lo = point{0, r.start}
	i := 0
	for ; i < len(r.known) && r.known[i].granule <= granule; i++ {
		lo = r.known[i]
	}
	if i < len(r.known) {
		return lo, r.known[i], nil
	}
	if err := r.FindEnd(); err != nil {
		return lo, hi, err
	}
	if r.end.off != 0 {
		return lo, point{max(r.end.granule, lo.granule), r.end.off}, nil
	}
	if size := r.src.End(); size != math.MaxInt64 {
		return lo, point{lo.granule, size}, nil // halved until a page is met
	}
	return lo, lo, nil // all that can be done is to read on
}

// A probe is a page that was found, and the bytes per granule of the one behind it, 0
// when not known.
type probe struct {
	point
	rate float64
}

// find returns the first page of the chosen stream that begins between off and limit and
// on which a packet ends; its off is 0 when there is none.
func (r *Reader) find(off, limit int64) (found probe, err error) {
	r.goTo(off)
	defer func() { r.goTo(cmp.Or(found.off, off)) }()
	between := 0
	for {
		h, _, err := r.page()
		if err == io.EOF || err == nil && r.pos >= limit || err == nil && !slices.Contains(r.serials, h.serial) {
			return found, nil // the end, or another link
		}
		if err != nil {
			return probe{}, err
		}
		at := r.pos
		r.pos += int64(h.size)
		if h.serial == r.serial {
			between += h.size
		}
		switch {
		case h.serial != r.serial || h.granule < 0:
		case found.off != 0:
			if d := h.granule - found.granule; d > 0 {
				found.rate = float64(between) / float64(d)
			}
			return found, nil
		default:
			found.point, between = point{h.granule, at}, 0
			r.learn(found.point)
		}
	}
}
