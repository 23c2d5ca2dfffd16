package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// biscuit is a march in B flat for a small band: trumpets, horns that answer the tuba,
// a piccolo the second time, a trio in E flat, and side drums.
func biscuit() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.BassDrum, Gain: -2},
		's': {Drum: synth.FieldSnare, Gain: -2, Pan: 0.15},
		'z': {Drum: synth.Crash, Gain: -11, Pan: -0.2},
		't': {Drum: synth.Triangle, Gain: -14, Pan: 0.5},
	}
	side := "s: x..xx.x.x.xxx.x. x.xxx.x.xxxxX.x.\nk: x.......x......."
	roll := "s: xooooooox.x.X... \nk: x.......x.x.x..."
	first := `bb4:2 bb4:1.5 c5:0.5 d5:2 f5:2 | eb5:1.5 d5:0.5 c5:2 f4:4 | bb4:2 bb4:1.5 c5:0.5 d5:2 g5:2 | `
	return &score.Song{
		ID: "the-biscuit-brigade", Title: "The Biscuit Brigade", Artist: "Crumb Street Town Band", Album: "Order & Motion",
		Beat: beat(500 * ms), Meter: 4, Loud: -16.5, Room: hall(1.3),
		Tracks: []score.Track{
			{Name: "trumpet", Inst: synth.Twin{A: synth.Trumpet(), B: synth.Trumpet()}, Level: 0, Pan: -0.1, Room: 0.2, Loose: 6},
			{Name: "second", Inst: synth.Trumpet(), Level: -4, Pan: -0.35, Room: 0.2, Loose: 8},
			{Name: "piccolo", Inst: synth.Flute(), Level: -3, Pan: 0.3, Room: 0.22, Loose: 6},
			{Name: "bells", Inst: synth.Glockenspiel(), Level: -9, Pan: 0.45, Room: 0.2, Loose: 5},
			{Name: "horns", Inst: synth.Trombone(), Level: -5, Pan: 0.3, Room: 0.2, Loose: 7},
			{Name: "tuba", Inst: synth.Tuba(), Level: -2, Pan: 0.1, Room: 0.12, Loose: 6},
			{Name: "drums", Inst: kit, Level: -3, Room: 0.18, Loose: 4},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 2, Write: func(w *score.Writer) {
				w.Drums("drums", 0, 2, 0.25, "s: X..xx.x.X.xxx.x. X.xxxxxxxxxxX.X.\nk: x.......x.......")
				w.Line("trumpet", 1, 0.5, "f4:1 . f4:0.5 f4:0.5 f4:1 bb4!:2 d5:1 f5:1")
				w.Line("tuba", 1, 0.5, ".:4 bb2:2 f2:2")
			}},
			{Name: "a", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "Bb | F7/A | Gm | Dm | Eb | Bb/F | C7 | F7")
				oompah(w, p)
				w.Drums("drums", 0, 7, 0.25, side)
				w.Drums("drums", 7, 8, 0.25, roll)
				w.Line("trumpet", 0, 0.5, first+`f5:1.5 e5:0.5 d5:2 a4:4 | g5:2 g5:1.5 f5:0.5 eb5:2 g5:2 | f5:1.5 eb5:0.5 d5:2 bb4:4 | c5:1.5 d5:0.5 e5:1.5 f5:0.5 g5:2 e5:2 | f5!:5 . f4 f4`)
				w.Line("second", 0, 0.5, `d4:4 f4:4 | f4:4 eb4:4 | d4:4 g4:4 | f4:4 f4:4 | eb4:4 g4:4 | f4:4 d4:4 | e4:4 bb4:4 | a4:5 .:3`)
			}},
			{Name: "a2", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "Bb | F7/A | Gm | D7 | Eb Edim7 | Bb/F G7 | C7 F7 | Bb")
				oompah(w, p)
				w.Drums("drums", 0, 7, 0.25, side)
				w.Drums("drums", 7, 8, 0.25, roll)
				w.Drums("drums", 0, 1, 1, "z: x...")
				w.Drums("drums", 4, 5, 1, "z: x...")
				line := first + `f#5:1.5 e5:0.5 d5:2 a4:2 d5:2 | g5:2 eb5:2 g5:2 bb5:2 | f5:2 d5:2 g5:2 f5:1.5 d5:0.5 | c5:2 e5:1.5 g5:0.5 f5:2 a4:1.5 c5:0.5 | bb4!:4 .:2 f4 f4`
				w.Line("trumpet", 0, 0.5, line)
				w.Line("second", 0, 0.5, `d4:4 f4:4 | f4:4 eb4:4 | d4:4 g4:4 | f#4:4 a4:4 | bb4:4 bb4:4 | bb4:4 b4:4 | bb4:4 a4:2 eb4:2 | d4:4 .:4`)
				w.Dyn = 0.85
				w.Line("piccolo", 0, 0.25, `d6:2 f6:2 d6:2 f6:2 bb6:4 f6 g6 f6 d6 | eb6:2 c6:2 f6:2 eb6:2 c6:4 a5 c6 eb6 c6 | d6:2 bb5:2 d6:2 g6:2 bb6:4 g6 a6 g6 d6 | f#6:2 a6:2 f#6:2 d6:2 a5:4 d6 e6 f#6 d6
					| g6:2 eb6:2 bb5:2 eb6:2 g6:2 e6:2 bb6:4 | f6:2 d6:2 bb5:2 f6:2 g6:2 b5:2 d6:2 f6:2 | e6:2 g6:2 c6:2 bb5:2 a5:2 c6:2 eb6:2 f6:2 | d6:4 bb5:2 f5:2 bb5:4 .:4`)
				w.Up = 12
				w.Line("bells", 0, 0.5, line)
			}},
			{Name: "trio", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "Eb | Eb | Bb7/D | Bb7 | Eb/G | Ab | Fm7 Bb7 | Eb")
				w.Dyn = 0.8
				oompah(w, p)
				w.Drums("drums", 0, 8, 0.25, "s: o...o.o.o...ooo.\nk: o.......o.......\nt: x.......x.......")
				w.Dyn = 0.85
				line := `eb5:4 d5:2 eb5:2 | g5:6 f5:2 | d5:4 c5:2 d5:2 | f5:6 .:2 | bb4:4 eb5:2 g5:2 | ab5:4 g5:2 f5:2 | ab5:3 g5 f5:3 d5 | eb5:6 .:2`
				w.Line("second", 0, 0.5, line)
				w.Up = -12
				w.Line("horns", 0, 0.5, line)
				w.Up = 0
				w.Line("piccolo", 0, 0.25, `.:8 g6 ab6 g6 f6 eb6:4 | .:8 bb6 g6 eb6 g6 bb6:4 | .:8 f6 g6 f6 eb6 d6:4 | .:8 ab6 f6 d6 f6 ab6:4
					| .:8 g6 f6 eb6 d6 eb6:4 | .:8 c6 d6 eb6 f6 ab6:4 | c6 eb6 ab6 c6 eb6 ab6 g6 eb6 d6 f6 bb6 d6 f6 bb6 ab6 f6 | g6:4 eb6:4 eb6:4 .:4`)
			}},
			{Name: "end", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Eb Edim7 | Bb/F G7")
				oompah(w, p)
				w.Drums("drums", 0, 2, 0.25, side)
				w.Drums("drums", 2, 3, 0.25, "s: xoooooooxoooxxXX\nk: x.......x...x.x.")
				w.Line("trumpet", 0, 0.5, "g5:2 eb5:2 g5:2 bb5:2 | f5:2 d5:2 g5:2 f5:1.5 d5:0.5 | c5:2 eb5:2 f5:2 a5:2 | bb5!:2 .:2 bb4!:1 .:3")
				w.Line("second", 0, 0.5, "bb4:4 bb4:4 | bb4:4 b4:4 | g4:4 a4:2 eb5:2 | d5!:2 .:2 f4!:1 .:3")
				w.Line("horns", 2, 0.5, "bb3+eb4:4 c4+eb4:4 | bb3+f4!:2 .:2 d4+bb3!:1 .:3")
				w.Line("tuba", 2, 0.5, "c2:2 eb2:2 f2:2 f1:2 | bb1!:2 .:2 bb1!:1 .:3")
				w.Drums("drums", 3, 4, 1, "z: X.x.\nk: X.X.\ns: X.X.")
			}},
		},
		Form: "intro a a2 a a2 trio trio a a2 end",
		Long: "intro a a2 a a2 trio trio a a2 a a2 trio trio a a2 trio trio a a2 end",
	}
}

// oompah gives the beat to the tuba and the off-beat to the horns.
func oompah(w *score.Writer, p score.Prog) {
	w.Bass("tuba", p, 29, 0.5, "1.....L.")
	w.Comp("horns", p, 53, 70, 3, 0.5, ".x.x.x.x")
}
