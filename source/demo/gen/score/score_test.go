package score_test

import (
	"math"
	"strings"
	"testing"

	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// recorder is an instrument that writes down what it is asked to play.
type recorder struct{ notes []synth.Note }

func (r *recorder) Play(dst synth.Buf, n synth.Note) {
	r.notes = append(r.notes, n)
	for i := range min(dst.Len(), n.Gate) {
		dst.L[i] += n.Vel
		dst.R[i] += n.Vel
	}
}

// song is one part of the given number of bars on one track.
func song(r synth.Instrument, bars float64, write func(w *score.Writer)) *score.Song {
	return &score.Song{
		ID: "test", Beat: 24000, Meter: 4, Form: "a", Long: "a",
		Tracks: []score.Track{{Name: "x", Inst: r}},
		Parts:  []score.Part{{Name: "a", Bars: bars, Write: write}},
	}
}

func play(s *score.Song, parts ...string) synth.Buf {
	return s.Mix(score.Gains{}, parts, math.MaxInt)
}

func TestLine(t *testing.T) {
	r := &recorder{}
	play(song(r, 2, func(w *score.Writer) {
		w.Line("x", 0, 0.5, "c4 - e4! . g4:2~ bb3' a4+c5? | f#5:8")
	}), "a")
	want := []struct {
		pitch, from float64
		gate        int
	}{
		{60, 0, 24000}, {64, 0, 12000}, {67, 64, 24000}, {58, 0, 6000}, {69, 0, 12000}, {72, 0, 12000}, {78, 0, 96000},
	}
	if len(r.notes) != len(want) {
		t.Fatalf("%d notes, want %d", len(r.notes), len(want))
	}
	for i, w := range want {
		n := r.notes[i]
		if n.Pitch != w.pitch || n.From != w.from || n.Gate != w.gate {
			t.Errorf("note %d is %+v, want %+v", i, n, w)
		}
	}
	if loud, soft := r.notes[1].Vel, r.notes[5].Vel; loud < 0.85 || soft > 0.6 {
		t.Errorf("! is played at %v, ? at %v", loud, soft)
	}
}

func TestSlipsOfThePen(t *testing.T) {
	for name, write := range map[string]func(w *score.Writer){
		"short bar":     func(w *score.Writer) { w.Line("x", 0, 1, "c4 d4 e4 | f4:4") },
		"short end":     func(w *score.Writer) { w.Line("x", 0, 1, "c4 d4 e4") },
		"no note":       func(w *score.Writer) { w.Line("x", 0, 1, "h4:4") },
		"no octave":     func(w *score.Writer) { w.Line("x", 0, 1, "c:4") },
		"no track":      func(w *score.Writer) { w.Line("y", 0, 1, "c4:4") },
		"no chord":      func(w *score.Writer) { w.Chords(0, "Cxyz") },
		"after the end": func(w *score.Writer) { w.Line("x", 1, 1, "c4:4") },
		"no degree":     func(w *score.Writer) { w.Bass("x", w.Chords(0, "C"), 36, 1, "q") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if e, ok := recover().(string); !ok || !strings.HasPrefix(e, "score: test/a/") {
					t.Errorf("panic %q", e)
				}
			}()
			play(song(&recorder{}, 1, write), "a")
		})
	}
}

func TestChordsAreVoicedNear(t *testing.T) {
	r := &recorder{}
	play(song(r, 4, func(w *score.Writer) {
		w.Pad("x", w.Chords(0, "Dm7 | G7 | Cmaj7 | A7/C#"), 52, 76, 4)
	}), "a")
	names := [][]int{{2, 5, 9, 0}, {7, 11, 2, 5}, {0, 4, 7, 11}, {9, 1, 4, 7}}
	for i, pcs := range names {
		chord := r.notes[4*i : 4*i+4]
		has := map[int]bool{}
		for v, n := range chord {
			has[int(n.Pitch)%12] = true
			if n.Pitch < 52 || n.Pitch > 76 {
				t.Errorf("chord %d: %v is out of range", i, n.Pitch)
			}
			if i > 0 {
				if move := math.Abs(n.Pitch - r.notes[4*(i-1)+v].Pitch); move > 5 {
					t.Errorf("voice %d leaps by %v into chord %d", v, move, i)
				}
			}
		}
		for _, pc := range pcs {
			if !has[pc] {
				t.Errorf("chord %d lacks pitch class %d: %v", i, pc, has)
			}
		}
	}
}

