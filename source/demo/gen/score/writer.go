package score

import (
	"fmt"
	"strconv"
	"strings"
)

// An event is a note at its place in a part, in beats.
type event struct {
	at, len     float64
	pitch, from float64
	vel         float64
	late        float64 // seconds after its place, for strums
}

// A Writer collects the notes of one part. Its methods panic on a slip of the pen,
// naming part and track: the generator and its tests run them all.
type Writer struct {
	song   *Song
	part   string
	bars   float64
	events map[string][]event

	// Dyn multiplies the velocity of what is written next.
	Dyn float64
	// Up moves the melodies written next by semitones.
	Up int
}

func (w *Writer) fail(track, format string, args ...any) {
	panic(fmt.Sprintf("score: %s/%s/%s: %s", w.song.ID, w.part, track, fmt.Sprintf(format, args...)))
}

func (w *Writer) add(track string, e event) {
	if w.song.track(track) == nil {
		w.fail(track, "no such track")
	}
	if e.at < 0 || e.at >= w.bars*float64(w.song.Meter)-1e-9 {
		w.fail(track, "note at beat %.2f is outside the part", e.at)
	}
	e.vel = min(1, e.vel*w.Dyn)
	w.events[track] = append(w.events[track], e)
}

// Line writes a melody from the given bar on, step beats a token:
//
//	c5 f#4 bb3   a note; several joined by + sound together
//	c5:3         a note of three steps
//	-            one step more for the note before; -:3 for three
//	.            a rest; .:4 for four
//	c5! c5?      loud, soft
//	c5'          short (half its length)
//	c5~          slides from the note before
//	|            bar line: the time must be right
//
// It returns the number of bars written.
func (w *Writer) Line(track string, bar, step float64, text string) float64 {
	meter := float64(w.song.Meter)
	start := bar * meter
	at := start
	var last []event
	flush := func() {
		for _, e := range last {
			w.add(track, e)
		}
		last = nil
	}
	prev := 0.0
	for _, tok := range strings.Fields(text) {
		body, length := w.length(track, tok)
		length *= step
		switch body {
		case "|":
			if r := (at - start) / meter; !whole(r) {
				w.fail(track, "bar line at %.3f bars in %q", r, text)
			}
			continue
		case "-":
			for i := range last {
				last[i].len += length
			}
			at += length
			continue
		}
		flush()
		if body != "." {
			last = w.notes(track, body, at, length, prev)
			prev = last[len(last)-1].pitch
		}
		at += length
	}
	flush()
	if r := (at - start) / meter; !whole(r) {
		w.fail(track, "ends at %.3f bars in %q", r, text)
	}
	return (at - start) / meter
}

// marks are the signs that may follow a note.
const marks = "!?'~"

func whole(x float64) bool {
	d := x - float64(int(x+0.5))
	return d < 1e-6 && d > -1e-6
}

// length splits "c5:3!" into "c5!" and 3.
func (w *Writer) length(track, tok string) (body string, length float64) {
	body, num, ok := strings.Cut(tok, ":")
	if !ok {
		return body, 1
	}
	digits := strings.TrimRight(num, marks)
	length, err := strconv.ParseFloat(digits, 64)
	if err != nil || length <= 0 {
		w.fail(track, "bad length in %q", tok)
	}
	return body + num[len(digits):], length
}

func (w *Writer) notes(track, body string, at, length, prev float64) []event {
	var out []event
	for _, one := range strings.Split(body, "+") {
		e := event{at: at, len: length, vel: 0.75}
		name := strings.TrimRight(one, marks)
		for _, mark := range one[len(name):] {
			switch mark {
			case '!':
				e.vel = 0.95
			case '?':
				e.vel = 0.5
			case '\'':
				e.len *= 0.5
			case '~':
				e.from = prev
			}
		}
		p, err := pitch(name)
		if err != nil {
			w.fail(track, "%v", err)
		}
		e.pitch = float64(p + w.Up)
		out = append(out, e)
	}
	return out
}

// pitch reads "f#4" as a MIDI number.
func pitch(s string) (int, error) {
	pc, rest, err := pitchClass(s)
	if err != nil {
		return 0, err
	}
	octave, err := strconv.Atoi(rest)
	if err != nil {
		return 0, fmt.Errorf("no octave in %q", s)
	}
	return 12*(octave+1) + pc, nil
}

// Chords reads a progression that starts at a bar: symbols between bar lines share
// the bar; % repeats the bar before.
func (w *Writer) Chords(bar float64, text string) Prog {
	meter := float64(w.song.Meter)
	var out Prog
	var lastBar Prog
	at := bar * meter
	for _, cell := range strings.Split(text, "|") {
		names := strings.Fields(cell)
		if len(names) == 0 {
			continue
		}
		var now Prog
		if len(names) == 1 && names[0] == "%" {
			for _, s := range lastBar {
				s.at += meter
				now = append(now, s)
			}
		} else {
			each := meter / float64(len(names))
			for i, name := range names {
				c, err := ParseChord(name)
				if err != nil {
					w.fail("chords", "%v", err)
				}
				now = append(now, span{c, at + float64(i)*each, each})
			}
		}
		out = append(out, now...)
		lastBar = now
		at += meter
	}
	return out
}

// A cell is one hit of a rhythm.
type cell struct {
	sign    byte
	at, len float64 // beats from the start of the pattern
}

// rhythm reads one sign a step; spaces are for the eye. '-' prolongs, '.' rests,
// anything else is a hit. It returns the hits and the length in beats.
func rhythm(text string, step float64) (hits []cell, length float64) {
	n := 0
	for i := range len(text) {
		switch c := text[i]; c {
		case ' ', '\t', '\n', '|':
			continue
		case '-':
			if len(hits) > 0 {
				hits[len(hits)-1].len += step
			}
		case '.':
		default:
			hits = append(hits, cell{c, float64(n) * step, step})
		}
		n++
	}
	return hits, float64(n) * step
}

// velocity of a sign: x, X, o, or a digit 1 to 9.
func velocity(sign byte) float64 {
	switch {
	case sign == 'X':
		return 0.95
	case sign == 'o':
		return 0.42
	case sign >= '1' && sign <= '9':
		return float64(sign-'0') / 9
	}
	return 0.72
}
