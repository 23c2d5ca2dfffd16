package player

import (
	"anyaudio/player/effect"
	"anyaudio/player/output"
)

// primeFrames is how much sound before a position the effects with a memory run through
// to be in the state they would be in: 0.5 s, after which the lowest band of the equaliser has
// forgotten all but -400 dB and the limiter's release all but 0.2 %.
const primeFrames = output.Rate / 2

// A shape is the part of the graph that has a memory: equaliser, loudness, limiter. When
// neither equaliser nor limiter is wanted only the loudness gains are applied.
//
// The limiter's output lags its input by effect.Lookahead. That is hidden here: what is
// fed lies so much ahead in the ring of what is asked for.
type shape struct {
	cur    *cursor
	levels levels

	from, to *effect.Equalizer
	curve    effect.Curve // of to
	ramp     ramp         // 0 to 1: from one equaliser to the other
	limiter  *effect.Limiter
	// summed is set while the ring may hold the sum of two tracks.
	summed bool

	// first and end are the ring positions between which the sound is unbroken.
	first, end int64

	active bool
	fed    int64 // ring position after the last frame fed to the effects, -1 for none
	silent int64 // from here on silence was fed, since there was no sound yet; -1 for never
	other  [][2]float64
}

func (s *shape) init(cur *cursor, block int) {
	s.cur = cur
	s.levels.ramp = steady(1)
	s.from, s.to = effect.NewEqualizer(effect.Curve{}), effect.NewEqualizer(effect.Curve{})
	s.ramp = steady(1)
	s.fed, s.silent = -1, -1
	s.other = make([][2]float64, block)
}

// setCurve goes over to another equaliser, in a ramp from pos on or at once.
func (s *shape) setCurve(c effect.Curve, pos int64, atOnce bool) {
	if pos > s.ramp.start || atOnce {
		s.from = s.to // or else nothing of the last change has been heard
	}
	s.to, s.curve = effect.NewEqualizer(c), c
	s.ramp = ramp{start: pos, from: 0, to: 1}
	if atOnce {
		s.ramp = steady(1)
	}
	s.fed = -1
}

// setLoudness goes over to another way of levelling, in a ramp from pos on or at once.
func (s *shape) setLoudness(l Loudness, pos int64, atOnce bool) {
	if pos > s.levels.ramp.start || atOnce {
		s.levels.old = s.levels.now
	}
	s.levels.now = l
	s.levels.ramp = ramp{start: pos, from: 0, to: 1}
	if atOnce {
		s.levels.old, s.levels.ramp = l, steady(1)
	}
	s.fed = -1
}

// between reports that a change is half done at pos: the next one has to wait until it is.
func (s *shape) between(pos int64) bool {
	return s.ramp.start < pos && !s.ramp.over(pos) ||
		s.levels.ramp.start < pos && !s.levels.ramp.over(pos)
}

// filters reports that the equaliser does something at pos or later.
func (s *shape) filters(pos int64) bool {
	return !s.to.Flat() || !s.from.Flat() && !s.ramp.over(pos)
}

// reduction is the factor of the limiter, 1 when it does nothing.
func (s *shape) reduction() float64 {
	if !s.active {
		return 1
	}
	return s.limiter.Gain()
}

func (s *shape) Err() error { return nil }

// Stream gives the frames from the cursor on, shaped.
func (s *shape) Stream(samples [][2]float64) (int, bool) {
	pos := s.cur.pos
	if !s.wanted(pos) {
		s.cur.Stream(samples)
		s.levels.apply(pos, samples)
		return len(samples), true
	}
	if s.fed != pos+effect.Lookahead || s.silent >= 0 && s.end > s.silent {
		s.prime(pos)
	}
	s.feed(samples)
	s.cur.pos = pos + int64(len(samples))
	return len(samples), true
}

// wanted reports whether the effects have to run at pos. They go on until the limiter
// has let go, so that their end is not heard.
func (s *shape) wanted(pos int64) bool {
	if s.summed || s.filters(pos) || s.levels.boosts() {
		if s.limiter == nil {
			s.limiter = effect.NewLimiter()
		}
		s.active = true
	} else if s.active && s.fed == pos+effect.Lookahead && s.limiter.Idle() {
		s.active, s.fed = false, -1
	}
	return s.active
}

// prime brings the effects into the state in which the next frame they give is that at pos.
func (s *shape) prime(pos int64) {
	s.from.Reset()
	s.to.Reset()
	s.limiter.Reset()
	s.fed, s.silent = max(s.first, pos-primeFrames), -1
	var waste [480][2]float64
	for left := pos + effect.Lookahead - s.fed; left > 0; {
		n := min(left, int64(len(waste)))
		s.feed(waste[:n])
		left -= n
	}
}

// feed runs the next frames of the ring through the effects and puts into block what
// comes out. Behind the end of what there is lies silence.
func (s *shape) feed(block [][2]float64) {
	pos := s.fed
	there := int(min(max(s.end-pos, 0), int64(len(block))))
	s.cur.ring.at(pos, block[:there])
	if there < len(block) {
		clear(block[there:])
		if s.silent < 0 {
			s.silent = pos + int64(there)
		}
	}
	s.filter(pos, block)
	s.levels.apply(pos, block)
	s.limiter.Process(block)
	s.fed = pos + int64(len(block))
}

// filter runs the equaliser, or both of them while one goes over into the other.
func (s *shape) filter(pos int64, block [][2]float64) {
	if s.ramp.over(pos) {
		s.to.Process(block)
		return
	}
	other := s.other[:copy(s.other, block)]
	s.from.Process(other)
	s.to.Process(block)
	for i, o := range other {
		c := s.ramp.at(pos + int64(i))
		block[i][0] = o[0] + (block[i][0]-o[0])*c
		block[i][1] = o[1] + (block[i][1]-o[1])*c
	}
}
