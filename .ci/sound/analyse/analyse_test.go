package main

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"anyaudio/.ci/sound/tone"
)

const second = tone.Rate

// A tape is a recording in the making: what a player would have played.
type tape struct{ x []float32 }

// play appends n frames of the song from frame pos on, with fades of so many frames at its ends.
func (t *tape) play(pos, n, in, out int) {
	part := make([]float32, n)
	tone.Fill(part, int64(pos))
	for i := range part {
		g := 1.0
		if i < in {
			g = float64(i) / float64(in)
		}
		if left := n - 1 - i; left < out {
			g = min(g, float64(left)/float64(out))
		}
		part[i] *= float32(g)
	}
	t.x = append(t.x, part...)
}

func (t *tape) silence(n int) { t.x = append(t.x, make([]float32, n)...) }

// at is now, as the time of day of an event.
func (t *tape) at(kind, arg string) event {
	return event{int64(len(t.x)) * 1e9 / second, kind, arg, kind}
}

// hear judges the events, the recording having come in pieces of 5 ms.
func (t *tape) hear(events ...event) []finding {
	var c clock
	for n := 5 * ms; n <= len(t.x); n += 5 * ms {
		// Every third piece is late, as pieces are.
		c = append(c, struct{ frame, nano int64 }{int64(n), int64(n)*1e9/second + int64(n/240%3)*2e6})
	}
	return judgeAll(t.x, c, append(events, t.at("end", "-")), traffic{}, 60)
}

const fade = 4 * ms

// seekTape plays from second 20.3 on, seeks at 22.8 to 83 with 12 ms until the new sound, and plays on.
func seekTape(to, in, out int) (*tape, []event) {
	t := new(tape)
	t.silence(second / 2)
	events := []event{t.at("start", "=20")}
	t.play(20*second, 5*second/2, fade, 0)
	events = append(events, t.at("seek", "=83"))
	t.play(20*second+5*second/2, 12*ms, 0, out)
	t.play(to, 3*second, in, 0)
	return t, events
}

func problems(findings []finding) string {
	var all []string
	for _, f := range findings {
		for _, p := range f.problems {
			all = append(all, f.tag+": "+p)
		}
	}
	return strings.Join(all, "\n")
}

func TestCleanSeek(t *testing.T) {
	tp, events := seekTape(83*second, fade, fade)
	got := tp.hear(events...)
	if p := problems(got); p != "" {
		t.Fatal(p)
	}
	seek := got[1]
	if seek.latency < 11 || seek.latency > 16 || math.Abs(seek.landed) > 3 {
		t.Errorf("latency %.1f ms, landed %.1f ms off; the tape has 12 ms and 0", seek.latency, seek.landed)
	}
	if seek.out < 2.5 || seek.out > 4 || seek.in < 2.5 || seek.in > 4 {
		t.Errorf("fades of %.1f and %.1f ms; 90 %% to 10 %% of 4 ms is 3.2", seek.out, seek.in)
	}
}

// Every fault must be found, and named.
func TestFaults(t *testing.T) {
	// steady plays on for 3 s after a clean start and lets f spoil the middle.
	steady := func(f func(t *tape)) func() (*tape, []event) {
		return func() (*tape, []event) {
			tp := new(tape)
			tp.silence(second / 2)
			events := []event{tp.at("start", "=100")}
			tp.play(100*second, 3*second/2, fade, 0)
			f(tp)
			return tp, events
		}
	}
	const here = 203 * second / 2 // the place in the song where steady's middle begins
	for name, c := range map[string]struct {
		tape func() (*tape, []event)
		want string
	}{
		"no fault":        {steady(func(t *tape) { t.play(here, 2*second, 0, 0) }), ""},
		"gap":             {steady(func(t *tape) { t.silence(6 * ms); t.play(here, 2*second, 0, 0) }), "gap of 6 ms"},
		"faded gap":       {steady(func(t *tape) { t.play(here, fade, 0, fade); t.silence(8 * ms); t.play(here, 2*second, fade, 0) }), "gap of"},
		"20 ms lost":      {steady(func(t *tape) { t.play(here+20*ms, 2*second, 0, 0) }), "click"},
		"20 ms doubled":   {steady(func(t *tape) { t.play(here-20*ms, 2*second, 0, 0) }), "click"},
		"one sample lost": {steady(func(t *tape) { t.play(here+1, 2*second, 0, 0) }), "click"},
		"one wrong sample": {steady(func(t *tape) {
			t.play(here, 2*second, 0, 0)
			t.x[len(t.x)-second/2-777] += 0.001
		}), "click of 0.000"},
		"wrong second": {steady(func(t *tape) {
			t.play(here, second/4, 0, fade)
			t.play(110*second, 2*second, fade, 0)
		}), "second 110 follows 101"},
		// A jump of 30 ms hidden in a slow crossfade makes no click: the length of the second tells.
		"hidden jump": {steady(func(t *tape) {
			from := len(t.x)
			t.play(here, second/4, 0, second/4)
			end := len(t.x)
			t.x = t.x[:from]
			keep := append([]float32(nil), t.x[from:end]...)
			t.play(here+30*ms, 3*second, second/4, 0)
			for i, v := range keep {
				t.x[from+i] += v
			}
		}), "lasts"},
		"wrong start":    {func() (*tape, []event) { tp, e := seekTape(83*second, fade, fade); e[0].arg = "=30"; return tp, e }, "s sounds, wanted 30.000"},
		"wrong target":   {func() (*tape, []event) { return seekTape(84*second, fade, fade) }, "84.002 s sounds, wanted 83.000"},
		"landed late":    {func() (*tape, []event) { return seekTape(83*second+100*ms, fade, fade) }, "83.102 s sounds"},
		"no seek":        {func() (*tape, []event) { return seekTape(20*second+5*second/2+12*ms, 0, 0) }, "still the old sound"},
		"hard cuts":      {func() (*tape, []event) { return seekTape(83*second, 0, 0) }, "at an edge"},
		"hard new sound": {func() (*tape, []event) { return seekTape(83*second+90, 0, fade) }, "at an edge"},
		"fade of 1 ms":   {func() (*tape, []event) { return seekTape(83*second, ms, ms) }, "ends in"},
		"late click": {func() (*tape, []event) {
			tp, e := seekTape(83*second, fade, fade)
			tp.x[len(tp.x)-second] = 0
			return tp, e
		}, "click"},
		"dead": {func() (*tape, []event) {
			tp := new(tape)
			tp.silence(second)
			return tp, []event{{0, "start", "=0", "start"}}
		}, "nothing heard"},
	} {
		t.Run(name, func(t *testing.T) {
			tp, events := c.tape()
			got := problems(tp.hear(events...))
			if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("want %q, got %q", c.want, got)
			}
		})
	}
}

