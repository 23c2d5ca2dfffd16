package player

import (
	"context"
	"time"

	"anyaudio/player/output"
)

// Limits of the pre-roll: how much decoded sound must be there before the
// output is given any.
const (
	startFrames   = output.Rate / 10 // at a track's start and after a seek: 100 ms
	resumeFrames  = output.Rate      // after sound has run out: 1 s
	resumeLonger  = 2 * output.Rate  // when it has run out again within a minute: 2 s
	resumeWithin  = time.Minute
	starvingAfter = 200 * time.Millisecond // a shorter wait is not worth a word
	// rescueDelay is how much unheard sound is left in the output when the player stops
	// hoping for more and fades out.
	rescueDelay = 40 * time.Millisecond
)

// preroll answers the question "how much before sound starts": again is true after
// sound has run out, last is the time since it ran out before that.
func preroll(again bool, last time.Duration) int {
	switch {
	case !again:
		return startFrames
	case last < resumeWithin:
		return resumeLonger
	default:
		return resumeFrames
	}
}

// starve waits for the pre-roll, and says so when that takes long.
func (s *sound) starve(ctx context.Context) {
	if s.starving {
		s.wait(ctx, -1)
		return
	}
	if left := starvingAfter - time.Since(s.since); !s.again && left > 0 {
		s.wait(ctx, left)
		return
	}
	s.starving = true
	s.note(ctx, note{kind: noteStarving, epoch: s.now.epoch})
}

// shortage deals with an empty ring in the middle of a track: the output's buffer
// is time to wait in; when that is nearly used up too, the sound is faded out.
func (s *sound) shortage(ctx context.Context, st stretch) error {
	if !s.out.Info().RealTime {
		s.wait(ctx, -1) // nobody listens: it may take as long as decoding takes
		return nil
	}
	if left := s.out.Delay() - rescueDelay; left > 0 {
		s.wait(ctx, left)
		s.listen(ctx)
		return nil
	}
	if st.held { // what follows is not there yet
		s.tl.release(s.now.epoch, st.item, s.ring, nil)
		return nil
	}
	s.underruns.Add(1)
	if err := s.fadeOut(); err != nil {
		return err
	}
	now := time.Now()
	s.gap, s.ranDry = now.Sub(s.ranDry), now
	s.restart(true)
	return s.halt()
}

// end waits until the last of a track has been heard and tells the loop once.
func (s *sound) end(ctx context.Context, st stretch) error {
	s.listen(ctx)
	if s.drained == st.item {
		s.wait(ctx, -1)
		return nil
	}
	if left := s.out.Delay(); left > 0 {
		s.wait(ctx, min(left, 20*time.Millisecond))
		return nil
	}
	s.drained = st.item
	s.note(ctx, note{kind: noteDrained, epoch: s.now.epoch, item: st.item, err: st.err})
	// Whatever comes next begins without a fade at its own start.
	s.restart(false)
	return s.halt()
}
