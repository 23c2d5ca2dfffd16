package decode_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"anyaudio/player/decode"
	"anyaudio/player/webm/webmtest"

	"github.com/thesyncim/gopus"
)

// TestOpusLength: pre-skip and discard padding are cut to the sample, and the sound is
// where it was put in.
func TestOpusLength(t *testing.T) {
	for _, c := range []struct {
		frames, discard int
		file            opusFile
	}{
		{48000, 0, opusFile{}},
		{48000, 648, opusFile{}},
		{48000, 1, opusFile{channels: 1}},
		{48000, 119, opusFile{packet: 2500 * time.Microsecond}},
		{5760 * 10, 2000, opusFile{packet: 60 * time.Millisecond}},
		{48000, 648, opusFile{webm: webmtest.Options{Cues: webmtest.NoCues, UnknownSizes: true}}},
	} {
		c.file.discard = c.discard
		file, _ := opusWebM(t, c.frames, c.file)
		for _, chunk := range []int{0, 1000} {
			in := input(file)
			in.chunk = chunk
			d := open(t, in)
			if got, want := d.Len(), int64(c.frames-c.discard-preSkip); math.Abs(float64(got-want)) > 144 {
				t.Errorf("Len before the end: %d, want about %d", got, want)
			}
			all := readAll(t, d)
			want := c.frames - c.discard - preSkip
			if len(all)/2 != want || d.Len() != int64(want) {
				t.Errorf("%+v: %d frames, Len %d, want %d", c.file, len(all)/2, d.Len(), want)
			}
			if c.file.channels == 1 {
				for i := 0; i < len(all); i += 2 {
					if all[i] != all[i+1] {
						t.Fatal("mono is not the same on both sides")
					}
				}
			}
		}
	}
}

// TestOpusSeek seeks to random frames and compares with linear decoding: the position
// is exact, and the sound is the same once the decoder has converged.
func TestOpusSeek(t *testing.T) {
	const frames = 48000 * 4
	for name, f := range map[string]opusFile{
		"20 ms":         {discard: 648},
		"mono":          {channels: 1},
		"10 ms, no cue": {packet: 10 * time.Millisecond, webm: webmtest.Options{Cues: webmtest.NoCues}},
		"5 ms":          {packet: 5 * time.Millisecond},
		"2.5 ms":        {packet: 2500 * time.Microsecond, webm: webmtest.Options{Cues: webmtest.CuesEnd}},
		"60 ms":         {packet: 60 * time.Millisecond},
		"live":          {webm: webmtest.Options{Cues: webmtest.NoCues, UnknownSizes: true}},
		"coarse times":  {webm: webmtest.Options{Scale: 5e6}},
		"late start": {edit: func(ps []webmtest.Packet) []webmtest.Packet {
			for i := range ps {
				ps[i].Time += 73 * time.Second
			}
			return ps
		}, webm: webmtest.Options{Duration: 77 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			file, _ := opusWebM(t, frames, f)
			all := readAll(t, open(t, input(file)))
			total := int64(len(all) / 2)
			d := open(t, input(file))
			r := rand.New(rand.NewPCG(1, 1))
			for i := range 20 {
				if underRace && i > 4 {
					break
				}
				target := r.Int64N(total - 2000)
				switch i {
				case 0:
					target = 0
				case 1:
					target = 1000 // within the pre-roll of the start
				case 2:
					target = total - 1
				}
				got, err := d.SeekFrame(target)
				if err != nil || got != target {
					t.Fatalf("seek to %d: %d, %v", target, got, err)
				}
				want := all[2*target : min(2*target+4000, 2*total)]
				p := readN(t, d, len(want)/2)
				if len(p) != len(want) {
					t.Fatalf("seek to %d: %d frames, want %d", target, len(p)/2, len(want)/2)
				}
				if s := snr(want, p); s < 40 {
					t.Errorf("seek to %d: %.1f dB against linear decoding", target, s)
				}
				if target < 2000 && snr(want, p) < math.Inf(1) {
					t.Errorf("seek to %d: decoded from the start and not the same", target)
				}
			}
			for _, target := range []int64{total, total + 1, math.MaxInt64} {
				got, err := d.SeekFrame(target)
				if err != nil || got != total {
					t.Fatalf("seek to %d: %d, %v; want the end, %d", target, got, err, total)
				}
				if n, err := d.Read(make([]float32, 64)); n != 0 || err != io.EOF {
					t.Fatalf("Read at the end: %d, %v", n, err)
				}
			}
			if got, err := d.SeekFrame(-5); got != 0 || err != nil {
				t.Fatalf("seek to -5: %d, %v", got, err)
			}
			if s := snr(all, readAll(t, d)); s < math.Inf(1) {
				t.Errorf("a second pass differs: %.1f dB", s)
			}
		})
	}
}

