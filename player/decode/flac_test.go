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

// A flacFile writes frames of samples as they are, without prediction.
type flacFile struct {
	rate, channels, block int
	variable              bool // blocks of changing size, numbered by samples
	table                 int  // frames between seek points, no table when zero
	picture               int  // bytes of a picture block
	front                 []byte
	comments              []string
	hideLength            bool
}

// sampleAt is the 16-bit sample number n of a channel.
func sampleAt(n, channel int) int16 {
	return int16(uint32(n*2+channel)*2654435761>>16) / 2
}

// file returns the file of n samples and the offsets of its frames.
func (f flacFile) file(n int) (file []byte, offsets []int) {
	r := rand.New(rand.NewPCG(3, 3))
	var frames []byte
	var starts, samples []int
	for at := 0; at < n; {
		size := f.block
		if f.variable {
			size = 16 + r.IntN(f.block-16)
		}
		size = min(size, n-at)
		starts, samples = append(starts, len(frames)), append(samples, at)
		frames = f.frame(frames, len(starts)-1, at, size)
		at += size
	}
	info := binary.BigEndian.AppendUint16(nil, uint16(f.block))
	if f.variable {
		info = binary.BigEndian.AppendUint16(nil, 16)
	}
	info = binary.BigEndian.AppendUint16(info, uint16(f.block))
	total := n
	if f.hideLength {
		total = 0
	}
	info = append(info, make([]byte, 6)...)
	info = binary.BigEndian.AppendUint64(info, uint64(f.rate)<<44|uint64(f.channels-1)<<41|15<<36|uint64(total))
	info = append(info, make([]byte, 16)...)
	head := append(bytes.Clone(f.front), "fLaC"...)
	head = block(head, 0, info)
	if f.table > 0 {
		var table []byte
		for i := 0; i < len(starts); i += f.table {
			table = binary.BigEndian.AppendUint64(table, uint64(samples[i]))
			table = binary.BigEndian.AppendUint64(table, uint64(starts[i]))
			table = binary.BigEndian.AppendUint16(table, uint16(f.block))
		}
		head = block(head, 3, append(table, bytes.Repeat([]byte{0xff}, 18)...))
	}
	if f.picture > 0 {
		head = block(head, 6, bytes.Repeat([]byte{0xff, 0xf8}, f.picture/2))
	}
	comments := binary.LittleEndian.AppendUint32(nil, 0)
	comments = binary.LittleEndian.AppendUint32(comments, uint32(len(f.comments)))
	for _, c := range f.comments {
		comments = append(binary.LittleEndian.AppendUint32(comments, uint32(len(c))), c...)
	}
	head = block(head, 4|0x80, comments)
	for _, s := range starts {
		offsets = append(offsets, len(head)+s)
	}
	return append(head, frames...), offsets
}

func block(b []byte, kind byte, body []byte) []byte {
	return append(append(b, kind, byte(len(body)>>16), byte(len(body)>>8), byte(len(body))), body...)
}

func (f flacFile) frame(b []byte, number, at, size int) []byte {
	start, strategy := len(b), byte(0)
	if f.variable {
		strategy, number = 1, at
	}
	b = append(b, 0xff, 0xf8|strategy, 0x70, byte(f.channels-1)<<4|4<<1)
	b = appendNumber(b, number)
	b = binary.BigEndian.AppendUint16(b, uint16(size-1))
	b = append(b, byte(crc(b[start:], 8, 7)))
	for c := range f.channels {
		b = append(b, 2)
		for i := range size {
			b = binary.BigEndian.AppendUint16(b, uint16(sampleAt(at+i, c)))
		}
	}
	return binary.BigEndian.AppendUint16(b, uint16(crc(b[start:], 16, 0x8005)))
}

func crc(b []byte, bits int, poly uint32) uint32 {
	var v uint32
	for _, c := range b {
		v ^= uint32(c) << (bits - 8)
		for range 8 {
			if v <<= 1; v>>bits&1 != 0 {
				v ^= poly
			}
			v &= 1<<bits - 1
		}
	}
	return v
}