func TestRelativeSeekAndPause(t *testing.T) {
	tp := new(tape)
	tp.silence(second)
	events := []event{tp.at("start", "=0")}
	tp.play(0, 2500*ms, fade, 0)
	events = append(events, tp.at("seek", "+5"))
	tp.play(2500*ms, 20*ms, 0, fade)
	tp.play(7520*ms, 2*second, fade, 0)
	events = append(events, tp.at("pause", "-"))
	tp.play(9520*ms, 20*ms, 0, fade)
	tp.silence(second)
	events = append(events, tp.at("resume", "-"))
	tp.silence(15 * ms)
	tp.play(9540*ms, 2*second, fade, 0)
	got := tp.hear(events...)
	if p := problems(got); p != "" {
		t.Fatal(p)
	}
	if l := got[2].latency; l < 15 || l > 21 {
		t.Errorf("silent %.1f ms after the pause, want about 20", l)
	}
	if l := got[3].latency; l < 14 || l > 19 {
		t.Errorf("sound %.1f ms after the resume, want about 15", l)
	}
}

// A seek out of the silence of the seek before it.
func TestSeekFromSilence(t *testing.T) {
	tp := new(tape)
	tp.silence(second)
	events := []event{tp.at("seek", "=1805")}
	tp.silence(100 * ms)
	tp.play(1805*second, 2*second, fade, 0)
	got := tp.hear(events...)
	if p := problems(got); p != "" || got[0].latency < 98 || got[0].latency > 104 {
		t.Errorf("latency %.1f ms, %s", got[0].latency, p)
	}
}

func TestWhole(t *testing.T) {
	for lost, want := range map[int]string{0: "", 20 * ms: "4.980 s of sound, wanted 5"} {
		tp := new(tape)
		tp.silence(second)
		events := []event{tp.at("whole", "=5")}
		tp.play(0, 5*second-lost, fade, fade)
		tp.silence(second)
		if got := problems(tp.hear(events...)); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%d ms lost: want %q, got %q", lost/ms, want, got)
		}
	}
}

func TestHold(t *testing.T) {
	for back, want := range map[int]string{0: "", 20 * ms: "", -2 * second: "goes on 2000 ms from"} {
		tp := new(tape)
		tp.silence(second)
		events := []event{tp.at("start", "=0")}
		tp.play(0, 3*second, fade, 0)
		events = append(events, tp.at("hold", "-"))
		tp.play(3*second, second, 0, fade)
		tp.silence(4 * second)
		tp.play(4*second-back, 3*second, fade, 0)
		if got := problems(tp.hear(events...)); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("back %d ms: want %q, got %q", back/ms, want, got)
		}
	}
}

func TestReport(t *testing.T) {
	good := []finding{{tag: "a", latency: 10}, {tag: "a", latency: 30}, {tag: "a", latency: 12}}
	for name, c := range map[string]struct {
		findings     []finding
		limit, count limits
		want         bool
	}{
		"good":       {good, limits{"a": 12}, limits{"a": 3}, true},
		"slow":       {good, limits{"a": 11}, nil, false},
		"too few":    {good, nil, limits{"a": 4}, false},
		"none":       {good, nil, limits{"b": 1}, false},
		"problem":    {[]finding{{tag: "a", problems: []string{"gap"}}}, nil, nil, false},
		"no finding": {nil, nil, nil, false},
	} {
		var out bytes.Buffer
		if got := report(&out, c.findings, c.limit, c.count); got != c.want {
			t.Errorf("%s: %v\n%s", name, got, &out)
		}
	}
}

// A sound that is cut off may click, where a stop may not, and must go on at its place.
func TestCutOff(t *testing.T) {
	for _, kind := range []string{"lost", "stop"} {
		for _, skip := range []int{0, 200 * ms} {
			tp := new(tape)
			tp.silence(second / 2)
			events := []event{tp.at("start", "=20")}
			tp.play(20*second, 5*second/2, fade, 0)
			events = append(events, tp.at(kind, "-"))
			tp.play(45*second/2, 100*ms+7, 0, 0)
			tp.silence(second)
			events = append(events, tp.at("resume", "-"))
			tp.play(45*second/2+100*ms+7+skip, 2*second, fade, 0)
			p := problems(tp.hear(events...))
			if click := strings.Contains(p, "click"); click != (kind == "stop") {
				t.Errorf("%s: %q", kind, p)
			}
			if moved := strings.Contains(p, "wanted"); moved != (skip > 0) {
				t.Errorf("%s, %d frames on: %q", kind, skip, p)
			}
		}
	}
}