// TestOpusGain: the header's gain is applied.
func TestOpusGain(t *testing.T) {
	plain, _ := opusWebM(t, 9600, opusFile{})
	loud, _ := opusWebM(t, 9600, opusFile{webm: webmtest.Options{Private: opusHead(2, preSkip, -6*256)}})
	a, b := readAll(t, open(t, input(plain))), readAll(t, open(t, input(loud)))
	for i := range a {
		a[i] *= float32(math.Pow(10, -6.0/20))
	}
	if s := snr(a, b); s < 120 {
		t.Errorf("-6 dB: %.1f dB", s)
	}
}

// TestOpusInterrupted breaks the input under Read and under SeekFrame: the error comes through,
// and the next call that gets its bytes is right.
func TestOpusInterrupted(t *testing.T) {
	file, clusters := opusWebM(t, 48000*8, opusFile{})
	all := readAll(t, open(t, input(file)))
	in := input(file)
	d := open(t, in)
	in.failAt = clusters[3] + 1000
	var got []float32
	buf := make([]float32, 2048)
	for {
		n, err := d.Read(buf)
		got = append(got, buf[:2*n]...)
		if err == nil {
			continue
		}
		if in.failAt == 0 {
			if err != io.EOF {
				t.Fatal(err)
			}
			break
		}
		if err != errGone {
			t.Fatalf("the input's error came as %v", err)
		}
		in.failAt = 0
	}
	if s := snr(all, got); len(got) != len(all) || s < math.Inf(1) {
		t.Errorf("reading on after an error: %d of %d frames, %.1f dB", len(got)/2, len(all)/2, s)
	}
	in.failAt = clusters[5] + 300
	if _, err := d.SeekFrame(48000 * 5.9); err != errGone {
		t.Fatalf("seek: %v", err)
	}
	if _, err := d.Read(buf); err != errGone {
		t.Fatalf("Read after a broken seek: %v", err)
	}
	in.failAt = 0
	if n, err := d.SeekFrame(48000 * 5.9); n != 48000*5.9 || err != nil {
		t.Fatalf("seek again: %d, %v", n, err)
	}
	if s := snr(all[2*48000*5.9:][:4000], readN(t, d, 2000)); s < 40 {
		t.Errorf("after the seek: %.1f dB", s)
	}
}

// TestOpusLost: packets that cannot be decoded or are missing leave the rest in its place.
func TestOpusLost(t *testing.T) {
	const frames = 48000 * 4
	packets := encodeOpus(t, frames, opusFile{})
	whole, _ := opusFile{}.mux(packets, frames)
	want := readAll(t, open(t, input(whole)))
	drop := func(from, to int) func([]webmtest.Packet) []webmtest.Packet {
		return func(ps []webmtest.Packet) []webmtest.Packet { return append(ps[:from:from], ps[to:]...) }
	}
	for name, c := range map[string]struct {
		edit func([]webmtest.Packet) []webmtest.Packet
		back int // frame from which all is as before
	}{
		"garbage": {func(ps []webmtest.Packet) []webmtest.Packet {
			for i := 60; i < 63; i++ {
				ps[i].Data = []byte{0xff, 0xff, 0xff} // 63 frames of 20 ms
			}
			return ps
		}, 63*960 + 3840},
		"empty": {func(ps []webmtest.Packet) []webmtest.Packet {
			ps[60].Data = nil
			return ps
		}, 61*960 + 3840},
		"hole": {drop(60, 80), 80*960 + 3840},
	} {
		t.Run(name, func(t *testing.T) {
			file, _ := opusFile{edit: c.edit}.mux(packets, frames)
			d := open(t, input(file))
			got := readAll(t, d)
			if len(got) != len(want) {
				t.Fatalf("%d frames, want %d", len(got)/2, len(want)/2)
			}
			if s := snr(want[:2*(60*960-preSkip)], got); s < math.Inf(1) {
				t.Errorf("before: %.1f dB", s)
			}
			if s := snr(want[2*c.back:], got[2*c.back:]); s < 30 {
				t.Errorf("after: %.1f dB", s)
			}
			for _, target := range []int64{60*960 + 100, 70 * 960, 90 * 960} {
				if n, err := d.SeekFrame(target); n != target || err != nil {
					t.Fatalf("seek to %d: %d, %v", target, n, err)
				}
				tail := readAll(t, d)
				if int64(len(tail)/2) != int64(len(want)/2)-target {
					t.Errorf("from %d on: %d frames, want %d", target, len(tail)/2, int64(len(want)/2)-target)
				}
			}
		})
	}
	t.Run("long hole", func(t *testing.T) {
		file, _ := opusFile{edit: drop(60, 130)}.mux(packets, frames)
		d := open(t, input(file))
		got := readAll(t, d)
		if n := len(got)/2 + 70*960; n != len(want)/2 {
			t.Errorf("%d frames with the hole, want %d", n, len(want)/2)
		}
		if p, ok := d.(interface{ Frame() int64 }); !ok || p.Frame() != int64(len(want)/2) {
			t.Error("Frame does not tell of the hole")
		}
		if n, err := d.SeekFrame(100 * 960); err != nil || n != 130*960-preSkip {
			t.Errorf("seek into the hole: %d, %v; want its end %d", n, err, 130*960-preSkip)
		}
	})
}

