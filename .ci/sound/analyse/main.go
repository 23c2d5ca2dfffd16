// Command analyse listens to a recording of the talking clock and judges it.
//
//	analyse [-proxy LOG] [-near MS] [-limit TAG=MS]... [-count TAG=N]... DIR EVENTS
//
// DIR is what record wrote. EVENTS has a line "UNIXNANO KIND ARG TAG" for each thing that was
// done, in order; it reaches to the next line:
//
//	start =83   from silence to the sound of second 83
//	whole =12   from silence to the sound of a song of 12 s from its start to its end
//	seek =83    from the present sound to second 83; also +5 and -5, from the heard place
//	steady -    the sound goes on: no gap, no click, each second after the other
//	hold -      the sound may stop once, and goes on where it stopped
//	pause -     the sound ends in a fade and stays away (stop is the same)
//	lost -      the sound is cut off, perhaps in a click, and stays away
//	resume -    it goes on where pause or lost ended it
//	skip -      no opinion
//
// A seek, a start and a resume must come to within -near of the wanted place: 60 ms, and what
// the keys are on their way for. A tag that ends in "?" becomes TAG-busy when a body was on its way through the proxy at that moment,
// otherwise TAG-idle. Each event gets a line; then each tag gets its figures and is held
// against -limit, on the median latency, and -count, the least number of them. A problem
// in any event fails the run.
package main

import (
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// limits is a flag that may be given several times: TAG=NUMBER.
type limits map[string]float64

func (l limits) String() string { return fmt.Sprint(map[string]float64(l)) }

func (l limits) Set(s string) error {
	tag, number, _ := strings.Cut(s, "=")
	v, err := strconv.ParseFloat(number, 64)
	l[tag] = v
	return err
}

func main() {
	proxyLog := flag.String("proxy", "", "log of the proxy")
	near := flag.Float64("near", 60, "ms that the place may be off")
	limit, count := limits{}, limits{}
	flag.Var(limit, "limit", "TAG=MS: highest median latency")
	flag.Var(count, "count", "TAG=N: least number of events")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "usage: analyse [flags] DIR EVENTS")
		os.Exit(2)
	}
	findings, err := analyse(flag.Arg(0), flag.Arg(1), *proxyLog, *near)
	if err != nil {
		fmt.Fprintln(os.Stderr, "analyse:", err)
		os.Exit(1)
	}
	if !report(os.Stdout, findings, limit, count) {
		os.Exit(1)
	}
}

func analyse(dir, eventFile, proxyLog string, near float64) ([]finding, error) {
	x, err := readPCM(filepath.Join(dir, "rec.f32"))
	if err != nil {
		return nil, err
	}
	c, err := readClock(filepath.Join(dir, "stamps"))
	if err != nil {
		return nil, err
	}
	events, err := readEvents(eventFile)
	if err != nil {
		return nil, err
	}
	t, err := readTraffic(proxyLog)
	if err != nil {
		return nil, err
	}
	return judgeAll(x, c, events, t, near), nil
}

func judgeAll(x []float32, c clock, events []event, t traffic, near float64) []finding {
	j := &judge{recording: newRecording(x), clock: c, traffic: t, near: near, posAt: -1}
	var findings []finding
	for i, e := range events[:max(len(events)-1, 0)] { // the last one only ends the one before
		if base, ok := strings.CutSuffix(e.tag, "?"); ok {
			e.tag = base + "-idle"
			// On the driver's thin link a piece comes every 0.1 s while a body is on its way; before an
			// idle seek the driver has waited for 0.4 s of rest.
			if between(t.bytes, e.nano-250e6, e.nano) > 0 {
				e.tag = base + "-busy"
			}
		}
		f := j.judge(e, events[i+1])
		if e.kind != "skip" {
			findings = append(findings, f)
		}
	}
	return findings
}

// report prints the findings and says whether all is well.
func report(w io.Writer, findings []finding, limit, count limits) bool {
	fmt.Fprintf(w, "%-14s %8s %8s %6s %6s %9s %9s %4s\n", "event", "sound ms", "hole ms", "out ms", "in ms", "edge", "landed ms", "req")
	ok := len(findings) > 0
	groups := map[string][]float64{}
	var tags []string
	for _, f := range findings {
		fmt.Fprintf(w, "%-14s %8.1f %8.1f %6.1f %6.1f %9.6f %9.1f %4d\n",
			f.tag, f.latency, f.hole, f.out, f.in, f.edge, f.landed, f.requests)
		for _, p := range f.problems {
			fmt.Fprintf(w, "FAIL  %s: %s\n", f.tag, p)
			ok = false
		}
		if !slices.Contains(tags, f.tag) {
			tags = append(tags, f.tag)
		}
		if !math.IsNaN(f.latency) {
			groups[f.tag] = append(groups[f.tag], f.latency)
		}
	}
	for tag := range count {
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	for _, tag := range tags {
		ok = summary(w, tag, groups[tag], limit, count) && ok
	}
	return ok
}

// summary prints the figures of one tag and holds them against its limits.
func summary(w io.Writer, tag string, latency []float64, limit, count limits) bool {
	word, need := "ok   ", ""
	if n, set := count[tag]; set && float64(len(latency)) < n {
		word, need = "FAIL ", fmt.Sprintf(" (want %.0f of them)", n)
	}
	if len(latency) == 0 {
		fmt.Fprintf(w, "%s %s%s\n", word, tag, need)
		return word == "ok   "
	}
	slices.Sort(latency)
	median := (latency[(len(latency)-1)/2] + latency[len(latency)/2]) / 2
	if ms, set := limit[tag]; set {
		need += fmt.Sprintf(" (limit %.0f)", ms)
		if median > ms {
			word = "FAIL "
		}
	}
	fmt.Fprintf(w, "%s %s: n=%d median %.1f ms, least %.1f, most %.1f%s\n",
		word, tag, len(latency), median, latency[0], latency[len(latency)-1], need)
	return word == "ok   "
}
