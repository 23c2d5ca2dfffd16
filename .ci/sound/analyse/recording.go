package main

import (
	"math"
	"slices"

	"anyaudio/.ci/sound/tone"
)

const (
	hop  = tone.Rate / 200 // between two readings: 5 ms
	ms   = tone.Rate / 1000
	wide = 20 * ms // window of a reading
	fine = 10 * ms // window of an onset
)

// A recording is the sound with what is read from it once and for all.
type recording struct {
	x        []float32
	hf       []float32      // above 13 kHz, see tone.HighPass
	readings []tone.Reading // one each hop
	level    []float64      // RMS of each millisecond
	nominal  float64        // amplitude of a tone that sounds
	wide     *tone.Probe
	fine     *tone.Probe
}

func newRecording(x []float32) *recording {
	r := &recording{x: x, hf: tone.HighPass(x), wide: tone.NewProbe(wide), fine: tone.NewProbe(fine)}
	for at := 0; at < len(x); at += hop {
		r.readings = append(r.readings, r.wide.Read(x, at, tone.Level/20))
	}
	var heard []float64
	for _, v := range r.readings {
		if v.Sec >= 0 {
			heard = append(heard, v.Amp)
		}
	}
	if len(heard) > 0 {
		slices.Sort(heard)
		r.nominal = heard[len(heard)/2]
	}
	for at := 0; at+ms <= len(x); at += ms {
		var sum float64
		for _, v := range x[at : at+ms] {
			sum += float64(v) * float64(v)
		}
		r.level = append(r.level, math.Sqrt(sum/ms))
	}
	return r
}

// A run is a stretch in which one second is heard.
type run struct{ sec, from, to int }

// runs are the seconds heard in [from, to), parts of less than 15 ms left out: the change
// from one second to the next cannot be read.
func (r *recording) runs(from, to int) []run {
	var all []run
	for i := (from + hop - 1) / hop; i*hop < to && i < len(r.readings); i++ {
		v := r.readings[i]
		if v.Sec < 0 || v.Amp < r.nominal/2 {
			continue
		}
		if n := len(all); n > 0 && all[n-1].sec == v.Sec && i*hop-all[n-1].to <= 4*hop {
			all[n-1].to = i * hop
		} else {
			all = append(all, run{v.Sec, i * hop, i * hop})
		}
	}
	return slices.DeleteFunc(all, func(v run) bool { return v.to-v.from < 15*ms })
}

// turn finds the frame between a run of one second and a run of the next where the
// change is half done.
func (r *recording) turn(a, b run) int {
	old, next := tone.Digits(a.sec), tone.Digits(b.sec)
	for at := a.to; at < b.from; at += ms / 4 {
		if r.wide.Amp(r.x, at, tone.Freq(0, next[0])) > r.wide.Amp(r.x, at, tone.Freq(0, old[0])) {
			return at
		}
	}
	return b.from
}

// position is the place in the song, in frames, that is heard at frame at, judged by the
// change of seconds nearest to it within [from, to). It is exact to about a millisecond.
func (r *recording) position(at, from, to int) (pos int, ok bool) {
	runs := r.runs(from, to)
	for i := 1; i < len(runs); i++ {
		if runs[i].sec != runs[i-1].sec+1 {
			continue
		}
		t := r.turn(runs[i-1], runs[i])
		p := runs[i].sec*tone.Rate - tone.Glide/2 + at - t
		if !ok || abs(at-t) < abs(at-from) {
			pos, ok = p, true
		}
		if t > at {
			break
		}
	}
	return pos, ok
}

// silences are the stretches of at least n milliseconds without sound in [from, to).
func (r *recording) silences(from, to, n int) []run {
	var all []run
	start := -1
	for i := from / ms; i <= to/ms && i <= len(r.level); i++ {
		quiet := i < to/ms && i < len(r.level) && r.level[i] < r.nominal/20
		if quiet && start < 0 {
			start = i
		}
		if !quiet && start >= 0 {
			if i-start >= n {
				all = append(all, run{-1, start * ms, i * ms})
			}
			start = -1
		}
	}
	return all
}

func abs(n int) int { return max(n, -n) }