// check reads n frames from sample at on and compares.
func (f flacFile) check(t *testing.T, name string, d decode.Decoder, at, n int) {
	t.Helper()
	for i, x := range readN(t, d, n) {
		if want := float32(sampleAt(at+i/2, i%2%f.channels)) / 32768; x != want {
			t.Fatalf("%s: sample %d is %g, want %g", name, at+i/2, x, want)
		}
	}
}

func flacFiles() map[string]flacFile {
	return map[string]flacFile{
		"plain":    {},
		"mono":     {channels: 1},
		"variable": {variable: true},
		"table":    {table: 50},
		"picture":  {picture: 300 << 10, front: []byte("ID3\x04\x00\x00\x00\x00\x00\x05hello")},
		"unknown":  {hideLength: true},
	}
}

func (f flacFile) defaults() flacFile {
	if f.channels == 0 {
		f.channels = 2
	}
	f.rate, f.block = 8000, 1000
	return f
}

// TestFLACSeek: seeks are exact, and read little of a long file.
func TestFLACSeek(t *testing.T) {
	t.Parallel()
	const n = 8000*60*5 + 123
	for name, f := range flacFiles() {
		f = f.defaults()
		file, _ := f.file(n)
		in := input(file)
		in.chunk = 5000
		d := open(t, in)
		f.check(t, name, d, 0, 3000)
		if in.bytes > 128<<10 || in.spans > 3 {
			t.Errorf("%s: %d bytes in %d requests to open", name, in.bytes, in.spans)
		}
		r := rand.New(rand.NewPCG(6, 6))
		most, spans := int64(0), 0
		for range 50 {
			target := r.IntN(n - 5000)
			in.reset()
			if got, err := d.SeekFrame(int64(target)); got != int64(target) || err != nil {
				t.Fatalf("%s: seek to %d: %d, %v", name, target, got, err)
			}
			f.check(t, name, d, target, 2500)
			most, spans = max(most, in.bytes), max(spans, in.spans)
		}
		t.Logf("%s: of %d bytes at most %d in %d pieces for a seek", name, len(file), most, spans)
		limit := 5
		if f.table > 0 {
			limit = 2
		}
		if most > 512<<10 || spans > limit {
			t.Errorf("%s: up to %d bytes in %d pieces for a seek", name, most, spans)
		}
		if got, err := d.SeekFrame(n + 1000); got != n || err != nil {
			t.Errorf("%s: seek behind the end: %d, %v", name, got, err)
		}
		if _, err := d.Read(make([]float32, 2)); err != io.EOF || d.Len() != n {
			t.Errorf("%s: at the end %v, Len %d", name, err, d.Len())
		}
	}
}

// TestFLACDamage: a damaged frame is silence, what follows stays in its place; a long
// hole is passed over, and Frame tells so.
func TestFLACDamage(t *testing.T) {
	f := flacFile{}.defaults()
	const n = 60000
	whole, offsets := f.file(n)
	file := bytes.Clone(whole)
	for _, frame := range []int{0, 7, 8, 20} {
		file[offsets[frame]+100] ^= 0x55
	}
	file[offsets[30]+1] = 0 // no header
	d := open(t, input(file))
	got := readAll(t, d)
	if len(got) != 2*n {
		t.Fatalf("%d frames, want %d", len(got)/2, n)
	}
	for i, x := range got {
		want := float32(sampleAt(i/2, i%2)) / 32768
		if bad := i / 2000; bad == 0 || bad == 7 || bad == 8 || bad == 20 || bad == 30 {
			want = 0
		}
		if x != want {
			t.Fatalf("sample %d is %g, want %g", i/2, x, want)
		}
	}
	// Frames 10 to 49 are missing, and 30 to 32.
	file = append(bytes.Clone(whole[:offsets[10]]), whole[offsets[50]:]...)
	d = open(t, input(file))
	if got := readN(t, d, 10000); len(got) != 20000 {
		t.Fatalf("%d frames before the hole", len(got)/2)
	}
	f.check(t, "behind the hole", d, 50000, 1000)
	if at := d.(interface{ Frame() int64 }).Frame(); at != 51000 {
		t.Errorf("behind the hole at %d, want 51000", at)
	}
	if got, err := d.SeekFrame(30000); got != 50000 || err != nil {
		t.Errorf("a seek into the hole: %d, %v", got, err)
	}
	// The end is missing.
	d = open(t, input(whole[:offsets[40]+77]))
	if got := readAll(t, d); len(got) != 80000 {
		t.Errorf("%d frames of a file that was cut", len(got)/2)
	}
	if _, err := d.Read(make([]float32, 2)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file that was cut ends with %v", err)
	}
}

