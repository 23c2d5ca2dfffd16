// Package spectrum draws a calm picture of what is heard: bars from low to high, which
// rise quickly and sink slowly.
//
//	▂▂ ▅▅ ██ ▆▆ ▇▇ ▅▅ ▃▃ ▄▄ ▃▃ ▂▂ ▂▂ ▁▁ ▁▁
//
// It is a component in the form of Bubbles without an Update: its owner gives it samples
// at each of its frames, and none when nothing sounds. It knows neither the player nor the
// clock.
//
// The bars are bands of equal width in octaves, LowHz to HighHz, each with the power that a
// Hann-windowed transform of Samples samples has in it, in decibels. What a bar means is
// relative: full is the loudest band of the last seconds, an empty bar is Span below that. So the
// picture is the same at every volume, and silence is silence.
package spectrum

import (
	"math"
	"math/cmplx"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
)

const (
	// Samples is how many samples a frame is made from: 85 ms at 48 kHz, bins of 11.7 Hz.
	Samples = 1 << 12
	// LowHz and HighHz are the ends of the picture.
	LowHz, HighHz = 50.0, 16_000.0
	// Span is from an empty bar to a full one, in decibels.
	Span = 42.0

	barCells = 2 // and a cell between
	// fallTime is how long a full bar takes to sink to nothing, and ebb how many decibels a
	// second the loudest level that bars are measured by does.
	fallTime = 900 * time.Millisecond
	ebb      = 4.0
	// quietest is the level that is never a full bar, in decibels of a full sine: below it is
	// noise, which should not dance.
	quietest = -50.0
)

// Model is the picture. Use New.
type Model struct {
	rate  float64
	style ansi.Style
	width int

	bands []band
	level []float64 // of each bar, 0 to 1
	peak  float64   // what a full bar stands for, dB

	window []float64
	bins   []complex128
	twist  []complex128 // roots of unity
}

// band is the bins of a bar: [from, to).
type band struct{ from, to int }

// New returns a picture of width 0 of samples at rate a second.
func New(rate int, s ansi.Style) Model {
	return Model{rate: float64(rate), style: s, peak: quietest}
}

// SetStyle sets the style of the bars. The zero value draws without colour.
func (m *Model) SetStyle(s ansi.Style) { m.style = s }

// SetWidth sets the width in cells. The bars are laid out anew, at rest.
func (m *Model) SetWidth(w int) {
	if w == m.width {
		return
	}
	m.width = w
	n := max((w+1)/(barCells+1), 0)
	m.bands, m.level = make([]band, n), make([]float64, n)
	hz := m.rate / Samples
	edge := func(i int) float64 { return LowHz * math.Pow(HighHz/LowHz, float64(i)/float64(n)) / hz }
	for i := range m.bands {
		from := int(math.Round(edge(i)))
		// Where bars are narrower than bins neighbours share one.
		m.bands[i] = band{from, min(max(int(math.Round(edge(i+1))), from+1), Samples/2)}
	}
}

// BandOf returns the number of the bar that a tone of hz is in, from 0.
func (m *Model) BandOf(hz float64) int {
	n := len(m.bands)
	i := int(float64(n) * math.Log(hz/LowHz) / math.Log(HighHz/LowHz))
	return min(max(i, 0), n-1)
}

// Levels are the heights of the bars, 0 to 1, from low to high. The slice is the model's.
func (m *Model) Levels() []float64 { return m.level }

// Step goes on by elapsed with the newest samples, which are at least Samples in number, or
// nil for silence. It reports whether anything is above rest.
func (m *Model) Step(samples []float32, elapsed time.Duration) bool {
	fall := elapsed.Seconds() / fallTime.Seconds()
	m.peak = max(m.peak-ebb*elapsed.Seconds(), quietest)
	if samples != nil {
		m.transform(samples[len(samples)-Samples:])
		for _, b := range m.bands {
			m.peak = max(m.peak, m.decibels(b))
		}
	}
	up := false
	for i, b := range m.bands {
		now := 0.0
		if samples != nil {
			now = min(max(1+(m.decibels(b)-m.peak)/Span, 0), 1)
		}
		if was := m.level[i]; now >= was {
			m.level[i] = was + (now-was)*min(1, 6*fall+.4) // most of the way at once
		} else {
			m.level[i] = max(was-fall, now)
		}
		up = up || m.level[i] > 0
	}
	return up
}

