package decode_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"anyaudio/player/decode"
)

// A wavKind is one way to write samples.
type wavKind struct {
	tag        uint16
	bytes      int
	channels   int
	extensible bool
	mask       uint32
}

func (k wavKind) String() string {
	return fmt.Sprintf("tag %d, %d bytes, %d channels, extensible %v", k.tag, k.bytes, k.channels, k.extensible)
}

// encode writes x, which lies within +-1, and returns what a decoder must make of it.
func (k wavKind) encode(dst []byte, x float64) ([]byte, float32) {
	le := binary.LittleEndian
	if k.tag == 3 {
		if k.bytes == 8 {
			return le.AppendUint64(dst, math.Float64bits(x)), float32(x)
		}
		return le.AppendUint32(dst, math.Float32bits(float32(x))), float32(x)
	}
	bits := 8 * k.bytes
	v := int64(math.Round(x * (math.Pow(2, float64(bits-1)) - 1)))
	want := float32(float64(v) / math.Pow(2, float64(bits-1)))
	if k.bytes == 1 {
		return append(dst, byte(v+128)), want
	}
	for i := range k.bytes {
		dst = append(dst, byte(v>>(8*i)))
	}
	return dst, want
}

// samples returns n frames of sound of k, and its bytes.
func (k wavKind) samples(n int) (data []byte, want []float32) {
	r := rand.New(rand.NewPCG(9, uint64(k.bytes)))
	for range n * k.channels {
		x := 2*r.Float64() - 1
		var w float32
		data, w = k.encode(data, x)
		want = append(want, w)
	}
	if k.channels == 1 {
		both := make([]float32, 0, 2*n)
		for _, w := range want {
			both = append(both, w, w)
		}
		want = both
	}
	return data, want
}

func chunk(id string, size uint32, body []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(id), size)
	b = append(b, body...)
	if len(body)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

func (k wavKind) format(rate int) []byte {
	le := binary.LittleEndian
	tag := k.tag
	if k.extensible {
		tag = 0xfffe
	}
	b := le.AppendUint16(nil, tag)
	b = le.AppendUint16(b, uint16(k.channels))
	b = le.AppendUint32(b, uint32(rate))
	b = le.AppendUint32(b, uint32(rate*k.channels*k.bytes))
	b = le.AppendUint16(b, uint16(k.channels*k.bytes))
	b = le.AppendUint16(b, uint16(8*k.bytes))
	if k.extensible {
		b = le.AppendUint16(b, 22)
		b = le.AppendUint16(b, uint16(8*k.bytes))
		b = le.AppendUint32(b, k.mask)
		b = le.AppendUint16(b, k.tag)
		b = append(b, "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"...)
	}
	return b
}

// file writes a whole WAV file.
func (k wavKind) file(rate int, data []byte) []byte {
	fmtBody := k.format(rate)
	b := append([]byte("WAVE"), chunk("odd ", 3, []byte("abc"))...)
	b = append(b, chunk("fmt ", uint32(len(fmtBody)), fmtBody)...)
	b = append(b, chunk("data", uint32(len(data)), data)...)
	b = append(b, chunk("end ", 4, []byte("tail"))...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(b))), b...)
}