// TestFLACInputFails: an error of the input comes as it is, and nothing is lost.
func TestFLACInputFails(t *testing.T) {
	f := flacFile{}.defaults()
	file, offsets := f.file(60000)
	in := input(file)
	in.failAt = int64(offsets[20] + 300)
	d := open(t, in)
	n := 0
	for {
		k, err := d.Read(make([]float32, 512))
		if n += k; err != nil {
			if err != errGone {
				t.Fatal(err)
			}
			break
		}
	}
	if _, err := d.SeekFrame(50000); err != errGone {
		t.Fatalf("a seek: %v", err)
	}
	in.failAt = 0
	if got, err := d.SeekFrame(int64(n)); got != int64(n) || err != nil {
		t.Fatal(got, err)
	}
	f.check(t, "after the failure", d, n, 5000)
}

func TestFLACTags(t *testing.T) {
	f := flacFile{comments: []string{"TITLE=A Song", "artist=Somebody", "Album=Räume", "REPLAYGAIN_TRACK_GAIN=-7.25 dB", "replaygain_album_peak=0.98", "nonsense"}}.defaults()
	file, _ := f.file(3000)
	tags := decode.TagsOf(decode.Resample(open(t, input(file)), 48000))
	if tags.Title != "A Song" || tags.Artist != "Somebody" || tags.Album != "Räume" ||
		tags.TrackGain != (decode.Gain{DB: -7.25, Known: true}) || tags.AlbumPeak != 0.98 || tags.AlbumGain.Known {
		t.Errorf("%+v", tags)
	}
}

// fuzzDecoder checks what must hold for any bytes: Open gives a decoder or an error; reading
// and seeking end, and give no more frames than bytes can hold.
func fuzzDecoder(f *testing.F, magic func([]byte) bool) {
	f.Fuzz(func(t *testing.T, file []byte) {
		if !magic(file) || len(file) > 1<<16 {
			return
		}
		d, err := decode.Open(input(file), "")
		if err != nil {
			return
		}
		p := make([]float32, 4096)
		for range 500 {
			if _, err := d.Read(p); err != nil {
				break
			}
		}
		for _, target := range []int64{0, 5000, 1 << 50, d.Len() / 2} {
			if _, err := d.SeekFrame(target); err != nil {
				continue
			}
			for range 20 {
				if _, err := d.Read(p); err != nil {
					break
				}
			}
		}
	})
}

func FuzzFLAC(f *testing.F) {
	for _, k := range flacFiles() {
		k = k.defaults()
		k.block, k.picture = 100, min(k.picture, 20)
		file, _ := k.file(1500)
		f.Add(file)
	}
	fuzzDecoder(f, func(b []byte) bool { return bytes.HasPrefix(b, []byte("fLaC")) })
}

func BenchmarkFLAC(b *testing.B) {
	f := flacFile{}.defaults()
	f.rate, f.block = 44100, 4096
	file, _ := f.file(44100 * 20)
	benchmarkRead(b, file)
}

// benchmarkRead reads a second of sound, over and over.
func benchmarkRead(b *testing.B, file []byte) {
	d := open(b, input(file))
	rate := d.Format().Rate
	p := make([]float32, 2048)
	b.ReportAllocs()
	for b.Loop() {
		for n := 0; n < rate; {
			k, err := d.Read(p)
			if n += k; err == io.EOF {
				_, _ = d.SeekFrame(0)
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// appendNumber writes a number in the manner of UTF-8, in as few bytes as it takes.
func appendNumber(b []byte, v int) []byte {
	if v < 0x80 {
		return append(b, byte(v))
	}
	more := 1 // bytes of six bits
	for v>>(6*more) >= 1<<(6-more) {
		more++
	}
	b = append(b, byte(0xff<<(7-more))|byte(v>>(6*more)))
	for more--; more >= 0; more-- {
		b = append(b, 0x80|byte(v>>(6*more)&0x3f))
	}
	return b
}
