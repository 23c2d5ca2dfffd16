package decode_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"anyaudio/player/decode"
	"anyaudio/player/ogg/oggtest"
	"anyaudio/player/webm"
	"anyaudio/player/webm/webmtest"
)

// opusOgg makes an Ogg file of Opus out of n frames of music, of which the last discard
// are cut by the last granule position.
func opusOgg(t testing.TB, n int, f opusFile, o oggtest.Options, comments ...string) [][]byte {
	t.Helper()
	return oggtest.Stream(oggOpusPackets(t, n, f, comments...), o)
}

func oggOpusPackets(t testing.TB, n int, f opusFile, comments ...string) []oggtest.Packet {
	f = f.defaults()
	head := f.webm.Private
	if head == nil {
		head = opusHead(f.channels, preSkip, 0)
	}
	ps := []oggtest.Packet{{Data: head}, {Data: append([]byte("OpusTags"), commentBlock(comments...)...), Flush: true}}
	at := int64(0)
	size := int64(f.packet * 48000 / time.Second)
	for _, p := range encodeOpus(t, n, f) {
		at += size
		ps = append(ps, oggtest.Packet{Data: p.Data, Granule: at})
	}
	ps[len(ps)-1].Granule -= int64(f.discard)
	return ps
}

// commentBlock is a Vorbis comment without what codecs put around it.
func commentBlock(comments ...string) []byte {
	b := append(binary.LittleEndian.AppendUint32(nil, 4), "test"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(comments)))
	for _, c := range comments {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(c))), c...)
	}
	return b
}

// TestOggOpus: pre-skip and the last granule position cut to the frame, in pages of all
// kinds, and the sound is that of the same packets in WebM.
func TestOggOpus(t *testing.T) {
	const frames = 48000 * 4
	f := opusFile{discard: 648}
	inWebM, _ := opusWebM(t, frames, f)
	want := readAll(t, open(t, input(inWebM)))
	other := oggtest.Stream([]oggtest.Packet{{Data: []byte("Skeleton")}, {Data: make([]byte, 9000), Granule: 5}, {Data: make([]byte, 9000), Granule: 9}}, oggtest.Options{Serial: 99})
	for name, b := range map[string][]byte{
		"plain":       oggtest.Join(opusOgg(t, frames, f, oggtest.Options{})),
		"span":        oggtest.Join(opusOgg(t, frames, f, oggtest.Options{Span: true, Page: 700})),
		"one page":    oggtest.Join(opusOgg(t, frames, f, oggtest.Options{Page: 1 << 20})),
		"multiplexed": oggtest.Mix(other, opusOgg(t, frames, f, oggtest.Options{Serial: 3})),
	} {
		in := input(b)
		in.chunk = 1000
		d := open(t, in)
		got := readAll(t, d)
		if len(got) != len(want) || snr(want, got) < math.Inf(1) || d.Len() != int64(len(want)/2) {
			t.Errorf("%s: %d frames, Len %d, want %d", name, len(got)/2, d.Len(), len(want)/2)
			continue
		}
		seekPlaces(t, d, want, 20, 40)
		if n, err := d.SeekFrame(math.MaxInt64); n != int64(len(want)/2) || err != nil {
			t.Errorf("%s: seek to the end: %d, %v", name, n, err)
		}
		if n, err := d.Read(make([]float32, 64)); n != 0 || err != io.EOF {
			t.Errorf("%s: Read at the end: %d, %v", name, n, err)
		}
	}
	loud := opusFile{webm: webmtest.Options{Private: opusHead(2, preSkip, 6*256)}}
	a := readAll(t, open(t, input(oggtest.Join(opusOgg(t, 9600, opusFile{}, oggtest.Options{})))))
	b := readAll(t, open(t, input(oggtest.Join(opusOgg(t, 9600, loud, oggtest.Options{})))))
	for i := range a {
		a[i] *= float32(math.Pow(10, 6.0/20))
	}
	if s := snr(a, b); s < 120 {
		t.Errorf("gain of 6 dB: %.1f dB", s)
	}
}

