package decode_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"anyaudio/player/decode"
	"anyaudio/player/ogg"
	"anyaudio/player/webm/webmtest"
)

// TestOpusSeekWithin seeks into long clusters, which are not read from their start: the
// place that is found from one block's rounded time is exact.
func TestOpusSeekWithin(t *testing.T) {
	const frames = 48000 * 9
	for name, f := range map[string]opusFile{
		"20 ms":  {bitrate: 256000},
		"2.5 ms": {bitrate: 256000, packet: 2500 * time.Microsecond},
		"60 ms":  {bitrate: 256000, packet: 60 * time.Millisecond},
		"mixed": {bitrate: 256000, edit: func(ps []webmtest.Packet) []webmtest.Packet {
			// Packets of 20 ms among such of 2.5 ms.
			short := encodeOpus(t, frames, opusFile{bitrate: 256000, packet: 2500 * time.Microsecond})
			var out []webmtest.Packet
			for i, p := range ps {
				if i%3 == 0 {
					out = append(out, short[8*i:8*i+8]...)
				} else {
					out = append(out, p)
				}
			}
			return out
		}},
	} {
		if underRace && name != "20 ms" {
			continue
		}
		f.webm.Cluster = 4 * time.Second
		file, _ := opusWebM(t, frames, f)
		in := input(file)
		d := open(t, in)
		all := readAll(t, d)
		in.reset()
		seekPlaces(t, d, all, 50, 30)
		if most := int64(50 * 64 << 10); in.bytes > most {
			t.Errorf("%s: 50 seeks read %d bytes", name, in.bytes)
		}
	}
}

// vorbisWebM puts the packets of a file of Vorbis in Ogg into WebM, with times rounded
// or cut to milliseconds. The first packet lasts so many frames by them.
func vorbisWebM(t testing.TB, file []byte, rate, first int, round func(float64) float64, o webmtest.Options) []byte {
	t.Helper()
	r := ogg.NewReader(bytes.NewReader(file), 0)
	var packets [][]byte
	for {
		p, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		r.Choose(p.Serial)
		for _, b := range p.Packets {
			packets = append(packets, bytes.Clone(b))
		}
	}
	o.Private = []byte{2, byte(len(packets[0]))}
	n := len(packets[1])
	for ; n >= 255; n -= 255 {
		o.Private = append(o.Private, 255)
	}
	o.Private = append(append(append(append(o.Private, byte(n)), packets[0]...), packets[1]...), packets[2]...)
	o.Codec = "A_VORBIS"
	var ps []webmtest.Packet
	at, before := 0, 0
	for _, b := range packets[3:] {
		size := 256
		if b[0]&2 == 2 { // both modes of libvorbis, the second of long blocks
			size = 2048
		}
		n := first
		if before > 0 {
			n = (before + size) / 4
		}
		before = size
		ms := round(float64(at) / float64(rate) * 1000)
		ps = append(ps, webmtest.Packet{Data: b, Time: time.Duration(ms) * time.Millisecond})
		at += n
	}
	o.Duration = time.Duration(at) * time.Second / time.Duration(rate)
	out, _ := webmtest.File(ps, o)
	return out
}

// TestVorbisWebM: the sound of the same packets in WebM is that of Ogg, but for the cut at the
// end, and seeks give the very samples of linear decoding, as various programs write the times.
func TestVorbisWebM(t *testing.T) {
	sample := vorbisSample(t, "vorbis.ogg")
	want := readAll(t, open(t, input(sample)))
	for name, c := range map[string]struct {
		first int
		round func(float64) float64
	}{
		"rounded as by ffmpeg": {128, math.Round},
		"the first lasts none": {0, math.Round},
		"cut":                  {128, math.Floor},
	} {
		file := vorbisWebM(t, sample, 44100, c.first, c.round, webmtest.Options{Cluster: 300 * time.Millisecond})
		got := readAll(t, open(t, input(file)))
		if len(got) < len(want) || !bytes.Equal(floatBytes(got[:len(want)]), floatBytes(want)) {
			t.Errorf("%s: %d frames, not those of Ogg", name, len(got)/2)
			continue
		}
		seekPlaces(t, open(t, input(file)), got, 50, math.Inf(1))
	}
}

func floatBytes(p []float32) []byte {
	var b []byte
	for _, v := range p {
		u := math.Float32bits(v)
		b = append(b, byte(u), byte(u>>8), byte(u>>16), byte(u>>24))
	}
	return b
}

// TestVorbisHeadersMutated: wrong headers are refused, whatever they would make a decoder do.
func TestVorbisHeadersMutated(t *testing.T) {
	file := vorbisWebM(t, vorbisSample(t, "vorbis.ogg"), 44100, 128, math.Round, webmtest.Options{})
	at := bytes.Index(file, []byte("\x01vorbis"))
	r := rand.New(rand.NewPCG(3, 3))
	for range 400 {
		bad := bytes.Clone(file)
		for range 1 + r.IntN(3) {
			bad[at+r.IntN(3900)] ^= byte(1 << r.IntN(8))
		}
		d, err := decode.Open(input(bad), "")
		if err != nil {
			if !errors.Is(err, decode.ErrDamaged) && !errors.Is(err, decode.ErrUnsupported) {
				t.Fatal(err)
			}
			continue
		}
		for buf := make([]float32, 4096); ; {
			if _, err := d.Read(buf); err != nil {
				break
			}
		}
	}
}

func FuzzWebMVorbis(f *testing.F) {
	f.Add(vorbisWebM(f, vorbisSample(f, "vorbis.ogg"), 44100, 128, math.Round, webmtest.Options{Cluster: 300 * time.Millisecond}))
	f.Add(vorbisWebM(f, vorbisSample(f, "vorbis51.ogg"), 44100, 0, math.Round, webmtest.Options{Cues: webmtest.NoCues, UnknownSizes: true}))
	f.Fuzz(func(t *testing.T, file []byte) { exercise(t, file, 8192*len(file)+48000*len(file)) })
}