// TestOpusRuined: a file of nothing but garbage ends with ErrDamaged.
func TestOpusRuined(t *testing.T) {
	file, _ := opusWebM(t, 48000*6, opusFile{edit: func(ps []webmtest.Packet) []webmtest.Packet {
		for i := range ps {
			ps[i].Data = []byte{0xff, 0xff, 0xff}
		}
		return ps
	}})
	d := open(t, input(file))
	buf := make([]float32, 1000)
	for {
		_, err := d.Read(buf)
		if err != nil {
			if !errors.Is(err, decode.ErrDamaged) {
				t.Errorf("%v", err)
			}
			return
		}
	}
}

// TestOpusFrugal: how much opening and seeking read over a network.
func TestOpusFrugal(t *testing.T) {
	file, clusters := hourOfOpus(t)
	in := input(file)
	d := open(t, in)
	if n := len(readN(t, d, 1)); n != 2 || in.bytes > 64<<10 {
		t.Errorf("first frame after %d bytes", in.bytes)
	}
	in.reset()
	target := int64(48000*60*30 + 48000*7)
	if n, err := d.SeekFrame(target); n != target || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	readN(t, d, 4800)
	if in.spans != 1 || in.bytes > 64<<10 {
		t.Errorf("seek read %d bytes in %d places", in.bytes, in.spans)
	}
	place := clusters[180] + (clusters[181]-clusters[180])*7/10
	if len(in.aims) != 1 {
		t.Fatalf("aimed %d times", len(in.aims))
	}
	if aim := in.aims[0]; aim[0] > place || aim[0]+aim[1] < place+16<<10 || aim[1] > 64<<10 {
		t.Errorf("aimed at %v, want it around %d", aim, place)
	}
}

// hourOfOpus repeats 10 s for an hour, in clusters of 10 s with the index in front.
func hourOfOpus(t testing.TB) (file []byte, clusters []int64) {
	return opusWebM(t, 48000*10, opusFile{
		bitrate: 128000,
		packet:  40 * time.Millisecond,
		edit: func(ps []webmtest.Packet) []webmtest.Packet {
			var all []webmtest.Packet
			for i := range 360 {
				for _, p := range ps {
					p.Time += time.Duration(i) * 10 * time.Second
					all = append(all, p)
				}
			}
			return all
		},
		webm: webmtest.Options{Cluster: 10 * time.Second, Duration: time.Hour},
	})
}

