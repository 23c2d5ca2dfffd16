package decode_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"anyaudio/player/decode"
)

// openWith opens with ffmpeg and closes at the end.
func openWith(t *testing.T, in decode.Input) decode.Decoder {
	t.Helper()
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Fatal(err)
	}
	d, err := decode.OpenWith(in, "", decode.Options{FFmpeg: program})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeDecoder(t, d) })
	return d
}

func closeDecoder(t *testing.T, d decode.Decoder) {
	c, ok := d.(io.Closer)
	if !ok {
		t.Fatalf("%T cannot be closed", d)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// ffmpegFile encodes music with ffmpeg.
func ffmpegFile(t *testing.T, frames, channels, rate int, file string, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	wav, out := filepath.Join(dir, "a.wav"), filepath.Join(dir, file)
	writeWAV(t, wav, music(frames), channels, rate)
	run(t, "ffmpeg", append(append([]string{"-v", "error", "-y", "-i", wav}, args...), out)...)
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestFFmpeg plays what only ffmpeg can, and seeks in it.
func TestFFmpeg(t *testing.T) {
	t.Parallel()
	need(t, "ffmpeg")
	for _, j := range []struct {
		file           string
		channels, rate int
		exact          bool    // the sound is that of the source
		least          float64 // dB of a seek against linear decoding; 0: ffmpeg lands by a guess
		args           []string
	}{
		{"a.m4a", 2, 48000, true, 60, []string{"-c:a", "alac"}},
		{"mono.m4a", 1, 48000, true, 60, []string{"-c:a", "alac"}},
		{"rate.m4a", 2, 44100, false, 60, []string{"-c:a", "alac"}},
		{"a.aiff", 2, 48000, true, 60, nil},
		{"a.wma", 2, 48000, false, 0, []string{"-c:a", "wmav2"}},
		{"a.ac3", 2, 48000, false, 30, nil},
		{"a.mp2", 2, 48000, false, 60, []string{"-c:a", "mp2"}},
		{"low.mp3", 1, 11025, false, 0, []string{"-c:a", "libmp3lame"}},
		{"six.m4a", 2, 48000, false, 60, []string{"-c:a", "aac", "-ac", "6"}},
		{"a.tta", 2, 48000, true, 60, nil},
		{"a.mka", 2, 48000, false, 30, []string{"-c:a", "ac3"}},
	} {
		if underRace && j.file != "a.m4a" && j.file != "a.aiff" {
			continue
		}
		t.Run(j.file, func(t *testing.T) {
			frames := 4*j.rate + 480
			file := ffmpegFile(t, frames, j.channels, j.rate, j.file, append(j.args, "-metadata", "title=A Song", "-metadata", "artist=Somebody")...)
			if _, err := decode.Open(input(file), ""); err == nil || !strings.Contains(err.Error(), "needs ffmpeg") && errors.Is(err, decode.ErrUnsupported) {
				t.Errorf("without ffmpeg: %v", err)
			}
			d := openWith(t, input(file))
			length := d.Len()
			got := readAll(t, d)
			total := int64(len(got) / 2)
			t.Logf("%+v: %d frames, Len was %d, then %d", d.Format(), total, length, d.Len())
			if d.Len() != total || length >= 0 && max(length-total, total-length) > 9600 {
				t.Errorf("Len %d, then %d, of %d frames", length, d.Len(), total)
			}
			if f := d.Format(); f.Rate != 48000 || f.Codec == "" {
				t.Errorf("%+v", f)
			}
			if j.exact {
				want := music(frames)
				if j.channels == 1 {
					for i := 0; i < len(want); i += 2 {
						want[i+1] = want[i]
					}
				}
				if x := snr(want, got); total != int64(frames) || x < 70 {
					t.Errorf("%d frames, %.1f dB, want %d", total, x, frames)
				}
				if tags := decode.TagsOf(d); strings.HasSuffix(j.file, "m4a") && (tags.Title != "A Song" || tags.Artist != "Somebody") {
					t.Errorf("%+v", tags)
				}
			}
			for _, target := range []int64{total / 2, 12345, 0, total - 3000} {
				if n, err := d.SeekFrame(target); n != target || err != nil {
					t.Fatalf("seek to %d: %d, %v", target, n, err)
				}
				want, part := got[2*target:min(2*target+8000, 2*total)], readN(t, d, 4000)
				if len(part) < len(want) {
					t.Fatalf("seek to %d of %d: %d frames", target, total, len(part)/2)
				}
				if s := snr(want, part[:len(want)]); s < j.least && j.least > 0 {
					t.Errorf("seek to %d of %d: %.1f dB against linear decoding", target, total, s)
				}
			}
			if j.least == 0 {
				return
			}
			if n, err := d.SeekFrame(total + 3*48000); n != total || err != nil {
				t.Errorf("seek behind the end: %d, %v, want %d", n, err, total)
			}
			if n, err := d.Read(make([]float32, 2)); n != 0 || err != io.EOF {
				t.Errorf("at the end: %d, %v", n, err)
			}
		})
	}
}

// TestFFmpegInputFails: an error of the input comes as it is, and the next call goes on.
func TestFFmpegInputFails(t *testing.T) {
	need(t, "ffmpeg")
	file := ffmpegFile(t, 20*48000, 2, 48000, "a.aiff")
	in := &failing{Input: input(file)}
	d := openWith(t, in)
	want := readN(t, openWith(t, input(file)), 15*48000)
	in.fail(true)
	var err error
	n := 0
	for p := make([]float32, 4096); err == nil; n += len(p) / 2 {
		_, err = d.Read(p)
	}
	if err != errGone || n > 8*48000 {
		t.Fatalf("after some %d frames: %v, want %v", n, err, errGone)
	}
	if _, err := d.SeekFrame(10 * 48000); err != errGone {
		t.Fatalf("a seek with a failing input: %v", err)
	}
	in.fail(false)
	got := readN(t, d, 48000)
	if x := distance(want[20*48000:20*48000+len(got)], got); x > 1 {
		t.Errorf("after the failure the sound is another: %g steps", x)
	}
}

// failing is an input that can be made to fail.
type failing struct {
	decode.Input
	mu  sync.Mutex
	err error
}

func (f *failing) fail(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err = nil; on {
		f.err = errGone
	}
}

func (f *failing) Read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return 0, f.err
	}
	return f.Input.Read(p)
}

// TestFFmpegRefuses: what is no sound stays what it is, and playlists are not followed.
func TestFFmpegRefuses(t *testing.T) {
	need(t, "ffmpeg")
	asked := make(chan string, 10)
	server := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.URL.Path })}
	l := listen(t)
	go server.Serve(l)
	defer server.Close()
	junk := slices.Repeat([]byte{0x81, 0x03, 0xfe, 0x40, 0x99}, 5000)
	for name, file := range map[string]string{
		"page":     "<html><body>" + strings.Repeat("x", 1000),
		"playlist": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://" + l.Addr().String() + "/a.aac\n",
		"hidden":   "\xfe\xfe#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://" + l.Addr().String() + "/a.aac\n" + string(junk),
		"concat":   "ffconcat version 1.0\nfile /etc/passwd\n" + string(junk),
		"junk":     string(junk),
	} {
		program, _ := exec.LookPath("ffmpeg")
		d, err := decode.OpenWith(input([]byte(file)), "", decode.Options{FFmpeg: program})
		if d != nil || !errors.Is(err, decode.ErrUnknownFormat) && !errors.Is(err, decode.ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("%s: the address shows in %q", name, err)
		}
	}
	if len(asked) > 0 {
		t.Errorf("ffmpeg asked for %s", <-asked)
	}
}

