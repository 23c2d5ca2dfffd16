package cli

import (
	"sync"
	"time"

	"anyaudio/player"
	"anyaudio/source"
)

// StartAt is a player whose first track begins somewhere else than at its beginning:
// play --start with the interface.
type StartAt struct {
	*player.Player
	Start time.Duration
	once  sync.Once
}

// PlayNow is the player's, from Start on the first time.
func (s *StartAt) PlayNow(tracks ...source.Track) {
	start := time.Duration(0)
	s.once.Do(func() { start = s.Start })
	s.PlayFrom(start, tracks...)
}
