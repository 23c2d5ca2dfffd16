package output_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"anyaudio/player/output"
)

const toneHz = 440

// tone is frame i of a tone that goes on for ever.
func tone(i int64, gain, phase float64) float32 {
	return float32(gain * math.Sin(2*math.Pi*toneHz*float64(i)/output.Rate+phase))
}

const fade = 240 // 5 ms

func ramp(i int) float64 { return 0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/fade) }

func TestPulseRewindExact(t *testing.T) {
	s := startServer(t, "", "")
	rec := s.record(t, "5")
	ctx := context.Background()
	out, err := output.Open(ctx, "pulse", output.Options{Getenv: s.getenv})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	t.Log(out.Info())
	gain, phase := 0.5, 0.0
	var want []float32
	block := make([]float32, 960*2)
	write := func(f []float32) {
		b := block[:len(f)*2]
		for i, v := range f {
			b[2*i], b[2*i+1] = v, v
		}
		if n, err := out.Write(ctx, b); err != nil || n != len(f) {
			t.Fatal(n, err)
		}
		want = append(want, f...)
	}
	one := make([]float32, 960)
	type cut struct {
		at   time.Time
		from int
		left time.Duration
	}
	var cuts []cut
	start := time.Now()
	nextCut := start.Add(500 * time.Millisecond)
	for time.Since(start) < 20*time.Second {
		if time.Now().After(nextCut) {
			now := time.Now()
			n, err := out.Rewind(1 << 30)
			if err != nil {
				t.Fatal(err)
			}
			from := len(want) - n
			cuts = append(cuts, cut{now, from, output.Duration(int64(n))})
			// fade out the old, fade in the new
			old := slices.Clone(want[from:])
			want = want[:from]
			f := make([]float32, 2*fade)
			for i := range fade {
				if i < len(old) {
					f[i] = old[i] * float32(1-ramp(i))
				}
			}
			gain, phase = 0.8-gain, rand.Float64()*6
			for i := range fade {
				f[fade+i] = tone(int64(from+fade+i), gain*ramp(i), phase)
			}
			write(f)
			nextCut = now.Add(time.Duration(50+rand.IntN(300)) * time.Millisecond)
		}
		for i := range one {
			one[i] = tone(int64(len(want)+i), gain, phase)
		}
		write(one)
	}
	st := out.(interface{ Stats() output.Stats }).Stats()
	t.Logf("%+v delay %v", st, out.Delay())
	if err := out.Drain(ctx); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	got, stamps := rec.stop()
	i := slices.IndexFunc(got, func(f float32) bool { return f != 0 })
	j := slices.IndexFunc(want, func(f float32) bool { return f != 0 })
	off := i - j
	bad := -1
	for k, v := range want {
		if off+k >= len(got) || got[off+k] != v {
			bad = k
			break
		}
	}
	n, most, at := clicks(got, 2*math.Pi*toneHz/output.Rate, 0.0015)
	t.Logf("want %d got %d first difference %d; clicks %d most %v at %d", len(want), len(got)-off, bad, n, most, at-off)
	var lat []time.Duration
	for _, c := range cuts {
		lat = append(lat, heardAt(stamps, off+c.from+fade).Sub(c.at))
	}
	slices.Sort(lat)
	t.Logf("%d cuts: latency median %v p90 %v max %v", len(lat), lat[len(lat)/2], lat[len(lat)*9/10], lat[len(lat)-1])
	t.Log(s.log.String())
}
