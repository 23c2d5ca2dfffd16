package player

import (
	"testing"
)

// frames returns n frames whose samples are their numbers from start.
func frames(start, n int) []float32 {
	p := make([]float32, 2*n)
	for i := range n {
		p[2*i], p[2*i+1] = float32(start+i), -float32(start+i)
	}
	return p
}

func TestRingKeepsHistory(t *testing.T) {
	r := newRing(1024, 300)
	var w, pos int
	for i := range 5000 {
		n := r.write(frames(w, 1+i*7%200))
		w += n
		if held := w - pos; held > 1024-300 {
			t.Fatalf("ring holds %d frames ahead, more than its size less history", held)
		}
		got := make([][2]float64, w-pos)
		r.at(int64(pos), got)
		for k, s := range got {
			if s != [2]float64{float64(pos + k), -float64(pos + k)} {
				t.Fatalf("frame %d is %v", pos+k, s)
			}
		}
		pos += i * 11 % (w - pos + 1)
		r.setRead(int64(pos))
		back := make([][2]float64, min(300, pos))
		r.at(int64(pos-len(back)), back)
		for k, s := range back {
			if want := float64(pos - len(back) + k); s[0] != want {
				t.Fatalf("history frame is %v, want %v", s[0], want)
			}
		}
	}
}

func TestGraphAllocatesNothing(t *testing.T) {
	r := newRing(1<<14, 0)
	g := newGraph(r, blockFrames)
	r.write(frames(0, 1<<13))
	g.fade.ramp = ramp{start: 100, from: 0, to: 1}
	g.mix.glide(50, matrix{0.25, 0, 0, 0.25})
	pos := int64(0)
	if n := testing.AllocsPerRun(100, func() {
		g.render(pos%4000, blockFrames)
		pos += 7
	}); n != 0 {
		t.Errorf("rendering a block allocates %v times", n)
	}
}

// Rendering a piece again, as after Rewind, gives the same samples.
func TestGraphIsRepeatable(t *testing.T) {
	r := newRing(1<<14, 0)
	g := newGraph(r, blockFrames)
	r.write(frames(1, 1<<13))
	g.fade.ramp = ramp{start: 100, from: 0, to: 1}
	g.mix.glide(300, matrix{0.25, 0, 0, 0.25})
	once := append([]float32(nil), g.render(0, 900)...)
	for _, from := range []int64{1, 120, 333, 700} {
		again := g.render(from, 200)
		for i, v := range again {
			if v != once[2*from+int64(i)] {
				t.Fatalf("sample %d from %d differs", i, from)
			}
		}
	}
	if v := g.render(600, 1)[0]; v != 601*0.25 {
		t.Errorf("after the ramp: %v, want %v", v, 601*0.25)
	}
	if v := g.render(50, 1)[0]; v != 0 {
		t.Errorf("before the fade in: %v, want 0", v)
	}
}

func TestVolumeGain(t *testing.T) {
	for _, tt := range []struct {
		percent int
		muted   bool
		want    float64
	}{{100, false, 1}, {50, false, 0.125}, {0, false, 0}, {100, true, 0}, {-5, false, 0}, {200, false, 1}} {
		if got := volumeGain(tt.percent, tt.muted); got != tt.want {
			t.Errorf("volumeGain(%d, %v) = %v, want %v", tt.percent, tt.muted, got, tt.want)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	r := newRing(1<<14, 0)
	g := newGraph(r, blockFrames)
	r.write(frames(0, 1<<13))
	b.ReportAllocs()
	for b.Loop() {
		g.render(1000, blockFrames)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/blockFrames, "ns/frame")
}
