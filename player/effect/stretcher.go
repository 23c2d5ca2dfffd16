package effect

import "math"

// Speeds that a Stretcher can do.
const (
	MinSpeed = 0.5
	MaxSpeed = 2.0
)

const (
	// hop is how many frames one step gives: half a window of 25 ms.
	hop = 600
	// search is how far to either side of the wanted place a similar one is looked
	// for: 30 ms in all, a whole period down to 33 Hz.
	search = 720
	// coarse is the step of the first search, over the sum of coarse frames each.
	coarse = 4
)

// A Stretcher changes the speed of a sound and keeps its pitch: WSOLA (W. Verhelst, M.
// Roelands, "An overlap-add technique based on waveform similarity", ICASSP 1993). Windows
// are taken from the input at the wanted speed, each moved to where it continues the one
// before best, and overlapped by half.
//
// Output frame n is the sound of input frame n*speed, give or take 30 ms.
type Stretcher struct {
	speed float64
	in    []float32 // stereo input from frame base on
	mono  []float32 // sums of both channels and coarse frames, from frame base on
	base  int64
	prev  int64 // the input frame that would naturally come next
	steps int64 // windows given
	fade  [hop]float32
	out   []float32
	total int64 // input frames, to know the length at the end
}

// NewStretcher returns a Stretcher for a speed, which is kept within MinSpeed and MaxSpeed.
func NewStretcher(speed float64) *Stretcher {
	s := &Stretcher{speed: min(max(speed, MinSpeed), MaxSpeed)}
	for i := range s.fade {
		s.fade[i] = float32((1 - math.Cos(math.Pi*(float64(i)+0.5)/hop)) / 2)
	}
	return s
}

// Process takes interleaved frames and returns what can be given now, which may be nothing;
// the slice is good until the next call.
func (s *Stretcher) Process(p []float32) []float32 {
	s.total += int64(len(p) / 2)
	s.append(p)
	s.out = s.out[:0]
	for s.end() >= s.wanted()+search+2*hop {
		s.step()
	}
	s.forget()
	return s.out
}

// Flush returns the rest after the last input: in all, the input's length divided by
// the speed. The Stretcher is done then.
func (s *Stretcher) Flush() []float32 {
	s.out = s.out[:0]
	left := int64(math.Round(float64(s.total)/s.speed)) - s.steps*hop
	if left <= 0 {
		return nil
	}
	s.append(make([]float32, 2*(search+4*hop)*2))
	for int64(len(s.out)/2) < left {
		s.step()
	}
	return s.out[:2*left]
}

func (s *Stretcher) end() int64 { return s.base + int64(len(s.in)/2) }

// wanted is the input frame where the next window lies if it is not moved.
func (s *Stretcher) wanted() int64 { return int64(float64(s.steps*hop) * s.speed) }

func (s *Stretcher) append(p []float32) {
	s.in = append(s.in, p...)
	for 2*coarse*(len(s.mono)+1) <= len(s.in) {
		var sum float32
		for _, x := range s.in[2*coarse*len(s.mono):][:2*coarse] {
			sum += x
		}
		s.mono = append(s.mono, sum)
	}
}

// forget drops the input that no window will want again.
func (s *Stretcher) forget() {
	keep := min(s.prev, s.wanted()-search)
	n := (keep - s.base) / coarse * coarse
	if n < 4*hop {
		return
	}
	s.in = s.in[:copy(s.in, s.in[2*n:])]
	s.mono = s.mono[:copy(s.mono, s.mono[n/coarse:])]
	s.base += n
}

// step gives hop frames: the natural continuation fades out, the next window in.
func (s *Stretcher) step() {
	at := s.wanted()
	if s.steps > 0 {
		at = s.similar(at)
	}
	a, b := s.in[2*(s.prev-s.base):], s.in[2*(at-s.base):]
	for i, f := range s.fade {
		s.out = append(s.out,
			a[2*i]+(b[2*i]-a[2*i])*f,
			a[2*i+1]+(b[2*i+1]-a[2*i+1])*f)
	}
	s.prev = at + hop
	s.steps++
}

// similar returns the place near at that continues the sound best: first on a grid of
// coarse frames, then between its points.
func (s *Stretcher) similar(at int64) int64 {
	lo := max(at-search, s.base)
	hi := min(at+search, s.end()-2*hop)
	if hi <= lo {
		return max(lo, min(at, s.end()-2*hop))
	}
	ref := s.mono[(s.prev-s.base)/coarse:][:hop/coarse]
	best, at := math.Inf(-1), max(lo, min(at, hi))
	first := (lo - s.base + coarse - 1) / coarse
	last := (hi - s.base) / coarse
	odd := (s.prev - s.base) % coarse // the reference is cut off to the grid by so much
	for k := first; k <= last; k++ {
		if c := likeness(ref, s.mono[k:][:hop/coarse]); c > best {
			best, at = c, s.base+k*coarse+odd
		}
	}
	best = math.Inf(-1)
	full := s.in[2*(s.prev-s.base):][:2*hop]
	middle := at
	for k := max(lo, middle-coarse); k <= min(hi, middle+coarse); k++ {
		if c := likeness(full, s.in[2*(k-s.base):][:2*hop]); c > best {
			best, at = c, k
		}
	}
	return min(at, hi)
}

// likeness is the normalised correlation of a and b, which have the same length.
func likeness(a, b []float32) float64 {
	var dot, power float32
	b = b[:len(a)]
	for i := range a {
		dot += a[i] * b[i]
		power += b[i] * b[i]
	}
	return float64(dot) / math.Sqrt(float64(power)+1e-12)
}
