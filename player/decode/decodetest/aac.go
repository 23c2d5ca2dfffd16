//go:build !noaac

package decodetest

import (
	"bytes"
	"encoding/binary"
	"math"
	"sync"
	"time"

	"github.com/tphakala/go-aac/pcm"

	"anyaudio/player/mp4/mp4test"
)

func aacFormats() []Format {
	return []Format{
		{"adts", "audio/aac", false, adts},
		{"m4a", "audio/mp4", true, m4a(mp4test.Options{})},
		{"m4a moov last", "audio/mp4", true, m4a(mp4test.Options{Layout: mp4test.MoovLast})},
		{"m4a fragmented", "audio/mp4", true, m4a(mp4test.Options{Layout: mp4test.Indexed, Chunk: 430})},
	}
}

// aacCycle is a second of a tone at 128 kb/s, and what an MP4 says of it.
var aacCycle = sync.OnceValues(func() (packets [][]byte, config []byte) {
	enc, err := pcm.NewFrameEncoder(pcm.Config{SampleRate: 44100, BitDepth: 16, Channels: 2, Bitrate: 128000})
	must(err)
	var b []byte
	for i := range 2 * 44100 {
		v := uint16(int16(12000 * math.Sin(2*math.Pi*441*float64(i)/44100)))
		b = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(b, v), v)
	}
	emit := func(au []byte, _ int) error {
		packets = append(packets, bytes.Clone(au))
		return nil
	}
	must(enc.EncodeInterleaved(b, emit))
	return packets[20:63], enc.AudioSpecificConfig() // the encoder has settled
})

func aacCount(d time.Duration) int { return int(d * 44100 / 1024 / time.Second) }

func m4a(o mp4test.Options) func(time.Duration) File {
	return func(d time.Duration) File {
		packets, config := aacCycle()
		samples := make([][]byte, aacCount(d))
		for i := range samples {
			samples[i] = packets[i%len(packets)]
		}
		o.Config = config
		file, _, _ := mp4test.File(samples, o)
		return whole(file)
	}
}

func adts(d time.Duration) File {
	packets, config := aacCycle()
	rate, channels := config[0]&7<<1|config[1]>>7, config[1]>>3&15
	frame := func(i int) []byte {
		p := packets[i%len(packets)]
		n := 7 + len(p)
		head := []byte{0xff, 0xf1, 1<<6 | rate<<2 | channels>>2, channels<<6 | byte(n>>11), byte(n >> 3), byte(n<<5) | 0x1f, 0xfc}
		return append(head, p...)
	}
	return inParts(aacCount(d), func(i int) int { return 7 + len(packets[i%len(packets)]) }, frame)
}
