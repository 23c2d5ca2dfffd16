//go:build !noaac

package decode_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"anyaudio/player/decode"
)

// adtsFile puts the packets of a track into frames, each with a check sum when crc is set.
func (track aacTrack) adtsFile(crc bool) []byte {
	var file []byte
	rate, channels := track.config[0]&7<<1|track.config[1]>>7, track.config[1]>>3&15
	for _, p := range track.packets {
		head := []byte{0xff, 0xf1, 1<<6 | rate<<2 | channels>>2, channels << 6, 0, 0, 0xfc}
		if crc {
			head[1] = 0xf0
			head = append(head, 0, 0)
		}
		n := len(head) + len(p)
		head[3] |= byte(n >> 11)
		head[4], head[5] = byte(n>>3), byte(n<<5)|0x1f
		file = append(append(file, head...), p...)
	}
	return file
}

// TestADTS: with and without check sums and behind a tag, the sound is that of the same
// packets in MP4, linearly and after seeks.
func TestADTS(t *testing.T) {
	track := encodeAAC(t, 5*44100, 2)
	var want []float32
	for name, file := range map[string][]byte{
		"":      track.adtsFile(false),
		"crc":   track.adtsFile(true),
		"tag":   append(id3(id3Text("TIT2", "A Song")), track.adtsFile(false)...),
		"local": track.adtsFile(false),
	} {
		in := input(file)
		in.chunk = 900
		d := open(t, in)
		if name == "local" {
			d = open(t, localFile{in})
		}
		length := d.Len()
		got := readAll(t, d)
		if want == nil {
			want = got
		}
		if len(got)/2 != len(track.packets)*1024 || distance(want, got) > 0 {
			t.Errorf("%s: %d frames, want %d; %g steps", name, len(got)/2, len(track.packets)*1024, distance(want, got))
		}
		if off := length - int64(len(got)/2); max(off, -off) > length/5 {
			t.Errorf("%s: Len %d of %d", name, length, len(got)/2)
		}
		if name == "tag" && decode.TagsOf(d).Title != "A Song" {
			t.Errorf("%+v", decode.TagsOf(d))
		}
		seekAll(t, name, d, want, 20, 500) // the encoder substitutes noise, which is never the same
	}
}

// TestADTSDamage: what is lost in a file is a gap of its length, about.
func TestADTSDamage(t *testing.T) {
	track := encodeAAC(t, 5*44100, 2)
	file := track.adtsFile(false)
	at := bytes.Index(file[len(file)/2:], []byte{0xff, 0xf1}) + len(file)/2
	for i := range 2000 {
		file[at+i] = byte(i * 7)
	}
	got := len(readAll(t, open(t, input(file)))) / 2
	if want := len(track.packets) * 1024; max(got-want, want-got) > 3*1024 {
		t.Errorf("%d frames, want about %d", got, want)
	}
}

// TestADTSSeekReads: a seek in a long file over a network reads little.
func TestADTSSeekReads(t *testing.T) {
	file := bytes.Repeat(encodeAAC(t, 20*44100, 2).adtsFile(false), 60)
	in := input(file)
	d := open(t, in)
	if in.bytes > 64<<10 {
		t.Errorf("%d bytes to open", in.bytes)
	}
	r := rand.New(rand.NewPCG(2, 2))
	for range 30 {
		target := r.Int64N(d.Len() - 100000)
		in.reset()
		if got, err := d.SeekFrame(target); got != target || err != nil {
			t.Fatal(got, err)
		}
		readN(t, d, 3000)
		if in.bytes > 256<<10 || in.spans > 2 {
			t.Errorf("%d bytes in %d pieces for a seek", in.bytes, in.spans)
		}
	}
}

func FuzzADTS(f *testing.F) {
	track := encodeAAC(f, 20000, 1)
	f.Add(track.adtsFile(false))
	f.Add(track.adtsFile(true))
	fuzzDecoder(f, func(b []byte) bool { return len(b) > 2 && b[0] == 0xff && b[1]&0xf6 == 0xf0 })
}

func BenchmarkADTS(b *testing.B) {
	benchmarkRead(b, encodeAAC(b, 10*44100, 2).adtsFile(false))
}
