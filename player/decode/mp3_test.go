package decode_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"anyaudio/player/decode"
)

// mp3Rates are the kb/s of MPEG-1, layer III, by index.
var mp3Rates = [...]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}

// mp3Frame is a silent stereo frame at 44.1 kHz.
func mp3Frame(index int, padded bool) []byte {
	n, pad := 144000*mp3Rates[index]/44100, byte(0)
	if padded {
		n, pad = n+1, 2
	}
	return append([]byte{0xff, 0xfb, byte(index)<<4 | pad, 0}, make([]byte, n-4)...)
}

// An mp3File is a file of silent frames.
type mp3File struct {
	frames   int
	variable bool
	info     string // "Xing", "Info", "VBRI" or none
	delay    int
	padding  int
	front    []byte
	back     []byte
	edit     func(frame int, b []byte) []byte
}

// file returns the file and the offsets of its frames of sound.
func (f mp3File) file() (file []byte, offsets []int) {
	r := rand.New(rand.NewPCG(8, 8))
	var body []byte
	rest := 0
	for i := range f.frames {
		index := 9
		if f.variable {
			index = 1 + r.IntN(14)
			if i > f.frames/2 { // the second half is denser
				index = 9 + r.IntN(6)
			}
		}
		rest += 144000 * mp3Rates[index] % 44100
		b := mp3Frame(index, rest >= 44100)
		rest %= 44100
		offsets = append(offsets, len(body))
		if f.edit != nil {
			b = f.edit(i, b)
		}
		body = append(body, b...)
	}
	head := bytes.Clone(f.front)
	if f.info != "" {
		b := mp3Frame(14, false)
		size := len(b) + len(body)
		if f.info == "VBRI" {
			f.vbri(b[36:], size, offsets)
		} else {
			f.xing(b[36:], size, len(b), offsets)
		}
		head = append(head, b...)
	}
	for i := range offsets {
		offsets[i] += len(head)
	}
	return append(append(head, body...), f.back...), offsets
}

func (f mp3File) xing(b []byte, size, first int, offsets []int) {
	copy(b, f.info)
	binary.BigEndian.PutUint32(b[4:], 7)
	binary.BigEndian.PutUint32(b[8:], uint32(f.frames))
	binary.BigEndian.PutUint32(b[12:], uint32(size))
	for i := range 100 {
		b[16+i] = byte((offsets[i*len(offsets)/100] + first) * 256 / size)
	}
	copy(b[116:], "LAME3.100")
	b[116+21], b[116+22], b[116+23] = byte(f.delay>>4), byte(f.delay<<4|f.padding>>8), byte(f.padding)
}

func (f mp3File) vbri(b []byte, size int, offsets []int) {
	step := max(1, f.frames/200)
	copy(b, "VBRI")
	be := binary.BigEndian
	be.PutUint32(b[10:], uint32(size))
	be.PutUint32(b[14:], uint32(f.frames))
	be.PutUint16(b[18:], uint16(f.frames/step))
	be.PutUint16(b[20:], 1)
	be.PutUint16(b[22:], 4)
	be.PutUint16(b[24:], uint16(step))
	for i := range f.frames / step {
		if at := 26 + 4*i; at+4 < len(b) {
			be.PutUint32(b[at:], uint32(offsets[min((i+1)*step, f.frames-1)]-offsets[i*step]))
		}
	}
}

func id3(body []byte) []byte {
	n := len(body)
	return append([]byte{'I', 'D', '3', 3, 0, 0, byte(n >> 21 & 127), byte(n >> 14 & 127), byte(n >> 7 & 127), byte(n & 127)}, body...)
}

func id3Text(name, text string) []byte {
	b := append([]byte(name), 0, 0, 0, byte(1+len(text)), 0, 0, 0)
	return append(b, text...)
}

