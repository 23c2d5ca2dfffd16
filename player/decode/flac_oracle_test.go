package decode_test

import (
	"fmt"
	"testing"
)

// TestFLACOracle compares with ffmpeg, bit for bit, and seeks; ffmpeg writes no SEEKTABLE.
func TestFLACOracle(t *testing.T) {
	t.Parallel()
	need(t, "ffmpeg")
	for i, j := range []struct {
		signal         string
		channels, rate int
		args           []string
	}{
		{"music", 2, 44100, []string{"-compression_level", "5"}},
		{"music", 1, 48000, []string{"-compression_level", "12"}},
		{"speech", 2, 96000, []string{"-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-filter:a", "volume=0.9"}},
		{"noise", 2, 192000, []string{"-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-filter:a", "volume=0.7"}},
		{"noise", 1, 24000, nil},
		{"music", 2, 176400, nil},
		{"music", 2, 44100, []string{"-frame_size", "1000"}},
		{"speech", 1, 8000, []string{"-frame_size", "65535"}},
		{"music", 2, 12345, nil},
	} {
		if underRace && i%3 != 0 {
			continue
		}
		name := fmt.Sprint(j.signal, j.channels, j.rate, j.args)
		frames := 3*j.rate/2 + 77
		p := signals(frames)[j.signal]
		file, want := encode(t, p, j.channels, j.rate, "a.flac", append([]string{"-c:a", "flac"}, j.args...)...)
		d := open(t, input(file))
		if f := d.Format(); f.Container != "flac" || f.Rate != j.rate || f.Channels != j.channels {
			t.Errorf("%s: %+v", name, f)
		}
		length := d.Len()
		got := readAll(t, d)
		if len(got)/2 != frames || length != int64(frames) || len(want) != len(got) {
			t.Fatalf("%s: %d frames, Len %d, want %d", name, len(got)/2, length, frames)
		}
		if x := distance(want, got); x != 0 {
			t.Errorf("%s: up to %g steps from ffmpeg", name, x)
		}
		seekAll(t, name, open(t, input(file)), got, 25, 0)
		// Without its length.
		anonymous := append([]byte(nil), file...)
		anonymous[21] &= 0xf0
		clear(anonymous[22:26])
		d = open(t, input(anonymous))
		if n := d.Len(); n != -1 {
			t.Errorf("%s: Len %d without a length", name, n)
		}
		seekAll(t, name+" anonymous", d, got, 20, 0)
	}
}
