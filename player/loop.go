package player

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"anyaudio/player/output"
	"anyaudio/source"
)

const (
	// restartAfter is how far into a track "previous" means its beginning.
	restartAfter = 3 * time.Second
	// maxFailures in a row pause the player: it must not race through a list that
	// a bad network makes unplayable.
	maxFailures = 3
)

// A loop owns the state of playing. Only its goroutine touches the fields; it does
// no I/O and waits for nothing but commands and notes.
type loop struct {
	p      *Player
	opts   Options
	log    *slog.Logger
	feeder *feeder
	sound  *sound

	queue  queue
	set    settings
	sleep  sleeper
	paused bool

	gen   uint64
	epoch uint64
	// cur is what is heard, or will be next; up is what the decode goroutine has been
	// given to put behind it.
	cur, up  *item
	failedUp uint64 // the last entry behind cur that could not be opened, 0 for none
	// facts are those of cur and upFacts those of up, empty until it is open.
	facts, upFacts facts

	starving bool
	resume   resume
	failures int // in a row, up to cur
	upFails  int // in a row, behind cur
	errLine  string
	notice   string
	info     output.Info
}

// A resume is where an entry begins that was left in an earlier run of the program, or that is to be
// played from a place on.
type resume struct {
	id  uint64
	pos time.Duration
}

// run is the loop goroutine; it ends with ctx.
func (l *loop) run(ctx context.Context, notes <-chan note) {
	defer l.sleep.set(0)
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-l.p.commands:
			f(l)
		case n := <-notes:
			l.handle(n)
		case <-l.sleep.c():
			l.slept()
		}
		l.publish()
	}
}

// wishes is what the sound goroutine shall do.
func (l *loop) wishes() wishes {
	return wishes{
		epoch: l.epoch, paused: l.paused || l.cur == nil,
		mix: l.set.mixing(), shape: l.set.shaping(), dim: l.sleep.dim,
	}
}

// position is where the ear is, or will be when a jump is under way.
func (l *loop) position() time.Duration {
	_, frame, _ := l.p.tl.heard()
	return output.Duration(frame)
}

// jump begins a new epoch: it at pos, nil for nothing.
func (l *loop) jump(it *item, pos time.Duration) {
	l.epoch++
	l.cur, l.up, l.failedUp, l.upFails = it, nil, 0, 0
	l.starving = false
	if it != nil {
		it.decoded = false
	}
	frame := int64(output.Frames(pos))
	l.p.tl.cut(l.epoch, it, frame)
	l.feeder.do(l.set.job(l.epoch, it, frame))
	l.sound.wish(l.wishes())
}

// start plays e from its beginning.
func (l *loop) start(e Entry) {
	l.leave(false)
	l.queue.setCurrent(e.ID)
	l.facts = facts{}
	pos := time.Duration(0)
	if l.resume.id == e.ID {
		pos = l.resume.pos
	}
	l.resume = resume{}
	l.jump(l.newItem(e), pos)
}

func (l *loop) restore(tracks []source.Track, index int, pos time.Duration) {
	if len(l.queue.entries) > 0 || index < 0 || index >= len(tracks) {
		return
	}
	e := l.queue.insert(0, tracks)[index]
	l.queue.setCurrent(e.ID)
	l.resume, l.paused = resume{e.ID, max(pos, 0)}, true
	l.p.tl.cut(l.epoch, nil, int64(output.Frames(l.resume.pos)))
}

func (l *loop) newItem(e Entry) *item {
	l.gen++
	return &item{gen: l.gen, entry: e}
}

func (l *loop) playNow(tracks []source.Track, pos time.Duration) {
	if len(tracks) == 0 {
		return
	}
	if len(tracks) == 1 && tracks[0].Live { // in a list it is passed over when its turn comes
		l.refuse(Entry{Track: tracks[0]}, errLive(tracks[0]))
		return
	}
	added := l.queue.insert(l.queue.afterCurrent(), tracks)
	l.resume = resume{added[0].ID, pos}
	l.listenerStarts(added[0])
}

func (l *loop) playEntry(id uint64) {
	e, ok := l.queue.entry(id)
	switch {
	case !ok:
	case e.Track.Live:
		l.refuse(e, errLive(e.Track))
	default:
		l.listenerStarts(e)
	}
}

// refuse says that e cannot be played; what plays goes on.
func (l *loop) refuse(e Entry, err error) {
	l.errLine = Explain(err)
	l.p.hub.emit(TrackFailed{Entry: e, Err: &TrackError{Track: e.Track, Op: "play", Err: err}})
}

// listenerStarts plays e because the listener wants it: a pause and past failures
// are forgotten.
func (l *loop) listenerStarts(e Entry) {
	l.paused, l.failures, l.errLine = false, 0, ""
	l.start(e)
}

// skip goes to the next entry.
func (l *loop) skip() {
	if e, ok := l.following(false); ok {
		l.listenerStarts(e)
		return
	}
	l.stop()
}

