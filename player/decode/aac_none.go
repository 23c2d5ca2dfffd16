//go:build noaac

package decode

import "fmt"

// AAC reports whether this build decodes AAC-LC.
const AAC = false

// aacFrames is the length of an AAC-LC packet.
const aacFrames = 1024

// newAAC stands in for the decoder that this build leaves out.
func newAAC([]byte) (packetDecoder, int, error) {
	return nil, 0, fmt.Errorf("%w: this build has no AAC decoder (build tag noaac)", ErrUnsupported)
}
