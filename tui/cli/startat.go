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

// PlayNow is the player's, and then the seek for the first track.
func (s *StartAt) PlayNow(tracks ...source.Track) {
	s.Player.PlayNow(tracks...)
	s.once.Do(func() {
		if s.Start > 0 {
			s.SeekTo(s.Start)
		}
	})
}