// TestMP3Length: what stands around the frames is skipped, and the length is that of the
// header, of the gapless header, or of the file's size.
func TestMP3Length(t *testing.T) {
	ape := append([]byte("APETAGEX\xd0\x07\x00\x00"), make([]byte, 20+500-32)...)
	binary.LittleEndian.PutUint32(ape[12:], 500-32)
	ape[23] = 0xa0
	picture := id3(append(id3Text("TIT2", "A Song"), append([]byte("APIC\x00\x06\x00\x00\x00\x00"), bytes.Repeat([]byte{0xff, 0xfb, 0x90, 0}, 6<<14)...)...))
	two := append(bytes.Clone(picture), id3(make([]byte, 3000))...)
	id3v1 := append([]byte("TAG"), make([]byte, 125)...)
	for name, c := range map[string]struct {
		f    mp3File
		want int
	}{
		"plain":   {mp3File{}, 500 * 1152},
		"tags":    {mp3File{front: two, back: id3v1}, 500 * 1152},
		"ape":     {mp3File{front: ape, info: "Info"}, 500 * 1152},
		"junk":    {mp3File{front: append([]byte("\xff\xfb"), make([]byte, 10000)...)}, 500 * 1152},
		"xing":    {mp3File{info: "Xing", variable: true, delay: 576, padding: 1000}, 500*1152 - 1576},
		"info":    {mp3File{info: "Info", delay: 576, padding: 1200, back: ape}, 500*1152 - 1776},
		"vbri":    {mp3File{info: "VBRI", variable: true}, 500 * 1152},
		"no info": {mp3File{variable: true}, -1},
	} {
		if underRace && name != "tags" && name != "xing" && name != "no info" {
			continue
		}
		c.f.frames = 500
		file, _ := c.f.file()
		in := input(file)
		in.chunk = 3000
		d, err := decode.Open(in, "song.mp3")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if in.bytes > 100<<10 || in.spans > 4 {
			t.Errorf("%s: %d bytes in %d pieces to open", name, in.bytes, in.spans)
		}
		if c.want > 0 && d.Len() != int64(c.want) {
			t.Errorf("%s: Len %d, want %d", name, d.Len(), c.want)
		}
		if c.want < 0 {
			c.want = 500 * 1152
		}
		if n := len(readAll(t, d)) / 2; n != c.want || d.Len() != int64(c.want) {
			t.Errorf("%s: %d frames, Len %d, want %d", name, n, d.Len(), c.want)
		}
		if name == "tags" && decode.TagsOf(d).Title != "A Song" {
			t.Errorf("%s: %+v", name, decode.TagsOf(d))
		}
	}
}

// TestMP3SeekReads: a seek in 20 minutes over a network reads little, and lands exactly
// where frames are equal, else within the error of the table; the end is exact.
func TestMP3SeekReads(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]mp3File{
		"constant": {}, "info": {info: "Info"}, "xing": {info: "Xing", variable: true}, "vbri": {info: "VBRI", variable: true}, "nothing": {variable: true},
	} {
		if underRace && name != "xing" {
			continue
		}
		f.frames = 46000
		file, offsets := f.file()
		in := input(file)
		in.chunk = 8000
		d := open(t, in)
		if in.bytes > 128<<10 || in.spans > 3 {
			t.Errorf("%s: %d bytes in %d pieces to open", name, in.bytes, in.spans)
		}
		r := rand.New(rand.NewPCG(9, 9))
		most, spans, off := int64(0), 0, 0.0
		for range 50 {
			target := r.Int64N(int64(f.frames-2000) * 1152)
			in.reset()
			if got, err := d.SeekFrame(target); got != target || err != nil {
				t.Fatalf("%s: seek to %d: %d, %v", name, target, got, err)
			}
			if n := len(readN(t, d, 2304)); n != 4608 {
				t.Fatalf("%s: %d samples", name, n)
			}
			most, spans = max(most, in.bytes), max(spans, in.spans)
			// The input stands some blocks behind the frame.
			at, _ := in.Seek(0, io.SeekCurrent)
			wrong := float64(at-int64(offsets[target/1152])) / float64(len(file))
			off = max(off, wrong, -wrong)
		}
		t.Logf("%s: of %d bytes at most %d in %d pieces for a seek; %.2f %% of the file beside the place", name, len(file), most, spans, 100*off)
		if most > 512<<10 || spans > 2 {
			t.Errorf("%s: up to %d bytes in %d pieces for a seek", name, most, spans)
		}
		if limit := map[string]float64{"xing": 0.01, "vbri": 0.01, "nothing": 0.5}[name]; off > max(limit, 0.001) {
			t.Errorf("%s: %g of the file beside the place", name, off)
		}
	}
}