// TestOggChain plays links after one another, of other channels and other tags, and seeks
// among them.
func TestOggChain(t *testing.T) {
	one := opusOgg(t, 96000, opusFile{discard: 100}, oggtest.Options{Serial: 1}, "TITLE=one")
	two := opusOgg(t, 144000, opusFile{channels: 1, discard: 200}, oggtest.Options{Serial: 2}, "TITLE=two")
	three := opusOgg(t, 48000, opusFile{}, oggtest.Options{Serial: 3}, "TITLE=three")
	var want []float32
	for _, link := range [][][]byte{one, two, three} {
		want = append(want, readAll(t, open(t, input(oggtest.Join(link))))...)
	}
	d := open(t, input(oggtest.Join(one, two, three)))
	if title := decode.TagsOf(d).Title; title != "one" || d.Len() != -1 {
		t.Errorf("at the start: title %q, Len %d", title, d.Len())
	}
	got := readAll(t, d)
	if len(got) != len(want) || snr(want, got) < math.Inf(1) {
		t.Fatalf("%d frames, want %d", len(got)/2, len(want)/2)
	}
	if title := decode.TagsOf(d).Title; title != "three" || d.Len() != int64(len(want)/2) {
		t.Errorf("at the end: title %q, Len %d", title, d.Len())
	}
	seekPlaces(t, d, want, 30, 40)
	seekPlaces(t, open(t, input(oggtest.Join(one, two, three))), want, 30, 40)
	if n, err := d.SeekFrame(1 << 40); n != int64(len(want)/2) || err != nil {
		t.Errorf("seek to the end: %d, %v", n, err)
	}
}

// TestOggDamage: a page that is damaged leaves the rest in its place.
func TestOggDamage(t *testing.T) {
	const frames = 48000 * 4
	pages := opusOgg(t, frames, opusFile{}, oggtest.Options{Page: 3000})
	want := readAll(t, open(t, input(oggtest.Join(pages))))
	bad := slices.Clone(pages)
	bad[8] = bytes.Clone(pages[8])
	bad[8][100] ^= 1
	d := open(t, input(oggtest.Join(bad)))
	got := readAll(t, d)
	if len(got) != len(want) {
		t.Fatalf("%d frames, want %d", len(got)/2, len(want)/2)
	}
	if s := snr(want[len(want)-96000:], got[len(want)-96000:]); s < 40 {
		t.Errorf("after the damage: %.1f dB", s)
	}
	gone := slices.Concat(pages[:6], pages[7:])
	if n := len(readAll(t, open(t, input(oggtest.Join(gone))))); n != len(want) {
		t.Errorf("without a page: %d frames, want %d", n/2, len(want)/2)
	}
	whole := oggtest.Join(pages)
	d = open(t, input(whole[:len(whole)-500]))
	readAll(t, d)
	if _, err := d.Read(make([]float32, 2)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut off: %v", err)
	}
}

// remote is an Input over a network, whose end is not fetched before the sound.
type remote struct {
	*memory
	ends int
}

func (r *remote) ReadAt(p []byte, off int64) (int, error) {
	r.ends++
	return r.memory.ReadAt(p, off)
}

// TestOggFrugal: opening reads the start only, the length comes after some seconds of sound,
// and a seek asks for little.
func TestOggFrugal(t *testing.T) {
	t.Parallel()
	ps := oggOpusPackets(t, 48000*10, opusFile{bitrate: 128000})
	head, cycle := ps[:2], ps[2:]
	all := slices.Clone(head)
	for i := range 120 {
		for _, p := range cycle {
			p.Granule += int64(i) * 480000
			all = append(all, p)
		}
	}
	in := &remote{memory: input(oggtest.Join(oggtest.Stream(all, oggtest.Options{Page: 16000})))}
	d := open(t, in)
	if readN(t, d, 1); in.bytes > 48<<10 || in.spans > 2 || in.ends > 0 || d.Len() != -1 {
		t.Errorf("first frame after %d bytes in %d places, %d looks at the end, Len %d", in.bytes, in.spans, in.ends, d.Len())
	}
	readN(t, d, 9*48000)
	if want := int64(1200*48000 - preSkip); d.Len() != want || in.ends != 1 {
		t.Errorf("Len %d, want %d; %d looks at the end", d.Len(), want, in.ends)
	}
	for _, target := range []int64{600 * 48000, 60 * 48000, 1160 * 48000} {
		in.reset()
		if n, err := d.SeekFrame(target); n != target || err != nil {
			t.Fatal(n, err)
		}
		readN(t, d, 4800)
		if in.bytes > 128<<10 || len(in.aims) > 3 || in.spans > 3 {
			t.Errorf("seek read %d bytes in %d places, asked %v", in.bytes, in.spans, in.aims)
		}
	}
}

