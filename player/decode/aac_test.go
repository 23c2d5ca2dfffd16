//go:build !noaac

package decode_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"anyaudio/player/decode"
	"anyaudio/player/mp4/mp4test"

	"github.com/tphakala/go-aac/pcm"
)

// aacTrack is an encoded track of n frames.
type aacTrack struct {
	packets  [][]byte
	config   []byte
	n, delay int
}

// encodeAAC encodes n frames of music at 44.1 kHz.
func encodeAAC(t testing.TB, n, channels int) aacTrack {
	t.Helper()
	track := aacTrack{n: n}
	enc, err := pcm.NewFrameEncoder(pcm.Config{SampleRate: 44100, BitDepth: 16, Channels: channels, Bitrate: 64000 * channels})
	if err != nil {
		t.Fatal(err)
	}
	var b []byte
	for i, x := range music(n) {
		if channels == 2 || i%2 == 0 {
			b = binary.LittleEndian.AppendUint16(b, uint16(int16(x*16000)))
		}
	}
	emit := func(au []byte, _ int) error {
		track.packets = append(track.packets, bytes.Clone(au))
		return nil
	}
	if err := errors.Join(enc.EncodeInterleaved(b, emit), enc.Flush(emit)); err != nil {
		t.Fatal(err)
	}
	track.config, track.delay = enc.AudioSpecificConfig(), enc.Delay()
	track.packets = track.packets[:(n+track.delay+1023)/1024]
	return track
}

// file makes a file in which all frames of the track, and no others, are to be heard.
func (track aacTrack) file(o mp4test.Options) ([]byte, []int64) {
	o.Config = track.config
	o.LastTicks = track.n + track.delay - (len(track.packets)-1)*1024
	if o.SMPB == [3]int{} {
		o.EditStart = track.delay
	} else {
		o.SMPB = [3]int{track.delay, 1024 - o.LastTicks, track.n}
	}
	file, offsets, _ := mp4test.File(track.packets, o)
	return file, offsets
}

func aacLayouts() map[string]mp4test.Options {
	return map[string]mp4test.Options{
		"first":     {},
		"last":      {Layout: mp4test.MoovLast, Gap: 3000},
		"indexed":   {Layout: mp4test.Indexed, Chunk: 20},
		"fragments": {Layout: mp4test.Fragmented, Chunk: 20},
		"itunes":    {SMPB: [3]int{1, 1, 1}},
	}
}

// TestAACLength: priming and padding are cut to the sample, and the sound is where it
// was put in.
func TestAACLength(t *testing.T) {
	const frames = 44100 + 77
	for channels := 1; channels <= 2; channels++ {
		track := encodeAAC(t, frames, channels)
		for name, o := range aacLayouts() {
			file, _ := track.file(o)
			in := input(file)
			in.chunk = 1000
			d := open(t, in)
			if f := d.Format(); f.Codec != "aac" || f.Container != "mp4" || f.Rate != 44100 || f.Channels != channels {
				t.Errorf("%s: %+v", name, f)
			}
			if o.Layout != mp4test.Fragmented && d.Len() != frames {
				t.Errorf("%s: Len %d, want %d", name, d.Len(), frames)
			}
			all := readAll(t, d)
			length := frames
			if o.Layout == mp4test.Fragmented { // nothing tells the end but the last packet
				length = (len(all) / 2)
				if length < frames || length > frames+1024 {
					t.Errorf("%s: %d frames, want %d and not a packet more", name, length, frames)
				}
			}
			if len(all)/2 != length || d.Len() != int64(length) {
				t.Errorf("%s, %d channels: %d frames, Len %d, want %d", name, channels, len(all)/2, d.Len(), length)
			}
			want := music(frames)
			for i := range want {
				want[i] *= 16000.0 / 32768
			}
			if channels == 1 {
				for i := 0; i < len(want); i += 2 {
					want[i+1] = want[i]
				}
			}
			if s := snr(want, all[:2*frames]); s < 12 {
				t.Errorf("%s, %d channels: %.1f dB against what was encoded", name, channels, s)
			}
		}
	}
}

