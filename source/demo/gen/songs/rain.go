package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// rain is a bossa nova in D minor: flute, nylon guitar, vibraphone in the bridge,
// double bass, clave on the rim and a shaker.
func rain() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.SoftKick, Gain: -5},
		'i': {Drum: synth.Rim, Gain: -6, Pan: -0.2},
		'h': {Drum: synth.Shaker, Gain: -3, Pan: 0.4},
		'p': {Drum: synth.Pedal, Gain: -9, Pan: 0.2},
		't': {Drum: synth.Triangle, Gain: -16, Pan: -0.5},
		'b': {Drum: synth.Sweep, Gain: -8, Pan: 0.1},
	}
	chordsA := `Dm9 | % | Bm7b5 | E7b9 | Am9 | D13 | Gm9 | C13 | Fmaj9 | Bbmaj9 | Em7b5 | A7b13 | Dm9 | G13 | Em7b5 A7b13 | Dm9`
	return &score.Song{
		ID: "rain-on-rua-nova", Title: "Rain on Rua Nova", Artist: "Inês & the Umbrellas", Album: "Small Hours",
		Beat: beat(440 * ms), Meter: 4, Loud: -18, Room: hall(1.4),
		Tracks: []score.Track{
			{Name: "flute", Inst: synth.Flute(), Level: 0, Pan: -0.1, Room: 0.3, Loose: 14, Push: 10},
			{Name: "vibes", Inst: synth.Vibraphone(), Level: -2, Pan: 0.25, Room: 0.28, Loose: 10, FX: []synth.Effect{synth.Tremolo(8, 0.35)}},
			{Name: "guitar", Inst: synth.NylonGuitar(), Level: -3.5, Pan: -0.3, Room: 0.14, Loose: 7, Strum: 0.012},
			{Name: "strings", Inst: synth.Strings(0.35), Level: -9, Room: 0.35},
			{Name: "bass", Inst: synth.UprightBass(), Level: -2.5, Room: 0.03, Loose: 6},
			{Name: "drums", Inst: kit, Level: -6.5, Room: 0.12, Loose: 4},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Dm9 | G13 | Em7b5 | A7b13")
				w.Comp("guitar", p, 50, 70, 4, 0.5, "x..x..x. ..x..A..")
				w.Bass("bass", p, 33, 0.5, "1--L1--L")
				w.Drums("drums", 0, 4, 0.5, "h: xoxoxoxo\nt: x...............")
				w.Drums("drums", 2, 4, 0.5, "i: x..x..x...x..x..")
			}},
			{Name: "a", Bars: 16, Write: func(w *score.Writer) {
				bossa(w, w.Chords(0, chordsA), 16)
				w.Line("flute", 0, 0.5, `.:3 a4 d5:2 e5 f5 | -:2 e5:3 d5:3 | .:3 d5 f5:2 a5 g5 | -:2 f5:3 e5:3
					| .:3 c5 e5:2 g5 e5 | -:2 d5:3 c5:3 | .:3 a4 bb4:2 d5 c5 | -:4 bb4:2 a4:2
					| a4:3 g4:3 c5:2 | -:2 d5:3 c5:3 | bb4:3 g4:3 d5:2 | -:2 c#5:3 f4:3
					| f4 a4 c5 e5:5 | -:2 d5:3 b4:3 | bb4:3 a4:3 g4 c#5 | d5:6 .:2`)
			}},
			{Name: "b", Bars: 16, Write: func(w *score.Writer) {
				p := w.Chords(0, `Gm9 | C13 | Fmaj9 | % | Fm9 | Bb13 | Ebmaj9 | % | Em7b5 | A7b13 | Dm9 | Bm7b5 | Bbmaj9 | E7#9 | Em7b5 | A7b13`)
				bossa(w, p, 16)
				w.Pad("strings", p, 57, 77, 4)
				w.Line("vibes", 0, 0.5, `d5:3 f5:3 a5:2 | -:2 g5:3 e5:3 | f5 e5 c5 - a4:4 | .:2 c5? d5? e5 f5 g5 a5
					| ab5:3 g5:3 eb5:2 | -:2 f5:3 d5:3 | eb5 d5 bb4 - g4:4 | .:4 g4? bb4 d5 f5
					| g5:3 e5:3 d5:2 | -:2 c#5:3 bb4:3 | a4 d5 f5 - e5:4 | d5:3 f5:3 a5:2
					| -:2 f5:3 d5:3 | g5:3 e5:3 d5:2 | bb4:3 d5:3 g5:2 | f5:3 c#5:3 .:2`)
				w.Drums("drums", 0, 16, 1, "t: x...............")
			}},
			{Name: "end", Bars: 5, Write: func(w *score.Writer) {
				p := w.Chords(0, "Em7b5 | A7b13 | Em7b5 A7b13")
				bossa(w, p, 3)
				w.Line("flute", 0, 0.5, "bb4:3 a4:3 g4 c#5 | d5:3 e5:3 f5:2 | bb4:3 a4:3 g4 c#5 | d5!:4 a5:4 | -:4 .:4")
				w.Line("guitar", 3, 1, "d3+a3+c4+e4+f4:4 | -:2 .:2")
				w.Line("vibes", 3, 0.5, ".:2 e5? a5? c6?:4 | -:4 .:4")
				w.Line("bass", 3, 1, "d2:4 | -:2 .:2")
				w.Drums("drums", 3, 4, 0.5, "k: x.......\nt: X.......\nb: ..x.....")
			}},
		},
		Form: "intro a a b a b a end",
		Long: "intro a a b a b a a b a b a end",
	}
}

func bossa(w *score.Writer, p score.Prog, bars float64) {
	w.Comp("guitar", p, 50, 70, 4, 0.5, "x..x..x. ..x..A..")
	w.Bass("bass", p, 33, 0.5, "1--L1--L 1--51--u")
	w.Drums("drums", 0, bars, 0.5, "k: x..ox..o\ni: x..x..x...x..x..\nh: XoxoXoxo\np: ..x...x.")
}
