package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// bus is funk in F dorian: slapped bass, clavinet, congas, a horn section in octaves
// and a tenor over an electric piano in the bridge.
func bus() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.Kick, Gain: -1},
		's': {Drum: synth.Snare, Gain: -1},
		'g': {Drum: synth.Snare, Gain: -11},
		'h': {Drum: synth.Hat, Gain: -8, Pan: 0.3},
		'o': {Drum: synth.OpenHat, Gain: -12, Pan: 0.3},
		'c': {Drum: synth.Crash, Gain: -10, Pan: -0.35},
		'a': {Drum: synth.HighConga, Gain: -7, Pan: -0.45},
		'b': {Drum: synth.Conga, Gain: -6, Pan: -0.3},
		'd': {Drum: synth.SlapConga, Gain: -8, Pan: -0.4},
		'w': {Drum: synth.Cowbell, Gain: -12, Pan: 0.45},
		'j': {Drum: synth.Tambourine, Gain: -14, Pan: 0.5},
	}
	clav := synth.Analog{
		Wave: synth.Thin, Amp: synth.ADSR{A: 0.002, D: 0.5, S: 0.1, R: 0.03}, Cut: 900, Env: 2, Touch: 1.5,
		Filter: synth.ADSR{A: 0.002, D: 0.13, S: 0.2, R: 0.05}, Q: 2.2, Track: 0.4, Gain: 0.35,
	}
	riff := `f1! . . f1 . . eb2 f2' . f1 . ab1 . bb1 c2' . | bb1! . . bb1 . ab1 bb1' . . d2 . f2' g2 . f2' .`
	groove := "k: x..x..x...x..x..\ns: ....X.......X...\ng: .o.....o.o.....o\nh: xoxoxoxoxoxoxoxo"
	hands := "a: ......x.......xx\nb: x..x......x.....\nd: ....x.......x...\nw: x...x...x...x..."
	chordsA := "Fm9 | Bb13 | Fm9 | Bb13 | Fm9 | Bb13 | Db9 | C7#9"
	horns := func(w *score.Writer) {
		line := `f5' . . ab5' . bb5' . c6:3 . bb5' . ab5 f5' . | .:4 d5' . f5' . ab5:2 g5 f5 d5' . .:2
			| f5' . . ab5' . bb5' . c6:3 . bb5' . ab5 f5' . | .:4 f5:2 g5:2 ab5' . g5' . f5:4
			| f5' . . ab5' . bb5' . c6:3 . eb6' . c6 bb5' . | .:4 d6!:2 c6 bb5 ab5:2 g5 f5 d5' . .:2
			| eb5:2 f5:2 ab5!:4 f5' . ab5' . b5:4 | c6!' . . bb5' . . g5' . eb5 . e5 . c5:2 .:2`
		w.Line("trumpet", 0, 0.25, line)
		w.Up = -12
		w.Line("trombone", 0, 0.25, line)
		w.Up = 0
	}
	bassA := riff + " | " + riff + " | " + riff + ` | db2! . . db2 . . b1 db2' . . ab1 . b1 . db2' . | c2! . . c2 . . bb1 c2' . eb2 . e2 . g1 bb1' .`
	return &score.Song{
		ID: "marigold-bus", Title: "Marigold Bus", Artist: "Ada Quartey's Upper Deck", Album: "Bright Lights",
		Beat: beat(560 * ms), Meter: 4, Swing: 0.54, SwingBy: 0.5, Loud: -16, Room: room(0.8),
		Tracks: []score.Track{
			{Name: "trumpet", Inst: synth.Trumpet(), Level: 0, Pan: -0.2, Room: 0.18, Loose: 6},
			{Name: "trombone", Inst: synth.Trombone(), Level: -3, Pan: 0.25, Room: 0.18, Loose: 8},
			{Name: "sax", Inst: synth.Saxophone(), Level: 0, Pan: 0.08, Room: 0.2, Loose: 10, Push: 6},
			{Name: "piano", Inst: synth.ElectricPiano(), Level: -6, Room: 0.12, Loose: 8, FX: []synth.Effect{synth.AutoPan(3, 0.35)}},
			{Name: "clav", Inst: clav, Level: -6, Pan: -0.4, Room: 0.05, Loose: 4, FX: []synth.Effect{synth.LowCut(250)}},
			{Name: "guitar", Inst: synth.CleanGuitar(), Level: -8, Pan: 0.45, Room: 0.06, Loose: 4, Strum: 0.008, FX: []synth.Effect{synth.LowCut(300)}},
			{Name: "bass", Inst: synth.ElectricBass(0.7), Level: -1.5, Loose: 4},
			{Name: "drums", Inst: kit, Level: -1.5, Room: 0.07, Loose: 4},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Fm9 | Bb13 | Fm9 | Bb13")
				w.Drums("drums", 0, 4, 0.25, hands)
				w.Drums("drums", 2, 4, 0.25, groove)
				w.Line("bass", 2, 0.25, riff)
				w.Comp("clav", p, 53, 70, 3, 0.25, "x..x.xo.x.xo..x.")
				w.Drums("drums", 1.5, 2, 0.25, "s: ..x.xxXX")
				w.Line("trumpet", 3, 0.25, ".:12 c6! bb5 ab5 f5")
			}},
			{Name: "a", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, chordsA)
				w.Drums("drums", 0, 8, 0.25, groove+"\n"+hands)
				w.Line("bass", 0, 0.25, bassA)
				w.Comp("clav", p, 53, 70, 3, 0.25, "x..x.xo.x.xo..x.")
				w.Comp("guitar", p, 58, 75, 3, 0.25, "....x.o.....xo..")
				horns(w)
			}},
			{Name: "b", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "Dbmaj9 | Eb9sus4 | Cm7 | Fm9 | Dbmaj9 | Eb9sus4 | Abmaj9 | C7#9")
				w.Drums("drums", 0, 8, 0.25, "k: x.....x...x.....\ns: ....X.......X...\ng: .......o.o......\nh: x.x.x.x.x.x.x.x.\nj: ..x...x...x...x.")
				w.Drums("drums", 0, 1, 1, "c: x...")
				w.Drums("drums", 7.5, 8, 0.25, "s: ..x.xxXX")
				w.Bass("bass", p, 29, 0.25, "1-----8.1--5-.7.")
				w.Comp("piano", p, 53, 73, 4, 0.25, "x-----x---------")
				w.Comp("guitar", p, 58, 75, 3, 0.25, "....x.......x...")
				w.Line("sax", 0, 0.5, `ab4:3 c5:3 eb5:2 | f5:3~ eb5 db5:2 bb4:2 | c5:3 bb4:3 g4:2 | ab4:6 .:2
					| ab4:3 c5:3 eb5:2 | f5:3 g5 ab5:2 bb5:2 | c6!:3 bb5:3 g5:2 | e5:3 g5 bb5:2 .:2`)
				w.Line("trombone", 6, 0.5, "ab4:8 | g4:3 bb4 c5:2 .:2")
			}},
			{Name: "c", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Fm9 | % | Fm9 | C7#9")
				w.Drums("drums", 0, 4, 0.25, hands+"\nk: x...x...x...x...\nh: ..x...x...x...x.")
				w.Drums("drums", 3, 4, 0.25, "s: x..x..x.x.xxXXXX")
				w.Comp("clav", p, 53, 70, 3, 0.25, "x.xo.x.xo.x.x.xo")
				w.Line("bass", 0, 0.25, `f1! . . f2' . . f1 . eb2' f2' . c2 . eb2 f2' . | f1! . . f2' . ab1 bb1 . b1 c2' . eb2 . c2 bb1 ab1
					| f1! . . f2' . . f1 . eb2' f2' . c2 . eb2 f2' . | c2! . . c2 . . bb1 c2' . eb2 . e2 . g1 bb1' .`)
				w.Line("trombone", 2, 0.25, ".:8 f4' . ab4' . bb4:2 b4 c5 | -:4 .:4 c5!' . eb5' . e5!:2 .:2")
			}},
			{Name: "end", Bars: 3, Write: func(w *score.Writer) {
				p := w.Chords(0, "Db9 | C7#9")
				w.Drums("drums", 0, 2, 0.25, groove+"\n"+hands)
				w.Comp("clav", p, 53, 70, 3, 0.25, "x..x.xo.x.xo..x.")
				w.Line("bass", 0, 0.25, "db2! . . db2 . . b1 db2' . . ab1 . b1 . db2' . | c2! . . c2 . . bb1 c2' . eb2 . e2 . g1 bb1' . | f1!:5 .:11")
				w.Line("trumpet", 0, 0.25, "eb5:2 f5:2 ab5!:4 f5' . ab5' . b5:4 | c6!' . . bb5' . . g5' . eb5 . e5 . c5:2 .:2 | f5+ab5+c6!:4 .:12")
				w.Line("trombone", 0, 0.25, "eb4:2 f4:2 ab4!:4 f4' . ab4' . b4:4 | c5!' . . bb4' . . g4' . eb4 . e4 . c4:2 .:2 | eb4+g4!:4 .:12")
				w.Drums("drums", 2, 3, 1, "c: X...\nk: X...")
			}},
		},
		Form: "intro a a b a c a b a c a end",
		Long: "intro a a b a c a b a c a b a c a b a c a end",
	}
}
