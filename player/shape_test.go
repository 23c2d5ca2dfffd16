package player

import (
	"math"
	"math/rand/v2"
	"testing"

	"anyaudio/player/decode"
	"anyaudio/player/effect"
)

// filled returns a graph on a ring with n frames of noise.
func filled(n int, amp float64) *graph {
	r := newRing(1<<17, 0)
	rnd := rand.New(rand.NewPCG(1, 2))
	p := make([]float32, 2*n)
	for i := range p {
		p[i] = float32(amp * (2*rnd.Float64() - 1))
	}
	r.write(p)
	g := newGraph(r, blockFrames)
	g.shape.end = int64(n)
	return g
}

// all renders frames 0 to n in blocks.
func (g *graph) all(n int) (out []float32) {
	for pos := 0; pos < n; pos += blockFrames {
		out = append(out, g.render(int64(pos), min(blockFrames, n-pos))...)
	}
	return out
}

// With the limiter armed and nothing for it to do, every bit is as without, from the first
// frame to the last.
func TestArmedGraphIsTransparent(t *testing.T) {
	const n = 50000
	plain, armed := filled(n, 0.4), filled(n, 0.4)
	armed.shape.summed = true
	a, b := plain.all(n), armed.all(n)
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("sample %d is %v, want %v", i, b[i], a[i])
		}
	}
	if !armed.shape.active || plain.shape.active {
		t.Errorf("limiter: armed %v, plain %v", armed.shape.active, plain.shape.active)
	}
	armed.shape.summed = false
	armed.render(n-2000, blockFrames)
	armed.render(n-2000+blockFrames, 100)
	if armed.shape.active {
		t.Error("the limiter runs on though nothing wants it")
	}
}

// What the output has taken back is rendered again to the same samples, effects and all.
func TestShapedGraphIsRepeatable(t *testing.T) {
	const n = 100000
	g := filled(n, 0.4)
	curve, _ := effect.Preset("loudness")
	g.shape.setCurve(curve, 30000, false)
	g.shape.levels.segs = []level{{start: 0, from: 1, to: 2}, {start: 70000, from: 1, to: 0.5}}
	g.shape.levels.ramp = ramp{start: 20000, from: 0, to: 1}
	once := g.all(n)
	if r := g.shape.limiter.Gain(); r == 1 {
		t.Log("the limiter is idle at the end")
	}
	for _, from := range []int{29990, 30100, 45000, 69800, 70010, 99000} {
		again := g.render(int64(from), 900)
		for i, v := range again {
			if d := math.Abs(float64(v - once[2*from+i])); d > 2e-3 {
				t.Fatalf("sample %d from %d is %v, was %v", i, from, v, once[2*from+i])
			}
		}
	}
	for i, v := range once[:2*19000] {
		if k := g.cur.ring.buf[i]; v != k {
			t.Fatalf("sample %d before any change is %v, want %v", i, v, k)
		}
	}
}

// The limiter works on what comes after the end of what is there as on silence, and takes the
// sound into account when it has come.
func TestShapeSeesSoundThatComesLate(t *testing.T) {
	const n = 48000
	g, whole := filled(n, 0.9), filled(n, 0.9)
	for _, x := range []*graph{g, whole} {
		x.shape.levels.segs = []level{{from: 1.5, to: 1.5}}
	}
	want := whole.all(n)
	g.shape.end = 20000
	var got []float32
	for pos := 0; pos < 20000; pos += 800 {
		got = append(got, g.render(int64(pos), 800)...)
	}
	g.shape.end = n
	for pos := 20000; pos < 44000; pos += 800 {
		got = append(got, g.render(int64(pos), 800)...)
	}
	for i, v := range got {
		near := i/2 > 20000-2*effect.Lookahead && i/2 < 20000+100
		if d := math.Abs(float64(v - want[i])); d > 3e-3 && !near {
			t.Fatalf("sample %d is %v, want %v", i, v, want[i])
		}
		if math.Abs(float64(v)) > 0.9 {
			t.Fatalf("sample %d is %v", i, v)
		}
	}
}