func TestBassAndWalk(t *testing.T) {
	r := &recorder{}
	play(song(r, 2, func(w *score.Writer) { w.Bass("x", w.Chords(0, "C/E | Am"), 33, 1, "158u") }), "a")
	want := []float64{40, 43, 52, 32, 33, 40, 45, 39}
	for i, n := range r.notes {
		if n.Pitch != want[i] {
			t.Errorf("bass note %d is %v, want %v", i, n.Pitch, want[i])
		}
	}
	w := &recorder{}
	play(song(w, 4, func(wr *score.Writer) { wr.Walk("x", wr.Chords(0, "F7 | Bb7 | F7 | C7"), 33) }), "a")
	if len(w.notes) != 16 {
		t.Fatalf("%d notes in four bars", len(w.notes))
	}
	for i := 1; i < 16; i++ {
		if leap := math.Abs(w.notes[i].Pitch - w.notes[i-1].Pitch); leap > 12 {
			t.Errorf("the walk leaps by %v at note %d", leap, i)
		}
	}
}

func TestSwingMovesTheOffBeat(t *testing.T) {
	s := song(&recorder{}, 1, func(w *score.Writer) { w.Line("x", 0, 0.5, "c4' . . c4' . . . .") })
	s.Swing = 2.0 / 3
	b := play(s, "a")
	first := -1
	for i := 24000; i < b.Len() && first < 0; i++ {
		if b.L[i] != 0 {
			first = i
		}
	}
	if first != 40000 { // beat 2 and two thirds of it
		t.Errorf("the swung note starts at %d, want 40000", first)
	}
}

// A part sounds the same whatever follows, and the music before it is there in its
// beginning: what the joins are made of.
func TestContext(t *testing.T) {
	kit := synth.Kit{'c': {Drum: synth.Crash}, 'k': {Drum: synth.Kick}}
	for name, inst := range map[string]synth.Instrument{
		"piano": synth.Piano(), "vibraphone": synth.Vibraphone(), "strings": synth.Strings(0.3), "nylon": synth.NylonGuitar(), "kit": kit,
	} {
		if underRace && name != "kit" {
			continue
		}
		line := func(text, drums string) func(w *score.Writer) {
			if name == "kit" {
				return func(w *score.Writer) { w.Drums("x", 0, 1, 1, drums) }
			}
			return func(w *score.Writer) { w.Line("x", 0, 1, text) }
		}
		s := &score.Song{
			ID: "test", Beat: 24000, Meter: 4, Form: "a b", Room: synth.Reverb{Time: 1, Size: 0.5, Damp: 4000},
			Echo:   synth.Echo{Time: 12000, Feedback: 0.3, Low: 100, High: 4000},
			Tracks: []score.Track{{Name: "x", Inst: inst, Room: 0.3, Echo: 0.3, Loose: 5, FX: []synth.Effect{synth.Tremolo(4, 0.5)}}},
			Parts: []score.Part{
				{Name: "a", Bars: 1, Write: line("c4 e4 g4 c5", "c: x..x\nk: ...x")},
				{Name: "b", Bars: 2, Write: func(w *score.Writer) { line(". d4 . .", "k: .x..")(w) }},
			},
		}
		a, ab, b := play(s, "a"), play(s, "a", "b"), play(s, "b")
		for i := range a.L {
			if a.L[i] != ab.L[i] {
				t.Fatalf("%s: frame %d of a depends on what follows", name, i)
			}
		}
		tail, later := 0.0, 0.0
		for i := range b.L {
			d := math.Abs(ab.L[a.Len()+i] - b.L[i])
			if i < 9600 {
				tail = math.Max(tail, d)
			} else if i > b.Len()-9600 {
				later = math.Max(later, d)
			}
		}
		if tail < 1e-3 || later > 1e-3 {
			t.Errorf("%s: b after a differs from b alone by %v at its beginning, %v at its end", name, tail, later)
		}
	}
}
