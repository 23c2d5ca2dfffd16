package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// clockwork is a fugue in C minor for three voices, played by a jazz trio: harpsichord
// with two hands, double bass, brushes. The subject enters above, answers a fourth
// below, then in the bass; the middle has it in E flat; the end over a dominant pedal.
func clockwork() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.SoftKick, Gain: -6},
		'b': {Drum: synth.Brush, Gain: -4, Pan: 0.15},
		'w': {Drum: synth.Sweep, Gain: -8, Pan: -0.1},
		'p': {Drum: synth.Pedal, Gain: -7, Pan: -0.3},
		'r': {Drum: synth.Ride, Gain: -9, Pan: 0.35},
		's': {Drum: synth.Snare, Gain: -9, Pan: 0.1},
		'c': {Drum: synth.Crash, Gain: -13, Pan: -0.4},
		'x': {Drum: synth.Woodblock, Gain: -12, Pan: -0.5}, // x, the clock
		'y': {Drum: synth.LowBlock, Gain: -12, Pan: -0.4},
	}
	const (
		subject = "c5:3 d5 eb5:2 c5:2 b4:2 d5:2 g4:4 | ab4 bb4 c5 d5 eb5:2 f5:2 d5 c5 b4 c5 d5:2 b4:2"
		counter = "eb5 d5 eb5 f5 g5:2 eb5:2 f5:4 eb5 d5 eb5 f5 | f5:4 g5:2 ab5:2 g5:4 f5:2 g5:2"
		major   = "eb5:3 f5 g5:2 eb5:2 d5:2 f5:2 bb4:4 | c5 d5 eb5 f5 g5:2 ab5:2 f5 eb5 d5 eb5 f5:2 d5:2"
		bright  = "g5 f5 g5 ab5 bb5:2 g5:2 ab5:4 g5 f5 g5 ab5 | ab5:4 bb5:2 c6:2 bb5:4 ab5:2 bb5:2"
	)
	enter := func(w *score.Writer, voice string, bar float64, up int, line string) {
		w.Up = up
		w.Line(voice, bar, 0.25, line)
		w.Up = 0
	}
	swish := "b: x.x.x.x.x.x.x.xo\np: ....x.......x...\nw: x...............\nk: x.......x......."
	ride := "r: x...x.oxx...x.ox\np: ....x.......x...\nk: x.....o.x.......\ns: .......o......o."
	return &score.Song{
		ID: "invention-for-clockwork", Title: "Invention for Clockwork", Artist: "Trio Pendel", Album: "Order & Motion",
		Beat: beat(560 * ms), Meter: 4, Loud: -17.5, Room: room(1.3),
		Tracks: []score.Track{
			{Name: "soprano", Inst: synth.Harpsichord(), Level: 0, Pan: 0.2, Room: 0.2, Loose: 5},
			{Name: "alto", Inst: synth.Harpsichord(), Level: -1.5, Pan: -0.25, Room: 0.2, Loose: 5},
			{Name: "left", Inst: synth.Harpsichord(), Level: -7, Pan: -0.35, Room: 0.2, Loose: 5, Strum: 0.02},
			{Name: "bass", Inst: synth.UprightBass(), Level: -1, Room: 0.05, Loose: 5},
			{Name: "drums", Inst: kit, Level: -6, Room: 0.14, Loose: 4},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 2, Write: func(w *score.Writer) {
				p := w.Chords(0, "Cm Fm6 | G7 G7")
				w.Arp("left", p, 48, 67, 4, 0.25, "01232123")
				w.Bass("bass", p, 31, 1, "11")
				w.Drums("drums", 0, 2, 0.5, "x: x.x.x.x.\ny: .x.x.x.x")
				w.Drums("drums", 1, 2, 0.25, swish)
			}},
			{Name: "entry", Bars: 8, Write: func(w *score.Writer) {
				enter(w, "soprano", 0, 0, subject)
				enter(w, "alto", 2, -5, subject)
				enter(w, "soprano", 2, -5, counter)
				enter(w, "bass", 4, -24, subject)
				enter(w, "alto", 4, -12, counter)
				w.Line("soprano", 4, 0.25, "g5:4 c6:4 d6:4 c6:2 g5:2 | c6:8 b5:4 d6:4")
				w.Line("soprano", 6, 0.25, "eb6:4 c6 bb5 c6 d6 eb6:2 c6:2 ab5:4 | f5 g5 ab5 bb5 d6:2 bb5:2 g5:4 f5:2 d5:2")
				w.Line("alto", 6, 0.25, "g4:8 ab4 g4 ab4 bb4 c5:4 | d5:4 ab4:4 bb4:4 b4:4")
				w.Line("bass", 6, 0.25, "c3:4 g2:4 f2:4 ab2:4 | bb2:4 d3:4 eb3:4 g2:4")
				w.Drums("drums", 0, 2, 0.5, "x: x.x.x.x.\ny: .x.x.x.x")
				w.Drums("drums", 2, 4, 0.25, swish)
				w.Drums("drums", 4, 8, 0.25, ride)
			}},
			{Name: "episode", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Fm7 Bb7 | Ebmaj7 Abmaj7 | Dm7b5 G7 | Cm7 G7")
				w.Bass("bass", p, 31, 1, "15")
				w.Comp("left", p, 52, 67, 3, 0.5, "..x...o.")
				w.Line("soprano", 0, 0.25, `ab5 g5 ab5 bb5 c6:2 ab5:2 ab5:8 | g5 f5 g5 ab5 bb5:2 g5:2 g5:8 | f5 eb5 f5 g5 ab5:2 f5:2 f5:8 | eb5 d5 eb5 f5 g5:2 eb5:2 d5 c5 b4 c5 d5:2 g5:2`)
				w.Line("alto", 0, 0.25, `c5:8 d5 c5 d5 eb5 f5:2 d5:2 | bb4:8 c5 bb4 c5 d5 eb5:2 c5:2 | ab4:8 b4 a4 b4 c5 d5:2 b4:2 | g4:8 g4:4 f4:2 d4:2`)
				w.Drums("drums", 0, 4, 0.25, ride)
			}},
			{Name: "middle", Bars: 8, Write: func(w *score.Writer) {
				enter(w, "alto", 0, -12, major)
				enter(w, "soprano", 0, 0, bright)
				w.Line("bass", 0, 1, "eb2 g2 bb2 g2 | ab2 eb2 bb2 d3")
				enter(w, "soprano", 2, -5, major)
				enter(w, "alto", 2, -17, bright)
				w.Line("bass", 2, 1, "bb2 d3 f2 d2 | eb2 bb2 f2 a2")
				enter(w, "bass", 4, -24, subject)
				enter(w, "soprano", 4, 0, counter)
				w.Line("alto", 4, 0.25, "g4:8 g4:8 | ab4:4 g4:2 f4:2 g4:4 d4:4")
				w.Line("soprano", 6, 0.25, "ab5 c6 bb5 ab5 g5 f5 eb5 d5 f5 ab5 g5 f5 eb5 d5 c5 b4 | b4 d5 f5 ab5 b5 d6 b5 ab5 g5:2 f5:2 d5:2 b4:2")
				w.Line("alto", 6, 0.25, "c5:8 ab4:8 | f4:8 d4:8")
				w.Line("bass", 6, 1, "f2:2 d2:2 | g2 g1 b1 g1")
				w.Drums("drums", 0, 7, 0.25, ride)
				w.Drums("drums", 7, 8, 0.25, "r: x...x...x...x...\ns: ..o..o..x..x.xxX\nk: x.......x.......")
			}},
			{Name: "end", Bars: 6, Write: func(w *score.Writer) {
				enter(w, "alto", 0, -12, subject)
				enter(w, "soprano", 0, 0, counter)
				w.Line("bass", 0, 1, "g1 g2 g1 g2 | g1 g2 g1 g2")
				w.Line("soprano", 2, 0.25, `g5 f5 eb5 d5 c5 d5 eb5 f5 ab5 g5 f5 eb5 d5 c5 b4 d5 | eb5:4 f5:4 eb5:4 d5:4`)
				w.Line("alto", 2, 0.25, "eb5:4 c5:4 c5:4 ab4:4 | g4:4 ab4:4 g4:4 f4:4")
				w.Line("bass", 2, 1, "c2 eb2 f2 d2 | g2 ab2 g2 g1")
				w.Line("soprano", 4, 0.25, "e5:16 | .:16")
				w.Line("alto", 4, 0.25, "g4:16 | .:16")
				w.Line("left", 4, 0.25, ". c4 e4 g4 c5:8 .:4 | .:16")
				w.Line("bass", 4, 1, "c2!:4 | .:4")
				w.Drums("drums", 0, 3, 0.25, ride)
				w.Drums("drums", 3, 4, 0.25, swish)
				w.Drums("drums", 4, 5, 0.5, "c: x.......\nk: x.......\nx: ....x.x.\ny: .....x..")
			}},
		},
		Form: "intro entry episode middle episode entry episode middle episode entry end",
		Long: "intro entry episode middle episode entry episode middle episode entry episode middle episode entry episode middle episode entry end",
	}
}
