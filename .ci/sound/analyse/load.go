package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"anyaudio/.ci/sound/tone"
)

// readPCM reads a file of float32 samples.
func readPCM(name string) ([]float32, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	x := make([]float32, len(b)/4)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return x, nil
}

// lines calls f with the fields of each line of a file.
func lines(name string, f func([]string) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	in := bufio.NewScanner(file)
	for n := 1; in.Scan(); n++ {
		fields := strings.Fields(in.Text())
		if len(fields) == 0 {
			continue
		}
		if err := f(fields); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return in.Err()
}

// A clock tells which frame of the recording was played at a time of day.
type clock []struct{ frame, nano int64 }

func readClock(name string) (clock, error) {
	var c clock
	err := lines(name, func(f []string) error {
		if len(f) != 2 {
			return fmt.Errorf("want FRAME UNIXNANO")
		}
		frame, err := strconv.ParseInt(f[0], 10, 64)
		if err != nil {
			return err
		}
		nano, err := strconv.ParseInt(f[1], 10, 64)
		c = append(c, struct{ frame, nano int64 }{frame, nano})
		return err
	})
	return c, err
}

// frame is the frame that was played at a time. A piece can only come late, so the earliest
// arrivals within five seconds of that time give the rule.
func (c clock) frame(nano int64) int {
	const reach = 5e9
	first := int64(math.MaxInt64) // when frame 0 would have been
	for _, s := range c {
		if s.nano > nano-reach && s.nano < nano+reach {
			first = min(first, s.nano-s.frame*1e9/tone.Rate)
		}
	}
	if first == math.MaxInt64 {
		return -1
	}
	return int((nano - first) * tone.Rate / 1e9)
}

// An event is one line of the driver's script: what was done, when, and what must follow.
type event struct {
	nano int64
	kind string // start, whole, seek, steady, hold, pause, resume, stop, skip
	arg  string // of start, whole and seek: "=SECOND" or "+SECONDS" or "-SECONDS"
	tag  string // the group that the figures are summed up in
}

func readEvents(name string) ([]event, error) {
	var events []event
	err := lines(name, func(f []string) error {
		if len(f) != 4 {
			return fmt.Errorf("want UNIXNANO KIND ARG TAG")
		}
		nano, err := strconv.ParseInt(f[0], 10, 64)
		events = append(events, event{nano, f[1], f[2], f[3]})
		return err
	})
	return events, err
}

// A traffic is the proxy's log of one kind of line.
type traffic struct{ requests, bytes []int64 }

func readTraffic(name string) (traffic, error) {
	var t traffic
	if name == "" {
		return t, nil
	}
	err := lines(name, func(f []string) error {
		nano, err := strconv.ParseInt(f[0], 10, 64)
		if err != nil || len(f) < 3 {
			return fmt.Errorf("want UNIXNANO CONNECTION WHAT: %v", err)
		}
		switch f[2] {
		case "request":
			t.requests = append(t.requests, nano)
		case "bytes":
			t.bytes = append(t.bytes, nano)
		}
		return nil
	})
	return t, err
}

// between counts the times in [from, to).
func between(times []int64, from, to int64) (n int) {
	for _, t := range times {
		if t >= from && t < to {
			n++
		}
	}
	return n
}
