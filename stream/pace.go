package stream

import "time"

// slowPeriod is the time over which a body's pace is judged. It doubles with each window
// in a row that is given up, so that a slow path is not made slower by new
// connections.
const slowPeriod = 5 * time.Second

// A pace finds a body that keeps coming, byte by byte, and far too slowly to listen to.
type pace struct {
	period time.Duration
	at     time.Time // start of the period, zero before the first
	pos    int64     // then
}

// check reports whether a whole period has brought less than a quarter of what the
// sound needs while somebody was waiting.
func (p *pace) check(now time.Time, pos, byteRate int64, starving bool) bool {
	if !starving {
		p.at = time.Time{}
		return false
	}
	if p.at.IsZero() {
		p.at, p.pos = now, pos
		return false
	}
	d := now.Sub(p.at)
	if d < p.period {
		return false
	}
	slow := float64(pos-p.pos) < d.Seconds()*float64(byteRate)/4
	p.at, p.pos = now, pos
	return slow
}
