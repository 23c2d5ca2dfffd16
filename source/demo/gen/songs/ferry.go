package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// ferry is synth-pop in F sharp minor: a saw lead, an arpeggio, octaves in the bass, a
// drum machine that makes the chords breathe.
func ferry() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.BigKick, Gain: -1},
		's': {Drum: synth.FatSnare, Gain: -3},
		'p': {Drum: synth.Clap, Gain: -7, Pan: -0.1},
		'h': {Drum: synth.Hat, Gain: -8, Pan: 0.25},
		'o': {Drum: synth.OpenHat, Gain: -11, Pan: 0.25},
		'c': {Drum: synth.Crash, Gain: -9, Pan: -0.3},
		't': {Drum: synth.HighTom, Gain: -3, Pan: -0.35},
		'm': {Drum: synth.MidTom, Gain: -3},
		'l': {Drum: synth.LowTom, Gain: -3, Pan: 0.35},
	}
	lead := synth.Analog{
		Wave: synth.Saw, Voices: 3, Detune: 14, Width: 0.4, Amp: synth.ADSR{A: 0.012, D: 0.3, S: 0.8, R: 0.15},
		Cut: 2200, Env: 1.3, Filter: synth.ADSR{A: 0.01, D: 0.35, S: 0.4, R: 0.3}, Q: 0.9, Track: 0.3, Vibrato: 0.13, Glide: 0.05, Gain: 0.3,
	}
	pluck := synth.Analog{
		Wave: synth.Square, Voices: 2, Detune: 8, Width: 0.5, Amp: synth.ADSR{A: 0.003, D: 0.35, S: 0, R: 0.12},
		Cut: 700, Env: 2.6, Filter: synth.ADSR{A: 0.002, D: 0.22, S: 0, R: 0.1}, Q: 1.3, Track: 0.4, Gain: 0.35,
	}
	bass := synth.Analog{
		Wave: synth.Saw, Voices: 2, Detune: 7, Amp: synth.ADSR{A: 0.003, D: 0.3, S: 0.5, R: 0.05}, Sub: 0.6,
		Cut: 320, Env: 2.2, Filter: synth.ADSR{A: 0.002, D: 0.18, S: 0.12, R: 0.05}, Q: 1.2, Track: 0.3, Drive: 1.5, Gain: 0.35,
	}
	pad := synth.Analog{
		Wave: synth.Saw, Voices: 5, Detune: 24, Width: 1, Amp: synth.ADSR{A: 0.25, D: 0.5, S: 0.85, R: 0.35},
		Cut: 1100, Env: 0.8, Filter: synth.ADSR{A: 0.9, D: 1, S: 0.6, R: 0.5}, Track: 0.2, Gain: 0.22,
	}
	return &score.Song{
		ID: "neon-ferry", Title: "Neon Ferry", Artist: "Port Vector", Album: "Bright Lights",
		Beat: beat(480 * ms), Meter: 4, Loud: -15.5, Room: hall(1.5),
		Echo: synth.Echo{Time: beat(360 * ms), Feedback: 0.35, Low: 300, High: 4500},
		Tracks: []score.Track{
			{Name: "lead", Inst: lead, Level: 0, Room: 0.16, Echo: 0.22},
			{Name: "voice", Inst: pluck, Level: -1, Pan: 0.1, Room: 0.2, Echo: 0.3},
			{Name: "arp", Inst: pluck, Level: -8, Room: 0.12, Echo: 0.2, Duck: 3, FX: []synth.Effect{synth.LowCut(350), synth.AutoPan(1, 0.5)}},
			{Name: "pad", Inst: pad, Level: -7, Room: 0.2, Duck: 6, FX: []synth.Effect{synth.LowCut(200), synth.Chorus(1, 3, 0.5)}},
			{Name: "choir", Inst: synth.Choir(), Level: -8, Room: 0.35, Duck: 3},
			{Name: "bass", Inst: bass, Level: -3, Duck: 4},
			{Name: "drums", Inst: kit, Level: -1.5, Room: 0.06},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "F#m | D | A | E")
				w.Arp("arp", p, 54, 75, 4, 0.25, "0123432101234343")
				w.Pad("pad", p, 54, 76, 4)
				w.Drums("drums", 0, 4, 0.25, "h: ..o...o...o...o.")
				w.Drums("drums", 2, 4, 0.25, "k: x...x...x...x...")
				w.Drums("drums", 3, 4, 0.25, "t: ........x.......\nm: ..........x.x...\nl: .............xxx")
			}},
			{Name: "verse", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "F#m | F#m | D | D | A | A | E | E")
				w.Arp("arp", p, 54, 75, 4, 0.25, "0.2.3.2.0.2.4.3.")
				w.Pad("pad", p, 54, 76, 3)
				w.Bass("bass", p, 30, 0.5, "11111181")
				w.Drums("drums", 0, 8, 0.25, "k: x.....x...x.....\ns: ....X.......X...\nh: x.o.x.o.x.o.x.oo")
				w.Line("voice", 0, 0.5, `c#5 c#5 . a4 . f#4 a4 b4 | c#5:3 b4 a4:2 .:2 | d5 d5 . a4 . f#4 a4 b4 | a4:3 f#4 e4:2 .:2
					| e5 e5 . c#5 . a4 c#5 d5 | e5:3 d5 c#5:2 .:2 | b4 b4 . c#5 . d5 c#5 b4 | c#5:3 b4 g#4:2 .:2`)
			}},
			{Name: "chorus", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "D | E | F#m | A | D | E | C#m | F#m")
				w.Arp("arp", p, 57, 78, 4, 0.25, "0123432101234343")
				w.Pad("pad", p, 54, 78, 4)
				w.Bass("bass", p, 28, 0.5, "18181818")
				w.Drums("drums", 0, 8, 0.25, "k: X...X...X...X...\ns: ....X.......X...\np: ....x.......x...\nh: xox.xox.xox.xox.\no: ..x...x...x...x.")
				w.Drums("drums", 0, 1, 1, "c: x...")
				w.Line("lead", 0, 0.5, `f#5:3 e5:3 d5:2 | e5:3 f#5:3 g#5:2 | a5!:4 g#5:2 f#5:2 | e5:6 c#5 e5
					| f#5:3 e5:3 d5:2 | e5:3 f#5:3 b5!:2~ | g#5:4 e5:2 c#5:2 | f#5:6 .:2`)
			}},
			{Name: "bridge", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "Bm7 | Bm7 | Dmaj7 | Dmaj7 | E | E | C#7sus4 | C#7")
				w.Pad("choir", p, 54, 74, 4)
				w.Pad("pad", p, 50, 70, 3)
				w.Bass("bass", p, 28, 0.5, "1--1--1-")
				w.Dyn = 0.8
				w.Line("lead", 0, 0.5, `.:4 f#5:2 d5:2 | c#5:3 b4:5 | .:4 f#5:2 a5:2 | g#5:3 f#5:5 | .:4 g#5:2 b5:2 | a5:3 g#5:5~ | f#5:4 b5:4 | g#5:4 .:4`)
				w.Dyn = 1
				w.Drums("drums", 0, 6, 0.25, "k: x...............\ns: ........X.......\nh: x...o...x...o...")
				w.Drums("drums", 6, 8, 0.25, "k: x...x...x...x...\nh: xoxoxoxoxoxoxoxo")
				w.Drums("drums", 7, 8, 0.25, "s: ........x.x.xxXX\nt: x.xx............\nm: ....x.xx........")
			}},
			{Name: "end", Bars: 5, Write: func(w *score.Writer) {
				p := w.Chords(0, "D | E | F#m | F#m")
				w.Arp("arp", p, 54, 75, 4, 0.25, "0123432101234343")
				w.Pad("pad", p, 54, 76, 4)
				w.Bass("bass", p[:2], 28, 0.5, "18181818")
				w.Line("bass", 2, 0.5, "f#1:6 .:2")
				w.Line("lead", 0, 0.5, "f#5:3 e5:3 d5:2 | e5:3 f#5:3 g#5:2 | a5!:6 .:2")
				w.Drums("drums", 0, 2, 0.25, "k: X...X...X...X...\ns: ....X.......X...\nh: xox.xox.xox.xox.")
				w.Drums("drums", 2, 3, 1, "c: X...\nk: X...")
			}},
		},
		Form: "intro verse verse chorus verse chorus bridge chorus chorus end",
		Long: "intro verse verse chorus verse chorus bridge chorus chorus verse chorus bridge chorus chorus bridge chorus chorus end",
	}
}
