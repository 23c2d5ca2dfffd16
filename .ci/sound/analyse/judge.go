package main

import (
	"fmt"
	"math"
	"strconv"

	"anyaudio/.ci/sound/tone"
)

// Limits on a recording at full level (four tones of 0.12); they scale with it. Measured with this
// signal: an Opus file decoded by libopus has peaks of 0.000007 above 13 kHz, a straight
// fade of 3 ms makes 0.00023, of 1 ms 0.00086, a cut 0.03.
const (
	clickLimit = 0.00005 // in steady sound
	edgeLimit  = 0.0005  // where sound starts or ends
	fadeLimit  = 1.6     // ms from 90 % to 10 %, see fades
	gapLimit   = 5       // ms
	settle     = 25 * ms // after an onset, before the steady rules hold
)

// A finding is what was heard of one event.
type finding struct {
	tag      string
	latency  float64 // ms from the event to the new sound (or to the silence), NaN when there is none
	hole     float64 // ms without sound between the old sound and the new
	out, in  float64 // fades in ms, 0 where not measured
	edge     float64 // largest peak above 13 kHz at the edges
	landed   float64 // ms beyond the wanted place
	requests int     // begun between the event and the new sound
	problems []string
}

func (f *finding) fail(format string, args ...any) {
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

// A judge goes through the events of a recording in order.
type judge struct {
	*recording
	clock   clock
	traffic traffic
	near    float64 // ms that a place may be off
	settled int     // frame from which the present sound is steady
	pos     int     // place in the song at frame posAt, in frames
	posAt   int     // -1: not known
}

// judge tells what came of event e, whose sound lasts until the event next.
func (j *judge) judge(e, next event) finding {
	f := finding{tag: e.tag, latency: math.NaN()}
	key, end := j.clock.frame(e.nano), j.clock.frame(next.nano)-ms
	if over := end - len(j.x); over > 0 && over < 100*ms {
		end = len(j.x) // the recorder was stopped with the last pieces still to come
	}
	if key < 0 || end < key || end > len(j.x) {
		f.fail("not in the recording")
		return f
	}
	switch e.kind {
	case "start":
		j.start(&f, e, key, end)
	case "whole":
		j.whole(&f, e, key, end)
	case "seek":
		j.seek(&f, e, key, end)
	case "steady":
		j.steady(&f, key, end)
	case "hold":
		j.hold(&f, e, key, end)
	case "pause", "stop":
		j.stop(&f, key, end, true)
	case "lost":
		j.stop(&f, key, end, false)
	case "resume":
		j.resume(&f, key, end)
	case "skip":
		j.posAt = -1
	default:
		f.fail("unknown kind of event %q", e.kind)
	}
	return f
}

// start: from silence to a known second.
func (j *judge) start(f *finding, e event, key, end int) {
	runs := j.runs(key, end)
	if len(runs) == 0 {
		f.fail("nothing heard")
		return
	}
	want, err := strconv.Atoi(e.arg[1:])
	if err != nil {
		f.fail("%v", err)
		return
	}
	on := j.onset(runs[0].from, tone.Digits(runs[0].sec), nil)
	j.begin(f, key, on, end, run{-1, key, key}, runs[0].sec)
	j.land(f, on, end, want*tone.Rate)
}

// seek: from one second to another.
func (j *judge) seek(f *finding, e event, key, end int) {
	wanted, err := strconv.Atoi(e.arg[1:])
	if err != nil {
		f.fail("%v", err)
		return
	}
	want := wanted * tone.Rate
	before, known := j.position(key, j.settled, key)
	if e.arg[0] != '=' {
		offset := want
		if e.arg[0] == '-' {
			offset = -want
		}
		want = max(before+offset, 0)
	}
	runs := j.runs(max(key-100*ms, j.settled), end)
	if len(runs) == 0 {
		f.fail("nothing readable")
		return
	}
	old, to := runs[0], run{-1, 0, 0}
	if old.from > key+settle { // the place asked for before is not heard yet
		old, to = run{-1, key, key}, old
	} else {
		for _, r := range runs[1:] {
			if r.sec == old.sec+1 {
				old = r
			} else if r.to > key {
				to = r
				break
			}
		}
	}
	if to.sec < 0 {
		f.fail("still the old sound (second %d)", old.sec)
		return
	}
	var differ *[4]int
	if old.sec >= 0 {
		d := tone.Digits(old.sec)
		differ = &d
	}
	on := j.onset(to.from, tone.Digits(to.sec), differ)
	j.begin(f, key, on, end, old, to.sec)
	f.requests = between(j.traffic.requests, e.nano-1e6, e.nano+int64(f.latency*1e6))
	if e.arg[0] == '=' || known {
		j.land(f, on, end, want)
	}
}

// onset finds when the tones of the digits sound at half their strength, near a coarse time; only
// digits that are not in the old chord count.
func (j *judge) onset(near int, digits [4]int, old *[4]int) int {
	for at := near - 30*ms; at < near+20*ms; at += ms / 4 {
		least := math.Inf(1)
		for d, v := range digits {
			if old == nil || old[d] != v {
				least = min(least, j.fine.Amp(j.x, at, tone.Freq(d, v)))
			}
		}
		if least >= j.nominal/2 {
			return at
		}
	}
	return near
}

// begin fills in what is known of an onset after the event at key, and judges its edges and
// the sound from there to end. old is the last run before it (sec -1: silence).
func (j *judge) begin(f *finding, key, on, end int, old run, sec int) {
	f.latency = float64(on-key) / ms
	oldEnd := key
	var before model
	if old.sec >= 0 {
		oldEnd = j.offset(old, sec, on)
		f.hole = max(0, float64(on-oldEnd)/ms)
		if j.pure(oldEnd-35*ms, oldEnd-12*ms, old.sec) {
			before = fit(j.x, oldEnd-33*ms, oldEnd-13*ms, old.sec)
		}
	}
	var after model
	if j.pure(on+10*ms, on+36*ms, sec) {
		after = fit(j.x, on+13*ms, on+33*ms, sec)
	}
	if len(before.freq) > 0 && (len(after.freq) > 0 || f.hole > 20) {
		f.out, _ = fades(j.x, oldEnd-12*ms, oldEnd+12*ms, before, pick(f.hole < 20, after))
	}
	if len(after.freq) > 0 && (len(before.freq) > 0 || old.sec < 0 || f.hole > 20) {
		_, f.in = fades(j.x, on-12*ms, on+12*ms, pick(f.hole < 20, before), after)
	}
	j.edge(f, key, on+settle)
	f.problems = append(f.problems, j.continuous(on+settle, end)...)
	j.settled = on + settle
}

func pick(use bool, m model) model {
	if use {
		return m
	}
	return model{}
}

// offset finds when the old chord was last heard at half its strength, before on.
func (j *judge) offset(old run, sec, on int) int {
	a, b := tone.Digits(old.sec), tone.Digits(sec)
	for at := on + 5*ms; at > old.to-40*ms; at -= ms / 4 {
		least := math.Inf(1)
		for d := range a {
			if sec < 0 || a[d] != b[d] {
				least = min(least, j.fine.Amp(j.x, at, tone.Freq(d, a[d])))
			}
		}
		if least >= j.nominal/2 {
			return at
		}
	}
	return old.to
}

// pure says that nothing but one second sounds in [from, to).
func (j *judge) pure(from, to, sec int) bool {
	for _, at := range []int{from + wide/2, to - wide/2} {
		if at < 0 || j.wide.Read(j.x, at, j.nominal*0.7).Sec != sec {
			return false
		}
	}
	return true
}

// edge judges a stretch in which sound ends or starts.
func (j *judge) edge(f *finding, from, to int) {
	from, to = max(from, 0), min(to, len(j.hf))
	if from >= to {
		return
	}
	peak, at := tone.Peak(j.hf[from:to])
	f.edge = max(f.edge, peak/j.scale())
	if peak > edgeLimit*j.scale() {
		f.fail("click of %.5f at an edge, %.1f ms after the event", peak/j.scale(), float64(at)/ms)
	}
	if f.out > 0 && f.out < fadeLimit {
		f.fail("the old sound ends in %.1f ms", f.out)
	}
	if f.in > 0 && f.in < fadeLimit {
		f.fail("the new sound starts in %.1f ms", f.in)
	}
}

// scale is the level of the recording compared to the signal's.
func (j *judge) scale() float64 { return j.nominal / tone.Level }

// land compares the place in the song at the onset with the wanted one.
func (j *judge) land(f *finding, on, end, want int) {
	pos, ok := j.position(on, on, end)
	if !ok {
		runs := j.runs(on, end)
		if len(runs) > 0 && abs(runs[0].sec*tone.Rate+tone.Rate/2-want) > 3*tone.Rate/2 {
			f.fail("second %d sounds, wanted %.2f", runs[0].sec, float64(want)/tone.Rate)
		}
		return
	}
	f.landed = float64(pos-want) / ms
	if math.Abs(f.landed) > j.near {
		f.fail("%.3f s sounds, wanted %.3f", float64(pos)/tone.Rate, float64(want)/tone.Rate)
	}
}