func equal(a, b []float32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// TestWAVExact: every kind of sample comes out bit for bit, however short the reads
// of the file are.
func TestWAVExact(t *testing.T) {
	for _, k := range []wavKind{
		{1, 1, 2, false, 0},
		{1, 2, 1, false, 0},
		{1, 2, 2, false, 0},
		{1, 3, 2, false, 0},
		{1, 4, 2, false, 0},
		{3, 4, 2, false, 0},
		{3, 4, 1, true, 4},
		{3, 8, 2, false, 0},
		{1, 3, 2, true, 3},
	} {
		data, want := k.samples(20000)
		for _, size := range []int{0, 1, 1001} {
			in := input(k.file(44100, data))
			in.chunk = size
			if size == 1 {
				in = input(k.file(44100, data[:300*k.bytes*k.channels]))
				in.chunk = 1
				want = want[:600]
			}
			d := open(t, in)
			if f := d.Format(); f.Rate != 44100 || f.Channels != k.channels || f.Container != "wav" {
				t.Errorf("%v: %+v", k, f)
			}
			if got := readAll(t, d); !equal(got, want) || d.Len() != int64(len(want)/2) {
				t.Errorf("%v, reads of %d: %d frames, Len %d, want %d, or they differ", k, size, len(got)/2, d.Len(), len(want)/2)
			}
			if size == 1 {
				_, want = k.samples(20000)
			}
		}
	}
}

func TestWAVSeek(t *testing.T) {
	k := wavKind{1, 2, 2, false, 0}
	data, want := k.samples(200000)
	in := input(k.file(48000, data))
	d := open(t, in)
	r := rand.New(rand.NewPCG(2, 2))
	for range 100 {
		target := r.Int64N(200000)
		in.reset()
		if n, err := d.SeekFrame(target); n != target || err != nil {
			t.Fatalf("seek to %d: %d, %v", target, n, err)
		}
		p := readN(t, d, 500)
		if !equal(p, want[2*target:min(2*target+1000, 400000)]) {
			t.Fatalf("wrong samples at %d", target)
		}
		if in.spans > 1 || in.bytes > 32<<10 || len(in.aims) != 1 {
			t.Fatalf("seek read %d bytes in %d places, aimed at %v", in.bytes, in.spans, in.aims)
		}
	}
	for _, target := range []int64{200000, math.MaxInt64} {
		if n, err := d.SeekFrame(target); n != 200000 || err != nil {
			t.Fatalf("seek to %d: %d, %v", target, n, err)
		}
		if n, err := d.Read(make([]float32, 8)); n != 0 || err != io.EOF {
			t.Fatalf("at the end: %d, %v", n, err)
		}
	}
	if n, err := d.SeekFrame(-1); n != 0 || err != nil {
		t.Fatalf("seek to -1: %d, %v", n, err)
	}
	if !equal(readAll(t, d), want) {
		t.Error("a second pass differs")
	}
}

// TestWAVSizes: files whose size is not in the data chunk, or wrong.
func TestWAVSizes(t *testing.T) {
	k := wavKind{1, 2, 2, false, 0}
	data, want := k.samples(3000)
	fmtBody := k.format(48000)
	riff := func(id string, size uint32, parts ...[]byte) []byte {
		b := append(binary.LittleEndian.AppendUint32([]byte(id), size), "WAVE"...)
		return append(b, bytes.Join(parts, nil)...)
	}
	format := chunk("fmt ", 16, fmtBody)
	ds64 := binary.LittleEndian.AppendUint64(make([]byte, 8), uint64(len(data)))
	ds64 = append(ds64, make([]byte, 12)...)
	whole := riff("RIFF", 0, format, chunk("data", uint32(len(data)), data))
	for name, c := range map[string]struct {
		file  []byte
		want  []float32
		short bool
	}{
		"rf64":            {riff("RF64", 0xffffffff, chunk("ds64", 28, ds64), format, chunk("data", 0xffffffff, data), []byte("LIST....")), want, false},
		"streamed":        {riff("RIFF", 0xffffffff, format, chunk("data", 0xffffffff, data)), want, false},
		"streamed, zero":  {riff("RIFF", 0, format, chunk("data", 0, data)), want, false},
		"empty":           {riff("RIFF", 36, format, chunk("data", 0, nil)), nil, false},
		"truncated":       {whole[:len(whole)-401], want[:2*(3000-101)], true},
		"no sample":       {whole[:len(whole)-len(data)], nil, true},
		"claims too much": {riff("RIFF", 0, format, chunk("data", uint32(len(data)+4000), data)), want, true},
	} {
		for _, unsized := range []bool{false, true} {
			in := input(c.file)
			in.unsized = unsized
			d := open(t, in)
			if !unsized && d.Len() != int64(len(c.want)/2) {
				t.Errorf("%s: Len %d, want %d", name, d.Len(), len(c.want)/2)
			}
			if got := readAll(t, d); !equal(got, c.want) {
				t.Errorf("%s, size unknown %v: %d frames, want %d, or they differ", name, unsized, len(got)/2, len(c.want)/2)
			}
			want := io.EOF
			if c.short {
				want = io.ErrUnexpectedEOF
			}
			if n, err := d.Read(make([]float32, 2)); n != 0 || !errors.Is(err, want) {
				t.Errorf("%s: after the end: %d, %v, want %v", name, n, err, want)
			}
		}
	}
}

// TestWAVDownmix: more channels come down to two without clipping, centre in the middle.
func TestWAVDownmix(t *testing.T) {
	const half = 0.70710678
	for _, c := range []struct {
		channels int
		mask     uint32
		lit      int // the channel that sounds
		l, r     float64
	}{
		{6, 0, 0, 1, 0},
		{6, 0x3f, 2, half, half},
		{6, 0x60f, 3, 0, 0},
		{6, 0x60f, 4, half, 0},
		{3, 0, 2, half, half},
		{4, 0, 3, 0, half},
	} {
		k := wavKind{3, 4, c.channels, c.mask != 0, c.mask}
		var data []byte
		for range 10 {
			for ch := range c.channels {
				x := 0.0
				if ch == c.lit {
					x = 1
				}
				data, _ = k.encode(data, x)
			}
		}
		got := readAll(t, open(t, input(k.file(48000, data))))
		l, r := float64(got[0]), float64(got[1])
		if len(got) != 20 || l > 1 || r > 1 {
			t.Errorf("%+v: %v", c, got)
		}
		scale := 1.0
		if s := max(l, r); s > 0 {
			scale = max(c.l, c.r) / s
		}
		if scale < 1 || scale > 2.5 || math.Abs(l*scale-c.l) > 1e-6 || math.Abs(r*scale-c.r) > 1e-6 {
			t.Errorf("%+v: left %.3f right %.3f", c, l, r)
		}
	}
}

func TestWAVInterrupted(t *testing.T) {
	k := wavKind{1, 3, 2, false, 0}
	data, want := k.samples(30000)
	in := input(k.file(48000, data))
	d := open(t, in)
	in.failAt = 50003 // within a frame
	first := make([]float32, 60000)
	n := 0
	var err error
	for err == nil {
		var m int
		m, err = d.Read(first[2*n:])
		n += m
	}
	if err != errGone {
		t.Fatal(err)
	}
	in.failAt = 0
	if rest := readAll(t, d); !equal(append(first[:2*n], rest...), want) {
		t.Error("reading on after an error differs")
	}
}

func TestWAVNoNumbers(t *testing.T) {
	k := wavKind{3, 4, 1, false, 0}
	var data []byte
	for _, x := range []float64{0.5, math.NaN(), math.Inf(1), math.Inf(-1), -0.5} {
		data, _ = k.encode(data, x)
	}
	if got := side(readAll(t, open(t, input(k.file(48000, data)))), 0); !equal(got, []float32{0.5, 0, 0, 0, -0.5}) {
		t.Errorf("%v", got)
	}
}

func TestWAVOpenErrors(t *testing.T) {
	good := wavKind{1, 2, 2, false, 0}.file(48000, make([]byte, 400))
	alaw := wavKind{6, 1, 1, false, 0}.file(8000, make([]byte, 400))
	noRate := wavKind{1, 2, 2, false, 0}.file(0, make([]byte, 400))
	noChannels := bytes.Replace(good, []byte("\x10\x00\x00\x00\x01\x00\x02\x00"), []byte("\x10\x00\x00\x00\x01\x00\x00\x00"), 1)
	noFormat := bytes.Replace(good, []byte("fmt "), []byte("junk"), 1)
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"a-law":       {alaw, decode.ErrUnsupported},
		"no rate":     {noRate, decode.ErrUnsupported},
		"no channels": {noChannels, decode.ErrDamaged},
		"no format":   {noFormat, decode.ErrDamaged},
		"cut":         {good[:40], decode.ErrDamaged},
		"no data":     {good[:50], decode.ErrDamaged},
	} {
		if _, err := decode.Open(input(c.file), ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func FuzzWAV(f *testing.F) {
	for _, k := range []wavKind{{1, 2, 2, false, 0}, {3, 4, 6, true, 0x3f}, {1, 3, 1, false, 0}} {
		data, _ := k.samples(20)
		f.Add(k.file(48000, data))
	}
	f.Fuzz(func(t *testing.T, file []byte) { exercise(t, file, len(file)) })
}

func BenchmarkWAV(b *testing.B) {
	k := wavKind{1, 2, 2, false, 0}
	data, _ := k.samples(200000)
	d := open(b, input(k.file(48000, data)))
	buf := make([]float32, 1920)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Read(buf); err == io.EOF {
			if _, err := d.SeekFrame(0); err != nil {
				b.Fatal(err)
			}
		}
	}
}
