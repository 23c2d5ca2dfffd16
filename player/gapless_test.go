package player_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anyaudio/player"
	"anyaudio/player/decode"
)

// pcmWAV is a file of frames first to last of a tone, the same on both sides, with a noise on its last bits
// that no frame repeats.
func pcmWAV(first, last, rate, bits int) []byte {
	var data []byte
	for k := first; k < last; k++ {
		noise := float64(uint32(k)*2654435761) / (1 << 32) / 4096
		v := uint32(int32((0.5*math.Sin(2*math.Pi*tone*float64(k)/float64(rate)) + noise) * float64(int64(1)<<(bits-1))))
		for range 2 {
			for i := 0; i < bits; i += 8 {
				data = append(data, byte(v>>i))
			}
		}
	}
	le := binary.LittleEndian
	b := le.AppendUint32([]byte("RIFF"), uint32(36+len(data)))
	b = append(b, "WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00"...)
	b = le.AppendUint32(b, uint32(rate))
	b = le.AppendUint32(b, uint32(rate*bits/4))
	b = le.AppendUint16(b, uint16(bits/4))
	b = le.AppendUint16(b, uint16(bits))
	return append(le.AppendUint32(append(b, "data"...), uint32(len(data))), data...)
}

// convert makes a file of a WAV with ffmpeg, through the names given, with the arguments for each.
func convert(t *testing.T, wav []byte, steps ...[]string) []byte {
	t.Helper()
	in := filepath.Join(t.TempDir(), "in.wav")
	if err := os.WriteFile(in, wav, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		out := filepath.Join(filepath.Dir(in), step[0])
		args := append([]string{"-v", "error", "-y", "-i", in}, step[1:]...)
		if b, err := exec.Command("ffmpeg", append(args, out)...).CombinedOutput(); err != nil {
			t.Fatalf("ffmpeg %v: %v\n%s", step, err, b)
		}
		in = out
	}
	b, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// decoded is a whole file, at its own rate.
func decoded(t *testing.T, file []byte) (pcm []float32) {
	t.Helper()
	d, err := decode.Open(prefix{io.NewSectionReader(bytes.NewReader(file), 0, int64(len(file))), int64(len(file))}, "")
	if err != nil {
		t.Fatal(err)
	}
	return readAll(t, d)
}

// oracle is ffmpeg's decoding of a file.
func oracle(t *testing.T, file []byte, name string) (pcm []float32) {
	t.Helper()
	raw := convert(t, file, []string{name, "-f", "f32le", "-ac", "2"})
	for ; len(raw) >= 4; raw = raw[4:] {
		pcm = append(pcm, math.Float32frombits(binary.LittleEndian.Uint32(raw)))
	}
	return pcm
}

// apart is how far a comes to b, in dB; b may be longer, by what ffmpeg does not cut off at the end of AAC.
func apart(a, b []float32) float64 {
	if len(b) < len(a) {
		return 0
	}
	signal, noise := 0.0, 1e-20
	for i, x := range a {
		signal += float64(x) * float64(x)
		noise += (float64(x) - float64(b[i])) * (float64(x) - float64(b[i]))
	}
	return 10 * math.Log10(signal/noise)
}

// resampled is pcm at the rate of the player.
func resampled(t *testing.T, pcm []float32, rate int) []float32 {
	t.Helper()
	return readAll(t, decode.Resample(&frames{pcm: pcm, rate: rate}, second))
}

// frames is a Decoder of samples.
type frames struct {
	pcm      []float32
	at, rate int
}

func (f *frames) Format() decode.Format {
	return decode.Format{Codec: "pcm", Rate: f.rate, Channels: 2}
}
func (f *frames) Len() int64 { return int64(len(f.pcm) / 2) }
func (f *frames) SeekFrame(n int64) (int64, error) {
	f.at = 2 * int(min(n, f.Len()))
	return int64(f.at / 2), nil
}

func (f *frames) Read(p []float32) (int, error) {
	n := copy(p, f.pcm[f.at:])
	if n == 0 {
		return 0, io.EOF
	}
	f.at += n
	return n / 2, nil
}

func readAll(t *testing.T, d decode.Decoder) (pcm []float32) {
	t.Helper()
	buf := make([]float32, 4096)
	for {
		n, err := d.Read(buf)
		pcm = append(pcm, buf[:2*n]...)
		if err == io.EOF {
			return pcm
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestGaplessPairs splits a tone into two files of each format. The player gives the one behind the
// other as they decode by themselves and ffmpeg decodes them, not a frame more, and resampled as if they were one; without loss that is
// the undivided tone, and with loss the join does not click.
func TestGaplessPairs(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		if os.Getenv("ANYAUDIO_CI") != "" {
			t.Fatal("ffmpeg is required in CI")
		}
		t.Skip("ffmpeg is not installed")
	}
	for _, c := range []struct {
		name       string
		rate, bits int
		lossless   bool
		untold     bool // the format does not say where the sound begins and ends
		steps      [][]string
	}{
		{name: "wav 16", rate: 48000, bits: 16, lossless: true},
		{name: "wav 24", rate: 48000, bits: 24, lossless: true},
		{name: "wav 44.1", rate: 44100, bits: 16, lossless: true},
		{name: "wav 96", rate: 96000, bits: 24, lossless: true},
		{name: "flac 16", rate: 48000, bits: 16, lossless: true, steps: [][]string{{"a.flac"}}},
		{name: "flac 24", rate: 48000, bits: 24, lossless: true, steps: [][]string{{"a.flac"}}},
		{name: "flac 44.1", rate: 44100, bits: 16, lossless: true, steps: [][]string{{"a.flac"}}},
		{name: "ogg opus", rate: 48000, bits: 16, steps: [][]string{{"a.opus", "-c:a", "libopus", "-b:a", "128k"}}},
		{name: "webm opus", rate: 48000, bits: 16, steps: [][]string{{"a.opus", "-c:a", "libopus", "-b:a", "128k"}, {"a.webm", "-c", "copy"}}},
		{name: "ogg vorbis", rate: 48000, bits: 16, steps: [][]string{{"a.ogg", "-c:a", "libvorbis", "-q:a", "5"}}},
		{name: "webm vorbis", rate: 48000, bits: 16, untold: true, steps: [][]string{{"a.webm", "-c:a", "libvorbis", "-q:a", "5"}}},
		{name: "mp3 cbr", rate: 48000, bits: 16, steps: [][]string{{"a.mp3", "-c:a", "libmp3lame", "-b:a", "192k"}}},
		{name: "mp3 vbr", rate: 44100, bits: 16, steps: [][]string{{"a.mp3", "-c:a", "libmp3lame", "-q:a", "2"}}},
		{name: "m4a", rate: 44100, bits: 16, steps: [][]string{{"a.m4a", "-c:a", "aac", "-aac_pns", "0", "-b:a", "192k"}}},
		{name: "m4a fragmented", rate: 48000, bits: 16, untold: true, steps: [][]string{{"a.mp4", "-c:a", "aac", "-aac_pns", "0", "-b:a", "128k", "-movflags", "frag_keyframe+empty_moov", "-frag_duration", "1000000"}}},
		{name: "adts", rate: 48000, bits: 16, untold: true, steps: [][]string{{"a.aac", "-c:a", "aac", "-aac_pns", "0", "-b:a", "128k"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cut, end := 2*c.rate+25, 4*c.rate // at a peak of the tone, and far from a frame of 48 kHz
			a, b := pcmWAV(0, cut, c.rate, c.bits), pcmWAV(cut, end, c.rate, c.bits)
			if len(c.steps) > 0 {
				a, b = convert(t, a, c.steps...), convert(t, b, c.steps...)
			}
			first, then := decoded(t, a), decoded(t, b)
			for i, pair := range [][2][]float32{{first, oracle(t, a, "a.raw")}, {then, oracle(t, b, "b.raw")}} {
				db := apart(pair[0], pair[1])
				t.Logf("file %d: %.1f dB from ffmpeg's decoding", i+1, db)
				if db < 70 || !strings.HasPrefix(c.name, "m4a") && len(pair[0]) != len(pair[1]) {
					t.Errorf("file %d: %d frames, %.1f dB from the %d of ffmpeg", i+1, len(pair[0])/2, db, len(pair[1])/2)
				}
			}
			want := append(first[:len(first):len(first)], then...)
			if len(want)/2 != end && !c.untold {
				t.Errorf("%d frames, encoded were %d", len(want)/2, end)
			}
			if c.lossless {
				if undivided := decoded(t, pcmWAV(0, end, c.rate, c.bits)); !same(undivided, want) {
					t.Fatal("the files are not the halves of the tone")
				}
			}
			want = resampled(t, want, c.rate)
			join := len(first) / 2 * second / c.rate
			inBubble(t, func(r *rig) {
				r.PlayNow(track("a"), track("b"))
				r.after(6 * time.Second)
				got := r.tape.sound()
				begin := start(got) - start(want)
				if begin < 0 || len(got) < begin+len(want) || !same(want, got[begin:begin+len(want)]) {
					t.Fatal("the tape is not the one file behind the other")
				}
				for _, x := range got[begin+len(want):] {
					if x != 0 {
						t.Fatal("sound behind the end")
					}
				}
				r.status(player.Stopped)
			}, func(o *player.Options) { o.Opener = newShelf(map[string][]byte{"a": a, "b": b}) })
			worst, near := roughness(want, join), likeness(want, join)
			t.Logf("at the join a second difference of %.4f, %.1f dB against the undivided tone", worst, near)
			click, least := 0.3, 25.0 // what encoders leave of a tone that begins all at once
			if len(c.steps) == 0 || c.lossless {
				click, least = 0.002, 40
			}
			if !c.untold && (worst > click || near < least) {
				t.Errorf("the join is heard: %g, %.1f dB", worst, near)
			}
		})
	}
}

// start is the first sample that is not zero.
func start(p []float32) int {
	for i, x := range p {
		if x != 0 {
			return i
		}
	}
	return len(p)
}

func same(a, b []float32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// roughness is the greatest second difference near a frame, of which a steady tone has none.
func roughness(pcm []float32, at int) float64 {
	c := 2 * math.Cos(2*math.Pi*tone/second)
	worst := 0.0
	for i := at - 100; i < at+100; i++ {
		worst = max(worst, math.Abs(float64(pcm[2*i])-c*float64(pcm[2*i-2])+float64(pcm[2*i-4])))
	}
	return worst
}

// likeness is how near the 20 ms around a frame come to the undivided tone, in dB.
func likeness(pcm []float32, at int) float64 {
	signal, noise := 0.0, 0.0
	for i := at - second/100; i < at+second/100; i++ {
		want := 0.5 * math.Sin(2*math.Pi*tone*float64(i)/second)
		signal += want * want
		noise += (float64(pcm[2*i]) - want) * (float64(pcm[2*i]) - want)
	}
	return 10 * math.Log10(signal/noise)
}
