package pack

import (
	"math"

	"github.com/thesyncim/gopus"

	"anyaudio/source/demo/gen/score"
	"anyaudio/source/demo/gen/synth"
)

// PreSkip is what the encoder delays, in frames.
const PreSkip = 312

// Decode returns what a player hears of the segments in order.
func (o *Song) Decode(play []string) (synth.Buf, error) {
	dec, err := gopus.NewDecoder(gopus.DefaultDecoderConfig(synth.Rate, 2))
	if err != nil {
		return synth.Buf{}, err
	}
	var out synth.Buf
	pcm := make([]float32, 2*5760)
	for _, name := range play {
		for _, p := range o.segment(name).Packets {
			n, err := dec.Decode(p, pcm)
			if err != nil {
				return synth.Buf{}, err
			}
			for i := range n {
				out.L = append(out.L, float64(pcm[2*i]))
				out.R = append(out.R, float64(pcm[2*i+1]))
			}
		}
	}
	return out.Slice(PreSkip, out.Len()), nil
}

func (o *Song) segment(name string) Segment {
	for _, s := range o.Segments {
		if s.Name == name {
			return s
		}
	}
	return Segment{}
}

// Ideal renders a sequence of parts in one go, as Decode should sound.
func Ideal(s *score.Song, gains score.Gains, parts []string) synth.Buf {
	b := s.Mix(gains, parts, math.MaxInt)
	synth.Master(b, gains[""])
	return b
}

// Plain returns what a player hears of the ideal encoded in one go, without a join.
func Plain(ideal synth.Buf) (synth.Buf, error) {
	in := synth.NewBuf(Warm*score.Frame + ideal.Len())
	in.Slice(Warm*score.Frame, in.Len()).Add(ideal, 1, 1)
	packets, err := Encode(in)
	if err != nil {
		return synth.Buf{}, err
	}
	o := &Song{Segments: []Segment{{Name: "plain", Packets: packets}}}
	return o.Decode([]string{"plain"})
}

// A JoinError says how a join compares with the same place of a recording that was
// encoded in one go.
type JoinError struct {
	Segment string // the one that starts here
	At      int    // frame
	// Level is the difference to the ideal in the 7.5 ms around the join, in dBFS, and
	// Excess how much more that is than without a join, in dB.
	Level, Excess float64
	// Step is the largest second difference of the sound there over that without a join, in
	// dB: a click has a large one.
	Step float64
}

// Joins looks at every join of what is heard.
func (o *Song) Joins(play []string, heard, plain, ideal synth.Buf) []JoinError {
	var out []JoinError
	at := 0
	for i, name := range play {
		if i > 0 {
			j := at*score.Frame - PreSkip // where the decoder's overlap starts
			from, to := j-120, j+240
			// -70 dBFS is added on both sides: who is right in silence does not matter.
			here, there := difference(heard, ideal, from, to)+1e-7, difference(plain, ideal, from, to)+1e-7
			out = append(out, JoinError{
				Segment: name, At: j,
				Level:  10 * math.Log10(here),
				Excess: 10 * math.Log10(here/there),
				Step:   20 * math.Log10((bend(heard, from, to)+1e-3)/(bend(plain, from, to)+1e-3)),
			})
		}
		at += len(o.segment(name).Packets)
	}
	return out
}

func difference(a, b synth.Buf, from, to int) float64 {
	sum := 0.0
	for i := from; i < to; i++ {
		l, r := a.L[i]-b.L[i], a.R[i]-b.R[i]
		sum += l*l + r*r
	}
	return sum / float64(2*(to-from))
}

// bend is the largest second difference.
func bend(b synth.Buf, from, to int) float64 {
	most := 0.0
	for _, x := range [2][]float64{b.L, b.R} {
		for i := from + 1; i < to-1; i++ {
			most = math.Max(most, math.Abs(x[i-1]-2*x[i]+x[i+1]))
		}
	}
	return most
}
