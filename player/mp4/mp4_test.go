package mp4_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
	"testing/iotest"

	"anyaudio/player/mp4"
	"anyaudio/player/mp4/mp4test"
)

var config = []byte{0x12, 0x10}

// makeSamples returns n samples whose content tells their number.
func makeSamples(n int) [][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	ss := make([][]byte, n)
	for i := range ss {
		ss[i] = make([]byte, 8+r.IntN(600))
		for k := range ss[i] {
			ss[i][k] = byte(r.Uint32())
		}
		binary.BigEndian.PutUint64(ss[i], uint64(i))
	}
	return ss
}

// number returns the number of a sample, -1 if it is not whole.
func number(ss [][]byte, p mp4.Packet) int {
	if len(p.Data) < 8 {
		return -1
	}
	n := int(binary.BigEndian.Uint64(p.Data))
	if n < 0 || n >= len(ss) || !bytes.Equal(ss[n], p.Data) {
		return -1
	}
	return n
}

func layouts() map[string]mp4test.Options {
	m := map[string]mp4test.Options{
		"first":          {},
		"last":           {Layout: mp4test.MoovLast},
		"one chunk":      {Chunk: 1000},
		"chunk each":     {Chunk: 1},
		"interleaved":    {Gap: 5000},
		"64 bit":         {Long: true, Layout: mp4test.MoovLast},
		"indexed":        {Layout: mp4test.Indexed},
		"fragments":      {Layout: mp4test.Fragmented},
		"bases":          {Layout: mp4test.Fragmented, Bases: true},
		"large pieces":   {Layout: mp4test.Indexed, Chunk: 430},
		"padded":         {Free: 100 << 10, Layout: mp4test.Indexed},
		"padded, last":   {Free: 100 << 10, Layout: mp4test.MoovLast},
		"other time":     {Timescale: 90000, Ticks: 2090},
		"odd last chunk": {Chunk: 7},
	}
	for k, o := range m {
		o.Config = config
		m[k] = o
	}
	return m
}