// TestOggInterrupted breaks the input under Read and SeekFrame.
func TestOggInterrupted(t *testing.T) {
	b := oggtest.Join(opusOgg(t, 48000*24, opusFile{}, oggtest.Options{}))
	all := readAll(t, open(t, input(b)))
	in := input(b)
	d := open(t, in)
	in.failAt = int64(len(b) / 2)
	var got []float32
	buf := make([]float32, 2048)
	for {
		n, err := d.Read(buf)
		got = append(got, buf[:2*n]...)
		if err == io.EOF {
			break
		}
		if err != nil && (err != errGone || in.failAt == 0) {
			t.Fatal(err)
		}
		if err != nil {
			in.failAt = 0
		}
	}
	if len(got) != len(all) || snr(all, got) < math.Inf(1) {
		t.Errorf("%d of %d frames", len(got)/2, len(all)/2)
	}
	in.failAt = int64(len(b) / 2)
	if _, err := d.SeekFrame(48000 * 13); err != errGone {
		t.Fatalf("seek: %v", err)
	}
	if _, err := d.Read(buf); err != errGone {
		t.Fatalf("Read after a broken seek: %v", err)
	}
	in.failAt = 0
	seekPlaces(t, d, all, 5, 40)
}

func TestOggTags(t *testing.T) {
	d := open(t, input(oggtest.Join(opusOgg(t, 4800, opusFile{}, oggtest.Options{},
		"title=A song", "ARTIST=Somebody", "ARTIST=another", "ALBUM=Best of", "R128_TRACK_GAIN=-1280", "R128_ALBUM_GAIN=256",
		"REPLAYGAIN_TRACK_PEAK=0.988", "METADATA_BLOCK_PICTURE="+string(bytes.Repeat([]byte{'x'}, 60000)),
		"CHAPTER001=00:00:00.000", "CHAPTER001NAME=Intro", "CHAPTER002=00:01:02.500", "CHAPTER002NAME=Verse", "CHAPTER003=x"))))
	want := decode.Tags{
		Title: "A song", Artist: "Somebody", Album: "Best of",
		TrackGain: decode.Gain{DB: 0, Known: true}, AlbumGain: decode.Gain{DB: 6, Known: true}, TrackPeak: 0.988,
		Chapters: []decode.Chapter{{Title: "Intro"}, {Title: "Verse", Start: 62500 * time.Millisecond}},
	}
	if got := decode.TagsOf(decode.Resample(d, 44100)); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestWebMTags(t *testing.T) {
	simple := func(name, value string) []byte {
		return webmtest.Element(webm.IDSimpleTag, slices.Concat(webmtest.Element(webm.IDTagName, []byte(name)), webmtest.Element(webm.IDTagString, []byte(value))))
	}
	file, _ := opusWebM(t, 4800, opusFile{webm: webmtest.Options{Head: webmtest.Element(webm.IDTags, slices.Concat(
		webmtest.Element(webm.IDTag, slices.Concat(webmtest.Element(webm.IDTargets, webmtest.Uint(webm.IDTargetTypeValue, 50)), simple("TITLE", "Best of"), simple("ARTIST", "Various"))),
		webmtest.Element(webm.IDTag, slices.Concat(webmtest.Element(webm.IDTargets, webmtest.Uint(webm.IDTargetTypeValue, 30)), simple("TITLE", "A song"), simple("ARTIST", "Somebody"), simple("REPLAYGAIN_TRACK_GAIN", "-7.5 dB"))),
	))}})
	want := decode.Tags{Title: "A song", Artist: "Somebody", Album: "Best of", TrackGain: decode.Gain{DB: -7.5, Known: true}}
	if got := decode.TagsOf(open(t, input(file))); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestOggOpenErrors(t *testing.T) {
	stream := func(first ...string) []byte {
		var ps []oggtest.Packet
		for _, s := range first {
			ps = append(ps, oggtest.Packet{Data: []byte(s), Flush: true})
		}
		return oggtest.Join(oggtest.Stream(ps, oggtest.Options{}))
	}
	good := oggtest.Join(opusOgg(t, 4800, opusFile{}, oggtest.Options{}))
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"flac":         {stream("\x7fFLAC\x01\x00", "x", "x"), decode.ErrUnsupported},
		"theora":       {stream("\x80theora", "x", "x"), decode.ErrNoAudio},
		"vorbis":       {stream("\x01vorbis", "\x03vorbis", "\x05vorbis", "x"), decode.ErrDamaged},
		"headers only": {good[:200], decode.ErrDamaged},
	} {
		if _, err := decode.Open(input(c.file), ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// vorbisSample is a short file that ffmpeg encoded (testdata/README.md).
func vorbisSample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestVorbis: the committed files have the lengths that were encoded, seeks give the very
// samples of linear decoding, and tags are read.
func TestVorbis(t *testing.T) {
	for name, frames := range map[string]int{"vorbis.ogg": 44100, "vorbis51.ogg": 22050} {
		d := open(t, input(vorbisSample(t, name)))
		all := readAll(t, d)
		if len(all)/2 != frames || d.Len() != int64(frames) {
			t.Errorf("%s: %d frames, Len %d, want %d", name, len(all)/2, d.Len(), frames)
		}
		seekPlaces(t, d, all, 50, math.Inf(1))
		if tags := decode.TagsOf(d); tags.Title != "Tone" || tags.TrackGain != (decode.Gain{DB: -6.5, Known: true}) {
			t.Errorf("%s: %+v", name, tags)
		}
		if f := d.Format(); f.Codec != "vorbis" || f.Container != "ogg" || f.Rate != 44100 {
			t.Errorf("%s: %+v", name, f)
		}
		peak := float32(0)
		for _, v := range all {
			peak = max(peak, v)
		}
		if peak < 0.05 || peak > 1 {
			t.Errorf("%s: peak %g", name, peak)
		}
	}
}

// TestVorbisMutated changes the content of sound packets and gives pages their right sums
// again, so that the decoder meets them: it plays on, for the length of the file.
func TestVorbisMutated(t *testing.T) {
	b := vorbisSample(t, "vorbis.ogg")
	r := rand.New(rand.NewPCG(2, 2))
	tries := 200
	if underRace {
		tries = 20
	}
	for range tries {
		bad := bytes.Clone(b)
		for range 5 {
			bad[4500+r.IntN(len(bad)-4500)] ^= byte(1 + r.IntN(255))
		}
		oggtest.Fix(bad)
		d, err := decode.Open(input(bad), "")
		if err != nil {
			continue
		}
		buf := make([]float32, 4096)
		n := 0
		for {
			k, err := d.Read(buf)
			n += k
			if err == io.EOF || errors.Is(err, decode.ErrDamaged) || errors.Is(err, io.ErrUnexpectedEOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if n > 1<<20 {
			t.Fatalf("%d frames", n)
		}
	}
}

func FuzzOgg(f *testing.F) {
	f.Add(oggtest.Join(opusOgg(f, 4800, opusFile{bitrate: 12000, discard: 100}, oggtest.Options{Page: 200})))
	f.Add(oggtest.Join(opusOgg(f, 1920, opusFile{bitrate: 12000}, oggtest.Options{}), opusOgg(f, 1920, opusFile{channels: 1, bitrate: 12000}, oggtest.Options{Serial: 5}, "TITLE=x")))
	f.Add(vorbisSample(f, "vorbis.ogg"))
	f.Fuzz(func(t *testing.T, file []byte) {
		oggtest.Fix(file)
		exercise(t, file, 120*48*len(file)+4*48000*len(file)/27)
	})
}

func BenchmarkOggOpus(b *testing.B) {
	benchFile(b, oggtest.Join(opusOgg(b, 48000*10, opusFile{bitrate: 128000}, oggtest.Options{})))
}

func BenchmarkVorbis(b *testing.B) { benchFile(b, vorbisSample(b, "vorbis.ogg")) }

// benchFile decodes 20 ms at a time.
func benchFile(b *testing.B, file []byte) {
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