// decibels is the level of a band as of the last transform; a full sine has 0.
func (m *Model) decibels(b band) float64 {
	power := 1e-12
	for _, z := range m.bins[b.from:b.to] {
		power += real(z)*real(z) + imag(z)*imag(z)
	}
	return 10 * math.Log10(power)
}

// transform fills bins with the spectrum of a frame: the first half of a transform of real
// samples, made as one of half the length.
func (m *Model) transform(samples []float32) {
	const half = Samples / 2
	if m.bins == nil {
		m.prepare()
	}
	for i := range half {
		m.bins[i] = complex(finite(samples[2*i])*m.window[2*i], finite(samples[2*i+1])*m.window[2*i+1])
	}
	fft(m.bins, m.twist)
	// The even and the odd samples lie in the real and the imaginary part: they are told
	// apart by symmetry and put together (Press et al., Numerical Recipes, 12.3).
	m.bins[0] = complex(real(m.bins[0])+imag(m.bins[0]), 0)
	for k := 1; k <= half/2; k++ {
		a, b := m.bins[k], cmplx.Conj(m.bins[half-k])
		even, odd := (a+b)/2, (a-b)*complex(0, -.5)
		w := m.twist[k]
		m.bins[k], m.bins[half-k] = even+w*odd, cmplx.Conj(even-w*odd)
	}
}

// finite is x, or silence for what no output plays: one infinite sample of a damaged file must
// not stay in the picture.
func finite(x float32) float64 {
	if x >= -8 && x <= 8 {
		return float64(x)
	}
	return 0
}

// prepare makes the tables. The window is scaled so that a full sine has the power 1 in the
// bins about it.
func (m *Model) prepare() {
	m.window, m.bins, m.twist = make([]float64, Samples), make([]complex128, Samples/2), make([]complex128, Samples/2)
	scale := 2 / (Samples * .5 * math.Sqrt(1.5)) // the mean of a Hann window, and its bandwidth of 1.5 bins
	for i := range m.window {
		m.window[i] = scale * (.5 - .5*math.Cos(2*math.Pi*float64(i)/Samples))
	}
	for k := range m.twist {
		m.twist[k] = cmplx.Rect(1, -2*math.Pi*float64(k)/Samples)
	}
}

// fft transforms z, of a length that is a power of two, in its place (Cooley and Tukey).
// twist are the roots of unity of twice its length.
func fft(z, twist []complex128) {
	n := len(z)
	for i, j := 0, 0; i < n; i++ { // bits reversed
		if i < j {
			z[i], z[j] = z[j], z[i]
		}
		bit := n >> 1
		for ; j&bit != 0; bit >>= 1 {
			j ^= bit
		}
		j |= bit
	}
	for size := 2; size <= n; size <<= 1 {
		step := 2 * n / size
		for at := 0; at < n; at += size {
			for k := range size / 2 {
				a, b := z[at+k], z[at+k+size/2]*twist[k*step]
				z[at+k], z[at+k+size/2] = a+b, a-b
			}
		}
	}
}

// eighths are the blocks by how full they are.
var eighths = [...]string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

// View returns rows lines of at most the width set. A bar at rest is a line at the bottom.
func (m *Model) View(rows int) string {
	if rows <= 0 {
		return ""
	}
	lines := make([]string, rows)
	var b strings.Builder
	for row := range lines {
		b.Reset()
		below := 8 * (rows - 1 - row)
		for i, l := range m.level {
			if i > 0 {
				b.WriteByte(' ')
			}
			n := max(int(math.Round(l*float64(8*rows))), 1) - below
			block := eighths[min(max(n, 0), 8)]
			b.WriteString(block + block)
		}
		lines[row] = m.style.Styled(b.String())
	}
	return strings.Join(lines, "\n")
}
