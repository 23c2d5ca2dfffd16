package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// harbour is a dub in G minor: a bass that leads, a drummer who waits for the third
// beat, chopped guitar and organ, a melodica, and much tape echo.
func harbour() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.DeepKick, Gain: -3},
		'i': {Drum: synth.Rim, Gain: -4, Pan: 0.05},
		's': {Drum: synth.FatSnare, Gain: -7},
		'h': {Drum: synth.Hat, Gain: -9, Pan: 0.3},
		'o': {Drum: synth.OpenHat, Gain: -13, Pan: 0.3},
		'a': {Drum: synth.Bongo, Gain: -9, Pan: -0.4},
		'b': {Drum: synth.LowBongo, Gain: -8, Pan: -0.3},
		't': {Drum: synth.HighTom, Gain: -4, Pan: -0.3},
		'l': {Drum: synth.LowTom, Gain: -3, Pan: 0.3},
	}
	shot := synth.Kit{'s': {Drum: synth.FatSnare}, 'i': {Drum: synth.Rim}, 't': {Drum: synth.HighTom}}
	bass := synth.Analog{
		Wave: synth.Tri, Amp: synth.ADSR{A: 0.008, D: 0.5, S: 0.75, R: 0.07}, Cut: 260, Env: 1,
		Filter: synth.ADSR{A: 0.004, D: 0.25, S: 0.2, R: 0.1}, Sub: 0, Drive: 1.6, Track: 0.4, Gain: 0.6,
	}
	gm := `g1!:2 . g1 bb1:2 d2:2 | . . f2 d2 c2:2 bb1 d2 | `
	cm := `c2!:2 . c2 eb2:2 g2:2 | . . f2 eb2 d2:2 bb1 f1`
	riff := gm + cm
	oneDrop := "k: ....x...\ni: ....X...\nh: xoxoxoxo"
	chords := "Gm7 | % | Cm7 | %"
	return &score.Song{
		ID: "slow-harbour", Title: "Slow Harbour", Artist: "Tin Roof Hi-Fi", Album: "Roots & Salt",
		Beat: beat(420 * ms), Meter: 4, Swing: 0.56, Loud: -16.5, Room: synth.Reverb{Time: 1.5, Size: 0.6, Damp: 3500, Wait: 0.01, LowCut: 250, Spring: true},
		Echo: synth.Echo{Time: beat(630 * ms), Feedback: 0.5, Low: 350, High: 2600},
		Tracks: []score.Track{
			{Name: "melodica", Inst: synth.Melodica(), Level: -1, Pan: -0.1, Room: 0.2, Echo: 0.35, Loose: 12, Push: 8},
			{Name: "horns", Inst: synth.Trombone(), Level: -1.5, Pan: 0.2, Room: 0.2, Echo: 0.12, Loose: 10},
			{Name: "chop", Inst: synth.CleanGuitar(), Level: -6, Pan: 0.35, Room: 0.2, Strum: 0.01, Loose: 4, FX: []synth.Effect{synth.LowCut(350)}},
			{Name: "organ", Inst: synth.Organ([9]float64{4, 0, 8, 5, 0, 2, 0, 0, 0}), Level: -8, Pan: -0.35, Room: 0.12, Loose: 4, FX: []synth.Effect{synth.Leslie(2)}},
			{Name: "throw", Inst: synth.CleanGuitar(), Level: -6, Pan: 0.2, Room: 0.3, Echo: 0.9, Strum: 0.01, FX: []synth.Effect{synth.LowCut(400)}},
			{Name: "shot", Inst: shot, Level: -8, Room: 0.5, Echo: 0.8},
			{Name: "bass", Inst: bass, Level: 0, Loose: 5},
			{Name: "drums", Inst: kit, Level: -2, Room: 0.08, Loose: 4},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, chords)
				w.Drums("drums", 0, 4, 0.5, oneDrop)
				w.Drums("drums", 0, 0.5, 0.25, "t: XxX.....\nl: ...Xxx..")
				w.Comp("organ", p, 55, 72, 3, 0.5, ".x.x.x.x")
				w.Comp("chop", p[2:], 58, 75, 3, 0.5, "..x...x.")
				w.Line("throw", 0, 0.5, ".:2 g4+bb4+d5! .:5 | .:8 | .:8 | .:8")
				w.Line("bass", 2, 0.5, cm)
			}},
			{Name: "a", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, chords+" | "+chords)
				w.Drums("drums", 0, 8, 0.5, oneDrop)
				w.Drums("drums", 7.5, 8, 0.5, "t: .xx.\nl: ...x")
				w.Line("bass", 0, 0.5, riff+" | "+riff)
				w.Comp("chop", p, 58, 75, 3, 0.5, "..x...x.")
				w.Comp("organ", p, 55, 72, 3, 0.5, ".x.x.x.x")
				w.Line("melodica", 0, 0.5, `.:2 d5 f5 g5:3 f5 | d5:2 c5 bb4 g4:4 | .:2 g4 bb4 c5:3 eb5 | d5:2 c5 bb4 c5:4
					| .:2 d5 f5 g5:3 bb5 | a5:2 f5 d5 f5:4 | .:2 eb5 g5 f5:2 eb5 d5 | c5:2 bb4 a4 g4:4`)
			}},
			{Name: "b", Bars: 8, Write: func(w *score.Writer) {
				w.Drums("drums", 0, 8, 0.5, "k: ....x...\nh: ..x...x.\na: x..x....\nb: .....x.x")
				w.Line("bass", 0, 0.5, riff+" | "+riff)
				w.Drums("shot", 0, 1, 0.5, "s: ....X...")
				w.Drums("shot", 4, 5, 0.5, "i: ....X...")
				w.Line("throw", 0, 0.5, ".:8 | .:2 g4+bb4+d5! .:5 | .:8 | .:8 | .:8 | .:8 | .:2 g4+c5+eb5! .:5 | .:8")
				w.Line("melodica", 0, 0.5, ".:8 | .:8 | .:6 g5! f5 | d5:2 .:6 | .:8 | .:6 d5 c5 | bb4:2 .:6 | .:8")
			}},
			{Name: "c", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "Ebmaj7 | % | Dm7 | % | Cm7 | % | D7#9 | D7")
				w.Drums("drums", 0, 8, 0.5, "k: x...x...\ns: ....X...\nh: xoxoxoxo")
				w.Bass("bass", p, 26, 0.5, "1-.18-5- ..1-5-31")
				w.Comp("chop", p, 58, 75, 3, 0.5, "..x...x.")
				w.Comp("organ", p, 55, 72, 3, 0.5, ".x.x.x.x")
				w.Line("horns", 0, 0.5, `g4:3 bb4:5 | -:4 a4:2 g4:2 | f4:3 a4:5 | -:4 g4:2 f4:2 | eb4:3 g4:5 | -:4 f4:2 eb4:2 | d4:3 f#4:3 a4:2 | c5:6 .:2`)
				w.Line("melodica", 0, 0.5, `.:8 | .:2 d5 eb5 d5:4 | .:8 | .:2 c5 d5 c5:4 | .:8 | .:2 bb4 c5 bb4:4 | .:8 | f#5:2 a5:2 c6!:2 .:2`)
			}},
			{Name: "end", Bars: 6, Write: func(w *score.Writer) {
				p := w.Chords(0, chords)
				w.Drums("drums", 0, 3, 0.5, oneDrop)
				w.Line("bass", 0, 0.5, gm+"c2!:2 . c2 eb2:2 g2:2 | g1!:4 .:4")
				w.Comp("organ", p[:3], 55, 72, 3, 0.5, ".x.x.x.x")
				w.Comp("chop", p[:3], 58, 75, 3, 0.5, "..x...x.")
				w.Line("melodica", 0, 0.5, ".:2 d5 f5 g5:3 f5 | d5:2 c5 bb4 g4:4 | .:2 g4 bb4 c5:2 bb4 a4 | g4:4 .:4")
				w.Line("throw", 3, 0.5, "g4+bb4+d5!:2 .:6 | .:8 | .:8")
				w.Drums("drums", 3, 4, 0.5, "k: x.......\ni: X.......")
			}},
		},
		Form: "intro a a c b a c a b c a end",
		Long: "intro a a c b a c a b c a c b a c b a end",
	}
}
