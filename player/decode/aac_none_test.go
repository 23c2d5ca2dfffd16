//go:build noaac

package decode_test

import (
	"errors"
	"strings"
	"testing"

	"anyaudio/player/decode"
	"anyaudio/player/mp4/mp4test"
)

// TestNoAAC: a build without the decoder says so.
func TestNoAAC(t *testing.T) {
	file, _, _ := mp4test.File([][]byte{{1}, {2}}, mp4test.Options{Config: []byte{0x12, 0x10}})
	_, err := decode.Open(input(file), "")
	if !errors.Is(err, decode.ErrUnsupported) || !strings.Contains(err.Error(), "noaac") {
		t.Errorf("%v", err)
	}
}
