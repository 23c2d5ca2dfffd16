package songs

import (
	"time"

	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// All returns the pieces in the order of the catalogue.
func All() []*score.Song {
	return []*score.Song{
		carousel(), rain(), porch(), boat(),
		ferry(), dragon(), bus(), static(),
		blue(), harbour(), dawn(),
		windows(), clockwork(), biscuit(),
	}
}

// Find returns the piece with the id, nil when there is none.
func Find(id string) *score.Song {
	for _, s := range All() {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// beat turns the length of a beat into frames.
func beat(d time.Duration) int { return int(d * synth.Rate / time.Second) }

const ms = time.Millisecond

func hall(seconds float64) synth.Reverb {
	return synth.Reverb{Time: seconds, Size: 1, Damp: 4200, Wait: 0.022, LowCut: 180}
}

func room(seconds float64) synth.Reverb {
	return synth.Reverb{Time: seconds, Size: 0.5, Damp: 6000, Wait: 0.008, LowCut: 150}
}
