package ogg_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"

	"anyaudio/player/ogg"
	"anyaudio/player/ogg/oggtest"
)

// packets returns n packets of 960 granules whose content tells their number, after a
// header. Their sizes vary and reach over 255*255 bytes.
func packets(n int) []oggtest.Packet {
	r := rand.New(rand.NewPCG(1, 2))
	ps := []oggtest.Packet{{Data: []byte("header")}}
	for i := range n {
		size := 8 + r.IntN(700)
		switch i % 50 {
		case 7:
			size = 510
		case 9:
			size = 70000
		}
		data := make([]byte, size)
		for k := range data {
			data[k] = byte(r.Uint32())
		}
		binary.BigEndian.PutUint64(data, uint64(i))
		ps = append(ps, oggtest.Packet{Data: data, Granule: int64(i+1) * 960})
	}
	return ps
}

// file is a stream of 400 packets, in pages that end inside packets.
func file() ([]oggtest.Packet, [][]byte) {
	ps := packets(400)
	return ps, oggtest.Stream(ps, oggtest.Options{Serial: 7, Span: true})
}

func number(t *testing.T, ps []oggtest.Packet, b []byte) int {
	t.Helper()
	if len(b) >= 8 {
		i := int(binary.BigEndian.Uint64(b))
		if i >= 0 && i+1 < len(ps) && bytes.Equal(b, ps[i+1].Data) {
			return i
		}
	}
	t.Fatalf("a packet of %d bytes that is not whole", len(b))
	return 0
}

// opened returns a reader that stands behind the header of the stream with serial 7.
func opened(t *testing.T, in io.ReadSeeker, off int64) *ogg.Reader {
	t.Helper()
	r := ogg.NewReader(in, off)
	for {
		p, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if p.Serial == 7 {
			if !p.First || string(p.Packets[0]) != "header" {
				t.Fatalf("first page: %+v", p)
			}
			r.Choose(7)
			r.SetStart(r.Offset())
			return r
		}
	}
}

// readAll reads to the end and returns the numbers of the packets.
func readAll(t *testing.T, r *ogg.Reader, ps []oggtest.Packet) (numbers []int, lost int) {
	t.Helper()
	for {
		p, err := r.Next()
		if err == io.EOF {
			return numbers, lost
		}
		if err != nil {
			t.Fatal(err)
		}
		if p.Lost {
			lost++
		}
		for _, b := range p.Packets {
			numbers = append(numbers, number(t, ps, b))
		}
		if len(p.Packets) > 0 {
			if want := int64(numbers[len(numbers)-1]+1) * 960; p.Granule != want {
				t.Fatalf("granule position %d, want %d", p.Granule, want)
			}
		}
	}
}

func wantRow(t *testing.T, numbers []int, from, to int) {
	t.Helper()
	for i, n := range numbers {
		if n != from+i {
			t.Fatalf("packet %d came in place of %d", n, from+i)
		}
	}
	if len(numbers) != to-from {
		t.Fatalf("%d packets, want %d", len(numbers), to-from)
	}
}

func TestReadAll(t *testing.T) {
	ps, pages := file()
	other := oggtest.Stream(packets(100), oggtest.Options{Serial: 8})
	for name, b := range map[string][]byte{
		"one stream":  oggtest.Join(pages),
		"two streams": oggtest.Mix(other, pages),
	} {
		for _, in := range []io.ReadSeeker{bytes.NewReader(b), slow{bytes.NewReader(b)}} {
			numbers, lost := readAll(t, opened(t, in, 0), ps)
			wantRow(t, numbers, 0, 400)
			if lost != 0 {
				t.Errorf("%s: %d pages after a loss", name, lost)
			}
		}
	}
}

// slow gives one byte a Read.
type slow struct{ *bytes.Reader }

func (s slow) Read(p []byte) (int, error) { return iotest.OneByteReader(s.Reader).Read(p) }

// TestDamage changes a byte: only the packets of that page are missing.
func TestDamage(t *testing.T) {
	ps, pages := file()
	b := oggtest.Join(pages)
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		bad := bytes.Clone(b)
		at := len(pages[0]) + r.IntN(len(b)-len(pages[0]))
		bad[at] ^= byte(1 + r.IntN(255))
		numbers, lost := readAll(t, opened(t, bytes.NewReader(bad), 0), ps)
		if gone := 400 - len(numbers); gone > 24 {
			t.Fatalf("byte %d: %d packets are missing", at, gone)
		}
		last := at >= len(b)-len(pages[len(pages)-1])
		if lost != 1 && !last {
			t.Fatalf("byte %d: %d losses told", at, lost)
		}
		for i := 1; i < len(numbers); i++ {
			if numbers[i] <= numbers[i-1] {
				t.Fatal("packets are not in order")
			}
		}
	}
}

