package decode_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// need skips the test when a program is not installed, and fails it in CI.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("ANYAUDIO_CI") != "" {
				t.Fatalf("%s is required in CI", tool)
			}
			t.Skipf("%s is not installed", tool)
		}
	}
}

func run(t *testing.T, tool string, args ...string) {
	t.Helper()
	if out, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", tool, strings.Join(args, " "), err, out)
	}
}

// readFile decodes a whole file of the disk.
func readFile(t *testing.T, name string) []float32 {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return readAll(t, open(t, input(b)))
}

// signals are what the oracle tests encode: n stereo frames at 48 kHz.
func signals(n int) map[string][]float32 {
	return map[string][]float32{"music": music(n), "noise": noise(n), "speech": speech(n)}
}

func noise(n int) []float32 {
	r := rand.New(rand.NewPCG(11, 11))
	p := make([]float32, 2*n)
	for i := range p {
		p[i] = float32(0.3 * r.NormFloat64() / 2)
	}
	return p
}

// speech is a buzz with a moving pitch through two moving resonances, in syllables.
func speech(n int) []float32 {
	p := make([]float32, 2*n)
	r := rand.New(rand.NewPCG(12, 12))
	phase := 0.0
	var y [2][2]float64
	for i := range n {
		t := float64(i) / 48000
		phase += (110 + 30*math.Sin(2*math.Pi*0.7*t)) / 48000
		x := 0.002 * r.NormFloat64()
		if phase >= 1 {
			phase--
			x++
		}
		x *= max(0, math.Sin(2*math.Pi*3*t)) // syllables
		out := 0.0
		for k, f := range []float64{500 + 250*math.Sin(2*math.Pi*1.3*t), 1500 + 600*math.Sin(2*math.Pi*0.9*t+1)} {
			const radius = 0.995
			v := x + 2*radius*math.Cos(2*math.Pi*f/48000)*y[k][0] - radius*radius*y[k][1]
			y[k][1], y[k][0] = y[k][0], v
			out += v
		}
		p[2*i] = float32(max(-0.9, min(0.9, 0.04*out)))
		p[2*i+1] = p[2*i]
	}
	return p
}

