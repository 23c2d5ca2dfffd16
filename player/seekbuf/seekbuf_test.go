package seekbuf_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"

	"anyaudio/player/seekbuf"
)

// file counts what is asked of it and fails now and then.
type file struct {
	*bytes.Reader
	reads, seeks int
	fail         func() error
	aims         [][2]int64
}

func (f *file) Read(p []byte) (int, error) {
	f.reads++
	if f.fail != nil {
		if err := f.fail(); err != nil {
			return 0, err
		}
	}
	return f.Reader.Read(p)
}

func (f *file) Seek(off int64, whence int) (int64, error) {
	f.seeks++
	return f.Reader.Seek(off, whence)
}

func (f *file) Size() int64      { return f.Reader.Size() }
func (f *file) Aim(off, n int64) { f.aims = append(f.aims, [2]int64{off, n}) }

// content is a pattern in which each place has bytes of its own.
func content(n int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(i ^ i>>8*31 ^ i>>16)
	}
	return p
}

// Whatever is asked for in whatever order, with an input that fails at times, the bytes
// are those of the file.
func TestAnyOrder(t *testing.T) {
	want := content(100_000)
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		lost := errors.New("lost")
		f := &file{Reader: bytes.NewReader(want), fail: func() error {
			if r.IntN(20) == 0 {
				return lost
			}
			return nil
		}}
		o := seekbuf.Options{Block: 1 + r.IntN(5000), Room: 5000 + r.IntN(20_000), Skip: r.IntN(2) * r.IntN(9000)}
		var in io.ReadSeeker = f
		if seed%2 == 0 {
			in = struct {
				io.Reader
				io.Seeker
			}{iotest.HalfReader(f), f} // of unknown length
		}
		b, off := seekbuf.New(in, o), int64(0)
		for range 500 {
			if r.IntN(3) == 0 {
				off = r.Int64N(110_000)
			} else {
				off = max(0, off+r.Int64N(9000)-2000)
			}
			n := r.IntN(o.Room + 1)
			at := min(off, int64(len(want)))
			rest := want[at:min(at+int64(n), int64(len(want)))]
			var got []byte
			var err error
			if r.IntN(2) == 0 {
				got, err = b.At(off, n)
			} else {
				got = make([]byte, n)
				var k int
				k, err = b.ReadAt(got, off)
				got = got[:k]
			}
			switch {
			case err == lost:
				if !bytes.HasPrefix(rest, got) {
					t.Fatalf("seed %d: other bytes at %d before an error", seed, off)
				}
			case err != nil && err != io.EOF, (err == io.EOF) != (len(rest) < n), !bytes.Equal(got, rest):
				t.Fatalf("seed %d: %d bytes at %d: got %d of %d, %v", seed, n, off, len(got), len(rest), err)
			}
		}
	}
}

// Forward in small steps the file is read in blocks and never sought; back within the
// buffer it is not touched; a small gap is read over, a large one is jumped.
func TestCost(t *testing.T) {
	f := &file{Reader: bytes.NewReader(content(1 << 20))}
	b := seekbuf.New(f, seekbuf.Options{Block: 4 << 10, Room: 64 << 10, Skip: 16 << 10})
	look := func(off int64, n int) {
		t.Helper()
		if _, err := b.At(off, n); err != nil {
			t.Fatal(err)
		}
	}
	for off := int64(0); off < 400_000; off += 100 {
		look(off, 100)
	}
	if f.seeks != 1 || f.reads > 100 {
		t.Errorf("forward: %d seeks, %d reads, want the one to the beginning and 98", f.seeks, f.reads)
	}
	reads := f.reads
	look(398_000, 100)
	look(399_900, 100)
	if f.reads != reads {
		t.Errorf("back in the buffer: %d reads", f.reads-reads)
	}
	look(410_000, 100)
	if f.seeks != 1 {
		t.Error("a gap of 10 kB was jumped")
	}
	look(600_000, 100)
	if f.seeks != 2 {
		t.Errorf("a gap of 190 kB: %d seeks, want 1", f.seeks-1)
	}
}

// An aim is told where bytes are missing, and no further than the file goes.
func TestAim(t *testing.T) {
	f := &file{Reader: bytes.NewReader(content(10_000))}
	b := seekbuf.New(f, seekbuf.Options{Block: 1000, Room: 4000})
	if _, err := b.At(0, 1000); err != nil {
		t.Fatal(err)
	}
	b.Aim(100, 500)   // here
	b.Aim(500, 1000)  // half of it is
	b.Aim(9000, 5000) // over the end
	b.Aim(10_000, 1)  // behind it
	want := [][2]int64{{500, 1000}, {9000, 1000}}
	if len(f.aims) != 2 || f.aims[0] != want[0] || f.aims[1] != want[1] {
		t.Errorf("aims %v, want %v", f.aims, want)
	}
	if !b.Remote() || seekbuf.New(bytes.NewReader(nil), seekbuf.Options{}).Remote() {
		t.Error("Remote")
	}
}
