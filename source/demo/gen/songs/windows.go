package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// windows is a pulse piece in E flat: two marimbas whose cells of twelve do not agree,
// harmonies that change slowly, and one voice after another at the window.
func windows() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.SoftKick, Gain: -1},
		'h': {Drum: synth.Shaker, Gain: -7, Pan: 0.35},
		'w': {Drum: synth.Woodblock, Gain: -11, Pan: -0.45},
		'b': {Drum: synth.LowBlock, Gain: -11, Pan: 0.5},
		'a': {Drum: synth.Bongo, Gain: -8, Pan: -0.25},
		'l': {Drum: synth.LowBongo, Gain: -7, Pan: 0.2},
		't': {Drum: synth.Triangle, Gain: -14, Pan: 0.5},
	}
	bass := synth.Analog{
		Wave: synth.Saw, Amp: synth.ADSR{A: 0.02, D: 0.4, S: 0.6, R: 0.1}, Cut: 300, Env: 1, Sub: 0.4,
		Filter: synth.ADSR{A: 0.03, D: 0.3, S: 0.3, R: 0.1}, Track: 0.4, Gain: 0.4,
	}
	one, two := "0.21.342.31.", "2.0.13.2.0.3"
	// base plays what all windows share.
	base := func(w *score.Writer, p score.Prog, level int) {
		w.Arp("left", p, 58, 77, 5, 1, one)
		if level > 0 {
			w.Arp("right", p, 55, 74, 4, 1, two)
			w.Bass("bass", p, 32, 1, "1--1--1-5-1-")
			w.Drums("drums", 0, 4, 1, "k: x.....x.....\nh: xooxooxooxoo")
		}
		if level > 1 {
			w.Drums("drums", 0, 4, 1, "w: x.xx.xx.x.xx\nb: .x..x..x.x..")
		}
		if level > 2 {
			w.Drums("drums", 0, 4, 1, "a: ..x..x.x..x.\nl: x...x.....x.")
		}
	}
	return &score.Song{
		ID: "twelve-windows", Title: "Twelve Windows", Artist: "Ensemble Pendel", Album: "Order & Motion",
		Beat: beat(200 * ms), Meter: 12, Loud: -18, Room: hall(1.6),
		Tracks: []score.Track{
			{Name: "left", Inst: synth.Marimba(), Level: -1.5, Pan: -0.45, Room: 0.16, Loose: 3},
			{Name: "right", Inst: synth.Marimba(), Level: -2.5, Pan: 0.45, Room: 0.16, Loose: 3},
			{Name: "vibes", Inst: synth.Vibraphone(), Level: -4, Pan: 0.15, Room: 0.3, Loose: 4},
			{Name: "clarinet", Inst: synth.Clarinet(), Level: -1, Pan: -0.15, Room: 0.3, Loose: 8},
			{Name: "strings", Inst: synth.Strings(0.8), Level: -6, Room: 0.35},
			{Name: "bells", Inst: synth.Glockenspiel(), Level: -7, Pan: 0.3, Room: 0.3, Loose: 4},
			{Name: "bass", Inst: bass, Level: -4},
			{Name: "drums", Inst: kit, Level: -6, Room: 0.12, Loose: 3},
		},
		Parts: []score.Part{
			{Name: "one", Bars: 4, Write: func(w *score.Writer) {
				base(w, w.Chords(0, "Ebadd9 | % | % | %"), 0)
				w.Drums("drums", 0, 4, 1, "h: xooxooxooxoo")
				w.Drums("drums", 2, 4, 1, "k: x.....x.....")
			}},
			{Name: "two", Bars: 4, Write: func(w *score.Writer) {
				base(w, w.Chords(0, "Ebadd9 | % | Bb/D | %"), 1)
			}},
			{Name: "three", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Cm11 | % | Abmaj9 | %")
				base(w, p, 2)
				w.Comp("vibes", p, 63, 80, 3, 1, "x....x....x. ..x....x....")
			}},
			{Name: "four", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Fm9 | % | Bb9sus4 | %")
				base(w, p, 2)
				w.Comp("vibes", p, 63, 80, 3, 1, "x....x....x. ..x....x....")
				w.Line("clarinet", 0, 1, "ab4:6 g4:3 f4:3 | c5:9 bb4:3 | ab4:6 bb4:3 c5:3 | f5:9 eb5:3")
			}},
			{Name: "five", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Gm7 | Cm9 | Abmaj9 | Bb9sus4")
				base(w, p, 3)
				w.Pad("strings", p, 58, 78, 3)
				w.Line("clarinet", 0, 1, "d5:6 f5:3 d5:3 | eb5:9 d5:3 | c5:6 eb5:3 g5:3 | f5:9 c5:3")
			}},
			{Name: "six", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Ebadd9 | Gm7 | Abmaj9 | Bb9sus4")
				base(w, p, 3)
				w.Pad("strings", p, 60, 82, 4)
				w.Comp("vibes", p, 65, 82, 3, 1, "x..x..x.x.x. x..x..x.x.x.")
				w.Line("bells", 0, 1, "bb5 . . g5 . . f5 . eb6 . . . | bb5 . . g5 . . f5 . d6 . . . | c6 . . g5 . . eb5 . g6 . . . | f6 . . c6 . . bb5 . f5 . g5 .")
				w.Line("clarinet", 0, 1, "g5!:9 f5:3 | bb5:6 f5:3 d5:3 | eb5:6 c5:3 eb5:3 | f5:12")
				w.Drums("drums", 0, 4, 12, "t: x")
			}},
			{Name: "end", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Abmaj9 | Ebadd9 | Ebadd9")
				w.Arp("left", p, 58, 77, 5, 1, one)
				w.Arp("right", p[:2], 55, 74, 4, 1, two)
				w.Bass("bass", p[:2], 32, 1, "1--1--1-5-1-")
				w.Drums("drums", 0, 2, 1, "k: x.....x.....\nh: xooxooxooxoo")
				w.Drums("drums", 2, 3, 1, "h: oo.oo.oo.oo.\nk: x...........")
				w.Line("clarinet", 0, 1, "eb5:6 c5:3 g4:3 | bb4:12 | .:12 | .:12")
				w.Line("bells", 2, 1, ".:9 bb5? . g5? | eb5:3 .:9")
				w.Line("left", 3, 1, "eb4+bb4+g5:3 .:9")
				w.Line("bass", 3, 1, "eb2:4 .:8")
			}},
		},
		Form: "one one two two three three four four five five six six two three four five six six end",
		Long: "one one two two three three four four five five six six two three three four four five five six six two three four five six six end",
	}
}
