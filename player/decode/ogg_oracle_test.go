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

// TestOggOpusOracle compares Opus in Ogg with opusdec: the sound, the length to the frame, and
// seeks with linear decoding.
func TestOggOpusOracle(t *testing.T) {
	t.Parallel()
	need(t, "ffmpeg", "opusdec", "opusenc")
	dir := t.TempDir()
	const frames = 48000*3 + 77
	wav, ogg, back := filepath.Join(dir, "a.wav"), filepath.Join(dir, "a.opus"), filepath.Join(dir, "b.wav")
	worst := math.Inf(1)
	for _, channels := range []int{1, 2} {
		if underRace && channels == 1 {
			continue
		}
		writeWAV(t, wav, music(frames), channels, 48000)
		for _, args := range [][]string{
			{"ffmpeg", "-v", "error", "-y", "-i", wav, "-c:a", "libopus", "-b:a", "96k", ogg},
			{"ffmpeg", "-v", "error", "-y", "-i", wav, "-c:a", "libopus", "-b:a", "48k", "-frame_duration", "60", ogg},
			{"ffmpeg", "-v", "error", "-y", "-i", wav, "-c:a", "libopus", "-b:a", "128k", "-page_duration", "20000", ogg},
			{"opusenc", "--quiet", "--bitrate", "128", wav, ogg},
			{"opusenc", "--quiet", "--bitrate", "64", "--framesize", "2.5", "--max-delay", "0", wav, ogg},
		} {
			run(t, args[0], args[1:]...)
			run(t, "opusdec", "--quiet", "--float", "--rate", "48000", ogg, back)
			want, got := readFile(t, back), readFile(t, ogg)
			if len(got) != len(want) || len(got)/2 != frames {
				t.Errorf("%v: %d frames, opusdec gives %d, encoded were %d", args, len(got)/2, len(want)/2, frames)
				continue
			}
			worst = min(worst, snr(want, got))
			seekFifty(t, ogg, got, 40)
		}
	}
	if worst < 95 {
		t.Errorf("%.1f dB against opusdec", worst)
	}
	t.Logf("worst %.1f dB", worst)
}

// TestVorbisOracle compares Vorbis in Ogg and in WebM with ffmpeg's decoder. The length is the
// same, in Ogg that of what was encoded, and a seek gives the very samples of linear decoding.
func TestVorbisOracle(t *testing.T) {
	t.Parallel()
	need(t, "ffmpeg")
	dir := t.TempDir()
	wav, ref := filepath.Join(dir, "a.wav"), filepath.Join(dir, "b.wav")
	worst := math.Inf(1)
	for i, c := range []struct {
		rate, channels int
		quality        string
		signal         string
	}{
		{44100, 2, "5", "music"}, {48000, 2, "9", "music"}, {44100, 1, "2", "speech"}, {22050, 2, "3", "noise"}, {8000, 1, "4", "speech"}, {96000, 2, "6", "music"},
	} {
		if underRace && i > 1 {
			break
		}
		frames := c.rate*3 + 77
		writeWAV(t, wav, signals(frames)[c.signal], c.channels, c.rate)
		for _, ext := range []string{"ogg", "webm"} {
			file := filepath.Join(dir, fmt.Sprint(i, ".", ext))
			run(t, "ffmpeg", "-v", "error", "-y", "-i", wav, "-c:a", "libvorbis", "-q:a", c.quality, file)
			run(t, "ffmpeg", "-v", "error", "-y", "-i", file, "-c:a", "pcm_f32le", ref)
			want, got := readFile(t, ref), readFile(t, file)
			// WebM as ffmpeg writes it does not say where the last packet is to be cut.
			if len(want) != len(got) || ext == "ogg" && len(got)/2 != frames {
				t.Errorf("%+v %s: %d frames, ffmpeg gives %d, encoded were %d", c, ext, len(got)/2, len(want)/2, frames)
			}
			n := min(len(want), len(got))
			s := snr(want[:n], got[:n])
			worst = min(worst, s)
			if s < 74 {
				t.Errorf("%+v %s: %.1f dB against ffmpeg", c, ext, s)
			}
			seekFifty(t, file, got, math.Inf(1))
		}
	}
	t.Logf("worst %.1f dB", worst)
}

// TestSurroundOracle compares files of six channels with ffmpeg, whose mix is made with the
// same factors.
func TestSurroundOracle(t *testing.T) {
	t.Parallel()
	need(t, "ffmpeg")
	dir := t.TempDir()
	opus, webm, ref := filepath.Join(dir, "a.opus"), filepath.Join(dir, "a.webm"), filepath.Join(dir, "a.wav")
	run(t, "ffmpeg", "-v", "error", "-y", "-i", "testdata/vorbis51.ogg", "-c:a", "libopus", "-b:a", "256k", opus)
	run(t, "ffmpeg", "-v", "error", "-y", "-i", opus, "-c", "copy", webm)
	for _, c := range []struct{ file, decoder string }{{"testdata/vorbis51.ogg", "vorbis"}, {opus, "libopus"}, {webm, "libopus"}} {
		const pan = "pan=stereo|c0=FL+0.70710678*FC+0.70710678*BL|c1=FR+0.70710678*FC+0.70710678*BR"
		run(t, "ffmpeg", "-v", "error", "-y", "-c:a", c.decoder, "-i", c.file, "-af", pan, "-c:a", "pcm_f32le", ref)
		want, got := readFile(t, ref), readFile(t, c.file)
		for i := range want {
			want[i] /= 1 + 2*math.Sqrt2/2
		}
		if c.file != webm && len(want) != len(got) {
			t.Errorf("%s: %d frames, want %d", c.file, len(got)/2, len(want)/2)
		}
		n := min(len(want), len(got))
		t.Logf("%s: %.1f dB", filepath.Base(c.file), snr(want[:n], got[:n]))
		if s := snr(want[:n], got[:n]); s < 74 {
			t.Errorf("%s: %.1f dB against ffmpeg", c.file, s)
		}
	}
}

// seekFifty seeks to 50 random places: each lands on its frame, and what follows is as
// linear decoding gave it, within least dB.
func seekFifty(t *testing.T, name string, all []float32, least float64) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, input(b))
	if d.Len() >= 0 && filepath.Ext(name) != ".webm" && d.Len() != int64(len(all)/2) {
		t.Errorf("%s: Len %d, %d frames come", name, d.Len(), len(all)/2)
	}
	seekPlaces(t, d, all, 50, least)
}

func seekPlaces(t *testing.T, d decode.Decoder, all []float32, count int, least float64) {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 5))
	for i := range count {
		target := r.Int64N(int64(len(all) / 2))
		if i == 0 {
			target = 0
		}
		if n, err := d.SeekFrame(target); n != target || err != nil {
			t.Fatalf("seek to %d: %d, %v", target, n, err)
		}
		want := all[2*target : min(2*target+8000, int64(len(all)))]
		got := readN(t, d, len(want)/2)
		if len(got) != len(want) {
			t.Fatalf("seek to %d: %d frames, want %d", target, len(got)/2, len(want)/2)
		}
		if s := snr(want, got); s < least {
			t.Errorf("seek to %d of %d: %.1f dB against linear decoding", target, len(all)/2, s)
		}
	}
}
