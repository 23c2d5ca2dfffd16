package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// blue is a twelve-bar blues in A with a shuffle: tenor saxophone, a guitar with a hot
// valve, organ, walking bass.
func blue() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.Kick, Gain: -3},
		's': {Drum: synth.Snare, Gain: -2, Pan: 0.05},
		'g': {Drum: synth.Snare, Gain: -12, Pan: 0.05},
		'r': {Drum: synth.Ride, Gain: -7, Pan: 0.35},
		'p': {Drum: synth.Pedal, Gain: -8, Pan: -0.3},
		'c': {Drum: synth.Crash, Gain: -8, Pan: -0.35},
		't': {Drum: synth.HighTom, Gain: -4, Pan: -0.2},
		'l': {Drum: synth.LowTom, Gain: -4, Pan: 0.3},
	}
	twelve := "A7 | D9 | A7 | A7 | D9 | D#dim7 | A7 | F#7#9 | Bm7 | E9 | A7 F#7 | Bm7 E7#9"
	return &score.Song{
		ID: "half-past-blue", Title: "Half Past Blue", Artist: "The Night Clerks", Album: "Roots & Salt",
		Beat: beat(600 * ms), Meter: 4, Swing: 0.65, Loud: -16.5, Room: room(1.1),
		Tracks: []score.Track{
			{Name: "sax", Inst: synth.Saxophone(), Level: 0, Pan: -0.15, Room: 0.2, Loose: 12, Push: 8},
			{Name: "guitar", Inst: synth.CleanGuitar(), Level: 0, Pan: 0.18, Room: 0.18, Loose: 10, Push: 6, FX: []synth.Effect{synth.Drive(9, 4200), synth.Peak(900, 0.8, 3)}},
			{Name: "organ", Inst: synth.Organ([9]float64{8, 3, 8, 4, 0, 0, 0, 0, 2}), Level: -7.5, Room: 0.12, Loose: 6, FX: []synth.Effect{synth.Drive(1.6, 7000), synth.Leslie(14)}},
			{Name: "piano", Inst: synth.Piano(), Level: -6, Pan: -0.3, Room: 0.12, Loose: 10},
			{Name: "bass", Inst: synth.UprightBass(), Level: -2, Room: 0.03, Loose: 6},
			{Name: "drums", Inst: kit, Level: -3, Room: 0.1, Loose: 5},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 2, Write: func(w *score.Writer) {
				p := w.Chords(0, "A7 F#7#9 | B7 E7#9")
				w.Walk("bass", p, 33)
				w.Comp("organ", p, 52, 70, 4, 2, "xx")
				w.Line("piano", 0, 0.5, ".:2 e5+c#5 - .:2 e5+bb4 - | .:2 d#5+a4 - d5+g#4 . e5 c5~")
				w.Drums("drums", 0, 2, 0.5, "r: x.xox.xo\np: ..x...x.")
				w.Drums("drums", 1.5, 2, 0.5, "s: .xoX\nt: x...")
			}},
			{Name: "head", Bars: 12, Write: func(w *score.Writer) {
				p := w.Chords(0, twelve)
				shuffle(w, p)
				w.Comp("organ", p, 52, 70, 4, 0.5, "x------.")
				w.Line("sax", 0, 0.5, `.:2 e4 g4 a4 c5 c#5~ a4 | c5:2 a4 - .:4 | .:2 e4 g4 a4 c5 c#5~ e5! | a4:3 . .:4
					| .:2 a4 c5 d5 f5 f#5~ d5 | f5:2 d#5 c5 a4:2 .:2 | .:2 e5 g5 e5 c5 c#5~ a4 | a#4:2 c#5:2 e5:3 .
					| d5 c#5 b4 a4 f#4:2 d5:2~ | e5! d5 b4 g#4 e4:3 . | a4 c5 c#5~ e5 a#4:2 c#5 e5 | d5:2 b4 - g4 g#4~ e4 .`)
				w.Line("piano", 0, 0.5, `.:8 | .:4 .:2 f#4+c5 f#4+c5? | .:8 | .:3 g4+c#5 . g4+c#5? e4+a4 . | .:8 | .:4 .:2 a4+c5 a4+c5?
					| .:8 | .:6 a#4+e5 . | .:8 | .:6 d4+g#4 . | .:8 | .:4 .:2 d5+g#4 .`)
			}},
			{Name: "solo", Bars: 12, Write: func(w *score.Writer) {
				p := w.Chords(0, twelve)
				shuffle(w, p)
				w.Comp("organ", p, 52, 70, 4, 0.5, "..x..x.. x..x....")
				w.Line("guitar", 0, 0.5, `a4 c5 d5 d#5 e5!:2 g5 e5 | d5 c5 a4 c5 d5:2 f#5:2~ | e5!:2 c5 a4 c#5~ e4 g4 a4 | g5!:2~ e5 c5 a4:3 .
					| a5!:3~ g5 f#5 d5 c5 a4 | c5 d5 d#5 - f#5~ d#5 c5 a4 | e5 c5 a4 g4 a4:2 c5 c#5~ | e5 f#5~ a#4 c#5 e5!:3 .
					| f#5 d5 b4 a4 b4 d5 f#5 a5!~ | g#5 e5 d5 b4 g#4 b4 d5 e5 | c5 c#5~ e5 a5! g5 e5 c#5 a#4 | b4 d5 f#5 e5 d5 c5 a4 .`)
			}},
			{Name: "end", Bars: 3, Write: func(w *score.Writer) {
				p := w.Chords(0, "A7 F#7#9 | Bm7 E7#9")
				w.Walk("bass", p, 33)
				w.Comp("organ", p, 52, 70, 4, 2, "xx")
				w.Line("sax", 0, 0.5, "e5! c5 c#5~ a4 g4 a#4 c#5 e5 | d5 b4 a4 f#4 g#4 d5 e5! .")
				w.Line("guitar", 1, 0.5, ".:6 g4 g#4~ | a4!:2 .:6")
				w.Line("sax", 2, 0.5, "c#5!:3~ .:5")
				w.Line("organ", 2, 1, "a3+c#4+g4+b4!:2.5 .:1.5")
				w.Line("piano", 2, 1, "a2+e3+g3+c#4!:2.5 .:1.5")
				w.Line("bass", 2, 1, "a1!:2.5 .:1.5")
				w.Drums("drums", 0, 2, 0.5, "r: x.xox.xo\np: ..x...x.\nk: x...x...")
				w.Drums("drums", 1.5, 2, 0.5, "s: xoxX\nl: ..x.")
				w.Drums("drums", 2, 3, 0.5, "c: X.......\nk: X.......")
			}},
		},
		Form: "intro head solo head solo head end",
		Long: "intro head solo head solo head solo head solo head end",
	}
}

func shuffle(w *score.Writer, p score.Prog) {
	w.Walk("bass", p, 33)
	w.Drums("drums", 0, 11, 0.5, "r: x.xox.xo\np: ..x...x.\nk: x..ox..o\ns: ..X...X.\ng: .o..oo.o")
	w.Drums("drums", 11, 12, 0.5, "r: x.xo....\nk: x...x...\ns: ..X..oxX\nt: ....x...\nl: .....x.x")
}
