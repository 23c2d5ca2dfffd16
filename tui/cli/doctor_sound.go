package cli

import (
	"context"
	"runtime"
	"strings"

	"anyaudio/player/output"
)

// CheckSound looks at what could play sound.
func CheckSound(o output.Options) Check {
	return Check{"sound", func(ctx context.Context) []Finding {
		return gradeSound(output.Probe(ctx, o), runtime.GOOS)
	}}
}

// gradeSound makes what is missing a note as long as there is a way to be heard: a sound
// server, or a card with the library for it. Other systems than Linux have a
// device interface of their own, which is not probed.
func gradeSound(probed []output.Finding, goos string) []Finding {
	ok := func(what string) bool {
		for _, p := range probed {
			if p.OK && strings.HasPrefix(p.What, what) {
				return true
			}
		}
		return false
	}
	heard := goos != "linux" || ok("sound server") || ok("ALSA library") && ok("sound cards")
	var found []Finding
	for _, p := range probed {
		f := Finding{Good, p.What + ": " + p.Result, p.Remedy}
		switch {
		case p.OK:
		case heard:
			f.Grade = Note
		default:
			f.Grade = Bad
		}
		found = append(found, f)
	}
	return found
}
