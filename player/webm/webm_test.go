package webm_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
	"testing/iotest"
	"time"

	"anyaudio/player/webm"
	"anyaudio/player/webm/webmtest"
)

const step = 20 * time.Millisecond

// packets returns n packets whose content tells their number. Their sizes vary.
func packets(n int) []webmtest.Packet {
	r := rand.New(rand.NewPCG(1, 2))
	ps := make([]webmtest.Packet, n)
	for i := range ps {
		data := make([]byte, 8+r.IntN(700))
		for k := range data {
			data[k] = byte(r.Uint32())
		}
		binary.BigEndian.PutUint64(data, uint64(i))
		ps[i] = webmtest.Packet{Data: data, Time: time.Duration(i) * step}
	}
	return ps
}

// number returns the number that packets wrote, -1 if the content is not whole.
func number(ps []webmtest.Packet, p webm.Packet) int {
	if len(p.Data) < 8 {
		return -1
	}
	n := int(binary.BigEndian.Uint64(p.Data))
	if n < 0 || n >= len(ps) || !bytes.Equal(p.Data, ps[n].Data) {
		return -1
	}
	return n
}

func open(t testing.TB, in io.ReadSeeker) *webm.Demuxer {
	t.Helper()
	d, err := webm.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// wantFrom reads to the end and checks that packets first.. come in order.
func wantFrom(t *testing.T, d *webm.Demuxer, ps []webmtest.Packet, first int) {
	t.Helper()
	for i := first; i < len(ps); i++ {
		p, err := d.Next()
		if err != nil {
			t.Fatalf("packet %d: %v", i, err)
		}
		if n := number(ps, p); n != i {
			t.Fatalf("packet %d came in place of %d", n, i)
		}
		if p.Lace == 0 && p.Time != ps[i].Time {
			t.Fatalf("packet %d: time %v, want %v", i, p.Time, ps[i].Time)
		}
		if p.Discard != ps[i].Discard {
			t.Fatalf("packet %d: discard %v, want %v", i, p.Discard, ps[i].Discard)
		}
	}
	if _, err := d.Next(); err != io.EOF {
		t.Fatalf("after the last packet: %v", err)
	}
}

// layouts are the kinds of file that the tests run over.
func layouts() map[string]webmtest.Options {
	return map[string]webmtest.Options{
		"cues in front": {},
		"cues at end":   {Cues: webmtest.CuesEnd},
		"no seek head":  {NoSeekHead: true},
		"no cues":       {Cues: webmtest.NoCues},
		"live":          {Cues: webmtest.NoCues, UnknownSizes: true},
		"live, cues":    {UnknownSizes: true},
		"xiph lacing":   {Lace: 1},
		"fixed lacing":  {Lace: 2},
		"ebml lacing":   {Lace: 3},
		"padded":        {Void: 100 << 10},
		"two tracks":    {Other: 3000},
		"microseconds":  {Scale: 1000, Cluster: 30 * time.Millisecond},
	}
}

func TestReadAll(t *testing.T) {
	for name, o := range layouts() {
		t.Run(name, func(t *testing.T) {
			ps := packets(300)
			if name == "fixed lacing" {
				for i := range ps {
					ps[i].Data = append(ps[i].Data[:8:8], byte(i), 7)
				}
			}
			ps[len(ps)-1].Discard = 13500 * time.Microsecond
			o.Private = []byte("private")
			o.CodecDelay, o.SeekPreRoll = 6500*time.Microsecond, 80*time.Millisecond
			o.Duration = 6 * time.Second
			file, _ := webmtest.File(ps, o)
			for how, in := range map[string]io.ReadSeeker{
				"whole":    bytes.NewReader(file),
				"one byte": short{bytes.NewReader(file)},
			} {
				d := open(t, in)
				if got := d.Info().Duration; got != 6*time.Second {
					t.Errorf("%s: duration %v", how, got)
				}
				tr := d.Tracks()[0]
				if tr.Codec != "A_OPUS" || string(tr.Private) != "private" || tr.CodecDelay != o.CodecDelay ||
					tr.SeekPreRoll != o.SeekPreRoll || tr.Rate != 48000 || tr.Channels != 2 || tr.Type != webm.Audio {
					t.Errorf("%s: track %+v", how, tr)
				}
				wantFrom(t, d, ps, 0)
			}
		})
	}
}

func TestSeek(t *testing.T) {
	for name, o := range layouts() {
		t.Run(name, func(t *testing.T) {
			ps := packets(500)
			file, _ := webmtest.File(ps, o)
			d := open(t, bytes.NewReader(file))
			r := rand.New(rand.NewPCG(3, 4))
			for range 50 {
				want := time.Duration(r.Int64N(int64(11 * time.Second)))
				if err := d.Seek(want); err != nil {
					t.Fatal(err)
				}
				p, err := d.Next()
				if err != nil {
					t.Fatal(err)
				}
				i := number(ps, p)
				if i < 0 || ps[i].Time > want {
					t.Fatalf("seek to %v gave packet %d", want, i)
				}
				if want < 10*time.Second && ps[i].Time < want-time.Second-2*step {
					t.Fatalf("seek to %v gave %v: more than a cluster early", want, ps[i].Time)
				}
				wantNext(t, d, ps, i+1)
			}
			if err := d.Seek(0); err != nil {
				t.Fatal(err)
			}
			wantFrom(t, d, ps, 0)
		})
	}
}

func wantNext(t *testing.T, d *webm.Demuxer, ps []webmtest.Packet, i int) {
	t.Helper()
	p, err := d.Next()
	if i == len(ps) {
		if err != io.EOF {
			t.Fatalf("after the last: %v", err)
		}
		return
	}
	if err != nil || number(ps, p) != i {
		t.Fatalf("packet %d, %v; want %d", number(ps, p), err, i)
	}
}

// TestTruncated cuts a file at every place of its first clusters: what is whole
// comes, then the end, without an error.
func TestTruncated(t *testing.T) {
	ps := packets(60)
	file, clusters := webmtest.File(ps, webmtest.Options{Cluster: 200 * time.Millisecond})
	for n := int(clusters[0]) + 12; n < len(file); n += 7 {
		d := open(t, bytes.NewReader(file[:n]))
		for i := 0; ; i++ {
			p, err := d.Next()
			if err == io.EOF {
				break
			}
			if err != nil || number(ps, p) != i {
				t.Fatalf("cut at %d: packet %d, %v; want %d", n, number(ps, p), err, i)
			}
		}
	}
	for n := range int(clusters[0]) {
		if _, err := webm.Open(bytes.NewReader(file[:n])); !errors.Is(err, webm.ErrDamaged) && !errors.Is(err, webm.ErrNotWebM) {
			t.Fatalf("header cut at %d: %v", n, err)
		}
	}
}

// TestDamageCostsLittle overwrites 16 bytes in the middle of a cluster: at most the
// packets around them are lost.
func TestDamageCostsLittle(t *testing.T) {
	for name, o := range layouts() {
		if o.Lace != 0 || o.Other != 0 || o.Scale != 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			ps := packets(500)
			file, clusters := webmtest.File(ps, o)
			for at := int(clusters[2]); at < int(clusters[3])+40; at += 97 {
				bad := bytes.Clone(file)
				for i := range 16 {
					bad[at+i] = 0x55
				}
				seen, marked := 0, 0
				d := open(t, bytes.NewReader(bad))
				for last := -1; ; {
					p, err := d.Next()
					if err == io.EOF {
						break
					}
					if err != nil {
						t.Fatal(err)
					}
					if p.Damaged {
						marked++
					}
					if n := number(ps, p); n > last {
						seen++
						last = n
					}
				}
				lost := len(ps) - seen
				inHeader := at < int(clusters[2])+24 || at+16 > int(clusters[3]) && at < int(clusters[3])+24
				if lost > 4 && !inHeader || lost > 60 {
					t.Errorf("16 bytes at %d (cluster %d): %d packets lost, %d marks", at, clusters[2], lost, marked)
				}
			}
		})
	}
}

