//go:build !noaac

package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/tphakala/go-aac/pcm"
)

// AAC reports whether this build decodes AAC-LC.
const AAC = true

// aacFrames is the length of an AAC-LC packet.
const aacFrames = 1024

// newAAC returns go-aac behind a guard. config is the AudioSpecificConfig; the rate
// is that of the sound.
func newAAC(config []byte) (d packetDecoder, rate int, err error) {
	d, err = guard(func() (packetDecoder, error) {
		a := &goAAC{config: config, bytes: make([]byte, aacFrames*2*2)}
		a.dec, err = pcm.NewDecoder(&a.feed, pcm.WithRawStream(config))
		if err != nil {
			return nil, aacError(err)
		}
		a.info = a.dec.Info()
		rate = a.info.SampleRate
		return a, nil
	})
	return d, rate, err
}

// goAAC turns the library's stream into packets: each is put in the way of the decoder
// alone, with the length before it that the library wants.
type goAAC struct {
	dec    *pcm.Decoder
	info   pcm.Info
	config []byte
	feed   feed
	broken bool
	bytes  []byte // 16-bit samples of one packet
}

// feed is a reader that ends after each packet.
type feed struct{ b, rest []byte }

func (f *feed) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

func (a *goAAC) Decode(packet []byte, out []float32) (int, error) {
	if len(packet) == 0 || len(packet) > 1<<16-1 {
		return 0, fmt.Errorf("%w: aac packet of %d bytes", ErrDamaged, len(packet))
	}
	if a.broken { // errors stay until it is reset
		a.Reset()
	}
	a.feed.b = binary.BigEndian.AppendUint16(a.feed.b[:0], uint16(len(packet)))
	a.feed.b = append(a.feed.b, packet...)
	a.feed.rest = a.feed.b
	n, err := a.dec.Read(a.bytes)
	if err != nil {
		a.broken = true
		return 0, aacError(err)
	}
	n /= 2
	if n > len(out) {
		return 0, fmt.Errorf("%w: aac packet of %d samples", ErrDamaged, n)
	}
	for i := range n {
		out[i] = float32(int16(binary.LittleEndian.Uint16(a.bytes[2*i:]))) / (1 << 15)
	}
	return n / a.info.Channels, nil
}

func (a *goAAC) Reset() {
	a.feed.rest = nil
	a.broken = a.dec.Reset(&a.feed, pcm.WithRawStream(a.config)) != nil
}

func (a *goAAC) Channels() int { return a.info.Channels }

// aacError names what the library cannot decode.
func aacError(err error) error {
	if errors.Is(err, pcm.ErrUnsupported) {
		return fmt.Errorf("%w: this kind of AAC: %w", ErrUnsupported, err)
	}
	return err
}
