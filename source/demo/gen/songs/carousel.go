package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// carousel is a musette waltz in G: accordion, guitar, double bass and brushes; the
// clarinet joins the second time round, the trio runs in quavers.
func carousel() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.SoftKick, Gain: -4},
		'b': {Drum: synth.Brush, Gain: -2, Pan: 0.15},
		's': {Drum: synth.Snare, Gain: -9, Pan: 0.1},
		't': {Drum: synth.Triangle, Gain: -12, Pan: -0.5},
		'j': {Drum: synth.Tambourine, Gain: -12, Pan: 0.4},
	}
	tune := `b4:2 d5:2 g5:2 | f#5:3 e5 d5:2 | e5:4 c5:2 | a4:5 .
		| c5:2 e5:2 a5:2 | g5:3 f#5 e5:2 | d5:4 b4:2 | g4:3 b4? c5? c#5?
		| b4:2 e5:2 g5:2 | f#5:3 g5 f#5:2 | e5:2 b4:2 g4:2 | a4:2 c#5:2 e5:2
		| d5:3 e5 c5:2 | b4:2 a4:2 f#4:2 | g4:4 b4 a4 | g4:2 . d4 f#4 a4`
	chordsA := `G | G/B | C | Am7 | D7 | D7 | G | B7/F# | Em | B7/D# | Em7/D | A7/C# | Am7 | D7 | G | D7`
	return &score.Song{
		ID: "carousel-for-two", Title: "Carousel for Two", Artist: "Les Lampions", Album: "Small Hours",
		Beat: beat(360 * ms), Meter: 3, Loud: -17.5, Room: room(0.9),
		Tracks: []score.Track{
			{Name: "accordion", Inst: synth.Accordion(), Level: 0, Pan: -0.12, Room: 0.16, Loose: 7, FX: []synth.Effect{synth.LowCut(180), synth.Peak(1100, 1, 2)}},
			{Name: "clarinet", Inst: synth.Clarinet(), Level: -4.5, Pan: 0.35, Room: 0.22, Loose: 9},
			{Name: "guitar", Inst: synth.NylonGuitar(), Level: -5.5, Pan: 0.3, Room: 0.12, Loose: 6, Strum: 0.014},
			{Name: "bass", Inst: synth.UprightBass(), Level: -2.5, Room: 0.04, Loose: 5},
			{Name: "drums", Inst: kit, Level: -5.5, Room: 0.12, Loose: 5},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "G | D7/F# | Em7 | D7")
				waltz(w, p, 0, 4)
				w.Line("accordion", 0, 0.5, ".:6 | .:6 | .:2 g4? a4? b4? c#5? | d5! c5 b4 a4 f#4 a4")
			}},
			{Name: "a", Bars: 16, Write: func(w *score.Writer) {
				waltz(w, w.Chords(0, chordsA), 0, 16)
				w.Line("accordion", 0, 0.5, tune)
			}},
			{Name: "a2", Bars: 16, Write: func(w *score.Writer) {
				waltz(w, w.Chords(0, chordsA), 0, 16)
				w.Drums("drums", 0, 16, 1, "t: x..\nj: .xo")
				w.Line("accordion", 0, 0.5, tune)
				w.Line("clarinet", 0, 1, `g4:3 | g4:2 b4 | c5:3 | e4:2 g4 | f#4:3 | a4:3 | b4:2 d5 | b4:2 d#5
					| e5:3 | a4:2 d#5 | e5:3 | e4:2 g4 | e4:2 a4 | f#4:2 c5 | b4:2 d4 | f#4:3`)
			}},
			{Name: "b", Bars: 16, Write: func(w *score.Writer) {
				waltz(w, w.Chords(0, "Em | Em | Am | Am | D7 | D7 | G | G | C | C#dim7 | G/D | E7 | A7 | D7 | G | D7"), 0, 16)
				w.Dyn = 0.9
				w.Line("accordion", 0, 0.5, `e5 d#5 e5 f#5 g5 e5 | b5:4 g5:2 | a5 g#5 a5 b5 c6 a5 | e6:4 c6:2
					| d6 c6 b5 a5 f#5 a5 | c6 b5 a5 f#5 d5 f#5 | b5 a#5 b5 d6 b5 g5 | d5:4 .:2
					| e5 g5 c6 e6 c6 g5 | e5 g5 a#5 c#6 a#5 g5 | d5 g5 b5 d6 b5 g5 | e5 g#5 b5 d6 b5 g#5
					| a5 g5 e5 c#5 e5 g5 | f#5 e5 d5 c5 a4 c5 | b4 d5 g5 b5 d6 b5 | g5:2 . d5? c#5? d5?`)
				w.Line("clarinet", 0, 1, `g4:3 | g4:3 | e4:3 | e4:3 | f#4:3 | a4:3 | g4:3 | b4:2 g4
					| g4:3 | g4:3 | b4:3 | g#4:3 | g4:3 | f#4:3 | g4:2 d4 | d4:3`)
			}},
			{Name: "end", Bars: 6, Write: func(w *score.Writer) {
				waltz(w, w.Chords(0, "C | A7/C# | G/D | D7"), 0, 4)
				w.Line("accordion", 0, 0.5, "e5:2 g5:2 c6:2 | b5:2 a5:2 g5:2 | d6:3 b5 g5:2 | a5:2 f#5:2 d5:2 | g5!:2 b5:2 d6:2 | g4+b4+d5+g5!:4 .:2")
				w.Line("clarinet", 0, 1, "g4:3 | c#5:3 | b4:3 | c5:3 | b4:3 | d5:2 .")
				w.Line("bass", 4, 1, "g2 b2 d3 | g2!:2 .")
				w.Line("guitar", 4, 1, ". g3+b3+d4 g3+b3+d4 | g3+b3+d4+g4!:2 .")
				w.Drums("drums", 4, 6, 1, "k: x..x..\nb: .xxx..\nt: ...X..")
			}},
		},
		Form: "intro a a2 b a a2 b a2 end",
		Long: "intro a a2 b a a2 b a a2 b a2 b a a2 b a2 end",
	}
}

// waltz plays bass, guitar and brushes under the chords.
func waltz(w *score.Writer, p score.Prog, from, to float64) {
	w.Bass("bass", p, 36, 1, "1..L..")
	w.Comp("guitar", p, 53, 72, 3, 1, ".xo.ox")
	w.Drums("drums", from, to, 0.5, "k: x.....\nb: ..x.o.\ns: ....o.")
}
