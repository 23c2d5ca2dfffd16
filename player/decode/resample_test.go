package decode_test

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"anyaudio/player/decode"
)

// tone is a Decoder of n frames of a function of time; it gives at most 701 frames a Read.
type tone struct {
	rate   int
	n, at  int64
	f      func(t float64) (l, r float64)
	closed bool // Len is known
	failAt int64
}

func (d *tone) Format() decode.Format { return decode.Format{Codec: "tone", Rate: d.rate, Channels: 2} }

func (d *tone) Len() int64 {
	if d.closed {
		return d.n
	}
	return -1
}

func (d *tone) Read(p []float32) (int, error) {
	if d.at >= d.n {
		return 0, io.EOF
	}
	if d.failAt > 0 && d.at >= d.failAt {
		return 0, errGone
	}
	k := 0
	for ; k < min(701, len(p)/2) && d.at < d.n; k++ {
		l, r := d.f(float64(d.at) / float64(d.rate))
		p[2*k], p[2*k+1] = float32(l), float32(r)
		d.at++
	}
	return k, nil
}

func (d *tone) SeekFrame(n int64) (int64, error) {
	d.at = min(n, d.n)
	return d.at, nil
}

func sine(rate int, hz float64, n int64) *tone {
	return &tone{rate: rate, n: n, closed: true, f: func(t float64) (float64, float64) {
		return 0.9 * math.Sin(2*math.Pi*hz*t), 0.5 * math.Cos(2*math.Pi*hz*t)
	}}
}

// sndr fits a sine of the known frequency to one channel and returns it against
// everything else in dB, its level against amplitude, and its phase at the first frame.
func sndr(p []float32, rate int, hz, amplitude float64) (db, level, phase float64) {
	var ss, cc, sc, sx, cx float64
	w := 2 * math.Pi * hz / float64(rate)
	for i, x := range p {
		s, c := math.Sincos(w * float64(i))
		ss, cc, sc = ss+s*s, cc+c*c, sc+s*c
		sx, cx = sx+s*float64(x), cx+c*float64(x)
	}
	det := ss*cc - sc*sc
	a, b := (sx*cc-cx*sc)/det, (cx*ss-sx*sc)/det
	var sig, rest float64
	for i, x := range p {
		s, c := math.Sincos(w * float64(i))
		fit := a*s + b*c
		sig += fit * fit
		rest += (float64(x) - fit) * (float64(x) - fit)
	}
	return 10 * math.Log10(sig/rest), 20 * math.Log10(math.Hypot(a, b)/amplitude), math.Atan2(b, a)
}

func side(p []float32, c int) []float32 {
	q := make([]float32, len(p)/2)
	for i := range q {
		q[i] = p[2*i+c]
	}
	return q
}

func TestResampleQuality(t *testing.T) {
	for _, c := range []struct {
		from, to int
		hz       []float64
	}{
		{44100, 48000, []float64{100, 1000, 5000, 10000, 15000, 18000}},
		{48000, 44100, []float64{1000, 10000, 18000}},
		{22050, 48000, []float64{1000, 8800}},
		{32000, 48000, []float64{1000, 12800}},
		{8000, 48000, []float64{1000, 3200}},
		{96000, 48000, []float64{1000, 18000}},
		{192000, 48000, []float64{1000, 18000}},
		{44099, 48000, []float64{1000, 18000}}, // more phases than the table has rows
		{11025, 48000, []float64{4400}},
	} {
		for _, hz := range c.hz {
			d := decode.Resample(sine(c.from, hz, int64(c.from)), c.to)
			all := readAll(t, d)
			mid := all[8000 : len(all)-8000]
			db, level, phase := sndr(side(mid, 0), c.to, hz, 0.9)
			want := math.Remainder(2*math.Pi*hz*4000/float64(c.to), 2*math.Pi)
			if db < 100 || math.Abs(level) > 0.01 || math.Abs(math.Remainder(phase-want, 2*math.Pi)) > 1e-4 {
				t.Errorf("%d to %d Hz, %g Hz: %.1f dB, level %.3f dB, phase %.5f want %.5f", c.from, c.to, hz, db, level, phase, want)
			}
			if db, _, _ := sndr(side(mid, 1), c.to, hz, 0.5); db < 100 {
				t.Errorf("%d to %d Hz, %g Hz, right: %.1f dB", c.from, c.to, hz, db)
			}
		}
	}
}

