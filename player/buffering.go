package player

import (
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