// TestFFmpegReadsLittle: a seek in the middle of a large file does not bring all of it.
func TestFFmpegReadsLittle(t *testing.T) {
	t.Parallel()
	need(t, "ffmpeg")
	if underRace {
		return // what ffmpeg reads does not depend on it
	}
	file := ffmpegFile(t, 120*48000, 2, 48000, "a.aiff")
	in := input(file)
	d := openWith(t, in)
	readN(t, d, 100)
	opened := in.bytes
	if _, err := d.SeekFrame(60 * 48000); err != nil {
		t.Fatal(err)
	}
	readN(t, d, 100)
	closeDecoder(t, d)
	t.Logf("of %d bytes the open read %d, the seek %d", len(file), opened, in.bytes-opened)
	if in.bytes > 3<<20 {
		t.Errorf("%d bytes were read for an open and a seek", in.bytes)
	}
}

// TestFFmpegClose: no process and no goroutine is left, and Read says that it is over.
func TestFFmpegClose(t *testing.T) {
	need(t, "ffmpeg")
	file := ffmpegFile(t, 10*48000, 2, 44100, "a.aiff")
	t.Setenv("FFREPORT", "")
	d := decode.Resample(openWith(t, input(file)), 44100)
	readN(t, d, 100)
	closeDecoder(t, d)
	for range 100 {
		if _, err := d.Read(make([]float32, 8192)); err != nil {
			if !errors.Is(err, os.ErrClosed) {
				t.Errorf("after Close: %v", err)
			}
			break
		}
	}
	if logs, _ := filepath.Glob("ffmpeg-*.log"); len(logs) > 0 {
		t.Errorf("ffmpeg wrote %s", logs)
	}
	out, _ := exec.Command("ps", "--ppid", fmt.Sprint(os.Getpid()), "-o", "comm=").Output()
	if regexp.MustCompile("ffmpeg").Match(out) {
		t.Errorf("still running: %s", out)
	}
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}