// TestMP3Damage: damaged headers cost their frames, which are silent, and nothing moves.
func TestMP3Damage(t *testing.T) {
	f := mp3File{frames: 200, info: "Info", edit: func(i int, b []byte) []byte {
		switch {
		case i == 10 || i >= 50 && i < 53:
			b[1] = 0
		case i == 100:
			return append(id3(bytes.Repeat([]byte{0xff, 0xfb, 0x90, 0}, 1000)), b...)
		case i == 120:
			for k := range b[4:] {
				b[4+k] = byte(k*37) | 1
			}
		}
		return b
	}}
	file, _ := f.file()
	d := open(t, input(file))
	if n := len(readAll(t, d)) / 2; n != 200*1152 {
		t.Errorf("%d frames, want %d", n, 200*1152)
	}
	for _, target := range []int64{51*1152 + 7, 9 * 1152, 110 * 1152} {
		if n, err := d.SeekFrame(target); n != target || err != nil {
			t.Errorf("seek to %d: %d, %v", target, n, err)
		}
		if n := len(readAll(t, d))/2 + int(target); n != 200*1152 {
			t.Errorf("after a seek to %d: the end is at %d, want %d", target, n, 200*1152)
		}
	}
}

// TestMP3CutShort: a file of which the end is missing says so.
func TestMP3CutShort(t *testing.T) {
	file, offsets := mp3File{frames: 300, info: "Xing", variable: true}.file()
	for name, c := range map[string]cutFile{
		"whole":   {file, io.EOF, 300 * 1152},
		"cut":     {file[:offsets[200]+100], io.ErrUnexpectedEOF, 200 * 1152},
		"at edge": {file[:offsets[200]], io.ErrUnexpectedEOF, 200 * 1152},
	} {
		c.check(t, name)
	}
}

// TestMP3InputFails: an error of the input comes as it is, and the decoder goes on after it.
func TestMP3InputFails(t *testing.T) {
	file, offsets := mp3File{frames: 3000, info: "Xing", variable: true}.file()
	in := input(file)
	in.failAt = int64(offsets[100] + 50)
	d := open(t, in)
	n, err := 0, error(nil)
	for err == nil {
		var k int
		k, err = d.Read(make([]float32, 1000))
		n += k
	}
	if err != errGone || n > 101*1152 {
		t.Fatalf("after %d frames: %v", n, err)
	}
	if _, err := d.SeekFrame(2900 * 1152); err != errGone {
		t.Fatalf("a seek: %v", err)
	}
	if _, err := d.Read(make([]float32, 2)); err != errGone {
		t.Fatalf("a read after a seek that failed: %v", err)
	}
	in.failAt = 0
	if got, err := d.SeekFrame(int64(n)); got != int64(n) || err != nil {
		t.Fatal(got, err)
	}
	if n += len(readAll(t, d)) / 2; n != 3000*1152 {
		t.Errorf("%d frames in all", n)
	}
}

func TestMP3Unsupported(t *testing.T) {
	for name, head := range map[string][]byte{
		"layer 2": {0xff, 0xfd, 0x90, 0}, "layer 1": {0xff, 0xff, 0x90, 0}, "free format": {0xff, 0xfb, 0x00, 0}, "MPEG-2.5": {0xff, 0xe3, 0x90, 0},
	} {
		file := bytes.Repeat(append(head, make([]byte, 100)...), 100)
		if name == "MPEG-2.5" {
			file = bytes.Repeat(append(head, make([]byte, 72*80000/11025-4)...), 100)
		}
		if _, err := decode.Open(input(file), ""); !errors.Is(err, decode.ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMP3Tags(t *testing.T) {
	body := append(id3Text("TIT2", "A Song"), id3Text("TPE1", "Somebody")...)
	body = append(body, id3Text("TXXX", "REPLAYGAIN_TRACK_GAIN\x00-3.5 dB")...)
	body = append(body, id3Text("TXXX", "replaygain_track_peak\x000.9")...)
	body = append(body, []byte("APIC\x00\x10\x00\x00\x00\x00")...)
	body = append(body, make([]byte, 1<<20)...)
	file, _ := mp3File{frames: 10, front: id3(body)}.file()
	tags := decode.TagsOf(open(t, input(file)))
	if tags.Title != "A Song" || tags.Artist != "Somebody" || tags.TrackGain != (decode.Gain{DB: -3.5, Known: true}) || tags.TrackPeak != 0.9 {
		t.Errorf("%+v", tags)
	}
}

func FuzzMP3(f *testing.F) {
	for _, k := range []mp3File{{}, {info: "Xing", variable: true, delay: 576, padding: 600}, {info: "VBRI"}, {front: id3(id3Text("TIT2", "x"))}} {
		k.frames = 20
		file, _ := k.file()
		f.Add(file)
	}
	fuzzDecoder(f, func(b []byte) bool { return len(b) > 0 && b[0] == 0xff || bytes.HasPrefix(b, []byte("ID3")) })
}

func BenchmarkMP3(b *testing.B) {
	file, _ := mp3File{frames: 500, info: "Info"}.file()
	benchmarkRead(b, file)
}