// TestResampleStops: what the lower rate cannot carry is gone.
func TestResampleStops(t *testing.T) {
	for _, c := range [][3]int{{96000, 48000, 30000}, {192000, 48000, 60000}, {48000, 22050, 14000}} {
		all := readAll(t, decode.Resample(sine(c[0], float64(c[2]), int64(c[0])), c[1]))
		var peak float64
		for _, x := range all[4000 : len(all)-4000] {
			peak = max(peak, math.Abs(float64(x)))
		}
		if db := 20 * math.Log10(peak/0.9); db > -100 {
			t.Errorf("%d to %d Hz: %d Hz comes through at %.1f dB", c[0], c[1], c[2], db)
		}
	}
}

func TestResampleEqualRates(t *testing.T) {
	d := sine(48000, 1000, 10)
	if decode.Resample(d, 48000) != decode.Decoder(d) {
		t.Error("equal rates are not passed through")
	}
}

func TestResampleSeek(t *testing.T) {
	for _, c := range [][2]int{{44100, 48000}, {48000, 44100}, {96000, 48000}, {8000, 48000}, {44099, 48000}} {
		for _, n := range []int64{1, 30, 44100, 50001} {
			src := sine(c[0], 997, n)
			d := decode.Resample(src, c[1])
			all := readAll(t, d)
			total := int64(math.Ceil(float64(n) * float64(c[1]) / float64(c[0])))
			if int64(len(all)/2) != total || d.Len() != total {
				t.Fatalf("%v: %d frames became %d, Len %d, want %d", c, n, len(all)/2, d.Len(), total)
			}
			r := rand.New(rand.NewPCG(5, 5))
			for range 30 {
				target := r.Int64N(total)
				got, err := d.SeekFrame(target)
				if err != nil || got != target {
					t.Fatalf("%v: seek to %d of %d: %d, %v", c, target, total, got, err)
				}
				want := all[2*target : min(2*target+3000, 2*total)]
				if p := readN(t, d, 1500); len(p) != len(want) || snr(want, p) < math.Inf(1) {
					t.Fatalf("%v: after a seek to %d of %d: %d frames, %.1f dB", c, target, total, len(p)/2, snr(want, p))
				}
			}
			src.closed = false
			for _, target := range []int64{total, total + 1, total + 100000, math.MaxInt64} {
				if got, err := d.SeekFrame(target); err != nil || got != total {
					t.Fatalf("%v: seek to %d: %d, %v; want the end %d", c, target, got, err, total)
				}
				if k, err := d.Read(make([]float32, 10)); k != 0 || err != io.EOF {
					t.Fatalf("%v: Read at the end: %d, %v", c, k, err)
				}
			}
		}
	}
}

// TestResampleErrors: an error of the source comes after what was before it, and
// reading can go on.
func TestResampleErrors(t *testing.T) {
	want := readAll(t, decode.Resample(sine(44100, 997, 44100), 48000))
	src := sine(44100, 997, 44100)
	src.failAt = 20000
	d := decode.Resample(src, 48000)
	var got []float32
	buf := make([]float32, 1000)
	failed := false
	for {
		n, err := d.Read(buf)
		got = append(got, buf[:2*n]...)
		if err == errGone {
			failed = true
			src.failAt = 0
		} else if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if !failed || len(got) != len(want) || snr(want, got) < math.Inf(1) {
		t.Errorf("failed %v, %d of %d frames", failed, len(got)/2, len(want)/2)
	}
}

func TestResampleAllocs(t *testing.T) {
	d := decode.Resample(sine(44100, 997, 1<<40), 48000)
	buf := make([]float32, 1920)
	if n := testing.AllocsPerRun(100, func() {
		if _, err := d.Read(buf); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a Read", n)
	}
}

// still gives silence at no cost, so that a benchmark sees the resampler alone.
type still struct{ tone }

func (s *still) Read(p []float32) (int, error) { return len(p) / 2, nil }

func BenchmarkResample(b *testing.B) {
	for _, from := range []int{44100, 96000} {
		b.Run(fmt.Sprint(from), func(b *testing.B) {
			d := decode.Resample(&still{tone{rate: from}}, 48000)
			buf := make([]float32, 2*960)
			frames := 0
			b.ReportAllocs()
			for b.Loop() {
				n, _ := d.Read(buf)
				frames += n
			}
			b.ReportMetric(float64(b.Elapsed().Seconds())/(float64(frames)/48000)*100, "%core")
		})
	}
}
