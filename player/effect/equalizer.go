package effect

// Bands is the number of bands of an Equalizer, one octave each.
const Bands = 10

// Centres are the middles of the bands in Hz (the octaves of ISO 266, rounded as usual).
func Centres() [Bands]float64 {
	return [Bands]float64{31.25, 62.5, 125, 250, 500, 1000, 2000, 4000, 8000, 16000}
}

// MaxGain is how far a band may be raised or lowered, in dB.
const MaxGain = 12

// bandQ makes a peaking filter one octave wide.
const bandQ = 1.41

// A Curve is the gain of each band in dB. The zero value is flat.
type Curve [Bands]float64

// Boosts reports whether some band is raised.
func (c Curve) Boosts() bool {
	for _, db := range c {
		if db > 0 {
			return true
		}
	}
	return false
}

// Clamp returns c with every gain within MaxGain.
func (c Curve) Clamp() Curve {
	for i := range c {
		c[i] = min(max(c[i], -MaxGain), MaxGain)
		if c[i] != c[i] { // NaN
			c[i] = 0
		}
	}
	return c
}

// An Equalizer filters with a Curve. Bands of 0 dB are left out, so that a flat one gives
// back its input bit for bit.
type Equalizer struct {
	filters [Bands]biquad
	n       int
}

// NewEqualizer returns an Equalizer in the state of silence.
func NewEqualizer(c Curve) *Equalizer {
	e := &Equalizer{}
	for i, db := range c.Clamp() {
		if db != 0 {
			e.filters[e.n] = peaking(Centres()[i], bandQ, db)
			e.n++
		}
	}
	return e
}

// Flat reports that the Equalizer does nothing.
func (e *Equalizer) Flat() bool { return e.n == 0 }

// Process filters block in place.
func (e *Equalizer) Process(block [][2]float64) {
	for i := range e.filters[:e.n] {
		e.filters[i].process(block)
	}
}

// Reset forgets what was before, as after silence.
func (e *Equalizer) Reset() {
	for i := range e.filters {
		e.filters[i].s1, e.filters[i].s2 = [2]float64{}, [2]float64{}
	}
}
