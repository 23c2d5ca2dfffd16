//go:build !noaac

package decode_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// TestAACOracle compares with ffmpeg, in all the layouts of MP4, and seeks.
func TestAACOracle(t *testing.T) {
	t.Parallel()
	need(t, "ffmpeg")
	dir := t.TempDir()
	layouts := map[string][]string{
		"moov last":  {},
		"moov first": {"-movflags", "faststart"},
		"indexed":    {"-movflags", "+dash+global_sidx+frag_keyframe", "-frag_duration", "1000000"},
		"fragments":  {"-movflags", "frag_keyframe+empty_moov", "-frag_duration", "1000000"},
	}
	for i, j := range []struct {
		signal         string
		channels, rate int
		kbps           int
	}{
		{"music", 2, 44100, 128}, {"music", 1, 48000, 64}, {"speech", 1, 22050, 32}, {"noise", 2, 48000, 192}, {"music", 2, 32000, 96},
	} {
		if underRace && i > 0 {
			break
		}
		wav, file, pcm := filepath.Join(dir, "a.wav"), filepath.Join(dir, "a.mp4"), filepath.Join(dir, "b.wav")
		frames := 3*j.rate + 77
		p := signals(frames)[j.signal]
		for k := range p {
			p[k] *= 0.5 // peaks stay below full scale
		}
		writeWAV(t, wav, p, j.channels, j.rate)
		for name, flags := range layouts {
			if i > 1 && name != "moov last" {
				continue
			}
			// Without noise substitution, whose random numbers depend on what was decoded before.
			args := append([]string{"-v", "error", "-y", "-i", wav, "-c:a", "aac", "-aac_pns", "0", "-b:a", fmt.Sprint(j.kbps, "k")}, flags...)
			run(t, "ffmpeg", append(args, file)...)
			run(t, "ffmpeg", "-v", "error", "-y", "-i", file, "-c:a", "pcm_s16le", pcm)
			want, got := readFile(t, pcm), readFile(t, file)
			length := frames
			switch name { // ffmpeg writes no edit list there that would tell of the priming
			case "indexed":
				length += 1024
			case "fragments": // nor where the last packet ends
				length = len(want) / 2
			}
			if len(got)/2 != length || len(want) < len(got) {
				t.Errorf("%v, %s: %d frames, ffmpeg gives %d, want %d", j, name, len(got)/2, len(want)/2, length)
				continue
			}
			if worst := distance(want[:len(got)], got); worst > 1 { // ffmpeg does not cut the end
				t.Errorf("%v, %s: up to %.1f steps of 16 bits from ffmpeg, %.1f dB", j, name, worst, snr(want[:len(got)], got))
			}
			seekExact(t, fmt.Sprint(j, name), file, got)
		}
	}
}

// seekExact checks that seeks give what linear decoding gave there.
func seekExact(t *testing.T, name, file string, all []float32) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, input(b))
	r := rand.New(rand.NewPCG(4, 4))
	total := int64(len(all) / 2)
	for range 10 {
		target := r.Int64N(total - 2000)
		if n, err := d.SeekFrame(target); n != target || err != nil {
			t.Fatalf("%s: seek to %d: %d, %v", name, target, n, err)
		}
		want := all[2*target : 2*target+4000]
		if got := readN(t, d, 2000); distance(want, got) > 0 {
			t.Errorf("%s: seek to %d of %d: %.1f dB, %.1f steps", name, target, total, snr(want, got), distance(want, got))
		}
	}
	if n, err := d.SeekFrame(total + 5000); n != total || err != nil {
		t.Errorf("%s: seek behind the end: %d, %v, want %d", name, n, err, total)
	}
}
