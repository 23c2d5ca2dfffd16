package synth

// A Note is one sound to make.
type Note struct {
	Pitch float64 // MIDI number, 60 is middle C; fractions are allowed
	From  float64 // pitch to glide from, 0 for none
	Gate  int     // frames until the key is let go
	Vel   float64 // 0 to 1
	Seed  uint64  // what is random in the note comes from here
}

// An Instrument adds a note to dst, whose first frame is the start of the note. It may
// ring beyond Gate and stops at the end of dst.
type Instrument interface {
	Play(dst Buf, n Note)
}

// A Voice fills out, which is zero, with one note of a single signal.
type Voice func(out []float64, n Note)

// Solo makes an instrument of a Voice.
type Solo struct {
	Voice Voice
	// Tail is the longest time in seconds that a note rings after its gate.
	Tail float64
	// Spread places pitches from left (low) to right (high), 1 for two octaves and a
	// half to each side; 0 keeps all in the middle.
	Spread float64
}

// Play implements Instrument.
func (s Solo) Play(dst Buf, n Note) {
	// The note is made whole even where dst ends, so that its end is where it always is.
	out := make([]float64, n.Gate+samples(s.Tail))
	s.Voice(out, n)
	dst.addMono(out, s.Spread*(n.Pitch-60)/30)
}

// Twin plays two instruments at once.
type Twin struct{ A, B Instrument }

// Play implements Instrument.
func (t Twin) Play(dst Buf, n Note) {
	t.A.Play(dst, n)
	n.Seed++
	t.B.Play(dst, n)
}

// glide gives the frequency of a note per sample: it slides from From to Pitch.
type glide struct{ now, to, k float64 }

func newGlide(n Note, seconds float64) glide {
	g := glide{now: n.Pitch, to: n.Pitch, k: coef(seconds / 3)}
	if n.From != 0 {
		g.now = n.From
	}
	return g
}

func (g *glide) next() float64 {
	g.now += (g.to - g.now) * g.k
	return g.now
}

// vibrato is a delayed, slightly irregular swing of the pitch, in semitones.
type vibrato struct {
	rate, depth float64
	wait, i     int
	p           phase
}

func newVibrato(hz, semitones, wait float64, r *Rand) vibrato {
	return vibrato{rate: hz * (1 + 0.06*r.Bi()) / Rate, depth: semitones, wait: samples(wait), p: phase(r.Float() * 0.1)}
}

func (v *vibrato) next() float64 {
	v.i++
	if v.i < v.wait {
		return 0
	}
	in := float64(v.i-v.wait) / (0.35 * Rate)
	if in > 1 {
		in = 1
	}
	return v.depth * in * sine(v.p.step(v.rate))
}