func open(t testing.TB, in io.ReadSeeker) *mp4.Demuxer {
	t.Helper()
	d, err := mp4.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func wantFrom(t *testing.T, d *mp4.Demuxer, ss [][]byte, first, ticks int) {
	t.Helper()
	for i := first; i < len(ss); i++ {
		p, err := d.Next()
		if err != nil {
			t.Fatalf("sample %d: %v", i, err)
		}
		if n := number(ss, p); n != i {
			t.Fatalf("sample %d came in place of %d", n, i)
		}
		if p.Time != int64(i*ticks) {
			t.Fatalf("sample %d: tick %d, want %d", i, p.Time, i*ticks)
		}
	}
	if _, err := d.Next(); err != io.EOF {
		t.Fatalf("after the last sample: %v", err)
	}
}

func ticksOf(o mp4test.Options) int {
	if o.Ticks == 0 {
		return 1024
	}
	return o.Ticks
}

func TestReadAll(t *testing.T) {
	for name, o := range layouts() {
		t.Run(name, func(t *testing.T) {
			ss := makeSamples(435)
			o.LastTicks = 77
			file, _, _ := mp4test.File(ss, o)
			for how, in := range map[string]io.ReadSeeker{"whole": bytes.NewReader(file), "one byte": short{bytes.NewReader(file)}} {
				d := open(t, in)
				if len(d.Tracks()) != 1 {
					t.Fatalf("%s: %d sound tracks", how, len(d.Tracks()))
				}
				tr := d.Tracks()[0]
				if tr.Codec != "mp4a" || tr.ObjectType != 0x40 || !bytes.Equal(tr.Config, config) {
					t.Errorf("%s: %+v", how, tr)
				}
				end := int64(434*ticksOf(o) + 77)
				if o.Layout == mp4test.Fragmented {
					end = -1
				}
				if tr.Start != 0 || tr.End != end {
					t.Errorf("%s: heard from %d to %d, want 0 to %d", how, tr.Start, tr.End, end)
				}
				wantFrom(t, d, ss, 0, ticksOf(o))
			}
		})
	}
}

func TestSeek(t *testing.T) {
	for name, o := range layouts() {
		t.Run(name, func(t *testing.T) {
			ss := makeSamples(900)
			ticks := ticksOf(o)
			file, _, _ := mp4test.File(ss, o)
			d := open(t, bytes.NewReader(file))
			r := rand.New(rand.NewPCG(3, 4))
			for range 60 {
				tick := r.Int64N(int64(920 * ticks))
				if err := d.SeekTick(tick); err != nil {
					t.Fatal(err)
				}
				want := min(int(tick)/ticks, 899)
				p, err := d.Next()
				if err != nil || number(ss, p) != want || p.Time != int64(want*ticks) {
					t.Fatalf("seek to tick %d: sample %d at %d, %v; want %d", tick, number(ss, p), p.Time, err, want)
				}
			}
			if err := d.SeekTick(0); err != nil {
				t.Fatal(err)
			}
			wantFrom(t, d, ss, 0, ticks)
		})
	}
}

// TestHeard: edit lists and iTunes' note tell what is heard.
func TestHeard(t *testing.T) {
	for name, c := range map[string]struct {
		o          mp4test.Options
		start, end int64
	}{
		"edit":             {mp4test.Options{EditStart: 1024, EditLength: 209}, 1024, 10240 - 24},
		"edit, cut":        {mp4test.Options{EditStart: 1024, EditLength: 100}, 1024, 1024 + 4410},
		"edit, no length":  {mp4test.Options{EditStart: 2112, Layout: mp4test.Indexed}, 2112, 10240 - 24},
		"itunes":           {mp4test.Options{SMPB: [3]int{2112, 500, 7000}}, 2112, 9112},
		"itunes, nonsense": {mp4test.Options{SMPB: [3]int{2112, 500, 70000}}, 0, 10240 - 24},
	} {
		c.o.LastTicks, c.o.Config = 1000, config
		file, _, _ := mp4test.File(makeSamples(10), c.o)
		tr := open(t, bytes.NewReader(file)).Tracks()[0]
		if tr.Start != c.start || tr.End != c.end {
			t.Errorf("%s: heard from %d to %d, want %d to %d", name, tr.Start, tr.End, c.start, c.end)
		}
	}
}

// TestTruncated cuts files: what is whole comes, then the end.
func TestTruncated(t *testing.T) {
	for _, layout := range []mp4test.Layout{mp4test.MoovFirst, mp4test.Indexed, mp4test.Fragmented} {
		ss := makeSamples(40)
		file, offsets, _ := mp4test.File(ss, mp4test.Options{Layout: layout, Config: config})
		for n := int(offsets[0]); n < len(file); n += 101 {
			for _, unsized := range []bool{false, true} {
				var in io.ReadSeeker = bytes.NewReader(file[:n])
				if unsized {
					in = sizeless{in}
				}
				d := open(t, in)
				whole := 0
				for whole < len(offsets) && offsets[whole]+int64(len(ss[whole])) <= int64(n) {
					whole++
				}
				for i := range whole {
					if p, err := d.Next(); err != nil || number(ss, p) != i {
						t.Fatalf("layout %d cut at %d: sample %d, %v; want %d", layout, n, number(ss, p), err, i)
					}
				}
				if _, err := d.Next(); err != io.EOF {
					t.Fatalf("layout %d cut at %d: %v after the last whole sample", layout, n, err)
				}
			}
		}
	}
}

// TestDamage overwrites bytes of one fragment: the others come.
func TestDamage(t *testing.T) {
	for _, layout := range []mp4test.Layout{mp4test.Indexed, mp4test.Fragmented} {
		ss := makeSamples(100)
		file, _, fragments := mp4test.File(ss, mp4test.Options{Layout: layout, Config: config})
		for at := fragments[3]; at < fragments[4]; at += 37 {
			bad := bytes.Clone(file)
			for i := range int64(16) {
				bad[at+i] = 0xee
			}
			d := open(t, bytes.NewReader(bad))
			seen := map[int]bool{}
			for {
				p, err := d.Next()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				seen[number(ss, p)] = true
			}
			for i := range 100 {
				if !seen[i] && i/10 != 3 && !(i/10 == 4 && at+16 > fragments[4]) {
					t.Fatalf("layout %d, damage at %d (fragment 3 at %d): sample %d is lost", layout, at, fragments[3], i)
				}
			}
		}
	}
}

func TestInputErrors(t *testing.T) {
	for name, o := range layouts() {
		ss := makeSamples(100)
		file, _, _ := mp4test.File(ss, o)
		in := &flaky{Reader: bytes.NewReader(file)}
		d := open(t, in)
		for i := range ss {
			in.fail = i%3 == 0
			p, err := d.Next()
			if err == errFlaky {
				p, err = d.Next()
			}
			if err != nil || number(ss, p) != i {
				t.Fatalf("%s: sample %d, %v; want %d", name, number(ss, p), err, i)
			}
		}
		in.fail = true
		if err := d.SeekTick(int64(50 * ticksOf(o))); err != nil && err != errFlaky {
			t.Fatalf("%s: seek over a failing input: %v", name, err)
		}
		in.fail = false
		if err := d.SeekTick(int64(50 * ticksOf(o))); err != nil {
			t.Fatal(err)
		}
		wantFrom(t, d, ss, 50, ticksOf(o))
	}
}

func TestOpenErrors(t *testing.T) {
	good, offsets, _ := mp4test.File(makeSamples(10), mp4test.Options{Config: config})
	last, _, _ := mp4test.File(makeSamples(10), mp4test.Options{Config: config, Layout: mp4test.MoovLast})
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"empty":     {nil, mp4.ErrDamaged},
		"text":      {[]byte("<!doctype html><html>"), mp4.ErrNotMP4},
		"no header": {last[:len(last)-2000], mp4.ErrDamaged},
		"cut":       {good[:offsets[0]-200], mp4.ErrDamaged},
		"only ftyp": {good[:28], mp4.ErrDamaged},
	} {
		if _, err := mp4.Open(bytes.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := mp4.Open(&flaky{Reader: bytes.NewReader(good), fail: true}); err != errFlaky {
		t.Errorf("failing input: %v", err)
	}
}

// TestFrugal counts what opening and seeking read of a file of an hour.
func TestFrugal(t *testing.T) {
	ss := make([][]byte, 155000)
	data := make([]byte, 370)
	for i := range ss {
		ss[i] = data
	}
	for name, c := range map[string]struct {
		o           mp4test.Options
		open        int64
		spans, seek int64
	}{
		"indexed":   {mp4test.Options{Layout: mp4test.Indexed, Chunk: 430}, 16 << 10, 2, 16 << 10},
		"first":     {mp4test.Options{}, 800 << 10, 1, 4 << 10},
		"last":      {mp4test.Options{Layout: mp4test.MoovLast}, 800 << 10, 1, 4 << 10},
		"fragments": {mp4test.Options{Layout: mp4test.Fragmented, Chunk: 430}, 16 << 10, 500, 2 << 20},
	} {
		c.o.Config = config
		file, offsets, fragments := mp4test.File(ss, c.o)
		in := &counting{Reader: bytes.NewReader(file)}
		d := open(t, in)
		if _, err := d.Next(); err != nil {
			t.Fatal(err)
		}
		if in.bytes > c.open {
			t.Errorf("%s: first sample after %d bytes, want <= %d", name, in.bytes, c.open)
		}
		for _, n := range []int{430*180 + 20, 430*180 + 400} {
			in.reset()
			if err := d.SeekTick(int64(n) * 1024); err != nil {
				t.Fatal(err)
			}
			if p, err := d.Next(); err != nil || p.Offset != offsets[n] {
				t.Fatalf("%s: sample at %d, %v; want %d", name, p.Offset, err, offsets[n])
			}
			if in.spans > c.spans || in.bytes > c.seek {
				t.Errorf("%s: seek to sample %d read %d bytes in %d places, want <= %d in %d", name, n, in.bytes, in.spans, c.seek, c.spans)
			}
			if len(in.aims) == 0 || in.aims[len(in.aims)-1][1] > 256<<10 {
				t.Fatalf("%s: aimed at %v", name, in.aims)
			}
			if name == "indexed" {
				want := [][2]int64{{fragments[180], fragments[181] - fragments[180]}}
				if n == 430*180+400 { // far from the table: asked for apart
					want = [][2]int64{{fragments[180], 16 << 10}, {offsets[n], fragments[181] - offsets[n]}}
				}
				if len(in.aims) != len(want) || in.aims[0] != want[0] || in.aims[len(want)-1] != want[len(want)-1] {
					t.Errorf("%s: aimed at %v, want %v", name, in.aims, want)
				}
			}
		}
	}
}

// TestMemory: sizes and counts in a file do not make it allocate.
func TestMemory(t *testing.T) {
	huge := []byte{0xff, 0xff, 0xff, 0xf0}
	for name, o := range map[string]mp4test.Options{"first": {}, "indexed": {Layout: mp4test.Indexed}} {
		o.Config = config
		file, _, _ := mp4test.File(makeSamples(30), o)
		for at := 0; at+4 <= min(len(file), 3000); at += 2 {
			bad := bytes.Clone(file)
			copy(bad[at:], huge)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if d, err := mp4.Open(sizeless{bytes.NewReader(bad)}); err == nil {
				for range 100 {
					if _, err := d.Next(); err != nil {
						break
					}
				}
				_ = d.SeekTick(20000)
			}
			runtime.ReadMemStats(&after)
			if n := after.TotalAlloc - before.TotalAlloc; n > 24<<20 {
				t.Errorf("%s: four bytes at %d make it allocate %d MiB", name, at, n>>20)
			}
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

// sizeless hides the length of the file.
type sizeless struct{ io.ReadSeeker }

// short gives one byte a Read.
type short struct{ *bytes.Reader }

func (s short) Read(p []byte) (int, error) { return iotest.OneByteReader(s.Reader).Read(p) }

// counting counts what is read and in how many places.
type counting struct {
	*bytes.Reader
	bytes, spans int64
	end          int64
	aims         [][2]int64
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
		o.Free = min(o.Free, 20)
		o.EditStart, o.EditLength, o.SMPB, o.Gap = 5, 100, [3]int{5, 6, 7}, min(o.Gap, 10)
		o.Chunk = min(max(o.Chunk, 4), 8)
		ss := makeSamples(12)
		for i := range ss {
			ss[i] = ss[i][:8]
		}
		file, _, _ := mp4test.File(ss, o)
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		d, err := mp4.Open(bytes.NewReader(file))
		if err != nil {
			if !errors.Is(err, mp4.ErrDamaged) && !errors.Is(err, mp4.ErrNotMP4) {
				t.Fatalf("%v", err)
			}
			return
		}
		check := func() {
			last := int64(-1)
			for range 5000 {
				p, err := d.Next()
				if err == io.EOF {
					return
				}
				if err != nil {
					t.Fatalf("%v", err)
				}
				if len(p.Data) > len(file) || p.Ticks < 0 {
					t.Fatalf("%+v", p)
				}
				if p.Time < last && p.Time > 0 {
					last = p.Time // a fragment may say any time
				}
			}
		}
		check()
		for _, tick := range []int64{0, 3000, 1 << 60} {
			if err := d.SeekTick(tick); err != nil {
				t.Fatalf("seek: %v", err)
			}
			check()
		}
	})
}

func BenchmarkNext(b *testing.B) {
	for name, layout := range map[string]mp4test.Layout{"table": mp4test.MoovFirst, "fragments": mp4test.Indexed} {
		b.Run(name, func(b *testing.B) {
			file, _, _ := mp4test.File(makeSamples(20000), mp4test.Options{Layout: layout, Config: config, Chunk: 430})
			d, err := mp4.Open(bytes.NewReader(file))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := d.Next(); err == io.EOF {
					if err := d.SeekTick(0); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
