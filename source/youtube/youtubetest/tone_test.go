package youtubetest_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"testing"
	"time"

	"github.com/thesyncim/gopus"

	"anyaudio/player/webm/webmtest"
	"anyaudio/source/youtube/youtubetest"
)

// makeTone encodes ten seconds of a sine that moves from 440 to 880 Hz.
func makeTone(t *testing.T) []byte {
	const rate, frames, size = 48000, 10 * 48000, 960
	enc, err := gopus.NewEncoder(gopus.EncoderConfig{SampleRate: rate, Channels: 2, Application: gopus.ApplicationAudio})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(enc.SetFrameSize(size), enc.SetBitrate(48000)); err != nil {
		t.Fatal(err)
	}
	head := append([]byte("OpusHead"), 1, 2, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0)
	binary.LittleEndian.PutUint16(head[10:], uint16(enc.Lookahead()))
	var packets []webmtest.Packet
	buf, pcm, phase := make([]byte, 4000), make([]float32, 2*size), 0.0
	for at := 0; at < frames; at += size {
		for i := range size {
			phase += 2 * math.Pi * (440 + 440*float64(at+i)/frames) / rate
			pcm[2*i] = float32(0.4 * math.Sin(phase))
			pcm[2*i+1] = pcm[2*i]
		}
		n, err := enc.Encode(pcm, buf)
		if err != nil {
			t.Fatal(err)
		}
		packets = append(packets, webmtest.Packet{Data: bytes.Clone(buf[:n]), Time: time.Duration(at/48) * time.Millisecond})
	}
	file, _ := webmtest.File(packets, webmtest.Options{Private: head, Duration: 10 * time.Second})
	return file
}

// TestTone keeps testdata/tone.webm what makeTone makes: ANYAUDIO_UPDATE=1 writes it.
func TestTone(t *testing.T) {
	made := makeTone(t)
	if os.Getenv("ANYAUDIO_UPDATE") != "" {
		if err := os.WriteFile("testdata/tone.webm", made, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got := youtubetest.Tone(); len(got) < 20_000 || !bytes.HasPrefix(got, []byte{0x1a, 0x45, 0xdf, 0xa3}) {
		t.Errorf("testdata/tone.webm has %d bytes and no EBML head; ANYAUDIO_UPDATE=1 makes it anew", len(got))
	}
}
