package stream

import "time"

// Sizes of windows, in bytes.
const (
	firstWindowMin = 64 << 10
	firstWindowMax = 256 << 10
	maxWindowMin   = 1 << 20
	maxWindowMax   = 3 << 20
	aimMax         = 1 << 20 // the header of an hour of progressive MP4 fits
	// readingOn is how far a view must read from where it was put before
	// anything is fetched ahead: a probe or a look at an index does not come so far.
	readingOn = 16 << 10
)

// firstWindow is the size of the first window of a run: four seconds of sound, so
// that the head of a file and its first sound come with one request.
func firstWindow(byteRate int) int64 {
	return min(max(4*int64(byteRate), firstWindowMin), firstWindowMax)
}

// maxWindow bounds every window: two minutes of sound, and what the target allows.
func maxWindow(byteRate int, allowed int64) int64 {
	n := min(max(120*int64(byteRate), maxWindowMin), maxWindowMax)
	if allowed > 0 {
		n = min(n, allowed)
	}
	return n
}

// nextWindow is the size of the window that begins run bytes after the view was
// put where it reads on from. It doubles from window to window: 1, 2, 4 times first.
func nextWindow(run, first, limit int64) int64 {
	n := first
	for n < limit && 2*n <= run+first {
		n *= 2
	}
	return min(n, limit)
}

// aheadTarget is how many bytes shall be kept ahead of a view that has read on
// for run bytes. Never more than as much again as was used, or the least: a skip wastes no more than that.
func aheadTarget(run int64, byteRate int, o Options, memory int64) int64 {
	least := int64(o.Ahead.Seconds() * float64(byteRate))
	most := int64(o.AheadMax.Seconds() * float64(byteRate))
	return min(max(run, least), most, memory*3/4)
}

// lowMark is how many bytes ahead start the read-ahead again.
func lowMark(target int64) int64 { return target / 3 }

// readThrough is how far ahead of what a running window has brought a wanted byte
// may lie to be waited for: as much as comes in the time that a new request takes.
func readThrough(e estimate) int64 {
	const unknown, least, most = 128 << 10, 32 << 10, 512 << 10
	if e.rate == 0 || e.median == 0 {
		return unknown
	}
	return min(max(int64(e.rate*e.median.Seconds()), least), most)
}

// drainLimit is how many bytes may be left of a window that nobody waits for, for
// it to run out instead of being cut: less than a new connection costs.
func drainLimit(e estimate) int64 {
	const unknown, most = 16 << 10, 64 << 10
	if e.rate == 0 || e.median == 0 {
		return unknown
	}
	return min(int64(e.rate*2*e.median.Seconds()), most)
}

// Times after which a window counts as stalled. A listener who waits is served by
// another connection sooner.
const (
	bodyStall         = 4 * time.Second
	bodyStallStarving = 2 * time.Second
	headMin           = 1500 * time.Millisecond
	headMax           = 8 * time.Second
	waySlack          = connectTimeout + tlsTimeout + time.Second
)

// headDeadline is how long the head of a reply may take; a failure in a row before
// doubles it, for an origin that has become slow.
func headDeadline(e estimate, failures int) time.Duration {
	if e.p95 == 0 {
		return headMax
	}
	return min(max(3*e.p95, headMin)<<min(failures, 8), headMax)
}

// A phase is how far a window has come.
type phase int

const (
	phaseQueued phase = iota // waits for one of the host's places
	phaseWay                 // waits for a connection
	phaseHead                // has asked, waits for the head of the reply
	phaseBody                // bytes come
	phasePaused              // whole file only: far enough ahead
)

// A running is a window whose request is in flight. Its goroutine owns the response; the rest is
// guarded by the Stream's lock.
type running struct {
	asked      Range
	at         place
	private    bool
	generation int
	cancel     func(cause error)

	pos   int64 // next byte to come
	stop  int64 // where it ends; may be lowered below asked.To
	phase phase
	begun time.Time
	last  time.Time // of the last progress
	pace  pace
	ended bool // cancelled, the goroutine is on its way out

	whole bool          // the origin sends the whole file
	limit int64         // whole: pause here
	more  chan struct{} // whole: limit was raised
}

// left is how many bytes are still to come.
func (w *running) left() int64 { return w.stop - w.pos }

// coming reports whether the byte at off will be brought by w.
func (w *running) coming(off int64) bool { return !w.ended && w.pos <= off && off < w.stop }

// deadline is when w counts as stalled; zero when it may take its time.
func (w *running) deadline(e estimate, failures int, starving bool) time.Time {
	switch w.phase {
	case phaseWay:
		return w.last.Add(waySlack)
	case phaseHead:
		return w.last.Add(headDeadline(e, failures))
	case phaseBody:
		if starving {
			return w.last.Add(bodyStallStarving)
		}
		return w.last.Add(bodyStall)
	}
	return time.Time{}
}
