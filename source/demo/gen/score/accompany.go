package score

import "strings"

// Pad holds each chord of the progression, n voices between two pitches.
func (w *Writer) Pad(track string, p Prog, lo, hi, n int) {
	v := voicer{lo: lo, hi: hi, n: n}
	for _, s := range p {
		for _, note := range v.next(s.chord) {
			w.add(track, event{at: s.at, len: s.len * 0.995, pitch: float64(note), vel: 0.7})
		}
	}
}

// Comp strikes the chords in a rhythm, repeated as long as the progression lasts. A hit
// written 'a' takes the next chord early; 'A' does so loudly.
func (w *Writer) Comp(track string, p Prog, lo, hi, n int, step float64, text string) {
	hits, length := rhythm(text, step)
	v := voicer{lo: lo, hi: hi, n: n}
	voicings := make([][]int, len(p))
	for i, s := range p {
		voicings[i] = v.next(s.chord)
	}
	strum := w.song.track(track).Strum
	turn := 0
	w.repeat(p, hits, length, func(h cell, at, length float64) {
		i := p.index(at)
		vel := velocity(h.sign)
		if h.sign == 'a' || h.sign == 'A' {
			i = min(i+1, len(p)-1)
			vel = velocity(h.sign - 'a' + 'x')
		}
		notes := voicings[i]
		for k, note := range notes {
			late := strum * float64(k) / float64(len(notes))
			if turn%2 == 1 { // up-stroke
				late = strum * 0.6 * float64(len(notes)-1-k) / float64(len(notes))
			}
			w.add(track, event{at: at, len: length, pitch: float64(note), vel: vel, late: late})
		}
		turn++
	})
}

// repeat calls f for every hit over the whole progression.
func (w *Writer) repeat(p Prog, hits []cell, length float64, f func(h cell, at, length float64)) {
	if length <= 0 {
		w.fail("", "empty rhythm")
	}
	for base := p.start(); base < p.end()-1e-9; base += length {
		for _, h := range hits {
			at := base + h.at
			if at < p.end()-1e-9 {
				f(h, at, min(h.len, p.end()-at))
			}
		}
	}
}

// Arp breaks the chords: the signs are the voices from the lowest, 0 to 9.
func (w *Writer) Arp(track string, p Prog, lo, hi, n int, step float64, text string) {
	hits, length := rhythm(text, step)
	v := voicer{lo: lo, hi: hi, n: n}
	last := -1
	var notes []int
	w.repeat(p, hits, length, func(h cell, at, length float64) {
		if i := p.index(at); i != last {
			notes, last = v.next(p[i].chord), i
		}
		k := int(h.sign - '0')
		pitch := notes[k%len(notes)] + 12*(k/len(notes))
		vel := 0.62
		if h.at == 0 {
			vel = 0.76
		}
		w.add(track, event{at: at, len: length, pitch: float64(pitch), vel: vel})
	})
}

// Bass plays degrees of the chords: 1 root, 3, 5, 7, 8 the octave, 6 the sixth,
// L the fifth below, u a semitone below the next root, d one above it. The root is
// the one from lo up.
func (w *Writer) Bass(track string, p Prog, lo int, step float64, text string) {
	hits, length := rhythm(text, step)
	w.repeat(p, hits, length, func(h cell, at, length float64) {
		i := p.index(at)
		c := p[i].chord
		root := above(lo, c.Bass)
		next := above(lo, p[min(i+1, len(p)-1)].chord.Bass)
		if i == len(p)-1 {
			next = above(lo, p[0].chord.Bass)
		}
		note, vel := root, 0.75
		degree := func(interval int) int { return above(root, mod12(c.Root+interval)) }
		switch h.sign {
		case '1':
			vel = 0.82
		case '3':
			note = degree(c.third())
		case '5':
			note = degree(c.fifth())
		case '6':
			note = degree(9)
		case '7':
			note = degree(c.seventh())
		case '8':
			note = root + 12
		case 'L':
			note = degree(c.fifth()) - 12
		case 'u':
			note = next - 1
		case 'd':
			note = next + 1
		case 'x': // a dead note
			length, vel = min(length, 0.08), 0.4
		default:
			w.fail(track, "bass sign %q", h.sign)
		}
		w.add(track, event{at: at, len: length * 0.96, pitch: float64(note), vel: vel})
	})
}

func above(lo, pc int) int { return lo + mod12(pc-lo) }

// Walk writes a walking bass: root, chord tones, and a step into the next root, one
// note a beat, between lo and an octave and a half above.
func (w *Writer) Walk(track string, p Prog, lo int) {
	root := above(lo, p[0].chord.Bass)
	for i, s := range p {
		next := near(p[(i+1)%len(p)].chord.Bass, root, lo)
		for b, note := range walkSteps(s.chord, root, next, int(s.len+0.5), i) {
			vel := 0.72
			if b%2 == 0 {
				vel = 0.8
			}
			w.add(track, event{at: s.at + float64(b), len: 0.92, pitch: float64(note), vel: vel})
		}
		root = next
	}
}

// near returns the pitch of a class that is closest to another, from lo to lo+18.
func near(pc, to, lo int) int {
	best := above(lo, pc)
	for p := best; p <= lo+18; p += 12 {
		if abs(p-to) < abs(best-to) {
			best = p
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// walkSteps goes from root to just before next: up through the chord or down through it.
func walkSteps(c Chord, root, next, beats, turn int) []int {
	third, fifth := root+c.third(), root+c.fifth()
	under, low := root+c.seventh()-12, fifth-12 // the seventh and the fifth below
	into := next - 1
	if next <= root {
		into = next + 1
	}
	steps := []int{root, low, third, into}
	switch {
	case next > root && turn%2 == 0:
		steps = []int{root, third, fifth, into}
	case next > root:
		steps = []int{root, root + 2, third, into}
	case turn%2 == 0:
		steps = []int{root, under, low, into}
	}
	switch beats {
	case 1:
		return steps[:1]
	case 2:
		return []int{root, into}
	case 3:
		return []int{root, steps[2], into}
	}
	return steps
}

// Drums writes rhythms on a track whose instrument is a synth.Kit, from one bar up to
// another, over and over. Each line is a letter, a colon and the rhythm:
//
//	k: x... ..x.
//	s: .... x..o
func (w *Writer) Drums(track string, from, to, step float64, text string) {
	meter := float64(w.song.Meter)
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		name, pattern, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || len(name) != 1 {
			w.fail(track, "drum line %q", line)
		}
		hits, length := rhythm(pattern, step)
		if length == 0 {
			w.fail(track, "empty drum line %q", line)
		}
		for base := from * meter; base < to*meter-1e-9; base += length {
			for _, h := range hits {
				if at := base + h.at; at < to*meter-1e-9 {
					w.add(track, event{at: at, len: 0.25, pitch: float64(name[0]), vel: velocity(h.sign)})
				}
			}
		}
	}
}
