package synth_test

import (
	"math"
	"testing"

	"anyaudio/source/demo/gen/synth"
)

var instruments = map[string]synth.Instrument{
	"accordion": synth.Accordion(), "celesta": synth.Celesta(), "choir": synth.Choir(),
	"clarinet": synth.Clarinet(), "cleanguitar": synth.CleanGuitar(), "electricbass": synth.ElectricBass(0.5),
	"electricpiano": synth.ElectricPiano(), "flute": synth.Flute(), "glockenspiel": synth.Glockenspiel(),
	"harmonica": synth.Harmonica(), "harp": synth.Harp(), "harpsichord": synth.Harpsichord(),
	"kalimba": synth.Kalimba(), "marimba": synth.Marimba(), "melodica": synth.Melodica(),
	"musicbox": synth.MusicBox(), "mutedtrumpet": synth.MutedTrumpet(), "nylonguitar": synth.NylonGuitar(),
	"organ": synth.Organ([9]float64{0, 0, 8, 4, 0, 0, 0, 0, 0}), "piano": synth.Piano(), "saxophone": synth.Saxophone(),
	"steelguitar": synth.SteelGuitar(), "steelpan": synth.Steelpan(), "strings": synth.Strings(0.1),
	"trombone": synth.Trombone(), "trumpet": synth.Trumpet(), "tuba": synth.Tuba(),
	"uprightbass": synth.UprightBass(), "vibraphone": synth.Vibraphone(), "violin": synth.Violin(),
	"chip": synth.Chip(0.25, 1), "chipbass": synth.ChipBass(),
}

// sections sound from several places at once, or swing: they are in tune on the whole.
var sections = map[string]bool{"accordion": true, "choir": true, "strings": true, "violin": true}

// tone returns the power at hz of half a second after a tenth, Hann window.
func tone(x []float64, hz float64) float64 {
	n := synth.Rate / 2
	k := 2 * math.Cos(2*math.Pi*hz/synth.Rate)
	a, b := 0.0, 0.0
	for i := range n { // Goertzel
		w := 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/float64(n))
		a, b = w*x[i+synth.Rate/10]+k*a-b, a
	}
	return a*a + b*b - k*a*b
}

func TestInstrumentsAreInTuneAndFallSilent(t *testing.T) {
	for name, inst := range instruments {
		for _, pitch := range []float64{41, 60, 79} {
			b := synth.NewBuf(5 * synth.Rate)
			inst.Play(b, synth.Note{Pitch: pitch, Gate: synth.Rate, Vel: 0.8, Seed: 7})
			best, cents := 0.0, 0.0
			for c := -40.0; c <= 40; c += 4 {
				if p := tone(b.L, synth.Hz(pitch+c/100)); p > best {
					best, cents = p, c
				}
			}
			if math.Abs(cents) > 8 && !(sections[name] && math.Abs(cents) <= 24) {
				t.Errorf("%s at %v is %v cents off", name, pitch, cents)
			}
			for i, v := range b.L {
				if math.IsNaN(v) || math.Abs(v) > 2 {
					t.Fatalf("%s at %v: sample %d is %v", name, pitch, i, v)
				}
			}
			end := 0.0
			for _, v := range b.L[4*synth.Rate:] {
				end = math.Max(end, math.Abs(v))
			}
			if end > 1e-3 {
				t.Errorf("%s at %v still sounds at %v after three seconds", name, pitch, end)
			}
		}
	}
}

func TestSameSeedSameSound(t *testing.T) {
	for name, inst := range instruments {
		a, b := synth.NewBuf(9600), synth.NewBuf(9600)
		n := synth.Note{Pitch: 57, Gate: 4800, Vel: 0.7, Seed: 99}
		inst.Play(a, n)
		inst.Play(b, n)
		for i := range a.L {
			if a.L[i] != b.L[i] || a.R[i] != b.R[i] {
				t.Fatalf("%s differs at %d", name, i)
			}
		}
	}
}

func TestMasterNeverPassesTheCeiling(t *testing.T) {
	b := synth.NewBuf(2 * synth.Rate)
	for i := range b.L { // silence, then bursts far too loud
		if i/4000%3 == 1 {
			b.L[i] = 3 * math.Sin(float64(i)*0.05)
			b.R[i] = -5 * math.Sin(float64(i)*0.31)
		}
	}
	synth.Master(b, 6)
	ceiling := synth.DB(synth.Ceiling)
	for i := range b.L {
		if math.Abs(b.L[i]) > ceiling*1.0001 || math.Abs(b.R[i]) > ceiling*1.0001 {
			t.Fatalf("frame %d is %v, %v, the ceiling %v", i, b.L[i], b.R[i], ceiling)
		}
	}
}

// A tail that depends on where in time it starts would make joins audible.
func TestRoomsForget(t *testing.T) {
	in := synth.NewBuf(4 * synth.Rate)
	in.L[100], in.R[100] = 1, 1
	for _, r := range []synth.Reverb{
		{Time: 1.5, Size: 1, Damp: 4000, Wait: 0.02, LowCut: 150},
		{Time: 1.5, Size: 0.55, Damp: 4000, Wait: 0.01, LowCut: 300, Spring: true},
	} {
		out := r.Run(in)
		early, late := 0.0, 0.0
		for i := range out.L {
			if i < synth.Rate/2 {
				early += out.L[i] * out.L[i]
			} else if i > 3*synth.Rate {
				late += out.L[i] * out.L[i]
			}
		}
		if early == 0 || late > early*1e-6 {
			t.Errorf("%+v: power %v early, %v after three seconds", r, early, late)
		}
	}
}