func (l *loop) prev() {
	if l.cur != nil && l.position() > restartAfter {
		l.seek(0)
		return
	}
	if e, ok := l.queue.preceding(); ok {
		l.listenerStarts(e)
		return
	}
	l.seek(0)
}

func (l *loop) stop() {
	l.leave(false)
	l.facts, l.paused = facts{}, false
	l.jump(nil, 0)
}

func (l *loop) clear() {
	l.queue.entries, l.queue.unshuffled, l.queue.place = nil, nil, 0
	l.queue.setCurrent(0)
	l.resume = resume{}
	l.stop()
}

func (l *loop) setPaused(on bool) {
	if l.cur == nil {
		if e, ok := l.queue.entry(l.queue.current); ok && !on {
			l.listenerStarts(e)
		} else if !on {
			l.skip()
		}
		return
	}
	l.paused, l.failures = on, 0
	l.sound.wish(l.wishes())
}

func (l *loop) seek(pos time.Duration) {
	if l.cur == nil {
		return
	}
	pos = max(pos, 0)
	if l.facts.duration > 0 {
		pos = min(pos, l.facts.duration)
	}
	l.jump(l.cur, pos)
}

func (l *loop) setVolume(percent int, muted bool) {
	l.set.volume, l.set.muted = percent, muted
	l.sound.wish(l.wishes())
}

func (l *loop) remove(ids []uint64) {
	l.edit(func(q *queue) { q.remove(ids...) })
	if l.cur == nil || !slices.Contains(ids, l.cur.entry.ID) {
		return
	}
	if e, ok := l.following(false); ok {
		l.start(e)
		return
	}
	l.stop()
}

// edit changes the queue, and what has been decoded ahead if that is not the next
// entry any more.
func (l *loop) edit(f func(*queue)) {
	f(&l.queue)
	if l.up == nil {
		l.goOn()
		return
	}
	if e, ok := l.following(true); ok && e.ID == l.up.entry.ID {
		return
	}
	if !l.p.tl.dropNext(l.up) {
		return // it has begun to sound
	}
	l.up = nil
	l.prepare()
}

// prepare gives the decode goroutine the entry that follows, to be put right
// behind the current track.
func (l *loop) prepare() {
	e, ok := l.following(true)
	if !ok || l.upFails >= maxFailures || l.sleep.AtEnd {
		l.feeder.do(job{epoch: l.epoch, rest: true})
		return
	}
	l.up, l.upFacts = l.newItem(e), facts{}
	l.feeder.do(l.set.job(l.epoch, l.up, 0))
}

// goOn prepares what follows when the current track has been decoded and nothing was
// prepared behind it.
func (l *loop) goOn() {
	if l.cur != nil && l.up == nil && l.cur.decoded {
		l.prepare()
	}
}

// following is the entry that plays after the current one, those left out that
// have failed to open meanwhile.
func (l *loop) following(natural bool) (Entry, bool) {
	if l.failedUp != 0 {
		return l.queue.after(l.failedUp, false)
	}
	return l.queue.after(l.queue.current, natural)
}

// handle deals with a note. Notes of an epoch that is over are about nothing.
func (l *loop) handle(n note) {
	switch n.kind {
	case noteOutput:
		l.info, l.notice = n.info, ""
		if n.err != nil {
			l.log.Warn("no sound output", "err", n.err)
			l.notice = l.opts.NoOutputHelp(n.err)
		}
		return
	case noteLost:
		l.notice = "sound output lost: trying to get it back"
		return
	case noteGone:
		l.log.Error("sound output ended", "err", n.err)
		l.stop()
		l.errLine = fmt.Sprintf("sound output: %v", n.err)
		return
	}
	if n.epoch != l.epoch {
		return
	}
	switch n.kind {
	case noteOpened:
		l.opened(n)
	case noteFailed:
		l.failed(n.item, n.err)
	case noteDecoded:
		n.item.decoded = n.err == nil
		if n.item == l.cur && n.err == nil {
			l.prepare()
		}
	case noteHeard:
		l.heard(n.item)
	case noteStarving:
		l.starving = true
	case noteDrained:
		if n.item == l.cur {
			l.ended(n.err)
		}
	}
}

func (l *loop) opened(n note) {
	switch n.item {
	case l.cur:
		l.facts = n.facts
	case l.up:
		l.upFacts = n.facts
	}
}

// heard makes it the current track, now that it is.
func (l *loop) heard(it *item) {
	if it == l.up {
		l.promote()
	}
	if it != l.cur {
		return
	}
	it.heard = true
	l.starving, l.failures = false, 0
	if l.upFails == 0 {
		l.errLine = ""
	}
	l.queue.remember(it.entry.Track)
}

// promote makes the item that was decoded ahead the current one.
func (l *loop) promote() {
	l.leave(true)
	l.cur, l.up, l.failedUp = l.up, nil, 0
	l.failures, l.upFails = l.upFails, 0
	l.facts = l.upFacts
	l.starving = false
	l.queue.setCurrent(l.cur.entry.ID)
	l.goOn() // it may be so short that all of it is in the ring
}