// writeWAV writes stereo as 16 bits, as a mono file when channels is 1.
func writeWAV(t *testing.T, name string, p []float32, channels, rate int) {
	t.Helper()
	k := wavKind{1, 2, channels, false, 0}
	var data []byte
	for i := 0; i < len(p); i += 2 {
		for c := range channels {
			data, _ = k.encode(data, float64(p[i+c]))
		}
	}
	if err := os.WriteFile(name, k.file(rate, data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// seekInto checks that some seeks in a file give what linear decoding gave there.
func seekInto(t *testing.T, name string, all []float32) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, input(b))
	r := rand.New(rand.NewPCG(4, 4))
	for range 3 {
		target := r.Int64N(int64(len(all)/2) - 4800)
		if n, err := d.SeekFrame(target); n != target || err != nil {
			t.Fatalf("seek to %d: %d, %v", target, n, err)
		}
		want, got := all[2*target:2*target+9600], readN(t, d, 4800)
		if s, lag := snr(want, got), lag(want, got); s < 10 || lag != 0 {
			t.Errorf("%s: seek to %d: %.1f dB against linear decoding, moved by %d", name, target, s, lag)
		}
	}
}

// lag is by how many frames got must be moved to look most like want.
func lag(want, got []float32) int {
	best, where := math.Inf(1), 0
	for k := -360; k <= 360; k += 120 { // packets begin at multiples of 120
		sum := 0.0
		for i := 720; i < len(want)-720; i++ {
			d := float64(want[i]) - float64(got[i+2*k])
			sum += d * d
		}
		if sum < best {
			best, where = sum, k
		}
	}
	return where
}

// TestOpusOracle compares with libopus: the packets that ffmpeg encoded, decoded
// here from WebM and by opusdec from Ogg. The lengths are those of what was encoded.
func TestOpusOracle(t *testing.T) {
	t.Parallel()
	need(t, "ffmpeg", "opusdec")
	dir := t.TempDir()
	const frames = 48000*3/2 + 77 // no whole number of packets
	type job struct {
		signal   string
		channels int
		kbps     int
		ms       string
		app      string
	}
	var jobs []job
	for _, signal := range []string{"music", "noise", "speech"} {
		for i, kbps := range []int{12, 20, 24, 32, 48, 64, 128} {
			jobs = append(jobs, job{signal, 1 + i%2, kbps, "20", "audio"})
		}
		jobs = append(jobs, job{signal, 1, 24, "60", "voip"}, job{signal, 2, 16, "40", "audio"})
	}
	jobs = append(jobs, job{"music", 2, 256, "20", "lowdelay"})
	for _, ms := range []string{"2.5", "5", "10", "40", "60"} {
		jobs = append(jobs, job{"music", 2, 64, ms, "audio"})
	}
	if underRace {
		jobs = jobs[:4]
	}
	for name, p := range signals(frames) {
		for channels := 1; channels <= 2; channels++ {
			writeWAV(t, filepath.Join(dir, fmt.Sprint(name, channels, ".wav")), p, channels, 48000)
		}
	}
	encodeOpusFiles(t, dir, len(jobs), func(i int) (wav string, args []string) {
		j := jobs[i]
		return filepath.Join(dir, fmt.Sprint(j.signal, j.channels, ".wav")), []string{
			"-c:a", "libopus", "-b:a", fmt.Sprint(j.kbps, "k"), "-frame_duration", j.ms, "-application", j.app,
		}
	})
	wav := filepath.Join(dir, "a.wav")
	worst, worstLow := math.Inf(1), math.Inf(1)
	for i, j := range jobs {
		webm := filepath.Join(dir, fmt.Sprint(i, ".webm"))
		run(t, "opusdec", "--quiet", "--float", "--rate", "48000", filepath.Join(dir, fmt.Sprint(i, ".opus")), wav)
		want, got := readFile(t, wav), readFile(t, webm)
		if len(got) != len(want) || len(got)/2 != frames {
			t.Errorf("%+v: %d frames, opusdec gives %d, encoded were %d", j, len(got)/2, len(want)/2, frames)
			continue
		}
		seekInto(t, webm, got)
		s := snr(want, got)
		least := 95.0
		if j.kbps < 20 {
			least = 70
			worstLow = min(worstLow, s)
		} else {
			worst = min(worst, s)
		}
		if s < least {
			t.Errorf("%+v: %.1f dB against opusdec, want %g", j, s, least)
		}
	}
	t.Logf("%d files: worst %.1f dB from 20 kb/s up, %.1f dB below", len(jobs), worst, worstLow)
}

// encodeOpusFiles writes n files as 0.opus, 0.webm and so on. ffmpeg takes longer to start than to
// encode them, so that one writes all files of a source. In this order: on the way from
// WebM to Ogg it loses the discard padding.
func encodeOpusFiles(t *testing.T, dir string, n int, job func(i int) (wav string, args []string)) {
	t.Helper()
	encode, pack, maps := map[string][]string{}, []string{"-v", "error", "-y"}, []string{}
	for i := range n {
		wav, args := job(i)
		ogg := filepath.Join(dir, fmt.Sprint(i, ".opus"))
		encode[wav] = append(append(encode[wav], args...), ogg)
		pack = append(pack, "-i", ogg)
		maps = append(maps, "-map", fmt.Sprint(i), "-c", "copy", filepath.Join(dir, fmt.Sprint(i, ".webm")))
	}
	for wav, args := range encode {
		run(t, "ffmpeg", append([]string{"-v", "error", "-y", "-i", wav}, args...)...)
	}
	run(t, "ffmpeg", append(pack, maps...)...)
}
