package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// porch is a slow ballad in D flat: piano, a violin that sings, a warm bass, strings
// in the chorus and a quiet kit.
func porch() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.Kick, Gain: -3},
		's': {Drum: synth.FatSnare, Gain: -6},
		'i': {Drum: synth.Rim, Gain: -6, Pan: 0.1},
		'h': {Drum: synth.Hat, Gain: -11, Pan: 0.3},
		'r': {Drum: synth.Ride, Gain: -12, Pan: -0.35},
		'c': {Drum: synth.Crash, Gain: -11, Pan: -0.3},
		'l': {Drum: synth.LowTom, Gain: -5, Pan: 0.25},
	}
	verse := "Db | Ab/C | Bbm7 | Gbadd9 | Db/F | Gbadd9 | Ebm7 | Ab7sus4 Ab"
	chorus := "Gbadd9 | Ab | Fm7 | Bbm7 | Gbadd9 | Db/F | Ebm7 Ab7 | Db"
	bass := synth.Analog{
		Wave: synth.Tri, Amp: synth.ADSR{A: 0.012, D: 0.6, S: 0.7, R: 0.12}, Cut: 420, Env: 1.2,
		Filter: synth.ADSR{A: 0.05, D: 0.4, S: 0.3, R: 0.2}, Track: 0.5, Vibrato: 0.08, Glide: 0.05, Sub: 0.15, Drive: 1.2, Gain: 0.5,
	}
	return &score.Song{
		ID: "leave-the-porch-light-on", Title: "Leave the Porch Light On", Artist: "Odile March", Album: "Small Hours",
		Beat: beat(840 * ms), Meter: 4, Loud: -18.5, Room: hall(2.2),
		Tracks: []score.Track{
			{Name: "piano", Inst: synth.Piano(), Level: -2.5, Room: 0.2, Loose: 9, Strum: 0.02},
			{Name: "violin", Inst: synth.Violin(), Level: -1, Pan: -0.18, Room: 0.35, Loose: 14, Push: 8, FX: []synth.Effect{synth.Peak(1000, 0.8, -2), synth.HighShelf(6000, -4)}},
			{Name: "strings", Inst: synth.Strings(0.4), Level: -8, Room: 0.4},
			{Name: "bass", Inst: bass, Level: -2.5, Loose: 5},
			{Name: "drums", Inst: kit, Level: -5, Room: 0.16, Loose: 5},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 2, Write: func(w *score.Writer) {
				p := w.Chords(0, "Gbadd9 | Ab7sus4 Ab7")
				w.Arp("piano", p, 54, 73, 4, 0.5, "01232123")
				w.Bass("piano", p, 34, 1, "1---")
				w.Drums("drums", 1, 2, 0.5, "h: ....oooo\nk: ......oo")
			}},
			{Name: "verse", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, verse)
				w.Dyn = 0.8
				w.Arp("piano", p, 54, 73, 4, 0.5, "01232123")
				w.Bass("piano", p, 36, 1, "1---")
				w.Dyn = 1
				w.Bass("bass", p, 29, 0.5, "1--.1-5-")
				w.Drums("drums", 0, 8, 0.5, "k: x...ox..\ni: ..x...x.\nh: xoxoxoxo")
				w.Line("violin", 0, 0.5, `.:2 ab4 ab4 f4:2 ab4 db5 | c5:3~ bb4 ab4:4 | .:2 bb4 bb4 db5:2 eb5 f5 | f5:2 eb5 db5 bb4:4
					| .:2 ab4 ab4 db5:2 eb5 f5 | gb5:3~ f5 eb5 db5:3 | eb5:3 db5 bb4:2 gb4 ab4 | ab4:5 .:3`)
			}},
			{Name: "chorus", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, chorus)
				w.Comp("piano", p, 54, 75, 4, 0.5, "x-o-x-oo")
				w.Bass("piano", p, 36, 1, "1---")
				w.Bass("bass", p, 29, 0.5, "1--11-5-")
				w.Pad("strings", p, 60, 82, 4)
				w.Drums("drums", 0, 8, 0.5, "k: x..x.x..\ns: ..X...X.\nr: xoxoxoxo")
				w.Drums("drums", 0, 1, 1, "c: x...")
				w.Drums("drums", 7, 8, 0.5, "l: .....oxx")
				w.Line("violin", 0, 0.5, `bb5!:3 ab5 gb5:2 f5 gb5 | ab5:3 eb5:5~ | ab5:3 gb5 f5:2 eb5 f5 | db5:6~ eb5 f5
					| gb5!:3 f5 eb5:2 db5 bb4 | ab4:2 db5:2~ f5:4~ | eb5:3 f5 eb5 db5 c5:2 | db5:6 .:2`)
			}},
			{Name: "end", Bars: 3, Write: func(w *score.Writer) {
				p := w.Chords(0, "Gbadd9 | Gbadd9 Ab7sus4")
				w.Dyn = 0.8
				w.Arp("piano", p, 54, 73, 4, 0.5, "01232123")
				w.Bass("piano", p, 34, 1, "1---")
				w.Bass("bass", p, 29, 0.5, "1---1-5-")
				w.Pad("strings", p, 60, 78, 4)
				w.Line("violin", 0, 0.5, ".:2 bb4 db5 f5:4 | eb5:3 db5 c5~ db5:3")
				w.Line("piano", 2, 0.5, "db3+ab3:6 .:2")
				w.Line("piano", 2, 0.5, ". f4 ab4? db5? ab5?:2 .:2")
				w.Line("bass", 2, 0.5, "db2:5 .:3")
				w.Line("strings", 2, 0.5, "f4+ab4+db5:4 .:4")
				w.Drums("drums", 0, 2, 0.5, "k: x...ox..\ni: ..x...x.\nh: xoxoxoxo")
				w.Drums("drums", 2, 3, 1, "k: x...\nr: x...")
			}},
		},
		Form: "intro verse chorus verse chorus verse chorus end",
		Long: "intro verse chorus verse chorus verse chorus verse chorus end",
	}
}
