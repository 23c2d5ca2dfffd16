package output

import (
	"math"
	"slices"
	"time"
)

// A reading is one answer to GetPlaybackLatency. Counts are in frames.
type reading struct {
	asked, got time.Time // our clock
	read       int64     // what the sink has taken from the stream
	write      int64     // what the stream has received
	latency    int64     // from there to the ear
	dry        int64     // how much silence the sink made up since it wanted sound
	running    bool      // the stream plays, as the server sees it
	corked     bool      // the stream was stopped by us when we asked
}

// at is when the server wrote the answer, about.
func (r reading) at() time.Time { return r.asked.Add(r.got.Sub(r.asked) / 2) }

// ear returns how many frames have been heard at now.
func (r reading) ear(now time.Time) int64 {
	h := r.read - max(0, r.latency-r.dry) + int64(now.Sub(r.at()).Seconds()*Rate)
	if !r.running {
		return min(h, r.read) // the rest of what the sink took
	}
	return h
}

// A timeline knows from readings where the ear and the sink are. It does no I/O and
// reads no clock.
//
// The ear moves evenly. The sink takes sound in steps: just after a step it is a
// period further than just before the next. What matters for a Rewind is where it
// can be at most when a packet that is sent now arrives. Each reading tells just that of a
// packet sent at an earlier time, its question: so the highest of the last ones counts, on a
// line that rises with the time of asking. How long answers took to come back plays
// no part in it. The readings are spread over the phases of the step (see phase) and find the
// network as it is: of n in a row the highest is less than 2/n of their range below the top.
type timeline struct {
	period int64 // frames the sink takes at once, about
	guard  int64 // frames between the highest place expected and the place to cut
	least  int64 // what guard is when all goes well

	last  reading
	from  time.Time   // of no meaning: the tops are counted from here
	tops  [32]float64 // where the sink was when a question arrived, less the time of asking
	n     int         // how many of tops were set; they are overwritten in turn
	trips [16]time.Duration
	turns int // how many of trips were set
}

// phase returns at which part of a period reading number n is to be asked for.
// Multiples of the golden ratio leave no wide gaps for any n.
func phase(n int) float64 {
	_, f := math.Modf(float64(n) * math.Phi)
	return f
}

const (
	// nearGuard is what every cut keeps from the sink, for the time between Rewind and
	// the arrival of the next packet. With 4 ms 3 of 1,100 seeks came late on a quiet virtual
	// machine, where it takes some ms now and then until a sleeping server runs.
	nearGuard = 6 * Rate / 1000
	// farGuard is the same through a network, where some packets take longer than any
	// before.
	farGuard = 8 * Rate / 1000
	// maxGuard is where late cuts stop widening the guard.
	maxGuard = 100 * Rate / 1000
)

func newTimeline(period int64, local bool, origin time.Time) *timeline {
	t := &timeline{least: farGuard, from: origin}
	if local {
		t.least = nearGuard
	}
	t.guard = t.least
	t.setPeriod(period)
	return t
}

// setPeriod takes what the server says of its sink, within reason.
func (t *timeline) setPeriod(n int64) { t.period = min(max(n, 1), 2*Rate) }

// add takes a reading in. planned is false for one at a time of no plan: it counts
// only if it is the highest, so that many of them leave no gap.
func (t *timeline) add(r reading, planned bool) {
	t.trips[t.turns%len(t.trips)] = r.got.Sub(r.asked)
	t.turns++
	_, long := t.trip()
	top := float64(r.read) - t.frames(r.asked)
	highest, _ := t.top()
	fell := top < highest-float64(2*t.period+t.guard+int64(Frames(long)))
	if !r.running || !t.last.running || fell {
		t.n = 0 // the sink stood still: earlier readings say nothing of later ones
	}
	t.last = r
	if planned || t.n == 0 || top > highest {
		t.tops[t.n%len(t.tops)] = top
		t.n++
	}
}

// top returns the highest of the readings that count, and how far apart they are. One
// that is far above the others was held up on its way: it is not waited for at every change
// from then on. Where that happens often cuts come late, and the guard learns it.
func (t *timeline) top() (top float64, spread int64) {
	tops := t.tops
	most := tops[:min(t.n, len(tops))]
	n := len(most)
	if n == 0 {
		return math.Inf(-1), t.period
	}
	slices.Sort(most)
	if n >= 8 { // even jitter and steps stay below one and a half times this range
		low, high := most[n/4], most[n*3/4]
		n, _ = slices.BinarySearch(most, high+2*(high-low)+1)
	}
	return most[n-1], max(t.period, int64(most[n-1]-most[0]))
}

func (t *timeline) frames(at time.Time) float64 {
	return at.Sub(t.from).Seconds() * Rate
}

// trip returns the shortest and the longest round trip of the last readings.
func (t *timeline) trip() (short, long time.Duration) {
	for i, d := range t.trips[:min(t.turns, len(t.trips))] {
		if i == 0 || d < short {
			short = d
		}
		long = max(long, d)
	}
	return short, long
}

// sink returns how many frames the sink can have taken at most when a packet that
// is sent at now arrives. fed is when the first sound was sent after the last reading
// was asked for, zero when none was.
func (t *timeline) sink(now, fed time.Time) int64 {
	if t.stands() {
		if fed.IsZero() {
			return t.last.read
		}
		short, long := t.trip()
		ahead := Frames(short/2 + (long - short))
		return t.last.read + int64(now.Sub(fed).Seconds()*Rate) + t.period + t.guard + int64(ahead)
	}
	top, spread := t.top()
	slack := spread*2/int64(max(2, min(t.n, len(t.tops)))) + t.guard
	return max(t.last.read, int64(top+t.frames(now))+slack)
}

// stands is true when the last reading found a sink that takes nothing until more is
// sent: it is stopped, or less than a period is there for it. (What is left of one
// PipeWire does not play.)
func (t *timeline) stands() bool {
	return t.last.corked || (!t.last.running && t.last.write-t.last.read < t.period)
}

// cut learns from a cut that came n frames behind the sink, or in time if n <= 0.
func (t *timeline) cut(n int64) {
	if n > 0 {
		t.guard = min(t.guard+n+Rate/1000, maxGuard)
		return
	}
	t.guard -= (t.guard - t.least) / 32 // twice for each
}
