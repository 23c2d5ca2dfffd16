package songs_test

import (
	"testing"

	"anyaudio/source/demo/gen/songs"
)

func TestWriteAll(t *testing.T) {
	for _, s := range songs.All() {
		total, form := 0, 0
		for _, p := range s.Parts {
			total += s.Length(p.Name)
		}
		for _, p := range s.Sequence() {
			form += s.Length(p)
		}
		long := 0
		for _, p := range s.LongSequence() {
			long += s.Length(p)
		}
		t.Logf("%-26s parts %5.1f s form %6.1f s long %6.1f", s.ID, float64(total)/48000, float64(form)/48000, float64(long)/48000)
		for _, p := range s.Parts {
			s.Events(p.Name)
		}
	}
}
