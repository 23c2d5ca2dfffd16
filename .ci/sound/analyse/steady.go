package main

import (
	"fmt"
	"math"
	"strconv"

	"anyaudio/.ci/sound/tone"
)

// continuous lists all that is wrong with [from, to) as sound that just goes on: silences, clicks,
// and seconds that do not follow each other, each lasting one second.
func (j *judge) continuous(from, to int) (problems []string) {
	fail := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	to = min(to, len(j.x))
	if to-from < 40*ms {
		return nil
	}
	for _, s := range j.silences(from, to, gapLimit) {
		fail("gap of %d ms at %.3f s of the recording", (s.to-s.from)/ms, float64(s.from)/tone.Rate)
	}
	for at := from; at < to; {
		peak, off := tone.Peak(j.hf[at:min(at+5*ms, to)])
		if peak > clickLimit*j.scale() {
			fail("click of %.5f at %.4f s of the recording", peak/j.scale(), float64(at+off)/tone.Rate)
			at += 20 * ms // its echo in the filter is the same click
		}
		at += 5 * ms
	}
	runs := j.runs(from, to)
	if len(runs) == 0 {
		fail("nothing readable from %.3f s of the recording", float64(from)/tone.Rate)
		return problems
	}
	last := -1
	for i := 1; i < len(runs); i++ {
		a, b := runs[i-1], runs[i]
		if b.sec != (a.sec+1)%3600 {
			fail("second %d follows %d at %.3f s of the recording", b.sec, a.sec, float64(b.from)/tone.Rate)
			last = -1
			continue
		}
		t := j.turn(a, b)
		if last >= 0 && abs(t-last-tone.Rate) > 3*ms {
			fail("second %d lasts %.1f ms", a.sec, float64(t-last)/ms)
		}
		last = t
	}
	return problems
}

// steady: nothing happens to the sound.
func (j *judge) steady(f *finding, key, end int) {
	f.problems = append(f.problems, j.continuous(max(key, j.settled), end)...)
}

// whole: a song of known length from its start to its end. Its file fades at both ends.
func (j *judge) whole(f *finding, e event, key, end int) {
	want, err := strconv.Atoi(e.arg[1:])
	if err != nil {
		f.fail("%v", err)
		return
	}
	sound := func(i int) bool { return i < len(j.level) && j.level[i] >= j.nominal/20 && j.nominal > 0 }
	on, off := key/ms, end/ms
	for on < off && !sound(on) {
		on++
	}
	for off > on && !sound(off-1) {
		off--
	}
	f.latency, f.landed = float64(on-key/ms), float64(off-on-want*1000)
	if math.Abs(f.landed) > 10 {
		f.fail("%.3f s of sound, wanted %d", float64(off-on)/1000, want)
	}
	if runs := j.runs(on*ms, off*ms); len(runs) == 0 || runs[0].sec != 0 {
		f.fail("it does not start with second 0")
	}
	f.problems = append(f.problems, j.continuous(on*ms+settle, off*ms-settle)...)
	j.settled = off * ms
}

// hold: the sound may stop once and must go on where it stopped.
func (j *judge) hold(f *finding, e event, key, end int) {
	silences := j.silences(key, end, gapLimit)
	if len(silences) != 1 {
		f.fail("%d silences, expected one", len(silences))
		return
	}
	s := silences[0]
	before, ok1 := j.position(s.from, j.settled, s.from)
	after, ok2 := j.position(s.to, s.to, end)
	if !ok1 || !ok2 {
		f.fail("no full second before or after the silence")
		return
	}
	f.landed = float64(after-before) / ms
	if f.landed < -60 || f.landed > 60 {
		f.fail("goes on %.0f ms from where it stopped", f.landed)
	}
	runs := j.runs(s.to, end)
	on := j.onset(runs[0].from, tone.Digits(runs[0].sec), nil)
	f.problems = append(f.problems, j.continuous(max(key, j.settled), s.from-settle)...)
	heard := j.runs(j.settled, s.from)
	j.begin(f, s.from-settle, on, end, heard[len(heard)-1], runs[0].sec)
	f.latency, f.hole = float64(s.from-key)/ms, float64(s.to-s.from)/ms
}

// stop: the sound ends, for a pause or for good, and stays away. It fades out, unless it
// was cut off.
func (j *judge) stop(f *finding, key, end int, faded bool) {
	silences := j.silences(key, end, 2*gapLimit)
	if len(silences) != 1 || silences[0].to < end-2*ms {
		f.fail("%d silences, expected one to the end", len(silences))
		return
	}
	off := silences[0].from
	heard := j.runs(max(off-150*ms, j.settled), off+wide)
	f.latency = float64(off-key) / ms
	if len(heard) == 0 {
		f.fail("nothing heard before the stop")
		return
	}
	if faded {
		sec := heard[len(heard)-1].sec
		if half := j.offset(heard[len(heard)-1], -1, off); j.pure(half-35*ms, half-12*ms, sec) {
			f.out, _ = fades(j.x, half-12*ms, half+12*ms, fit(j.x, half-33*ms, half-13*ms, sec), model{})
		}
		j.edge(f, key, end)
	} else {
		f.problems = append(f.problems, j.continuous(max(key, j.settled), off-settle)...)
	}
	j.pos, f.landed = 0, 0
	j.posAt = -1
	if pos, ok := j.position(off, j.settled, off); ok {
		j.pos, j.posAt = pos, off
	}
}

// resume: the sound goes on where a stop ended it.
func (j *judge) resume(f *finding, key, end int) {
	runs := j.runs(key, end)
	if len(runs) == 0 {
		f.fail("nothing heard")
		return
	}
	on := j.onset(runs[0].from, tone.Digits(runs[0].sec), nil)
	j.begin(f, key, on, end, run{-1, key, key}, runs[0].sec)
	if j.posAt >= 0 {
		j.land(f, on, end, j.pos)
	}
}
