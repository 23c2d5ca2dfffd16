package decode_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"anyaudio/player/decode"
)

// localFile is an input without Aim, as a file of the disk is: the decoder may read it
// through to count frames.
type localFile struct{ m *memory }

func (f localFile) Read(p []byte) (int, error)                { return f.m.Read(p) }
func (f localFile) Seek(off int64, whence int) (int64, error) { return f.m.Seek(off, whence) }
func (f localFile) Size() int64                               { return f.m.Size() }

// seekAll checks that n random seeks give what linear decoding gave there, to
// within worst steps of 16 bits, and that so do the first and the last frames.
func seekAll(t *testing.T, name string, d decode.Decoder, all []float32, n int, worst float64) {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 5))
	total := int64(len(all) / 2)
	for i := range n + 3 {
		target := r.Int64N(total)
		switch i {
		case n:
			target = 0
		case n + 1:
			target = total - 1
		case n + 2:
			target = total - 1500
		}
		if got, err := d.SeekFrame(target); got != target || err != nil {
			t.Fatalf("%s: seek to %d of %d: %d, %v", name, target, total, got, err)
		}
		want := all[2*target : 2*min(total, target+3000)]
		got := readN(t, d, 3000)
		if len(got) != len(want) {
			t.Fatalf("%s: after a seek to %d of %d: %d frames, want %d", name, target, total, len(got)/2, len(want)/2)
		}
		if x := distance(want, got); x > worst {
			t.Errorf("%s: seek to %d of %d: up to %.2f steps from linear decoding, %.1f dB", name, target, total, x, snr(want, got))
		}
	}
	if got, err := d.SeekFrame(total + 5000); got != total || err != nil {
		t.Errorf("%s: seek behind the end: %d, %v, want %d", name, got, err, total)
	}
}

// encode makes a file of the samples with ffmpeg and returns it with ffmpeg's own decoding
// of it.
func encode(t *testing.T, p []float32, channels, rate int, file string, args ...string) (data []byte, pcm []float32) {
	t.Helper()
	dir := t.TempDir()
	wav, out, back := filepath.Join(dir, "a.wav"), filepath.Join(dir, file), filepath.Join(dir, "b.wav")
	writeWAV(t, wav, p, channels, rate)
	run(t, "ffmpeg", append(append([]string{"-v", "error", "-y", "-i", wav}, args...), out)...)
	run(t, "ffmpeg", "-v", "error", "-y", "-i", out, "-c:a", "pcm_f32le", back)
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return data, readFile(t, back)
}

// TestMP3Oracle compares with ffmpeg's decoder on files of LAME's, in counts and in sound,
// and seeks.
func TestMP3Oracle(t *testing.T) {
	t.Parallel()
	need(t, "ffmpeg")
	for i, j := range []struct {
		signal         string
		channels, rate int
		args           []string
		least          float64
	}{
		{"music", 2, 44100, []string{"-b:a", "128k"}, 74},
		{"music", 1, 48000, []string{"-b:a", "64k"}, 74},
		{"noise", 2, 44100, []string{"-b:a", "320k"}, 74},
		{"speech", 1, 32000, []string{"-b:a", "48k"}, 74},
		{"music", 2, 44100, []string{"-q:a", "2"}, 74},
		{"speech", 2, 48000, []string{"-q:a", "6"}, 74},
		{"noise", 1, 44100, []string{"-q:a", "9"}, 74},
		{"music", 2, 44100, []string{"-b:a", "160k", "-abr", "1"}, 74},
		{"music", 2, 44100, []string{"-b:a", "128k", "-write_xing", "0"}, 74},
		{"music", 2, 22050, []string{"-b:a", "64k"}, 74},
		{"music", 1, 24000, []string{"-b:a", "32k"}, 30}, // the library's, cause not found
		{"speech", 1, 16000, []string{"-b:a", "32k"}, 74},
		{"speech", 1, 22050, []string{"-q:a", "4"}, 74},
		{"speech", 2, 44100, []string{"-b:a", "128k"}, 74},
		{"speech", 2, 44100, []string{"-b:a", "192k"}, 74},
		{"speech", 2, 48000, []string{"-b:a", "96k"}, 74},
	} {
		if underRace && i%4 != 0 {
			continue
		}
		name := fmt.Sprint(j.signal, j.channels, j.rate, j.args)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			frames := 4*j.rate + 77
			p := signals(frames)[j.signal]
			for i := range p {
				p[i] *= 0.5
			}
			file, want := encode(t, p, j.channels, j.rate, "a.mp3", append([]string{"-c:a", "libmp3lame"}, j.args...)...)
			d := open(t, input(file))
			if f := d.Format(); f.Codec != "mp3" || f.Rate != j.rate || f.Channels != j.channels {
				t.Errorf("%s: %+v", name, f)
			}
			length := d.Len()
			got := readAll(t, d)
			gapless := len(j.args) < 4 || j.args[2] != "-write_xing"
			if gapless && (len(got)/2 != frames || length != int64(frames)) {
				t.Errorf("%s: %d frames, Len %d, want %d", name, len(got)/2, length, frames)
			}
			if len(want) < len(got) {
				want = append(want, make([]float32, len(got)-len(want))...)
			}
			want = want[:len(got)]
			s := snr(want, got)
			t.Logf("%s: %.1f dB", name, s)
			if s < j.least || math.IsNaN(s) {
				t.Errorf("%s: %.1f dB against ffmpeg, want %g", name, s, j.least)
			}
			seekAll(t, name, open(t, input(file)), got, 10, 0)
			seekAll(t, name+" local", open(t, localFile{input(file)}), got, 25, 0)
		})
	}
}