func TestOpusOpenErrors(t *testing.T) {
	good, clusters := opusWebM(t, 4800, opusFile{})
	vorbis, _ := opusWebM(t, 4800, opusFile{webm: webmtest.Options{Codec: "A_VORBIS"}})
	flac, _ := opusWebM(t, 4800, opusFile{webm: webmtest.Options{Codec: "A_FLAC"}})
	noHead, _ := opusWebM(t, 4800, opusFile{webm: webmtest.Options{Private: []byte("x")}})
	six, _ := opusWebM(t, 4800, opusFile{webm: webmtest.Options{Private: opusHead(6, preSkip, 0)}})
	noSound := bytes.Replace(good, []byte{0x83, 0x88, 0, 0, 0, 0, 0, 0, 0, 2}, []byte{0x83, 0x88, 0, 0, 0, 0, 0, 0, 0, 1}, 1)
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"flac":         {flac, decode.ErrUnsupported},
		"no vorbis":    {vorbis, decode.ErrDamaged},
		"no OpusHead":  {noHead, decode.ErrDamaged},
		"six channels": {six, decode.ErrUnsupported},
		"video only":   {noSound, decode.ErrNoAudio},
		"headers only": {good[:clusters[0]], decode.ErrDamaged},
		"no packets":   {good[:clusters[0]+15], decode.ErrDamaged},
	} {
		if _, err := decode.Open(input(c.file), ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	in := input(good)
	in.failAt = 1
	if _, err := decode.Open(in, ""); !errors.Is(err, errGone) {
		t.Errorf("failing input: %v", err)
	}
}

// TestOpusAllocs: steady decoding does not allocate.
func TestOpusAllocs(t *testing.T) {
	file, _ := opusWebM(t, 48000*3, opusFile{})
	d := open(t, input(file))
	buf := make([]float32, 1920)
	readN(t, d, 9600)
	if n := testing.AllocsPerRun(100, func() {
		if _, err := d.Read(buf); err != nil {
			t.Fatal(err)
		}
	}); n > 0.1 {
		t.Errorf("%.2f allocations a Read", n)
	}
}

func FuzzWebMOpus(f *testing.F) {
	for _, o := range []webmtest.Options{{}, {Lace: 1, Cues: webmtest.CuesEnd}, {Cues: webmtest.NoCues, UnknownSizes: true}} {
		o.Cluster = 100 * time.Millisecond
		file, _ := opusWebM(f, 48000/4, opusFile{bitrate: 12000, discard: 100, webm: o})
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) { exercise(t, file, 120*48*len(file)) })
}

// exercise opens, reads and seeks: whatever the bytes, errors are of their kind, the
// length is bounded and nothing hangs.
func exercise(t *testing.T, file []byte, most int) {
	d, err := decode.Open(input(file), "")
	if err != nil {
		if !errors.Is(err, decode.ErrUnknownFormat) && !errors.Is(err, decode.ErrUnsupported) &&
			!errors.Is(err, decode.ErrDamaged) && !errors.Is(err, decode.ErrNoAudio) {
			t.Fatalf("%v", err)
		}
		return
	}
	buf := make([]float32, 4096)
	read := func() {
		for total := 0; total < 1<<20; {
			n, err := d.Read(buf)
			total += n
			if total > most {
				t.Fatalf("%d frames out of %d bytes", total, len(file))
			}
			if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, decode.ErrDamaged) || errors.Is(err, decode.ErrUnsupported) {
				return
			}
			if err != nil || n == 0 {
				t.Fatalf("Read: %d, %v", n, err)
			}
		}
	}
	read()
	for _, target := range []int64{0, 5000, d.Len(), 1 << 60} {
		n, err := d.SeekFrame(target)
		if err != nil && !errors.Is(err, decode.ErrDamaged) && !errors.Is(err, decode.ErrUnsupported) {
			t.Fatalf("seek: %v", err)
		}
		if n < 0 && err == nil {
			t.Fatalf("landed on %d", n)
		}
		read()
	}
}

func BenchmarkOpus(b *testing.B) {
	file, _ := opusWebM(b, 48000*10, opusFile{bitrate: 128000})
	d := open(b, input(file))
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

// TestOpusPositions checks the whole path against the encoder's input: a click put
// in at frame n comes out at frame n.
func TestOpusPositions(t *testing.T) {
	enc, err := gopus.NewEncoder(gopus.EncoderConfig{SampleRate: 48000, Channels: 2, Application: gopus.ApplicationAudio})
	if err != nil {
		t.Fatal(err)
	}
	if err := enc.SetBitrate(256000); err != nil {
		t.Fatal(err)
	}
	const frames, click = 48000, 30000
	pcm := make([]float32, 2*frames)
	pcm[2*click], pcm[2*click+1] = 0.9, 0.9
	look := enc.Lookahead()
	var ps []webmtest.Packet
	buf := make([]byte, 4000)
	for at := 0; at < frames; at += 960 {
		n, err := enc.Encode(pcm[2*at:2*at+1920], buf)
		if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, webmtest.Packet{Data: bytes.Clone(buf[:n]), Time: time.Duration(at/48) * time.Millisecond})
	}
	head := opusHead(2, 0, 0)
	binary.LittleEndian.PutUint16(head[10:], uint16(look))
	file, _ := webmtest.File(ps, webmtest.Options{Private: head})
	all := readAll(t, open(t, input(file)))
	peak := 0
	for i := range all {
		if math.Abs(float64(all[i])) > math.Abs(float64(all[peak])) {
			peak = i
		}
	}
	if peak/2 != click {
		t.Errorf("the click is at %d, want %d (pre-skip %d)", peak/2, click, look)
	}
}