func TestAACSeek(t *testing.T) {
	track := encodeAAC(t, 44100*3, 2)
	for name, o := range aacLayouts() {
		file, _ := track.file(o)
		all := readAll(t, open(t, input(file)))
		total := int64(len(all) / 2)
		d := open(t, input(file))
		r := rand.New(rand.NewPCG(1, 1))
		for range 20 {
			target := r.Int64N(total)
			if n, err := d.SeekFrame(target); n != target || err != nil {
				t.Fatalf("%s: seek to %d: %d, %v", name, target, n, err)
			}
			want := all[2*target : min(2*target+4000, 2*total)]
			if got := readN(t, d, 2000); len(got) != len(want) || snr(want, got) < 25 {
				t.Errorf("%s: seek to %d: %d frames, %.1f dB against linear decoding", name, target, len(got)/2, snr(want, got))
			}
		}
		for _, target := range []int64{total, total + 1, math.MaxInt64} {
			if n, err := d.SeekFrame(target); n != total || err != nil {
				t.Fatalf("%s: seek to %d: %d, %v; want the end %d", name, target, n, err, total)
			}
			if n, err := d.Read(make([]float32, 2)); n != 0 || err != io.EOF {
				t.Fatalf("%s: at the end: %d, %v", name, n, err)
			}
		}
		if n, err := d.SeekFrame(0); n != 0 || err != nil {
			t.Fatalf("%s: %d, %v", name, n, err)
		}
		if s := snr(all, readAll(t, d)); s < math.Inf(1) {
			t.Errorf("%s: a second pass differs: %.1f dB", name, s)
		}
	}
}

func TestAACInterrupted(t *testing.T) {
	track := encodeAAC(t, 44100*3, 2)
	for name, o := range aacLayouts() {
		file, offsets := track.file(o)
		all := readAll(t, open(t, input(file)))
		in := input(file)
		d := open(t, in)
		in.failAt = offsets[40] + 3
		var got []float32
		buf := make([]float32, 2048)
		for {
			n, err := d.Read(buf)
			got = append(got, buf[:2*n]...)
			if err == io.EOF {
				break
			}
			if err != nil && err != errGone {
				t.Fatalf("%s: %v", name, err)
			}
			if err != nil {
				in.failAt = 0
			}
		}
		if len(got) != len(all) || snr(all, got) < math.Inf(1) {
			t.Errorf("%s: reading on after an error: %d of %d frames", name, len(got)/2, len(all)/2)
		}
		in.failAt = offsets[60]
		if _, err := d.SeekFrame(44100 * 2); err != errGone {
			t.Fatalf("%s: seek: %v", name, err)
		}
		in.failAt = 0
		if n, err := d.SeekFrame(44100 * 2); n != 44100*2 || err != nil {
			t.Fatalf("%s: seek again: %d, %v", name, n, err)
		}
	}
}

// TestAACLost: broken packets and a missing fragment leave the rest in its place.
func TestAACLost(t *testing.T) {
	file, offsets := encodeAAC(t, 44100*3, 2).file(mp4test.Options{Layout: mp4test.Indexed, Chunk: 10})
	want := readAll(t, open(t, input(file)))
	for name, edit := range map[string]func(b []byte){
		"garbage": func(b []byte) {
			for i := offsets[50]; i < offsets[53]; i++ {
				b[i] = 0xff
			}
		},
		"lost fragment": func(b []byte) {
			at := bytes.LastIndex(b[:offsets[50]], []byte("moof"))
			copy(b[at:], "gone")
		},
	} {
		bad := bytes.Clone(file)
		edit(bad)
		got := readAll(t, open(t, input(bad)))
		if len(got) != len(want) {
			t.Errorf("%s: %d frames, want %d", name, len(got)/2, len(want)/2)
			continue
		}
		if s := snr(want[2*64*1024:], got[2*64*1024:]); s < 20 {
			t.Errorf("%s: behind it: %.1f dB", name, s)
		}
	}
}

