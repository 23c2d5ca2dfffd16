package songs

import (
	"strconv"
	"strings"

	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// dawn is surf rock in E minor: a twanging guitar low and then picked very fast, a
// spring tank, a cheap organ in the bridge, and the drums never stop.
func dawn() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.Kick, Gain: -1},
		's': {Drum: synth.Snare, Gain: 0},
		'h': {Drum: synth.OpenHat, Gain: -14, Pan: 0.3},
		'r': {Drum: synth.Ride, Gain: -8, Pan: 0.3},
		'c': {Drum: synth.Crash, Gain: -9, Pan: -0.3},
		't': {Drum: synth.HighTom, Gain: -2, Pan: -0.3},
		'm': {Drum: synth.MidTom, Gain: -2},
		'l': {Drum: synth.LowTom, Gain: -2, Pan: 0.3},
		'j': {Drum: synth.Tambourine, Gain: -14, Pan: -0.5},
	}
	surf := "k: x...x..x\ns: ..xx..x.\nr: x.x.x.x."
	fill := "s: xxxx............\nt: ....xxxx........\nm: ........xxxx....\nl: ............xxXX"
	return &score.Song{
		ID: "board-meeting-at-dawn", Title: "Board Meeting at Dawn", Artist: "The Undertow Committee", Album: "Roots & Salt",
		Beat: beat(360 * ms), Meter: 4, Loud: -15.5,
		Room: synth.Reverb{Time: 1.7, Size: 0.55, Damp: 4200, Wait: 0.012, LowCut: 300, Spring: true},
		Tracks: []score.Track{
			{Name: "lead", Inst: synth.CleanGuitar(), Level: 0, Pan: -0.1, Room: 0.4, Loose: 5, FX: []synth.Effect{synth.Drive(2.5, 6500), synth.Peak(2400, 0.8, 4)}},
			{Name: "rhythm", Inst: synth.CleanGuitar(), Level: -6, Pan: 0.4, Room: 0.15, Loose: 5, Strum: 0.012, FX: []synth.Effect{synth.LowCut(200), synth.Tremolo(8, 0.3)}},
			{Name: "organ", Inst: synth.Organ([9]float64{0, 0, 8, 6, 0, 6, 0, 4, 2}), Level: -2, Pan: 0.1, Room: 0.15, FX: []synth.Effect{synth.Drive(2, 6000), synth.Tremolo(9, 0.2)}},
			{Name: "bass", Inst: synth.ElectricBass(0.25), Level: -2, Loose: 4},
			{Name: "drums", Inst: kit, Level: -1.5, Room: 0.05, Loose: 4},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 4, Write: func(w *score.Writer) {
				w.Line("lead", 0, 0.25, pick("e2:2 e2:2 e2:2 e2:2 g2:2 g2:2 f#2:2 f2:2 | e2:2 e2:2 e2:2 e2:2 b2:2 b2:2 a2:2 g2:2 | e3:4 g3:4 b3:4 d4:4 | e4:8 d#4:8"))
				w.Drums("drums", 0, 3, 0.5, "l: x.xx.x.x\nm: ..x...x.\nk: x...x...")
				w.Drums("drums", 3, 4, 0.25, fill)
				w.Line("bass", 2, 0.5, "e1 e1 e1 e1 e1 e1 e1 e1 | b1 b1 b1 b1 b1 b1 a1 f#1")
			}},
			{Name: "a", Bars: 16, Write: func(w *score.Writer) {
				p := w.Chords(0, "Em | Em | G | G | Am | Am | Em | B7 | Em | Em | G | G | C | B7 | Em | B7")
				w.Drums("drums", 0, 15, 0.5, surf)
				w.Drums("drums", 0, 1, 1, "c: x...")
				w.Drums("drums", 15, 16, 0.25, fill)
				w.Bass("bass", p, 28, 0.5, "11115511")
				w.Comp("rhythm", p, 55, 74, 3, 0.5, "..x...x.")
				w.Line("lead", 0, 0.5, `e4!:3 e4 g4:2 a4:2 | b4:6 a4 b4 | d5:3 b4 g4:2 b4:2 | a4:2 g4:2 d4:4 | c5!:3 b4 a4:2 e4:2 | c5:3 d5~ c5 b4 a4:2 | b4:3 g4 e4:2 g4:2 | f#4:2 d#4:2 b3:4
					| e4!:3 e4 g4:2 a4:2 | b4:6 a4 b4 | d5:3 e5~ d5 b4 g4:2 | b4:6~ .:2 | e5!:3 d5 c5:2 g4:2 | d#5:3 c5 b4:2 a4 f#4 | e4:8 | -:2 .:2 b3 d#4 f#4 a4`)
			}},
			{Name: "b", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "E | F | E | F | Am | G | F | B7")
				w.Drums("drums", 0, 7, 0.5, surf+"\nj: .x.x.x.x")
				w.Drums("drums", 0, 1, 1, "c: x...")
				w.Drums("drums", 7, 8, 0.25, fill)
				w.Bass("bass", p, 28, 0.5, "11181158")
				w.Comp("rhythm", p, 52, 72, 3, 0.5, "x..xx.x.")
				w.Line("lead", 0, 0.25, pick(`e5:4 f5:4 g#5:4 f5:4 | a5:8 g#5:4 f5:4 | g#5:4 f5:4 e5:8 | c5:4 a4:4 f5:8
					| e5:8 c5:4 a4:4 | d5:8 b4:4 g4:4 | c5:8 a4:4 f4:4 | b4:4 d#5:4 f#5:4 a5:4`))
			}},
			{Name: "c", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "G | Em | C | D | G | Em | Am | B7")
				w.Drums("drums", 0, 7, 0.5, "k: x...x..x\ns: ..x...x.\nr: xoxoxoxo\nj: ..x...x.")
				w.Drums("drums", 7, 8, 0.25, fill)
				w.Bass("bass", p, 28, 0.5, "1-1-5-3-")
				w.Comp("rhythm", p, 55, 74, 3, 0.5, "x.xox.xo")
				w.Line("organ", 0, 0.5, `b4:3 d5:3 g5:2 | f#5:2 e5:2 b4:4 | e5:3 g5:3 c6:2 | b5:2 a5:2 f#5:4 | g5:3 d5:3 b4:2 | g5:2 f#5:2 e5:4 | c5:3 e5:3 a5:2 | b5:4 d#5:4`)
			}},
			{Name: "end", Bars: 6, Write: func(w *score.Writer) {
				p := w.Chords(0, "E | F | Em | Em")
				w.Drums("drums", 0, 3, 0.5, surf)
				w.Drums("drums", 3, 4, 0.25, "s: x.x.xxxxxxxxXXXX\nk: x.......x.......")
				w.Bass("bass", p, 28, 0.5, "11181158")
				w.Comp("rhythm", p, 52, 72, 3, 0.5, "x..xx.x.")
				w.Line("lead", 0, 0.25, pick("e5:4 f5:4 g#5:4 f5:4 | a5:8 g#5:4 f5:4 | e5:4 d5:4 b4:4 g4:4 | e4:4 g4:4 b4:4 d5:4")+" | e3+b3+e4+g4+f#5!:10 .:6 | .:16")
				w.Line("bass", 4, 0.5, "e1!:6 .:2 | .:8")
				w.Drums("drums", 4, 5, 1, "c: X...\nk: X...")
			}},
		},
		Form: "intro a b a c b a b end",
		Long: "intro a b a c b a b a c b a b a b end",
	}
}

// pick plays every note of a line again and again for its length.
func pick(line string) string {
	var out []string
	for _, tok := range strings.Fields(line) {
		name, num, ok := strings.Cut(tok, ":")
		n, err := strconv.Atoi(num)
		if !ok || err != nil {
			n = 1
		}
		for i := range n {
			if i%2 == 1 {
				out = append(out, name+"?")
			} else {
				out = append(out, name)
			}
		}
	}
	return strings.ReplaceAll(strings.Join(out, " "), "|?", "|")
}
