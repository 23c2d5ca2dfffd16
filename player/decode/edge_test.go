package decode_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"anyaudio/player/decode"
)

// samples is a Decoder of what it holds.
type samples struct {
	rate, at int
	pcm      []float32
}

func (s *samples) Format() decode.Format {
	return decode.Format{Codec: "pcm", Rate: s.rate, Channels: 2}
}
func (s *samples) Len() int64 { return int64(len(s.pcm) / 2) }

func (s *samples) SeekFrame(n int64) (int64, error) {
	n = min(n, s.Len())
	s.at = int(2 * n)
	return n, nil
}

func (s *samples) Read(p []float32) (int, error) {
	n := copy(p, s.pcm[s.at:min(len(s.pcm), s.at+2*701)])
	if s.at += n; n == 0 {
		return 0, io.EOF
	}
	return n / 2, nil
}

// TestEdge cuts a noise into parts. Each goes on at the edge of the one before; together they are the noise,
// resampled whole, and after a seek a part gives what it gave.
func TestEdge(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	noise := make([]float32, 2*20000)
	for i := range noise {
		noise[i] = r.Float32() - 0.5
	}
	for i, c := range [][2]int{{44100, 48000}, {48000, 44100}, {96000, 48000}, {8000, 48000}, {44099, 48000}, {192000, 48000}} {
		if underRace && i > 0 {
			break
		}
		for _, cuts := range [][]int{{10000}, {9001, 9002}, {5000, 5040, 12345}, {300, 19500}} {
			name := fmt.Sprint(c, cuts)
			resample := func(from, to int) decode.Decoder {
				return decode.Resample(&samples{rate: c[0], pcm: noise[2*from : 2*to]}, c[1])
			}
			want := readAll(t, resample(0, 20000))
			var got []float32
			var edge *decode.Edge
			from, length := 0, int64(0)
			for _, to := range append(slices.Clone(cuts), 20000) {
				d := resample(from, to)
				if _, err := d.SeekFrame(0); err != nil {
					t.Fatal(err)
				}
				before := 0
				if edge != nil {
					n, ok := edge.Continue(d)
					if !ok {
						t.Fatalf("%s: %d does not go on", name, from)
					}
					before = n
				}
				all := readAll(t, d)
				n := len(all)/2 - before
				if int64(n) != d.Len() {
					t.Errorf("%s: %d frames, Len %d", name, n, d.Len())
				}
				edge = decode.EdgeOf(d)
				got = append(got[:2*(length-int64(before))], all...)
				length += d.Len()
				if target := int64(n / 2); n > 4000 { // nearer to its start a seek knows nothing of the part before
					if _, err := d.SeekFrame(target); err != nil {
						t.Fatal(err)
					}
					if x := distance(all[2*(int64(before)+target):][:2000], readN(t, d, 1000)); x != 0 {
						t.Errorf("%s: after a seek in %d: up to %g steps apart", name, from, x)
					}
				}
				from = to
			}
			if len(got) != len(want) || distance(want, got) != 0 {
				t.Errorf("%s: %d frames, want %d, up to %g steps apart", name, len(got)/2, len(want)/2, distance(want, got))
			}
		}
	}
}

// TestEdgeOfAnotherRate: nothing goes on at another rate, or where there is nothing.
func TestEdgeOfAnotherRate(t *testing.T) {
	a := decode.Resample(&samples{rate: 44100, pcm: make([]float32, 20000)}, 48000)
	if decode.EdgeOf(a) != nil {
		t.Error("an edge at the start")
	}
	readAll(t, a)
	edge := decode.EdgeOf(a)
	for name, d := range map[string]decode.Decoder{
		"not resampled": &samples{rate: 48000, pcm: make([]float32, 20000)},
		"another rate":  decode.Resample(&samples{rate: 22050, pcm: make([]float32, 20000)}, 48000),
		"empty":         decode.Resample(&samples{rate: 44100}, 48000),
	} {
		if _, err := d.SeekFrame(0); err != nil {
			t.Fatal(err)
		}
		if _, ok := edge.Continue(d); ok {
			t.Errorf("%s: it goes on", name)
		}
	}
	if decode.EdgeOf(&samples{rate: 48000}) != nil {
		t.Error("an edge of what is not resampled")
	}
}
