package player

import (
	"math"
	"time"

	"anyaudio/player/output"
)

// What the listener changes while sound is under way takes effect in a ramp, from the
// next sample that can still be changed; before sound begins it does so at once.

// setMix goes over to another volume, balance, or mono.
func (s *sound) setMix(m matrix) error {
	if s.starting {
		s.graph.mix.set(m)
		return nil
	}
	if err := s.takeBack(); err != nil {
		return err
	}
	s.graph.mix.glide(s.pos, m)
	return nil
}

// reshape goes over to the wanted equaliser and loudness, once the change before is done.
func (s *sound) reshape() error {
	sh, want := &s.graph.shape, s.now.shape
	sh.summed = want.summed
	if want.loud == sh.levels.now && want.curve == sh.curve {
		return nil
	}
	if !s.starting {
		if s.pos-int64(output.Frames(s.out.Delay())) < s.busy {
			return nil
		}
		if err := s.takeBack(); err != nil {
			return err
		}
		if sh.between(s.pos) {
			s.busy = max(sh.ramp.end(), sh.levels.ramp.end())
			return nil
		}
	}
	if want.loud != sh.levels.now {
		sh.setLoudness(want.loud, s.pos, s.starting)
	}
	if want.curve != sh.curve {
		sh.setCurve(want.curve, s.pos, s.starting)
	}
	return nil
}

// dimming is the fade of the sleep timer: over length, to be silent at until. The zero
// value is none.
type dimming struct {
	until  time.Time
	length time.Duration
}

// setDim begins the sleep timer's fade, or ends it because the listener is awake.
func (s *sound) setDim(d dimming) error {
	r := &s.graph.dim.ramp
	if s.starting {
		*r = d.ramp(s.pos)
		return nil
	}
	if err := s.takeBack(); err != nil {
		return err
	}
	from := r.at(s.pos)
	*r = d.ramp(s.pos)
	if d == (dimming{}) {
		*r = ramp{start: s.pos, from: from, to: 1}
	}
	return nil
}

// ramp is what is left of the fade, for sound that begins at ring position pos now.
func (d dimming) ramp(pos int64) ramp {
	if d == (dimming{}) {
		return steady(1)
	}
	left := max(time.Until(d.until), 0)
	done := 1 - float64(left)/float64(d.length)
	return ramp{
		start: pos, frames: int64(max(output.Frames(left), 1)),
		from: (1 + math.Cos(math.Pi*min(max(done, 0), 1))) / 2, to: 0,
	}
}
