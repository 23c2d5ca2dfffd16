package player

import (
	"errors"

	"anyaudio/stream"
)

// leave tells that the current track is heard no more, if it was.
func (l *loop) leave(finished bool) {
	if l.cur == nil || !l.cur.heard {
		return
	}
	l.cur.heard = false
	e := TrackEnded{Entry: l.cur.entry, Finished: finished, Position: l.position(), Duration: l.facts.duration}
	if finished && e.Duration > 0 {
		e.Position = e.Duration
	}
	l.p.hub.emit(e)
}

// ended goes on after the last of the current track was heard.
func (l *loop) ended(err error) {
	changed := errors.Is(err, stream.ErrChanged) && !l.cur.again
	if !changed {
		l.leave(err == nil)
	}
	switch {
	case changed:
		// Another file in the place of this one, such as another encoding of the
		// same song: go on in it at the same time.
		it := l.newItem(l.cur.entry)
		it.again, it.heard, l.cur.heard = true, l.cur.heard, false
		l.log.Info("file has changed, opened again", "track", it.entry.Track)
		l.jump(it, l.position())
	case err != nil:
		l.failed(l.cur, err)
	case l.sleep.AtEnd:
		l.sleepNow()
	case l.up != nil:
		l.promote() // it is still being opened
	default:
		l.next()
	}
}

// next starts what follows by itself, or pauses before it after too many failures.
func (l *loop) next() {
	e, ok := l.following(true)
	l.failures += l.upFails
	switch {
	case !ok:
		l.stop()
	case l.failures >= maxFailures:
		l.pauseAt(e)
	default:
		l.start(e)
	}
}

// pauseAt stops and waits at the beginning of e.
func (l *loop) pauseAt(e Entry) {
	l.stop()
	l.queue.setCurrent(e.ID)
	l.paused = true
}

// failed reports an entry that cannot be played and goes on to the next, or waits at
// it when the next would fare no better.
func (l *loop) failed(it *item, err error) {
	if it == l.up && !ownFault(err) {
		// It is tried again when its turn comes: by then the network may be back.
		l.up = nil
		l.feeder.do(job{epoch: l.epoch, rest: true})
		return
	}
	l.errLine = Explain(err)
	l.p.hub.emit(TrackFailed{Entry: it.entry, Err: &TrackError{Track: it.entry.Track, Op: "play", Err: err}})
	if it == l.up {
		l.up, l.failedUp = nil, it.entry.ID
		l.upFails++
		l.prepare()
		return
	}
	if !ownFault(err) {
		l.pauseAt(it.entry)
		return
	}
	l.failures++
	l.failedUp = it.entry.ID
	l.next()
}
