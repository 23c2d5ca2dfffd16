package decodetest

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/thesyncim/gopus"

	"anyaudio/player/ogg"
	"anyaudio/player/ogg/oggtest"
	"anyaudio/player/webm/webmtest"
)

//go:embed testdata/tone.ogg
var vorbisTone []byte

// opusCycle is a second of a tone at 128 kb/s, in packets of 20 ms.
var opusCycle = sync.OnceValue(func() (packets [][]byte) {
	enc, err := gopus.NewEncoder(gopus.EncoderConfig{SampleRate: 48000, Channels: 2, Application: gopus.ApplicationAudio})
	must(err)
	must(enc.SetBitrateMode(gopus.BitrateModeCBR))
	must(enc.SetBitrate(128000))
	pcm := make([]float32, 2*960)
	buf := make([]byte, 4000)
	for i := range 100 {
		for k := range 960 {
			v := float32(0.5 * math.Sin(2*math.Pi*440*float64(960*i+k)/48000))
			pcm[2*k], pcm[2*k+1] = v, v
		}
		n, err := enc.Encode(pcm, buf)
		must(err)
		packets = append(packets, bytes.Clone(buf[:n]))
	}
	return packets[50:] // the encoder has settled
})

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func opusHead() []byte {
	b := append([]byte("OpusHead\x01\x02"), 0x38, 1) // a pre-skip of 312
	return append(binary.LittleEndian.AppendUint32(b, 48000), 0, 0, 0)
}

// webmOpus has a cue every 10 s, as YouTube's files.
func webmOpus(d time.Duration) File {
	packets := make([]webmtest.Packet, int(d/(20*time.Millisecond)))
	for i := range packets {
		packets[i] = webmtest.Packet{Data: opusCycle()[i%50], Time: time.Duration(i) * 20 * time.Millisecond}
	}
	file, _ := webmtest.File(packets, webmtest.Options{
		Cluster: 10 * time.Second, Private: opusHead(), CodecDelay: 6500 * time.Microsecond,
		SeekPreRoll: 80 * time.Millisecond, Duration: d,
	})
	return whole(file)
}

func oggOpus(d time.Duration) File {
	tags := append([]byte("OpusTags\x04\x00\x00\x00test"), 0, 0, 0, 0)
	packets := []oggtest.Packet{{Data: opusHead()}, {Data: tags, Flush: true}}
	for i := range int(d / (20 * time.Millisecond)) {
		packets = append(packets, oggtest.Packet{Data: opusCycle()[i%50], Granule: int64(i+1) * 960})
	}
	return whole(oggtest.Join(oggtest.Stream(packets, oggtest.Options{Page: 16000}))) // a second, as opusenc does
}

// vorbisPackets are the three headers, and packets of 1024 frames at 44.1 kHz that may follow each other.
func vorbisPackets() (heads, sound [][]byte) {
	r := ogg.NewReader(bytes.NewReader(vorbisTone), 0)
	for {
		page, err := r.Next()
		if err != nil {
			return heads, sound
		}
		for _, p := range page.Packets {
			b := bytes.Clone(p)
			switch {
			case len(heads) < 3:
				heads = append(heads, b)
			case b[0]&15 == 14: // a long block between long blocks
				sound = append(sound, b)
			}
		}
	}
}

func webmVorbis(d time.Duration) File {
	heads, sound := vorbisPackets()
	private := []byte{2, byte(len(heads[0])), byte(len(heads[1]))}
	private = append(private, slices.Concat(heads...)...)
	packets := make([]webmtest.Packet, int(d*44100/1024/time.Second))
	for i := range packets {
		ms := math.Round(float64(i) * 1024 / 44.1)
		packets[i] = webmtest.Packet{Data: sound[i%len(sound)], Time: time.Duration(ms) * time.Millisecond}
	}
	file, _ := webmtest.File(packets, webmtest.Options{Codec: "A_VORBIS", Cluster: 10 * time.Second, Private: private, Duration: d, Rate: 44100})
	return whole(file)
}

func oggVorbis(d time.Duration) File {
	heads, sound := vorbisPackets()
	packets := []oggtest.Packet{{Data: heads[0]}, {Data: heads[1]}, {Data: heads[2], Flush: true}}
	for i := range int(d * 44100 / 1024 / time.Second) {
		packets = append(packets, oggtest.Packet{Data: sound[i%len(sound)], Granule: int64(i) * 1024})
	}
	return whole(oggtest.Join(oggtest.Stream(packets, oggtest.Options{})))
}
