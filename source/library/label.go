package library

import (
	"fmt"

	"anyaudio/source"
)

// trackNames names tracks in a label of the command log.
func trackNames(tracks []source.Track) string {
	switch len(tracks) {
	case 0:
		return "nothing"
	case 1:
		return quoted(tracks[0].Title)
	}
	return fmt.Sprintf("%d tracks", len(tracks))
}

func quoted(name string) string { return fmt.Sprintf("%q", source.Clean(name)) }
