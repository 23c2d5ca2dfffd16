package pack

import (
	"math"

	"anyaudio/source/demo/gen/loudness"
	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

const (
	// Warm is the number of packets that are encoded before a segment and thrown away.
	Warm = 50
	// Alike is the level in dBFS, RMS over a packet, below which two renderings of a
	// part count as the same. The noise of the codec is about 20 dB louder.
	Alike = -56
)

// Render returns the mastered sound of a part after prev, at most limit packets of it,
// behind Warm packets of what goes before.
func Render(s *score.Song, gains score.Gains, prev, part string, limit int) synth.Buf {
	before := 0
	parts := []string{part}
	if prev != "" {
		before = s.Length(prev)
		parts = []string{prev, part}
	}
	mix := s.Mix(gains, parts, before+limit*score.Frame)
	synth.Master(mix, gains[""])
	warm := Warm * score.Frame
	if before >= warm {
		return mix.Slice(before-warm, mix.Len())
	}
	out := synth.NewBuf(warm - before + mix.Len())
	out.Slice(warm-before, out.Len()).Add(mix, 1, 1)
	return out
}

// headLength returns the number of packets after which b stays like a; ok is false when it
// does not within the shorter one.
func headLength(a, b synth.Buf) (n int, ok bool) {
	packets := min(a.Len(), b.Len()) / score.Frame
	last := Warm
	for p := Warm; p < packets; p++ {
		sum := 0.0
		for i := p * score.Frame; i < (p+1)*score.Frame; i++ {
			l, r := a.L[i]-b.L[i], a.R[i]-b.R[i]
			sum += l*l + r*r
		}
		if 10*math.Log10(sum/(2*score.Frame)+1e-20) > Alike {
			last = p + 1
		}
	}
	// Half a second of likeness is asked for: an echo may come after a silence.
	return last - Warm, last+25 <= packets
}

// Balance measures the tracks of a song and returns the gains that bring each to its
// level and the whole to its loudness.
func Balance(s *score.Song) score.Gains {
	var parts []string
	total := 0
	for _, p := range s.Parts {
		parts = append(parts, p.Name)
		total += s.Length(p.Name)
	}
	g := score.Gains{}
	for _, t := range s.Tracks {
		l := integrated(s.Bus(t.Name, parts, total))
		g[t.Name] = round(-22 + t.Level - l)
	}
	mix := s.Mix(g, parts, total)
	for range 4 {
		done := synth.NewBuf(total)
		done.Add(mix, 1, 1)
		synth.Master(done, g[""])
		g[""] = round(g[""] + s.Loud - integrated(done))
	}
	return g
}

func integrated(b synth.Buf) float64 {
	m := loudness.New()
	for i := range b.L {
		m.Add(b.L[i], b.R[i])
	}
	return loudness.Integrated(m.Blocks())
}

func round(db float64) float64 { return math.Round(db*100) / 100 }