// TestInputErrors fails every read once: the error comes through as it is, and going
// on or seeking works.
func TestInputErrors(t *testing.T) {
	ps := packets(300)
	file, _ := webmtest.File(ps, webmtest.Options{Cues: webmtest.CuesEnd})
	in := &flaky{Reader: bytes.NewReader(file)}
	d := open(t, in)
	for i := 0; i < len(ps); {
		in.fail = i%3 == 0
		p, err := d.Next()
		if err == errFlaky {
			p, err = d.Next()
		}
		if err != nil || number(ps, p) != i {
			t.Fatalf("packet %d, %v; want %d", number(ps, p), err, i)
		}
		i++
	}
	in.fail = true
	if err := d.Seek(4 * time.Second); err != errFlaky {
		t.Fatalf("seek over a failing input: %v", err)
	}
	if err := d.Seek(4 * time.Second); err != nil {
		t.Fatal(err)
	}
	wantFrom(t, d, ps, 200)
}

func TestOpenErrors(t *testing.T) {
	good, clusters := webmtest.File(packets(10), webmtest.Options{})
	noTracks := append(webmtest.Element(webm.IDEBML, webmtest.Element(webm.IDDocType, []byte("webm"))),
		webmtest.Element(webm.IDSegment, good[clusters[0]:])...)
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"empty":        {nil, webm.ErrNotWebM},
		"text":         {[]byte("<!doctype html><html>"), webm.ErrNotWebM},
		"other ebml":   {webmtest.Element(webm.IDEBML, webmtest.Element(webm.IDDocType, []byte("other"))), webm.ErrNotWebM},
		"only headers": {good[:clusters[0]], webm.ErrDamaged},
		"no tracks":    {noTracks, webm.ErrDamaged},
	} {
		if _, err := webm.Open(bytes.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := webm.Open(&flaky{Reader: bytes.NewReader(good), fail: true}); err != errFlaky {
		t.Errorf("failing input: %v", err)
	}
}

// TestFrugal counts what opening and seeking read of a file of an hour.
func TestFrugal(t *testing.T) {
	ps := hour()
	for name, c := range map[string]struct {
		o      webmtest.Options
		open   int64 // bytes read until the first packet
		spans  int   // places that one seek touches
		length int64 // bytes that one seek reads
	}{
		"cues in front": {webmtest.Options{Cluster: 10 * time.Second}, 32 << 10, 1, 16 << 10},
		"cues at end":   {webmtest.Options{Cluster: 10 * time.Second, Cues: webmtest.CuesEnd}, 8 << 10, 2, 48 << 10},
		"no cues":       {webmtest.Options{Cluster: 10 * time.Second, Cues: webmtest.NoCues}, 8 << 10, 200, 2 << 20},
	} {
		t.Run(name, func(t *testing.T) {
			file, clusters := webmtest.File(ps, c.o)
			in := &counting{Reader: bytes.NewReader(file)}
			d := open(t, in)
			if _, err := d.Next(); err != nil {
				t.Fatal(err)
			}
			if in.bytes > c.open {
				t.Errorf("first packet after %d bytes, want <= %d", in.bytes, c.open)
			}
			in.reset()
			if err := d.Seek(30*time.Minute + 5*time.Second); err != nil {
				t.Fatal(err)
			}
			if p, err := d.Next(); err != nil || p.Time < 30*time.Minute+4*time.Second {
				t.Fatalf("packet at %v, %v: the cluster was read from its start", p.Time, err)
			}
			if in.spans > c.spans || in.bytes > c.length {
				t.Errorf("seek read %d bytes in %d places, want <= %d in %d", in.bytes, in.spans, c.length, c.spans)
			}
			// 16 kB are a second.
			aim, middle := in.aims[len(in.aims)-1], (clusters[180]+clusters[181])/2
			if aim[0] < middle-24<<10 || aim[0] > middle || aim[0]+aim[1] < middle+16<<10 || aim[1] > 48<<10 {
				t.Errorf("aimed at %v, want it around %d", aim, middle)
			}
			in.reset()
			if err := d.Seek(12 * time.Minute); err != nil {
				t.Fatal(err)
			}
			if in.spans > 1 {
				t.Errorf("the second seek read in %d places", in.spans)
			}
		})
	}
}

// hour returns an hour of packets of 128 kb/s.
func hour() []webmtest.Packet {
	ps := make([]webmtest.Packet, 180000)
	data := make([]byte, 320)
	for i := range ps {
		ps[i] = webmtest.Packet{Data: data, Time: time.Duration(i) * step}
	}
	return ps
}

// TestWrongCues gives an index that points into blocks: seeking still works.
func TestWrongCues(t *testing.T) {
	ps := packets(300)
	file, clusters := webmtest.File(ps, webmtest.Options{})
	at := bytes.Index(file, []byte{0x1c, 0x53, 0xbb, 0x6b, 0x10}) // the Cues themselves, not the SeekHead
	cues := file[at:clusters[0]]
	for i := bytes.IndexByte(cues, webm.IDCueClusterPosition); i >= 0; {
		cues[i+9] ^= 0x35
		k := bytes.IndexByte(cues[i+10:], webm.IDCueClusterPosition)
		if k < 0 {
			break
		}
		i += 10 + k
	}
	d := open(t, bytes.NewReader(file))
	if err := d.Seek(3500 * time.Millisecond); err != nil {
		t.Fatal(err)
	}
	wantFrom(t, d, ps, 150)
}

// TestMemory: sizes in a file do not make it allocate.
func TestMemory(t *testing.T) {
	file, _ := webmtest.File(packets(30), webmtest.Options{Private: []byte("private"), Duration: time.Second})
	for at := range min(len(file)-8, 3000) {
		bad := bytes.Clone(file)
		copy(bad[at:], "\x01\x7f\xff\xff\xff\xff\xff\xf0") // a size of 2^55 and more
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if d, err := webm.Open(bytes.NewReader(bad)); err == nil {
			for range 40 {
				if _, err := d.Next(); err != nil {
					break
				}
			}
			_ = d.Seek(500 * time.Millisecond)
		}
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 2<<20 {
			t.Errorf("eight bytes at %d make it allocate %d KiB", at, n>>10)
		}
	}
}

var errFlaky = errors.New("the network is gone")

// flaky fails one Read when fail is set.
type flaky struct {
	*bytes.Reader
	fail bool
}

func (f *flaky) Read(p []byte) (int, error) {
	if f.fail {
		f.fail = false
		return 0, errFlaky
	}
	return f.Reader.Read(p)
}

// short gives one byte a Read.
type short struct{ *bytes.Reader }

func (s short) Read(p []byte) (int, error) { return iotest.OneByteReader(s.Reader).Read(p) }

// counting counts what is read and in how many places.
type counting struct {
	*bytes.Reader
	bytes int64
	spans int
	end   int64
	aims  [][2]int64
}

func (c *counting) reset() { c.bytes, c.spans, c.end, c.aims = 0, 0, -1, nil }

func (c *counting) Aim(off, n int64) { c.aims = append(c.aims, [2]int64{off, n}) }

func (c *counting) Read(p []byte) (int, error) {
	at, _ := c.Seek(0, io.SeekCurrent)
	n, err := c.Reader.Read(p)
	if at != c.end {
		c.spans++
	}
	c.bytes += int64(n)
	c.end = at + int64(n)
	return n, err
}

func FuzzDemuxer(f *testing.F) {
	for _, o := range layouts() {
		o.Cluster = 100 * time.Millisecond
		o.Void, o.Other = min(o.Void, 50), min(o.Other, 50)
		ps := packets(20)
		for i := range ps {
			ps[i].Data = ps[i].Data[:8]
		}
		ps[19].Discard = time.Millisecond
		file, _ := webmtest.File(ps, o)
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		d, err := webm.Open(bytes.NewReader(file))
		if err != nil {
			return
		}
		check := func() {
			last := int64(-1)
			for {
				p, err := d.Next()
				if err == io.EOF {
					return
				}
				if err != nil {
					t.Fatalf("%v", err)
				}
				if p.Offset < last || p.Offset == last && p.Lace == 0 {
					t.Fatalf("a packet at %d follows one at %d", p.Offset, last)
				}
				last = p.Offset
				if len(p.Data) > len(file) {
					t.Fatal("a packet longer than the file")
				}
			}
		}
		check()
		for _, at := range []time.Duration{0, 150 * time.Millisecond, time.Hour} {
			if err := d.Seek(at); err != nil {
				t.Fatalf("seek: %v", err)
			}
			check()
		}
	})
}

func BenchmarkNext(b *testing.B) {
	file, _ := webmtest.File(hour()[:30000], webmtest.Options{Cluster: 10 * time.Second})
	d, err := webm.Open(bytes.NewReader(file))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Next(); err == io.EOF {
			if err := d.Seek(0); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func ExampleDemuxer() {
	file, _ := webmtest.File(packets(3), webmtest.Options{})
	d, err := webm.Open(bytes.NewReader(file))
	if err != nil {
		fmt.Println(err)
		return
	}
	for {
		p, err := d.Next()
		if err != nil {
			break
		}
		fmt.Println(p.Time, len(p.Data) > 0)
	}
	// Output:
	// 0s true
	// 20ms true
	// 40ms true
}
