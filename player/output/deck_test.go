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

const (
	toneHz = 440
	toneW  = 2 * math.Pi * toneHz / output.Rate
	fade   = 240 // frames, 5 ms
)

// tone is frame i of a tone that goes on for ever.
func tone(i int, gain, phase float64) float32 {
	return float32(gain * math.Sin(2*math.Pi*toneHz*float64(i)/output.Rate+phase))
}

// ramp rises from 0 to 1 over the frames of a fade, as a raised cosine.
func ramp(i int) float32 { return float32(0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/fade)) }

// A deck plays tones as the player does: blocks of 20 ms, and for every change the
// future is taken back and rendered again with a fade. plan is what the listener is
// to hear, frame by frame.
type deck struct {
	t     *testing.T
	out   output.Output
	plan  []float32
	gain  float64
	phase float64
	cuts  []cut
	rests []int // where in plan silence of any length is to be heard
	block [2 * 960]float32

	quantised bool          // the way to the sink has 16 bits
	slow      time.Duration // between Rewind and Write
}

type cut struct {
	at     time.Time // when the change was asked for
	sounds int       // first frame of the new tone in plan
}

func (d *deck) write(f []float32) {
	d.t.Helper()
	for len(f) > 0 {
		n := min(len(f), 960)
		for i, v := range f[:n] {
			d.block[2*i], d.block[2*i+1] = v, v
		}
		got, err := d.out.Write(context.Background(), d.block[:2*n])
		if err != nil || got != n {
			d.t.Fatalf("Write took %d of %d frames: %v", got, n, err)
		}
		for _, v := range f[:n] {
			if d.quantised {
				v = float32(math.RoundToEven(float64(v)*32768)) / 32768
			}
			d.plan = append(d.plan, v)
		}
		f = f[n:]
	}
}

// play goes on with the present tone for n frames.
func (d *deck) play(n int) {
	d.t.Helper()
	d.write(d.more(n))
}

// more is how the present tone goes on.
func (d *deck) more(n int) []float32 {
	f := make([]float32, n)
	for i := range f {
		f[i] = tone(len(d.plan)+i, d.gain, d.phase)
	}
	return f
}

// faded is how the present tone ends.
func (d *deck) faded() []float32 {
	f := d.more(fade)
	for i := range f {
		f[i] *= 1 - ramp(i)
	}
	return f
}

// takeBack takes the future back and returns how its beginning is to fade: what was
// written there, which need not be the present tone.
func (d *deck) takeBack() []float32 {
	d.t.Helper()
	n, err := d.out.Rewind(math.MaxInt)
	if err != nil {
		d.t.Fatal(err)
	}
	time.Sleep(d.slow)
	from := len(d.plan) - n
	f := slices.Concat(d.plan[from:min(from+fade, len(d.plan))], d.more(max(0, fade-n)))
	for i := range f {
		f[i] *= 1 - ramp(i)
	}
	d.plan = d.plan[:from]
	d.rests = slices.DeleteFunc(d.rests, func(at int) bool { return at > from })
	d.cuts = slices.DeleteFunc(d.cuts, func(c cut) bool { return c.sounds >= from })
	return f
}

// fadeOut ends the sound as soon as can be.
func (d *deck) fadeOut() {
	d.t.Helper()
	d.write(d.takeBack())
}

// fadeIn begins a tone of another level and phase, after f. All goes out in one block:
// less than a period of sound may run out before the next.
func (d *deck) fadeIn(f ...float32) {
	d.t.Helper()
	d.gain, d.phase = 0.8-d.gain, rand.Float64()*6
	for i := range 960 - len(f) {
		v := tone(len(d.plan)+len(f), d.gain, d.phase)
		if i < fade {
			v *= ramp(i)
		}
		f = append(f, v)
	}
	d.write(f)
}

