package songs

import (
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// dragon is a chiptune in C: two pulse channels, the stepped triangle, noise drums, and
// chords as fast arpeggios, as a games console had to play them.
func dragon() *score.Song {
	kit := synth.Kit{
		'k': {Drum: synth.ChipKick, Gain: 1},
		's': {Drum: synth.ChipSnare, Gain: -1},
		'h': {Drum: synth.ChipHat, Gain: -5},
	}
	beatA := "k: x..x..x.x..x..x.\ns: ....X.......X..o\nh: x.x.x.x.x.x.x.x."
	return &score.Song{
		ID: "pocket-dragon", Title: "Pocket Dragon", Artist: "8 Kilobytes", Album: "Bright Lights",
		Beat: beat(400 * ms), Meter: 4, Loud: -16,
		Echo: synth.Echo{Time: beat(300 * ms), Feedback: 0.2, Low: 400, High: 9000},
		Tracks: []score.Track{
			{Name: "one", Inst: synth.Chip(0.25, 1.2), Level: 0, Pan: -0.12, Echo: 0.18},
			{Name: "two", Inst: synth.Chip(0.5, 0.8), Level: -4, Pan: 0.3, Echo: 0.08},
			{Name: "chords", Inst: synth.Chip(0.125, 0.9), Level: -5.5, Pan: -0.35},
			{Name: "bass", Inst: synth.ChipBass(), Level: -2.5},
			{Name: "drums", Inst: kit, Level: -3},
		},
		Parts: []score.Part{
			{Name: "intro", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "Am | F | C | G")
				w.Arp("chords", p, 60, 79, 3, 0.125, "012")
				w.Line("one", 0, 0.25, `a4 . a4 . c5 . e5 . a5:4 .:4 | f4 . f4 . a4 . c5 . f5:4 .:4 | c5 . c5 . e5 . g5 . c6:4 .:4 | b5 g5 d5 b4 b5 g5 d5 b4 d6! . d6! . d6! .:3`)
				w.Drums("drums", 0, 4, 0.25, "h: x.x.x.x.x.x.x.x.")
				w.Drums("drums", 2, 4, 0.25, "k: x.......x.......\ns: ............xxxx")
			}},
			{Name: "a", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "C | G | Am | Em | F | C | Dm | G")
				w.Arp("chords", p, 60, 79, 3, 0.125, "012")
				w.Bass("bass", p, 36, 0.5, "1.81.18.")
				w.Drums("drums", 0, 7, 0.25, beatA)
				w.Drums("drums", 7, 8, 0.25, "k: x...x...x.......\ns: ....X...X.xxXXXX\nh: x.x.x.x.")
				w.Line("one", 0, 0.25, `e5:3 f5 g5:2 c6:4 b5:2 c6:2 g5:2 | d5:3 e5 d5:2 b4:4 g4:2 b4:2 d5:2 | c5:3 d5 e5:2 a5:4 g5:2 a5:2 e5:2 | g5:6 e5:2 b4:4 .:4
					| a5:3 g5 f5:2 c5:4 f5:2 a5:2 c6:2 | g5:3 f5 e5:2 c5:4 e5:2 g5:2 e5:2 | f5:3 e5 d5:2 a4:4 d5:2 f5:2 a5:2 | g5:2 a5:2 b5:2 d6:6 .:4`)
				w.Line("two", 0, 0.5, `c4 e4 g4 e4 c4 e4 g4 e4 | b3 d4 g4 d4 b3 d4 g4 d4 | c4 e4 a4 e4 c4 e4 a4 e4 | b3 e4 g4 e4 b3 e4 g4 e4
					| c4 f4 a4 f4 c4 f4 a4 f4 | c4 e4 g4 e4 c4 e4 g4 e4 | d4 f4 a4 f4 d4 f4 a4 f4 | d4 g4 b4 g4 d4 . .:2`)
			}},
			{Name: "b", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "F | G | Em | Am | F | G | C | E7")
				w.Arp("chords", p, 60, 79, 3, 0.125, "012")
				w.Bass("bass", p, 36, 0.25, "1.1.8.1.1.1.8.8.")
				w.Drums("drums", 0, 8, 0.25, "k: x...x...x...x...\ns: ....X.......X.o.\nh: xoxoxoxoxoxoxoxo")
				w.Line("one", 0, 0.25, `a5:2 c6:2 a5:2 f5:2 a5:4 c6:2 a5:2 | b5:2 d6:2 b5:2 g5:2 b5:4 d6:2 b5:2 | e6!:4 d6:2 b5:2 g5:4 b5:4 | c6:6 b5:2 a5:4 .:4
					| a5:2 c6:2 a5:2 f5:2 a5:4 c6:2 a5:2 | b5:2 d6:2 b5:2 g5:2 d6:4 f6:4 | e6!:8 d6:2 c6:2 g5:2 e5:2 | g#5:4 b5:4 e6:6 .:2`)
				w.Line("two", 0, 0.25, `c5:4 c5:4 f5:4 c5:4 | d5:4 d5:4 g5:4 d5:4 | b4:4 b4:4 e5:4 b4:4 | e5:4 c5:4 a4:4 e4:4
					| c5:4 c5:4 f5:4 c5:4 | d5:4 d5:4 g5:4 b5:4 | g5:4 e5:4 c5:4 g4:4 | b4:4 e5:4 g#5:6 .:2`)
			}},
			{Name: "c", Bars: 8, Write: func(w *score.Writer) {
				p := w.Chords(0, "Am | Am | F | F | Dm | Dm | E7 | E7")
				w.Arp("chords", p, 57, 76, 4, 0.25, "0123321001233210")
				w.Bass("bass", p, 33, 0.5, "1---5-8-")
				w.Drums("drums", 0, 6, 0.25, "k: x.......x.x.....\ns: ........X.......\nh: ..x...x...x...x.")
				w.Drums("drums", 6, 8, 0.25, "k: x...x...x...x...\ns: ..............xx\nh: xxxxxxxxxxxxxxxx")
				w.Line("one", 0, 0.5, `a4:2 e5:3 d5 c5:2 | b4 c5 a4:6 | a4:2 f5:3 e5 d5:2 | c5 d5 c5:6 | d5:2 a5:3 g5 f5:2 | e5 f5 d5:6 | e5:2 g#5:2 b5:2 e6:2 | d6 c6 b5 a5 g#5 f5 e5 .`)
			}},
			{Name: "end", Bars: 4, Write: func(w *score.Writer) {
				p := w.Chords(0, "F | G")
				w.Arp("chords", p, 60, 79, 3, 0.125, "012")
				w.Bass("bass", p, 36, 0.5, "1.81.18.")
				w.Drums("drums", 0, 2, 0.25, beatA)
				w.Line("one", 0, 0.25, `a5:2 c6:2 a5:2 f5:2 a5:4 c6:4 | b5:2 d6:2 b5:2 g5:2 d6:4 f6:4 | e6! . g6! . c7!:4 .:8 | c6 g5 e5 c5 .:12`)
				w.Line("two", 0, 0.25, "c5:4 c5:4 f5:4 c5:4 | d5:4 d5:4 g5:4 b5:4 | c6 . e6 . g6:4 .:8")
				w.Line("bass", 2, 0.25, "c3 . c3 . c2:4 .:8")
				w.Drums("drums", 2, 3, 0.25, "k: x.x.x...........\ns: ....X...........")
			}},
		},
		Form: "intro a b a c a b c a b a end",
		Long: "intro a b a c a b c a b a c a b a c a b a end",
	}
}
