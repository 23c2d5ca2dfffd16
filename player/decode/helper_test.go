package decode_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"anyaudio/player/decode"
	"anyaudio/player/webm/webmtest"

	"github.com/thesyncim/gopus"
)

// memory is an Input over bytes that counts what is read.
type memory struct {
	*bytes.Reader
	unsized bool  // Size is not known
	chunk   int   // most bytes a Read gives, 0 is as many as fit
	failAt  int64 // Reads fail from this offset on while it is above zero

	bytes int64
	spans int
	end   int64
	aims  [][2]int64
}

var errGone = errors.New("the network is gone")

func input(b []byte) *memory { return &memory{Reader: bytes.NewReader(b), end: -1} }

func (m *memory) Size() int64 {
	if m.unsized {
		return -1
	}
	return m.Reader.Size()
}

func (m *memory) Aim(off, n int64) { m.aims = append(m.aims, [2]int64{off, n}) }

func (m *memory) reset() { m.bytes, m.spans, m.end, m.aims = 0, 0, -1, nil }

func (m *memory) Read(p []byte) (int, error) {
	at, _ := m.Seek(0, io.SeekCurrent)
	if m.failAt > 0 && at >= m.failAt {
		return 0, errGone
	}
	if m.chunk > 0 {
		p = p[:min(len(p), m.chunk)]
	}
	if m.failAt > 0 {
		p = p[:min(int64(len(p)), m.failAt-at)]
	}
	n, err := m.Reader.Read(p)
	if n > 0 && at != m.end {
		m.spans++
	}
	m.bytes += int64(n)
	m.end = at + int64(n)
	return n, err
}

func open(t testing.TB, in decode.Input) decode.Decoder {
	t.Helper()
	d, err := decode.Open(in, "")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// readAll reads to the end with reads of changing length.
func readAll(t testing.TB, d decode.Decoder) []float32 {
	t.Helper()
	var all []float32
	buf := make([]float32, 2*1777)
	for i := 0; ; i++ {
		n, err := d.Read(buf[:2*(1+i*613%1777)])
		all = append(all, buf[:2*n]...)
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
			return all // which of the two is the tests' matter
		}
		if err != nil {
			t.Fatalf("after %d frames: %v", len(all)/2, err)
		}
		if n == 0 {
			t.Fatal("Read gave nothing and no error")
		}
	}
}

// readN reads n frames, fewer at the end.
func readN(t testing.TB, d decode.Decoder, n int) []float32 {
	t.Helper()
	p := make([]float32, 2*n)
	got := 0
	for got < n {
		k, err := d.Read(p[2*got:])
		got += k
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return p[:2*got]
}

// snr is the ratio in dB of want to its difference from got; +Inf when they are equal.
func snr(want, got []float32) float64 {
	var s, e float64
	for i, w := range want {
		s += float64(w) * float64(w)
		d := float64(w) - float64(got[i])
		e += d * d
	}
	if e == 0 {
		return math.Inf(1)
	}
	return 10 * math.Log10(s/e)
}

// distance is the greatest difference in steps of 16 bits.
func distance(a, b []float32) float64 {
	worst := 0.0
	for i := range a {
		worst = max(worst, math.Abs(float64(a[i])-float64(b[i]))*32768)
	}
	return worst
}

// music is a chord of decaying notes with noise, stereo at 48 kHz.
func music(frames int) []float32 {
	p := make([]float32, 2*frames)
	r := rand.New(rand.NewPCG(7, 7))
	notes := []float64{220, 277.18, 329.63, 440, 554.37, 659.26}
	for i := range frames {
		t := float64(i) / 48000
		note := notes[int(t*4)%len(notes)]
		decay := math.Exp(-6 * math.Mod(t, 0.25))
		tone := 0.4*decay*math.Sin(2*math.Pi*note*t) + 0.1*math.Sin(2*math.Pi*3.01*note*t)
		p[2*i] = float32(tone + 0.02*(r.Float64()-0.5))
		p[2*i+1] = float32(0.7*tone + 0.1*math.Sin(2*math.Pi*110*t) + 0.02*(r.Float64()-0.5))
	}
	return p
}

// opusFile is what opusWebM makes.
type opusFile struct {
	channels int
	packet   time.Duration // 20 ms when zero
	bitrate  int           // 96000 when zero
	discard  int           // frames to cut off the end, in the last packet
	webm     webmtest.Options
	edit     func([]webmtest.Packet) []webmtest.Packet
}

const preSkip = 312

// opusWebM encodes n frames of music (before pre-skip and discard) and returns the
// file and the offsets of its clusters.
func opusWebM(t testing.TB, frames int, f opusFile) ([]byte, []int64) {
	t.Helper()
	return f.mux(encodeOpus(t, frames, f), frames)
}

// encodeOpus makes the packets of a file. Block times are rounded to milliseconds as
// ffmpeg does.
func encodeOpus(t testing.TB, frames int, f opusFile) []webmtest.Packet {
	t.Helper()
	f = f.defaults()
	enc, err := gopus.NewEncoder(gopus.EncoderConfig{SampleRate: 48000, Channels: f.channels, Application: gopus.ApplicationAudio})
	if err != nil {
		t.Fatal(err)
	}
	size := int(f.packet * 48000 / time.Second)
	if err := errors.Join(enc.SetFrameSize(size), enc.SetBitrate(f.bitrate)); err != nil {
		t.Fatal(err)
	}
	pcm := music(frames + size)
	if f.channels == 1 {
		for i := range len(pcm) / 2 {
			pcm[i] = pcm[2*i]
		}
	}
	var ps []webmtest.Packet
	buf := make([]byte, 4000)
	for at := 0; at < frames; at += size {
		n, err := enc.Encode(pcm[at*f.channels:(at+size)*f.channels], buf)
		if err != nil {
			t.Fatal(err)
		}
		ms := math.Round(float64(at-preSkip)/48) + 7
		ps = append(ps, webmtest.Packet{Data: bytes.Clone(buf[:n]), Time: time.Duration(ms) * time.Millisecond})
	}
	return ps
}

func (f opusFile) defaults() opusFile {
	if f.channels == 0 {
		f.channels = 2
	}
	if f.packet == 0 {
		f.packet = 20 * time.Millisecond
	}
	if f.bitrate == 0 {
		f.bitrate = 96000
	}
	return f
}

// mux makes a file of the packets, which it leaves as they are.
func (f opusFile) mux(ps []webmtest.Packet, frames int) ([]byte, []int64) {
	f = f.defaults()
	ps = slices.Clone(ps)
	if f.discard > 0 {
		ps[len(ps)-1].Discard = time.Duration(f.discard) * time.Second / 48000
	}
	if f.edit != nil {
		ps = f.edit(ps)
	}
	o := f.webm
	if o.Private == nil {
		o.Private = opusHead(f.channels, preSkip, 0)
	}
	o.Channels = f.channels
	o.CodecDelay = 6500 * time.Microsecond
	if o.Duration == 0 {
		o.Duration = time.Duration(frames-f.discard)*time.Second/48000 + time.Millisecond
	}
	return webmtest.File(ps, o)
}

func opusHead(channels, skip, gain int) []byte {
	b := append([]byte("OpusHead\x01"), byte(channels))
	b = binary.LittleEndian.AppendUint16(b, uint16(skip))
	b = binary.LittleEndian.AppendUint32(b, 48000)
	b = binary.LittleEndian.AppendUint16(b, uint16(gain))
	return append(b, 0)
}