func TestAACOpenErrors(t *testing.T) {
	track := encodeAAC(t, 10000, 2)
	packets, config := track.packets, track.config
	file := func(o mp4test.Options) []byte {
		b, _, _ := mp4test.File(packets, o)
		return b
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"he-aac":    {file(mp4test.Options{Config: []byte{0x2b, 0x11, 0x88, 0}}), decode.ErrUnsupported},
		"no config": {file(mp4test.Options{}), decode.ErrUnsupported},
		"alac":      {file(mp4test.Options{Config: config, Codec: "alac"}), decode.ErrUnsupported},
		"encrypted": {file(mp4test.Options{Config: config, Codec: "enca"}), decode.ErrUnsupported},
		"no sound":  {bytes.ReplaceAll(file(mp4test.Options{Config: config}), []byte("soun"), []byte("vide")), decode.ErrNoAudio},
		"no header": {file(mp4test.Options{Config: config, Layout: mp4test.MoovLast})[:2000], decode.ErrDamaged},
	} {
		if _, err := decode.Open(input(c.file), ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// TestAACFrugal: how much opening and seeking read of an hour in fragments of ten seconds.
func TestAACFrugal(t *testing.T) {
	track := encodeAAC(t, 44100, 2)
	var all [][]byte
	for len(all) < 155000 {
		all = append(all, track.packets...)
	}
	file, offsets, fragments := mp4test.File(all, mp4test.Options{Layout: mp4test.Indexed, Chunk: 430, Config: track.config})
	in := input(file)
	d := open(t, in)
	if n := len(readN(t, d, 1)); n != 2 || in.bytes > 64<<10 {
		t.Errorf("first frame after %d bytes", in.bytes)
	}
	in.reset()
	target := int64(430*180+400) * 1024
	if n, err := d.SeekFrame(target + 5); n != target+5 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if in.bytes > 24<<10 || in.spans > 2 {
		t.Errorf("seek read %d bytes in %d places", in.bytes, in.spans)
	}
	first := offsets[430*180+398]
	want := [][2]int64{{fragments[180], 16 << 10}, {first, fragments[181] - first}}
	if len(in.aims) != 2 || in.aims[0] != want[0] || in.aims[1] != want[1] {
		t.Errorf("aimed at %v, want %v", in.aims, want)
	}
}

func TestAACTags(t *testing.T) {
	file, _ := encodeAAC(t, 4410, 2).file(mp4test.Options{Gain: "-3.25 dB"})
	if tags := decode.TagsOf(open(t, input(file))); tags.TrackGain != (decode.Gain{DB: -3.25, Known: true}) {
		t.Errorf("%+v", tags)
	}
}

func TestAACAllocs(t *testing.T) {
	file, _ := encodeAAC(t, 44100*4, 2).file(mp4test.Options{})
	d := open(t, input(file))
	buf := make([]float32, 2048)
	readN(t, d, 4800)
	if n := testing.AllocsPerRun(100, func() {
		if _, err := d.Read(buf); err != nil {
			t.Fatal(err)
		}
	}); n > 1.1 { // of two bytes, in the library
		t.Errorf("%.2f allocations a packet", n)
	}
}

func FuzzMP4AAC(f *testing.F) {
	track := encodeAAC(f, 44100/5, 1)
	for _, o := range aacLayouts() {
		o.Gap, o.Chunk = min(o.Gap, 20), min(o.Chunk, 4)
		file, _ := track.file(o)
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) { exercise(t, file, 1<<40) })
}

func BenchmarkAAC(b *testing.B) {
	file, _ := encodeAAC(b, 44100*5, 2).file(mp4test.Options{Layout: mp4test.Indexed, Chunk: 430})
	d := open(b, input(file))
	buf := make([]float32, 2048)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Read(buf); err == io.EOF {
			if _, err := d.SeekFrame(0); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// TestAACCutShort: see TestCutShort.
func TestAACCutShort(t *testing.T) {
	file, at := encodeAAC(t, 44100, 2).file(mp4test.Options{})
	cutFile{file, io.EOF, 44100}.check(t, "whole")
	cutFile{file[:at[20]+10], io.ErrUnexpectedEOF, 20 * 1024}.check(t, "cut")
}