// seek goes to another tone at once.
func (d *deck) seek() {
	d.t.Helper()
	now := time.Now()
	f := d.takeBack()
	d.cuts = append(d.cuts, cut{now, len(d.plan) + len(f)})
	d.fadeIn(f...)
}

// seeks plays for a while with a seek at random times.
func (d *deck) seeks(length, least, most time.Duration) {
	d.t.Helper()
	random := func() time.Duration { return least + rand.N(most-least) }
	start := time.Now()
	for next := start.Add(random()); time.Since(start) < length; d.play(960) {
		if time.Now().After(next) {
			d.seek()
			next = time.Now().Add(random())
		}
	}
}

// pause ends the sound in a fade, pauses for a while, and begins a new tone.
func (d *deck) pause(length time.Duration) {
	d.t.Helper()
	d.fadeOut()
	if err := d.out.Pause(true); err != nil {
		d.t.Fatal(err)
	}
	d.rests = append(d.rests, len(d.plan))
	time.Sleep(length)
	if err := d.out.Pause(false); err != nil {
		d.t.Fatal(err)
	}
	now := time.Now()
	d.cuts = append(d.cuts, cut{now, len(d.plan)})
	d.fadeIn()
}

// A verdict says how a recording differs from the plan.
type verdict struct {
	different int     // first frame that is not as planned, -1 when all are
	clicks    int     // by the second difference
	most      float64 // its highest value
	heard     []time.Duration
}

func (d *deck) judge(got []float32, stamps []arrival) verdict {
	d.t.Helper()
	v := verdict{different: -1}
	v.clicks, v.most = clicks(got, toneW, 0.0015)
	sounds := func(f float32) bool { return f != 0 }
	// Every part between two rests begins at the first sound after the one before.
	from, at := 0, 0
	for _, to := range append(d.rests, len(d.plan)) {
		part := d.plan[from:to]
		start := slices.IndexFunc(got[at:], sounds)
		if start < 0 {
			v.different = from
			return v
		}
		at += start - slices.IndexFunc(part, sounds)
		for i, f := range part {
			if at+i < 0 || at+i >= len(got) || got[at+i] != f {
				v.different = from + i
				d.where(v.different, got[max(0, at+i):])
				return v
			}
		}
		for _, c := range d.cuts {
			if c.sounds >= from && c.sounds < to {
				v.heard = append(v.heard, heardAt(stamps, at+c.sounds-from).Sub(c.at))
			}
		}
		from, at = to, at+len(part)
	}
	if slices.ContainsFunc(got[at:], sounds) {
		v.different = len(d.plan)
	}
	slices.Sort(v.heard)
	return v
}

// where logs what is around the first frame that is not as planned.
func (d *deck) where(i int, got []float32) {
	d.t.Helper()
	var rest, change int
	for _, r := range d.rests {
		if r <= i {
			rest = r
		}
	}
	for _, c := range d.cuts {
		if c.sounds <= i+fade {
			change = c.sounds
		}
	}
	silent := slices.IndexFunc(got, func(f float32) bool { return f != 0 })
	d.t.Logf("first wrong frame is %d after the last rest and %d after the last new tone; then %d frames of silence; want %v, got %v",
		i-rest, i-change, silent, d.plan[i:min(i+3, len(d.plan))], got[:min(3, len(got))])
}

// median is how long the middle one of the changes took to be heard.
func (v verdict) median() time.Duration { return v.heard[len(v.heard)/2] }

func (v verdict) log(t *testing.T) {
	t.Helper()
	if n := len(v.heard); n > 0 {
		t.Logf("%d seeks: key to new sound median %v, 9 of 10 below %v, most %v", n, v.median(), v.heard[n*9/10], v.heard[n-1])
	}
	t.Logf("clicks %d (second difference %.5f at most), first wrong frame %d", v.clicks, v.most, v.different)
}

func stats(out output.Output) output.Stats { return out.(interface{ Stats() output.Stats }).Stats() }
