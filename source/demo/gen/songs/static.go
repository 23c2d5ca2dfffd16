package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// static is drum and bass in B minor: a broken beat at 176 a minute, a bass that growls
// through its detuning, electric piano and a thumb piano high above.
func static() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.BigKick, Gain: -2},
		's': {Drum: synth.Snare, Gain: 0},
		'g': {Drum: synth.Snare, Gain: -10, Pan: -0.1},
		'h': {Drum: synth.Hat, Gain: -9, Pan: 0.25},
		'r': {Drum: synth.Ride, Gain: -10, Pan: 0.3},
		'c': {Drum: synth.Crash, Gain: -9, Pan: -0.3},
		'i': {Drum: synth.Rim, Gain: -9, Pan: -0.35},
		'x': {Drum: synth.Shaker, Gain: -9, Pan: -0.3},
	}
	reese := synth.Analog{
		Wave: synth.Saw, Voices: 3, Detune: 34, Width: 0.25, Amp: synth.ADSR{A: 0.01, D: 0.3, S: 0.9, R: 0.08}, Sub: 0.9,
		Cut: 260, Env: 1.4, Filter: synth.ADSR{A: 0.25, D: 0.5, S: 0.4, R: 0.2}, Q: 1, Drive: 1.6, Glide: 0.08, Gain: 0.4,
	}
	pad := synth.Analog{
		Wave: synth.Saw, Voices: 4, Detune: 20, Width: 1, Amp: synth.ADSR{A: 0.6, D: 0.5, S: 0.9, R: 0.6},
		Cut: 700, Env: 0.7, Filter: synth.ADSR{A: 1.2, D: 1, S: 0.7, R: 0.6}, Track: 0.3, Gain: 0.25,
	}
	chords := "Bm9 | % | Gmaj9 | % | Em9 | % | F#m7 | F#7b13"
	breaks := `k: x.x.......x..... x.x.......x..x..
		s: ....X.......X... ....X.......X..o
		g: .......o.o.....o .......o.o..o...
		r: x.x.x.x.x.x.x.x. x.x.x.x.x.x.x.x.`
	return &score.Song{
		ID: "northern-static", Title: "Northern Static", Artist: "Sleet & Signal", Album: "Bright Lights",
		Beat: beat(340 * ms), Meter: 4, Loud: -16, Room: hall(1.8),
		Echo: synth.Echo{Time: beat(255 * ms), Feedback: 0.42, Low: 400, High: 5000},
		Tracks: []score.Track{
			{Name: "thumb", Inst: synth.Kalimba(), Level: -1, Pan: 0.1, Room: 0.25, Echo: 0.35, Loose: 4},
			{Name: "voice", Inst: synth.Choir(), Level: -2, Pan: -0.1, Room: 0.4, Echo: 0.15},
			{Name: "piano", Inst: synth.ElectricPiano(), Level: -5, Pan: -0.1, Room: 0.2, Loose: 5, FX: []synth.Effect{synth.AutoPan(1, 0.4)}},
			{Name: "pad", Inst: pad, Level: -8, Room: 0.3, Duck: 3, FX: []synth.Effect{synth.LowCut(220)}},
			{Name: "bass", Inst: reese, Level: -2.5, Duck: 4},
			{Name: "drums", Inst: kit, Level: -1, Room: 0.06, Loose: 2},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, chords)
				w.Pad("pad", p, 57, 76, 4)
				w.Comp("piano", p, 54, 73, 4, 0.5, "x--x---- ......x-")
				w.Drums("drums", 2, 8, 0.25, "x: x.oxx.oxx.oxx.ox\ni: ....x.........x..")
				w.Drums("drums", 6, 8, 0.25, "k: x.x.......x.....\ns: ............x...")
				w.Drums("drums", 7.5, 8, 0.25, "s: x.xxXX.X")
				w.Line("thumb", 0, 1, `.:4 | .:2 f#5 a5 | b5:2 a5:2 | f#5:2 d5:2 | e5:4 | .:2 f#5 g5 | a5:2 f#5:2 | c#5:4`)
			}},
			{Name: "a", Bars: 16, Write: func(w *score.Writer) {
				p := w.Chords(0, chords+" | "+chords)
				w.Pad("pad", p, 57, 76, 3)
				w.Comp("piano", p, 54, 73, 4, 0.5, "x--x---- ..x---..")
				w.Bass("bass", p, 26, 0.5, "1-----8- 1---5-7-")
				w.Drums("drums", 0, 16, 0.25, breaks)
				w.Drums("drums", 0, 1, 1, "c: x...")
				w.Drums("drums", 8, 9, 1, "c: x...")
				w.Line("thumb", 0, 0.5, `f#5:3 d5:3 c#5:2 | d5:2 a5:6 | b5:3 a5:3 f#5:2 | d5:2 e5:6 | g5:3 f#5:3 e5:2 | b4:2 d5:6 | c#5:3 e5:3 a5:2 | a#5:2 f#5:6
					| f#5:3 d5:3 c#5:2 | d5:2 b5:6 | d6!:3 b5:3 a5:2 | f#5:2 a5:6 | g5:3 f#5:3 e5:2 | g5:2 b5:6 | c#6:3 a5:3 f#5:2 | e5:2 c#5:6`)
			}},
			{Name: "b", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "Gmaj9 | % | A6 | % | Bm9 | % | Em9 | F#7b13")
				w.Pad("pad", p, 57, 78, 4)
				w.Comp("piano", p, 54, 75, 4, 0.5, "x------- x---x---")
				w.Bass("bass", p, 26, 0.5, "1-------")
				w.Drums("drums", 0, 6, 0.25, "k: x...............\ni: ........x.......\nx: x.oxx.oxx.oxx.ox")
				w.Drums("drums", 6, 8, 0.25, "k: x.x.x.x.x.x.x.x.\nx: x.oxx.oxx.oxx.ox")
				w.Drums("drums", 7, 8, 0.25, "s: x...x...x.x.xXXX")
				w.Line("voice", 0, 1, `d5:4 | b4:2 d5:2 | e5:4~ | c#5:2 e5:2 | f#5:4~ | -:2 d5:2~ | e5:4 | c#5:3 .`)
			}},
			{Name: "c", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, chords)
				w.Pad("pad", p, 57, 76, 3)
				w.Bass("bass", p, 26, 0.25, "1---..1-1-..8-5- 1-..1---..7-5-..")
				w.Comp("piano", p, 54, 75, 4, 0.5, "..x..x.. ..x..xx.")
				w.Drums("drums", 0, 8, 0.25, breaks+"\nh: .x.x.x.x.x.x.x.x")
				w.Drums("drums", 0, 1, 1, "c: x...")
				w.Drums("drums", 7.5, 8, 0.25, "s: x.xxxXXX")
				w.Line("voice", 0, 1, `f#5:3 e5~ | d5:4~ | d5:3 b4~ | a4:4 | g4:2 b4:2~ | e5:4 | c#5:2 a4:2~ | a#4:3 .`)
			}},
			{Name: "end", Bars: 6, Write: func(w *score.Writer) {
				p := w.Chords(0, "Gmaj9 | Gmaj9 | F#m7 | F#7b13")
				w.Pad("pad", p, 57, 76, 4)
				w.Comp("piano", p, 54, 73, 4, 0.5, "x--x---- ......x-")
				w.Bass("bass", p, 26, 0.5, "1-------")
				w.Drums("drums", 0, 4, 0.25, "x: x.oxx.oxx.oxx.ox\nk: x.........x.....\ni: ....x.......x...")
				w.Line("thumb", 0, 0.5, "b5:3 a5:3 f#5:2 | d5:2 e5:6 | c#5:3 e5:3 a5:2 | a#5:2 c#6:6 | b5:4 f#5:4 | .:8")
				w.Line("piano", 4, 1, "b2+f#3+d4+a4+c#5:4 | .:4")
				w.Line("bass", 4, 1, "b1:4 | .:4")
				w.Drums("drums", 4, 5, 1, "k: x...")
			}},
		},
		Form: "intro a b a c b a c a end",
		Long: "intro a b a c b a c b a c b a c a end",
	}
}
