package score

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Chord is what a chord symbol means.
type Chord struct {
	Root  int   // pitch class, 0 is C
	Bass  int   // pitch class of the lowest note
	Tones []int // semitones above the root, the most telling first
}

// qualities lists the tones in the order in which they matter: a voicing with fewer
// voices than tones takes the first ones, since the bass has the root.
var qualities = map[string][]int{
	"":      {4, 0, 7},
	"m":     {3, 0, 7},
	"5":     {0, 7},
	"6":     {4, 9, 7, 0},
	"m6":    {3, 9, 7, 0},
	"69":    {4, 9, 14, 7, 0},
	"7":     {4, 10, 0, 7},
	"maj7":  {4, 11, 7, 0},
	"m7":    {3, 10, 7, 0},
	"mmaj7": {3, 11, 7, 0},
	"m7b5":  {3, 10, 6, 0},
	"dim":   {3, 6, 0},
	"dim7":  {3, 6, 9, 0},
	"aug":   {4, 8, 0},
	"9":     {4, 10, 14, 7, 0},
	"maj9":  {4, 11, 14, 7, 0},
	"m9":    {3, 10, 14, 7, 0},
	"m11":   {3, 10, 17, 7, 0},
	"13":    {4, 10, 21, 14, 0},
	"7b9":   {4, 10, 13, 7, 0},
	"7#9":   {4, 10, 15, 0, 7},
	"7#11":  {4, 10, 18, 7, 0},
	"7b13":  {4, 10, 20, 14, 0},
	"7sus4": {5, 10, 0, 7},
	"9sus4": {5, 10, 14, 7, 0},
	"sus4":  {5, 0, 7},
	"sus2":  {2, 0, 7},
	"add9":  {4, 14, 7, 0},
	"madd9": {3, 14, 7, 0},
}

var letters = map[byte]int{'c': 0, 'd': 2, 'e': 4, 'f': 5, 'g': 7, 'a': 9, 'b': 11}

// pitchClass reads a letter and its accidentals and returns the rest.
func pitchClass(s string) (pc int, rest string, err error) {
	if s == "" {
		return 0, "", fmt.Errorf("no note name")
	}
	pc, ok := letters[s[0]|0x20]
	if !ok {
		return 0, "", fmt.Errorf("no note name in %q", s)
	}
	for s = s[1:]; s != "" && (s[0] == '#' || s[0] == 'b'); s = s[1:] {
		if s[0] == '#' {
			pc++
		} else {
			pc--
		}
	}
	return pc, s, nil
}

// ParseChord reads a symbol such as "F#m7b5" or "C/E".
func ParseChord(s string) (Chord, error) {
	name, bass, slash := strings.Cut(s, "/")
	root, quality, err := pitchClass(name)
	if err != nil {
		return Chord{}, err
	}
	tones, ok := qualities[quality]
	if !ok {
		return Chord{}, fmt.Errorf("unknown chord %q", s)
	}
	c := Chord{Root: mod12(root), Bass: mod12(root), Tones: tones}
	if slash {
		b, rest, err := pitchClass(bass)
		if err != nil || rest != "" {
			return Chord{}, fmt.Errorf("bad bass in %q", s)
		}
		c.Bass = mod12(b)
	}
	return c, nil
}

func mod12(n int) int { return ((n % 12) + 12) % 12 }

// has returns the chord's interval nearest in kind to the wanted ones, or the fallback.
func (c Chord) has(fallback int, wanted ...int) int {
	for _, w := range wanted {
		for _, t := range c.Tones {
			if t == w {
				return t
			}
		}
	}
	return fallback
}

func (c Chord) third() int   { return c.has(4, 3, 4, 5, 2) }
func (c Chord) fifth() int   { return c.has(7, 7, 6, 8) }
func (c Chord) seventh() int { return c.has(12, 10, 11, 9) }

// voices returns n pitch classes, doubling the root when the chord has fewer tones.
func (c Chord) voices(n int) []int {
	out := make([]int, 0, n)
	for i := range n {
		t := 0
		switch {
		case i < len(c.Tones):
			t = c.Tones[i]
		case i == len(c.Tones):
			t = 0
		default:
			t = c.fifth()
		}
		out = append(out, mod12(c.Root+t))
	}
	return out
}

// A voicer chooses voicings that move as little as possible from chord to chord.
type voicer struct {
	lo, hi, n int
	last      []int
}

func (v *voicer) next(c Chord) []int {
	var best []int
	bestCost := math.Inf(1)
	for _, cand := range v.candidates(c.voices(v.n)) {
		if cost := v.cost(cand); cost < bestCost {
			best, bestCost = cand, cost
		}
	}
	if best == nil {
		panic(fmt.Sprintf("score: no voicing of %v between %d and %d", c, v.lo, v.hi))
	}
	v.last = best
	return best
}

// candidates are the close positions, with tones doubled an octave up when there are
// more voices than tones, and those with the second voice from the top an
// octave lower, as far as they fit.
func (v *voicer) candidates(pcs []int) [][]int {
	var out [][]int
	sorted := slices.Compact(slices.Sorted(slices.Values(pcs)))
	m, n := len(sorted), v.n
	for r := range m {
		for base := v.lo; base < v.lo+24; base++ {
			if mod12(base) != sorted[r] {
				continue
			}
			notes := []int{base}
			for k := 1; k < n; k++ {
				p := notes[k-1] + 1
				for mod12(p) != sorted[(r+k)%m] {
					p++
				}
				notes = append(notes, p)
			}
			if notes[n-1] <= v.hi {
				out = append(out, notes)
			}
			if n >= 4 && notes[n-2]-12 >= v.lo && notes[n-1] <= v.hi {
				open := append([]int{notes[n-2] - 12}, notes[:n-2]...)
				out = append(out, append(open, notes[n-1]))
			}
		}
	}
	return out
}

func (v *voicer) cost(c []int) float64 {
	mean := 0.0
	cost := 0.0
	for i, p := range c {
		mean += float64(p) / float64(len(c))
		if v.last != nil {
			cost += math.Abs(float64(p - v.last[i]))
		}
		if i > 0 && p-c[i-1] == 1 {
			cost += 1.5 // a semitone rub
		}
	}
	return cost + 0.8*math.Abs(mean-float64(v.lo+v.hi)/2)
}

// A span is a chord and its time in beats from the start of the part.
type span struct {
	chord   Chord
	at, len float64
}

// A Prog is a chord progression at its place in a part.
type Prog []span

// index is the place in p of the chord that sounds at a beat.
func (p Prog) index(beat float64) int {
	i := len(p) - 1
	for i > 0 && p[i].at > beat+1e-9 {
		i--
	}
	return i
}

func (p Prog) start() float64 { return p[0].at }
func (p Prog) end() float64   { return p[len(p)-1].at + p[len(p)-1].len }
