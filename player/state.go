package player

import (
	"slices"

	"anyaudio/player/effect"
)

// publish makes the state visible and tells subscribers when it has changed.
func (l *loop) publish() {
	st := l.state()
	if old := l.p.state.Load(); old == nil || *old != st {
		l.p.state.Store(&st)
		l.p.hub.emit(StateChanged{st})
	}
	if old := l.p.queue.Load(); old == nil || !slices.Equal(*old, l.queue.entries) {
		q := slices.Clone(l.queue.entries)
		l.p.queue.Store(&q)
		l.p.hub.emit(QueueChanged{slices.Clone(q)})
	}
	if old := l.p.history.Load(); old == nil || !slices.Equal(*old, l.queue.history) {
		h := slices.Clone(l.queue.history)
		l.p.history.Store(&h)
	}
}

func (l *loop) state() State {
	st := State{
		Generation: l.gen, Status: Stopped, Index: l.queue.index(l.queue.current), QueueLen: len(l.queue.entries),
		Volume: l.set.volume, Muted: l.set.muted, Shuffle: l.queue.shuffle, Repeat: l.queue.repeat,
		Balance: l.set.balance, Mono: l.set.mono, Loudness: l.set.loud,
		Equalizer: l.set.curve, EqualizerName: effect.NameOf(l.set.curve),
		Speed: l.set.speed, Crossfade: l.set.crossfade, Sleep: l.sleep.Sleep,
		Output: l.info.Name, Notice: l.notice, Err: l.errLine,
	}
	if e, ok := l.queue.entry(l.queue.current); ok {
		st.Entry = e
	}
	if l.cur == nil {
		if l.paused {
			st.Status = Paused
		}
		return st
	}
	l.describe(&st)
	return st
}

// describe fills in what there is to say about the current track.
func (l *loop) describe(st *State) {
	st.Generation, st.Entry = l.cur.gen, l.cur.entry
	st.Duration, st.Format, st.Reason, st.Tags = l.facts.duration, l.facts.format, l.facts.reason, l.facts.tags
	if st.Duration == 0 {
		st.Duration = l.cur.entry.Track.Duration
	}
	if st.Format != "" {
		st.Gain, st.GainReason = l.set.loud.gain(l.facts.loud), l.set.loud.reason(l.facts.loud)
	}
	switch {
	case l.paused:
		st.Status = Paused
	case l.facts.format == "":
		st.Status = Loading
	case l.starving:
		st.Status = Buffering
	default:
		st.Status = Playing
	}
}
