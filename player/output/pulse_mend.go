package output

import (
	"math"
	"time"
)

// A past remembers the last frames that were sent, by their place in the stream.
type past struct {
	frames []float32
	size   int64 // in frames
}

func newPast(size int64) *past {
	return &past{frames: make([]float32, size*Channels), size: size}
}

// put remembers s as being at place at.
func (p *past) put(at int64, s []float32) {
	for len(s) > 0 {
		i := int(at%p.size) * Channels
		n := copy(p.frames[i:], s)
		s = s[n:]
		at += int64(n / Channels)
	}
}

// frame returns the frame at a place; end is where the sound sent so far ends. What is
// not known is silence.
func (p *past) frame(at, end int64) (f [Channels]float32) {
	if at < end && at >= end-p.size {
		copy(f[:], p.frames[int(at%p.size)*Channels:])
	}
	return f
}

// bridge is the length of the cross-fade that mends a late cut, in frames.
const bridge = Rate * 5 / 1000

// mend looks at a packet that is to replace sound, just before it goes out. If too
// much time has passed since the Rewind, by a slow caller or a busy machine, the sink
// has taken some of what it replaces, or will have, and would jump from the old sound
// into the middle of the new. So the beginning of the packet is dropped, the old sound
// stays in its place, and from there on one fades into the other. All later frames
// are where they belong.
//
// It returns what is to be sent at next, perhaps nothing. mu is held.
func (p *pulseOutput) mend(s []float32, now time.Time) []float32 {
	if p.next < p.written {
		// Where the old sound is about to end, it must still be faded out.
		safe := max(p.next, min(p.line.sink(now, p.fed), p.written-bridge))
		if late := safe - p.next; late > p.line.guard*2/3 || p.bridge > p.next {
			skip := min(late, int64(len(s)/Channels))
			p.next += skip
			s = s[skip*Channels:]
			p.bridge, p.oldEnd = safe, p.written
			p.floor = safe + bridge // before that the sound is not what the caller thinks
		}
		if len(s) > 0 && p.next == p.bridge {
			p.stats.Mended++
		}
	}
	if p.next >= p.bridge+bridge {
		return s
	}
	return p.fadeOver(s)
}

// fadeOver returns s, which is for next, as far as it lies on the bridge from old sound
// to new. Where the old one has ended the new fades in from silence. mu is held.
func (p *pulseOutput) fadeOver(s []float32) []float32 {
	p.scratch = append(p.scratch[:0], s...)
	for i := range len(s) / Channels {
		at := p.next + int64(i)
		if at >= p.bridge+bridge {
			break
		}
		r := float32(0.5 - 0.5*math.Cos(math.Pi*(float64(at-p.bridge)+0.5)/bridge))
		for c, old := range p.past.frame(at, p.oldEnd) {
			p.scratch[i*Channels+c] = old*(1-r) + s[i*Channels+c]*r
		}
	}
	return p.scratch
}
