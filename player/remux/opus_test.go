package remux_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"time"

	"anyaudio/player/ogg"
	"anyaudio/player/remux"
	"anyaudio/player/webm/webmtest"
)

// opusHead is a head of two channels with a pre-skip of 312 frames.
func opusHead() []byte {
	return []byte("OpusHead\x01\x02\x38\x01\x80\xbb\x00\x00\x00\x00\x00")
}

// packets gives n packets of 20 ms and of the given length, the last one with padding.
func packets(n, length int, discard time.Duration) (out []webmtest.Packet) {
	for i := range n {
		p := bytes.Repeat([]byte{byte(i)}, length)
		p[0] = 31<<3 | 4 // CELT, 20 ms, stereo, one frame
		out = append(out, webmtest.Packet{Data: p, Time: time.Duration(i) * 20 * time.Millisecond})
	}
	out[n-1].Discard = discard
	return out
}

func opus(t *testing.T, file []byte, tags remux.Tags) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := remux.Opus(&out, bytes.NewReader(file), tags); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestOpusPages compares packets and granule positions, with packets that take several pages.
func TestOpusPages(t *testing.T) {
	for _, length := range []int{1, 254, 255, 256, 510, 1275, 255 * 255, 70000} {
		in := packets(120, length, 7*time.Millisecond)
		file, _ := webmtest.File(in, webmtest.Options{Private: append(opusHead(), "more"...)})
		r := ogg.NewReader(bytes.NewReader(opus(t, file, remux.Tags{Title: "a"})), 0)
		var got [][]byte
		var end int64
		for n := 0; ; n++ {
			p, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil || p.Lost || p.First != (n == 0) {
				t.Fatalf("length %d, page %d: %+v, %v", length, n, p, err)
			}
			for _, b := range p.Packets {
				got = append(got, bytes.Clone(b))
			}
			if n >= 2 && p.Granule >= 0 && !p.Last && p.Granule != int64(len(got)-2)*960 {
				t.Fatalf("length %d: granule position %d after %d packets", length, p.Granule, len(got)-2)
			}
			end = p.Granule
		}
		if !bytes.Equal(got[0], opusHead()) || string(got[1][:8]) != "OpusTags" || len(got) != 122 {
			t.Fatalf("length %d: %d packets, head %q", length, len(got), got[0])
		}
		for i, p := range in {
			if !bytes.Equal(got[i+2], p.Data) {
				t.Fatalf("length %d: packet %d differs", length, i)
			}
		}
		if want := int64(120*960 - 336); end != want {
			t.Errorf("length %d: ends at %d, want %d", length, end, want)
		}
	}
}

// TestOpusTags reads the comment header.
func TestOpusTags(t *testing.T) {
	file, _ := webmtest.File(packets(3, 10, 0), webmtest.Options{Private: opusHead()})
	out := opus(t, file, remux.Tags{
		Title: "T\x00\xff", Artist: "東京", Cover: []byte("no picture"),
		Chapters: []remux.Chapter{{Title: "Intro"}, {Start: 3723*time.Second + 45*time.Millisecond, Title: "End"}},
	})
	r := ogg.NewReader(bytes.NewReader(out), 0)
	r.Next()
	p, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	b := p.Packets[0][8:]
	text := func() string {
		n := binary.LittleEndian.Uint32(b)
		s := string(b[4 : 4+n])
		b = b[4+n:]
		return s
	}
	vendor := text()
	b = b[4:]
	var got []string
	for len(b) > 0 {
		got = append(got, text())
	}
	want := "TITLE=T\uFFFD|ARTIST=東京|CHAPTER000=00:00:00.000|CHAPTER000NAME=Intro|CHAPTER001=01:02:03.045|CHAPTER001NAME=End"
	if vendor != "anyaudio" || strings.Join(got, "|") != want {
		t.Errorf("%q: %q", vendor, got)
	}
}

// TestNoOpus: what is not Opus is refused, not mangled.
func TestNoOpus(t *testing.T) {
	vorbis, _ := webmtest.File(packets(3, 10, 0), webmtest.Options{Codec: "A_VORBIS", Private: []byte("x")})
	headless, _ := webmtest.File(packets(3, 10, 0), webmtest.Options{Private: []byte("OpusHea")})
	for i, file := range [][]byte{vorbis, headless, nil, []byte("OggS")} {
		if err := remux.Opus(io.Discard, bytes.NewReader(file), remux.Tags{}); err == nil {
			t.Errorf("file %d was taken", i)
		}
	}
}

func FuzzWrite(f *testing.F) {
	w, _ := webmtest.File(packets(5, 20, time.Millisecond), webmtest.Options{Private: opusHead()})
	f.Add(w)
	for _, m := range mp4Files() {
		f.Add(m)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var out bytes.Buffer
		r, err := remux.Write(&out, bytes.NewReader(b), int64(len(b)), remux.Tags{Title: "t", Chapters: []remux.Chapter{{}}}, ".x")
		if err != nil && err != io.EOF && out.Len() == 0 && len(b) > 0 {
			t.Fatalf("nothing was written: %v", err)
		}
		if !r.Tagged && err == nil && !bytes.Equal(out.Bytes(), b) {
			t.Fatal("not tagged and not the same")
		}
		if out.Len() > 4*len(b)+4096 {
			t.Fatalf("%d bytes of %d", out.Len(), len(b))
		}
	})
}
