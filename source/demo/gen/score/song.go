package score

import (
	"fmt"
	"hash/fnv"
	"math"
	"strings"

	"anyaudio/source/demo/gen/synth"
)

// Frame is the length of an Opus packet in samples, 20 ms: a part is a whole number
// of these long.
const Frame = 960

// A Song is one piece of the catalogue.
type Song struct {
	ID, Title, Artist, Album string

	Beat    int     // frames a beat
	Meter   int     // beats a bar
	Swing   float64 // where in a pair the second note falls, 0.5 straight, 0.67 triplets; 0 is straight
	SwingBy float64 // length of the pair in beats, 1 when 0
	Loud    float64 // LUFS that the piece is brought to

	Room   synth.Reverb
	Echo   synth.Echo
	Tracks []Track
	Parts  []Part
	// Form names the parts in order.
	Form string
	// Long is the form in the mix; it uses only joins that Form has too.
	Long string
}

// A Track is an instrument and its place in the mix.
type Track struct {
	Name  string
	Inst  synth.Instrument
	Level float64 // loudness while it plays, in LU against the other tracks
	Pan   float64 // -1 to 1
	Room  float64 // share sent to the reverb
	Echo  float64 // share sent to the echo
	Loose float64 // milliseconds of human time, about
	Push  float64 // milliseconds that all of it is late
	Strum float64 // seconds a chord takes from its first note to its last
	Duck  float64 // dB that it gives way to the kick drum
	FX    []synth.Effect
}

// A Part is some bars of a song.
type Part struct {
	Name  string
	Bars  float64
	Write func(w *Writer)
}

func (s *Song) track(name string) *Track {
	for i := range s.Tracks {
		if s.Tracks[i].Name == name {
			return &s.Tracks[i]
		}
	}
	return nil
}

func (s *Song) part(name string) *Part {
	for i := range s.Parts {
		if s.Parts[i].Name == name {
			return &s.Parts[i]
		}
	}
	panic(fmt.Sprintf("score: %s has no part %q", s.ID, name))
}

// Sequence returns the parts of the form in order.
func (s *Song) Sequence() []string { return strings.Fields(s.Form) }

// LongSequence returns the parts of the form in the mix.
func (s *Song) LongSequence() []string { return strings.Fields(s.Long) }

// Bar is the length of a bar in frames.
func (s *Song) Bar() int { return s.Beat * s.Meter }

// Length is the length of a part in frames, a multiple of Frame.
func (s *Song) Length(part string) int {
	n := int(math.Round(s.part(part).Bars * float64(s.Bar())))
	if n%Frame != 0 {
		panic(fmt.Sprintf("score: %s/%s is no whole number of packets", s.ID, part))
	}
	return n
}

// write runs the part's function.
func (s *Song) write(part string) map[string][]event {
	p := s.part(part)
	w := &Writer{song: s, part: part, bars: p.Bars, events: map[string][]event{}, Dyn: 1}
	p.Write(w)
	return w.events
}

// Gains is the gain of each track in dB, and under "" that of the whole.
type Gains map[string]float64

// Mix plays the parts one after another and returns the mix before mastering, no longer
// than limit frames.
func (s *Song) Mix(gains Gains, parts []string, limit int) synth.Buf {
	total := 0
	for _, p := range parts {
		total += s.Length(p)
	}
	total = min(total, limit)
	mix, room, echo := synth.NewBuf(total), synth.NewBuf(total), synth.NewBuf(total)
	for i := range s.Tracks {
		t := &s.Tracks[i]
		bus := s.Bus(t.Name, parts, total)
		l, r := synth.PanGains(t.Pan)
		g := synth.DB(gains[t.Name])
		mix.Add(bus, g*l, g*r)
		room.Add(bus, g*l*t.Room, g*r*t.Room)
		echo.Add(bus, g*l*t.Echo, g*r*t.Echo)
	}
	wet := s.Echo.Run(echo)
	mix.Add(wet, 1, 1)
	room.Add(wet, 0.25, 0.25)
	mix.Add(s.Room.Run(room), 1, 1)
	return mix
}

// Bus plays one track with its effects, total frames long.
func (s *Song) Bus(track string, parts []string, total int) synth.Buf {
	t := s.track(track)
	bus := synth.NewBuf(total)
	var kicks []int
	start := 0
	for _, p := range parts {
		length := s.Length(p)
		events := s.write(p)
		for i, e := range events[track] {
			n, at := s.note(t, p, i, e, length)
			if start+at < total {
				t.Inst.Play(bus.Slice(start+at, total), n)
			}
		}
		for _, e := range events["drums"] {
			if t.Duck > 0 && e.pitch == 'k' {
				kicks = append(kicks, start+s.place(e.at))
			}
		}
		start += length
	}
	for _, fx := range t.FX {
		fx(bus, s.Bar())
	}
	if t.Duck > 0 {
		duck(bus, kicks, t.Duck)
	}
	return bus
}

// note makes the note human: the same part is always played the same way.
func (s *Song) note(t *Track, part string, i int, e event, length int) (n synth.Note, at int) {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s/%s/%s/%d", s.ID, part, t.Name, i)
	r := synth.Rand(h.Sum64())
	late := (t.Loose*r.Bell()+t.Push)/1000 + e.late
	at = s.place(e.at) + int(late*synth.Rate)
	at = max(0, min(at, length-1))
	gate := s.place(e.at+e.len) - s.place(e.at)
	return synth.Note{
		Pitch: e.pitch, From: e.from, Gate: max(gate, 48),
		Vel:  max(0.05, min(1, e.vel*(1+0.07*r.Bell()))),
		Seed: h.Sum64(),
	}, at
}

// place is the frame of a beat, with the swing.
func (s *Song) place(beat float64) int {
	if s.Swing > 0 {
		by := s.SwingBy
		if by == 0 {
			by = 1
		}
		pair := math.Floor(beat/by + 1e-9)
		x := beat/by - pair
		if x < 0.5 {
			x *= s.Swing / 0.5
		} else {
			x = s.Swing + (x-0.5)*(1-s.Swing)/0.5
		}
		beat = (pair + x) * by
	}
	return int(math.Round(beat * float64(s.Beat)))
}

// duck lowers the bus at each kick and lets it come back within a quarter of a second.
func duck(b synth.Buf, kicks []int, db float64) {
	for _, k := range kicks {
		for i := range min(12000, b.Len()-k) {
			x := float64(i) / 12000
			in := math.Min(1, float64(i)/240)
			g := synth.DB(-db * in * (1 - x) * (1 - x))
			b.L[k+i] *= g
			b.R[k+i] *= g
		}
	}
}

// Events writes the part and returns the number of notes of each track.
func (s *Song) Events(part string) map[string]int {
	out := map[string]int{}
	for track, e := range s.write(part) {
		out[track] = len(e)
	}
	return out
}