func TestSeek(t *testing.T) {
	ps, pages := file()
	b := oggtest.Join(pages)
	for name, in := range map[string]io.ReadSeeker{"sized": bytes.NewReader(b), "unsized": unsized{bytes.NewReader(b)}} {
		r := opened(t, in, 0)
		rnd := rand.New(rand.NewPCG(5, 6))
		for range 100 {
			want := rnd.Int64N(400 * 960)
			if err := r.SeekGranule(want, 48000); err != nil {
				t.Fatal(err)
			}
			first := true
			for {
				p, err := r.Next()
				if err != nil {
					t.Fatal(err)
				}
				if p.Lost {
					t.Fatal("a loss after a seek")
				}
				if len(p.Packets) == 0 {
					continue
				}
				// The granule position tells the place of what was given.
				n := number(t, ps, p.Packets[len(p.Packets)-1])
				if p.Granule != int64(n+1)*960 {
					t.Fatalf("granule position %d of packet %d", p.Granule, n)
				}
				if at := number(t, ps, p.Packets[0]); first && at > 0 && int64(at)*960 > want {
					t.Fatalf("%s: seek to %d: packet %d comes first", name, want, at)
				}
				first = false
				if p.Granule > want {
					break
				}
			}
		}
	}
}

// unsized is a file whose length is not known.
type unsized struct{ *bytes.Reader }

func (unsized) Size() int64 { return -1 }

// hour is an hour of packets of 320 bytes in pages of a second, whose size changes with the time.
func hour() []byte {
	data := make([]byte, 640)
	ps := []oggtest.Packet{{Data: []byte("header")}}
	for i := range 180000 {
		size := 200 + 240*(i/20000%2)
		ps = append(ps, oggtest.Packet{Data: data[:size], Granule: int64(i+1) * 960, Flush: i%50 == 49})
	}
	return oggtest.Join(oggtest.Stream(ps, oggtest.Options{Serial: 7, Page: 1 << 20}))
}

// counting counts what is read, and the places.
type counting struct {
	*bytes.Reader
	bytes, end int64
	spans      int
	aims       int
	aimed      int64
}

func (c *counting) Aim(_, n int64) { c.aims++; c.aimed += n }

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	c.spans++
	n, err := c.Reader.ReadAt(p, off)
	c.bytes += int64(n)
	return n, err
}

func (c *counting) Read(p []byte) (int, error) {
	at, _ := c.Seek(0, io.SeekCurrent)
	n, err := c.Reader.Read(p)
	if at != c.end && n > 0 {
		c.spans++
	}
	c.bytes += int64(n)
	c.end = at + int64(n)
	return n, err
}

// TestSeekFrugal: bisection takes few requests, however uneven the file.
func TestSeekFrugal(t *testing.T) {
	in := &counting{Reader: bytes.NewReader(hour())}
	r := opened(t, in, 0)
	if in.bytes > 16<<10 {
		t.Errorf("opening read %d bytes", in.bytes)
	}
	rnd := rand.New(rand.NewPCG(7, 8))
	worst, sum := 0, 0
	for i := range 100 {
		in.spans, in.aims, in.bytes, in.aimed = 0, 0, 0, 0
		want := rnd.Int64N(3600 * 48000)
		if err := r.SeekGranule(want, 48000); err != nil {
			t.Fatal(err)
		}
		for {
			p, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			if p.Granule > want {
				break
			}
		}
		if in.aims > 5 || in.spans > 6 || in.bytes > 384<<10 {
			t.Errorf("seek %d asked %d times and read %d bytes in %d places", i, in.aims, in.bytes, in.spans)
		}
		worst, sum = max(worst, in.aims), sum+in.aims
	}
	t.Logf("asked %d times at most, %.1f on average", worst, float64(sum)/100)
}

// TestFindEnd: the last granule position is that of the chosen stream in the first link.
func TestFindEnd(t *testing.T) {
	_, pages := file()
	long := oggtest.Stream(packets(3000), oggtest.Options{Serial: 9})
	for name, c := range map[string]struct {
		file []byte
		end  int64
	}{
		"one link":   {oggtest.Join(pages), int64(len(oggtest.Join(pages)))},
		"two links":  {oggtest.Join(pages, long), int64(len(oggtest.Join(pages)))},
		"junk after": {append(oggtest.Join(pages), make([]byte, 5000)...), int64(len(oggtest.Join(pages)) + 5000)},
	} {
		r := opened(t, bytes.NewReader(c.file), 0)
		if err := r.FindEnd(); err != nil {
			t.Fatal(err)
		}
		granule, off, known := r.End()
		if granule != 400*960 || off != c.end || !known {
			t.Errorf("%s: end %d at %d, %v; want %d at %d", name, granule, off, known, 400*960, c.end)
		}
	}
}