// At a join each frame has its own track's gain: the step is that between the gains.
func TestLevelsChangeBetweenTwoFrames(t *testing.T) {
	v := levels{ramp: steady(1), segs: []level{{0, 1, 0.5}, {1000, 1, 0.25}, {1500, 1, 1}}}
	block := make([][2]float64, 960)
	for pos := int64(0); pos < 2000; pos += 960 {
		for i := range block {
			block[i] = [2]float64{1, -1}
		}
		v.apply(pos, block)
		for i, s := range block {
			want := 0.5
			if k := pos + int64(i); k >= 1500 {
				want = 1
			} else if k >= 1000 {
				want = 0.25
			}
			if s != [2]float64{want, -want} {
				t.Fatalf("frame %d is %v, want %v", pos+int64(i), s, want)
			}
		}
	}
}

func TestShapedGraphAllocatesNothing(t *testing.T) {
	g := filled(100000, 0.9)
	curve, _ := effect.Preset("rock")
	g.shape.setCurve(curve, 0, true)
	g.shape.levels.segs = []level{{from: 1.5, to: 1.5}}
	g.render(0, blockFrames)
	pos := int64(blockFrames)
	if n := testing.AllocsPerRun(60, func() {
		g.render(pos, blockFrames)
		pos += blockFrames
	}); n != 0 {
		t.Errorf("rendering a block allocates %v times", n)
	}
}

func TestLoudnessGain(t *testing.T) {
	known := func(db float64) decode.Gain { return decode.Gain{DB: db, Known: true} }
	file := measure{track: known(-7), album: known(-5), source: 3}
	for _, tt := range []struct {
		name string
		l    Loudness
		m    measure
		want float64
	}{
		{"nothing known", Loudness{}, measure{}, 0},
		{"source", Loudness{}, measure{source: 4.5}, -4.5},
		{"a quiet track is not raised", Loudness{}, measure{source: -4.5}, 0},
		{"track", Loudness{}, file, -7},
		{"album", Loudness{Mode: LoudnessAlbum}, file, -5},
		{"album without its gain", Loudness{Mode: LoudnessAlbum}, measure{source: 3}, -3},
		{"off", Loudness{Mode: LoudnessOff, Preamp: 5}, file, 0},
		{"preamp", Loudness{Preamp: 3}, file, -4},
		{"preamp down", Loudness{Preamp: -3}, measure{source: -10}, 0},
		{"preamp raises by itself at most", Loudness{Preamp: 6}, measure{source: -10}, 6},
		{"held by the peak", Loudness{Preamp: 6}, measure{track: known(4), trackPeak: 0.7071}, 3.01},
		{"a peak over full scale", Loudness{Preamp: 6}, measure{track: known(4), trackPeak: 1.2}, 0},
		{"a peak holds no attenuation", Loudness{}, measure{track: known(-4), trackPeak: 2}, -4},
	} {
		if got := tt.l.gain(tt.m); math.Abs(got-tt.want) > 0.01 {
			t.Errorf("%s: %.2f dB, want %.2f", tt.name, got, tt.want)
		}
		if tt.l.reason(tt.m) == "" {
			t.Errorf("%s: no reason", tt.name)
		}
	}
}

func TestMixing(t *testing.T) {
	for _, tt := range []struct {
		gain, balance float64
		mono          bool
		want          matrix
	}{
		{1, 0, false, identity},
		{0.5, 0, false, matrix{0.5, 0, 0, 0.5}},
		{1, 1, false, matrix{0, 0, 0, 1}},
		{1, -0.25, false, matrix{1, 0, 0, 0.75}},
		{1, 0, true, matrix{0.5, 0.5, 0.5, 0.5}},
		{0.5, -1, true, matrix{0.25, 0.25, 0, 0}},
	} {
		if got := mixing(tt.gain, tt.balance, tt.mono); got != tt.want {
			t.Errorf("%v: %v", tt, got)
		}
	}
}

func BenchmarkRenderShaped(b *testing.B) {
	for _, name := range []string{"limiter", "equalizer"} {
		b.Run(name, func(b *testing.B) {
			g := filled(100000, 0.9)
			g.shape.summed = true
			if name == "equalizer" {
				curve, _ := effect.Preset("rock")
				g.shape.setCurve(curve, 0, true)
			}
			pos := int64(0)
			b.ReportAllocs()
			for b.Loop() {
				g.render(pos, blockFrames)
				if pos += blockFrames; pos > 90000 {
					b.StopTimer()
					pos = 0
					g.render(pos, 1)
					pos = 1
					b.StartTimer()
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/blockFrames, "ns/frame")
		})
	}
}
