package player

import "time"

// sleepFade is the length of the fade at the end of the sleep timer.
const sleepFade = 10 * time.Second

// Sleep is the state of the sleep timer. The zero value is off.
type Sleep struct {
	// At is when the player pauses, zero when no time was set.
	At time.Time
	// AtEnd is true when it pauses at the end of the current track.
	AtEnd bool
}

// A sleeper is the sleep timer; the loop owns it.
type sleeper struct {
	Sleep
	timer *time.Timer // to the fade's beginning, then to its end; nil for none
	dim   dimming
}

// c gives a token when the fade is to begin or to end.
func (s *sleeper) c() <-chan time.Time {
	if s.timer == nil {
		return nil
	}
	return s.timer.C
}

// set starts the timer anew, or ends it when d is 0.
func (s *sleeper) set(d time.Duration) {
	if s.timer != nil {
		s.timer.Stop()
	}
	*s = sleeper{}
	if d > 0 {
		s.At = time.Now().Add(d)
		s.timer = time.NewTimer(max(d-sleepFade, 0))
	}
}

// fade begins the fade.
func (s *sleeper) fade() {
	left := max(time.Until(s.At), time.Millisecond)
	s.dim = dimming{until: s.At, length: left}
	s.timer = time.NewTimer(left)
}

func (l *loop) sleepAfter(d time.Duration) {
	wasAtEnd := l.sleep.AtEnd
	l.sleep.set(d)
	l.sound.wish(l.wishes())
	if wasAtEnd {
		l.goOn()
	}
}

// sleepAtEnd takes back what was decoded behind the current track: its end has to be
// an end.
func (l *loop) sleepAtEnd() {
	l.sleep.set(0)
	l.sleep.AtEnd = true
	l.sound.wish(l.wishes())
	if l.up != nil && l.p.tl.dropNext(l.up) {
		l.up = nil
		l.prepare()
	}
}

// slept goes one step on in the timer: to the fade, then to the pause.
func (l *loop) slept() {
	if l.sleep.dim == (dimming{}) && l.cur != nil && !l.paused {
		l.sleep.fade()
		l.sound.wish(l.wishes())
		return
	}
	l.sleep.set(0)
	if l.cur != nil {
		l.paused = true
	}
	l.sound.wish(l.wishes())
}

// sleepNow pauses before what follows, after the last of the current track was heard.
func (l *loop) sleepNow() {
	l.sleep.set(0)
	e, ok := l.following(true)
	l.stop()
	if ok {
		l.pauseAt(e)
	}
}
