package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// boat is a lullaby in A flat, six quavers a bar: a musical box, harp, soft strings, a
// frame drum like a heartbeat.
func boat() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.Heart, Gain: 0},
		'h': {Drum: synth.Shaker, Gain: -11, Pan: 0.3},
		'b': {Drum: synth.Sweep, Gain: -12, Pan: -0.25},
		't': {Drum: synth.Triangle, Gain: -18, Pan: -0.4},
	}
	bass := synth.Analog{
		Wave: synth.Sine, Amp: synth.ADSR{A: 0.03, D: 1.2, S: 0.35, R: 0.25}, Cut: 700, Filter: synth.ADSR{A: 0.1, D: 1, S: 1, R: 1}, Gain: 0.5, Drive: 1.5,
	}
	tune := `eb5:2 c5 eb5:2 ab5 | g5:2 f5 eb5:3 | f5:2 db5 f5:2 ab5 | eb5:4 eb5? f5?
		| eb5:2 c5 ab4:2 c5 | f5:2 eb5 db5:3 | db5:2 c5 bb4:2 g4 | ab4:5 .`
	chordsA := "Ab | Fm7 | Dbmaj7 | Eb7sus4 | Ab/C | Dbmaj7 | Bbm7 Eb7 | Ab"
	return &score.Song{
		ID: "paper-boat", Title: "Paper Boat", Artist: "Tilda Fern", Album: "Small Hours",
		Beat: beat(360 * ms), Meter: 6, Loud: -20, Room: hall(2.4),
		Tracks: []score.Track{
			{Name: "box", Inst: synth.MusicBox(), Level: 0, Pan: 0.1, Room: 0.25, Loose: 8},
			{Name: "flute", Inst: synth.Flute(), Level: -2, Pan: -0.2, Room: 0.35, Loose: 14, FX: []synth.Effect{synth.HighCut(6500)}},
			{Name: "harp", Inst: synth.Harp(), Level: -4, Pan: -0.1, Room: 0.25, Loose: 8},
			{Name: "strings", Inst: synth.Strings(0.6), Level: -7, Room: 0.4, FX: []synth.Effect{synth.HighCut(3800)}},
			{Name: "bass", Inst: bass, Level: -4},
			{Name: "drums", Inst: kit, Level: -7, Room: 0.2, Loose: 6},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Ab | Dbmaj7 | Ab/C | Eb7sus4")
				w.Arp("harp", p, 56, 77, 4, 1, "012321")
				w.Line("box", 2, 1, ".:3 c6? eb6? ab6? | g6?:3 .:3")
				w.Drums("drums", 2, 4, 1, "k: x..o..")
			}},
			{Name: "a", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, chordsA)
				cradle(w, p, 8)
				w.Up = 12
				w.Line("box", 0, 1, tune)
			}},
			{Name: "a2", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, chordsA)
				cradle(w, p, 8)
				w.Pad("strings", p, 56, 73, 3)
				w.Line("flute", 0, 1, tune)
				w.Dyn = 0.55
				w.Line("box", 0, 1, `.:3 . eb7 c7 | .:3 . eb7 ab6 | .:3 . f7 db7 | .:2 bb6 eb7:2 . | .:3 . c7 eb7 | .:3 . f7 ab6 | .:6 | .:2 ab6 c7 eb7 .`)
			}},
			{Name: "b", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "Fm7 | Cm7 | Dbmaj7 | Ab/C | Bbm7 | Eb7 | Fm7 | Dbmaj7 Eb7")
				cradle(w, p, 8)
				w.Pad("strings", p, 56, 75, 3)
				w.Line("flute", 0, 1, `ab5:3 g5:2 f5 | g5:3 eb5:3 | f5:2 eb5 f5 g5 ab5 | eb5:5 .
					| db5:2 eb5 f5:2 ab5 | g5:2 f5 eb5:2 db5 | c5:3 f5:3 | ab4:3 bb4:2 .`)
				w.Up = 12
				w.Dyn = 0.7
				w.Line("box", 0, 1, `c5:6 | eb5:6 | ab4:6 | c5:3 .:3 | f5:6 | bb4:3 .:3 | ab4:2 c5 f5:3 | f5:3 g5:2 .`)
			}},
			{Name: "end", Bars: 5, Write: func(w *score.Writer) {
				p := w.Chords(0, "Dbmaj7 | Bbm7 Eb7 | Ab | Ab")
				w.Dyn = 0.8
				w.Arp("harp", p[:4], 56, 77, 4, 1, "012321")
				w.Bass("bass", p[:4], 32, 1, "1-----")
				w.Line("flute", 0, 1, "f5:2 eb5 db5:3 | db5:2 c5 bb4:2 g4 | ab4:5 . | .:6 | .:6")
				w.Line("box", 3, 1, "ab5? c6? eb6? ab6?:3 | .:6")
				w.Line("harp", 3, 1, "ab2+eb3+ab3:3 . eb4? ab4? | c5?:3 .:3")
				w.Drums("drums", 0, 3, 1, "k: x..o..")
				w.Drums("drums", 3, 4, 1, "k: x.....\nt: x.....")
			}},
		},
		Form: "intro a a2 b a a2 b a2 end",
		Long: "intro a a2 b a a2 b a a2 b a a2 b a2 end",
	}
}

func cradle(w *score.Writer, p score.Prog, bars float64) {
	w.Dyn = 0.85
	w.Arp("harp", p, 56, 77, 4, 1, "012321")
	w.Bass("bass", p, 32, 1, "1---5-")
	w.Drums("drums", 0, bars, 1, "k: x..o..\nh: .oo.oo\nb: ......x.....")
	w.Dyn = 1
}
