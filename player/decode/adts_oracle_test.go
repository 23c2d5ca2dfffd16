//go:build !noaac

package decode_test

import (
	"fmt"
	"testing"
)

// TestADTSOracle compares with ffmpeg and seeks.
func TestADTSOracle(t *testing.T) {
	t.Parallel()
	need(t, "ffmpeg")
	for _, j := range []struct {
		signal         string
		channels, rate int
		kbps           int
	}{{"music", 2, 44100, 128}, {"speech", 1, 24000, 48}, {"noise", 2, 48000, 256}} {
		name := fmt.Sprint(j)
		p := signals(3*j.rate + 77)[j.signal]
		for i := range p {
			p[i] *= 0.5
		}
		file, want := encode(t, p, j.channels, j.rate, "a.aac", "-c:a", "aac", "-aac_pns", "0", "-b:a", fmt.Sprint(j.kbps, "k"))
		d := open(t, input(file))
		if f := d.Format(); f.Container != "adts" || f.Codec != "aac" || f.Rate != j.rate || f.Channels != j.channels {
			t.Errorf("%s: %+v", name, f)
		}
		got := readAll(t, d)
		if len(got) != len(want) {
			t.Fatalf("%s: %d frames, ffmpeg gives %d", name, len(got)/2, len(want)/2)
		}
		if worst := distance(want, got); worst > 1 {
			t.Errorf("%s: up to %.1f steps of 16 bits from ffmpeg, %.1f dB", name, worst, snr(want, got))
		}
		seekAll(t, name, open(t, input(file)), got, 20, 0)
		seekAll(t, name+" local", open(t, localFile{input(file)}), got, 50, 0)
	}
}
