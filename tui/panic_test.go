package tui_test

import (
	"sync/atomic"

	"anyaudio/player"
)

var panics atomic.Bool

// panicking is a player whose Progress panics on demand, within Update.
type panicking struct{ *fakePlayer }

func (p panicking) Progress() player.Progress {
	if panics.Load() {
		panic("the player has a bug")
	}
	return p.fakePlayer.Progress()
}