// TestChain: a reader ends where the next link begins, and another goes on there.
func TestChain(t *testing.T) {
	ps, second := file()
	first := oggtest.Stream(packets(50), oggtest.Options{Serial: 7})
	in := bytes.NewReader(oggtest.Join(first, second))
	r := opened(t, in, 0)
	numbers, _ := readAll(t, r, packets(50))
	wantRow(t, numbers, 0, 50)
	if want := int64(len(oggtest.Join(first))); r.Offset() != want {
		t.Fatalf("ended at %d, want %d", r.Offset(), want)
	}
	numbers, _ = readAll(t, opened(t, in, r.Offset()), ps)
	wantRow(t, numbers, 0, 400)
}

// TestCut: a file that ends inside a page says so.
func TestCut(t *testing.T) {
	ps, pages := file()
	b := oggtest.Join(pages)
	whole, cut := opened(t, bytes.NewReader(b), 0), opened(t, bytes.NewReader(b[:len(b)-100]), 0)
	readAll(t, whole, ps)
	readAll(t, cut, ps)
	if whole.Short() || !cut.Short() {
		t.Errorf("whole: %v, cut: %v", whole.Short(), cut.Short())
	}
	for _, b := range [][]byte{nil, []byte("OggS"), make([]byte, 100)} {
		if _, err := ogg.NewReader(bytes.NewReader(b), 0).Next(); !errors.Is(err, ogg.ErrNotOgg) {
			t.Errorf("%q: %v", b, err)
		}
	}
}

// flaky fails at random.
type flaky struct {
	*bytes.Reader
	r *rand.Rand
}

var errGone = errors.New("gone")

func (f *flaky) Read(p []byte) (int, error) {
	if f.r.IntN(3) == 0 {
		return 0, errGone
	}
	return f.Reader.Read(p)
}

// TestInputErrors: errors of the input come through, and the next call goes on.
func TestInputErrors(t *testing.T) {
	ps, pages := file()
	r := ogg.NewReader(&flaky{bytes.NewReader(oggtest.Join(pages)), rand.New(rand.NewPCG(1, 1))}, 0)
	r.Choose(7)
	n, failed := -1, 0
	for {
		p, err := r.Next()
		if err == errGone {
			failed++
			continue
		}
		if err == io.EOF {
			break
		}
		if err != nil || p.Lost {
			t.Fatal(p.Lost, err)
		}
		for _, b := range p.Packets {
			if n >= 0 && number(t, ps, b) != n {
				t.Fatalf("packet %d", n)
			}
			n++
		}
	}
	if n != 400 || failed == 0 {
		t.Errorf("%d packets, %d failures", n, failed)
	}
}

func FuzzReader(f *testing.F) {
	small := packets(6)
	for i := range small {
		small[i].Data = small[i].Data[:min(len(small[i].Data), 300)]
	}
	for _, o := range []oggtest.Options{{Serial: 7}, {Serial: 7, Page: 200, Span: true}, {Serial: 7, Live: true}} {
		pages := oggtest.Stream(small, o)
		f.Add(oggtest.Join(pages))
		f.Add(oggtest.Join(pages, pages))
		f.Add(oggtest.Mix(pages, oggtest.Stream(small, oggtest.Options{Serial: 8})))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		// What is changed by fuzzing shall not fail by its sums only.
		oggtest.Fix(file)
		r := ogg.NewReader(bytes.NewReader(file), 0)
		p, err := r.Next()
		if err != nil {
			return
		}
		r.Choose(p.Serial)
		r.SetStart(r.Offset())
		check := func() {
			last, total := int64(-1), 0
			for {
				p, err := r.Next()
				if err == io.EOF {
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if p.Offset <= last {
					t.Fatalf("a page at %d follows one at %d", p.Offset, last)
				}
				last = p.Offset
				for _, b := range p.Packets {
					total += len(b)
				}
				if total > len(file) {
					t.Fatalf("%d bytes of packets", total)
				}
			}
		}
		check()
		if err := r.FindEnd(); err != nil {
			t.Fatal(err)
		}
		for _, g := range []int64{0, 3000, 1 << 62} {
			if err := r.SeekGranule(g, 48000); err != nil {
				t.Fatal(err)
			}
			check()
		}
	})
}

func BenchmarkNext(b *testing.B) {
	file := hour()[:4<<20]
	r := ogg.NewReader(bytes.NewReader(file), 0)
	r.Choose(7)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Next(); err == io.EOF {
			r = ogg.NewReader(bytes.NewReader(file), 0)
			r.Choose(7)
		}
	}
}
